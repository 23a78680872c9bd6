//! `bangdan accept`

use super::args::Accept;
use super::capture::find;
use super::session::Session;
use crate::archive::{Archive, Capture, Decision, Ruling};
use crate::catalogue::{Board, Source};
use crate::collect::{BoardState, Library};
use crate::error::{Error, ErrorKind, Result};
use crate::gate;
use crate::message;
use crate::schema::{BoardHistory, Digest};
use crate::text::{Message, counted};

pub(super) fn run(session: &Session, arguments: &Accept) -> Result<u8> {
    if arguments.reason.trim().is_empty() {
        return Err(usage(message!("a decision needs a reason", "决定须有理由")));
    }
    let archive = Archive::open(&session.archive_folder()?)?;
    let library = session.library()?;
    let capture = find(&library.captures().iter().filter_map(Capture::object).collect(), &arguments.capture)?;
    let ruling = if arguments.reject { Ruling::Reject } else { Ruling::Accept };
    let boards = boards(&library, arguments.board.as_deref(), capture, ruling)?;
    for (_, board) in &boards {
        archive.decide(&Decision {
            capture,
            board: board.id.clone(),
            ruling,
            reason: arguments.reason.clone(),
            who: arguments.who.clone(),
            when: session.clock(),
        })?;
    }
    // What was derived is derived anew, with the decisions.
    let decided = session.library()?;
    for (source, board) in boards {
        let history = decided.history(source, board)?;
        let state = BoardState::of(source, &history, session.now(&decided)).state.name();
        let (id, contents, short) = (&board.id, history.snapshots.len(), capture.short());
        let (Message { en, zh }, Message { en: state, zh: state_zh }) = (done(ruling), state);
        let contents_en = counted(contents, "content", "contents");
        session.tell(&message!(
            "{id}: capture {short} {en}; {contents_en}, {state}",
            "{id}：抓取 {short} {zh}；共 {contents} 个版本，{state_zh}"
        ));
    }
    Ok(0)
}

fn done(ruling: Ruling) -> Message {
    match ruling {
        Ruling::Accept => message!("accepted", "已接受"),
        Ruling::Reject => message!("rejected", "已拒收"),
    }
}

/// The boards that a decision is about.
fn boards<'l>(
    library: &'l Library,
    named: Option<&str>,
    capture: Digest,
    ruling: Ruling,
) -> Result<Vec<(&'l Source, &'l Board)>> {
    let seen = |source: &Source| {
        library.captures().iter().any(|other| other.source == source.id && other.object() == Some(capture))
    };
    let wanted: Vec<(&Source, &Board)> = if let Some(name) = named {
        vec![library.catalogue().board(name)?]
    } else {
        library.catalogue().boards().filter(|(source, _)| seen(source)).collect()
    };
    let mut boards = Vec::new();
    let mut unreadable = None;
    for (source, board) in wanted {
        let history = library.history(source, board)?;
        match standing(&history, capture, ruling) {
            Standing::Open => boards.push((source, board)),
            Standing::Unreadable(what) => unreadable = Some((board, what)),
            Standing::None => {}
        }
    }
    let short = capture.short();
    match (boards.is_empty(), unreadable) {
        (false, _) => Ok(boards),
        (true, Some((board, Message { en, zh }))) => {
            let (id, source) = (&board.id, board.source());
            Err(usage(message!(
                "{short} has no figures of {id} to accept: {en}",
                "{short} 中没有可接受的 {id} 数据：{zh}"
            ))
            .with_hint(message!(
                "`bangdan doctor {source}` looks for what the definition has to say",
                "运行 `bangdan doctor {source}` 查找应如何修改定义"
            )))
        }
        (true, None) => Err(usage(match ruling {
            Ruling::Accept => message!("no board holds the capture {short} back", "没有榜单隔离了抓取 {short}"),
            Ruling::Reject => message!("no board shows the capture {short}", "没有榜单收录了抓取 {short}"),
        })),
    }
}

/// What a capture is to a board.
enum Standing {
    /// A person may decide about it so.
    Open,
    /// There are no figures to decide about.
    Unreadable(Message),
    None,
}

fn standing(history: &BoardHistory, capture: Digest, ruling: Ruling) -> Standing {
    let shown = history.snapshots.iter().any(|snapshot| snapshot.captures.contains(&capture));
    let refused: Vec<_> = history.refused.iter().filter(|refused| refused.captures.contains(&capture)).collect();
    if refused.iter().any(|refused| gate::is_overridable(refused.problem.code)) || (ruling == Ruling::Reject && shown) {
        return Standing::Open;
    }
    refused.first().map_or(Standing::None, |refused| Standing::Unreadable(refused.problem.what.clone()))
}

fn usage(what: Message) -> Error {
    ErrorKind::Usage { what }.into()
}

//! `bangdan fetch`

use super::args::Fetch;
use super::every;
use super::progress::Bars;
use super::session::Session;
use super::stop::Stop;
use crate::archive::{Archive, Head, Locked};
use crate::catalogue::{Board, Catalogue, Source};
use crate::collect::{BoardState, Gathered, Keep, Library, gather_until, replay, take_file};
use crate::error::{Error, ErrorKind, Result};
use crate::fetch::{Asked, Environment, Fetcher, Settings};
use crate::message;
use crate::schema::{BoardHistory, BoardId, Digest, SourceId};
use crate::text::{Message, counted};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::sync::Arc;

/// Bodies that are named one by one.
const NAMED: usize = 8;

/// What came of one round.
pub(super) enum Round {
    /// The exit code: 3 where a source failed, 4 where a board's newest capture is held back.
    Done(u8),
    /// Nothing was asked for: another process fetches into this archive.
    Busy(String),
}

pub(super) fn run(session: &Session, arguments: &Fetch) -> Result<u8> {
    if let Some(every) = &arguments.every {
        return every::run(session, arguments, every);
    }
    match round(session, arguments, None)? {
        Round::Done(code) => Ok(code),
        Round::Busy(holder) => Err(busy(&holder)),
    }
}

/// Another process asks for pages on behalf of the archive.
pub(super) fn busy(holder: &str) -> Error {
    let what = message!(
        "another fetch is at work on this archive ({holder}); nothing was asked for",
        "另一个获取正在使用该存档（{holder}）；未发出任何请求"
    );
    let hint = message!("run it again when that one has ended", "请待其结束后重试");
    Error::new(ErrorKind::Usage { what }).with_hint(hint)
}

/// One round over the sources that were named; it ends early where it is asked to stop.
pub(super) fn round(session: &Session, arguments: &Fetch, stop: Option<&Stop>) -> Result<Round> {
    let catalogue = session.catalogue()?;
    let sources: Vec<&Source> = if arguments.names.is_empty() {
        catalogue.sources().iter().collect()
    } else {
        arguments.names.iter().map(|name| catalogue.source(name)).collect::<Result<_>>()?
    };
    if let (Some(_), true) = (&arguments.from, arguments.names.len() != 1) {
        let what = message!("--from FILE needs the one source that it is of", "--from 文件 须指明其所属的一个来源");
        return Err(Error::new(ErrorKind::Usage { what }));
    }
    let archive = Archive::create(&session.archive_folder()?)?;
    let gathered = match (&arguments.replay, &arguments.from, sources.as_slice()) {
        (Some(folder), ..) => from_archive(session, folder, &sources, &archive)?,
        (None, Some(file), [source]) => from_file(session, file, (source, arguments.resource.as_deref()), &archive)?,
        _ => match archive.lock()? {
            Locked::Free(_lock) => from_network(session, arguments, &sources, &archive, stop)?,
            Locked::Busy(holder) => return Ok(Round::Busy(holder)),
        },
    };
    for (_, error) in &gathered.failed {
        session.tell(&Message::same(error.report(session.language)));
    }
    if gathered.stopped {
        // What came is kept; the next command derives it.
        summarise(session, &gathered, 0);
        return Ok(Round::Done(if gathered.failed.is_empty() { 0 } else { 3 }));
    }
    let held_back = held_back(session, archive, catalogue.clone(), &gathered)?;
    summarise(session, &gathered, held_back);
    Ok(Round::Done(match (held_back, gathered.failed.is_empty()) {
        (1.., _) => 4,
        (0, false) => 3,
        (0, true) => 0,
    }))
}

fn from_archive(session: &Session, folder: &Path, sources: &[&Source], into: &Archive) -> Result<Gathered> {
    replay(&Archive::open(folder)?, sources, into, session.clock())
}

fn from_file(session: &Session, file: &Path, of: (&Source, Option<&str>), into: &Archive) -> Result<Gathered> {
    let bytes = fs::read(file).map_err(|cause| {
        Error::new(ErrorKind::Io { doing: message!("read", "读取"), path: file.to_owned() }).caused_by(cause)
    })?;
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    take_file(into, of, (&name, &bytes), session.clock())
}

fn from_network(
    session: &Session,
    arguments: &Fetch,
    sources: &[&Source],
    into: &Archive,
    stop: Option<&Stop>,
) -> Result<Gathered> {
    let environment = Environment::from_variables(|name| std::env::var(name).ok(), sources.iter().copied());
    let fetcher = Fetcher::new(Settings::default(), environment)?;
    let asked = Asked { now: session.clock(), all_editions: arguments.all_editions };
    let bars = Arc::new(Bars::new(session.language, session.quiet));
    let stopped = async {
        match stop {
            Some(stop) => stop.asked().await,
            None => std::future::pending().await,
        }
    };
    let gathered = gather_until(&fetcher, sources, asked, into, bars.clone(), stopped);
    bars.finish();
    gathered
}

/// Derives what came, so that the next command reads it at once; how many boards' newest captures do not fit.
pub(super) fn held_back(
    session: &Session,
    archive: Archive,
    catalogue: Catalogue,
    gathered: &Gathered,
) -> Result<usize> {
    let library = Library::open(archive, catalogue, Keep::Derived)?;
    let histories = library.heads()?;
    let count = tell_held_back(session, &library, &histories, &gathered.touched);
    tell_what_stands(session, &library, &histories, gathered);
    Ok(count)
}

/// Says of which boards of these sources the newest capture is held back; how many there are.
pub(super) fn tell_held_back(
    session: &Session,
    library: &Library,
    histories: &BTreeMap<BoardId, BoardHistory<Head>>,
    touched: &BTreeSet<SourceId>,
) -> usize {
    let mut count = 0;
    for (source, board) in library.catalogue().boards().filter(|(source, _)| touched.contains(&source.id)) {
        let Some(history) = histories.get(&board.id) else { continue };
        let state = BoardState::of(source, history, session.now(library));
        if let Some(held) = state.held {
            count += 1;
            let (id, Message { en, zh }) = (&board.id, held.words());
            session.tell(&message!("{id}: the newest capture is held back: {en}", "{id}：最新抓取已隔离：{zh}"));
        }
    }
    count
}

/// Of the sources that failed, those of which earlier figures are at hand.
fn tell_what_stands(
    session: &Session,
    library: &Library,
    histories: &BTreeMap<BoardId, BoardHistory<Head>>,
    gathered: &Gathered,
) {
    let failed: BTreeSet<&SourceId> = gathered.failed.iter().map(|(source, _)| source).collect();
    for source in library.catalogue().sources().iter().filter(|source| failed.contains(&source.id)) {
        let has = |board: &&Board| histories.get(&board.id).is_some_and(|history| !history.snapshots.is_empty());
        if let Some(board) = source.boards.iter().find(has) {
            let (id, board) = (&source.id, &board.id);
            session.tell(&message!(
                "{id}: the last good figures are still there: `bangdan show {board}`",
                "{id}：上一次可用的数据仍在：`bangdan show {board}`"
            ));
        }
    }
}

pub(super) fn summarise(session: &Session, gathered: &Gathered, held_back: usize) {
    let Gathered { new, unchanged, absent, failed, forgotten, .. } = gathered;
    if !forgotten.is_empty() {
        let shown = forgotten.iter().take(NAMED).map(Digest::short).collect::<Vec<_>>().join(", ");
        let (bodies, count) = (counted(forgotten.len(), "body", "bodies"), forgotten.len());
        session.tell(&message!(
            "not kept: {bodies} that came had been taken out on request: {shown}",
            "未保存：收到的 {count} 份内容此前已应要求移除：{shown}"
        ));
    }
    let failed = failed.len();
    let boards = counted(held_back, "board", "boards");
    session.tell(&message!(
        "{new} new, {unchanged} unchanged, {absent} not there, {failed} failed, {boards} held back",
        "新增 {new}，未变 {unchanged}，不存在 {absent}，失败 {failed}，隔离榜单 {held_back}"
    ));
}

//! `bangdan diff`

use super::args::Diff;
use super::output::write_report;
use super::session::{self, Session};
use super::show::unknown_edition;
use super::times;
use crate::compare::{self, Selection, between, diff_along, previous, select};
use crate::error::{ErrorKind, Result};
use crate::message;
use crate::report::changes_report;
use crate::schema::{BoardHistory, Content, Snapshot};

/// 1 with `--exit-code` where anything changed.
pub(super) fn run(session: &Session, arguments: &Diff) -> Result<u8> {
    let library = session.library_naming(None, std::slice::from_ref(&arguments.board))?;
    let (source, board) = library.catalogue().board(&arguments.board)?;
    if let Some(since) = &arguments.since {
        return super::since::run(session, arguments, (&library, source, board), since);
    }
    let shelf = library.shelf(source, board)?;
    let selection = session::selection(&arguments.times, None)?;
    let history = session::restrict(shelf.heads().clone(), &selection);
    if history.snapshots.is_empty() {
        return Err(session::nothing_held(&library, board, shelf.heads(), &selection));
    }
    let to = match &arguments.to {
        Some(typed) => content(&history, typed)?,
        None => history.snapshots.last().ok_or_else(|| session::nothing_held(&library, board, &history, &selection))?,
    };
    let from = match &arguments.from {
        Some(typed) => content(&history, typed)?,
        None => previous(&history.snapshots, to).ok_or_else(|| {
            let what = message!("there is no content before this one to compare with", "没有更早的版本可供比较");
            ErrorKind::Usage { what }
        })?,
    };
    session.tell_if_held_back(source, board, &history, session.now(&library));
    if from.contents == to.contents && from.order() == to.order() {
        session.tell(&message!("note: both name the same content", "注意：两者指向同一内容"));
    }
    let between = between(&history.snapshots, from, to).into_iter().map(|head| shelf.load(head));
    let between: Vec<Snapshot> = between.collect::<Result<_>>()?;
    let (from, to) = (shelf.load(from)?, shelf.load(to)?);
    let path: Vec<&Snapshot> = [&from].into_iter().chain(&between).chain([&to]).collect();
    let registry = session.registry()?;
    let who = |snapshot: &_, entry: &_| registry.who_is(snapshot, entry);
    let diff = diff_along(&path, &who).unwrap_or_else(|| compare::diff_by(&from, &to, &who));
    write_report(session, &arguments.output, &changes_report(board, &diff, &from, &to))?;
    Ok(u8::from(arguments.exit_code && !diff.is_empty()))
}

/// The content that an edition's label or a day means.
fn content<'a, C: Content>(history: &'a BoardHistory<C>, typed: &str) -> Result<&'a C> {
    let by_edition = Selection { edition: Some(typed.to_owned()), ..Selection::default() };
    if let Some(content) = select(&history.snapshots, &by_edition) {
        return Ok(content);
    }
    let Ok(time) = times::parse(typed) else {
        return Err(unknown_edition(history, typed));
    };
    let by_day = Selection { as_of: Some(time), ..Selection::default() };
    select(&history.snapshots, &by_day).ok_or_else(|| {
        let what = message!("nothing of the board was public by {typed}", "截至 {typed} 该榜单尚无公开内容");
        ErrorKind::Usage { what }.into()
    })
}

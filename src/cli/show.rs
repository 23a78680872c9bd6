//! `bangdan show`

use super::args::{OutputFormat, Show};
use super::output::write_report;
use super::session::{self, Session};
use crate::collect::{BoardState, Held};
use crate::compare::select;
use crate::error::{ErrorKind, Noun, Result};
use crate::message;
use crate::report::ranking_report;
use crate::schema::{Block, BoardHistory, Content, Notice, Tone};
use crate::text::{Message, nearest};

pub(super) fn run(session: &Session, arguments: &Show) -> Result<u8> {
    let library = session.library()?;
    let (source, board) = library.catalogue().board(&arguments.board)?;
    let shelf = library.shelf(source, board)?;
    let history = shelf.heads();
    let selection = session::selection(&arguments.times, arguments.edition.as_deref())?;
    let Some(head) = select(&history.snapshots, &selection) else {
        return Err(match &arguments.edition {
            Some(edition) => unknown_edition(history, edition),
            None => session::nothing_held(&library, board, history),
        });
    };
    if arguments.output.format != OutputFormat::Terminal {
        session.tell_if_held_back(source, board, history, session.now(&library));
    }
    let mut report = ranking_report(board, &shelf.load(head)?);
    let state = BoardState::of(source, history, session.now(&library));
    if let Some(Message { en, zh }) = state.held.as_ref().map(Held::words) {
        let text = message!(
            "the newest capture is held back: {en}; these are the last good figures",
            "最新抓取已隔离：{zh}；以下为上一次可用的数据"
        );
        if let Some(section) = report.sections.first_mut() {
            section.blocks.insert(0, Block::Notice(Notice { tone: Tone::Warning, text }));
        }
    }
    write_report(session, &arguments.output, &report)?;
    Ok(0)
}

/// No such edition: the likest ones that there are.
pub(super) fn unknown_edition<C: Content>(history: &BoardHistory<C>, typed: &str) -> crate::error::Error {
    let labels = session::labels(history);
    let mut suggestions = nearest(typed, labels.iter().map(String::as_str));
    if suggestions.is_empty() {
        suggestions = labels.into_iter().rev().take(3).collect();
    }
    ErrorKind::NotFound { noun: Noun::Edition, name: typed.to_owned(), suggestions }.into()
}

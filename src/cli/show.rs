//! `bangdan show`

use super::args::{OutputFormat, Show};
use super::output::write_report;
use super::session::{self, Session};
use crate::catalogue::{Board, Source};
use crate::collect::{BoardState, Held, taken_out_words};
use crate::compare::select;
use crate::error::{ErrorKind, Noun, Result};
use crate::identity::OfClass;
use crate::message;
use crate::report::{class_words, ranking_report};
use crate::schema::{Block, BoardHistory, Content, Notice, Tone};
use crate::text::{Message, counted, fold, nearest};

/// Further boards of a source that are named one by one.
const MOST_NAMED: usize = 20;

pub(super) fn run(session: &Session, arguments: &Show) -> Result<u8> {
    let library = session.library_naming(None, std::slice::from_ref(&arguments.board))?;
    let (source, board) = library.catalogue().board(&arguments.board)?;
    let shelf = library.shelf(source, board)?;
    let history = shelf.heads();
    let selection = session::selection(&arguments.times, arguments.edition.as_deref())?;
    let Some(head) = select(&history.snapshots, &selection) else {
        return Err(match &arguments.edition {
            Some(edition) => unknown_edition(history, edition),
            None => session::nothing_held(&library, board, history, &selection),
        });
    };
    if arguments.output.format != OutputFormat::Terminal {
        session.tell_if_held_back(source, board, history, session.now(&library));
    }
    let snapshot = shelf.load(head)?;
    let registry = arguments.class.map(|_| session.registry()).transpose()?;
    let of_class = registry.as_ref().zip(arguments.class).map(|(known, class)| OfClass::new(known, class.class()));
    if let Some(of_class) = of_class.filter(|_| arguments.output.format == OutputFormat::Csv) {
        session.tell(&class_words(of_class.class(), of_class.sift(&snapshot).1));
    }
    let mut report = ranking_report(board, &snapshot, of_class.as_ref());
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
    if let Some(text) = taken_out_words(history)
        && let Some(section) = report.sections.first_mut()
    {
        section.blocks.insert(0, Block::Notice(Notice { tone: Tone::Warning, text }));
    }
    write_report(session, &arguments.output, &report)?;
    if let Some(others) = other_boards(source, board, &arguments.board) {
        session.tell(&others);
    }
    Ok(0)
}

/// The further boards of a source whose name was typed, with the commands that show them.
fn other_boards(source: &Source, shown: &Board, typed: &str) -> Option<Message> {
    let typed = fold(typed);
    let names = [shown.id.as_str(), &shown.id.key(), &shown.name.en, &shown.name.zh];
    let is_named = names.into_iter().chain(shown.aliases.iter().map(String::as_str)).any(|name| fold(name) == typed);
    let others: Vec<&Board> = source.boards.iter().filter(|board| board.id != shown.id).collect();
    if is_named || others.is_empty() {
        return None;
    }
    let (id, count) = (&shown.id, counted(others.len(), "more board", "more boards"));
    let Message { en: name, zh: name_zh } = &source.name;
    let zh_count = others.len();
    let mut lines = vec![message!(
        "note: this is {id}; {name} has {count}:",
        "注意：所示为 {id}；{name_zh}另有 {zh_count} 个榜单："
    )];
    lines.extend(others.iter().take(MOST_NAMED).map(|board| {
        let (id, Message { en, zh }) = (&board.id, &board.name);
        message!("  bangdan show {id}  ({en})", "  bangdan show {id}（{zh}）")
    }));
    if others.len() > MOST_NAMED {
        let source = &source.id;
        lines.push(message!("  and the others: bangdan list {source}", "  其余榜单：bangdan list {source}"));
    }
    let (en, zh): (Vec<String>, Vec<String>) = lines.into_iter().map(|line| (line.en, line.zh)).unzip();
    Some(Message { en: en.join("\n"), zh: zh.join("\n") })
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

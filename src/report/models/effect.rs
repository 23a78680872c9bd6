//! What a person's decisions would change.

use super::list::column;
use crate::identity::{Action, Overlay};
use crate::lint::{NameChange, NamesEffect, SeriesChange, Span};
use crate::message;
use crate::schema::{Align, Block, Cell, Report, Row, Section, Table, Tone};
use crate::text::Message;
use std::collections::BTreeSet;

/// What an overlay would change in the archive.
#[must_use]
pub fn effect_report(overlay: &Overlay, effect: &NamesEffect) -> Report {
    let mut sections = Vec::new();
    if !effect.names.is_empty() {
        sections.push(section(message!("Names", "名称"), names(&effect.names)));
    }
    if !effect.series.is_empty() {
        sections
            .push(section(message!("Series of a model on a board", "模型在各榜单上的序列"), series(&effect.series)));
    }
    if !effect.spans.is_empty() {
        sections.push(section(message!("Models across boards", "跨榜单的模型"), spans(&effect.spans)));
    }
    Report {
        slug: "try".to_owned(),
        title: message!("What the decisions change", "这些决定带来的变化"),
        summary: vec![lines(overlay), changes(effect)],
        sections,
    }
}

/// What the file holds.
fn lines(overlay: &Overlay) -> Message {
    let count = |action: Action| overlay.decisions().iter().filter(|(_, one)| one.action == action).count();
    let all = overlay.decisions().len();
    let kinds = [Action::Accept, Action::Reject, Action::Rename, Action::Split, Action::Model];
    let kinds: Vec<String> = kinds
        .into_iter()
        .filter(|kind| count(*kind) > 0)
        .map(|kind| format!("{} {}", count(kind), kind.as_str()))
        .collect();
    let (en, zh) = match kinds.as_slice() {
        [] => (String::new(), String::new()),
        kinds => (format!(" ({})", kinds.join(", ")), format!("（{}）", kinds.join("、"))),
    };
    let open = overlay.open();
    match open {
        0 => message!("decisions: {all}{en}", "决定：{all} 项{zh}"),
        _ => message!(
            "decisions: {all}{en}; lines without an action, which decide nothing: {open}",
            "决定：{all} 项{zh}；未填 action 的行不起作用：{open} 行"
        ),
    }
}

fn changes(effect: &NamesEffect) -> Message {
    if effect.is_empty() {
        return message!("nothing in the archive changes", "存档内容没有任何变化");
    }
    let boards: BTreeSet<&str> = effect.names.iter().map(|change| change.board.as_str()).collect();
    let names: BTreeSet<&str> = effect.names.iter().map(|change| change.name.as_str()).collect();
    let (names, boards, series) = (names.len(), boards.len(), effect.series.len());
    message!(
        "names that change: {names}, on {boards} boards; series that change: {series}",
        "变化的名称：{names} 个，涉及 {boards} 个榜单；变化的序列：{series} 个"
    )
}

fn section(heading: Message, table: Table) -> Section {
    Section { heading, blocks: vec![Block::Table(table)], ..Section::default() }
}

fn number(number: usize) -> Cell {
    let text = number.to_string();
    Cell { value: text.parse().ok(), ..Cell::plain(text) }
}

fn names(changes: &[NameChange]) -> Table {
    let columns = vec![
        column("what", message!("what", "变化"), Align::Left, 0),
        column("board", message!("board", "榜单 id"), Align::Left, 0),
        column("name", message!("name as printed", "榜单上的名称"), Align::Left, 0),
        column("before", message!("so far", "目前"), Align::Left, 0),
        column("after", message!("with the decisions", "决定之后"), Align::Left, 0),
        column("contents", message!("contents", "版本数"), Align::Right, 1),
    ];
    let row = |change: &NameChange| {
        let (what, tone) = what(change);
        let cells = vec![
            Cell::words(what).toned(tone),
            Cell::plain(change.board.as_str()),
            Cell::plain(&change.name),
            Cell::words(meaning(&change.before)),
            Cell::words(meaning(&change.after)),
            number(change.contents),
        ];
        Row { cells, ..Row::default() }
    };
    Table { caption: Message::default(), columns, rows: changes.iter().map(row).collect() }
}

fn what(change: &NameChange) -> (Message, Tone) {
    match (change.before.0.as_str(), change.after.0.as_str()) {
        ("NEW", _) => (message!("decided", "已判定"), Tone::Good),
        (_, "NEW") => (message!("no longer decided", "不再判定"), Tone::Warning),
        (before, after) if before == after => (message!("other configuration", "配置不同"), Tone::Plain),
        _ => (message!("other id", "id 不同"), Tone::Warning),
    }
}

/// An id with its configuration.
fn meaning((id, configuration): &(String, String)) -> Message {
    match (id.as_str(), configuration.as_str()) {
        ("NEW", _) => message!("undecided", "未判定"),
        ("NONE", _) => message!("no model", "不是模型"),
        (id, "") => Message::same(id),
        (id, run) => Message::same(format!("{id} ({run})")),
    }
}

fn series(changes: &[SeriesChange]) -> Table {
    let columns = vec![
        column("what", message!("what", "变化"), Align::Left, 0),
        column("board", message!("board", "榜单 id"), Align::Left, 0),
        column("model", message!("model", "模型"), Align::Left, 0),
        column("editions_before", message!("editions so far", "目前期数"), Align::Right, 0),
        column("editions_after", message!("editions then", "之后期数"), Align::Right, 0),
        column("rows_before", message!("rows so far", "目前行数"), Align::Right, 1),
        column("rows_after", message!("rows then", "之后行数"), Align::Right, 1),
        column("joins", message!("joined by", "并入自"), Align::Left, 0),
        column("splits", message!("gives to", "分出至"), Align::Left, 0),
    ];
    let row = |change: &SeriesChange| {
        let join = |ids: &BTreeSet<String>| ids.iter().map(String::as_str).collect::<Vec<_>>().join(" | ");
        let what = match (change.before, change.after) {
            (0, _) => message!("begins", "新出现"),
            (_, 0) => message!("ends", "不复存在"),
            (before, after) if after > before => message!("gains editions", "期数增加"),
            (before, after) if after < before => message!("loses editions", "期数减少"),
            _ => message!("other rows", "行有变化"),
        };
        let cells = vec![
            Cell::words(what),
            Cell::plain(change.board.as_str()),
            Cell::plain(&change.model),
            number(change.before),
            number(change.after),
            number(change.rows_before),
            number(change.rows_after),
            Cell::plain(join(&change.joins)),
            Cell::plain(join(&change.splits)),
        ];
        Row { cells, ..Row::default() }
    };
    Table { caption: Message::default(), columns, rows: changes.iter().map(row).collect() }
}

fn spans(changes: &[Span]) -> Table {
    let columns = vec![
        column("model", message!("model", "模型"), Align::Left, 0),
        column("boards_before", message!("boards so far", "目前榜单数"), Align::Right, 0),
        column("boards_after", message!("boards then", "之后榜单数"), Align::Right, 0),
    ];
    let row = |span: &Span| {
        let cells = vec![Cell::plain(&span.model), number(span.before), number(span.after)];
        Row { cells, ..Row::default() }
    };
    Table { caption: Message::default(), columns, rows: changes.iter().map(row).collect() }
}

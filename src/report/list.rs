//! Sources and boards: what there is, how much the archive holds of it and how fresh it is.

use super::board::BoardView;
use super::overview::slug;
use super::wording::{day, edition_or_day};
use crate::catalogue::{Original, Publishers};
use crate::collect::taken_out_words;
use crate::message;
use crate::schema::{Align, Block, Cell, Column, Content, Link, Notice, Report, Row, Section, Table, Tone};
use crate::text::{Message, counted, plural};
use std::collections::BTreeSet;

/// All boards, one line each.
#[must_use]
pub fn list_report<C: Content>(views: &[BoardView<'_, C>]) -> Report {
    let sources: BTreeSet<&str> = views.iter().map(|view| view.source.id.as_str()).collect();
    let Message { en: publishers, zh: publishers_zh } =
        Publishers::of(views.iter().map(|view| (view.source, view.board))).words();
    let (boards, sources) = (views.len(), sources.len());
    let (boards_en, sources_en) = (counted(boards, "board", "boards"), counted(sources, "source", "sources"));
    let mut summary = vec![message!(
        "{boards_en} of {sources_en} by {publishers}",
        "{publishers_zh}、{sources} 个来源、共 {boards} 个榜单"
    )];
    let copies = views.iter().filter(|view| view.board.republishes.is_some()).count();
    if copies > 0 {
        let copy = plural(copies, "copies", "copy");
        summary.push(message!("{copies} of them {copy} another's board", "其中 {copies} 个转载自其他榜单"));
    }
    Report {
        slug: "list".to_owned(),
        title: message!("Boards", "榜单列表"),
        summary,
        sections: vec![Section {
            heading: Message::default(),
            blocks: [vec![Block::Table(with_keys(board_table(views, true), views))], state_notices(views)].concat(),
            ..Section::default()
        }],
    }
}

/// Adds the environment variables without which a board cannot be fetched.
fn with_keys<C: Content>(mut table: Table, views: &[BoardView<'_, C>]) -> Table {
    table.columns.push(Column::new("needs_key", message!("needs key", "需要密钥"), Align::Left, 7));
    for (row, view) in table.rows.iter_mut().zip(views) {
        row.cells.push(Cell::plain(view.source.keys(view.board).join(" ")));
    }
    table
}

/// The table of boards, for `list` and the sources' page: `with_copies` has a column that says which board each one
/// copies, even where none does.
pub(super) fn board_table<C: Content>(views: &[BoardView<'_, C>], with_copies: bool) -> Table {
    let column = Column::new;
    let with_copies = with_copies || views.iter().any(|view| view.board.republishes.is_some());
    let any_held = views.iter().any(|view| view.state.held.is_some());
    let mut table = Table {
        caption: Message::default(),
        columns: vec![
            column("board", message!("board", "榜单 id"), Align::Left, 0),
            column("name", message!("name", "名称"), Align::Left, 0),
            column("edition", message!("newest", "最新期次"), Align::Left, 0),
            column("editions", message!("editions", "期数"), Align::Right, 3),
            column("snapshots", message!("contents", "版本数"), Align::Right, 5),
            column("models", message!("entries", "条目"), Align::Right, 4),
            column("last_seen", message!("last seen", "最近确认"), Align::Left, 2),
            column("state", message!("state", "状态"), Align::Left, 0),
            column("publisher", message!("publisher", "发布方"), Align::Left, 6),
        ]
        .into_iter()
        .chain(with_copies.then(|| column("republishes", message!("copy of", "转载自"), Align::Left, 7)))
        .collect(),
        rows: views.iter().map(|view| board_row(view, with_copies)).collect(),
    };
    if any_held {
        table.columns.push(column("held_since", message!("held back since", "隔离起始"), Align::Left, 7));
        table.columns.push(column("held_for", message!("why", "原因"), Align::Left, 7));
        for (row, view) in table.rows.iter_mut().zip(views) {
            let held = view.state.held.as_ref();
            row.cells.push(Cell::plain(held.map(|held| day(held.since)).unwrap_or_default()));
            row.cells.push(Cell::plain(held.map(|held| held.problem.code.as_str()).unwrap_or_default()));
        }
    }
    table
}

fn board_row<C: Content>(view: &BoardView<'_, C>, with_copies: bool) -> Row {
    let snapshots = &view.history.snapshots;
    let editions: BTreeSet<_> = snapshots.iter().filter_map(Content::edition).collect();
    let editions = if editions.is_empty() { String::new() } else { editions.len().to_string() };
    let latest = view.latest();
    let seen = view.state.last_seen_at.map(day).unwrap_or_default();
    let entries = latest.map_or_else(String::new, |content| content.size().to_string());
    let state = Cell::words(view.state_words()).toned(view.state_tone());
    let board = Cell::plain(view.board.id.as_str());
    // A board of which nothing is held has no page.
    let board = if latest.is_some() { board.linked(Link::Report(slug(view.board))) } else { board };
    let mut cells = vec![
        board,
        Cell::words(view.board.name.clone()),
        Cell::plain(latest.map(edition_or_day).unwrap_or_default()),
        number(editions),
        number(snapshots.len().to_string()),
        number(entries),
        Cell::plain(seen),
        state,
        Cell::plain(view.source.publisher_of(view.board)),
    ];
    if with_copies {
        cells.push(Cell::plain(view.board.republishes.as_ref().map(Original::name).unwrap_or_default()));
    }
    Row { cells, tone: if latest.is_none() { Tone::Muted } else { Tone::Plain } }
}

fn number(text: String) -> Cell {
    let value = text.parse().ok();
    Cell { value, ..Cell::plain(text) }
}

/// The boards that are held back, so that nobody takes old figures for new ones.
pub(super) fn state_notices<C: Content>(views: &[BoardView<'_, C>]) -> Vec<Block> {
    let held = views.iter().filter_map(|view| {
        let Message { en, zh } = view.state.held.as_ref()?.words();
        let id = &view.board.id;
        let text = match view.state.last_seen_at.map(day) {
            Some(seen) => message!(
                "{id}: the newest capture is held back ({en}); figures are those last seen on {seen}",
                "{id}：最新抓取已隔离（{zh}）；现显示 {seen} 最后确认的数据"
            ),
            None => message!(
                "{id}: the newest capture is held back ({en}); there are no figures yet",
                "{id}：最新抓取已隔离（{zh}）；尚无可用数据"
            ),
        };
        Some(Block::Notice(Notice { tone: Tone::Warning, text }))
    });
    let taken_out = views.iter().filter_map(|view| {
        let Message { en, zh } = taken_out_words(&view.history)?;
        let id = &view.board.id;
        Some(Block::Notice(Notice { tone: Tone::Warning, text: message!("{id}: {en}", "{id}：{zh}") }))
    });
    held.chain(taken_out).collect()
}

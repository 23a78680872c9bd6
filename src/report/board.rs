//! A board's page: the ranking, what changed, who led when, what to know, and where it all comes from.

use super::changes::changes_section;
use super::computed::{board_notices, metric_notices};
use super::overview::{leader_names, leader_scores, leaders};
use super::ranking::{count_words, left_out_notice, metric_words, problem_list, ranking_blocks, source_cell};
use super::sorted::Order;
use super::wording::{day, edition_or_day, exact_name, minute, snapshot_name};
use crate::catalogue::{Board, Kind, Source};
use crate::collect::{BoardState, State, taken_out_words};
use crate::compare::{self, Side, Who};
use crate::identity::OfClass;
use crate::message;
use crate::schema::{
    Align, Block, BoardHistory, Cell, Column, Digest, Link, Notice, Report, Row, Section, Snapshot, Table, Tone,
};
use crate::text::{Message, counted};

/// How many of the bodies that make a content are named.
const NAMED: usize = 8;

/// Rows of the table of contents over time before the older ones are summed up.
const HISTORY_ROWS: usize = 40;

/// A board with what the archive holds of it.
///
/// `C` is what is at hand of each content: all of it for a page, its head for a line of a list.
pub struct BoardView<'c, C = Snapshot> {
    /// Its source.
    pub source: &'c Source,
    /// Its definition.
    pub board: &'c Board,
    /// Its contents over time.
    pub history: BoardHistory<C>,
    /// How fresh they are.
    pub state: BoardState,
}

impl<'c, C> BoardView<'c, C> {
    /// Puts a board and its history together.
    #[must_use]
    pub fn new(source: &'c Source, board: &'c Board, history: BoardHistory<C>, state: BoardState) -> BoardView<'c, C> {
        BoardView { source, board, history, state }
    }

    /// The newest content.
    #[must_use]
    pub fn latest(&self) -> Option<&C> {
        self.history.snapshots.last()
    }

    /// The state in words, with its reason where the definition itself is in doubt.
    #[must_use]
    pub fn state_words(&self) -> Message {
        let Message { en, zh } = self.state.state.name();
        let unverified = self.board.unverified.is_some() || self.source.unverified.is_some();
        let mut state = Message { en, zh };
        let mut also = |en: &str, zh: &str| {
            state.en.push_str(en);
            state.zh.push_str(zh);
        };
        if unverified {
            also(", unverified", "，未核实");
        }
        if self.board.withdrawn.is_some() {
            also(", withdrawn", "，已撤回");
        }
        state
    }

    /// The colour of the state.
    #[must_use]
    pub fn state_tone(&self) -> Tone {
        match self.state.state {
            State::Fresh => Tone::Good,
            State::Stale | State::Empty => Tone::Muted,
            State::Quarantined => Tone::Warning,
        }
    }
}

/// The page of a board that has at least one content; with only rows of a class, where one is asked for.
#[must_use]
pub fn board_page(view: &BoardView<'_>, who: &Who, of_class: Option<&OfClass<'_>>) -> Report {
    let Message { en, zh } = view.board.name.clone();
    let Message { en: source_en, zh: source_zh } = view.source.name.clone();
    let publisher = view.source.publisher_of(view.board);
    let mut report = Report {
        slug: view.board.id.key(),
        title: message!("{en} · {source_en}", "{zh} · {source_zh}"),
        summary: vec![message!("Published by {publisher}.", "发布方：{publisher}。")],
        sections: Vec::new(),
    };
    let Some(latest) = view.latest() else { return report };
    let edition = edition_or_day(latest);
    let seen = minute(latest.last_seen_at);
    let counts = count_words(latest);
    let (counts_en, counts_zh) = (counts.en, counts.zh);
    report.summary.push(message!(
        "Newest content: {edition}, {counts_en}, last seen {seen}.",
        "最新内容：{edition}，{counts_zh}，最近确认于 {seen}。"
    ));
    let mut blocks = notices(view);
    blocks.extend(Order::of(view.board, latest).notice());
    blocks.extend(ranking_blocks(view.board, latest, of_class));
    blocks.extend(metric_notices(view.board, latest));
    blocks.extend(left_out_notice(view.board, latest));
    report.sections.push(Section {
        heading: message!("Ranking, {edition}", "排名（{edition}）"),
        blocks,
        ..Section::default()
    });
    if let Some(previous) = compare::previous(&view.history.snapshots, latest) {
        let mut path = vec![previous];
        path.extend(compare::between(&view.history.snapshots, previous, latest));
        path.push(latest);
        if let Some(mut diff) = compare::diff_along(&path, who) {
            if let Some(of_class) = of_class {
                let has = |snapshot: &Snapshot, index: usize| {
                    snapshot.entries.get(index).is_some_and(|entry| of_class.has_entry(snapshot, entry))
                };
                diff.retain(|side, index| match side {
                    Side::From => has(previous, index),
                    Side::To => has(latest, index),
                });
            }
            report.sections.push(changes_section(view.board, &diff, previous, latest));
        }
    }
    report.sections.push(contents_section(view, of_class));
    if let Some(problems) = problem_list(latest) {
        let text = message!(
            "What the newest content shows and a reader should know; nothing was corrected.",
            "最新内容中读者应当知道的问题；bangdan 未作任何更正。"
        );
        report.sections.push(Section {
            heading: message!("To know", "须知"),
            blocks: vec![Block::Text(text), problems],
            ..Section::default()
        });
    }
    report.sections.push(about_section(view));
    report
}

fn notices(view: &BoardView<'_>) -> Vec<Block> {
    let mut notices = Vec::new();
    let mut add = |tone: Tone, text: Message| notices.push(Block::Notice(Notice { tone, text }));
    match (view.state.state, &view.state.held) {
        (State::Quarantined, Some(held)) => {
            let Message { en, zh } = held.words();
            add(
                Tone::Warning,
                message!(
                    "The newest capture is held back: {en}. These are the last good figures.",
                    "最新抓取已隔离：{zh}。以下为上一次可用的数据。"
                ),
            );
        }
        (State::Stale, _) => {
            let since = view.state.last_seen_at.map(day).unwrap_or_default();
            add(Tone::Muted, message!("Stale: last looked at on {since}.", "已过期：最近一次确认于 {since}。"));
        }
        _ => {}
    }
    if let Some(Message { en, zh }) = taken_out_words(&view.history) {
        add(Tone::Warning, message!("On request: {en}.", "应要求：{zh}。"));
    }
    for why in [&view.source.unverified, &view.board.unverified].into_iter().flatten() {
        let Message { en, zh } = why;
        add(Tone::Warning, message!("Unverified definition: {en}", "定义未核实：{zh}"));
    }
    for note in [&view.source.note, &view.board.note].into_iter().flatten() {
        add(Tone::Muted, note.clone());
    }
    notices.splice(0..0, board_notices(view.board));
    notices
}

/// Who led in each content, newest first.
fn contents_section(view: &BoardView<'_>, of_class: Option<&OfClass<'_>>) -> Section {
    let heading = match view.board.kind {
        Kind::Editions => message!("Editions and revisions", "各期与修订"),
        Kind::Rolling => message!("Updates", "更新记录"),
    };
    let column = Column::new;
    let all = view.history.snapshots.len();
    let names: Vec<String> = view.history.snapshots.iter().map(snapshot_name).collect();
    let rows = view.history.snapshots.iter().rev().take(HISTORY_ROWS).map(|snapshot| {
        let sifted = of_class.map(|of_class| of_class.sift(snapshot).0);
        let shown = sifted.as_ref().unwrap_or(snapshot);
        let leaders = leaders(snapshot, shown);
        let metric = snapshot.primary();
        let repeated = names.iter().filter(|name| **name == snapshot_name(snapshot)).count() > 1;
        let name = if repeated { exact_name(snapshot) } else { snapshot_name(snapshot) };
        Row {
            cells: vec![
                Cell::plain(name),
                Cell::plain(shown.entries.len().to_string()),
                leader_names(shown, &leaders),
                leader_scores(shown, &leaders),
                metric.map_or_else(Cell::default, |metric| Cell::words(metric_words(metric))),
                source_cell(snapshot),
            ],
            tone: Tone::Plain,
        }
    });
    let mut blocks = vec![Block::Table(Table {
        caption: Message::default(),
        columns: vec![
            column("content", message!("content", "内容"), Align::Left, 0),
            column("entries", message!("entries", "条目"), Align::Right, 2),
            column("leader", message!("first place", "第一名"), Align::Left, 0),
            column("score", message!("score", "分数"), Align::Right, 0),
            column("metric", message!("metric", "指标"), Align::Left, 1),
            column("url", message!("read from", "来源网址"), Align::Left, 3),
        ],
        rows: rows.collect(),
    })];
    if all > HISTORY_ROWS {
        let older = all - HISTORY_ROWS;
        let contents = counted(older, "older content", "older contents");
        blocks.push(Block::Text(message!("and {contents}", "以及更早的 {older} 个版本")));
    }
    blocks.extend(refused(view));
    Section { heading, blocks, ..Section::default() }
}

/// Captures that were held back over time, with why.
fn refused(view: &BoardView<'_>) -> Option<Block> {
    let lines = view.history.refused.iter().rev().map(|refused| {
        let when = day(refused.published_at.unwrap_or(refused.observed_at));
        let (code, en, zh) = (refused.problem.code.as_str(), &refused.problem.what.en, &refused.problem.what.zh);
        let edition = refused.edition.as_ref().map(|edition| format!(" {edition}")).unwrap_or_default();
        let capture = refused.captures.first().map(Digest::short).unwrap_or_default();
        Cell::words(message!(
            "{when}{edition}, capture {capture}: held back, {code}: {en}",
            "{when}{edition}，抓取 {capture}：已隔离，{code}：{zh}"
        ))
        .toned(Tone::Warning)
    });
    let lines: Vec<Cell> = lines.collect();
    (!lines.is_empty()).then_some(Block::List(lines))
}

fn about_section(view: &BoardView<'_>) -> Section {
    let (source, board) = (view.source, view.board);
    let home = board.homepage.as_ref().unwrap_or(&source.homepage);
    let licence = source.licence.clone().unwrap_or_default();
    let licence = if licence.is_empty() {
        message!("licence: none stated", "许可：未声明")
    } else {
        message!("licence: {licence}", "许可：{licence}")
    };
    let (id, key) = (&board.id, board.id.key());
    let mut lines = vec![
        Cell::plain(home).linked(Link::Web(home.clone())),
        Cell::words(licence),
        Cell::words(message!("board id: {id}", "榜单 id：{id}")),
    ];
    if let Some(latest) = view.latest() {
        for capture in latest.captures.iter().take(NAMED) {
            let hex = capture.hex();
            lines.push(Cell::words(message!(
                "read from the body with SHA-256 {hex}",
                "读自 SHA-256 为 {hex} 的原始内容"
            )));
        }
    }
    let more = view.latest().map_or(0, |latest| latest.captures.len()).saturating_sub(NAMED);
    if more > 0 {
        let bodies = counted(more, "more body", "more bodies");
        lines.push(Cell::words(message!("and {bodies}", "以及另外 {more} 份原始内容")));
    }
    lines.push(Cell::words(message!(
        "every number: bangdan explain {key} MODEL METRIC",
        "任一数字的出处：bangdan explain {key} 模型 指标"
    )));
    Section { heading: message!("About", "关于"), blocks: vec![Block::List(lines)], ..Section::default() }
}

//! A model through the history of boards.

use super::overview::slug;
use super::ranking::reading_cell;
use super::wording::{day, keyed_name, minute, place};
use crate::catalogue::Board;
use crate::compare::{Appearance, Event};
use crate::message;
use crate::schema::{Align, Block, Cell, Column, Link, Report, Row, Section, Table, Tone};
use crate::text::Message;

/// What became of a model on one board.
pub struct ModelOnBoard<'c> {
    /// The board.
    pub board: &'c Board,
    /// Its rows, oldest first.
    pub appearances: Vec<Appearance>,
}

/// Places and scores of a model on every board over time.
#[must_use]
pub fn model_report(typed: &str, boards: &[ModelOnBoard<'_>]) -> Report {
    let count = boards.len();
    Report {
        slug: "history".to_owned(),
        title: message!("{typed} over time", "{typed} 的历史表现"),
        summary: vec![match count {
            1 => message!("on one board", "出现在 1 个榜单"),
            _ => message!("on {count} boards", "出现在 {count} 个榜单"),
        }],
        sections: boards.iter().map(section).collect(),
    }
}

fn section(on: &ModelOnBoard<'_>) -> Section {
    let column = Column::new;
    let (id, Message { en, zh }) = (&on.board.id, on.board.name.clone());
    let columns = vec![
        column("content", message!("content", "期次"), Align::Left, 0),
        column("public", message!("public on", "公开日期"), Align::Left, 1),
        column("rank", message!("place", "排名"), Align::Right, 0),
        column("of", message!("of", "共"), Align::Right, 2),
        column("score", message!("score", "分数"), Align::Right, 0),
        column("metric", message!("metric", "指标"), Align::Left, 3),
        column("name", message!("name as printed", "榜单上的名称"), Align::Left, 0),
        column("event", message!("what happened", "事件"), Align::Left, 0),
    ];
    let days: Vec<String> = on.appearances.iter().map(content_name).collect();
    let rows = on.appearances.iter().map(|appearance| {
        let name = content_name(appearance);
        let repeated = appearance.edition.is_none() && days.iter().filter(|day| **day == name).count() > 1;
        row(on.board, appearance, if repeated { minute(appearance.public_at) } else { name })
    });
    let rows = rows.collect();
    Section {
        heading: message!("{en} ({id})", "{zh}（{id}）"),
        blocks: vec![Block::Table(Table { caption: Message::default(), columns, rows })],
        ..Section::default()
    }
}

/// The edition, or the day of a rolling board's content.
fn content_name(appearance: &Appearance) -> String {
    appearance.edition.as_ref().map_or_else(|| day(appearance.public_at), ToString::to_string)
}

fn row(board: &Board, appearance: &Appearance, content: String) -> Row {
    let metric = appearance.primary.as_ref();
    let name =
        metric.and_then(|id| board.metrics.iter().find(|metric| metric.id == *id)).map(|metric| metric.name.clone());
    let gone = matches!(appearance.event, Event::Left { .. } | Event::Unread);
    let score = if gone || metric.is_none() {
        Cell::default()
    } else {
        reading_cell(metric.and_then(|id| appearance.readings.get(id)), appearance.computed)
    };
    Row {
        cells: vec![
            Cell::plain(content).linked(Link::Report(slug(board))),
            Cell::plain(day(appearance.public_at)),
            if gone { Cell::default() } else { Cell::plain(place(&appearance.rank)) },
            Cell::plain(appearance.entries.to_string()),
            score,
            name.map_or_else(Cell::default, Cell::words),
            Cell::plain(keyed_name(&appearance.name, &appearance.key)),
            Cell::words(events(appearance)),
        ],
        tone: if gone { Tone::Muted } else { Tone::Plain },
    }
}

/// Entry, exit, renaming, revision and break, in words.
fn events(appearance: &Appearance) -> Message {
    let mut words: Vec<Message> = Vec::new();
    match &appearance.event {
        Event::Found | Event::Stayed => {}
        Event::Entered => words.push(message!("entered", "上榜")),
        Event::Unread => words.push(message!("its row cannot be read", "该行无法读取")),
        Event::Left { edition, last_seen_at, rank, .. } => {
            let when = edition.as_ref().map_or_else(|| day(*last_seen_at), ToString::to_string);
            let place = place(rank);
            words.push(message!("left; last seen in {when}, place {place}", "退出；最后见于 {when}，排名 {place}"));
        }
    }
    for (before, why) in &appearance.renamed {
        let (en, zh) = (&why.en, &why.zh);
        words.push(message!("probably renamed from {before} ({en})", "可能由 {before} 更名（{zh}）"));
    }
    for former in &appearance.revised {
        let when = day(former.public_at);
        let text = former.primary.as_ref().map_or("·", |reading| reading.text()).to_owned();
        let (name, place) = (&former.name, place(&former.rank));
        words.push(message!(
            "revised within the edition: on {when} {text}, place {place}, as {name}",
            "同一期内被修订：{when} 为 {text}，排名 {place}，名称 {name}"
        ));
    }
    for point in &appearance.broken {
        let (en, zh) = (&point.why.en, &point.why.zh);
        words.push(message!("not comparable with the row above: {en}", "与上一行不可比较：{zh}"));
    }
    let join = |pick: fn(&Message) -> &str, comma: &str| words.iter().map(pick).collect::<Vec<_>>().join(comma);
    Message { en: join(|word| &word.en, "; "), zh: join(|word| &word.zh, "；") }
}

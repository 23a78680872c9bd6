//! A model through the history of boards.

use super::overview::slug;
use super::ranking::reading_cell;
use super::spark::{Point, sparkline};
use super::wording::{day, keyed_name, last_seen, minute, place};
use crate::catalogue::Board;
use crate::compare::{Appearance, Event, FoundBreak};
use crate::message;
use crate::schema::{Align, Better, Block, Cell, Column, Link, Rank, Report, Row, Section, Table, Tone};
use crate::text::Message;

/// What became of a model on one board.
pub struct ModelOnBoard<'c> {
    /// The board.
    pub board: &'c Board,
    /// Its rows, oldest first.
    pub appearances: Vec<Appearance>,
    /// Where the figures show that the board's main metric became another quantity.
    pub found: Vec<FoundBreak>,
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
    let computes = on.appearances.iter().any(|appearance| appearance.worked_out.is_some());
    let mut columns = vec![
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
    if computes {
        columns.insert(3, column("computed_rank", message!("place (computed)", "排名（计算所得）"), Align::Right, 0));
    }
    let found = found_before(on);
    let rows = on.appearances.iter().zip(&found).map(|(appearance, found)| {
        let name = content_name(appearance);
        let repeated = appearance.edition.is_none() && days.iter().filter(|day| **day == name).count() > 1;
        let content = if repeated { minute(appearance.public_at) } else { name };
        let mut row = row(on.board, appearance, found, content);
        if computes {
            row.cells.insert(3, worked_out(appearance));
        }
        row
    });
    let rows = rows.collect();
    let mut blocks = lines(on, &found);
    blocks.push(Block::Table(Table { caption: Message::default(), columns, rows }));
    Section { heading: message!("{en} ({id})", "{zh}（{id}）"), blocks, ..Section::default() }
}

/// The edition, or the day of a rolling board's content.
fn content_name(appearance: &Appearance) -> String {
    appearance.edition.as_ref().map_or_else(|| day(appearance.public_at), ToString::to_string)
}

fn worked_out(appearance: &Appearance) -> Cell {
    let gone = matches!(appearance.event, Event::Left { .. } | Event::Unread);
    let Some(place) = appearance.worked_out.filter(|_| !gone) else { return Cell::default() };
    Cell::plain(place.to_string()).valued(f64::from(place)).noted(message!(
        "computed by bangdan from the main metric, not printed",
        "由 bangdan 按主要指标计算，并非原文所载"
    ))
}

/// For each row, the breaks that the figures show since the row before of the same entry.
fn found_before<'a>(on: &'a ModelOnBoard<'_>) -> Vec<Vec<&'a FoundBreak>> {
    let place =
        |appearance: &'a Appearance| (appearance.edition.as_ref(), appearance.public_at, appearance.observed_at);
    let mut before: Option<&Appearance> = None;
    let rows = on.appearances.iter().map(|appearance| {
        let earlier = before.replace(appearance).filter(|before| before.thread == appearance.thread);
        let found = on
            .found
            .iter()
            .filter(|found| earlier.is_some_and(|earlier| found.is_between(place(earlier), place(appearance))));
        found.collect()
    });
    rows.collect()
}

/// The scores of each entry in one line of bars.
fn lines(on: &ModelOnBoard<'_>, found: &[Vec<&FoundBreak>]) -> Vec<Block> {
    let mut lines = Vec::new();
    let rows: Vec<(&Appearance, &Vec<&FoundBreak>)> = on.appearances.iter().zip(found).collect();
    for thread in rows.chunk_by(|a, b| a.0.thread == b.0.thread) {
        let mut points = Vec::new();
        let mut texts: Vec<&str> = Vec::new();
        for (appearance, found) in thread {
            if !appearance.broken.is_empty() || !found.is_empty() {
                points.push(Point::Break);
            }
            let score = appearance.primary.as_ref().and_then(|id| appearance.readings.get(id)?.score());
            points.push(score.map_or(Point::Missing, |score| Point::Value(score.value())));
            texts.extend(score.map(|score| score.text.as_str()));
        }
        let better = thread.iter().find_map(|(appearance, _)| {
            let id = appearance.primary.as_ref()?;
            on.board.metrics.iter().find(|metric| metric.id == *id).map(|metric| metric.better)
        });
        let (Some(first), Some(last), true) = (texts.first(), texts.last(), texts.len() > 1) else { continue };
        let inverted = better == Some(Better::Lower);
        let (bars, drawn, numbers) = sparkline(&points, inverted);
        let (mut en, mut zh) = (format!("{bars}  {first} → {last}"), format!("{bars}  {first} → {last}"));
        if inverted {
            en.push_str("; lower is better, so the bars are turned round");
            zh.push_str("；数值越低越好，故柱高反向");
        }
        if points.contains(&Point::Break) {
            en.push_str("; ┊ is a break, each side has its own scale");
            zh.push_str("；┊ 为不可比较处，两侧各有刻度");
        }
        if drawn < numbers {
            let more = message!("; {drawn} of {numbers} drawn", "；共 {numbers} 个，画出 {drawn} 个");
            en.push_str(&more.en);
            zh.push_str(&more.zh);
        }
        lines.push(Block::Text(Message { en, zh }));
    }
    lines
}

fn row(board: &Board, appearance: &Appearance, found: &[&FoundBreak], content: String) -> Row {
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
            Cell::words(events(appearance, found)),
        ],
        tone: if gone { Tone::Muted } else { Tone::Plain },
    }
}

/// Entry, exit, renaming, revision and break, in words.
fn events(appearance: &Appearance, found: &[&FoundBreak]) -> Message {
    let mut words: Vec<Message> = Vec::new();
    match &appearance.event {
        Event::Found | Event::Stayed => {}
        Event::Entered => words.push(message!("entered", "上榜")),
        Event::Unread => words.push(message!("its row cannot be read", "该行无法读取")),
        Event::Left { edition, last_seen_at, rank, .. } => {
            let gone = (appearance.edition.as_ref(), appearance.public_at);
            let when = last_seen((edition.as_ref(), *last_seen_at), gone);
            let place = match (rank, appearance.worked_out) {
                (Rank::NotGiven, Some(computed)) => format!("#{computed}"),
                _ => place(rank),
            };
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
    for FoundBreak { why: Message { en, zh }, .. } in found {
        words.push(message!("hardly comparable with the row above: {en}", "与上一行恐不可比较：{zh}"));
    }
    let join = |pick: fn(&Message) -> &str, comma: &str| words.iter().map(pick).collect::<Vec<_>>().join(comma);
    Message { en: join(|word| &word.en, "; "), zh: join(|word| &word.zh, "；") }
}

//! A board through its history: who led, who came and went, what was revised and where its method changed.

use super::happening::happening_name;
use super::overview::{leader_names, leader_scores, slug};
use super::ranking::metric_words;
use super::told_once::told_once;
use super::wording::{day, edition_or_day, exact_name};
use crate::catalogue::{Board, Kind};
use crate::compare::{LeaderBasis, Order, Standing, Who, board_history, bump_lines, missing_before};
use crate::message;
use crate::schema::{
    Align, Block, BoardEvent, Bump, BumpColumn, BumpGap, Cell, Column, Entry, Happening, Link, PlaceBasis, Report, Row,
    Section, Snapshot, Table, Tone,
};
use crate::text::{Message, counted};
use std::collections::BTreeMap;

/// How many events the list names, the newest first.
const NEWS: usize = 30;

/// The history of a board: `events` are those of `history`, and `top` is how many places the chart has.
#[must_use]
pub fn board_history_report(
    board: &Board,
    history: &[Snapshot],
    events: &[BoardEvent],
    who: &Who,
    top: usize,
) -> Report {
    let standings = board_history(history);
    let contents: Vec<&Snapshot> = standings.iter().map(|standing| standing.snapshot).collect();
    let missing = missing_before(&contents);
    let told = by_content(events);
    let gaps: Vec<BumpGap> = standings
        .iter()
        .zip(&missing)
        .map(|(standing, missing)| {
            let of = told.get(&key(standing.snapshot)).map_or(&[] as &[&BoardEvent], Vec::as_slice);
            let splits = of.iter().any(|event| matches!(event.what, Happening::MethodBroke { splits: true, .. }));
            match (*missing, !standing.broken.is_empty() || splits) {
                (_, true) => BumpGap::Broken,
                (true, _) => BumpGap::Missing,
                _ => BumpGap::Joined,
            }
        })
        .collect();
    let mut blocks = Vec::new();
    if let Some(chart) = chart(&contents, &gaps, who, top) {
        blocks.push(Block::Bump(chart));
    }
    blocks.push(Block::Table(table(board, &standings, &missing, &told)));
    let (Message { en, zh }, id) = (&board.name, &board.id);
    let mut sections = vec![Section { blocks, ..Section::default() }];
    sections.extend(news(board, events));
    Report {
        slug: "history".to_owned(),
        title: message!("{en} over time ({id})", "{zh} 的历史（{id}）"),
        summary: summary(board, &standings, history.len()),
        sections,
    }
}

fn summary(board: &Board, standings: &[Standing<'_>], contents: usize) -> Vec<Message> {
    let (Some(first), Some(last)) = (standings.first(), standings.last()) else { return Vec::new() };
    let (from, to) = (edition_or_day(first.snapshot), edition_or_day(last.snapshot));
    let (count, all) = (standings.len(), counted(contents, "content", "contents"));
    let span = match board.kind {
        Kind::Editions => {
            let editions = counted(count, "edition", "editions");
            message!("{editions} in {all}, {from} to {to}", "共 {count} 期、{contents} 个版本，自 {from} 至 {to}")
        }
        Kind::Rolling => message!("{all}, {from} to {to}", "共 {contents} 个版本，自 {from} 至 {to}"),
    };
    let basis = match (last.basis, last.snapshot.primary()) {
        (LeaderBasis::Rank, _) => message!("places as printed", "名次为原文所载"),
        (LeaderBasis::Score, Some(metric)) => {
            let Message { en, zh } = metric_words(metric);
            message!(
                "the newest content prints no places; they are worked out by bangdan from {en}",
                "最新版本未载名次，由 bangdan 按{zh}计算"
            )
        }
        _ => message!("the board has no order", "该榜没有排序"),
    };
    vec![span, basis]
}

type Key = (Option<String>, String);

/// Events belong to an edition, or to one content of a rolling board.
fn key(snapshot: &Snapshot) -> Key {
    match &snapshot.edition {
        Some(edition) => (Some(edition.label.clone()), String::new()),
        None => (None, format!("{} {}", snapshot.public_at(), snapshot.observed_at)),
    }
}

fn by_content(events: &[BoardEvent]) -> BTreeMap<Key, Vec<&BoardEvent>> {
    let mut told: BTreeMap<Key, Vec<&BoardEvent>> = BTreeMap::new();
    for event in events {
        let key = match &event.edition {
            Some(edition) => (Some(edition.label.clone()), String::new()),
            None => (None, format!("{} {}", event.public_at, event.observed_at)),
        };
        told.entry(key).or_default().push(event);
    }
    told
}

fn chart(contents: &[&Snapshot], gaps: &[BumpGap], who: &Who, top: usize) -> Option<Bump> {
    let lines = bump_lines(contents, who, top);
    let basis = contents.last().map_or(PlaceBasis::None, |snapshot| Order::of(snapshot).basis);
    if contents.len() < 2 || lines.is_empty() || basis == PlaceBasis::None {
        return None;
    }
    let rows = lines.iter().flat_map(|line| line.steps.iter().flatten()).map(|step| step.row).max().unwrap_or(top);
    let columns = contents.iter().zip(gaps).map(|(snapshot, since)| BumpColumn {
        name: edition_or_day(*snapshot),
        short: short(snapshot),
        since: *since,
    });
    Some(Bump {
        caption: message!(
            "the first {top} rows, edition by edition; ┊ is a break of method, a blank a gap; those that share a place \
             stand in the table's order",
            "前 {top} 行逐期变化；┊ 表示方法变化，空白表示缺期；并列者按表中次序排列"
        ),
        columns: columns.collect(),
        lines,
        top: top.min(rows),
    })
}

/// `23-09` for an edition of a month, `23-09-27` for a day.
fn short(snapshot: &Snapshot) -> String {
    match &snapshot.edition {
        Some(edition) if edition.order.month == 0 => format!("{}", edition.order.year),
        Some(edition) if edition.order.day == 0 => {
            format!("{:02}-{:02}", edition.order.year % 100, edition.order.month)
        }
        Some(edition) => {
            let order = edition.order;
            format!("{:02}-{:02}-{:02}", order.year % 100, order.month, order.day)
        }
        None => day(snapshot.public_at()).chars().skip(2).collect(),
    }
}

fn table(board: &Board, standings: &[Standing<'_>], missing: &[bool], told: &BTreeMap<Key, Vec<&BoardEvent>>) -> Table {
    let column = Column::new;
    let days: Vec<String> = standings.iter().map(|standing| edition_or_day(standing.snapshot)).collect();
    let rows = standings.iter().zip(missing).map(|(standing, missing)| {
        let snapshot = standing.snapshot;
        let of = told.get(&key(snapshot)).map_or(&[] as &[&BoardEvent], Vec::as_slice);
        let count = |code: &str| of.iter().filter(|event| event.code() == code).count();
        let name = edition_or_day(snapshot);
        let repeated = snapshot.edition.is_none() && days.iter().filter(|day| **day == name).count() > 1;
        let leaders: Vec<&Entry> = standing.leaders.iter().filter_map(|&index| snapshot.entries.get(index)).collect();
        let number = |count: usize| {
            if count == 0 { Cell::default() } else { Cell::plain(count.to_string()).valued(count as f64) }
        };
        Row {
            cells: vec![
                Cell::plain(if repeated { exact_name(snapshot) } else { name }).linked(Link::Report(slug(board))),
                Cell::plain(day(snapshot.public_at())),
                Cell::plain(snapshot.entries.len().to_string()).valued(snapshot.entries.len() as f64),
                number(count("entered")),
                number(count("left")),
                number(count("revised")),
                leader_names(snapshot, &leaders),
                leader_scores(snapshot, &leaders),
                snapshot.primary().map_or_else(Cell::default, |metric| Cell::words(metric_words(metric))),
                Cell::words(remarks(of, *missing)),
            ],
            tone: Tone::Plain,
        }
    });
    let rows = rows.collect();
    Table {
        caption: Message::default(),
        columns: vec![
            column("content", message!("content", "期次"), Align::Left, 0),
            column("public", message!("public on", "公开日期"), Align::Left, 5),
            column("entries", message!("entries", "条目"), Align::Right, 2),
            column("entered", message!("entered", "新上榜"), Align::Right, 1),
            column("left", message!("left", "退出"), Align::Right, 1),
            column("revisions", message!("revised", "修订"), Align::Right, 2),
            column("leader", message!("first place", "第一名"), Align::Left, 0),
            column("score", message!("score", "分数"), Align::Right, 4),
            column("metric", message!("metric", "指标"), Align::Left, 6),
            column("remarks", message!("what happened", "事件"), Align::Left, 3),
        ],
        rows,
    }
}

/// What else is to be known of a content, in a few words.
fn remarks(events: &[&BoardEvent], missing: bool) -> Message {
    let mut words: Vec<Message> = Vec::new();
    if missing {
        words.push(message!("a gap before it", "此前有缺期"));
    }
    for what in ["led", "method-broke", "label-reused", "renamed", "column", "organization"] {
        let mut of: Vec<&&BoardEvent> = events.iter().filter(|event| event.code() == what).collect();
        // One change of method may concern several metrics.
        of.dedup_by(|a, b| match (&a.what, &b.what) {
            (Happening::MethodBroke { why: a, .. }, Happening::MethodBroke { why: b, .. }) => a == b,
            _ => false,
        });
        let mut names: Vec<(Message, usize)> = Vec::new();
        for event in of {
            let name = happening_name(&event.what);
            match names.iter_mut().find(|(known, _)| *known == name) {
                Some((_, count)) => *count += 1,
                None => names.push((name, 1)),
            }
        }
        words.extend(names.into_iter().map(|(Message { en, zh }, count)| match count {
            1 => Message { en, zh },
            _ => message!("{en} ×{count}", "{zh} ×{count}"),
        }));
    }
    let join = |pick: fn(&Message) -> &str, comma: &str| words.iter().map(pick).collect::<Vec<_>>().join(comma);
    Message { en: join(|word| &word.en, "; "), zh: join(|word| &word.zh, "；") }
}

/// The events that matter most of a board, the newest first; columns are among the remarks.
fn news(board: &Board, events: &[BoardEvent]) -> Option<Section> {
    let matters = |event: &&BoardEvent| {
        matches!(
            event.what,
            Happening::Led { .. }
                | Happening::MethodBroke { .. }
                | Happening::LabelReused { .. }
                | Happening::Revised { .. }
        )
    };
    let told = told_once(board, events.iter().filter(matters));
    let all = told.len();
    let mut lines: Vec<Cell> = told
        .into_iter()
        .rev()
        .take(NEWS)
        .map(|(event, Message { en, zh })| {
            let when = match &event.edition {
                Some(edition) => format!("{edition} ({})", day(event.public_at)),
                None => day(event.public_at),
            };
            let Message { en: what, zh: what_zh } = happening_name(&event.what);
            let tone = if matches!(event.what, Happening::MethodBroke { .. }) { Tone::Warning } else { Tone::Plain };
            Cell::words(message!("{when}, {what}: {en}", "{when}，{what_zh}：{zh}")).toned(tone)
        })
        .collect();
    if all > NEWS {
        let more = all - NEWS;
        let id = &board.id;
        lines.push(Cell::words(message!(
            "and {more} older ones: bangdan diff {id} --since DATE",
            "另有更早的 {more} 项：bangdan diff {id} --since 日期"
        )));
    }
    (!lines.is_empty()).then(|| Section {
        heading: message!("What happened", "大事记"),
        blocks: vec![Block::List(lines)],
        ..Section::default()
    })
}

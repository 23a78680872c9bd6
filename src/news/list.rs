//! News as a report: for a person one line each under the rules' headings, for programs one table with every fact.

use super::boards::Boards;
use super::item::Item;
use super::window::{By, Window};
use super::words;
use crate::message;
use crate::schema::{Align, Block, Cell, Column, Digest, Link, Report, Row, Section, Table, Timestamp, Tone};
use crate::text::{Message, counted};

/// Which times are looked at, in words: `public from 2026-07-20 to 2026-07-26`.
pub(super) fn times(window: &Window, newest: Timestamp) -> Message {
    let until = day(window.until.unwrap_or(newest));
    let (by, by_zh) = match window.by {
        By::Public => ("public", "公开"),
        By::Learnt => ("learnt", "获知"),
    };
    match window.since.map(day) {
        Some(since) => message!("{by} from {since} to {until}", "{since} 至 {until} {by_zh}"),
        None => message!("{by} until {until}", "截至 {until} {by_zh}"),
    }
}

/// The day of a time in UTC.
pub(super) fn day(time: Timestamp) -> String {
    time.to_string().chars().take(10).collect()
}

/// The items under the headings of their rules, in the order of the items.
pub(super) fn by_rule(items: &[Item]) -> Vec<(&Message, Vec<&Item>)> {
    let mut sections: Vec<(&str, &Message, Vec<&Item>)> = Vec::new();
    for item in items {
        match sections.iter_mut().find(|(rule, ..)| *rule == item.rule) {
            Some((_, _, own)) => own.push(item),
            None => sections.push((&item.rule, &item.title, vec![item])),
        }
    }
    sections.into_iter().map(|(_, title, own)| (title, own)).collect()
}

/// The news for a person at a terminal: one sentence each.
#[must_use]
pub fn list_report(items: &[Item], boards: &Boards, window: &Window, newest: Timestamp) -> Report {
    report(items, window, newest, |own| {
        let lines = own.iter().map(|item| {
            let Message { en: place, zh: place_zh } = place(item, boards);
            let Message { en, zh } = with_also(item, boards);
            Cell::words(message!("{place}: {en}", "{place_zh}：{zh}"))
        });
        Block::List(lines.collect())
    })
}

/// The news as a page: tables with links to the boards.
#[must_use]
pub fn page_report(items: &[Item], boards: &Boards, window: &Window, newest: Timestamp) -> Report {
    report(items, window, newest, |own| Block::Table(table(own, boards)))
}

fn report(items: &[Item], window: &Window, newest: Timestamp, block: impl Fn(&[&Item]) -> Block) -> Report {
    let Message { en, zh } = times(window, newest);
    let count = items.len();
    let news = counted(count, "piece of news", "pieces of news");
    Report {
        slug: "news".to_owned(),
        title: message!("News of the boards", "榜单动态"),
        summary: vec![message!("{news}, {en}", "共 {count} 条，{zh}")],
        sections: by_rule(items)
            .into_iter()
            .map(|(title, own)| Section { heading: title.clone(), blocks: vec![block(&own)], ..Section::default() })
            .collect(),
    }
}

/// The board, with the edition and the day on which it was public: `General, 2026年7月 (2026-09-11)`.
fn place(item: &Item, boards: &Boards) -> Message {
    let occurrence = &item.occurrence;
    let (Message { en, zh }, day) = (boards.name(&occurrence.board), occurrence.day());
    match occurrence.edition.as_deref().map(words::shown) {
        Some(edition) => message!("{en}, {edition} ({day})", "{zh} {edition}（{day}）"),
        None => message!("{en} ({day})", "{zh}（{day}）"),
    }
}

fn table(items: &[&Item], boards: &Boards) -> Table {
    let column = Column::new;
    let rows = items.iter().map(|item| {
        let occurrence = &item.occurrence;
        let board = Cell::words(boards.name(&occurrence.board));
        let homepage = boards.homepage(&occurrence.board);
        Row {
            cells: vec![
                if homepage.is_empty() { board } else { board.linked(Link::Web(homepage.to_owned())) },
                Cell::plain(occurrence.edition.as_deref().map(words::shown).unwrap_or_default()),
                Cell::plain(occurrence.day()),
                Cell::words(with_also(item, boards)),
            ],
            tone: Tone::Plain,
        }
    });
    Table {
        caption: Message::default(),
        columns: vec![
            column("board", message!("board", "榜单"), Align::Left, 0),
            column("edition", message!("edition", "期次"), Align::Left, 2),
            column("public", message!("public on", "公开日期"), Align::Left, 1),
            column("news", message!("what happened", "动态"), Align::Left, 0),
        ],
        rows: rows.collect(),
    }
}

/// What happened, and where else.
pub(super) fn with_also(item: &Item, boards: &Boards) -> Message {
    let Message { en, zh } = words::together(item);
    let also = words::also(item, boards);
    if also.en.is_empty() {
        return Message { en, zh };
    }
    let Message { en: also, zh: also_zh } = also;
    message!("{en}; {also}", "{zh}；{also_zh}")
}

/// The news for programs: one table, whose names are as printed and whose keys stay.
#[must_use]
pub fn data_report(items: &[Item], boards: &Boards, window: &Window, newest: Timestamp) -> Report {
    let column = |key: &str, header: Message| Column::new(key, header, Align::Left, 0);
    let columns = vec![
        column("id", message!("id", "id")),
        column("rule", message!("rule", "规则")),
        column("importance", message!("importance", "重要性")),
        column("kind", message!("kind", "种类")),
        column("board", message!("board", "榜单 id")),
        column("board_name", message!("name of the board", "榜单名称")),
        column("edition", message!("edition", "期次")),
        column("public_at", message!("public at", "公开时间")),
        column("learnt_at", message!("learnt at", "获知时间")),
        column("name", message!("name as printed", "榜单上的名称")),
        column("key", message!("told apart by", "区分字段")),
        column("organization", message!("organisation", "机构")),
        column("model", message!("model", "模型 id")),
        column("developer", message!("developer", "开发者")),
        column("country", message!("country", "国家或地区")),
        column("open_weights", message!("open weights", "开放权重")),
        column("place", message!("place", "排名")),
        column("place_before", message!("place before", "此前排名")),
        column("score", message!("score", "分数")),
        column("former_leaders", message!("leaders before", "此前榜首")),
        column("also_on", message!("also on", "同样见于")),
        column("text", message!("what happened", "动态")),
        column("homepage", message!("page", "页面")),
        column("capture", message!("capture", "抓取")),
    ];
    let Message { en, zh } = times(window, newest);
    let count = items.iter().flat_map(Item::all).count();
    let news = counted(count, "piece of news", "pieces of news");
    Report {
        slug: "news".to_owned(),
        title: message!("News of the boards", "榜单动态"),
        summary: vec![message!("{news}, {en}", "共 {count} 条，{zh}")],
        sections: vec![Section {
            blocks: vec![Block::Table(Table {
                caption: Message::default(),
                columns,
                rows: items.iter().flat_map(Item::all).map(|item| facts(item, boards)).collect(),
            })],
            ..Section::default()
        }],
    }
}

fn facts(item: &Item, boards: &Boards) -> Row {
    let occurrence = &item.occurrence;
    let text = |text: Option<&str>| Cell::plain(text.unwrap_or_default());
    let number = |number: Option<u32>| match number {
        Some(number) => Cell::plain(number.to_string()).valued(f64::from(number)),
        None => Cell::default(),
    };
    let yes_or_no = |known: Option<bool>| text(known.map(|open| if open { "yes" } else { "no" }));
    let also: Vec<&str> = item.also.iter().map(|other| other.board.as_str()).collect();
    let cells = vec![
        Cell::plain(item.id()),
        Cell::plain(item.rule.clone()),
        number(Some(item.importance)),
        text(Some(occurrence.kind.as_str())),
        text(Some(occurrence.board.as_str())),
        Cell::words(boards.name(&occurrence.board)),
        text(occurrence.edition.as_deref()),
        Cell::plain(occurrence.public_at.to_string()),
        Cell::plain(occurrence.learnt_at.to_string()),
        text(Some(&occurrence.name)),
        Cell::plain(occurrence.key.join("|")),
        text(occurrence.organization.as_deref()),
        text(item.facts.model.as_ref().map(crate::schema::ModelId::as_str)),
        text(item.facts.developer.as_deref()),
        text(item.facts.country.as_deref()),
        yes_or_no(item.facts.open),
        number(occurrence.place),
        number(occurrence.before),
        text(occurrence.score.as_deref()),
        Cell::plain(occurrence.former.join("|")),
        Cell::plain(also.join(" ")),
        Cell::words(words::what(item)),
        text(Some(boards.homepage(&occurrence.board))),
        Cell::plain(occurrence.capture.as_ref().map(Digest::hex).unwrap_or_default()),
    ];
    Row { cells, tone: Tone::Plain }
}

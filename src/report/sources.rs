//! What is declared: every source with its boards, and what their scores mean. Nothing of an archive.

use super::names::unit_words;
use crate::catalogue::{Board, Catalogue, Kind, MetricDefinition, Original, Publishers, Source};
use crate::message;
use crate::schema::{Align, Better, Block, Cell, Column, Link, Report, Row, Section, Table, Tone};
use crate::text::{Message, counted, plural};
use std::collections::BTreeSet;

/// Every source of a catalogue, a section each.
#[must_use]
pub fn sources_report(catalogue: &Catalogue) -> Report {
    let sources = catalogue.sources();
    let Message { en: publishers, zh: publishers_zh } = Publishers::of(catalogue.boards()).words();
    let boards = catalogue.boards().count();
    let copies = catalogue.boards().filter(|(_, board)| board.republishes.is_some()).count();
    let count = sources.len();
    let boards_en = counted(boards, "board", "boards");
    let sources_en = counted(count, "source", "sources");
    let copies_en = counted(copies, "board republishes", "boards republish");
    let never = plural(copies, "is", "are");
    Report {
        slug: "sources".to_owned(),
        title: message!("Sources", "来源"),
        summary: vec![message!(
            "{boards_en} of {sources_en} by {publishers}; {copies_en} another's figures and {never} never counted twice",
            "{publishers_zh}、{count} 个来源、共 {boards} 个榜单；其中 {copies} 个转载他人数据，不重复计数"
        )],
        sections: sources.iter().map(section).collect(),
    }
}

fn section(source: &Source) -> Section {
    let mut facts = vec![
        Cell::words(labelled("publisher", "发布方", &source.publisher)),
        Cell::words(labelled("page", "网页", &source.homepage)).linked(Link::Web(source.homepage.clone())),
        Cell::words(match &source.licence {
            Some(licence) => labelled("licence", "许可", licence),
            None => message!("licence: none known", "许可：未知"),
        }),
        Cell::words(labelled("language", "语言", &source.languages.join(", "))),
        Cell::words(match source.cadence_days {
            Some(1) => message!("published about every day", "约每天发布"),
            Some(days) => message!("published about every {days} days", "约每 {days} 天发布"),
            None => message!("no known cadence", "发布周期未知"),
        }),
    ];
    let keys: BTreeSet<&str> =
        source.resources.values().filter_map(|resource| resource.key.as_ref()).map(|key| key.env.as_str()).collect();
    facts.push(Cell::words(if keys.is_empty() {
        message!("no key is needed", "无需密钥")
    } else {
        labelled("key from the environment", "来自环境变量的密钥", &keys.into_iter().collect::<Vec<_>>().join(", "))
    }));
    let mut blocks = vec![Block::List(facts)];
    for note in [&source.note, &source.unverified].into_iter().flatten() {
        blocks.push(Block::Text(note.clone()));
    }
    blocks.push(Block::Table(boards(source)));
    Section { anchor: source.id.to_string(), heading: titled(source), blocks }
}

fn titled(source: &Source) -> Message {
    let (id, en, zh) = (&source.id, &source.name.en, &source.name.zh);
    message!("{en} ({id})", "{zh}（{id}）")
}

fn labelled(en: &str, zh: &str, value: &str) -> Message {
    message!("{en}: {value}", "{zh}：{value}")
}

fn boards(source: &Source) -> Table {
    let column = |key: &str, header: Message, align: Align| Column::new(key, header, align, 0);
    Table {
        caption: Message::default(),
        columns: vec![
            column("board", message!("board", "榜单 id"), Align::Left),
            column("name_en", message!("name (English)", "名称（英文）"), Align::Left),
            column("name_zh", message!("name (Chinese)", "名称（中文）"), Align::Left),
            column("kind", message!("kind", "类型"), Align::Left),
            column("ordered_by", message!("ordered by", "排序依据"), Align::Left),
            column("metrics", message!("scores", "指标"), Align::Left),
            column("republishes", message!("republishes", "转载自"), Align::Left),
        ],
        rows: source.boards.iter().map(row).collect(),
    }
}

fn row(board: &Board) -> Row {
    let kind = match board.kind {
        Kind::Editions => message!("editions", "分期"),
        Kind::Rolling => message!("rolling", "滚动更新"),
    };
    let all: Vec<Message> = board.metrics.iter().map(meaning).collect();
    let joined = |pick: fn(&Message) -> &String, separator: &str| {
        all.iter().map(|message| pick(message).as_str()).collect::<Vec<_>>().join(separator)
    };
    let metrics = Message { en: joined(|message| &message.en, "; "), zh: joined(|message| &message.zh, "；") };
    Row {
        cells: vec![
            Cell::plain(board.id.as_str()),
            Cell::plain(&board.name.en),
            Cell::plain(&board.name.zh),
            Cell::words(kind),
            Cell::words(board.primary().map(|metric| metric.name.clone()).unwrap_or_default()),
            Cell::words(metrics),
            Cell::plain(board.republishes.as_ref().map(Original::name).unwrap_or_default()),
        ],
        tone: Tone::Plain,
    }
}

/// `Total (points, 0 to 100, higher is better)`.
fn meaning(metric: &MetricDefinition) -> Message {
    let (en, zh, unit) = (&metric.name.en, &metric.name.zh, unit_words(&metric.unit));
    let (unit_en, unit_zh) = (unit.en, unit.zh);
    let (better_en, better_zh) = match metric.better {
        Better::Higher => ("higher is better", "越高越好"),
        Better::Lower => ("lower is better", "越低越好"),
        Better::Neither => ("neither way is better", "无优劣方向"),
    };
    match metric.range {
        Some((low, high)) => {
            message!(
                "{en} ({unit_en}, {low} to {high}, {better_en})",
                "{zh}（{unit_zh}，{low} 至 {high}，{better_zh}）"
            )
        }
        None => message!("{en} ({unit_en}, {better_en})", "{zh}（{unit_zh}，{better_zh}）"),
    }
}

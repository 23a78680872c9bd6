//! A model: what the registry knows of it, its names, and where it stands now.

use super::list::{column, country, developer_name, openness};
use crate::catalogue::Board;
use crate::identity::{Alias, Registry};
use crate::message;
use crate::report::ranking::{metric_words, reading_cell};
use crate::report::wording::{edition_or_day, place};
use crate::schema::{Align, Block, Cell, Entry, ModelId, Report, Row, Section, Snapshot, Table, Tone};
use crate::text::Message;
use std::collections::BTreeSet;

/// A row of a board that is the model.
#[derive(Debug, Clone)]
pub struct Standing<'a> {
    /// The board.
    pub board: &'a Board,
    /// Its content.
    pub snapshot: &'a Snapshot,
    /// The row.
    pub entry: &'a Entry,
    /// How the model was run, as far as it is stated.
    pub configuration: String,
}

/// A model with all its names, and its rows on the boards' newest contents; `boards` hold figures.
#[must_use]
pub fn standing_report(registry: &Registry, id: &ModelId, boards: usize, standings: &[Standing<'_>]) -> Report {
    let name = registry.model(id.as_str()).map_or(id.as_str(), |model| &model.name);
    let on: BTreeSet<&str> = standings.iter().map(|standing| standing.board.id.as_str()).collect();
    let on = on.len();
    let mut sections = vec![Section { blocks: vec![facts(registry, id)], ..Section::default() }];
    let mut blocks = vec![Block::Text(message!(
        "It stands on {on} of the {boards} boards that hold figures, by their newest contents.",
        "在 {boards} 个有数据的榜单的最新内容中，出现在 {on} 个榜单上。"
    ))];
    blocks.push(Block::Table(standing_table(standings)));
    sections
        .push(Section { heading: message!("On the boards now", "当前所在榜单"), blocks, ..Section::default() });
    let aliases: Vec<&Alias> = registry.aliases_of(id.as_str()).collect();
    if !aliases.is_empty() {
        sections.push(Section {
            heading: message!("Names", "名称"),
            blocks: vec![Block::Table(names(&aliases))],
            ..Section::default()
        });
    }
    Report { slug: "model".to_owned(), title: Message::same(name), summary: Vec::new(), sections }
}

/// What is known of it, one line each; what is not known is said to be so.
fn facts(registry: &Registry, id: &ModelId) -> Block {
    let developer = developer_name(registry, id.as_str().split('/').next().unwrap_or_default());
    let mut lines = vec![message!("id: {id}", "id：{id}"), {
        let Message { en, zh } = developer;
        if en == zh {
            message!("developer: {en}", "开发者：{zh}")
        } else {
            message!("developer: {en} ({zh})", "开发者：{zh}（{en}）")
        }
    }];
    let Some(model) = registry.model(id.as_str()) else {
        lines.push(message!(
            "The registry does not have it: the grammar of names alone says what it is.",
            "登记表中尚无此模型：仅由命名规则得知。"
        ));
        return Block::List(lines.into_iter().map(Cell::words).collect());
    };
    let unknown = || message!("not known", "未知");
    let or_unknown = |text: &str| if text.is_empty() { unknown() } else { Message::same(text) };
    let openness = Some(openness(model)).filter(|words| !words.en.is_empty()).unwrap_or_else(unknown);
    let mut line = |name: Message, value: Message| {
        let (en, zh, value_en, value_zh) = (name.en, name.zh, value.en, value.zh);
        lines.push(message!("{en}: {value_en}", "{zh}：{value_zh}"));
    };
    line(message!("country", "国家"), or_unknown(country(registry, model)));
    line(message!("open weights", "权重开放"), openness);
    line(message!("billion parameters", "参数量（十亿）"), or_unknown(&model.params_b));
    line(message!("released", "发布时间"), or_unknown(&model.released));
    line(message!("class", "类别"), model.class.name());
    line(message!("kind", "性质"), model.kind.name());
    Block::List(lines.into_iter().map(Cell::words).collect())
}

fn standing_table(standings: &[Standing<'_>]) -> Table {
    Table {
        caption: Message::default(),
        columns: vec![
            column("board", message!("board", "榜单 id"), Align::Left, 0),
            column("board_name", message!("board's name", "榜单"), Align::Left, 4),
            column("content", message!("content", "期次"), Align::Left, 2),
            column("rank", message!("place", "排名"), Align::Right, 0),
            column("of", message!("of", "共"), Align::Right, 3),
            column("score", message!("score", "分数"), Align::Right, 0),
            column("metric", message!("metric", "指标"), Align::Left, 5),
            column("name", message!("name as printed", "榜单上的名称"), Align::Left, 0),
            column("config", message!("configuration", "配置"), Align::Left, 1),
        ],
        rows: standings.iter().map(standing_row).collect(),
    }
}

fn standing_row(standing: &Standing<'_>) -> Row {
    let Standing { board, snapshot, entry, configuration } = standing;
    let metric = snapshot.primary();
    let score = metric.map(|metric| reading_cell(entry.readings.get(&metric.id), metric.computed.is_some()));
    Row {
        cells: vec![
            Cell::plain(board.id.as_str()),
            Cell::words(board.name.clone()),
            Cell::plain(edition_or_day(*snapshot)),
            Cell::plain(place(&entry.rank)),
            Cell::plain(snapshot.entries.len().to_string()),
            score.unwrap_or_default(),
            metric.map_or_else(Cell::default, |metric| Cell::words(metric_words(metric))),
            Cell::plain(&entry.name),
            Cell::plain(configuration),
        ],
        tone: if entry.rank.is_reference() { Tone::Muted } else { Tone::Plain },
    }
}

fn names(aliases: &[&Alias]) -> Table {
    let row = |alias: &&Alias| Row {
        cells: vec![
            Cell::plain(&alias.name),
            Cell::plain(&alias.configuration),
            Cell::words(alias.scope.words()),
            Cell::plain(&alias.seen_on),
        ],
        ..Row::default()
    };
    Table {
        caption: Message::default(),
        columns: vec![
            column("alias", message!("name", "名称"), Align::Left, 0),
            column("alias_config", message!("configuration", "配置"), Align::Left, 1),
            column("holds", message!("holds", "适用范围"), Align::Left, 2),
            column("seen_on", message!("seen on", "见于"), Align::Left, 0),
        ],
        rows: aliases.iter().map(row).collect(),
    }
}

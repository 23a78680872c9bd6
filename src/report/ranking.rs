//! A ranking as the publisher prints it.

use super::computed::{board_notices, computed_cell, metric_notices};
use super::interval::with_interval;
use super::provenance::{place_data, place_words, seen_words, url_of};
use super::wording::{edition_or_day, missing, place};
use crate::catalogue::Board;
use crate::message;
use crate::schema::{
    Align, Block, Cell, Column, Entry, Link, Metric, NAMES_CUT, Notice, ORGANIZATIONS_REWORDED, ROWS_LEFT_OUT, Reading,
    Report, Row, Score, Section, Snapshot, Table, Tone,
};
use crate::text::{Decimal, Message};

/// The columns of labels that say how an entry was run or what it is, and their names.
pub(super) fn label_name(label: &str) -> Message {
    match label {
        "access" => message!("access", "使用方式"),
        "openness" => message!("openness", "开/闭源"),
        "region" => message!("region", "属地"),
        "reasoning" => message!("reasoning", "是否推理"),
        "listed" => message!("listed", "发布日期"),
        "parameters" => message!("parameters", "参数量"),
        "active-parameters" => message!("active parameters", "激活参数量"),
        "licence" => message!("licence", "许可"),
        "description" => message!("description", "描述"),
        "settings" => message!("settings", "训练参数"),
        "organization" => message!("organisation as printed", "机构原文"),
        other => match other.strip_suffix("_date") {
            Some(label) => {
                let Message { en, zh } = label_name(label);
                message!("{en} (date)", "{zh}（日期）")
            }
            None => Message::same(other),
        },
    }
}

/// The name of a column that is known by the id of its metric or label.
fn column_name(board: &Board, column: &str) -> Message {
    match board.metrics.iter().find(|metric| metric.id.as_str() == column) {
        Some(metric) => metric.name.clone(),
        None if column == ROWS_LEFT_OUT => message!("most of its rows", "其大部分行"),
        None if column == ORGANIZATIONS_REWORDED => {
            message!("the publisher's wording of organisations", "发布方对机构的原有写法")
        }
        None if column == NAMES_CUT => {
            message!("the ends of names, from the first blank on", "名称中首个空格之后的部分")
        }
        None => label_name(column),
    }
}

/// The whole ranking as a report of one section, for `show`.
#[must_use]
pub fn ranking_report(board: &Board, snapshot: &Snapshot) -> Report {
    let edition = edition_or_day(snapshot);
    let (en, zh) = (&board.name.en, &board.name.zh);
    let mut summary = vec![count_words(snapshot), seen_words(snapshot)];
    summary.extend(snapshot.primary().map(main_metric));
    let mut blocks = board_notices(board);
    blocks.push(Block::Table(ranking_table(snapshot)));
    blocks.extend(metric_notices(board, snapshot));
    blocks.extend(left_out_notice(board, snapshot));
    blocks.extend(problem_list(snapshot));
    Report {
        slug: board.id.key(),
        title: message!("{en} · {edition}", "{zh} · {edition}"),
        summary,
        sections: vec![Section { heading: Message::default(), blocks, ..Section::default() }],
    }
}

/// The entries, in the publisher's order, with places, scores and labels as printed.
#[must_use]
pub fn ranking_table(snapshot: &Snapshot) -> Table {
    let has_ranks = snapshot.entries.iter().any(|entry| entry.rank.text() != "");
    let has_organizations = snapshot.entries.iter().any(|entry| entry.organization.is_some());
    let mut labels: Vec<&String> = snapshot.entries.iter().flat_map(|entry| entry.labels.keys()).collect();
    labels.sort();
    labels.dedup();
    let mut columns = Vec::new();
    if has_ranks {
        columns.push(column("rank", message!("place", "排名"), Align::Right, 0));
    }
    columns.push(column("name", message!("model", "模型"), Align::Left, 0));
    if has_organizations {
        columns.push(column("organization", message!("organisation", "机构"), Align::Left, 1));
    }
    let primary = snapshot.primary().or(snapshot.metrics.first()).map(|metric| &metric.id);
    for (index, metric) in snapshot.metrics.iter().enumerate() {
        let optional = if Some(&metric.id) == primary { 0 } else { u8::try_from(index + 2).unwrap_or(u8::MAX) };
        columns.push(column(metric.id.as_str(), metric_words(metric), Align::Right, optional));
    }
    for (index, label) in labels.iter().enumerate() {
        let optional = u8::try_from(snapshot.metrics.len() + index + 3).unwrap_or(u8::MAX);
        columns.push(column(label, label_name(label), Align::Left, optional));
    }
    let rows = snapshot.entries.iter().map(|entry| {
        let mut cells = Vec::with_capacity(columns.len());
        if has_ranks {
            cells.push(rank_cell(entry));
        }
        cells.push(name_cell(entry));
        if has_organizations {
            cells.push(Cell::plain(entry.organization.as_deref().unwrap_or_default()));
        }
        cells.extend(snapshot.metrics.iter().map(|metric| {
            let reading = entry.readings.get(&metric.id);
            let cell = reading_cell(reading, metric.computed.is_some());
            match reading {
                Some(Reading::Score(score)) => with_interval(cell, score),
                _ => cell,
            }
        }));
        cells.extend(labels.iter().map(|label| Cell::plain(entry.labels.get(*label).map_or("", String::as_str))));
        Row { cells, tone: if entry.rank.is_reference() { Tone::Muted } else { Tone::Plain } }
    });
    Table { caption: Message::default(), rows: rows.collect(), columns }
}

/// A score as printed, with where it stands; a missing one as printed, with why.
pub(super) fn reading_cell(reading: Option<&Reading>, is_computed: bool) -> Cell {
    match reading {
        None => Cell::plain("·").toned(Tone::Muted),
        Some(reading) if is_computed => computed_cell(reading),
        Some(Reading::Score(score)) => score_cell(score),
        Some(Reading::Missing { reason, text, at }) => {
            let (why, place) = (missing(*reason), place_words(at));
            let (why_en, why_zh, en, zh) = (why.en, why.zh, place.en, place.zh);
            let shown = if text.is_empty() { "·" } else { text };
            Cell {
                source: Some(place_data(at)),
                ..Cell::plain(shown).toned(Tone::Muted).noted(message!("{why_en}: {en}", "{why_zh}：{zh}"))
            }
        }
    }
}

/// A score as printed. Where other things stand in the cell (`F1:95.06 EM:90.70`), the metric's own number, and the
/// whole text on hover.
pub(super) fn score_cell(score: &Score) -> Cell {
    let place = place_words(&score.at);
    let alone = Decimal::parse(score.text.trim_end_matches('%')).is_some();
    let cell = if alone {
        Cell::plain(&score.text).noted(place)
    } else {
        let (text, en, zh) = (&score.text, place.en, place.zh);
        Cell::plain(score.number.to_string()).noted(message!("printed {text:?}, {en}", "原文 {text:?}，{zh}"))
    };
    Cell { source: Some(place_data(&score.at)), ..cell.valued(score.value()) }
}

/// A metric's name for a header: the printed header in Chinese, the definition's name in English; and that it is
/// computed, if so.
pub(super) fn metric_words(metric: &Metric) -> Message {
    if metric.computed.is_some() {
        let Message { en, zh } = &metric.name;
        return message!("{en} (computed)", "{zh}（计算所得）");
    }
    let zh = if metric.header.is_empty() { metric.name.zh.clone() } else { metric.header.clone() };
    Message { en: metric.name.en.clone(), zh }
}

fn rank_cell(entry: &Entry) -> Cell {
    let cell = Cell::plain(place(&entry.rank));
    match entry.rank.place() {
        Some(place) => cell.valued(f64::from(place)),
        None => cell,
    }
}

fn name_cell(entry: &Entry) -> Cell {
    let cell = Cell { source: Some(place_data(&entry.at)), ..Cell::plain(&entry.name) };
    match entry.link.as_deref().filter(|link| link.starts_with("https://") || link.starts_with("http://")) {
        Some(link) => cell.linked(Link::Web(link.to_owned())),
        None => cell,
    }
}

fn column(key: &str, header: Message, align: Align, optional: u8) -> Column {
    Column { header, align, key: key.to_owned(), optional }
}

/// How many entries, and how many of them stand beside the ranking.
pub(super) fn count_words(snapshot: &Snapshot) -> Message {
    let entries = snapshot.entries.len();
    match snapshot.entries.iter().filter(|entry| entry.rank.is_reference()).count() {
        0 if entries == 1 => message!("one entry", "共 1 项"),
        0 => message!("{entries} entries", "共 {entries} 项"),
        references => message!(
            "{entries} entries, {references} of them shown for reference, outside the ranking",
            "共 {entries} 项，其中 {references} 项仅供参考、不参与排名"
        ),
    }
}

fn main_metric(metric: &Metric) -> Message {
    let (name, unit) = (metric_words(metric), unit_words(&metric.unit));
    let (en, zh, unit_en, unit_zh) = (name.en, name.zh, unit.en, unit.zh);
    message!("in the publisher's order; main metric: {en} ({unit_en})", "按发布方的次序；主要指标：{zh}（{unit_zh}）")
}

fn unit_words(unit: &str) -> Message {
    match unit {
        "points" => message!("points", "分"),
        "percent" => message!("percent", "百分比"),
        "elo" => message!("Elo", "Elo 分"),
        "seconds" => message!("seconds", "秒"),
        other => Message::same(other),
    }
}

/// What whoever recorded the capture left out, so that nobody takes it for the publisher's omission.
pub(super) fn left_out_notice(board: &Board, snapshot: &Snapshot) -> Option<Block> {
    if snapshot.left_out.is_empty() {
        return None;
    }
    let names: Vec<Message> = snapshot.left_out.iter().map(|column| column_name(board, column)).collect();
    let join = |pick: fn(&Message) -> &str, comma: &str| names.iter().map(pick).collect::<Vec<_>>().join(comma);
    let (en, zh) = (join(|name| &name.en, ", "), join(|name| &name.zh, "、"));
    let text = message!("the recording of this capture leaves out: {en}", "该抓取记录未收录：{zh}");
    Some(Block::Notice(Notice { tone: Tone::Muted, text }))
}

/// The problems, one line each.
pub(super) fn problem_list(snapshot: &Snapshot) -> Option<Block> {
    if snapshot.problems.is_empty() {
        return None;
    }
    let lines = snapshot.problems.iter().map(|problem| {
        let (code, place) = (problem.code.as_str(), problem.at.as_ref().map(ToString::to_string).unwrap_or_default());
        let (en, zh) = (&problem.what.en, &problem.what.zh);
        let text = if place.is_empty() {
            message!("{code}: {en}", "{code}：{zh}")
        } else {
            message!("{code} at {place}: {en}", "{code}（{place}）：{zh}")
        };
        Cell::words(text).toned(Tone::Warning)
    });
    Some(Block::List(lines.collect()))
}

/// A link to the page that the snapshot was read from.
pub(super) fn source_cell(snapshot: &Snapshot) -> Cell {
    let url = url_of(snapshot);
    Cell::plain(url).linked(Link::Web(url.to_owned()))
}

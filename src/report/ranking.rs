//! A ranking as the publisher prints it.

use super::computed::{board_notices, computed_cell, metric_notices};
use super::interval::{interval_decimals, with_interval};
use super::names::{label_name, unit_words};
use super::provenance::{locator_words, place_data, place_words, seen_words, url_of};
use super::sifted::class_notice;
use super::sorted::Order;
use super::wording::{edition_or_day, missing};
use crate::catalogue::{Board, date_label};
use crate::identity::OfClass;
use crate::message;
use crate::schema::{
    Align, Block, Cell, Column, Entry, Link, Metric, NAMES_CUT, Notice, ORGANIZATIONS_REWORDED, ROWS_LEFT_OUT, Reading,
    Report, Row, Score, Section, Snapshot, Table, Tone,
};
use crate::text::{Decimal, Message};

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
        None => label_name(board, column),
    }
}

/// The whole ranking, or its rows of one class, as a report of one section, for `show`.
#[must_use]
pub fn ranking_report(board: &Board, snapshot: &Snapshot, of_class: Option<&OfClass<'_>>) -> Report {
    let edition = edition_or_day(snapshot);
    let (en, zh) = (&board.name.en, &board.name.zh);
    let mut summary = vec![count_words(snapshot), seen_words(snapshot)];
    summary.extend(snapshot.primary().map(|metric| Order::of(board, snapshot).words(metric)));
    let mut blocks = board_notices(board);
    blocks.extend(ranking_blocks(board, snapshot, of_class));
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

/// The table of entries; with only those of a class, where one is asked for, and how many are left out. Their places are
/// those among all.
pub(super) fn ranking_blocks(board: &Board, snapshot: &Snapshot, of_class: Option<&OfClass<'_>>) -> Vec<Block> {
    let Some(of_class) = of_class else { return vec![Block::Table(ranking_table(board, snapshot))] };
    let (_, count) = of_class.sift(snapshot);
    let table = table_of(board, snapshot, &|entry| of_class.has_entry(snapshot, entry));
    vec![class_notice(of_class.class(), count), Block::Table(table)]
}

/// The entries, in the publisher's order, with places, scores and labels as printed; where its file is in no order, by
/// the main metric, with places worked out from it.
#[must_use]
pub fn ranking_table(board: &Board, snapshot: &Snapshot) -> Table {
    table_of(board, snapshot, &|_| true)
}

fn table_of(board: &Board, snapshot: &Snapshot, is_shown: &dyn Fn(&Entry) -> bool) -> Table {
    let column = Column::new;
    let order = Order::of(board, snapshot);
    let has_organizations = snapshot.entries.iter().any(|entry| entry.organization.is_some());
    let mut labels: Vec<&String> = snapshot.entries.iter().flat_map(|entry| entry.labels.keys()).collect();
    labels.sort();
    labels.dedup();
    // The date of a label stands with it.
    labels.retain(|label| !board.dates.keys().any(|dated| date_label(dated) == **label));
    let mut columns = Vec::new();
    let mut places = None;
    if let Some((column, cells)) = order.places() {
        columns.push(column);
        places = Some(cells.into_iter());
    }
    columns.push(column("name", message!("model", "模型"), Align::Left, 0));
    if has_organizations {
        columns.push(column("organization", message!("organisation", "机构"), Align::Left, 1));
    }
    let primary = snapshot.primary().or(snapshot.metrics.first()).map(|metric| &metric.id);
    for (index, metric) in snapshot.metrics.iter().enumerate() {
        let optional = if Some(&metric.id) == primary { 0 } else { u8::try_from(index + 2).unwrap_or(u8::MAX) };
        let column = column(metric.id.as_str(), metric_words(metric), Align::Right, optional);
        columns.push(Column { note: printed_header(metric), ..column });
    }
    for (index, label) in labels.iter().enumerate() {
        let optional = u8::try_from(snapshot.metrics.len() + index + 3).unwrap_or(u8::MAX);
        columns.push(column(label, label_name(board, label), Align::Left, optional));
    }
    let scores = |id| snapshot.entries.iter().filter_map(move |entry: &Entry| entry.score(id));
    let decimals: Vec<u8> = snapshot.metrics.iter().map(|metric| interval_decimals(scores(&metric.id))).collect();
    let rows = order.entries().into_iter().filter_map(|entry| {
        let mut cells = Vec::with_capacity(columns.len());
        let place = places.as_mut().map(|places| places.next().unwrap_or_default());
        if !is_shown(entry) {
            return None;
        }
        cells.extend(place);
        cells.push(name_cell(entry));
        if has_organizations {
            cells.push(Cell::plain(entry.organization.as_deref().unwrap_or_default()));
        }
        cells.extend(snapshot.metrics.iter().zip(&decimals).map(|(metric, &decimals)| {
            let reading = entry.readings.get(&metric.id);
            let cell = reading_cell(reading, metric.computed.is_some());
            match reading {
                Some(Reading::Score(score)) => with_interval(cell, score, decimals),
                _ => cell,
            }
        }));
        cells.extend(labels.iter().map(|label| label_cell(entry, label)));
        Some(Row { cells, tone: if entry.rank.is_reference() { Tone::Muted } else { Tone::Plain } })
    });
    Table { caption: Message::default(), rows: rows.collect(), columns }
}

/// A label as printed, with its date in ISO 8601 on hover; the date itself where a count of seconds is printed.
fn label_cell(entry: &Entry, label: &str) -> Cell {
    let text = entry.labels.get(label).map_or("", String::as_str);
    match entry.labels.get(&date_label(label)) {
        Some(date) if Decimal::parse(text).is_some() => {
            Cell::plain(date).noted(message!("printed {text:?}", "原文 {text:?}"))
        }
        Some(date) if date != text => Cell::plain(text).noted(Message::same(date)),
        _ => Cell::plain(text),
    }
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

/// A metric's name for a header, in both languages as the definition has it; and that it is computed, if so.
pub(super) fn metric_words(metric: &Metric) -> Message {
    let Message { en, zh } = metric.name.clone();
    if metric.computed.is_some() {
        return message!("{en} (computed)", "{zh}（计算所得）");
    }
    Message { en, zh }
}

/// What stands above the column in the publisher's table, for the languages in which that is not its name.
fn printed_header(metric: &Metric) -> Option<Message> {
    let (header, Message { en, zh }) = (&metric.header, &metric.name);
    if header.is_empty() || (en == header && zh == header) {
        return None;
    }
    let mut note = message!("printed as {header}", "原表头：{header}");
    if en == header {
        note.en.clear();
    }
    if zh == header {
        note.zh.clear();
    }
    Some(note)
}

fn name_cell(entry: &Entry) -> Cell {
    let cell = Cell { source: Some(place_data(&entry.at)), ..Cell::plain(&entry.name) };
    match entry.link.as_deref().filter(|link| link.starts_with("https://") || link.starts_with("http://")) {
        Some(link) => cell.linked(Link::Web(link.to_owned())),
        None => cell,
    }
}

/// How many entries, and how many of them stand beside the ranking.
pub(super) fn count_words(snapshot: &Snapshot) -> Message {
    let entries = snapshot.entries.len();
    match snapshot.entries.iter().filter(|entry| entry.rank.is_reference()).count() {
        0 if entries == 1 => message!("one entry", "共 1 项"),
        0 => message!("{entries} entries", "共 {entries} 项"),
        _ if entries == 1 => {
            message!("one entry, shown for reference, outside the ranking", "共 1 项，仅供参考、不参与排名")
        }
        references => message!(
            "{entries} entries, {references} of them shown for reference, outside the ranking",
            "共 {entries} 项，其中 {references} 项仅供参考、不参与排名"
        ),
    }
}

/// A metric's name with its unit: `Solved (percent)`.
pub(super) fn measure_words(metric: &Metric) -> Message {
    let (Message { en, zh }, unit) = (&metric.name, unit_words(&metric.unit));
    let (unit_en, unit_zh) = (unit.en, unit.zh);
    match metric.computed {
        Some(_) => message!("{en} (computed, {unit_en})", "{zh}（计算所得，{unit_zh}）"),
        None => message!("{en} ({unit_en})", "{zh}（{unit_zh}）"),
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
        let (code, place) = (problem.code.as_str(), problem.at.as_ref().map(locator_words));
        let (en, zh) = (&problem.what.en, &problem.what.zh);
        let text = match place {
            None => message!("{code}: {en}", "{code}：{zh}"),
            Some(Message { en: place, zh: place_zh }) => {
                message!("{code} at {place}: {en}", "{code}（{place_zh}）：{zh}")
            }
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

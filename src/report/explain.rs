//! Where one number comes from: the promise that every cell is traced to bytes.

use super::computed::part_rows;
use super::origin::beside_rows;
use super::provenance::{place_words, url_of};
use super::ranking::metric_words;
use super::wording::{exact_name, keyed_name, minute, missing, place};
use crate::catalogue::Board;
use crate::message;
use crate::schema::{
    Align, Block, Cell, Column, Entry, Link, Locator, Metric, Reading, Report, Row, Section, Snapshot, Table,
};
use crate::text::Message;

/// Bytes of context on each side where a body has no lines to quote.
const WINDOW: usize = 160;

/// A reading with the text around it.
#[derive(Debug, Clone)]
pub struct Quotation<'a> {
    /// The content that it is part of.
    pub snapshot: &'a Snapshot,
    /// The entry.
    pub entry: &'a Entry,
    /// The metric.
    pub metric: &'a Metric,
    /// What stands there.
    pub reading: &'a Reading,
    /// The line or cell that holds it, as it stands in the body.
    pub quoted: String,
    /// The body's file within the archive.
    pub file: String,
    /// The address of the body, which is one of several where more than one makes the content.
    pub url: String,
}

impl<'a> Quotation<'a> {
    /// Quotes the place of a reading out of its body.
    #[must_use]
    pub fn new(
        snapshot: &'a Snapshot,
        entry: &'a Entry,
        metric: &'a Metric,
        reading: &'a Reading,
        (file, url, body): (String, Option<String>, &[u8]),
    ) -> Self {
        let url = url.unwrap_or_else(|| url_of(snapshot).to_owned());
        // A computed number stands nowhere; the entry's name does.
        let text = if metric.computed.is_some() { &entry.name } else { reading.text() };
        Quotation { snapshot, entry, metric, reading, quoted: quote(reading.at(), text, body), file, url }
    }
}

/// The line with the cell, where the format has byte positions; the cell's text and reference otherwise.
fn quote(at: &Locator, text: &str, body: &[u8]) -> String {
    let Some((start, end)) = at.bytes.map(|(start, end)| (start as usize, end as usize)) else {
        return format!("{} = {}", cell_reference(at), text);
    };
    let (start, end) = (start.min(body.len()), end.min(body.len()));
    let line_start = body.get(..start).and_then(|before| before.iter().rposition(|b| *b == b'\n')).map_or(0, |i| i + 1);
    let line_end =
        body.get(end..).and_then(|after| after.iter().position(|b| *b == b'\n')).map_or(body.len(), |i| end + i);
    let from = line_start.max(start.saturating_sub(WINDOW));
    let to = line_end.min(end + WINDOW);
    let line = body.get(from..to).unwrap_or_default();
    let number = body.get(..start).unwrap_or_default().split(|b| *b == b'\n').count();
    format!("{number}: {}", String::from_utf8_lossy(line).trim_matches(['\r', '\u{fffd}']))
}

/// A worksheet cell as spreadsheets name it: `总排行榜!E5`.
fn cell_reference(at: &Locator) -> String {
    let mut letters = String::new();
    let mut column = at.column;
    while column > 0 {
        let letter = (column - 1) % 26;
        letters.insert(0, char::from(b'A' + u8::try_from(letter).unwrap_or_default()));
        column = (column - 1) / 26;
    }
    format!("{}!{letters}{}", at.table.trim_start_matches("sheet "), at.row)
}

/// The number, the printed text, row and column, file, digest, address, time and the quoted line, for each content.
#[must_use]
pub fn explain_report(board: &Board, quotations: &[Quotation<'_>]) -> Report {
    let (en, zh) = (&board.name.en, &board.name.zh);
    let name = quotations.first().map_or("", |quotation| &quotation.entry.name);
    Report {
        slug: format!("{}.explain", board.id.key()),
        title: message!("Where {name} on {en} comes from", "{name} 在{zh}上的数据出处"),
        summary: Vec::new(),
        sections: quotations.iter().map(|quotation| section(board, quotation)).collect(),
    }
}

fn section(board: &Board, quotation: &Quotation<'_>) -> Section {
    let Quotation { snapshot, entry, metric, reading, quoted, file, url } = quotation;
    let edition = exact_name(snapshot);
    let Message { en, zh } = metric_words(metric);
    let name = keyed_name(&entry.name, &entry.key);
    let at = reading.at();
    let mut rows = Vec::new();
    match reading {
        Reading::Score(score) => {
            rows.push(row(message!("number", "数值"), Cell::plain(score.number.to_string()).valued(score.value())));
        }
        Reading::Missing { reason, .. } => {
            rows.push(row(message!("number", "数值"), Cell::words(missing(*reason))));
        }
    }
    let parts = part_rows(snapshot, entry, metric);
    let is_computed = !parts.is_empty();
    if !is_computed {
        rows.push(row(message!("printed as", "原文"), Cell::plain(format!("{:?}", reading.text()))));
    }
    rows.extend(parts.into_iter().map(|(what, is)| row(what, Cell::words(is))));
    if let Reading::Score(score) = reading {
        rows.extend(beside_rows(board, metric, score).into_iter().map(|(what, is)| row(what, Cell::words(is))));
    }
    rows.push(row(message!("place", "排名"), Cell::plain(place(&entry.rank))));
    let stands =
        if is_computed { message!("the entry stands in", "条目位置") } else { message!("stands in", "位置") };
    rows.push(row(stands, Cell::words(place_words(at))));
    rows.push(row(message!("file", "文件"), Cell::plain(file)));
    rows.push(row(message!("SHA-256", "SHA-256"), Cell::plain(at.capture.hex())));
    rows.push(row(message!("address", "网址"), Cell::plain(url).linked(Link::Web(url.clone()))));
    rows.push(row(message!("read on", "读取时间"), Cell::plain(minute(snapshot.observed_at))));
    if let Some(published) = snapshot.published_at {
        rows.push(row(message!("published on", "发布时间"), Cell::plain(minute(published))));
    }
    let columns = vec![
        Column::new("what", message!("what", "项目"), Align::Left, 0),
        Column::new("is", message!("is", "内容"), Align::Left, 0),
    ];
    Section {
        heading: message!("{edition}: {en} of {name}", "{edition}：{name} 的{zh}"),
        blocks: vec![Block::Table(Table { caption: Message::default(), columns, rows }), Block::Quote(quoted.clone())],
        ..Section::default()
    }
}

fn row(what: Message, is: Cell) -> Row {
    Row { cells: vec![Cell::words(what), is], ..Row::default() }
}

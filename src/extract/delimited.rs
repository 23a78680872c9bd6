//! Values separated by commas, tabs or another character.

use super::body::Tables;
use super::decode::{Text, decode};
use super::head::{Place, table};
use super::markup;
use super::refusal::{no_table, unreadable};
use super::tidy::{is_blank, number};
use crate::catalogue::Rows;
use crate::message;
use crate::schema::{Digest, Problem, RawCell, RawRow};
use csv::{ByteRecord, ReaderBuilder};

/// Reads separated values; `delimiter` is the format's own, where the definition names none.
pub(super) fn open(capture: Digest, bytes: &[u8], delimiter: u8, rows: &Rows) -> Result<Tables, Problem> {
    let delimiter = rows.delimiter.unwrap_or(delimiter);
    let text = decode(bytes, None)?;
    if is_page(&text.text) {
        return Err(unreadable(message!("this is a page, not separated values", "这是网页，不是分隔值文件")));
    }
    let mut reader = ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter)
        .quoting(true)
        .from_reader(text.text.as_bytes());
    let mut record = ByteRecord::new();
    let mut lines = Vec::new();
    loop {
        match reader.read_byte_record(&mut record) {
            Ok(true) => {
                let span = (offset(record.position()), offset(Some(reader.position())));
                lines.push(row(&text, &record, span, lines.len(), delimiter));
            }
            Ok(false) => break,
            Err(error) => {
                return Err(unreadable(message!("not separated values: {error}", "不是分隔值：{error}")));
            }
        }
    }
    lines.retain(|line| !is_blank(line));
    let place = Place { capture, table: "table 1".into(), heading: None };
    match table(place, lines, rows) {
        Some(table) => Ok(Tables(vec![table])),
        None => Err(no_table(message!("the body has no record", "响应正文中没有任何记录"))),
    }
}

/// Servers answer with a page where a file is missing; read as separated values it would be a table of one column.
fn is_page(text: &str) -> bool {
    let start: String = text.trim_start().chars().take(14).collect::<String>().to_ascii_lowercase();
    start.starts_with("<!doctype html") || start.starts_with("<html") || start.starts_with("<?xml")
}

fn offset(position: Option<&csv::Position>) -> usize {
    position.and_then(|position| usize::try_from(position.byte()).ok()).unwrap_or(usize::MAX)
}

/// One record, with the places of its cells: the reader tells where a record ends, the cells are found in between.
fn row(text: &Text, record: &ByteRecord, (start, end): (usize, usize), index: usize, delimiter: u8) -> RawRow {
    let source = text.text.get(start..end).unwrap_or_default();
    let blank = source.len() - source.trim_start_matches(['\r', '\n']).len();
    let source = source.trim_matches(['\r', '\n']);
    let start = start + blank;
    let mut cells = Vec::with_capacity(record.len());
    if source.as_bytes().contains(&b'"') {
        let spans = fields(source, delimiter);
        let spans_fit = spans.len() == record.len();
        cells.extend(record.iter().enumerate().map(|(column, field)| RawCell {
            bytes: spans.get(column).filter(|_| spans_fit).and_then(|(from, to)| text.span(start + from, start + to)),
            ..markup::cell(&String::from_utf8_lossy(field))
        }));
    } else {
        // Without quotes a field is what stands between two delimiters.
        let mut from = 0;
        for field in record {
            let to = from + field.len();
            let field = source.get(from..to).unwrap_or_default();
            cells.push(RawCell { bytes: text.span(start + from, start + to), ..markup::cell(field) });
            from = to + 1;
        }
    }
    RawRow { number: number(index + 1), cells, bytes: text.span(start, start + source.len()) }
}

/// Where the fields of one record stand in its source, quotes included.
fn fields(source: &str, delimiter: u8) -> Vec<(usize, usize)> {
    let mut spans = Vec::new();
    let (mut start, mut quoted) = (0, false);
    for (at, byte) in source.bytes().enumerate() {
        match byte {
            b'"' if quoted || at == start => quoted = !quoted,
            // A doubled quote closes and opens again; a quote within an unquoted field is a character.
            b'"' if source.as_bytes().get(at.wrapping_sub(1)) == Some(&b'"')
                && source.as_bytes().get(start) == Some(&b'"') =>
            {
                quoted = true;
            }
            byte if byte == delimiter && !quoted => {
                spans.push((start, at));
                start = at + 1;
            }
            _ => {}
        }
    }
    spans.push((start, source.len()));
    spans
}

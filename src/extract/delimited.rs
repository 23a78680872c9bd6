//! Values separated by commas, tabs or another character.

use super::body::Tables;
use super::decode::{Text, decode};
use super::head::{Place, table};
use super::markup;
use super::record::Records;
use super::refusal::{no_table, unreadable};
use super::tidy::{is_blank, number};
use crate::catalogue::Rows;
use crate::message;
use crate::schema::{Digest, Problem, RawCell, RawRow};
use std::borrow::Cow;

/// Reads separated values; `delimiter` is the format's own, where the definition names none.
pub(super) fn open(capture: Digest, bytes: Cow<'_, [u8]>, delimiter: u8, rows: &Rows) -> Result<Tables, Problem> {
    let delimiter = rows.delimiter.unwrap_or(delimiter);
    let text = decode(bytes, None)?;
    if is_page(&text.text) {
        return Err(unreadable(message!("this is a page, not separated values", "这是网页，不是分隔值文件")));
    }
    let lines = lines(&text, delimiter);
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

/// The records that print something, each numbered by its place among all.
fn lines(text: &Text<'_>, delimiter: u8) -> Vec<RawRow> {
    let mut records = Records::of(&text.text, delimiter);
    let mut lines: Vec<RawRow> = Vec::new();
    let (mut count, mut columns) = (0, 0);
    while let Some(start) = records.begin() {
        let mut cells = Vec::with_capacity(columns);
        let mut end = start;
        while let Some(field) = records.field() {
            end = field.end;
            cells.push(RawCell { bytes: text.span(field.start, end), ..markup::cell(&field.value) });
        }
        count += 1;
        columns = cells.len();
        let row = RawRow { number: number(count), cells, bytes: text.span(start, end) };
        if !is_blank(&row) {
            lines.push(row);
        }
    }
    lines
}

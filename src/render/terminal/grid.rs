//! A table in a terminal.

use super::columns::{self, GAP, Measure};
use super::paint::{mark, paint, painted};
use super::wrap::{wrap, wrap_within};
use crate::message;
use crate::render::shown::{self, line};
use crate::schema::{Align, Cell, Table, Tone};
use crate::text::Language;
use comfy_table::{CellAlignment, ContentArrangement, ContentLineStyle, LineStyle, TableStyle};

/// A name takes this many lines at most.
const HEIGHT: usize = 3;

/// Columns apart by spaces, one rule under the header: nothing that an emoji's width could push out of line.
const STYLE: TableStyle =
    TableStyle::new().header_lines(ContentLineStyle::none()).header_separator(LineStyle::none().fill('─'));

/// The lines of the table and the notes below it.
pub(super) fn table(table: &Table, language: Language, available: usize, colour: bool) -> Vec<String> {
    let headers: Vec<String> = table.columns.iter().map(|column| line(&column.header, language)).collect();
    let rows: Vec<Vec<String>> =
        table.rows.iter().map(|row| row.cells.iter().map(|cell| shown::cell(cell, language)).collect()).collect();
    let measures: Vec<Measure> = (table.columns.iter().zip(&headers).enumerate())
        .map(|(index, (column, header))| {
            let cells = rows.iter().filter_map(|row| row.get(index)).map(String::as_str);
            Measure::new(header, cells, column.align, column.optional)
        })
        .collect();
    let plan = columns::plan(&measures, available);

    let mut grid = comfy_table::Table::new();
    grid.load_style(STYLE).set_content_arrangement(ContentArrangement::Disabled);
    grid.set_header(header(&plan, &headers));
    for (row, texts) in table.rows.iter().zip(&rows) {
        grid.add_row(plan.shown.iter().map(|&(index, width)| {
            let text = texts.get(index).map_or("", String::as_str);
            let tone = tone(row.cells.get(index), row.tone);
            let height = if align(table, index) == Align::Right { usize::MAX } else { HEIGHT };
            marked(&wrap_within(text, width, height), tone)
        }));
    }
    for (place, &(index, _)) in plan.shown.iter().enumerate() {
        let Some(column) = grid.column_mut(place) else { continue };
        column.set_padding((0, if place + 1 == plan.shown.len() { 0 } else { GAP }));
        column.set_cell_alignment(match align(table, index) {
            Align::Left => CellAlignment::Left,
            Align::Right => CellAlignment::Right,
        });
    }
    let mut lines: Vec<String> = grid.lines().map(|text| painted(&text, colour)).collect();
    lines.extend(notes(table, &plan.left_out, &headers, language).iter().flat_map(|note| {
        wrap(note, available).into_iter().map(|text| paint(&text, Tone::Muted, colour)).collect::<Vec<_>>()
    }));
    lines
}

/// Headers stand on the rule: a shorter one gets empty lines above.
fn header(plan: &columns::Plan, headers: &[String]) -> Vec<String> {
    let wrapped: Vec<Vec<String>> =
        (plan.shown.iter()).map(|&(index, width)| wrap(headers.get(index).map_or("", String::as_str), width)).collect();
    let height = wrapped.iter().map(Vec::len).max().unwrap_or(0);
    wrapped.iter().map(|lines| "\n".repeat(height - lines.len()) + &marked(lines, Tone::Strong)).collect()
}

fn marked(lines: &[String], tone: Tone) -> String {
    lines.iter().map(|text| mark(text, tone)).collect::<Vec<_>>().join("\n")
}

fn align(table: &Table, index: usize) -> Align {
    table.columns.get(index).map_or(Align::Left, |column| column.align)
}

fn tone(cell: Option<&Cell>, row: Tone) -> Tone {
    cell.map(|cell| cell.tone).filter(|tone| *tone != Tone::Plain).unwrap_or(row)
}

fn notes(table: &Table, left_out: &[usize], headers: &[String], language: Language) -> Vec<String> {
    let mut notes = Vec::new();
    if table.rows.is_empty() {
        notes.push(message!("(no rows)", "（没有数据行）"));
    }
    if !left_out.is_empty() {
        let names: Vec<&str> = left_out.iter().filter_map(|index| headers.get(*index)).map(String::as_str).collect();
        let (en, zh) = (names.join(", "), names.join("、"));
        notes.push(message!("not shown, the terminal is too narrow: {en}", "终端宽度不足，未显示：{zh}"));
    }
    notes.iter().map(|note| note.get(language).to_owned()).collect()
}

//! What is to be written, read back and held against the recording.

use crate::piece::{Result, failure};
use crate::recorded::Sheet;
use crate::script::Row;
use bangdan::catalogue::{Board, Format, Heading, TableSelector};
use bangdan::extract::{Document, Found};
use bangdan::schema::{Digest, Problem, RawCell, RawTable};
use bangdan::text::fold;

fn open(body: &[u8]) -> Document<'_> {
    Document::open(Digest::of(body), body)
}

/// Every selector finds the same in the body as in the recording, or refuses it for the same reason.
pub fn readme(name: &str, recorded: &Document<'_>, body: &str, selectors: &[&TableSelector]) -> Result<()> {
    let written = open(body.as_bytes());
    for selector in selectors {
        let (recorded, written) = (said(recorded.tables(selector)), said(written.tables(selector)));
        if recorded != written {
            let headings: Vec<String> = selector.heading.iter().map(Heading::to_string).collect();
            return failure(format!("{name}: {headings:?}\nrecorded: {recorded:#?}\nwritten: {written:#?}"));
        }
    }
    Ok(())
}

/// A table without its places: heading, edition, and per row (the header is the first) its number and cells.
#[derive(Debug, PartialEq)]
struct Said {
    heading: String,
    edition: Option<String>,
    rows: Vec<(u32, Vec<(String, bool)>)>,
}

fn said(found: std::result::Result<Vec<Found>, Problem>) -> std::result::Result<Vec<Said>, &'static str> {
    let cells = |cells: &[RawCell]| cells.iter().map(|cell| (cell.text.clone(), cell.link.is_some())).collect();
    let table = |table: &RawTable| {
        let header = (table.header_row, cells(&table.header));
        std::iter::once(header).chain(table.rows.iter().map(|row| (row.number, cells(&row.cells)))).collect()
    };
    let found = found.map_err(|problem| problem.code.as_str())?;
    Ok(found
        .into_iter()
        .map(|found| Said {
            heading: fold(found.table.heading.as_deref().unwrap_or_default()),
            edition: found.edition,
            rows: table(&found.table),
        })
        .collect())
}

/// The workbook has these sheets with these cells and nothing else.
pub fn workbook(body: &[u8], sheets: &[Sheet]) -> Result<()> {
    let tables = open(body).all(Format::Xlsx).map_err(|problem| problem.what.en)?;
    if tables.len() != sheets.len() {
        return failure(format!("{} sheets came out of {}", tables.len(), sheets.len()));
    }
    for (table, sheet) in tables.iter().zip(sheets) {
        let name = &sheet.name;
        if table.heading.as_deref() != Some(name) {
            return failure(format!("{name} came out as {:?}", table.heading));
        }
        let header: Vec<&str> = table.header.iter().map(|cell| cell.text.as_str()).collect();
        let expected: Vec<&str> = sheet.header.iter().map(|text| text.trim()).collect();
        if header != expected || table.rows.len() != sheet.rows.len() {
            return failure(format!("{name}: {header:?} with {} rows came out", table.rows.len()));
        }
        for (row, expected) in table.rows.iter().zip(&sheet.rows) {
            let mut cells: Vec<&str> = row.cells.iter().map(|cell| cell.text.as_str()).collect();
            cells.resize(cells.len().max(expected.len()), "");
            let expected: Vec<&str> = expected.iter().map(|cell| cell.text().trim()).collect();
            if cells != expected {
                return failure(format!("{name}, row {}: {cells:?} came out for {expected:?}", row.number));
            }
        }
    }
    Ok(())
}

/// The board's selector finds these rows.
pub fn script(body: &[u8], board: &Board, rows: &[Row]) -> Result<()> {
    let Some(variant) = board.variants.first() else { return failure(format!("{} has no variant", board.id)) };
    let found = open(body).tables(&variant.table).map_err(|problem| problem.what.en)?;
    let [Found { table, .. }] = found.as_slice() else { return failure(format!("{} tables came out", found.len())) };
    let header: Vec<&str> = table.header.iter().map(|cell| cell.text.as_str()).collect();
    if table.rows.len() != rows.len() {
        return failure(format!("{}: {} rows came out of {}", board.id, table.rows.len(), rows.len()));
    }
    for (row, expected) in table.rows.iter().zip(rows) {
        for (key, value) in expected {
            let column = header.iter().position(|header| header == key);
            let cell = column.and_then(|column| row.cells.get(column)).map(|cell| cell.text.as_str());
            if cell != Some(value) {
                return failure(format!("{}, row {}: {key} is {cell:?}, not {value:?}", board.id, row.number));
            }
        }
    }
    Ok(())
}

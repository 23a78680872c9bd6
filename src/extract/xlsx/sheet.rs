//! Worksheets as tables.

use super::guard::{check, damaged};
use super::number::print;
use crate::extract::body::Tables;
use crate::extract::refusal::unreadable;
use crate::extract::tidy::{is_blank, tidy};
use crate::message;
use crate::schema::{Digest, Problem, RawCell, RawRow, RawTable};
use calamine::{DataRef, ExcelDateTime, Reader, SheetType, Style, Xlsx, XlsxError};
use std::collections::BTreeMap;
use std::io::Cursor;

/// Cells that all sheets together may have.
const MOST_CELLS: usize = 2_000_000;
/// Columns that a sheet may reach to; more are a stray cell at the edge.
const MOST_COLUMNS: usize = 1_000;

pub(in crate::extract) fn open(capture: Digest, bytes: &[u8]) -> Result<Tables, Problem> {
    check(bytes)?;
    let mut workbook: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(|error| damaged(&error))?;
    let sheets: Vec<String> = workbook
        .sheets_metadata()
        .iter()
        .filter(|sheet| sheet.typ == SheetType::WorkSheet)
        .map(|sheet| sheet.name.clone())
        .collect();
    let mut left = MOST_CELLS;
    let mut tables = Vec::new();
    for name in sheets {
        let rows = rows(&mut workbook, &name, &mut left)?;
        tables.extend(table(capture, name, rows));
    }
    Ok(Tables(tables))
}

/// The table of a sheet: its header is the first row with two cells that print something. `None` if there is none.
fn table(capture: Digest, name: String, rows: Vec<RawRow>) -> Option<RawTable> {
    let filled = |row: &RawRow| row.cells.iter().filter(|cell| !cell.text.is_empty()).count();
    let mut rows = rows.into_iter().skip_while(|row| filled(row) < 2);
    let header = rows.next()?;
    let rows = rows.filter(|row| !is_blank(row)).collect();
    Some(tidy(RawTable {
        capture,
        place: format!("sheet {name}").into(),
        heading: Some(name),
        header_row: header.number,
        header: header.cells,
        rows,
        moved: Vec::new(),
    }))
}

/// The rows of a sheet that have cells, filled up to the widest: a worksheet is a grid, and an absent cell is empty.
fn rows(workbook: &mut Xlsx<Cursor<&[u8]>>, name: &str, left: &mut usize) -> Result<Vec<RawRow>, Problem> {
    let mut reader = match workbook.worksheet_cells_reader(name) {
        Ok(reader) => reader,
        Err(XlsxError::NotAWorksheet(_)) => return Ok(Vec::new()),
        Err(error) => return Err(damaged(&error)),
    };
    let mut rows: BTreeMap<u32, Vec<RawCell>> = BTreeMap::new();
    let mut widest = 0;
    while let Some((cell, style)) = reader.next_cell_with_style_id().map_err(|error| damaged(&error))? {
        let text = text(cell.get_value(), reader.styles().get(style));
        if text.is_empty() {
            continue;
        }
        let (row, column) = cell.get_position();
        let (row, column) = (row.saturating_add(1), usize::try_from(column).unwrap_or(usize::MAX));
        if column >= MOST_COLUMNS {
            return Err(unreadable(message!(
                "the sheet {name:?} has a cell beyond column {MOST_COLUMNS}",
                "工作表 {name:?} 有单元格超出第 {MOST_COLUMNS} 列"
            )));
        }
        let cells = rows.entry(row).or_default();
        cells.resize(cells.len().max(column + 1), RawCell::default());
        if let Some(place) = cells.get_mut(column) {
            place.text = text;
        }
        widest = widest.max(column + 1);
        if rows.len().saturating_mul(widest) > *left {
            return Err(unreadable(message!(
                "the workbook has more than {MOST_CELLS} cells",
                "工作簿的单元格超过 {MOST_CELLS} 个"
            )));
        }
    }
    *left = left.saturating_sub(rows.len() * widest);
    let rows = rows.into_iter().map(|(number, mut cells)| {
        cells.resize(widest, RawCell::default());
        RawRow { number, cells, bytes: None }
    });
    Ok(rows.collect())
}

fn text(value: &DataRef<'_>, style: Option<&Style>) -> String {
    let format = style.and_then(|style| style.number_format.as_ref()).map(|format| format.format_code.as_str());
    match value {
        DataRef::Empty => String::new(),
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => text.trim().to_owned(),
        DataRef::SharedString(text) => text.trim().to_owned(),
        DataRef::Int(value) => value.to_string(),
        DataRef::Float(value) => print(*value, format),
        DataRef::Bool(value) => if *value { "TRUE" } else { "FALSE" }.to_owned(),
        DataRef::Error(error) => error.to_string(),
        DataRef::DateTime(value) => date(value),
    }
}

/// `2026-03-30`, with the time where it has one; a duration stays the number that is stored.
fn date(value: &ExcelDateTime) -> String {
    if !value.is_datetime() {
        return print(value.as_f64(), None);
    }
    let (year, month, day, hour, minute, second, milli) = value.to_ymd_hms_milli();
    if value.as_f64() < 1.0 {
        return format!("{hour:02}:{minute:02}:{second:02}");
    }
    match (hour, minute, second, milli) {
        (0, 0, 0, 0) => format!("{year:04}-{month:02}-{day:02}"),
        _ => format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}"),
    }
}

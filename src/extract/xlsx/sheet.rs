//! Worksheets as tables.

use super::guard::{damaged, unpack};
use super::number::{Format, print};
use crate::extract::body::Tables;
use crate::extract::refusal::unreadable;
use crate::extract::tidy::{is_blank, tidy};
use crate::message;
use crate::schema::{Digest, Problem, RawCell, RawRow, RawTable};
use calamine::{DataRef, ExcelDateTime, Reader, SheetType, Style, Xlsx, XlsxError};
use rayon::prelude::*;
use smol_str::{SmolStr, format_smolstr};
use std::collections::BTreeMap;
use std::io::Cursor;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Cells that all sheets together may have.
const MOST_CELLS: usize = 2_000_000;
/// Columns that a sheet may reach to; more are a stray cell at the edge.
const MOST_COLUMNS: usize = 1_000;
/// Bytes of an unpacked workbook from which its sheets are read on several cores.
const WORTH_SHARING: usize = 1 << 20;

pub(in crate::extract) fn open(capture: Digest, bytes: &[u8]) -> Result<Tables, Problem> {
    let unpacked = unpack(bytes)?;
    let mut workbook = reader(&unpacked)?;
    let sheets: Vec<String> = workbook
        .sheets_metadata()
        .iter()
        .filter(|sheet| sheet.typ == SheetType::WorkSheet)
        .map(|sheet| sheet.name.clone())
        .collect();
    let left = AtomicUsize::new(MOST_CELLS);
    let read =
        |workbook: &mut Workbook<'_>, name: &String| Ok(table(capture, name.clone(), rows(workbook, name, &left)?));
    let tables: Result<Vec<Option<RawTable>>, Problem> = if sheets.len() > 1 && unpacked.len() > WORTH_SHARING {
        // Each thread opens the workbook for itself, which costs little beside a sheet.
        let open = || reader(&unpacked);
        sheets
            .par_iter()
            .map_init(open, |workbook, name| read(workbook.as_mut().map_err(|problem| problem.clone())?, name))
            .collect()
    } else {
        sheets.iter().map(|name| read(&mut workbook, name)).collect()
    };
    Ok(Tables(tables?.into_iter().flatten().collect()))
}

type Workbook<'a> = Xlsx<Cursor<&'a [u8]>>;

fn reader(unpacked: &[u8]) -> Result<Workbook<'_>, Problem> {
    Xlsx::new(Cursor::new(unpacked)).map_err(|error: XlsxError| damaged(&error))
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
fn rows(workbook: &mut Workbook<'_>, name: &str, left: &AtomicUsize) -> Result<Vec<RawRow>, Problem> {
    let mut reader = match workbook.worksheet_cells_reader(name) {
        Ok(reader) => reader,
        Err(XlsxError::NotAWorksheet(_)) => return Ok(Vec::new()),
        Err(error) => return Err(damaged(&error)),
    };
    let mut formats: Vec<Option<Format>> = Vec::new();
    let mut rows = InOrder::default();
    let mut widest = 0;
    while let Some((cell, style)) = reader.next_cell_with_style_id().map_err(|error| damaged(&error))? {
        let text = match cell.get_value() {
            DataRef::Empty => continue,
            value => text(value, || format(&mut formats, style, || reader.styles())),
        };
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
        widest = widest.max(column + 1);
        rows.put(row, column, text, widest);
        if rows.len().saturating_mul(widest) > left.load(Ordering::Relaxed) {
            return Err(unreadable(message!(
                "the workbook has more than {MOST_CELLS} cells",
                "工作簿的单元格超过 {MOST_CELLS} 个"
            )));
        }
    }
    let mut rows = rows.finish();
    let taken = rows.len() * widest;
    let enough = left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| left.checked_sub(taken)).is_ok();
    if !enough {
        return Err(unreadable(message!(
            "the workbook has more than {MOST_CELLS} cells",
            "工作簿的单元格超过 {MOST_CELLS} 个"
        )));
    }
    for row in &mut rows {
        row.cells.resize(widest, RawCell::default());
    }
    Ok(rows)
}

/// Rows by their numbers. They come in order, but nothing makes them.
#[derive(Default)]
struct InOrder {
    rows: Vec<RawRow>,
    /// Those that came late.
    late: BTreeMap<u32, Vec<RawCell>>,
}

impl InOrder {
    fn len(&self) -> usize {
        self.rows.len() + self.late.len()
    }

    fn put(&mut self, number: u32, column: usize, text: SmolStr, width: usize) {
        if self.rows.last().is_none_or(|last| last.number < number) {
            self.rows.push(RawRow { number, cells: Vec::with_capacity(width), bytes: None });
        }
        let cells = match self.rows.last_mut() {
            Some(last) if last.number == number => &mut last.cells,
            _ => self.late.entry(number).or_default(),
        };
        cells.resize(cells.len().max(column + 1), RawCell::default());
        if let Some(place) = cells.get_mut(column) {
            place.text = text;
        }
    }

    /// All rows in order; of two that have one number the later cells count.
    fn finish(self) -> Vec<RawRow> {
        let InOrder { mut rows, late } = self;
        if late.is_empty() {
            return rows;
        }
        let mut more = Vec::new();
        for (number, cells) in late {
            match rows.binary_search_by_key(&number, |row| row.number).ok().and_then(|index| rows.get_mut(index)) {
                Some(row) => {
                    row.cells.resize(row.cells.len().max(cells.len()), RawCell::default());
                    for (place, cell) in row.cells.iter_mut().zip(cells).filter(|(_, cell)| !cell.text.is_empty()) {
                        *place = cell;
                    }
                }
                None => more.push(RawRow { number, cells, bytes: None }),
            }
        }
        rows.append(&mut more);
        rows.sort_by_key(|row| row.number);
        rows
    }
}

/// How the number format of a style shows numbers, looked up once.
fn format<'s>(known: &mut Vec<Option<Format>>, style: usize, styles: impl Fn() -> &'s [Style]) -> Format {
    if let Some(Some(format)) = known.get(style) {
        return *format;
    }
    let styles = styles();
    let style_format = styles.get(style).and_then(|style| style.number_format.as_ref());
    let format = Format::of(style_format.map(|format| format.format_code.as_str()));
    if style < styles.len() {
        known.resize(styles.len(), None);
        if let Some(place) = known.get_mut(style) {
            *place = Some(format);
        }
    }
    format
}

fn text(value: &DataRef<'_>, format: impl FnOnce() -> Format) -> SmolStr {
    match value {
        DataRef::Empty => SmolStr::default(),
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => text.trim().into(),
        DataRef::SharedString(text) => text.trim().into(),
        DataRef::Int(value) => format_smolstr!("{value}"),
        DataRef::Float(value) => print(*value, format()),
        DataRef::Bool(value) => if *value { "TRUE" } else { "FALSE" }.into(),
        DataRef::Error(error) => format_smolstr!("{error}"),
        DataRef::DateTime(value) => date(value),
    }
}

/// `2026-03-30`, with the time where it has one; a duration stays the number that is stored.
fn date(value: &ExcelDateTime) -> SmolStr {
    if !value.is_datetime() {
        return print(value.as_f64(), Format::default());
    }
    let (year, month, day, hour, minute, second, milli) = value.to_ymd_hms_milli();
    if value.as_f64() < 1.0 {
        return format_smolstr!("{hour:02}:{minute:02}:{second:02}");
    }
    if (hour, minute, second, milli) == (0, 0, 0, 0) {
        return format_smolstr!("{year:04}-{month:02}-{day:02}");
    }
    format_smolstr!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}")
}

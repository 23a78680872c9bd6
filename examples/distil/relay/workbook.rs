//! Workbooks: the worksheets that a definition means.

use super::Keep;
use crate::piece::{Result, failure};
use crate::recorded::{Cell, Sheet};
use bangdan::text::fold;
use calamine::{Data, Reader, Xlsx};
use std::io::Cursor;

pub fn relay(body: &[u8], keep: &Keep<'_>) -> Result<Vec<u8>> {
    let mut workbook: Xlsx<_> = Xlsx::new(Cursor::new(body))?;
    let wanted: Vec<String> =
        keep.selectors.iter().flat_map(|selector| &selector.sheet).map(|name| fold(name)).collect();
    let mut sheets = Vec::new();
    for name in workbook.sheet_names() {
        if !wanted.is_empty() && !wanted.contains(&fold(&name)) {
            continue;
        }
        let range = workbook.worksheet_range(&name)?;
        let mut rows = range.rows().map(|row| row.iter().map(cell).collect::<Vec<Cell>>());
        let header = rows.next().unwrap_or_default();
        let header = header.iter().map(|cell| cell.text().to_owned()).collect();
        let rows = rows.enumerate().filter(|(row, _)| keep.row(*row)).map(|(_, row)| row).collect();
        sheets.push(Sheet { name, header, rows });
    }
    if sheets.is_empty() {
        return failure("a workbook without the sheets that are meant");
    }
    crate::workbook::write(&sheets)
}

fn cell(value: &Data) -> Cell {
    match value {
        Data::Empty => Cell::Empty,
        Data::Float(number) => Cell::Number(*number, number.to_string()),
        #[expect(clippy::cast_precision_loss, reason = "scores are small")]
        Data::Int(number) => Cell::Number(*number as f64, number.to_string()),
        other => Cell::Text(other.to_string()),
    }
}

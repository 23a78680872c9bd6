//! New columns from parts of one.

use super::sheet::{Cell, Sheet};
use crate::catalogue::Cut;
use crate::schema::{Problem, RawCell};

/// Bytes of a cell that an expression is held against; a longer one is prose, and fits none.
const MOST_BYTES: usize = 20_000;

/// A column for each named group of the expression, behind the others. A cell that does not fit gives empty ones, and
/// a ragged row stays as ragged as it was.
pub(super) fn cut(mut sheet: Sheet, cut: &Cut) -> Result<Sheet, Problem> {
    let column = sheet.column(&cut.column)?;
    let names: Vec<&str> = cut.regex.capture_names().flatten().collect();
    let even = sheet.header.len();
    let Some(head) = sheet.header.get(column).cloned() else { return Ok(sheet) };
    sheet.header.extend(names.iter().map(|name| head.derived((*name).to_owned())));
    for row in &mut sheet.rows {
        let fits = row.cells.len() == even;
        let Some(cell) = row.cells.get(column).or(row.cells.first()).cloned() else { continue };
        let found = Some(cell.text()).filter(|text| fits && text.len() <= MOST_BYTES);
        let found = found.and_then(|text| cut.regex.captures(text));
        row.cells.extend(names.iter().map(|name| {
            let part = found.as_ref().and_then(|found| found.name(name));
            let Some(part) = part else { return cell.blank() };
            // The part's own bytes are not known where the cell has markup or escapes, so it keeps the cell's.
            let raw = RawCell { bytes: cell.raw.bytes, ..RawCell::text(part.as_str().trim()) };
            Cell { raw, place: cell.place.clone() }
        }));
    }
    Ok(sheet)
}

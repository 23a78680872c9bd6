//! Only some rows.

use super::sheet::Sheet;
use crate::catalogue::Only;
use crate::schema::Problem;

/// The rows whose cell in `column` is wanted. A ragged row is kept, since it cannot be known which of its cells is
/// meant: it is told of when the rows are read.
pub(super) fn only(mut sheet: Sheet, column: &str, only: &Only) -> Result<Sheet, Problem> {
    let column = sheet.column(column)?;
    let columns = sheet.header.len();
    sheet.rows.retain(|row| row.cells.len() != columns || only.fits(row.text(column)));
    Ok(sheet)
}

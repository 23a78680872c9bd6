//! Tables in which models are columns.

use super::sheet::{Row, Sheet};
use crate::schema::Problem;

/// The table with rows and columns exchanged.
pub(super) fn transpose(sheet: &Sheet) -> Result<Sheet, Problem> {
    sheet.check_even()?;
    let column = |index: usize| {
        let below = sheet.rows.iter().filter_map(|row| row.cells.get(index));
        sheet.header.get(index).into_iter().chain(below).cloned().collect::<Vec<_>>()
    };
    let rows = (1..sheet.header.len()).map(|index| Row { cells: column(index), bytes: None });
    let rows = rows.collect();
    Ok(sheet.with(column(0), rows))
}

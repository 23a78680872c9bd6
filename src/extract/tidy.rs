//! What all formats do alike when a table is complete.

use crate::schema::{RawCell, RawRow, RawTable};

/// Drops trailing empty header cells above empty columns, and trailing empty cells of rows past the header.
///
/// Nothing else is changed: a row that is short or long keeps its count.
pub(super) fn tidy(mut table: RawTable) -> RawTable {
    let filled = |cells: &[RawCell]| cells.iter().rposition(|cell| !is_empty(cell)).map_or(0, |last| last + 1);
    let widest = table.rows.iter().map(|row| filled(&row.cells)).max().unwrap_or(0);
    while table.header.len() > widest && table.header.last().is_some_and(is_empty) {
        table.header.pop();
    }
    for row in &mut table.rows {
        while row.cells.len() > table.header.len() && row.cells.last().is_some_and(is_empty) {
            row.cells.pop();
        }
    }
    table
}

/// Whether a row prints nothing at all.
pub(super) fn is_blank(row: &RawRow) -> bool {
    row.cells.iter().all(is_empty)
}

fn is_empty(cell: &RawCell) -> bool {
    cell.text.is_empty() && cell.link.is_none()
}

/// A count as a row number keeps it.
pub(super) fn number(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

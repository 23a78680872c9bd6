//! How a stranger's text is quoted in a problem: on one line, harmless, cut where it is long.

use crate::schema::{RawRow, RawTable};
use crate::text::{printable_line, squeeze, truncate};

/// A name, header or cell.
pub(super) fn quote(text: &str) -> String {
    truncate(&printable_line(&squeeze(text)), 80)
}

/// A row as a person would recognise it.
pub(super) fn quote_row(row: &RawRow) -> String {
    let cells: Vec<String> = row.cells.iter().map(|cell| squeeze(&cell.text)).collect();
    truncate(&printable_line(&cells.join(" | ")), 100)
}

/// The header as a person would recognise it.
pub(super) fn quote_header(table: &RawTable) -> String {
    let cells: Vec<String> = table.header.iter().map(|cell| quote(&cell.text)).collect();
    truncate(&cells.join(" | "), 160)
}

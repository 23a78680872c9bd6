//! A table as it stands in a response, before anything is understood.

use super::{Digest, Locator};
use std::sync::Arc;

/// A header and rows of text cells.
#[derive(Debug, Clone, PartialEq)]
pub struct RawTable {
    /// The body that it was read from.
    pub capture: Digest,
    /// Which table of the body: the `table` of every cell's [`Locator`].
    pub place: Arc<str>,
    /// The heading above it, or the sheet's name.
    pub heading: Option<String>,
    /// The header's row number: 1, or a worksheet's own.
    pub header_row: u32,
    /// The header's cells. Trailing empty header cells above empty columns are dropped.
    pub header: Vec<RawCell>,
    /// The rows below the header.
    pub rows: Vec<RawRow>,
    /// Empty unless models are columns of the body. Then each row here is a column there, and these are the numbers
    /// that the rows of the body have which became the columns here, so that places still point at the body.
    pub turned: Vec<u32>,
}

/// One row.
#[derive(Debug, Clone, PartialEq)]
pub struct RawRow {
    /// Row number within the table: the header is 1; a worksheet's own row number. Where models are columns of
    /// the body, the number of that column.
    pub number: u32,
    /// The cells that the row has: not padded to the header's length and not cut to it, except that trailing
    /// empty cells past the header are dropped.
    pub cells: Vec<RawCell>,
    /// The row's bytes in the body, where the format has them.
    pub bytes: Option<(u32, u32)>,
}

/// One cell.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct RawCell {
    /// Text without markup (bold, tags, escapes), outer white space trimmed, otherwise as printed.
    pub text: String,
    /// The first link's target, if the cell has one.
    pub link: Option<String>,
    /// The cell's bytes in the body, where the format has them.
    pub bytes: Option<(u32, u32)>,
}

impl RawCell {
    /// A cell that holds only text.
    #[must_use]
    pub fn text(text: impl Into<String>) -> RawCell {
        RawCell { text: text.into(), link: None, bytes: None }
    }
}

impl RawTable {
    /// The place in the body of the cell in `column` (counted from 0) of `row`.
    #[must_use]
    pub fn locate(&self, row: &RawRow, column: usize) -> Locator {
        self.place_of(row.number, column, row.cells.get(column))
    }

    /// The place in the body of the header's cell in `column` (counted from 0).
    #[must_use]
    pub fn locate_header(&self, column: usize) -> Locator {
        self.place_of(self.header_row, column, self.header.get(column))
    }

    fn place_of(&self, number: u32, column: usize, cell: Option<&RawCell>) -> Locator {
        let (row, column) = match self.turned.get(column) {
            Some(row) => (*row, number),
            None => (number, u32::try_from(column + 1).unwrap_or(u32::MAX)),
        };
        let bytes = cell.and_then(|cell| cell.bytes);
        Locator { capture: self.capture, table: Arc::clone(&self.place), row, column, bytes }
    }
}

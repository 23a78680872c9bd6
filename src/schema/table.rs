//! A table as it stands in a response, before anything is understood.

use super::{Digest, Href, Locator, Span};
use smol_str::SmolStr;
use std::sync::Arc;

/// Bytes that a body may have, after decompression: no larger one is kept, since none is read. The bodies within a body
/// may have as many together. The largest leaderboard seen has 4 MB.
pub const MOST_BODY_BYTES: usize = 32 << 20;

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
    /// Empty unless the rows were laid out anew. Then the header and the rows are numbered from 1, and row `n` here has
    /// its cells' places in the body at `moved[n - 1]`.
    pub moved: Vec<Vec<Place>>,
}

/// One row.
#[derive(Debug, Clone, PartialEq)]
pub struct RawRow {
    /// Row number within the table: the header is 1; a worksheet's own row number.
    pub number: u32,
    /// The cells that the row has: not padded to the header's length and not cut to it, except that trailing
    /// empty cells past the header are dropped.
    pub cells: Vec<RawCell>,
    /// The row's bytes in the body, where the format has them.
    pub bytes: Option<Span>,
}

/// One cell. Most are shorter than 24 bytes, which need no memory of their own; a body has up to millions of them.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct RawCell {
    /// Text without markup (bold, tags, escapes), outer white space trimmed, otherwise as printed.
    pub text: SmolStr,
    /// The first link's target, if the cell has one.
    pub link: Option<Href>,
    /// The cell's bytes in the body, where the format has them.
    pub bytes: Option<Span>,
}

impl RawCell {
    /// A cell that holds only text.
    #[must_use]
    pub fn text(text: impl Into<SmolStr>) -> RawCell {
        RawCell { text: text.into(), link: None, bytes: None }
    }
}

/// Where a cell stands in the body that it was read from, when its table was laid out anew.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The table that it was read from, if it is not the one that names the table it stands in now.
    pub origin: Option<Arc<BodyTable>>,
    /// Row number there.
    pub row: u32,
    /// Column there, counted from 1.
    pub column: u32,
}

/// A table of a body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BodyTable {
    /// The body.
    pub capture: Digest,
    /// Which table of it.
    pub table: Arc<str>,
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

    /// The number in the body of the row whose cells these are.
    #[must_use]
    pub fn row_in_body(&self, row: &RawRow) -> u32 {
        self.moved_row(row.number).and_then(<[Place]>::first).map_or(row.number, |place| place.row)
    }

    fn moved_row(&self, number: u32) -> Option<&[Place]> {
        let index = usize::try_from(number).ok()?.checked_sub(1)?;
        self.moved.get(index).map(Vec::as_slice)
    }

    fn place_of(&self, number: u32, column: usize, cell: Option<&RawCell>) -> Locator {
        let bytes = cell.and_then(|cell| cell.bytes).map(Span::ends);
        let moved = self.moved_row(number).and_then(|places| places.get(column).or(places.first()));
        let Some(Place { origin, row, column }) = moved else {
            let column = u32::try_from(column + 1).unwrap_or(u32::MAX);
            return Locator { capture: self.capture, table: Arc::clone(&self.place), row: number, column, bytes };
        };
        let (capture, table) = match origin {
            Some(origin) => (origin.capture, &origin.table),
            None => (self.capture, &self.place),
        };
        Locator { capture, table: Arc::clone(table), row: *row, column: *column, bytes }
    }
}

//! Where a cell stands in the bytes that it was read from.

use super::Digest;
use std::fmt;
use std::sync::Arc;

/// The place of one cell in one capture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Locator {
    /// The capture's body.
    pub capture: Digest,
    /// Which table of it: `table 3` (Markdown, HTML), `sheet 总排行榜`, a JSON pointer, a script path.
    pub table: Arc<str>,
    /// Row, counted from 1 with the header as row 1 (a worksheet's own row number).
    pub row: u32,
    /// Column, counted from 1.
    pub column: u32,
    /// The cell's bytes in the body (`start..end`), where the format has them.
    pub bytes: Option<(u32, u32)>,
}

impl fmt::Display for Locator {
    /// `table 3!R7C4@2031-2038`: the form of the `locator` column. The capture stands in a column of its own.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}!R{}C{}", self.table, self.row, self.column)?;
        match self.bytes {
            Some((start, end)) => write!(f, "@{start}-{end}"),
            None => Ok(()),
        }
    }
}

impl Locator {
    /// Reads what `Display` writes, for a cell of `capture`; `None` if it is not of that form.
    #[must_use]
    pub fn parse(capture: Digest, text: &str) -> Option<Locator> {
        let (table, place) = text.rsplit_once("!R")?;
        let (cell, bytes) = match place.split_once('@') {
            Some((cell, bytes)) => {
                let (start, end) = bytes.split_once('-')?;
                (cell, Some((start.parse().ok()?, end.parse().ok()?)))
            }
            None => (place, None),
        };
        let (row, column) = cell.split_once('C')?;
        Some(Locator { capture, table: table.into(), row: row.parse().ok()?, column: column.parse().ok()?, bytes })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_locator_reads_back() {
        let capture = Digest::of(b"x");
        for bytes in [None, Some((2031, 2038))] {
            let locator = Locator { capture, table: "sheet a!R1C1".into(), row: 7, column: 4, bytes };
            assert_eq!(Locator::parse(capture, &locator.to_string()), Some(locator));
        }
        assert_eq!(Locator::parse(capture, "table 3"), None);
    }
}

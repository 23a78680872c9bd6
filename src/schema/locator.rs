//! Where a cell stands in the bytes that it was read from.

use super::Digest;
use crate::message;
use crate::text::Message;
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

/// A table's place for people: `table 3` and `sheet 总排行榜` in both languages; pointers and paths as they stand.
#[must_use]
pub fn table_words(table: &str) -> Message {
    if let Some(number) = table.strip_prefix("table ").filter(|rest| rest.starts_with(|c: char| c.is_ascii_digit())) {
        return message!("{table}", "表格 {number}");
    }
    match table.strip_prefix("sheet ") {
        Some(name) => message!("{table}", "工作表 {name}"),
        None => Message::same(table),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbered_tables_and_sheets_are_named_in_both_languages_and_paths_in_none() {
        for (table, zh) in [
            ("table 3", "表格 3"),
            ("sheet 总排行榜", "工作表 总排行榜"),
            ("/rows", "/rows"),
            ("table of x", "table of x"),
        ] {
            assert_eq!(table_words(table), Message { en: table.to_owned(), zh: zh.to_owned() });
        }
    }

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

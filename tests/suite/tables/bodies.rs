//! Places: the bytes that a cell names hold what it prints.

use bangdan::schema::{RawTable, Span};

/// Every cell with bytes lies within its row's bytes, and its text stands there, markup and escapes between.
pub fn assert_located(table: &RawTable, body: &[u8]) {
    for row in &table.rows {
        for (column, cell) in row.cells.iter().enumerate() {
            let place = table.locate(row, column);
            let Some((start, end)) = place.bytes else { continue };
            if let Some((row_start, row_end)) = row.bytes.map(Span::ends) {
                assert!(row_start <= start && end <= row_end, "{place} lies outside its row");
            }
            let source = body.get(start as usize..end as usize).expect("bytes of the body");
            let source = std::str::from_utf8(source).expect("whole characters");
            // Entities and coded characters are written with other characters than they print, as are `!0` and `!1`.
            if source.contains(['&', '\\']) || matches!(source, "!0" | "!1") {
                continue;
            }
            let mut printed = source.chars();
            // White space may stand where a page has a tag, and one space for a run of it.
            let mut text = cell.text.chars().filter(|c| !c.is_whitespace());
            let found = text.all(|c| printed.any(|other| other == c));
            assert!(found, "{place}: {:?} is not in {source:?}", cell.text);
        }
    }
}

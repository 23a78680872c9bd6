//! Lines of cells as a table: which of them are left out, and which are the header.

use super::tidy::{number, tidy};
use crate::catalogue::Rows;
use crate::schema::{Digest, RawCell, RawRow, RawTable};
use std::sync::Arc;

/// Where a table stands.
pub(super) struct Place {
    pub(super) capture: Digest,
    pub(super) table: Arc<str>,
    pub(super) heading: Option<String>,
}

/// A header and the rows below it.
pub(super) struct Headed {
    /// The number of the header's last row; 0 where the rows have none.
    pub(super) header_row: u32,
    pub(super) header: Vec<RawCell>,
    pub(super) rows: Vec<RawRow>,
}

/// The table that lines of cells are; `None` where not even a header is left.
pub(super) fn table(place: Place, lines: Vec<RawRow>, rows: &Rows) -> Option<RawTable> {
    Some(built(place, headed(lines, rows)?))
}

/// A table, its empty edges cut off.
pub(super) fn built(place: Place, headed: Headed) -> RawTable {
    let Place { capture, table: place, heading } = place;
    let Headed { header_row, header, rows } = headed;
    tidy(RawTable { capture, place, heading, header_row, header, rows, moved: Vec::new() })
}

/// Lines split into header and rows as a definition says: by default the first line is the header.
pub(super) fn headed(mut lines: Vec<RawRow>, rows: &Rows) -> Option<Headed> {
    let mut lines = lines.split_off(rows.skip_rows.min(lines.len()));
    let count = rows.header_rows.unwrap_or(1);
    if lines.len() < count.max(1) {
        return None;
    }
    if count == 0 {
        let widest = lines.iter().map(|line| line.cells.len()).max().unwrap_or(0);
        return Some(Headed { header_row: 0, header: numbered(widest), rows: lines });
    }
    let rows = lines.split_off(count);
    let header_row = lines.last()?.number;
    let mut levels = lines.into_iter().map(|line| line.cells);
    let header = if count == 1 { levels.next()? } else { joined(&levels.collect::<Vec<_>>()) };
    Some(Headed { header_row, header, rows })
}

/// The columns of rows without a header: `1`, `2` …
pub(super) fn numbered(count: usize) -> Vec<RawCell> {
    (1..=count).map(|column| RawCell::text(column.to_string())).collect()
}

/// The header's lines as one: what stands above a column, from top to bottom, each once.
fn joined(levels: &[Vec<RawCell>]) -> Vec<RawCell> {
    let columns = levels.iter().map(Vec::len).max().unwrap_or(0);
    let column = |index: usize| {
        let mut above: Vec<&RawCell> =
            levels.iter().filter_map(|level| level.get(index)).filter(|cell| !cell.text.is_empty()).collect();
        above.dedup_by(|one, other| one.text == other.text);
        let texts: Vec<&str> = above.iter().map(|cell| cell.text.as_str()).collect();
        RawCell { text: texts.join(" ").into(), link: above.iter().find_map(|cell| cell.link.clone()), bytes: None }
    };
    (0..columns).map(column).collect()
}

/// Numbers rows anew, the first one `first`.
pub(super) fn renumber(rows: &mut [RawRow], first: usize) {
    for (index, row) in rows.iter_mut().enumerate() {
        row.number = number(first + index);
    }
}

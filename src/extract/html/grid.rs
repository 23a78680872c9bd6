//! The rows of a table with `rowspan` and `colspan` laid out: a cell that spans several places stands in each.

use crate::schema::RawCell;
use std::collections::BTreeMap;

/// The most columns that a `colspan` may ask for, as in browsers.
const MOST_COLUMNS: usize = 1_000;
/// The most rows that a `rowspan` may ask for.
const MOST_ROWS: usize = u16::MAX as usize;

/// One laid-out row.
#[derive(Debug, PartialEq)]
pub(super) struct GridRow {
    pub(super) cells: Vec<RawCell>,
    /// Whether it belongs to the header: in `thead`, or made of `th` only before any row of data.
    pub(super) header: bool,
}

/// The tables have more cells than a page may have.
pub(super) struct TooMany;

/// A table that is being laid out, row by row and cell by cell.
#[derive(Debug, Default)]
pub(super) struct Grid {
    rows: Vec<GridRow>,
    /// Cells that reach into the row from above: column → the cell and how many rows are left.
    reaching: BTreeMap<usize, (RawCell, usize)>,
    below: BTreeMap<usize, (RawCell, usize)>,
    /// The row that is open.
    cells: Vec<RawCell>,
    only_headers: bool,
}

impl Grid {
    pub(super) fn begin_row(&mut self) {
        let width = self.rows.last().map_or(0, |row| row.cells.len());
        self.cells = Vec::with_capacity(width);
        self.only_headers = true;
    }

    /// Adds the next cell of the open row; `spans` are what its `rowspan` and `colspan` ask for.
    pub(super) fn add(
        &mut self,
        cell: RawCell,
        is_header: bool,
        spans: [Option<&str>; 2],
        budget: usize,
    ) -> Result<(), TooMany> {
        self.place_reaching();
        self.only_headers &= is_header;
        let [rows_down, columns] = spans;
        let rows_down = span(rows_down, MOST_ROWS);
        for _ in 1..span(columns, MOST_COLUMNS) {
            self.put(cell.clone(), rows_down);
        }
        self.put(cell, rows_down);
        if self.cells.len() > budget { Err(TooMany) } else { Ok(()) }
    }

    /// Ends the open row and takes its cells from `budget`.
    pub(super) fn end_row(&mut self, in_head: bool, budget: &mut usize) -> Result<(), TooMany> {
        self.place_reaching();
        self.reaching = std::mem::take(&mut self.below);
        let cells = std::mem::take(&mut self.cells);
        *budget = budget.checked_sub(cells.len()).ok_or(TooMany)?;
        let before_data = self.rows.last().is_none_or(|row| row.header);
        let header = before_data && (in_head || (self.only_headers && !cells.is_empty()));
        self.rows.push(GridRow { cells, header });
        Ok(())
    }

    pub(super) fn finish(self) -> Vec<GridRow> {
        self.rows
    }

    fn put(&mut self, cell: RawCell, rows_down: usize) {
        if rows_down > 1 {
            self.below.insert(self.cells.len(), (cell.clone(), rows_down - 1));
        }
        self.cells.push(cell);
    }

    /// Puts the cells that reach down from above where the row has come to them.
    fn place_reaching(&mut self) {
        while let Some((cell, left)) = self.reaching.remove(&self.cells.len()) {
            self.put(cell, left);
        }
    }
}

/// What `rowspan` or `colspan` asks for, within 1 and `most`.
fn span(asked: Option<&str>, most: usize) -> usize {
    asked.and_then(|text| text.trim().parse().ok()).unwrap_or(1_usize).clamp(1, most)
}

//! A table while it is laid out anew: each cell carries its place.

use crate::extract::Found;
use crate::extract::refusal::unreadable;
use crate::extract::tidy::number;
use crate::message;
use crate::schema::{BodyTable, Code, Locator, Place, Problem, RawCell, RawRow, RawTable, Span};
use std::sync::Arc;

/// Cells that a table may have when it is laid out anew.
const MOST_CELLS: usize = 1_000_000;

#[derive(Debug, Clone)]
pub(super) struct Sheet {
    pub origin: Arc<BodyTable>,
    pub heading: Option<String>,
    pub edition: Option<String>,
    pub header: Vec<Cell>,
    pub rows: Vec<Row>,
}

#[derive(Debug, Clone, Default)]
pub(super) struct Row {
    pub cells: Vec<Cell>,
    /// The row's bytes, as long as it is a row of the body.
    pub bytes: Option<Span>,
}

#[derive(Debug, Clone)]
pub(super) struct Cell {
    pub raw: RawCell,
    pub place: Place,
}

impl Cell {
    /// A cell that prints `text`, which stands nowhere as such, and comes from `self`.
    pub(super) fn derived(&self, text: String) -> Cell {
        Cell { raw: RawCell::text(text), place: self.place.clone() }
    }

    /// An empty cell in the stead of one that does not exist; its place is that of `self`.
    pub(super) fn blank(&self) -> Cell {
        self.derived(String::new())
    }

    pub(super) fn text(&self) -> &str {
        &self.raw.text
    }
}

impl Sheet {
    pub(super) fn of(found: Found) -> Sheet {
        let Found { table, edition } = found;
        let origin = Arc::new(BodyTable { capture: table.capture, table: Arc::clone(&table.place) });
        let place = |at: Locator| {
            let own = at.capture == origin.capture && at.table == origin.table;
            let other = || Arc::new(BodyTable { capture: at.capture, table: Arc::clone(&at.table) });
            Place { origin: (!own).then(other), row: at.row, column: at.column }
        };
        let header = (0..).zip(&table.header);
        let header = header.map(|(column, cell)| Cell { raw: cell.clone(), place: place(table.locate_header(column)) });
        let header = header.collect();
        let rows = table.rows.iter().map(|row| {
            let cells = (0..).zip(&row.cells);
            let cells = cells.map(|(column, cell)| Cell { raw: cell.clone(), place: place(table.locate(row, column)) });
            Row { cells: cells.collect(), bytes: row.bytes }
        });
        let rows = rows.collect();
        Sheet { heading: table.heading.clone(), edition, header, rows, origin }
    }

    pub(super) fn into_found(self) -> Found {
        let mut moved = Vec::with_capacity(self.rows.len() + 1);
        let mut part = |cells: Vec<Cell>| {
            let (raw, places): (Vec<RawCell>, Vec<Place>) =
                cells.into_iter().map(|cell| (cell.raw, cell.place)).unzip();
            moved.push(places);
            raw
        };
        let header = part(self.header);
        let rows = (2..).zip(self.rows).map(|(index, row)| RawRow {
            number: number(index),
            cells: part(row.cells),
            bytes: row.bytes,
        });
        let rows = rows.collect();
        let table = RawTable {
            capture: self.origin.capture,
            place: Arc::clone(&self.origin.table),
            heading: self.heading,
            header_row: 1,
            header,
            rows,
            moved,
        };
        Found { table, edition: self.edition }
    }

    /// The same sheet with another header and other rows.
    pub(super) fn with(&self, header: Vec<Cell>, rows: Vec<Row>) -> Sheet {
        let Sheet { origin, heading, edition, .. } = self;
        Sheet { origin: Arc::clone(origin), heading: heading.clone(), edition: edition.clone(), header, rows }
    }

    /// The place of a cell, as a problem names it.
    pub(super) fn locate(&self, cell: &Cell) -> Locator {
        let Place { origin, row, column } = &cell.place;
        let BodyTable { capture, table } = &**origin.as_ref().unwrap_or(&self.origin);
        let (row, column) = (*row, *column);
        Locator { capture: *capture, table: Arc::clone(table), row, column, bytes: cell.raw.bytes.map(Span::ends) }
    }

    /// Refuses rows with more or fewer cells than the header: it cannot be known which columns they belong to.
    pub(super) fn check_even(&self) -> Result<(), Problem> {
        let columns = self.header.len();
        let Some(row) = self.rows.iter().find(|row| row.cells.len() != columns) else { return Ok(()) };
        let cells = row.cells.len();
        let last = row.cells.get(cells.min(columns).saturating_sub(1));
        let number = row.cells.first().map_or(0, |cell| cell.place.row);
        Err(Problem {
            code: Code::RaggedHeader,
            at: last.map(|cell| self.locate(cell)),
            what: message!(
                "row {number} has {cells} cells where the header has {columns}, so the table cannot be laid out anew",
                "第 {number} 行有 {cells} 个单元格，而表头有 {columns} 个，无法重排此表"
            ),
        })
    }
}

/// Refuses to make more cells than any leaderboard has.
pub(super) fn check_size(rows: usize, columns: usize) -> Result<(), Problem> {
    if rows.saturating_mul(columns) <= MOST_CELLS {
        return Ok(());
    }
    Err(unreadable(message!(
        "laid out anew, the table would have {rows} rows and {columns} columns, more than {MOST_CELLS} cells",
        "重排后的表格将有 {rows} 行 {columns} 列，超过 {MOST_CELLS} 个单元格"
    )))
}

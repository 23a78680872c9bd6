//! Tables in which models are columns, turned so that models are rows.

use super::select::Found;
use super::tidy::number;
use crate::catalogue::Reshape;
use crate::message;
use crate::schema::{Code, Problem, RawCell, RawRow, RawTable};

/// The tables laid out as a definition says.
///
/// # Errors
/// As [`turn`].
pub(super) fn reshape(found: Vec<Found>, reshape: &Reshape) -> Result<Vec<Found>, Problem> {
    if !reshape.transpose {
        return Ok(found);
    }
    found.into_iter().map(|found| Ok(Found { table: turn(&found.table)?, ..found })).collect()
}

/// The table with rows and columns exchanged. Every cell keeps its bytes, and `turned` keeps its place.
///
/// # Errors
/// Where a row has not as many cells as the header: it cannot be known which model each of them belongs to.
fn turn(table: &RawTable) -> Result<RawTable, Problem> {
    for row in &table.rows {
        let (cells, columns, row_number) = (row.cells.len(), table.header.len(), row.number);
        if cells != columns {
            return Err(Problem {
                code: Code::RaggedHeader,
                at: Some(table.locate(row, cells.min(columns).saturating_sub(1))),
                what: message!(
                    "models are columns here, and row {row_number} has {cells} cells where the header has {columns}",
                    "此表中模型为列，第 {row_number} 行有 {cells} 个单元格，而表头有 {columns} 个"
                ),
            });
        }
    }
    let printed: Vec<&[RawCell]> =
        std::iter::once(&table.header[..]).chain(table.rows.iter().map(|row| &row.cells[..])).collect();
    let column =
        |index: usize| printed.iter().map(|cells| cells.get(index).cloned().unwrap_or_default()).collect::<Vec<_>>();
    let rows = (1..table.header.len())
        .map(|index| RawRow { number: number(index + 1), cells: column(index), bytes: None })
        .collect();
    Ok(RawTable {
        capture: table.capture,
        place: table.place.clone(),
        heading: table.heading.clone(),
        header_row: 1,
        header: column(0),
        rows,
        turned: std::iter::once(table.header_row).chain(table.rows.iter().map(|row| row.number)).collect(),
    })
}

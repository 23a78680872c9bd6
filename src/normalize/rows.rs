//! The rows of a table: each becomes an entry, or is left out with a reason. Nothing is ever shifted.

use super::columns::Columns;
use super::marks::Marks;
use super::number::begins_as_number;
use super::quote::quote;
use super::rank::read_rank;
use super::row::{RowReader, Taken};
use crate::message;
use crate::schema::{Code, Problem, RawRow, RawTable, table_words};
use crate::text::{Message, fold};
use std::collections::BTreeMap;

/// The entries of a table with their doubts, in its order. Rows that are left out become problems.
///
/// # Errors
/// A header that has more or fewer cells than most rows.
pub(super) fn read_rows(reader: &RowReader<'_>, problems: &mut Vec<Problem>) -> Result<Vec<Taken>, Problem> {
    check_shape(reader.table, reader.columns, reader.marks)?;
    let mut taken = Vec::with_capacity(reader.table.rows.len());
    for row in &reader.table.rows {
        match reader.read(row) {
            Ok(entry) => taken.push(entry),
            Err(problem) => problems.push(problem),
        }
    }
    Ok(taken)
}

/// How many cells a row has, without the empty ones past the header.
pub(super) fn count_cells(row: &RawRow, header: usize) -> usize {
    if row.cells.len() <= header {
        return row.cells.len();
    }
    row.cells.iter().rposition(|cell| !fold(&cell.text).is_empty()).map_or(header, |last| header.max(last + 1))
}

/// Whether a row prints words only, as the name of a section or a second header line does. In a table without
/// metrics every row does, which says nothing.
pub(super) fn is_words(row: &RawRow, columns: &Columns<'_>, marks: &Marks) -> bool {
    let figure = |text: &str| {
        begins_as_number(text)
            || (!fold(text).is_empty() && (marks.missing(text).is_some() || read_rank(marks, text).is_some()))
    };
    !columns.metrics.is_empty() && !row.cells.iter().any(|cell| figure(&cell.text))
}

/// A header that most rows do not fit says nothing about any of them: the whole table is refused.
fn check_shape(table: &RawTable, columns: &Columns<'_>, marks: &Marks) -> Result<(), Problem> {
    let header = table.header.len();
    let mut counts: BTreeMap<usize, usize> = BTreeMap::new();
    for row in table.rows.iter().filter(|row| !is_words(row, columns, marks)) {
        *counts.entry(count_cells(row, header)).or_default() += 1;
    }
    let all: usize = counts.values().sum();
    let ragged = all - counts.remove(&header).unwrap_or_default();
    let commonest = counts.into_iter().max_by_key(|(_, rows)| *rows);
    let Some((cells, _)) = commonest.filter(|_| ragged * 2 > all) else { return Ok(()) };
    let Message { en: place, zh: place_zh } = table_words(&quote(&table.place));
    let what = message!(
        "{place}: the header has {header} cells, but {ragged} of {all} rows have another number, most often {cells}",
        "{place_zh}：表头有 {header} 格，但 {all} 行中有 {ragged} 行格数不同，最常见为 {cells} 格"
    );
    Err(Problem { code: Code::RaggedHeader, at: Some(table.locate_header(0)), what })
}

//! Several tables as one.

use super::sheet::{Cell, Row, Sheet, check_size};
use crate::schema::Problem;
use crate::text::fold;
use std::collections::HashMap;
use std::sync::Arc;

/// The rows of all tables of one edition under one header, which has the columns of each in the order in which they
/// come. Columns are the same where their folded headers are, the second of a name where it is the second there too.
///
/// # Errors
/// A ragged row in a table whose header is not that of the first.
pub(super) fn union(sheets: Vec<Sheet>) -> Result<Vec<Sheet>, Problem> {
    let mut united: Vec<Sheet> = Vec::new();
    for sheet in sheets {
        match united.iter_mut().find(|other| other.edition == sheet.edition) {
            Some(first) => add(first, sheet)?,
            None => united.push(sheet),
        }
    }
    Ok(united)
}

/// Adds the rows of `sheet`, and its own columns to the rows above.
fn add(first: &mut Sheet, mut sheet: Sheet) -> Result<(), Problem> {
    if sheet.origin != first.origin {
        let cells = sheet.rows.iter_mut().flat_map(|row| &mut row.cells).chain(&mut sheet.header);
        for cell in cells.filter(|cell| cell.place.origin.is_none()) {
            cell.place.origin = Some(Arc::clone(&sheet.origin));
        }
    }
    let known = names(&first.header);
    let here = names(&sheet.header);
    if here == known {
        first.rows.append(&mut sheet.rows);
        return Ok(());
    }
    first.check_even()?;
    sheet.check_even()?;
    let mut columns = Vec::with_capacity(here.len());
    for (name, cell) in here.iter().zip(&sheet.header) {
        columns.push(known.iter().position(|other| other == name).unwrap_or_else(|| {
            first.header.push(cell.clone());
            first.header.len() - 1
        }));
    }
    check_size(first.rows.len() + sheet.rows.len(), first.header.len())?;
    for row in &mut first.rows {
        fill(row, first.header.len());
    }
    for row in sheet.rows {
        let mut added = Row { cells: row.cells.first().map(Cell::blank).into_iter().collect(), bytes: row.bytes };
        fill(&mut added, first.header.len());
        for (column, cell) in columns.iter().zip(row.cells) {
            if let Some(place) = added.cells.get_mut(*column) {
                *place = cell;
            }
        }
        first.rows.push(added);
    }
    Ok(())
}

/// Empty cells for columns that the row's own table does not have; they point at the row's first cell.
fn fill(row: &mut Row, columns: usize) {
    if let Some(blank) = row.cells.first().map(Cell::blank) {
        row.cells.resize(columns, blank);
    }
}

/// Folded headers, each with how many of the same name stand before it.
fn names(header: &[Cell]) -> Vec<(String, usize)> {
    let mut counts: HashMap<String, usize> = HashMap::new();
    let name = |cell: &Cell| {
        let name = fold(cell.text());
        let count = counts.entry(name.clone()).or_default();
        *count += 1;
        (name, *count)
    };
    header.iter().map(name).collect()
}

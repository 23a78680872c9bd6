//! Rows of one entry as one row.

use super::sheet::{Cell, Row, Sheet, check_size};
use crate::catalogue::Pivot;
use crate::schema::Problem;
use crate::text::fold;
use std::collections::HashMap;

/// Rows that agree in `keep`, folded, become one, with a column for each value of `by` in the order in which these
/// first come.
///
/// A second cell for one entry and value makes a second row of that entry, so that it is told of as a duplicate and
/// never lost. Of the other columns those stay that are equal on all rows of every entry.
pub(super) fn pivot(sheet: &Sheet, pivot: &Pivot) -> Result<Sheet, Problem> {
    sheet.check_even()?;
    let keep = sheet.columns(&pivot.keep)?;
    let (by, value) = (sheet.column(&pivot.by)?, sheet.column(&pivot.value)?);
    let mut values: HashMap<String, usize> = HashMap::new();
    let mut header: Vec<Cell> = Vec::new();
    let mut entries: Vec<Entry<'_>> = Vec::new();
    let mut last: HashMap<Vec<String>, Vec<usize>> = HashMap::new();
    let mut uneven: Vec<bool> = (0..sheet.header.len()).map(|column| column == by || column == value).collect();
    for row in &sheet.rows {
        let (Some(name), Some(cell)) = (row.cells.get(by), row.cells.get(value)) else { continue };
        let column = *values.entry(fold(name.text())).or_insert_with(|| {
            header.push(name.clone());
            header.len() - 1
        });
        let of_key = last.entry(row.key(&keep)).or_default();
        if let Some(first) = of_key.first().and_then(|index| entries.get(*index)) {
            for (index, uneven) in uneven.iter_mut().enumerate() {
                *uneven |= !keep.contains(&index) && fold(first.row.text(index)) != fold(row.text(index));
            }
        }
        let free = |index: &&usize| entries.get(**index).is_some_and(|entry| !entry.cells.contains_key(&column));
        let index = of_key.iter().find(free).copied().unwrap_or_else(|| {
            of_key.push(entries.len());
            entries.push(Entry { row, cells: HashMap::new() });
            entries.len() - 1
        });
        if let Some(entry) = entries.get_mut(index) {
            entry.cells.insert(column, cell);
        }
    }
    let stay: Vec<usize> = (0..).zip(&uneven).filter(|(_, uneven)| !**uneven).map(|(column, _)| column).collect();
    check_size(entries.len(), stay.len() + header.len())?;
    let rows = entries.iter().filter_map(|entry| {
        let blank = entry.row.cells.first()?.blank();
        let own = stay.iter().filter_map(|column| entry.row.cells.get(*column)).cloned();
        let new = (0..header.len()).map(|column| entry.cells.get(&column).map_or(&blank, |cell| *cell).clone());
        Some(Row { cells: own.chain(new).collect(), bytes: None })
    });
    let rows = rows.collect();
    let own = stay.iter().filter_map(|column| sheet.header.get(*column)).cloned();
    Ok(sheet.with(own.chain(header).collect(), rows))
}

/// One row of the result.
struct Entry<'s> {
    /// The first of its rows.
    row: &'s Row,
    cells: HashMap<usize, &'s Cell>,
}

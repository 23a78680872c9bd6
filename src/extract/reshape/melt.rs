//! Columns as rows.

use super::sheet::{Cell, Row, Sheet, check_size};
use crate::catalogue::Melt;
use crate::schema::Problem;

/// Each cell that is not under a kept header is a row of its own, row by row and from left to right: the kept cells,
/// the header above it, and the cell.
pub(super) fn melt(sheet: &Sheet, melt: &Melt) -> Result<Sheet, Problem> {
    sheet.check_even()?;
    let kept = sheet.columns(&melt.keep)?;
    let melted: Vec<usize> = (0..sheet.header.len()).filter(|column| !kept.contains(column)).collect();
    check_size(sheet.rows.len().saturating_mul(melted.len()), kept.len() + 2)?;
    let mut rows = Vec::with_capacity(sheet.rows.len() * melted.len());
    for row in &sheet.rows {
        let own: Vec<&Cell> = kept.iter().filter_map(|column| row.cells.get(*column)).collect();
        for column in &melted {
            let pair = sheet.header.get(*column).into_iter().chain(row.cells.get(*column));
            rows.push(Row { cells: own.iter().copied().chain(pair).cloned().collect(), bytes: None });
        }
    }
    // The new headers stand nowhere; they point at the first of the headers that they stand for.
    let mut header: Vec<Cell> = kept.iter().filter_map(|column| sheet.header.get(*column)).cloned().collect();
    let first = melted.first().and_then(|column| sheet.header.get(*column)).or(sheet.header.first());
    header.extend([&melt.name, &melt.value].iter().filter_map(|name| Some(first?.derived((*name).clone()))));
    Ok(sheet.with(header, rows))
}

//! The rows of a table with `rowspan` and `colspan` laid out: a cell that spans several places stands in each.

use super::text::{is_shown, of_cell};
use crate::schema::RawCell;
use scraper::ElementRef;
use std::collections::BTreeMap;

/// The most columns that a `colspan` may ask for, as in browsers.
const MOST_COLUMNS: usize = 1_000;

/// One laid-out row.
pub(super) struct GridRow {
    pub(super) cells: Vec<RawCell>,
    /// Whether it belongs to the header: in `thead`, or made of `th` only before any row of data.
    pub(super) header: bool,
}

/// Lays out the rows of `table`; rows of nested tables are not among them. `None` where it has more than `budget`
/// cells, from which those that it has are taken.
pub(super) fn lay_out(table: ElementRef<'_>, budget: &mut usize) -> Option<Vec<GridRow>> {
    let mut laid_out: Vec<GridRow> = Vec::new();
    // Cells that reach into the rows below: column → the cell and how many rows are left.
    let mut reaching: BTreeMap<usize, (RawCell, usize)> = BTreeMap::new();
    for (row, in_head) in rows(table) {
        let mut cells: Vec<RawCell> = Vec::new();
        let mut below: BTreeMap<usize, (RawCell, usize)> = BTreeMap::new();
        let mut only_headers = true;
        for cell in children(row, &["td", "th"]) {
            place_reaching(&mut cells, &mut reaching, &mut below);
            only_headers &= cell.value().name() == "th";
            let (text, link) = of_cell(cell);
            let read = RawCell { text, link, bytes: None };
            let rows_down = span(cell, "rowspan", usize::from(u16::MAX));
            for _ in 0..span(cell, "colspan", MOST_COLUMNS) {
                if rows_down > 1 {
                    below.insert(cells.len(), (read.clone(), rows_down - 1));
                }
                cells.push(read.clone());
            }
            if cells.len() > *budget {
                return None;
            }
        }
        place_reaching(&mut cells, &mut reaching, &mut below);
        reaching = below;
        *budget = budget.checked_sub(cells.len())?;
        let before_data = laid_out.last().is_none_or(|row| row.header);
        let header = before_data && (in_head || (only_headers && !cells.is_empty()));
        laid_out.push(GridRow { cells, header });
    }
    Some(laid_out)
}

/// Puts the cells that reach down from above where the row has come to them.
fn place_reaching(
    cells: &mut Vec<RawCell>,
    reaching: &mut BTreeMap<usize, (RawCell, usize)>,
    below: &mut BTreeMap<usize, (RawCell, usize)>,
) {
    while let Some((cell, left)) = reaching.remove(&cells.len()) {
        if left > 1 {
            below.insert(cells.len(), (cell.clone(), left - 1));
        }
        cells.push(cell);
    }
}

/// The shown rows of a table and whether they stand in its `thead`.
fn rows(table: ElementRef<'_>) -> Vec<(ElementRef<'_>, bool)> {
    let mut rows = Vec::new();
    for part in children(table, &["thead", "tbody", "tfoot", "tr"]) {
        match part.value().name() {
            "tr" => rows.push((part, false)),
            name => rows.extend(children(part, &["tr"]).map(|row| (row, name == "thead"))),
        }
    }
    rows
}

fn children<'a>(parent: ElementRef<'a>, names: &'static [&'static str]) -> impl Iterator<Item = ElementRef<'a>> {
    let children = parent.children().filter_map(ElementRef::wrap);
    children.filter(move |child| names.contains(&child.value().name()) && is_shown(child.value()))
}

/// What `rowspan` or `colspan` asks for, within 1 and `most`.
fn span(cell: ElementRef<'_>, name: &str, most: usize) -> usize {
    cell.attr(name).and_then(|text| text.trim().parse().ok()).unwrap_or(1_usize).clamp(1, most)
}

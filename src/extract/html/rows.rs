//! Laid-out rows as a table: which of them are the header, and which columns attributes make.

use super::grid::GridRow;
use super::stream::Laid;
use crate::catalogue::Rows;
use crate::extract::tidy::{is_blank, number, tidy};
use crate::schema::{Digest, RawCell, RawRow, RawTable};

/// A table of laid-out rows; `None` if it has none.
pub(super) fn table(capture: Digest, place: String, laid: Laid, rows: &Rows) -> Option<RawTable> {
    let Laid { rows: mut lines, heading, attributes, parts } = laid;
    let skipped = rows.skip_rows.min(lines.len());
    let below = lines.get(skipped..)?;
    let marked = below.iter().take_while(|row| row.header).count();
    let header_rows = rows.header_rows.unwrap_or(marked.max(1));
    let above = below.get(..header_rows)?;
    let mut header = if header_rows == 0 {
        let widest = below.iter().map(|row| row.cells.len()).max()?;
        (1..=widest).map(|column| RawCell::text(column.to_string())).collect()
    } else {
        joined(above)
    };
    let header_row = if header_rows == 0 { 0 } else { number(skipped + header_rows) };
    let first = skipped + header_rows;
    for attribute in &attributes {
        attribute.add_columns(&mut header, &mut lines, first);
    }
    for part in &parts {
        part.add_column(&mut header, &mut lines, first);
    }
    let rows = lines.into_iter().enumerate().skip(first);
    let rows = rows.map(|(index, row)| RawRow { number: number(index + 1), cells: row.cells, bytes: None });
    let rows = rows.filter(|row| !is_blank(row)).collect();
    Some(tidy(RawTable { capture, place: place.into(), heading, header_row, header, rows, moved: Vec::new() }))
}

/// The header's rows as one: what stands above a column, from top to bottom, each once. A title that spans the whole
/// table is no part of any column's header.
fn joined(rows: &[GridRow]) -> Vec<RawCell> {
    let is_title = |row: &&GridRow| {
        rows.len() > 1 && row.cells.windows(2).all(|pair| matches!(pair, [one, other] if one == other))
    };
    let levels: Vec<&GridRow> = rows.iter().filter(|row| !is_title(row)).collect();
    let levels = if levels.is_empty() { rows.iter().collect() } else { levels };
    let columns = levels.iter().map(|row| row.cells.len()).max().unwrap_or(0);
    let column = |index: usize| {
        let mut above: Vec<&RawCell> = levels.iter().filter_map(|row| row.cells.get(index)).collect();
        above.dedup_by(|one, other| one.text == other.text);
        let texts: Vec<&str> = above.iter().map(|cell| cell.text.as_str()).filter(|text| !text.is_empty()).collect();
        RawCell { text: texts.join(" ").into(), link: above.iter().find_map(|cell| cell.link.clone()), bytes: None }
    };
    (0..columns).map(column).collect()
}

/// The values that one attribute has in a table.
#[derive(Debug, PartialEq)]
pub(super) struct Attribute {
    pub(super) name: String,
    /// Its value at each row, where the row has it.
    pub(super) rows: Vec<Option<String>>,
    /// Its values at the cells, laid out as they are.
    pub(super) cells: Vec<GridRow>,
}

impl Attribute {
    /// Adds a column `@name` if a row below the header has the attribute, and `Header@name` for each column in which
    /// a cell has it. Rows that are short or long get them after their own cells, so that their count still differs
    /// from the header's.
    fn add_columns(&self, header: &mut Vec<RawCell>, lines: &mut [GridRow], first: usize) {
        let name = &self.name;
        let below = || self.cells.iter().skip(first);
        let has = |column: usize| below().any(|row| row.cells.get(column).is_some_and(|cell| !cell.text.is_empty()));
        let printed: Vec<usize> = (0..header.len()).filter(|column| has(*column)).collect();
        let of_rows = self.rows.iter().skip(first).any(Option::is_some);
        if of_rows {
            header.push(RawCell::text(format!("@{name}")));
        }
        for column in &printed {
            let above = header.get(*column).map(|cell| cell.text.clone()).unwrap_or_default();
            header.push(RawCell::text(format!("{above}@{name}")));
        }
        for (index, line) in lines.iter_mut().enumerate().skip(first) {
            if of_rows {
                let value = self.rows.get(index).cloned().flatten().unwrap_or_default();
                line.cells.push(RawCell::text(value.trim()));
            }
            for column in &printed {
                let value = self.cells.get(index).and_then(|row| row.cells.get(*column)).cloned();
                line.cells.push(value.unwrap_or_default());
            }
        }
    }
}

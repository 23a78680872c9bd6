//! Nested values as tables: lists of objects, lists of lists, objects keyed by a name.

use super::decode::Text;
use super::node::{Node, Value};
use super::tidy::{number, tidy};
use crate::schema::{Digest, RawCell, RawRow, RawTable};
use std::collections::HashMap;

/// Cells that one table may have. Objects without common keys would otherwise multiply.
const MOST_CELLS: usize = 2_000_000;

/// Where a table comes from.
pub(super) struct Origin<'a> {
    pub(super) capture: Digest,
    pub(super) text: &'a Text,
    pub(super) place: String,
    pub(super) heading: Option<String>,
}

/// The table that `node` is; `None` if it is none.
pub(super) fn table(origin: Origin<'_>, node: &Node) -> Option<RawTable> {
    let mut records = Records { text: origin.text, header: Vec::new(), columns: HashMap::new(), rows: Vec::new() };
    match &node.value {
        Value::List(items) if !items.is_empty() && items.iter().all(|item| matches!(item.value, Value::List(_))) => {
            records.lists(items);
        }
        Value::List(items) if items.iter().any(|item| matches!(item.value, Value::Map(_))) => {
            for item in items {
                records.record(None, item)?;
            }
        }
        Value::Map(properties) if is_keyed(properties) => {
            for (key, value) in properties {
                records.record(Some(key), value)?;
            }
        }
        _ => return None,
    }
    records.fill_up(node);
    Some(tidy(RawTable {
        capture: origin.capture,
        place: origin.place.into(),
        heading: origin.heading,
        header_row: 1,
        header: records.header,
        rows: records.rows,
        moved: Vec::new(),
    }))
}

/// Whether an object has one record per key: all values are objects, or none has an inner structure.
fn is_keyed(properties: &[(String, Node)]) -> bool {
    let all = |fits: fn(&Value) -> bool| properties.iter().all(|(_, node)| fits(&node.value));
    !properties.is_empty()
        && (all(|value| matches!(value, Value::Map(_)))
            || all(|value| !matches!(value, Value::Map(_) | Value::List(_))))
}

struct Records<'a> {
    text: &'a Text,
    header: Vec<RawCell>,
    /// The columns of a name: more than one where an object has the name twice.
    columns: HashMap<String, Vec<usize>>,
    rows: Vec<RawRow>,
}

impl Records<'_> {
    /// Lists of lists: the first is the header.
    fn lists(&mut self, items: &[Node]) {
        for (index, item) in items.iter().enumerate() {
            let Value::List(values) = &item.value else { continue };
            let cells = values.iter().map(|value| self.cell(value)).collect();
            if index == 0 {
                self.header = cells;
            } else {
                self.rows.push(RawRow { number: number(index + 1), cells, bytes: self.span(item) });
            }
        }
    }

    /// One object as a row. What is no object becomes a row of one cell, whose count shows that it does not fit.
    fn record(&mut self, key: Option<&str>, item: &Node) -> Option<()> {
        let mut cells: Vec<Option<RawCell>> = Vec::new();
        if let Some(key) = key {
            self.put(&mut cells, "key", RawCell::text(key.trim()));
        }
        match (&item.value, key) {
            (Value::Map(properties), _) => {
                for (name, value) in properties {
                    self.property(&mut cells, name, value);
                }
            }
            (_, Some(_)) => {
                let cell = self.cell(item);
                self.put(&mut cells, "value", cell);
            }
            (_, None) => cells.push(Some(self.cell(item))),
        }
        let cells = cells.into_iter().map(Option::unwrap_or_default).collect();
        let row = RawRow { number: number(self.rows.len() + 2), cells, bytes: self.span(item) };
        self.rows.push(row);
        // Every row is filled up to the whole header in the end, so the product is what counts.
        (self.header.len().checked_mul(self.rows.len())? <= MOST_CELLS).then_some(())
    }

    /// An object that lacks a key has an empty cell there: its cells are named, so nothing can be shifted.
    fn fill_up(&mut self, node: &Node) {
        let items: Vec<bool> = match &node.value {
            Value::List(items) => items.iter().map(|item| matches!(item.value, Value::Map(_))).collect(),
            _ => vec![true; self.rows.len()],
        };
        for (row, _) in self.rows.iter_mut().zip(items).filter(|(_, named)| *named) {
            let count = row.cells.len().max(self.header.len());
            row.cells.resize(count, RawCell::default());
        }
    }

    /// A property as a column; an inner object or list as one column for each of its members: `price.input`.
    fn property(&mut self, cells: &mut Vec<Option<RawCell>>, name: &str, value: &Node) {
        match &value.value {
            Value::Map(inner) if !inner.is_empty() => {
                for (key, value) in inner {
                    let cell = self.cell(value);
                    self.put(cells, &format!("{name}.{key}"), cell);
                }
            }
            Value::List(inner) if !inner.is_empty() => {
                for (index, value) in inner.iter().enumerate() {
                    let cell = self.cell(value);
                    self.put(cells, &format!("{name}.{index}"), cell);
                }
            }
            _ => {
                let cell = self.cell(value);
                self.put(cells, name, cell);
            }
        }
    }

    /// Puts a cell in the column of its name, or in another one of the same name where that has one already.
    fn put(&mut self, cells: &mut Vec<Option<RawCell>>, name: &str, cell: RawCell) {
        let taken = |column: &usize| cells.get(*column).is_some_and(Option::is_some);
        let free = self.columns.get(name).and_then(|columns| columns.iter().find(|column| !taken(column)).copied());
        let column = free.unwrap_or_else(|| {
            let column = self.header.len();
            self.header.push(RawCell::text(name.trim()));
            self.columns.entry(name.to_owned()).or_default().push(column);
            column
        });
        if cells.len() <= column {
            cells.resize(column + 1, None);
        }
        if let Some(place) = cells.get_mut(column) {
            *place = Some(cell);
        }
    }

    fn cell(&self, node: &Node) -> RawCell {
        let source = || self.text.text.get(node.start..node.end).unwrap_or_default();
        let text = match &node.value {
            Value::Null => "",
            Value::Text(text) => text.trim(),
            Value::Printed | Value::List(_) | Value::Map(_) => source(),
        };
        RawCell { text: text.to_owned(), link: None, bytes: self.span(node) }
    }

    fn span(&self, node: &Node) -> Option<(u32, u32)> {
        self.text.span(node.start, node.end)
    }
}

//! Nested values as tables: lists of objects, objects keyed by a name, lists of lists, a header beside lists.

use super::columns::columns;
use super::node::{Node, Value};
use super::path::Match;
use crate::catalogue::{Layout, Rows};
use crate::extract::decode::Text;
use crate::extract::head::{self, Headed, Place};
use crate::extract::markup;
use crate::extract::refusal::{no_table, unreadable};
use crate::extract::tidy::number;
use crate::message;
use crate::schema::{Digest, MOST_BODY_BYTES, Problem, RawCell, RawRow, RawTable, Span};
use smol_str::SmolStr;
use std::collections::HashMap;

/// Cells that one table may have. Objects without common keys would otherwise multiply.
const MOST_CELLS: usize = 2_000_000;

/// Where tables come from.
pub(in crate::extract) struct Origin<'a> {
    pub(in crate::extract) capture: Digest,
    pub(in crate::extract) text: &'a Text<'a>,
    pub(in crate::extract) place: String,
    pub(in crate::extract) heading: Option<String>,
}

/// The tables that values are together: one of all that are objects, whatever columns each of them has, and one for
/// each header of those that are lists of lists. None where no value is a table.
///
/// # Errors
/// Where there are more cells than any leaderboard has, or nothing around has a property that is to be inherited.
pub(in crate::extract) fn tables(
    origin: &Origin<'_>,
    found: &[Match<'_>],
    rows: &Rows,
) -> Result<Vec<RawTable>, Problem> {
    let mut records = Records {
        text: origin.text,
        layout: rows,
        header: Vec::new(),
        columns: HashMap::new(),
        rows: Vec::new(),
        lists: Vec::new(),
        repeated: 0,
    };
    let mut inherited = vec![false; rows.inherit.len()];
    let mut any = false;
    for found in found {
        let around = around(found, rows, &mut inherited, origin.text);
        any |= records.add(found.node, &around)?;
    }
    if let Some(name) = rows.inherit.iter().zip(&inherited).find(|(_, had)| any && !**had).map(|(name, _)| name) {
        return Err(no_table(message!(
            "nothing around the rows has the property {name:?} that they are to inherit",
            "数据行的外层没有应继承的属性 {name:?}"
        )));
    }
    let mut tables = Vec::new();
    let place =
        || Place { capture: origin.capture, table: origin.place.as_str().into(), heading: origin.heading.clone() };
    if !records.rows.is_empty() {
        records.fill_up();
        let rows = std::mem::take(&mut records.rows).into_iter().map(|(row, _)| row).collect();
        let header = std::mem::take(&mut records.header);
        tables.push(head::built(place(), Headed { header_row: 1, header, rows }));
    }
    tables.extend(records.lists.into_iter().map(|headed| head::built(place(), headed)));
    Ok(tables)
}

/// The columns that stand around a value: keys of the path, then the inherited properties of the nearest object.
fn around(found: &Match<'_>, rows: &Rows, inherited: &mut [bool], text: &Text<'_>) -> Vec<Around> {
    let keys = found.keys.iter().map(|(column, key)| Around {
        name: (*column).to_owned(),
        cell: RawCell::text(key.trim()),
        own: false,
    });
    let mut around: Vec<Around> = keys.collect();
    // An object with a header and rows is around its own rows.
    let itself = is_split(found.node).then_some(found.node);
    for (name, had) in rows.inherit.iter().zip(inherited) {
        if name.starts_with('^') {
            // What is said of the response or the file and not of a value.
            *had = true;
            continue;
        }
        let value = found.around.iter().copied().chain(itself).rev().find_map(|node| node.member(name));
        let value = value.filter(|value| value.is_scalar());
        *had |= value.is_some() || matches!(found.node.value, Value::Null);
        let cell = value.map_or_else(RawCell::default, |value| printed(value, text));
        around.push(Around { name: name.clone(), cell, own: true });
    }
    around
}

/// A column that a row has from what stands around it.
struct Around {
    name: String,
    cell: RawCell,
    /// Whether a property of the row itself takes its place.
    own: bool,
}

/// Whether an object is a header beside its rows: `{"headers": […], "data": [[…], …]}`, as gradio, pandas and HELM
/// write tables.
pub(super) fn is_split(node: &Node) -> bool {
    split(node).is_some()
}

fn split(node: &Node) -> Option<(&[Node], &[Node])> {
    let header = ["headers", "columns", "header"].iter().find_map(|name| node.get(name)?.items())?;
    let rows = ["data", "rows"].iter().find_map(|name| node.get(name)?.items())?;
    let is_table = !header.is_empty() && rows.iter().all(|row| row.items().is_some());
    is_table.then_some((header, rows))
}

/// Whether an object has one record per key: all values are objects, or none has an inner structure.
fn is_keyed(members: &[(SmolStr, Node)]) -> bool {
    let all = |fits: fn(&Node) -> bool| members.iter().all(|(_, node)| fits(node));
    !members.is_empty() && (all(|node| node.members().is_some()) || all(Node::is_scalar))
}

/// What a value prints.
pub(super) fn printed(node: &Node, text: &Text<'_>) -> RawCell {
    let cell = match &node.value {
        Value::Null => RawCell::default(),
        Value::Text(string) => markup::cell(string),
        Value::Printed | Value::List(_) | Value::Map(_) => {
            RawCell::text(text.text.get(node.start..node.end).unwrap_or_default())
        }
    };
    RawCell { bytes: text.span(node.start, node.end), ..cell }
}

struct Records<'a> {
    text: &'a Text<'a>,
    layout: &'a Rows,
    header: Vec<RawCell>,
    /// The columns of a name: more than one where an object has the name twice.
    columns: HashMap<String, Vec<usize>>,
    /// The rows of objects, and whether their cells have names.
    rows: Vec<(RawRow, bool)>,
    /// Lists of lists, by header.
    lists: Vec<Headed>,
    /// Bytes of what stands around rows and is repeated on each.
    repeated: usize,
}

impl Records<'_> {
    /// Adds what a value has; whether that is a table or part of one.
    fn add(&mut self, node: &Node, around: &[Around]) -> Result<bool, Problem> {
        match (self.layout.layout, &node.value) {
            (Layout::Record, Value::Map(_)) => self.record(None, node, around)?,
            (Layout::Columns, Value::Map(members)) => {
                let Some(headed) = columns(members, self.text, MOST_CELLS)? else { return Ok(false) };
                self.list(headed, around)?;
            }
            (Layout::Records, Value::List(items)) => return self.items(items, around),
            (Layout::Records, Value::Map(members)) => {
                if let Some((header, rows)) = split(node) {
                    let header = header.iter().map(|name| self.placed(name)).collect();
                    let rows = rows.iter().enumerate().map(|(index, row)| self.line(row, index + 2)).collect();
                    self.list(Headed { header_row: 1, header, rows }, around)?;
                } else if is_keyed(members) {
                    for (key, value) in members {
                        self.record(Some(key), value, around)?;
                    }
                } else {
                    return Ok(false);
                }
            }
            _ => return Ok(false),
        }
        Ok(true)
    }

    fn items(&mut self, items: &[Node], around: &[Around]) -> Result<bool, Problem> {
        if !items.is_empty() && items.iter().all(|item| item.items().is_some()) {
            let lines = items.iter().enumerate().map(|(index, item)| self.line(item, index + 1)).collect();
            let Some(headed) = head::headed(lines, self.layout) else { return Ok(false) };
            self.list(headed, around)?;
        } else if items.iter().any(|item| item.members().is_some()) {
            for item in items {
                self.record(None, item, around)?;
            }
        } else {
            return Ok(false);
        }
        Ok(true)
    }

    /// A list as a row.
    fn line(&self, item: &Node, number_of: usize) -> RawRow {
        let cells = item.items().unwrap_or_default().iter().map(|value| self.placed(value));
        RawRow { number: number(number_of), cells: cells.collect(), bytes: self.span(item) }
    }

    /// A cell of a list: where it is an object with a `value`, that; where it describes a value and has none, nothing.
    fn placed(&self, node: &Node) -> RawCell {
        let Some(value) = node.get("value").filter(|value| value.is_scalar()) else {
            let described = node.get("value").is_none() && node.get("description").is_some();
            return if described { RawCell { bytes: self.span(node), ..RawCell::default() } } else { self.cell(node) };
        };
        let link = node.get("href").and_then(|href| match &href.value {
            Value::Text(href) => Some(href.as_str()),
            _ => None,
        });
        let cell = self.cell(value);
        RawCell { link: cell.link.clone().or(link.map(Into::into)), ..cell }
    }

    /// Adds rows below a header to those that have the same header already.
    fn list(&mut self, found: Headed, around: &[Around]) -> Result<(), Problem> {
        let Headed { header_row, header: own, mut rows } = found;
        let names = around.iter().map(|around| RawCell::text(&around.name));
        let header: Vec<RawCell> = names.chain(own).collect();
        for row in &mut rows {
            self.repeat(around)?;
            row.cells.splice(0..0, around.iter().map(|around| around.cell.clone()));
            keep_within(row);
        }
        let texts = |cells: &[RawCell]| cells.iter().map(|cell| cell.text.clone()).collect::<Vec<_>>();
        let wanted = texts(&header);
        // Columns without names are the same ones, however many there are.
        let unnamed = self.layout.header_rows == Some(0);
        match self.lists.iter_mut().find(|list| unnamed || texts(&list.header) == wanted) {
            Some(list) => {
                let next = list.rows.last().map_or(2, |row| usize::try_from(row.number).unwrap_or(0) + 1);
                head::renumber(&mut rows, next);
                if header.len() > list.header.len() {
                    list.header = header;
                }
                list.rows.append(&mut rows);
            }
            None => self.lists.push(Headed { header_row, header, rows }),
        }
        let cells = self.lists.iter().map(|list| list.header.len().saturating_mul(list.rows.len()));
        within_budget(cells.fold(0, usize::saturating_add))
    }

    /// One object as a row. What is no object becomes a row of one cell, whose count shows that it does not fit.
    fn record(&mut self, key: Option<&str>, item: &Node, around: &[Around]) -> Result<(), Problem> {
        let mut cells: Vec<Option<RawCell>> = Vec::new();
        let members = item.members();
        self.repeat(around)?;
        let named = members.is_some() || key.is_some();
        if named {
            for Around { name, cell, own } in around {
                if !(*own && item.get(name).is_some()) {
                    self.put(&mut cells, name, cell.clone());
                }
            }
        }
        if let Some(key) = key {
            self.put(&mut cells, "key", RawCell::text(key.trim()));
        }
        match (members, key) {
            (Some(members), _) => {
                for (name, value) in members {
                    self.property(&mut cells, name, value, self.layout.depth);
                }
            }
            (None, Some(_)) => {
                let cell = self.cell(item);
                self.put(&mut cells, "value", cell);
            }
            (None, None) => cells.push(Some(self.cell(item))),
        }
        let mut cells: Vec<RawCell> = cells.into_iter().map(Option::unwrap_or_default).collect();
        cells.shrink_to_fit();
        let mut row = RawRow { number: number(self.rows.len() + 2), cells, bytes: self.span(item) };
        keep_within(&mut row);
        self.rows.push((row, named));
        // Every row is filled up to the whole header in the end, so the product is what counts.
        within_budget(self.header.len().saturating_mul(self.rows.len()))
    }

    /// An object that lacks a key has an empty cell there: its cells are named, so nothing can be shifted.
    fn fill_up(&mut self) {
        for (row, _) in self.rows.iter_mut().filter(|(_, named)| *named) {
            let more = self.header.len().saturating_sub(row.cells.len());
            row.cells.reserve_exact(more);
            row.cells.extend(std::iter::repeat_n(RawCell::default(), more));
        }
    }

    /// A property as a column; an inner object or list as one column for each of its members, as deep as the
    /// definition says: `price.input`.
    fn property(&mut self, cells: &mut Vec<Option<RawCell>>, name: &str, value: &Node, depth: usize) {
        match &value.value {
            Value::Map(inner) if !inner.is_empty() && depth > 0 => {
                for (key, value) in inner {
                    self.property(cells, &format!("{name}.{key}"), value, depth - 1);
                }
            }
            Value::List(inner) if !inner.is_empty() && depth > 0 => {
                for (index, value) in inner.iter().enumerate() {
                    self.property(cells, &format!("{name}.{index}"), value, depth - 1);
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

    /// What is repeated on many rows must not grow without end.
    fn repeat(&mut self, around: &[Around]) -> Result<(), Problem> {
        self.repeated += around.iter().map(|around| around.cell.text.len()).sum::<usize>();
        if self.repeated > MOST_BODY_BYTES { Err(crate::extract::refusal::too_large(MOST_BODY_BYTES)) } else { Ok(()) }
    }

    fn cell(&self, node: &Node) -> RawCell {
        printed(node, self.text)
    }

    fn span(&self, node: &Node) -> Option<Span> {
        self.text.span(node.start, node.end)
    }
}

/// A cell that was written elsewhere (above the row, or where a YAML alias points to) keeps no bytes: those of the row
/// do not hold it.
fn keep_within(row: &mut RawRow) {
    let Some(bytes) = row.bytes else { return };
    for cell in &mut row.cells {
        cell.bytes = cell.bytes.filter(|cell| cell.is_within(bytes));
    }
}

fn within_budget(cells: usize) -> Result<(), Problem> {
    if cells <= MOST_CELLS {
        return Ok(());
    }
    Err(unreadable(message!("the table has more than {MOST_CELLS} cells", "表格的单元格超过 {MOST_CELLS} 个")))
}

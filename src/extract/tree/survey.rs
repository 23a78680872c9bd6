//! Every table of a body of nested values, where no path says which are meant.

use super::body::Tree;
use super::node::{Node, Value};
use super::path::{Match, escaped};
use super::records::{is_split, tables};
use crate::catalogue::{Layout, Rows};
use crate::schema::RawTable;

/// Lists of records, and objects keyed by a name that hold no such list. A definition that lays out one object or
/// columns means the whole body.
pub(super) fn survey(tree: &Tree<'_>, rows: &Rows) -> Vec<RawTable> {
    let mut survey = Survey { tree, rows, around: Vec::new(), found: Vec::new() };
    match rows.layout {
        Layout::Records => survey.collect(&tree.root, ""),
        Layout::Record | Layout::Columns => survey.push(&tree.root, ""),
    }
    survey.found
}

struct Survey<'a> {
    tree: &'a Tree<'a>,
    rows: &'a Rows,
    around: Vec<&'a Node>,
    found: Vec<RawTable>,
}

impl<'a> Survey<'a> {
    fn push(&mut self, node: &'a Node, pointer: &str) {
        let found = Match { node, pointer: pointer.to_owned(), keys: Vec::new(), around: self.around.clone() };
        // What cannot be a table is told where a definition names its place.
        self.found.extend(tables(&self.tree.origin(pointer), &[found], self.rows).unwrap_or_default());
    }

    fn collect(&mut self, node: &'a Node, pointer: &str) {
        let before = self.found.len();
        match &node.value {
            Value::List(items) => {
                self.push(node, pointer);
                let is_table = self.found.len() > before;
                self.around.push(node);
                for (index, item) in items.iter().enumerate() {
                    let pointer = format!("{pointer}/{index}");
                    if is_table { self.collect_split(item, &pointer) } else { self.collect(item, &pointer) }
                }
                self.around.pop();
            }
            Value::Map(_) if is_split(node) => self.push(node, pointer),
            Value::Map(members) => {
                self.around.push(node);
                for (key, value) in members {
                    self.collect(value, &format!("{pointer}/{}", escaped(key)));
                }
                self.around.pop();
                let holds_objects = members.iter().all(|(_, value)| matches!(value.value, Value::Map(_)));
                if self.found.len() == before && members.len() > 1 && holds_objects {
                    self.push(node, pointer);
                }
            }
            _ => {}
        }
    }

    /// Within records only what is a table without doubt: a header beside its rows.
    fn collect_split(&mut self, node: &'a Node, pointer: &str) {
        match &node.value {
            Value::Map(_) if is_split(node) => self.push(node, pointer),
            Value::Map(members) => {
                self.around.push(node);
                for (key, value) in members.iter().filter(|(_, value)| !value.is_scalar()) {
                    self.collect_split(value, &format!("{pointer}/{}", escaped(key)));
                }
                self.around.pop();
            }
            Value::List(items) => {
                self.around.push(node);
                for (index, item) in items.iter().enumerate().filter(|(_, item)| !item.is_scalar()) {
                    self.collect_split(item, &format!("{pointer}/{index}"));
                }
                self.around.pop();
            }
            _ => {}
        }
    }
}

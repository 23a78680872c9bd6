//! The columns of a file. Columns within groups are called by their path, `scores.mmlu`; the groups by which the format
//! writes a list are no part of it.

use ::parquet::basic::{ConvertedType, Repetition};
use ::parquet::schema::types::Type;

/// One column.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Leaf {
    /// Its name.
    pub name: String,
    /// For each list around its values, from the outside: the level at which it has an item. One level below, the list
    /// is there and empty.
    pub lists: Vec<i16>,
    /// The level at which there is a value.
    pub value: i16,
}

/// The columns in the order of the file.
pub(super) fn leaves(root: &Type) -> Vec<Leaf> {
    let mut leaves = Vec::new();
    for field in fields(root) {
        walk(field, &Leaf::default(), false, &mut leaves);
    }
    leaves
}

/// `plain` where the node is written only because a list is.
fn walk(node: &Type, above: &Leaf, plain: bool, leaves: &mut Vec<Leaf>) {
    let mut leaf = above.clone();
    let info = node.get_basic_info();
    let repetition = if info.has_repetition() { info.repetition() } else { Repetition::REQUIRED };
    if !plain {
        let dot = if leaf.name.is_empty() { "" } else { "." };
        leaf.name = format!("{}{dot}{}", leaf.name, node.name());
    }
    leaf.value += i16::from(repetition != Repetition::REQUIRED);
    if repetition == Repetition::REPEATED {
        leaf.lists.push(leaf.value);
    }
    if node.is_primitive() {
        leaves.push(leaf);
        return;
    }
    let is_list =
        matches!(info.converted_type(), ConvertedType::LIST | ConvertedType::MAP | ConvertedType::MAP_KEY_VALUE);
    // `tags (LIST) { repeated list { element } }`: neither `list` nor `element` is a name.
    let item_of_list = plain && repetition == Repetition::REPEATED && fields(node).len() == 1;
    for field in fields(node) {
        let repeated =
            field.get_basic_info().has_repetition() && field.get_basic_info().repetition() == Repetition::REPEATED;
        walk(field, &leaf, item_of_list || (is_list && repeated), leaves);
    }
}

fn fields(node: &Type) -> &[std::sync::Arc<Type>] {
    if node.is_group() { node.get_fields() } else { &[] }
}

impl Leaf {
    /// An empty cell of this column; `quoted` where values within a list are.
    pub(super) fn cell(&self, quoted: bool) -> Cell<'_> {
        Cell { leaf: self, quoted, text: String::new(), open: 0 }
    }
}

/// The text of a cell while it is put together from what is stored.
pub(super) struct Cell<'l> {
    leaf: &'l Leaf,
    quoted: bool,
    text: String,
    /// How many lists are open.
    open: usize,
}

impl Cell<'_> {
    /// Adds what is stored next: how much of the path to a value is there, the list that it is a further item of, 0
    /// where it begins the record, and the value.
    pub(super) fn add(&mut self, level: i16, repeat: i16, value: Option<String>) {
        if repeat > 0 {
            self.close(usize::try_from(repeat).unwrap_or_default());
            self.text.push(',');
        }
        while let Some(item) = self.leaf.lists.get(self.open) {
            if level < *item {
                let empty = if level == *item - 1 { "[]" } else { "null" };
                // A record without any list is an empty cell.
                if self.open > 0 || empty == "[]" {
                    self.text.push_str(empty);
                }
                return;
            }
            self.text.push('[');
            self.open += 1;
        }
        match value {
            Some(text) if self.open == 0 => self.text = text,
            Some(text) if self.quoted => self.text.push_str(&serde_json::Value::from(text).to_string()),
            Some(text) => self.text.push_str(&text.to_ascii_lowercase()),
            None if self.open > 0 => self.text.push_str("null"),
            None => {}
        }
    }

    pub(super) fn len(&self) -> usize {
        self.text.len()
    }

    pub(super) fn finish(mut self) -> String {
        self.close(0);
        self.text
    }

    fn close(&mut self, open: usize) {
        while self.open > open {
            self.text.push(']');
            self.open -= 1;
        }
    }
}

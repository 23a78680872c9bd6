//! Nested values as JSON and scripts write them: numbers keep their printed digits, everything keeps its place.

/// A value and where it stands in the text.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Node {
    pub(super) value: Value,
    pub(super) start: usize,
    pub(super) end: usize,
}

/// What a value is.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Value {
    /// `null`, `undefined`, `void 0`.
    Null,
    /// A string, its escapes resolved.
    Text(String),
    /// A number, a truth value or an expression: what stands in the source.
    Printed,
    /// An array.
    List(Vec<Node>),
    /// An object, in the order of the source; a key may occur twice.
    Map(Vec<(String, Node)>),
}

impl Node {
    /// The value of `key`: the last one, as in a browser, where it occurs twice.
    pub(super) fn get(&self, key: &str) -> Option<&Node> {
        match &self.value {
            Value::Map(properties) => properties.iter().rev().find(|(name, _)| name == key).map(|(_, node)| node),
            _ => None,
        }
    }
}

//! Nested values as data files and scripts write them: numbers keep their printed digits, everything keeps its place.

use smol_str::SmolStr;

/// A value and where it stands in the text.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::extract) struct Node {
    pub(in crate::extract) value: Value,
    pub(in crate::extract) start: usize,
    pub(in crate::extract) end: usize,
}

/// What a value is.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::extract) enum Value {
    /// `null`, `undefined`, `void 0`, an empty plain scalar.
    Null,
    /// A string, its escapes resolved.
    Text(SmolStr),
    /// A number, a truth value or an expression: what stands in the source.
    Printed,
    /// An array.
    List(Box<[Node]>),
    /// An object, in the order of the source; a key may occur twice.
    Map(Box<[(SmolStr, Node)]>),
}

impl Node {
    /// The value of `key`: the last one, as in a browser, where it occurs twice.
    pub(in crate::extract) fn get(&self, key: &str) -> Option<&Node> {
        match &self.value {
            Value::Map(properties) => properties.iter().rev().find(|(name, _)| name == key).map(|(_, node)| node),
            _ => None,
        }
    }

    /// The value at a dotted path of members: `info.name`. A member whose own name has the dot comes first.
    pub(super) fn member(&self, name: &str) -> Option<&Node> {
        self.get(name).or_else(|| {
            let (first, rest) = name.split_once('.')?;
            self.get(first)?.member(rest)
        })
    }

    /// Whether it has no inner structure.
    pub(super) fn is_scalar(&self) -> bool {
        !matches!(self.value, Value::List(_) | Value::Map(_))
    }

    /// The items, if it is a list.
    pub(super) fn items(&self) -> Option<&[Node]> {
        match &self.value {
            Value::List(items) => Some(items),
            _ => None,
        }
    }

    /// The members, if it is an object.
    pub(super) fn members(&self) -> Option<&[(SmolStr, Node)]> {
        match &self.value {
            Value::Map(members) => Some(members),
            _ => None,
        }
    }
}

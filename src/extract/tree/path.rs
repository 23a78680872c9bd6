//! The values that a path leads to.

use super::node::{Node, Value};
use crate::catalogue::{PathStep as Step, path_steps};
use crate::extract::refusal::unreadable;
use crate::message;
use crate::schema::Problem;

/// Values that one path may lead to.
const MOST_MATCHES: usize = 200_000;

/// A value that a path leads to.
#[derive(Debug, Clone)]
pub(in crate::extract) struct Match<'a> {
    pub(in crate::extract) node: &'a Node,
    /// The pointer of this one.
    pub(in crate::extract) pointer: String,
    /// The keys that a step `{column}` met, with the column's name.
    pub(super) keys: Vec<(&'a str, String)>,
    /// The values around it, the outermost first.
    pub(super) around: Vec<&'a Node>,
}

/// The values that a path leads to, in the order of the text; none where it leads nowhere.
///
/// # Errors
/// Where it leads to more values than any leaderboard has.
pub(in crate::extract) fn find<'a>(root: &'a Node, path: &'a str) -> Result<Vec<Match<'a>>, Problem> {
    let start = Match { node: root, pointer: String::new(), keys: Vec::new(), around: Vec::new() };
    let Some(steps) = path_steps(path) else { return Ok(Vec::new()) };
    let mut found = vec![start];
    for step in steps {
        let mut next = Vec::new();
        for from in &found {
            take(&step, from, &mut next);
            if next.len() > MOST_MATCHES {
                return Err(unreadable(message!(
                    "the path {path:?} leads to more than {MOST_MATCHES} values",
                    "路径 {path:?} 指向的值超过 {MOST_MATCHES} 个"
                )));
            }
        }
        found = next;
    }
    Ok(found)
}

/// Where a step leads from a value.
fn take<'a>(step: &Step<'a>, from: &Match<'a>, next: &mut Vec<Match<'a>>) {
    let mut go = |key: &str, node: &'a Node| {
        let mut keys = from.keys.clone();
        match step {
            Step::Named(column, None) => keys.push((column, key.to_owned())),
            Step::Named(column, Some(property)) => keys.push((column, text_of(node, property))),
            Step::Having(property, text) if text_of(node, property) != *text => return,
            _ => {}
        }
        let around = from.around.iter().copied().chain([from.node]).collect();
        next.push(Match { node, pointer: format!("{}/{}", from.pointer, escaped(key)), keys, around });
    };
    match (&from.node.value, step) {
        (Value::List(items), Step::Key(key)) => {
            if let Some(item) = key.parse::<usize>().ok().and_then(|index| items.get(index)) {
                go(key, item);
            }
        }
        (Value::Map(_), Step::Key(key)) => {
            if let Some(node) = from.node.get(key) {
                go(key, node);
            }
        }
        (Value::List(items), _) => items.iter().enumerate().for_each(|(index, node)| go(&index.to_string(), node)),
        (Value::Map(members), _) => members.iter().for_each(|(key, node)| go(key, node)),
        _ => {}
    }
}

/// The text of a property; empty where there is none.
fn text_of(node: &Node, property: &str) -> String {
    match node.member(property).map(|node| &node.value) {
        Some(Value::Text(text)) => text.trim().to_owned(),
        _ => String::new(),
    }
}

/// A key as a step of a pointer.
pub(super) fn escaped(key: &str) -> String {
    key.replace('~', "~0").replace('/', "~1")
}

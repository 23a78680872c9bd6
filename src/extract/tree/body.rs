//! A body of nested values.

use super::node::{Node, Value};
use super::path::{Match, find};
use super::records::{Origin, tables};
use super::survey::survey;
use crate::catalogue::Rows;
use crate::extract::body::{Body, Inner};
use crate::extract::decode::Text;
use crate::extract::refusal::{no_such_place, nothing_within};
use crate::schema::{Digest, Problem, RawTable};
use std::borrow::Cow;

/// A body that is one nested value.
pub(super) struct Tree<'a> {
    pub(super) capture: Digest,
    pub(super) text: Text<'a>,
    pub(super) root: Node,
}

impl Tree<'_> {
    pub(super) fn origin(&self, pointer: &str) -> Origin<'_> {
        let place = if pointer.is_empty() { "/" } else { pointer }.to_owned();
        Origin { capture: self.capture, text: &self.text, place, heading: None }
    }
}

impl Body for Tree<'_> {
    fn all(&self, rows: &Rows) -> Cow<'_, [RawTable]> {
        Cow::Owned(survey(self, rows))
    }

    fn at(&self, path: &str, rows: &Rows) -> Result<Vec<RawTable>, Problem> {
        let found = tables(&self.origin(path), &find(&self.root, path)?, rows)?;
        if found.is_empty() { Err(no_such_place(path, &self.all(rows))) } else { Ok(found) }
    }

    fn inner(&self, path: &str) -> Result<Vec<Inner>, Problem> {
        let strings = strings(&self.text, &find(&self.root, path)?);
        if strings.is_empty() { Err(nothing_within(path)) } else { Ok(strings) }
    }
}

/// The strings among the values that a path leads to, as bodies of their own.
pub(in crate::extract) fn strings(text: &Text<'_>, found: &[Match<'_>]) -> Vec<Inner> {
    let inner = |found: &Match<'_>| {
        let Value::Text(string) = &found.node.value else { return None };
        let (start, end) = (found.node.start, found.node.end);
        // Between its quotes, unless escapes make it another text than what stands there.
        let plain = [(start + 1, end.checked_sub(1)?), (start, end)]
            .into_iter()
            .find(|(from, to)| text.text.get(*from..*to) == Some(string.as_str()));
        Some(Inner {
            place: found.pointer.clone(),
            bytes: string.as_bytes().to_vec(),
            offset: plain.zip(text.skipped).map(|((from, _), skipped)| from + skipped),
            ..Inner::default()
        })
    };
    found.iter().filter_map(inner).collect()
}

//! Contents that followed each other at one address.

use crate::schema::{Content, Edition, Snapshot};
use std::collections::BTreeMap;

/// Two consecutive contents of one edition at one address.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Succession<'a> {
    /// What the second one is.
    pub kind: SuccessionKind,
    /// The earlier content.
    pub from: &'a Snapshot,
    /// The later content.
    pub to: &'a Snapshot,
}

/// What a second content at one address is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SuccessionKind {
    /// The publisher changed an edition after putting it up.
    Revision,
    /// A rolling board went on.
    Update,
}

/// Every pair of consecutive contents of one edition at one address, oldest first.
///
/// The same edition at another address is no revision, and bytes that say the same are no new content.
#[must_use]
pub fn revisions(history: &[Snapshot]) -> Vec<Succession<'_>> {
    let mut found: Vec<Succession<'_>> =
        lines(history).into_values().flat_map(|line| successions(&distinct(line))).collect();
    found.sort_by(|a, b| a.to.order().cmp(&b.to.order()));
    found
}

/// The snapshots by edition and address, each line oldest first.
pub(super) fn lines(history: &[Snapshot]) -> BTreeMap<(Option<&Edition>, &str), Vec<&Snapshot>> {
    let mut lines: BTreeMap<(Option<&Edition>, &str), Vec<&Snapshot>> = BTreeMap::new();
    for snapshot in history {
        lines.entry((snapshot.edition.as_ref(), &snapshot.address)).or_default().push(snapshot);
    }
    for line in lines.values_mut() {
        line.sort_by(|a, b| a.order().cmp(&b.order()));
    }
    lines
}

/// The line without contents that say what the one before them said.
pub(super) fn distinct(line: Vec<&Snapshot>) -> Vec<&Snapshot> {
    let mut line = line;
    if line.len() > 1 {
        let mut last = None;
        line.retain(|snapshot| {
            let contents = snapshot.contents();
            last.replace(contents) != Some(contents)
        });
    }
    line
}

fn successions<'a>(line: &[&'a Snapshot]) -> Vec<Succession<'a>> {
    let pairs = line.iter().zip(line.iter().skip(1));
    pairs
        .map(|(from, to)| {
            let kind = if to.edition.is_some() { SuccessionKind::Revision } else { SuccessionKind::Update };
            Succession { kind, from, to }
        })
        .collect()
}

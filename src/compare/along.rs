//! Two contents compared by way of those in between, which follow an entry through a rename.

use super::diff::Diff;
use super::evaluate::{diff_by, diff_with};
use super::who::Who;
use crate::schema::{Content, Snapshot};
use std::collections::HashMap;

/// The contents of a board that lie between two of them in its order.
#[must_use]
pub fn between<'a, C: Content>(history: &'a [C], from: &C, to: &C) -> Vec<&'a C> {
    let between = |other: &&C| from.order() < other.order() && other.order() < to.order();
    history.iter().filter(between).collect()
}

/// Like [`diff_by`] between the first and the last of these contents, of which those in between are in their order. An
/// entry that the two alone would show as gone
/// and another as new is one where the contents in between lead from its name to the other; as every rename, that
/// is probable. `None` for fewer than two contents.
#[must_use]
pub fn diff_along(path: &[&Snapshot], who: &Who) -> Option<Diff> {
    let (from, rest) = path.split_first()?;
    let to = rest.last()?;
    let direct = diff_by(from, to, who);
    if rest.len() == 1 || direct.left.is_empty() || direct.entered.is_empty() {
        return Some(direct);
    }
    // What a recording of some rows lacks says nothing, so it is stepped over.
    let whole = |index: usize, snapshot: &Snapshot| index == 0 || index + 1 == path.len() || !snapshot.is_partial();
    let steps: Vec<&Snapshot> = path
        .iter()
        .enumerate()
        .filter(|(index, snapshot)| whole(*index, snapshot))
        .map(|(_, snapshot)| *snapshot)
        .collect();
    let mut reached: HashMap<usize, usize> = direct.left.iter().map(|seat| (seat.index, seat.index)).collect();
    for (before, after) in steps.iter().zip(steps.iter().skip(1)) {
        let step: HashMap<usize, usize> =
            diff_by(before, after, who).pairs.iter().map(|pair| (pair.from.index, pair.to.index)).collect();
        reached = reached.into_iter().filter_map(|(start, now)| Some((start, *step.get(&now)?))).collect();
        if reached.is_empty() {
            return Some(direct);
        }
    }
    Some(diff_with(from, to, who, &reached))
}

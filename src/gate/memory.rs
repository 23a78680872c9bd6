//! What a board's earlier contents teach, and what a later one is held against.

use super::columns::columns;
use super::exchange::{exchanges, organizations};
use super::jump::{gone, jumps, missing_more, outside_interval};
use super::learnt::{Metrics, Usual};
use super::names::{any_markup, names};
use super::order::{Disagreement, disagreement, has_order};
use super::pairing::Pairing;
use super::rows::{Canaries, doubled, is_near, rows, twice};
use super::scale::{located, rescaled};
use super::shift::shifted;
use super::stable::stable;
use crate::catalogue::Board;
use crate::schema::{Digest, Edition, Problem, Snapshot};
use std::collections::{BTreeMap, HashMap, HashSet};

/// An order that so many contents kept is the board's: SC-Safety kept one for three, and then printed the places of
/// another table.
const ORDERED_CONTENTS: usize = 4;

/// What the contents of a board that got in teach. They are learnt in the order of publication; the contents
/// themselves stay with the caller, in `past`, and are known here by their place in it.
#[derive(Debug, Default)]
pub struct Memory {
    metrics: Metrics,
    resources: HashMap<String, Resource>,
}

/// Of one resource: another one may print other columns and names.
#[derive(Debug, Default)]
struct Resource {
    /// The last content of each edition at each address.
    last: BTreeMap<(Option<Edition>, String), usize>,
    contents: HashSet<(String, Digest)>,
    usual: Usual,
    canaries: Canaries,
    in_order: usize,
    out_of_order: bool,
    markup: bool,
    twice: bool,
}

/// The content before.
struct Before<'a> {
    snapshot: &'a Snapshot,
    /// Whether it is of the same edition, or of a rolling board.
    revision: bool,
}

impl Memory {
    /// Holds a content against what was learnt; gives what a reader should know of how it differs.
    ///
    /// # Errors
    /// A refusal: the content is to be held back.
    pub fn assess(&self, board: &Board, past: &[Snapshot], now: &Snapshot) -> Result<Vec<Problem>, Problem> {
        let unknown = Resource::default();
        let known = self.resources.get(resource_of(&now.address)).unwrap_or(&unknown);
        // What was let in once needs no second look when it comes back.
        if known.contents.contains(&(now.address.clone(), now.contents())) {
            return Ok(Vec::new());
        }
        let mut problems = names(now, known.markup)?;
        if !known.twice {
            doubled(now)?;
        }
        problems.extend(outside_interval(now));
        let before = known.before(past, now);
        if let Some(before) = &before {
            problems.extend(held_against(board, known, before, now)?);
        }
        if before.as_ref().is_none_or(|before| is_near(before.snapshot, now)) {
            known.canaries.check(now)?;
        }
        for metric in &now.metrics {
            let is_new = self.metrics.get(&metric.id).is_some_and(|known| known.is_broken(metric, now));
            // Some rows alone say little of where a metric lies.
            let judged = !is_new && !now.is_partial();
            if let Some(location) = self.metrics.get(&metric.id).and_then(|known| known.location).filter(|_| judged) {
                located(now, metric, &location)?;
            }
        }
        if !before.is_some_and(|before| before.revision) {
            missing_more(now, &self.metrics)?;
        }
        match disagreement(now).filter(Disagreement::is_break) {
            Some(found)
                if !known.out_of_order && known.in_order >= ORDERED_CONTENTS && board.expect.ordered.is_none() =>
            {
                Err(found.problem())
            }
            _ => Ok(problems),
        }
    }

    /// Learns from a content that got in: `past[index]`.
    pub fn learn(&mut self, past: &[Snapshot], index: usize) {
        let Some(now) = past.get(index) else { return };
        self.metrics.learn(now);
        let known = self.resources.entry(resource_of(&now.address).to_owned()).or_default();
        if let Some(before) = known.before(past, now)
            && before.revision
        {
            known.usual.learn(&Pairing::of(before.snapshot, now));
        }
        known.canaries.learn(now);
        match disagreement(now) {
            Some(found) => known.out_of_order |= found.is_break(),
            None => known.in_order += usize::from(has_order(now)),
        }
        known.markup |= any_markup(now);
        known.twice |= twice(now) > 0;
        known.contents.insert((now.address.clone(), now.contents()));
        known.last.insert((now.edition.clone(), now.address.clone()), index);
    }
}

impl Resource {
    /// The last content of this edition, at this address if there is one; else of the edition before it, else of the
    /// one after.
    fn before<'a>(&self, past: &'a [Snapshot], now: &Snapshot) -> Option<Before<'a>> {
        let content = |index: &usize| past.get(*index);
        let same =
            |((edition, _), index): (&(Option<Edition>, String), &usize)| (*edition == now.edition).then_some(*index);
        let here = self.last.get(&(now.edition.clone(), now.address.clone())).copied();
        if let Some(snapshot) = here.or_else(|| self.last.iter().filter_map(same).max()).as_ref().and_then(content) {
            return Some(Before { snapshot, revision: true });
        }
        let place = (now.edition.clone(), String::new());
        let earlier = self.last.range(..&place).next_back();
        let snapshot = earlier.or_else(|| self.last.range(&place..).next()).and_then(|(_, index)| content(index))?;
        Some(Before { snapshot, revision: false })
    }
}

fn held_against(board: &Board, known: &Resource, before: &Before<'_>, now: &Snapshot) -> Result<Vec<Problem>, Problem> {
    let pairing = Pairing::of(before.snapshot, now);
    let mut problems = columns(board, &pairing)?;
    rescaled(&pairing)?;
    if !before.revision {
        organizations(&pairing)?;
        return Ok(problems);
    }
    problems.extend(exchanges(&pairing)?);
    problems.extend(rows(&pairing, &known.usual)?);
    problems.extend(gone(&pairing)?);
    shifted(&pairing)?;
    problems.extend(stable(&pairing, &known.usual)?);
    problems.extend(jumps(&pairing));
    Ok(problems)
}

/// The resource of an address: `readme https://…`.
fn resource_of(address: &str) -> &str {
    address.split(' ').next().unwrap_or_default()
}

//! How many values change from one content to the next, and whether those that do resemble the former ones.

use super::learnt::Usual;
use super::pairing::{Change, Pairing};
use super::words::{of_table, share};
use crate::message;
use crate::schema::{Code, Problem};

/// The likeness of fewer entries is chance.
const FEWEST: usize = 10;

/// After so many steps a board is known to keep its values.
const STEPS: usize = 3;

/// A board of which at most a fifth of the values ever changed in a step …
const SELDOM: f64 = 0.2;

/// … does not change four fifths of them at once without a new round of tests.
const NEARLY_ALL: f64 = 0.8;

/// Below this rank correlation values have nothing to do with those before. A column under another one's header still
/// has 0.5 and more, since good models are good at most things; the lowest that an honest revision of ten entries or more showed is 0.65.
const LIKENESS: f64 = 0.3;

/// Where every step before had at least this …
const ALWAYS_ALIKE: f64 = 0.9;

/// … less than this is too little.
const NO_LONGER_ALIKE: f64 = 0.5;

/// How the values of a metric changed in a step, or in the steps so far.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Stability {
    /// The greatest share of values that changed.
    pub changed: f64,
    /// The lowest rank correlation of the values after a step with those before.
    pub likeness: f64,
}

impl Stability {
    /// `None` for too few entries.
    pub(super) fn of(changes: &[Change<'_>]) -> Option<Stability> {
        if changes.len() < FEWEST {
            return None;
        }
        let count = changes.iter().filter(|change| !change.before.number.agrees_with(change.now.number)).count();
        let likeness = if count == 0 { 1.0 } else { likeness(changes) };
        Some(Stability { changed: share(count, changes.len()), likeness })
    }

    pub(super) fn and(self, other: Stability) -> Stability {
        Stability { changed: self.changed.max(other.changed), likeness: self.likeness.min(other.likeness) }
    }
}

/// Spearman's rank correlation, ties at their mean rank; 1 where either side is all one value.
fn likeness(changes: &[Change<'_>]) -> f64 {
    let before = ranks(&changes.iter().map(|change| change.before.value()).collect::<Vec<_>>());
    let now = ranks(&changes.iter().map(|change| change.now.value()).collect::<Vec<_>>());
    let mean = share(changes.len() + 1, 2);
    let sum = |pairs: &mut dyn Iterator<Item = (f64, f64)>| pairs.map(|(a, b)| (a - mean) * (b - mean)).sum::<f64>();
    let cross = sum(&mut before.iter().copied().zip(now.iter().copied()));
    let own = sum(&mut before.iter().map(|rank| (*rank, *rank))) * sum(&mut now.iter().map(|rank| (*rank, *rank)));
    if own <= 0.0 { 1.0 } else { cross / own.sqrt() }
}

fn ranks(values: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..values.len()).collect();
    let value = |index: &usize| values.get(*index).copied().unwrap_or_default();
    order.sort_by(|a, b| value(a).total_cmp(&value(b)));
    let mut ranks = vec![0.0; values.len()];
    let mut start = 0;
    for tied in order.chunk_by(|a, b| value(a).total_cmp(&value(b)).is_eq()) {
        let rank = share(2 * start + tied.len() + 1, 2);
        for index in tied {
            if let Some(place) = ranks.get_mut(*index) {
                *place = rank;
            }
        }
        start += tied.len();
    }
    ranks
}

/// Holds the change of the values against what is usual here.
///
/// # Errors
/// A refusal that names the metric: nearly all values changed and no longer resemble the former ones. Values that
/// changed where they seldom do and resemble them are a new round of tests, which is noted.
pub(super) fn stable(pairing: &Pairing<'_>, usual: &Usual) -> Result<Vec<Problem>, Problem> {
    let mut notes = Vec::new();
    for metric in pairing.metrics() {
        let Some(here) = Stability::of(pairing.changes(&metric.id)) else { continue };
        if here.changed < NEARLY_ALL {
            continue;
        }
        let known = usual.stability(&metric.id).filter(|_| usual.steps >= STEPS);
        let bar = if known.is_some_and(|known| known.likeness >= ALWAYS_ALIKE) { NO_LONGER_ALIKE } else { LIKENESS };
        let (id, likeness) = (&metric.id, format!("{:.2}", here.likeness));
        let percent = format!("{:.0}", here.changed * 100.0);
        if here.likeness < bar {
            let what = message!(
                "{percent} in 100 figures of {id} changed, and their order agrees with the former one to {likeness} of 1",
                "{id} 的数值有 {percent}% 改变，其顺序与原先的相关系数为 {likeness}"
            );
            return Err(of_table(Code::ValuesChanged, pairing.now, what));
        }
        if known.is_some_and(|known| known.changed <= SELDOM) {
            let what = message!(
                "{percent} in 100 figures of {id} changed, where few did in any step before",
                "{id} 的数值有 {percent}% 改变，而以往每次只有少数改变"
            );
            notes.push(of_table(Code::ManyChanges, pairing.now, what));
        }
    }
    Ok(notes)
}

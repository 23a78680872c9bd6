//! Whether the order follows the metric by which the board orders: by printed places, or by the rows where the board
//! prints none.

use super::words::{problem, quote, share};
use crate::message;
use crate::schema::{Code, Entry, Metric, Problem, Rank, Score, Snapshot};
use std::cmp::Ordering;

/// Fewer entries are in order by chance.
const FEWEST: usize = 5;

/// A fifth of the entries, since a few places are often set by hand or by a tie-breaker that is not printed.
const MISPLACED: f64 = 0.2;

/// The first entry that scores better than one above it, and how many have to move for the order to be right.
pub(super) struct Disagreement<'a> {
    metric: &'a Metric,
    entry: &'a Entry,
    score: &'a Score,
    misplaced: usize,
    entries: usize,
}

impl Disagreement<'_> {
    /// Whether the table as a whole is no longer in order, where it always was.
    pub(super) fn is_break(&self) -> bool {
        self.entries >= FEWEST && self.misplaced >= 2 && share(self.misplaced, self.entries) > MISPLACED
    }

    pub(super) fn problem(&self) -> Problem {
        let (id, name, score) = (&self.metric.id, quote(&self.entry.name), quote(&self.score.text));
        let (misplaced, entries) = (self.misplaced, self.entries);
        let what = message!(
            "{misplaced} of {entries} entries are not where {id} puts them; the first is {name} ({score})",
            "{entries} 个条目中有 {misplaced} 个的位置与 {id} 不符，首个为 {name}（{score}）"
        );
        problem(Code::OrderBroken, &self.score.at, what)
    }
}

/// Whether there is an order to learn from.
pub(super) fn has_order(snapshot: &Snapshot) -> bool {
    ordered(snapshot).is_some_and(|(_, ranking)| ranking.len() >= FEWEST)
}

type Ranking<'a> = Vec<(&'a Entry, &'a Score, Option<u32>)>;

fn ordered(snapshot: &Snapshot) -> Option<(&Metric, Ranking<'_>)> {
    let metric = snapshot.primary()?;
    let placed = snapshot.entries.iter().any(|entry| entry.rank.place().is_some());
    let counts = |entry: &&Entry| if placed { entry.rank.place().is_some() } else { entry.rank == Rank::NotGiven };
    let scored = |entry| {
        let entry: &Entry = entry;
        Some((entry, entry.score(&metric.id)?, entry.rank.place()))
    };
    let mut ranking: Ranking<'_> = snapshot.entries.iter().filter(counts).filter_map(scored).collect();
    if placed {
        let better_first = |a: &Score, b: &Score| metric.better.compare(b.number, a.number);
        // Among entries that share a place any order is right.
        ranking.sort_by(|a, b| a.2.cmp(&b.2).then_with(|| better_first(a.1, b.1)));
    }
    Some((metric, ranking))
}

/// `None` where the order follows the metric.
pub(super) fn disagreement(snapshot: &Snapshot) -> Option<Disagreement<'_>> {
    let (metric, ranking) = ordered(snapshot)?;
    let better = |a: &Score, b: &Score| metric.better.compare(a.number, b.number) == Ordering::Greater;
    // The longest run of entries in order, by patience sorting: its length is the number of piles.
    let mut piles: Vec<&Score> = Vec::new();
    let mut first = None;
    for (entry, score, _) in &ranking {
        let pile = piles.partition_point(|top| !better(score, top));
        if pile < piles.len() {
            first.get_or_insert((*entry, *score));
        }
        match piles.get_mut(pile) {
            Some(top) => *top = score,
            None => piles.push(score),
        }
    }
    let (entry, score) = first?;
    Some(Disagreement { metric, entry, score, misplaced: ranking.len() - piles.len(), entries: ranking.len() })
}

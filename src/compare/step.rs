//! What happened between two contents, of which the second followed the first.

use super::diff::{Diff, Side};
use super::evaluate::diff_by;
use super::hidden::Hidden;
use super::method::{self, Memory};
use super::metrics::Comparability;
use super::order::Order;
use super::overtaken::overtakings;
use super::places::{self, Mark, Places};
use super::ranked::{Ranked, common_orders, other_leaders, shown_orders};
use super::step_rows::{columns, names, rescored, scores_moved};
use super::who::Who;
use crate::schema::{BoardEvent, Happening, Move, PlaceBasis, Placed, Snapshot, StepKind};

/// Two contents, and what kind of step leads from the one to the other.
pub(super) struct Step<'a> {
    pub from: &'a Snapshot,
    pub to: &'a Snapshot,
    pub kind: StepKind,
    pub who: &'a Who<'a>,
}

/// What is remembered of the contents before the two.
#[derive(Debug, Default)]
pub(super) struct Past {
    memory: Memory,
    hidden: Hidden,
    ranked: Ranked,
}

/// What happened, the gravest first.
pub(super) fn happenings(step: &Step<'_>, past: &mut Past) -> Vec<Happening> {
    let Past { memory, hidden, ranked } = past;
    let mut diff = diff_by(step.from, step.to, step.who);
    let returned = hidden.take_back(step, &mut diff);
    let common = common_orders(step.from, step.to);
    compare_places(step, &mut diff, &common);
    let told = Told { step, diff: &diff, common, shown: shown_orders(step.from, step.to) };
    let mut found = Vec::new();
    let gone = hidden.settle(&told);
    if step.kind == StepKind::Revision && !(diff.is_empty() && gone.is_empty()) {
        found.push(Happening::Revised { summary: diff.summary_with(gone.len()), before: step.from.public_at() });
    }
    // What a recording of some rows lacks says nothing of the board's columns and method.
    if !step.from.is_partial() && !step.to.is_partial() {
        found.extend(method::breaks(step.from, step.to, &diff, memory));
        found.extend(columns(&diff));
    }
    found.extend(match ranked.before(step.from, step.to) {
        Some(last) => led_since(&last, step),
        None => told.led(),
    });
    found.extend(told.came_and_went());
    found.extend(gone);
    found.extend(names(&told));
    found.extend(returned.into_iter().map(|returned| returned.renamed(&told)));
    found.extend(told.moved());
    found
}

/// A step with what is known of its places.
pub(super) struct Told<'a> {
    pub step: &'a Step<'a>,
    pub diff: &'a Diff,
    /// The places on one basis, by which they are compared.
    common: (Order, Order),
    /// The places as each content shows them.
    shown: (Order, Order),
}

impl Told<'_> {
    /// An entry of the earlier or later content where it stood.
    pub fn placed(&self, side: Side, index: usize) -> Placed {
        match side {
            Side::From => self.shown.0.placed(self.step.from, index),
            Side::To => self.shown.1.placed(self.step.to, index),
        }
    }

    fn led(&self) -> Option<Happening> {
        if self.step.from.is_partial() || self.step.to.is_partial() {
            return None;
        }
        if self.common.1.basis == PlaceBasis::Computed && is_quiet(self.diff) {
            return None;
        }
        let (before, after) = other_leaders(self.diff, (&self.common.0, &self.common.1))?;
        Some(Happening::Led {
            leaders: after.iter().map(|&index| self.placed(Side::To, index)).collect(),
            before: before.iter().map(|&index| self.placed(Side::From, index)).collect(),
            basis: self.common.1.basis,
        })
    }

    fn came_and_went(&self) -> Vec<Happening> {
        let entered = self.diff.entered.iter().map(|seat| self.entered(seat.index));
        entered.chain(self.diff.left.iter().map(|seat| self.left(seat.index))).collect()
    }

    /// That an entry of the later content is new.
    pub fn entered(&self, index: usize) -> Happening {
        Happening::Entered { who: self.placed(Side::To, index), of: self.shown.1.size() }
    }

    /// That an entry of the earlier content is gone.
    pub fn left(&self, index: usize) -> Happening {
        Happening::Left {
            who: self.placed(Side::From, index),
            of: self.shown.0.size(),
            edition: self.step.from.edition.clone(),
            last_seen_at: self.step.from.seen_until(self.step.to),
        }
    }

    fn moved(&self) -> Vec<Happening> {
        let mut found = Vec::new();
        let (mut displaced, mut recounted) = (Vec::new(), Vec::new());
        let (before, after) = &self.common;
        let seats: Vec<(Option<u32>, Option<u32>)> =
            self.diff.pairs.iter().map(|pair| (before.place(pair.from.index), after.place(pair.to.index))).collect();
        if self.diff.pairs.iter().any(|pair| pair.place.is_some()) {
            let risers = overtakings(&seats, BoardEvent::MOST_OVERTAKEN);
            found.extend(risers.into_iter().filter_map(|riser| {
                let pair = self.diff.pairs.get(riser.who)?;
                let whom = riser.whom.iter().filter_map(|&index| self.diff.pairs.get(index));
                Some(Happening::Overtook {
                    who: self.placed(Side::To, pair.to.index),
                    from: before.place(pair.from.index),
                    whom: whom.map(|pair| self.placed(Side::To, pair.to.index)).collect(),
                    count: riser.count,
                })
            }));
        }
        for pair in &self.diff.pairs {
            let scores = rescored(self.diff, pair);
            if !scores.is_empty() {
                let (mut who, from) = (self.placed(Side::To, pair.to.index), before.place(pair.from.index));
                // A place alone would look like a rise.
                who.place = who.place.filter(|_| after.basis != PlaceBasis::None);
                found.push(Happening::Rescored { who, from, scores });
                continue;
            }
            let Some(place) = &pair.place else { continue };
            let entry = self.step.to.entries.get(pair.to.index);
            let moved = Move {
                name: pair.to.name.clone(),
                key: entry.map_or_else(Vec::new, |entry| entry.key.clone()),
                organization: pair.to.organization.clone(),
                from: place.from.number,
                to: place.to.number,
            };
            match place.cause {
                places::Cause::Recounted => recounted.push(moved),
                _ => displaced.push(moved),
            }
        }
        if let Some((moves, count)) = best(displaced) {
            found.push(Happening::Displaced { moves, count });
        }
        if let Some((moves, count)) = best(recounted) {
            found.push(Happening::Recounted { moves, count });
        }
        found
    }
}

/// Who leads now, where the last content that printed places had other leaders.
fn led_since(last: &Snapshot, step: &Step<'_>) -> Option<Happening> {
    let step = Step { from: last, ..*step };
    let diff = diff_by(step.from, step.to, step.who);
    let (common, shown) = (common_orders(step.from, step.to), shown_orders(step.from, step.to));
    Told { step: &step, diff: &diff, common, shown }.led()
}

/// The moves of the best former places, and how many there are in all; `None` for none.
fn best(mut moves: Vec<Move>) -> Option<(Vec<Move>, usize)> {
    let count = moves.len();
    moves.sort_by_key(|moved| moved.from.or(moved.to));
    moves.truncate(BoardEvent::MOST_MOVES);
    (count > 0).then_some((moves, count))
}

/// Whether no entry came, went or has another score, so that an order by scores can only differ by rounding.
fn is_quiet(diff: &Diff) -> bool {
    diff.entered.is_empty() && diff.left.is_empty() && !diff.pairs.iter().any(|pair| scores_moved(diff, pair))
}

/// Puts the places of the common basis in place of those of the rows: a row's position is no claim of the publisher.
fn compare_places(step: &Step<'_>, diff: &mut Diff, (before, after): &(Order, Order)) {
    let broken = matches!(diff.places, Places::Broken { .. })
        || diff.metrics.iter().any(|metric| {
            metric.primary
                && before.basis == PlaceBasis::Computed
                && !matches!(metric.comparability, Comparability::Comparable | Comparability::Rescaled { .. })
        });
    let partial = step.from.is_partial() || step.to.is_partial();
    let rounding = before.basis == PlaceBasis::Computed && is_quiet(diff);
    if broken || partial || rounding || before.basis == PlaceBasis::None {
        for pair in &mut diff.pairs {
            pair.place = None;
        }
        return;
    }
    let marks = |snapshot: &Snapshot, order: &Order| -> Vec<Mark> {
        let text = |index: usize| match (order.basis, snapshot.entries.get(index)) {
            (PlaceBasis::Printed, Some(entry)) => entry.rank.text().to_owned(),
            _ => order.place(index).map_or_else(String::new, |place| place.to_string()),
        };
        (0..snapshot.entries.len()).map(|index| Mark { text: text(index), number: order.place(index) }).collect()
    };
    let indices: Vec<(usize, usize)> = diff.pairs.iter().map(|pair| (pair.from.index, pair.to.index)).collect();
    let changed: Vec<bool> = diff.pairs.iter().map(|pair| scores_moved(diff, pair)).collect();
    let left: Vec<usize> = diff.left.iter().map(|seat| seat.index).collect();
    let entered: Vec<usize> = diff.entered.iter().map(|seat| seat.index).collect();
    let marks = (marks(step.from, before), marks(step.to, after));
    let moved = places::changes(&marks.0, &marks.1, &indices, (&left, &entered), &changed);
    for (pair, place) in diff.pairs.iter_mut().zip(moved) {
        pair.place = place;
    }
}

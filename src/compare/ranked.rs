//! The last content that printed places, while those after it do not say who stands outside their ranking: by it a
//! leader is told when places are printed again.

use super::diff::{Diff, Side};
use super::order::Order;
use super::places::prints_ranks;
use crate::schema::{PlaceBasis, Snapshot};
use std::collections::HashSet;

/// The content whose printed places nothing was compared with yet.
#[derive(Debug, Default)]
pub(super) struct Ranked(Option<Snapshot>);

impl Ranked {
    /// The content with whose leaders those of the later one are to be compared in place of the one before it.
    pub fn before(&mut self, from: &Snapshot, to: &Snapshot) -> Option<Snapshot> {
        if from.is_partial() || to.is_partial() {
            return None;
        }
        if prints_ranks(to) {
            let last = self.0.take();
            return last.filter(|_| !prints_ranks(from));
        }
        if is_unknown_outside(from, to) {
            self.0 = Some(from.clone());
        }
        None
    }
}

/// Whether only one of the two prints places, and has rows outside its ranking: who stands outside the other's is not
/// known then.
pub(super) fn is_unknown_outside(from: &Snapshot, to: &Snapshot) -> bool {
    let ranked = |snapshot: &Snapshot| snapshot.entries.iter().any(|entry| entry.rank.is_reference());
    match (prints_ranks(from), prints_ranks(to)) {
        (true, false) => ranked(from),
        (false, true) => ranked(to),
        _ => false,
    }
}

/// The places of both contents on one basis: as printed, where both print them; else by the main metric. Where that
/// cannot be, on none.
pub(super) fn common_orders(from: &Snapshot, to: &Snapshot) -> (Order, Order) {
    let basis = match (prints_ranks(from), prints_ranks(to)) {
        (true, true) => PlaceBasis::Printed,
        _ if is_unknown_outside(from, to) => PlaceBasis::None,
        _ => PlaceBasis::Computed,
    };
    let on = |basis: PlaceBasis| (Order::by(from, basis), Order::by(to, basis));
    let (before, after) = on(basis);
    if before.basis == after.basis { (before, after) } else { on(PlaceBasis::None) }
}

/// The places as each content shows them; none that were worked out, where it is not known who stands outside.
pub(super) fn shown_orders(from: &Snapshot, to: &Snapshot) -> (Order, Order) {
    let is_unknown = is_unknown_outside(from, to);
    let shown = |snapshot: &Snapshot| {
        if is_unknown && !prints_ranks(snapshot) { Order::by(snapshot, PlaceBasis::None) } else { Order::of(snapshot) }
    };
    (shown(from), shown(to))
}

/// The entries that lead after and those that led before, by index, where others lead than before.
pub(super) fn other_leaders(diff: &Diff, (before, after): (&Order, &Order)) -> Option<(Vec<usize>, Vec<usize>)> {
    let (before, after) = (before.leaders(), after.leaders());
    let unread = |side: Side, leaders: &[usize]| {
        diff.unread.iter().any(|row| row.seen_in == side && leaders.contains(&row.seat.index))
    };
    if before.is_empty() || after.is_empty() || unread(Side::From, &before) || unread(Side::To, &after) {
        return None;
    }
    let heir = |index: usize| diff.pairs.iter().find(|pair| pair.from.index == index).map(|pair| pair.to.index);
    let heirs: HashSet<Option<usize>> = before.iter().map(|&index| heir(index)).collect();
    let now: HashSet<Option<usize>> = after.iter().map(|&index| Some(index)).collect();
    (heirs != now).then_some((before, after))
}

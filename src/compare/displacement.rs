//! Counting who displaced whom, for all entries at once in `n log n` steps.

use super::places::{Displacement, Moves};

/// For each pair, how many others entered, left or passed above it; `None` where either place is no number.
pub(super) fn count(moves: &Moves<'_>) -> Vec<Option<Displacement>> {
    let at = |places: &[Option<u32>], index: usize| places.get(index).copied().flatten();
    let seats: Vec<Option<(u32, u32)>> =
        moves.pairs.iter().map(|&(from, to)| Some((at(moves.from, from)?, at(moves.to, to)?))).collect();
    // A pair of which one side has no number enters the ranking or leaves it.
    let half = |side: usize| {
        moves.pairs.iter().filter_map(move |&(from, to)| match (at(moves.from, from), at(moves.to, to)) {
            (Some(place), None) if side == 0 => Some(place),
            (None, Some(place)) if side == 1 => Some(place),
            _ => None,
        })
    };
    let left = sorted(moves.left.iter().filter_map(|&index| at(moves.from, index)).chain(half(0)));
    let entered = sorted(moves.entered.iter().filter_map(|&index| at(moves.to, index)).chain(half(1)));
    let before = sorted(seats.iter().flatten().map(|seat| seat.0));
    let after = sorted(seats.iter().flatten().map(|seat| seat.1));
    let stayed = stayed_above(&seats, &after);
    let rows = seats.iter().zip(stayed);
    rows.map(|(seat, stayed)| {
        let (from, to) = (*seat)?;
        Some(Displacement {
            entered_above: below(&entered, to),
            left_above: below(&left, from),
            overtaken_by: below(&after, to).saturating_sub(stayed),
            overtook: below(&before, from).saturating_sub(stayed),
        })
    })
    .collect()
}

/// For each seat, how many others stand above it both before and after: a sweep from the best place before,
/// over a Fenwick tree of the places after.
fn stayed_above(seats: &[Option<(u32, u32)>], after: &[u32]) -> Vec<u32> {
    let mut order: Vec<(u32, u32, usize)> =
        seats.iter().enumerate().filter_map(|(index, seat)| seat.map(|(from, to)| (from, to, index))).collect();
    order.sort_unstable();
    let mut tree = Fenwick::new(after.len());
    let mut stayed = vec![0; seats.len()];
    for tied in order.chunk_by(|a, b| a.0 == b.0) {
        for &(_, to, index) in tied {
            if let Some(count) = stayed.get_mut(index) {
                *count = tree.sum(below(after, to) as usize);
            }
        }
        for &(_, to, _) in tied {
            tree.add(below(after, to) as usize);
        }
    }
    stayed
}

fn sorted(places: impl Iterator<Item = u32>) -> Vec<u32> {
    let mut places: Vec<u32> = places.collect();
    places.sort_unstable();
    places
}

/// How many of the sorted places are better than `place`.
fn below(places: &[u32], place: u32) -> u32 {
    u32::try_from(places.partition_point(|&other| other < place)).unwrap_or(u32::MAX)
}

pub(super) struct Fenwick(Vec<u32>);

impl Fenwick {
    /// Nothing counted yet, in so many slots.
    pub fn new(slots: usize) -> Fenwick {
        Fenwick(vec![0; slots + 1])
    }

    pub fn add(&mut self, slot: usize) {
        let mut node = slot + 1;
        while let Some(count) = self.0.get_mut(node) {
            *count += 1;
            node += node & node.wrapping_neg();
        }
    }

    /// The count in the slots before `slot`.
    pub fn sum(&self, slot: usize) -> u32 {
        let (mut node, mut sum) = (slot, 0);
        while node > 0 {
            sum += self.0.get(node).copied().unwrap_or_default();
            node &= node - 1;
        }
        sum
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The definition, counted one by one.
    fn slowly(from: &[u32], to: &[u32], index: usize) -> (u32, u32) {
        let others = (0..from.len()).filter(|&other| other != index);
        let mut counts = (0, 0);
        for other in others {
            let (above_before, above_after) = (from[other] < from[index], to[other] < to[index]);
            counts.0 += u32::from(!above_before && above_after);
            counts.1 += u32::from(above_before && !above_after);
        }
        counts
    }

    proptest! {
        #[test]
        fn the_sweep_counts_what_counting_one_by_one_counts(
            places in proptest::collection::vec((1_u32..8, 1_u32..8), 0..12),
        ) {
            let (from, to): (Vec<u32>, Vec<u32>) = places.iter().copied().unzip();
            let pairs: Vec<(usize, usize)> = (0..places.len()).map(|index| (index, index)).collect();
            let some = |places: &[u32]| places.iter().copied().map(Some).collect::<Vec<_>>();
            let moves = Moves { from: &some(&from), to: &some(&to), pairs: &pairs, left: &[], entered: &[] };
            for (index, displacement) in count(&moves).into_iter().enumerate() {
                let displacement = displacement.unwrap();
                prop_assert_eq!((displacement.overtaken_by, displacement.overtook), slowly(&from, &to, index));
            }
        }
    }
}

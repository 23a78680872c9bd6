//! Who overtook whom, counted for all entries at once in `n log n` steps and named for some.

use super::displacement::Fenwick;

/// An entry that stands above others that had stood above it.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Riser {
    /// Its index.
    pub who: usize,
    /// Some of those that it overtook, by index, the best places first.
    pub whom: Vec<usize>,
    /// How many it overtook.
    pub count: u32,
}

/// The risers, the best places first, of entries of which the places before and after are given. Ties on either side
/// are no overtaking.
pub(super) fn overtakings(seats: &[(Option<u32>, Option<u32>)], most_named: usize) -> Vec<Riser> {
    let mut seated: Vec<(u32, u32, usize)> =
        seats.iter().enumerate().filter_map(|(index, (before, after))| Some(((*before)?, (*after)?, index))).collect();
    seated.sort_unstable();
    let mut after: Vec<u32> = seated.iter().map(|seat| seat.1).collect();
    after.sort_unstable();
    let slot = |place: u32| after.partition_point(|&other| other < place);
    let mut tree = Fenwick::new(after.len());
    let mut above = 0;
    let mut counts: Vec<(u32, u32, usize, u32)> = Vec::new();
    for tied in seated.chunk_by(|a, b| a.0 == b.0) {
        for &(from, to, index) in tied {
            let not_below = tree.sum(slot(to.saturating_add(1)));
            let count = u32::saturating_sub(above, not_below);
            if count > 0 {
                counts.push((to, from, index, count));
            }
        }
        for &(_, to, _) in tied {
            tree.add(slot(to));
            above += 1;
        }
    }
    counts.sort_unstable();
    let mut by_place = seated;
    by_place.sort_unstable_by_key(|&(from, to, index)| (to, from, index));
    let risers = counts.into_iter().map(|(to, from, who, count)| {
        let below = by_place.partition_point(|seat| seat.1 <= to);
        let overtaken = by_place.iter().skip(below).filter(|seat| seat.0 < from).map(|seat| seat.2);
        Riser { who, whom: overtaken.take(most_named.min(count as usize)).collect(), count }
    });
    risers.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn counting_one_by_one_gives_the_same(places in proptest::collection::vec((0_u32..6, 0_u32..6), 0..12)) {
            // 0 stands for no place.
            let seat = |place: u32| (place > 0).then_some(place);
            let seats: Vec<_> = places.iter().map(|&(before, after)| (seat(before), seat(after))).collect();
            let found = overtakings(&seats, 2);
            for (index, &(before, after)) in places.iter().enumerate() {
                let mut slowly: Vec<(u32, u32, usize)> = places
                    .iter()
                    .enumerate()
                    .filter(|(_, (b, a))| before * after * b * a > 0 && *b < before && *a > after)
                    .map(|(other, (b, a))| (*a, *b, other))
                    .collect();
                slowly.sort_unstable();
                let riser = found.iter().find(|riser| riser.who == index);
                prop_assert_eq!(riser.map_or(0, |riser| riser.count as usize), slowly.len());
                let named: Vec<usize> = slowly.iter().take(2).map(|seat| seat.2).collect();
                prop_assert_eq!(riser.map_or(&[] as &[usize], |riser| &riser.whom), named.as_slice());
            }
        }
    }
}

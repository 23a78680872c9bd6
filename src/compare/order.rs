//! The places of a whole content: as printed, or worked out from the metric by which the board orders.

use super::places::prints_ranks;
use crate::schema::{Better, Entry, Metric, PlaceBasis, Placed, Snapshot};
use crate::text::{Decimal, fold};
use std::cmp::Ordering;

/// The place of every entry of a content.
#[derive(Debug, Clone, PartialEq)]
pub struct Order {
    /// What the places are.
    pub basis: PlaceBasis,
    /// By the entries' indices; `None` outside the ranking.
    pub places: Vec<Option<u32>>,
}

impl Order {
    /// As printed, else by the main metric.
    #[must_use]
    pub fn of(snapshot: &Snapshot) -> Order {
        let basis = if prints_ranks(snapshot) { PlaceBasis::Printed } else { PlaceBasis::Computed };
        Order::by(snapshot, basis)
    }

    /// On one basis.
    pub(super) fn by(snapshot: &Snapshot, basis: PlaceBasis) -> Order {
        match (basis, snapshot.primary().filter(|metric| metric.better != Better::Neither)) {
            (PlaceBasis::Printed, _) => {
                Order { basis, places: snapshot.entries.iter().map(|entry| entry.rank.place()).collect() }
            }
            (PlaceBasis::Computed, Some(metric)) => Order { basis, places: computed(metric, &snapshot.entries) },
            _ => Order { basis: PlaceBasis::None, places: vec![None; snapshot.entries.len()] },
        }
    }

    /// The place of an entry.
    #[must_use]
    pub fn place(&self, index: usize) -> Option<u32> {
        self.places.get(index).copied().flatten()
    }

    /// How many entries have one.
    #[must_use]
    pub fn size(&self) -> usize {
        self.places.iter().flatten().count()
    }

    /// Those with the best place, by index.
    #[must_use]
    pub fn leaders(&self) -> Vec<usize> {
        let Some(best) = self.places.iter().flatten().min() else { return Vec::new() };
        let places = self.places.iter().enumerate();
        places.filter(|(_, place)| place.as_ref() == Some(best)).map(|(index, _)| index).collect()
    }

    /// An entry where it stands; nothing but the place where there is no such entry.
    #[must_use]
    pub fn placed(&self, snapshot: &Snapshot, index: usize) -> Placed {
        let place = self.place(index);
        let Some(entry) = snapshot.entries.get(index) else { return Placed { place, ..Placed::default() } };
        let score = snapshot.primary().and_then(|metric| entry.score(&metric.id));
        Placed {
            name: entry.name.clone(),
            key: entry.key.iter().filter(|part| !part.is_empty()).cloned().collect(),
            organization: entry.organization.clone(),
            place,
            rank: entry.rank.text().to_owned(),
            score: score.map(|score| score.text.clone()),
        }
    }
}

/// A baseline of people, which no board counts among its models.
#[must_use]
pub fn is_human(entry: &Entry) -> bool {
    let name = fold(&entry.name);
    name.starts_with("human") || name.starts_with("人类")
}

/// The best first; equal scores share a place, and the next one is counted on as if they did not.
fn computed(metric: &Metric, entries: &[Entry]) -> Vec<Option<u32>> {
    let counts = |(_, entry): &(usize, &Entry)| !entry.rank.is_reference() && !is_human(entry);
    let mut scores: Vec<(usize, Decimal)> = entries
        .iter()
        .enumerate()
        .filter(counts)
        .filter_map(|(index, entry)| Some((index, entry.score(&metric.id)?.number)))
        .collect();
    scores.sort_by(|a, b| metric.better.compare(b.1, a.1).then(a.0.cmp(&b.0)));
    let mut places = vec![None; entries.len()];
    let mut shared: Option<(Decimal, u32)> = None;
    for (position, (index, number)) in (1_u32..).zip(scores) {
        let place = match shared {
            Some((best, place)) if metric.better.compare(number, best) == Ordering::Equal => place,
            _ => position,
        };
        shared = Some((number, place));
        if let Some(slot) = places.get_mut(index) {
            *slot = Some(place);
        }
    }
    places
}

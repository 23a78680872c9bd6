//! What earlier contents teach of a metric and of how a board changes.

use super::pairing::Pairing;
use super::scale::FEWEST;
use super::stable::Stability;
use super::words::share;
use crate::schema::{self, EditionOrder, MetricId, Reading, Snapshot};
use std::collections::BTreeMap;

/// Where values lie.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Location {
    pub least: f64,
    pub greatest: f64,
    /// The least and greatest of the contents' medians.
    pub low_median: f64,
    pub high_median: f64,
}

impl Location {
    /// `None` of no values.
    pub(super) fn of(values: impl Iterator<Item = f64>) -> Option<Location> {
        let mut values: Vec<f64> = values.collect();
        values.sort_by(f64::total_cmp);
        let (least, greatest) = (*values.first()?, *values.last()?);
        let median = *values.get(values.len() / 2)?;
        Some(Location { least, greatest, low_median: median, high_median: median })
    }

    fn and(self, other: Location) -> Location {
        Location {
            least: self.least.min(other.least),
            greatest: self.greatest.max(other.greatest),
            low_median: self.low_median.min(other.low_median),
            high_median: self.high_median.max(other.high_median),
        }
    }
}

/// The share of entries without a score of a metric.
pub(super) fn missing(snapshot: &Snapshot, metric: &MetricId) -> f64 {
    let without = snapshot.entries.iter().filter(|entry| entry.score(metric).is_none()).count();
    share(without, snapshot.entries.len())
}

/// What is known of the metrics of a board.
#[derive(Debug, Default)]
pub(super) struct Metrics(BTreeMap<MetricId, Metric>);

#[derive(Debug)]
pub(super) struct Metric {
    pub location: Option<Location>,
    /// Where the content stands in time that was learnt last.
    last: EditionOrder,
    /// The greatest share of entries without a score.
    pub most_missing: f64,
}

impl Metric {
    /// Whether the definition says that the metric became another quantity since it was learnt last.
    pub(super) fn is_broken(&self, metric: &schema::Metric, now: &Snapshot) -> bool {
        let here = now.place_in_time();
        metric.breaks.iter().any(|at| self.last.min(here) < at.order && at.order <= self.last.max(here))
    }
}

impl Metrics {
    pub(super) fn get(&self, id: &MetricId) -> Option<&Metric> {
        self.0.get(id)
    }

    pub(super) fn learn(&mut self, snapshot: &Snapshot) {
        for metric in &snapshot.metrics {
            let scores = snapshot.entries.iter().filter_map(|entry| entry.readings.get(&metric.id));
            let values: Vec<f64> = scores.filter_map(Reading::score).map(schema::Score::value).collect();
            // A board that begins with its baseline alone does not say where the values of others lie.
            let here = Location::of(values.iter().copied()).filter(|_| values.len() >= FEWEST);
            let missing = missing(snapshot, &metric.id);
            let known = self.0.entry(metric.id.clone()).or_insert(Metric {
                location: None,
                last: snapshot.place_in_time(),
                most_missing: missing,
            });
            if known.is_broken(metric, snapshot) {
                known.location = None;
            }
            known.last = snapshot.place_in_time();
            known.most_missing = known.most_missing.max(missing);
            if snapshot.is_partial() {
                continue;
            }
            known.location = match (known.location, here) {
                (Some(known), Some(here)) => Some(known.and(here)),
                (known, here) => known.or(here),
            };
        }
    }
}

/// How the contents of one edition, or of a rolling board, usually follow one another.
#[derive(Debug, Default)]
pub(super) struct Usual {
    /// How many steps from one content to the next were seen.
    pub steps: usize,
    /// The least share of entries that stayed in a step.
    pub least_kept: f64,
    /// The greatest share of entries that were lost in a step.
    pub most_lost: f64,
    stability: BTreeMap<MetricId, Stability>,
}

impl Usual {
    pub(super) fn learn(&mut self, pairing: &Pairing<'_>) {
        if pairing.is_partial() || pairing.before.entries.is_empty() {
            return;
        }
        let all = pairing.before.entries.len();
        let kept = share(pairing.kept(), all);
        self.least_kept = if self.steps == 0 { kept } else { self.least_kept.min(kept) };
        self.most_lost = self.most_lost.max(1.0 - share(pairing.now.entries.len().min(all), all));
        self.steps += 1;
        for metric in pairing.metrics() {
            if let Some(here) = Stability::of(pairing.changes(&metric.id)) {
                let known = self.stability.entry(metric.id.clone()).or_insert(here);
                *known = known.and(here);
            }
        }
    }

    pub(super) fn stability(&self, id: &MetricId) -> Option<&Stability> {
        self.stability.get(id)
    }
}

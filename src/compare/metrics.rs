//! Which metrics of two snapshots may be compared.

use crate::schema::{Better, Break, Metric, MetricId, Snapshot};
use crate::text::{Message, fold};

/// A metric of either snapshot, and whether its scores may be compared.
#[derive(Debug, Clone, PartialEq)]
pub struct MetricComparison {
    /// Its id.
    pub id: MetricId,
    /// Its names.
    pub name: Message,
    /// Its unit.
    pub unit: String,
    /// Which way is better.
    pub better: Better,
    /// Whether the board orders by it.
    pub primary: bool,
    /// Whether a difference of two scores means something.
    pub comparability: Comparability,
    /// The same metric under another header.
    pub relabelled: Option<Relabel>,
}

/// Whether the scores of a metric may be compared between two snapshots.
#[derive(Debug, Clone, PartialEq)]
pub enum Comparability {
    /// They may.
    Comparable,
    /// They may, after moving the point: the board now prints ten to the `power` times the number.
    Rescaled {
        /// 1 where 7.78 became 77.8, -2 where 80 became 0.80.
        power: i8,
    },
    /// They may not: between the two it became another quantity. The breaks that lie between, oldest first.
    Broken {
        /// From which edition on, and why.
        breaks: Vec<Break>,
    },
    /// Only the earlier snapshot has it.
    Dropped,
    /// Only the later snapshot has it.
    Added,
    /// Only one snapshot has it, because whoever recorded the other left the column out: no event.
    LeftOut,
}

/// A metric whose header is written otherwise.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Relabel {
    /// The header before.
    pub from: String,
    /// The header after.
    pub to: String,
}

impl MetricComparison {
    /// The power of ten between the two scales (0 for the same scale), where scores may be compared.
    #[must_use]
    pub fn scale(&self) -> Option<i8> {
        match self.comparability {
            Comparability::Comparable => Some(0),
            Comparability::Rescaled { power } => Some(power),
            _ => None,
        }
    }
}

/// Every metric of either snapshot: those of `to` in its order, then those that only `from` has.
pub(super) fn compare(from: &Snapshot, to: &Snapshot) -> Vec<MetricComparison> {
    let mut compared: Vec<MetricComparison> = to
        .metrics
        .iter()
        .map(|new| match from.metric(&new.id) {
            Some(old) => shared(from, to, old, new),
            None => row(new, absence(new, from, Comparability::Added), None),
        })
        .collect();
    let dropped = from.metrics.iter().filter(|old| to.metric(&old.id).is_none());
    compared.extend(dropped.map(|old| row(old, absence(old, to, Comparability::Dropped), None)));
    compared
}

fn shared(from: &Snapshot, to: &Snapshot, old: &Metric, new: &Metric) -> MetricComparison {
    let mut breaks = crossed(from, to, new);
    breaks.extend(crossed(from, to, old));
    breaks.sort_by_key(|a_break| a_break.order);
    breaks.dedup();
    let comparability = if breaks.is_empty() { Comparability::Comparable } else { Comparability::Broken { breaks } };
    // A joined metric has no header of its own in the table.
    let relabelled = !old.header.is_empty() && !new.header.is_empty() && fold(&old.header) != fold(&new.header);
    let relabel = relabelled.then(|| Relabel { from: old.header.clone(), to: new.header.clone() });
    row(new, comparability, relabel)
}

fn row(metric: &Metric, comparability: Comparability, relabelled: Option<Relabel>) -> MetricComparison {
    MetricComparison {
        id: metric.id.clone(),
        name: metric.name.clone(),
        unit: metric.unit.clone(),
        better: metric.better,
        primary: metric.primary,
        comparability,
        relabelled,
    }
}

/// The breaks of a metric that lie between the editions of two snapshots, or between their publications where the
/// board is rolling, in either direction of time.
pub(super) fn crossed(a: &Snapshot, b: &Snapshot, metric: &Metric) -> Vec<Break> {
    if metric.breaks.is_empty() || a.edition.is_some() != b.edition.is_some() {
        return Vec::new();
    }
    let (a, b) = (a.place_in_time(), b.place_in_time());
    let (earlier, later) = (a.min(b), a.max(b));
    metric.breaks.iter().filter(|a_break| earlier < a_break.order && a_break.order <= later).cloned().collect()
}

fn absence(metric: &Metric, lacking: &Snapshot, event: Comparability) -> Comparability {
    let is = |column: &String| {
        let column = fold(column);
        [metric.header.as_str(), metric.id.as_str(), &metric.name.en, &metric.name.zh]
            .into_iter()
            .any(|name| fold(name) == column)
    };
    if lacking.left_out.iter().any(is) { Comparability::LeftOut } else { event }
}

//! A snapshot in the form in which entries are paired: folded names, and numbers on one scale.

use super::cells::{Number, Precision};
use crate::schema::{Entry, MetricId, Reading, Snapshot};
use crate::text::fold;
use std::cmp::Ordering;

/// One row of numbers, in the order of the shared metrics.
pub(super) type Row = Vec<Option<Number>>;

/// What of a snapshot decides about pairing; all lists are in the order of its entries.
pub(super) struct Sheet {
    /// Folded names.
    pub names: Vec<String>,
    /// The folded texts that, with the name, tell entries apart.
    pub keys: Vec<Vec<String>>,
    /// Folded organisations.
    pub organizations: Vec<Option<String>>,
    /// The scores of the shared metrics.
    pub rows: Vec<Row>,
    /// The place of each entry in an order that depends on what the rows say and not on where they stand.
    pub canonical: Vec<usize>,
}

impl Sheet {
    /// `metrics`: the shared ones, each with the power of ten that brings its numbers to the common scale.
    pub fn new(snapshot: &Snapshot, names: Vec<String>, metrics: &[(MetricId, i8)]) -> Sheet {
        let entries = &snapshot.entries;
        let columns: Vec<Row> = metrics.iter().map(|(metric, power)| column(entries, metric, *power)).collect();
        let rows = (0..entries.len())
            .map(|index| columns.iter().map(|column| column.get(index).copied().flatten()).collect())
            .collect();
        Sheet {
            canonical: canonical(entries, &names),
            names,
            keys: entries.iter().map(key).collect(),
            organizations: entries.iter().map(|entry| entry.organization.as_deref().map(fold)).collect(),
            rows,
        }
    }

    pub fn row(&self, index: usize) -> &[Option<Number>] {
        self.rows.get(index).map_or(&[], Vec::as_slice)
    }

    pub fn canonical(&self, index: usize) -> usize {
        self.canonical.get(index).copied().unwrap_or(index)
    }

    pub fn organization(&self, index: usize) -> Option<&str> {
        self.organizations.get(index).and_then(Option::as_deref).filter(|organization| !organization.is_empty())
    }
}

/// The numbers of one metric, with their precision, on the scale that is ten to the `power` times as long.
pub(super) fn column(entries: &[Entry], metric: &MetricId, power: i8) -> Row {
    let numbers = || entries.iter().map(|entry| entry.score(metric).map(|score| score.number));
    let precision = Precision::of(numbers().flatten());
    numbers().map(|number| number.map(|number| precision.read(number).shifted(power))).collect()
}

/// The names of a snapshot's entries as they are compared.
pub(super) fn folded_names(snapshot: &Snapshot) -> Vec<String> {
    snapshot.entries.iter().map(|entry| fold(&entry.name)).collect()
}

/// A key names labels, or holds their texts.
fn key(entry: &Entry) -> Vec<String> {
    entry.key.iter().map(|part| fold(entry.labels.get(part).unwrap_or(part))).collect()
}

fn canonical(entries: &[Entry], names: &[String]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..entries.len()).collect();
    order.sort_by(|&a, &b| {
        let by_name = names.get(a).cmp(&names.get(b));
        by_name.then_with(|| match (entries.get(a), entries.get(b)) {
            (Some(a), Some(b)) => contents(a, b),
            _ => Ordering::Equal,
        })
    });
    let mut places = vec![0; order.len()];
    for (place, index) in order.into_iter().enumerate() {
        if let Some(slot) = places.get_mut(index) {
            *slot = place;
        }
    }
    places
}

fn contents(a: &Entry, b: &Entry) -> Ordering {
    fn readings(entry: &Entry) -> impl Iterator<Item = (&MetricId, &str)> {
        entry.readings.iter().map(|(metric, reading)| (metric, Reading::text(reading)))
    }
    (a.name.cmp(&b.name))
        .then_with(|| a.organization.cmp(&b.organization))
        .then_with(|| a.labels.cmp(&b.labels))
        .then_with(|| readings(a).cmp(readings(b)))
        .then_with(|| a.rank.text().cmp(b.rank.text()))
}

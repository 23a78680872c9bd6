//! Two contents of a board side by side: the same entries by name and key, the same metrics by id.

use crate::schema::{Entry, Metric, MetricId, NAMES_CUT, Score, Snapshot};
use crate::text::{Decimal, fold};
use std::collections::{BTreeSet, HashMap};

/// An earlier content and a later one.
pub(super) struct Pairing<'a> {
    pub before: &'a Snapshot,
    pub now: &'a Snapshot,
    /// Entries whose name and key stand once in each.
    /// In the order of the later one.
    pub shared: Vec<(&'a Entry, &'a Entry)>,
    /// Entries whose name and key the later one has no more.
    pub gone: Vec<&'a Entry>,
    /// Entries whose name and key the earlier one had not.
    pub new: Vec<&'a Entry>,
    /// The scores of the metrics that both have.
    changes: HashMap<&'a MetricId, Vec<Change<'a>>>,
}

/// Two scores of an entry, of one metric.
#[derive(Clone, Copy)]
pub(super) struct Change<'a> {
    pub entry: &'a Entry,
    pub before: &'a Score,
    pub now: &'a Score,
}

/// What tells entries apart: name and key, folded.
pub(super) type Key = (String, Vec<String>);

/// What tells an entry apart.
pub(super) fn key(entry: &Entry) -> Key {
    (fold(&entry.name), entry.key.iter().map(|label| fold(label)).collect())
}

impl<'a> Pairing<'a> {
    pub(super) fn of(before: &'a Snapshot, now: &'a Snapshot) -> Pairing<'a> {
        let keys = |of: &Snapshot| of.entries.iter().map(key).collect::<Vec<Key>>();
        let (keys_before, keys_now) = (keys(before), keys(now));
        let mut index: HashMap<&Key, (usize, &Entry)> = HashMap::with_capacity(keys_before.len());
        for (key, entry) in keys_before.iter().zip(&before.entries) {
            index.entry(key).and_modify(|(count, _)| *count += 1).or_insert((1, entry));
        }
        let mut counts: HashMap<&Key, usize> = HashMap::with_capacity(keys_now.len());
        for key in &keys_now {
            *counts.entry(key).or_default() += 1;
        }
        let (mut shared, mut new) = (Vec::new(), Vec::new());
        for (key, entry) in keys_now.iter().zip(&now.entries) {
            match index.get(key) {
                Some((1, other)) if counts.get(key) == Some(&1) => shared.push((*other, entry)),
                Some(_) => {}
                None => new.push(entry),
            }
        }
        let gone = keys_before.iter().zip(&before.entries);
        let gone = gone.filter(|(key, _)| !counts.contains_key(key)).map(|(_, entry)| entry).collect();
        let mut pairing = Pairing { before, now, shared, gone, new, changes: HashMap::new() };
        pairing.changes = pairing.metrics().map(|metric| (&metric.id, pairing.changes_of(&metric.id))).collect();
        pairing
    }

    /// Whether an absence of rows or names is the recorder's doing.
    pub(super) fn is_partial(&self) -> bool {
        let cut = |snapshot: &Snapshot| snapshot.is_partial() || snapshot.left_out.iter().any(|what| what == NAMES_CUT);
        cut(self.before) || cut(self.now)
    }

    /// Whether whoever recorded one of the two left a column out.
    pub(super) fn is_left_out(&self, column: &str) -> bool {
        self.before.left_out.iter().chain(&self.now.left_out).any(|other| other == column)
    }

    /// The metrics that both have and that are the same quantity in both.
    pub(super) fn metrics(&self) -> impl Iterator<Item = &'a Metric> {
        let comparable = |metric: &&'a Metric| self.before.metric(&metric.id).is_some() && !self.is_broken(metric);
        self.now.metrics.iter().filter(comparable)
    }

    /// Whether the definition says that the metric became another quantity in between.
    pub(super) fn is_broken(&self, metric: &Metric) -> bool {
        let (before, now) = (self.before.place_in_time(), self.now.place_in_time());
        metric.breaks.iter().any(|at| before.min(now) < at.order && at.order <= before.max(now))
    }

    /// The scores of one of [`metrics`](Self::metrics) that the shared entries have in both.
    pub(super) fn changes(&self, metric: &MetricId) -> &[Change<'a>] {
        self.changes.get(metric).map_or(&[], Vec::as_slice)
    }

    fn changes_of(&self, metric: &MetricId) -> Vec<Change<'a>> {
        let change = |&(before, now): &(&'a Entry, &'a Entry)| {
            Some(Change { entry: now, before: before.score(metric)?, now: now.score(metric)? })
        };
        self.shared.iter().filter_map(change).collect()
    }
}

impl Pairing<'_> {
    /// Entries of the earlier content that the later one has, be it under another name with the same figures: in
    /// September 2023 SuperCLUE-Safety spelt nearly all names anew within an hour.
    pub(super) fn kept(&self) -> usize {
        let vectors: BTreeSet<Vec<(&MetricId, Decimal)>> =
            self.new.iter().map(|entry| vector(entry)).filter(|vector| !vector.is_empty()).collect();
        self.shared.len() + self.gone.iter().filter(|entry| vectors.contains(&vector(entry))).count()
    }
}

/// All of an entry's figures, in a form that can be looked up: 82.1 and 82.10 are equal.
pub(super) fn vector(entry: &Entry) -> Vec<(&MetricId, Decimal)> {
    entry.readings.iter().filter_map(|(id, reading)| Some((id, reading.score()?.number))).collect()
}

//! All breaks between two contents, the declared ones first.

use super::super::diff::Diff;
use super::super::metrics::{Comparability, MetricComparison};
use super::weights::{Composite, changed_weights};
use super::{columns, questions, shift};
use crate::message;
use crate::schema::{Entry, Happening, MethodChange, MetricId, Snapshot, Timestamp};
use crate::text::Message;
use std::collections::HashMap;

/// What following a board remembers of its method, so that an unchanged one is not worked out again.
#[derive(Debug, Default)]
pub(in super::super) struct Memory {
    /// Of which content, and what its main metric is made of, if that is known.
    composite: Option<(Key, Option<Composite>)>,
}

type Key = (Timestamp, Timestamp, String);

fn key(snapshot: &Snapshot) -> Key {
    (snapshot.public_at(), snapshot.observed_at, snapshot.address.clone())
}

impl Memory {
    fn of(&mut self, snapshot: &Snapshot) -> Option<Composite> {
        match self.composite.take() {
            Some((of, composite)) if of == key(snapshot) => composite,
            _ => Composite::of(snapshot),
        }
    }

    /// What the later one is made of: most often the same as the earlier one.
    fn next(&mut self, snapshot: &Snapshot, before: Option<&Composite>) -> Option<Composite> {
        let composite = match before.filter(|composite| composite.holds_in(snapshot)) {
            Some(same) => Some(same.clone()),
            None => Composite::of(snapshot),
        };
        self.composite = Some((key(snapshot), composite.clone()));
        composite
    }
}

/// The breaks between two contents, of which the second followed the first.
pub(in super::super) fn breaks(from: &Snapshot, to: &Snapshot, diff: &Diff, memory: &mut Memory) -> Vec<Happening> {
    let mut found: Vec<Happening> = diff.metrics.iter().flat_map(declared_or_scaled).collect();
    found.extend(questions::changed(from, to, diff));
    if !may_have_changed(from, to) {
        return found;
    }
    let before = memory.of(from);
    let after = memory.next(to, before.as_ref());
    let left_out = diff.metrics.iter().any(|metric| metric.comparability == Comparability::LeftOut);
    let weights = match (&before, &after) {
        (Some(before), Some(after)) if !left_out => changed_weights(before, after, diff),
        _ => None,
    };
    let reweighted = weights.is_some();
    found.extend(weights);
    if !reweighted {
        found.extend(columns::other_columns((from, before.as_ref()), (to, after.as_ref()), diff));
    }
    for metric in &diff.metrics {
        if metric.comparability == Comparability::Comparable {
            let range = shift::range(from, to, metric);
            let is_other = range.is_some();
            found.extend(range);
            if !is_other && metric.primary {
                found.extend(shift::mass(diff, metric));
            }
        }
    }
    found
}

/// Whether the figures leave room for another method: other columns, or other main scores of at least half of the
/// entries that bear one name in both.
pub(in super::super) fn may_have_changed(from: &Snapshot, to: &Snapshot) -> bool {
    let columns = |snapshot: &Snapshot| -> Vec<(MetricId, String)> {
        snapshot.metrics.iter().map(|metric| (metric.id.clone(), metric.header.clone())).collect()
    };
    let (Some(old), Some(new)) = (from.primary(), to.primary()) else { return true };
    if old.id != new.id || columns(from) != columns(to) {
        return true;
    }
    let known: HashMap<&str, &Entry> = from.entries.iter().map(|entry| (entry.name.as_str(), entry)).collect();
    let (mut shared, mut changed) = (0_usize, 0_usize);
    for entry in &to.entries {
        let before = known.get(entry.name.as_str()).and_then(|before| before.score(&old.id));
        if let (Some(before), Some(after)) = (before, entry.score(&new.id)) {
            shared += 1;
            changed += usize::from(!before.number.agrees_with(after.number));
        }
    }
    changed * 2 >= shared
}

fn declared_or_scaled(metric: &MetricComparison) -> Vec<Happening> {
    match &metric.comparability {
        Comparability::Broken { breaks } => {
            let declared = breaks.iter().map(|declared| Happening::MethodBroke {
                metric: Some(metric.id.clone()),
                declared: true,
                change: MethodChange::Declared,
                why: declared.why.clone(),
                splits: metric.primary,
            });
            declared.collect()
        }
        Comparability::Rescaled { power } => vec![Happening::MethodBroke {
            metric: Some(metric.id.clone()),
            declared: false,
            change: MethodChange::Scale { power: *power },
            why: scale_words(&metric.name, *power),
            splits: metric.primary,
        }],
        _ => Vec::new(),
    }
}

fn scale_words(Message { en, zh }: &Message, power: i8) -> Message {
    let factor = format!("{}1{}", if power < 0 { '÷' } else { '×' }, "0".repeat(usize::from(power.unsigned_abs())));
    message!(
        "{en} seems to be printed on another scale ({factor}): the figures agree after moving the point",
        "{zh}的量程似乎有变（{factor}）：移动小数点后数值一致"
    )
}

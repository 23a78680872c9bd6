//! All breaks between two contents, the declared ones first.

use super::super::diff::Diff;
use super::super::metrics::{Comparability, MetricComparison};
use super::super::step_rows::scores_moved;
use super::weights::{Composite, changed_weights};
use super::{questions, shift};
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
        found.extend(other_columns(from, to, diff));
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

/// Columns of scores that came or went, where most main scores changed with them; or another column by which the
/// board orders.
fn other_columns(from: &Snapshot, to: &Snapshot, diff: &Diff) -> Option<Happening> {
    let event = |why: Message, splits: bool| Happening::MethodBroke {
        metric: None,
        declared: false,
        change: MethodChange::MetricSet,
        why,
        splits,
    };
    let (old, new) = (from.primary()?, to.primary()?);
    if old.id != new.id {
        let left_out = |metric: &&MetricComparison| metric.comparability == Comparability::LeftOut;
        if diff.metrics.iter().filter(left_out).any(|metric| metric.id == old.id || metric.id == new.id) {
            return None;
        }
        let (Message { en: old, zh: old_zh }, Message { en, zh }) = (&old.name, &new.name);
        let why =
            message!("the board seems to order by {en} and no longer by {old}", "榜单似乎改按{zh}排序，不再按{old_zh}");
        return Some(event(why, true));
    }
    let names = |comparability: &Comparability| -> Vec<&Message> {
        diff.metrics.iter().filter(|metric| metric.comparability == *comparability).map(|metric| &metric.name).collect()
    };
    let (added, dropped) = (names(&Comparability::Added), names(&Comparability::Dropped));
    let shared = diff.pairs.iter().filter(|pair| pair.from.primary.is_some() && pair.to.primary.is_some());
    let (shared, moved) = (shared.clone().count(), shared.filter(|pair| scores_moved(diff, pair)).count());
    if (added.is_empty() && dropped.is_empty()) || shared < 5 || moved * 2 <= shared {
        return None;
    }
    let list = |names: &[&Message], pick: fn(&Message) -> &str, comma: &str| {
        names.iter().map(|name| pick(name)).collect::<Vec<_>>().join(comma)
    };
    let (mut en, mut zh) = (Vec::new(), Vec::new());
    if !added.is_empty() {
        en.push(format!("{} came", list(&added, |name| &name.en, ", ")));
        zh.push(format!("新增{}", list(&added, |name| &name.zh, "、")));
    }
    if !dropped.is_empty() {
        en.push(format!("{} went", list(&dropped, |name| &name.en, ", ")));
        zh.push(format!("取消{}", list(&dropped, |name| &name.zh, "、")));
    }
    let (en, zh) = (en.join("; "), zh.join("；"));
    let why = message!(
        "the columns of scores changed ({en}), and with them {moved} of {shared} main scores",
        "得分列有变（{zh}），{shared} 个主要得分中有 {moved} 个随之改变"
    );
    // A new edition measures anew: that its scores changed says nothing of the formula.
    Some(event(why, from.edition == to.edition))
}

//! Scores that all moved together, or that lie in another range.

use super::super::diff::Diff;
use super::super::metrics::MetricComparison;
use super::numbers::signed;
use crate::message;
use crate::schema::{Happening, MethodChange, Snapshot};
use crate::stats::{median, median_deviation, sign_test};
use crate::text::{Decimal, Message};

/// Fewer shared entries move together by accident.
const ENOUGH: usize = 8;

/// The share of the shared entries that must have moved the same way.
const NEARLY_ALL: f64 = 0.9;

/// How rare that must be if each went either way.
const RARE: f64 = 0.001;

/// The median difference must be so many times the spread of the differences: they moved together more than apart.
const TOGETHER: f64 = 1.0;

/// And such a share of the spread of the scores: less moves nobody's place.
const MATERIAL: f64 = 0.1;

/// A range that is so many times as high is another one.
const FAR: f64 = 5.0;

/// That nearly all main scores moved the same way, by more than they moved apart: the sign test for the direction, and
/// medians with median deviations for the size, since a few entries are often measured anew.
pub(super) fn mass(diff: &Diff, metric: &MetricComparison) -> Option<Happening> {
    let scores = diff.pairs.iter().filter(|pair| !pair.link.is_probable()).filter_map(|pair| {
        let (old, new) = (pair.from.primary.as_ref()?, pair.to.primary.as_ref()?);
        Some((old.number, new.number))
    });
    let scores: Vec<(Decimal, Decimal)> = scores.collect();
    let shared = scores.len();
    if shared < ENOUGH {
        return None;
    }
    let signs = scores.iter().map(|(old, new)| if old.agrees_with(*new) { 0 } else { new.minus(*old).signum() });
    let (up, down) = signs.fold((0, 0), |(up, down), sign| (up + usize::from(sign > 0), down + usize::from(sign < 0)));
    let same_way = up.max(down);
    if (same_way as f64) < NEARLY_ALL * shared as f64 || sign_test(up, down) >= RARE {
        return None;
    }
    let differences: Vec<f64> = scores.iter().map(|(old, new)| new.minus(*old).to_f64()).collect();
    let before: Vec<f64> = scores.iter().map(|(old, _)| old.to_f64()).collect();
    let shift = median(&differences)?;
    if shift.abs() <= TOGETHER * median_deviation(&differences)? || shift.abs() <= MATERIAL * median_deviation(&before)?
    {
        return None;
    }
    let (Message { en, zh }, by) = (&metric.name, signed(shift));
    Some(Happening::MethodBroke {
        metric: Some(metric.id.clone()),
        declared: false,
        change: MethodChange::MassShift { median: shift, shared, same_way },
        why: message!(
            "how {en} is measured seems to have changed: {same_way} of {shared} shared entries moved the same way, by \
             {by} in the middle",
            "{zh}的测法似乎有变：{shared} 个共有条目中有 {same_way} 个同向变动，中位数为 {by}"
        ),
        splits: metric.primary,
    })
}

/// That the scores of a metric lie in another range altogether.
pub(super) fn range(from: &Snapshot, to: &Snapshot, metric: &MetricComparison) -> Option<Happening> {
    let scores = |snapshot: &Snapshot| -> Vec<Decimal> {
        let mut numbers: Vec<Decimal> =
            snapshot.entries.iter().filter_map(|entry| Some(entry.score(&metric.id)?.number)).collect();
        numbers.sort();
        numbers
    };
    let (old, new) = (scores(from), scores(to));
    if old.len() < ENOUGH || new.len() < ENOUGH {
        return None;
    }
    let (old_ends, new_ends) = ((*old.first()?, *old.last()?), (*new.first()?, *new.last()?));
    let (lower, higher) = if old_ends.1 < new_ends.0 { (old_ends, new_ends) } else { (new_ends, old_ends) };
    let apart = lower.1 < higher.0 && lower.0.signum() >= 0;
    if !apart || higher.0.to_f64() < FAR * lower.1.to_f64() {
        return None;
    }
    let ends = |(low, high): (Decimal, Decimal)| (low.to_string(), high.to_string());
    let ((old_low, old_high), (new_low, new_high)) = (ends(old_ends), ends(new_ends));
    let Message { en, zh } = &metric.name;
    let why = message!(
        "{en} seems to be another quantity: it ran from {old_low} to {old_high} and now runs from {new_low} to {new_high}",
        "{zh}似乎已是另一个量：此前在 {old_low} 至 {old_high} 之间，现在在 {new_low} 至 {new_high} 之间"
    );
    Some(Happening::MethodBroke {
        metric: Some(metric.id.clone()),
        declared: false,
        change: MethodChange::Range { from: (old_low, old_high), to: (new_low, new_high) },
        why,
        splits: metric.primary,
    })
}

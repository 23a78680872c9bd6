//! Single values: gone, changed as none here ever does while the rest stayed, or outside of their own interval.

use super::learnt::{Metrics, missing};
use super::pairing::{Change, Pairing};
use super::scale::is_power_of_ten;
use super::words::{of_table, problem, quote, share};
use crate::message;
use crate::schema::{Code, Entry, Locator, Metric, Missing, Problem, Reading, Score, Snapshot};

/// With all scores of a metric gone, and so many, the column is no longer the one it was. CLUE took back four of seven
/// scores of LCQMC at once, and seven of eight of COPA.
const SEVERAL: usize = 4;

/// The first content of an edition may lack more scores than any before, but not so much more of the entries.
const MORE_MISSING: f64 = 0.5;

/// The rest stayed: at most a tenth of a metric's values changed, and at least one did.
const FEW: f64 = 0.1;

/// Half of the width of the column: what a model gains by a new version is less.
const WIDTH: f64 = 0.5;

/// Fewer values do not show how wide a column is.
const FEWEST: usize = 5;

/// Scores that are gone.
///
/// # Errors
/// A refusal: most of a metric's are.
pub(super) fn gone(pairing: &Pairing<'_>) -> Result<Vec<Problem>, Problem> {
    let mut problems = Vec::new();
    for metric in pairing.metrics() {
        let had: Vec<(&Score, &Entry)> =
            pairing.shared.iter().filter_map(|(before, now)| Some((before.score(&metric.id)?, *now))).collect();
        let lost = |now: &&Entry| match now.readings.get(&metric.id) {
            // What cannot be read is a problem already.
            Some(Reading::Score(_) | Reading::Missing { reason: Missing::Unreadable, .. }) => None,
            Some(Reading::Missing { at, .. }) => Some(at.clone()),
            None => Some(now.at.clone()),
        };
        let gone: Vec<(&Score, &Entry, Locator)> =
            had.iter().filter_map(|(score, now)| Some((*score, *now, lost(now)?))).collect();
        let (id, count, all) = (&metric.id, gone.len(), had.len());
        if count >= SEVERAL && count == all {
            let what = message!(
                "{count} of {all} scores of {id} that the content before had are gone",
                "{id} 原有的 {all} 个分数中有 {count} 个不见了"
            );
            return Err(of_table(Code::ValuesMissing, pairing.now, what));
        }
        problems.extend(gone.iter().map(|(score, now, at)| {
            let (name, text) = (quote(&now.name), quote(&score.text));
            let what = message!("{name} has no {id} any more; it was {text}", "{name} 的 {id} 不见了，原为 {text}");
            problem(Code::ScoreGone, at, what)
        }));
    }
    Ok(problems)
}

/// Whether a metric lacks far more scores than it ever did.
///
/// # Errors
/// A refusal that names the metric.
pub(super) fn missing_more(snapshot: &Snapshot, known: &Metrics) -> Result<(), Problem> {
    for metric in &snapshot.metrics {
        let Some(usual) = known.get(&metric.id).map(|known| known.most_missing) else { continue };
        let here = missing(snapshot, &metric.id);
        if snapshot.entries.len() > SEVERAL && here > usual + MORE_MISSING && here > WIDTH {
            let (id, percent, before) = (&metric.id, percent(here), percent(usual));
            let what = message!(
                "{percent} in 100 entries have no {id}, where at most {before} in 100 had none before",
                "{percent}% 的条目没有 {id}，以往最多为 {before}%"
            );
            return Err(of_table(Code::ValuesMissing, snapshot, what));
        }
    }
    Ok(())
}

fn percent(share: f64) -> String {
    format!("{:.0}", share * 100.0)
}

/// Values that jumped while the rest of their column stayed.
pub(super) fn jumps(pairing: &Pairing<'_>) -> Vec<Problem> {
    pairing.metrics().flat_map(|metric| jumps_of(metric, pairing.changes(&metric.id))).collect()
}

fn jumps_of(metric: &Metric, changes: &[Change<'_>]) -> Vec<Problem> {
    if changes.len() < FEWEST {
        return Vec::new();
    }
    let few = |found: &[&Change<'_>]| found.len() == 1 || share(found.len(), changes.len()) <= FEW;
    let values: Vec<f64> = changes.iter().map(|change| change.before.value()).collect();
    let least = values.iter().copied().fold(f64::INFINITY, f64::min);
    let greatest = values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let is_far = |change: &&&Change<'_>| {
        let (before, now) = (change.before.value(), change.now.value());
        (now - before).abs() > (greatest - least) * WIDTH || is_power_of_ten(now / before)
    };
    let other: Vec<&Change<'_>> =
        changes.iter().filter(|change| !change.before.number.agrees_with(change.now.number)).collect();
    let cut: Vec<&Change<'_>> = changes.iter().filter(|change| is_cut(change)).collect();
    let mut found: Vec<&Change<'_>> = if few(&cut) { cut } else { Vec::new() };
    if few(&other) {
        let is_new = |change: &&&Change<'_>| !found.iter().any(|known| known.entry.at == change.entry.at);
        let far: Vec<&Change<'_>> = other.iter().filter(is_far).filter(is_new).copied().collect();
        found.extend(far);
    }
    let words = |change: &&Change<'_>| {
        let (name, id) = (quote(&change.entry.name), &metric.id);
        let (before, now) = (quote(&change.before.text), quote(&change.now.text));
        let what = message!(
            "{id} of {name} is {now} and was {before}, while the others stayed",
            "{name} 的 {id} 由 {before} 变为 {now}，而其他条目未变"
        );
        problem(Code::ValueJumped, &change.now.at, what)
    };
    found.iter().map(words).collect()
}

/// Whether the text is the former one with digits cut off its end.
fn is_cut(change: &Change<'_>) -> bool {
    let (before, now) = (change.before.text.trim(), change.now.text.trim());
    now.len() < before.len() && before.starts_with(now)
}

/// Scores that lie outside of the interval printed with them.
pub(super) fn outside_interval(snapshot: &Snapshot) -> Vec<Problem> {
    let scores = snapshot
        .entries
        .iter()
        .flat_map(|entry| entry.readings.iter().filter_map(move |(id, reading)| Some((entry, id, reading.score()?))));
    let outside = scores.filter_map(|(entry, id, score)| {
        let interval = score.interval?;
        // The ends are printed with a digit less at times.
        let slack = 10_f64.powi(-i32::from(score.number.decimals())).max(0.0);
        let value = score.value();
        if value >= interval.low - slack && value <= interval.high + slack {
            return None;
        }
        let (name, text, low, high) = (quote(&entry.name), quote(&score.text), interval.low, interval.high);
        let what = message!(
            "{id} of {name} is {text}, outside of its interval from {low} to {high}",
            "{name} 的 {id} 为 {text}，不在其区间 {low} 至 {high} 内"
        );
        Some(problem(Code::OutsideInterval, &score.at, what))
    });
    outside.collect()
}

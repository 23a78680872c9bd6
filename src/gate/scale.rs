//! Where the values of a metric lie: on the scale of before, and where values of it ever lay.

use super::learnt::Location;
use super::pairing::Pairing;
use super::words::{of_table, quote, share};
use crate::message;
use crate::schema::{Code, Metric, Problem, Score, Snapshot};

/// Two entries agree by chance that their value is ten times the former; three do not.
pub(super) const FEWEST: usize = 3;

/// Half of the entries, since the others may have had no value, nothing, or a revision.
const HALF: f64 = 0.5;

/// How near to a power of ten a ratio is, relative to it: what two printed decimals leave open.
const NEAR: f64 = 0.01;

/// A median so many times above or below all medians before is another quantity. Ten times is the smallest slip of a
/// scale, and models that double or halve a board's median are met with: the mean of the two in magnitude.
const FACTOR: f64 = 5.0;

/// Whether entries have ten, a hundred … times what they had.
///
/// # Errors
/// A refusal that names the metric.
pub(super) fn rescaled(pairing: &Pairing<'_>) -> Result<(), Problem> {
    for metric in pairing.metrics() {
        let changes = pairing.changes(&metric.id);
        let values = changes.iter().map(|change| (change.before.value(), change.now.value(), change));
        let values: Vec<_> = values.filter(|(before, now, _)| *before != 0.0 && *now != 0.0).collect();
        let scaled: Vec<_> = values.iter().filter(|(before, now, _)| is_power_of_ten(now / before)).collect();
        let Some((_, _, first)) = scaled.first().filter(|_| share(scaled.len(), values.len()) > HALF) else { continue };
        // With two entries both have to agree on one factor.
        if values.len() < FEWEST && scaled.len() < values.len().max(2) {
            continue;
        }
        let (id, count, all) = (&metric.id, scaled.len(), values.len());
        let (before, now) = (quote(&first.before.text), quote(&first.now.text));
        let what = message!(
            "{count} of {all} figures of {id} are the former ones times a power of ten; the first was {before} and is {now}",
            "{id} 的 {all} 个数值中有 {count} 个与原值相差 10 的整数次幂，首个由 {before} 变为 {now}"
        );
        return Err(of_table(Code::ScaleChanged, pairing.now, what));
    }
    Ok(())
}

/// 10, 100, 0.1 …, not 1.
pub(super) fn is_power_of_ten(ratio: f64) -> bool {
    if ratio <= 0.0 || !ratio.is_finite() {
        return false;
    }
    let power = ratio.log10().round();
    power != 0.0 && power.abs() <= 9.0 && (ratio / 10_f64.powf(power) - 1.0).abs() <= NEAR
}

/// Whether the values lie where none of the metric ever lay.
///
/// # Errors
/// A refusal that names the metric.
pub(super) fn located(snapshot: &Snapshot, metric: &Metric, known: &Location) -> Result<(), Problem> {
    let scores: Vec<&Score> = snapshot.entries.iter().filter_map(|entry| entry.score(&metric.id)).collect();
    let Some(here) = Location::of(scores.iter().map(|score| score.value())).filter(|_| scores.len() >= FEWEST) else {
        return Ok(());
    };
    let outside = here.high_median > known.greatest || here.low_median < known.least;
    let positive = known.least >= 0.0 && here.least >= 0.0 && known.low_median > 0.0;
    let far = if positive {
        here.low_median > known.high_median * FACTOR || here.low_median * FACTOR < known.low_median
    } else {
        let width = (known.greatest - known.least).max(f64::EPSILON);
        here.low_median > known.greatest + width * FACTOR || here.low_median < known.least - width * FACTOR
    };
    if !outside || !far {
        return Ok(());
    }
    let (id, median) = (&metric.id, here.low_median);
    let (least, greatest) = (known.least, known.greatest);
    let what = message!(
        "half of the figures of {id} lie about {median}, where all before lay between {least} and {greatest}",
        "{id} 的数值中位数约为 {median}，而以往的数值都在 {least} 与 {greatest} 之间"
    );
    Err(of_table(Code::AnotherQuantity, snapshot, what))
}

#[cfg(test)]
mod tests {
    use super::is_power_of_ten;

    #[test]
    fn powers_of_ten_are_seen_through_rounding() {
        for ratio in [10.0, 77.8 / 7.78, 0.01, 1000.0, 71.5 / 0.72] {
            assert!(is_power_of_ten(ratio), "{ratio}");
        }
        for ratio in [1.0, 9.0, 2.0, 0.0, -10.0, f64::INFINITY, 1.02] {
            assert!(!is_power_of_ten(ratio), "{ratio}");
        }
    }
}

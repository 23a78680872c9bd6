//! Two readings of one metric: the same number, another number, or a number that came or went.

use crate::schema::{MetricId, Missing, Reading, Score};
use crate::text::Decimal;
use std::collections::BTreeMap;

/// One metric of one pair whose reading changed.
#[derive(Debug, Clone, PartialEq)]
pub struct ScoreChange {
    /// The metric.
    pub metric: MetricId,
    /// How it changed.
    pub change: Change,
}

/// How a reading changed.
#[derive(Debug, Clone, PartialEq)]
pub enum Change {
    /// Another number.
    Moved {
        /// Before.
        from: Score,
        /// After.
        to: Score,
        /// After minus before, exact; in the scale of the later snapshot where the metric was rescaled.
        delta: Decimal,
    },
    /// The same number, printed with more or fewer digits or signs: no change of the score.
    Precision {
        /// Before.
        from: Score,
        /// After.
        to: Score,
    },
    /// The same number with another interval or another count of questions, votes or battles.
    Interval {
        /// Before.
        from: Score,
        /// After.
        to: Score,
    },
    /// A number where none was.
    Appeared {
        /// Why there was none.
        from: Missing,
        /// After.
        to: Score,
    },
    /// No number where one was.
    Vanished {
        /// Before.
        from: Score,
        /// Why there is none.
        to: Missing,
    },
    /// No number before and after, for another reason.
    Reason {
        /// Before.
        from: Missing,
        /// After.
        to: Missing,
    },
}

impl Change {
    /// Whether more changed than the printing of the same number.
    #[must_use]
    pub fn is_real(&self) -> bool {
        !matches!(self, Change::Precision { .. })
    }
}

/// A number with the count of digits after the point to which it is known.
#[derive(Debug, Clone, Copy)]
pub(super) struct Number {
    pub value: Decimal,
    pub decimals: u8,
}

impl Number {
    /// Whether the two are the same number at the coarser precision of the two.
    pub fn agrees_with(self, other: Number) -> bool {
        let coarser = self.decimals.min(other.decimals);
        self.value.rounded(coarser) == other.value.rounded(coarser)
    }

    /// Whether, at the coarser precision of the two, enough printed digits agree to be no accident.
    pub fn tells_with(self, other: Number) -> bool {
        let coarser = self.decimals.min(other.decimals);
        [self, other].into_iter().all(|number| number.value.rounded(coarser).has_significant_digits(3))
    }
}

/// The digits after the point that a column ordinarily prints.
///
/// Worksheets drop trailing zeros, so `75` in a column of two decimals is 75.00 and not a rounded 74.6. A
/// number that lacks more than two of the column's digits was rounded by hand (one number in a thousand ends
/// in three zeros) and is known only as printed.
#[derive(Debug, Clone, Copy)]
pub(super) struct Precision {
    ordinary: u8,
}

impl Precision {
    pub fn of(numbers: impl Iterator<Item = Decimal>) -> Precision {
        let mut counts: BTreeMap<u8, usize> = BTreeMap::new();
        for number in numbers {
            *counts.entry(number.decimals()).or_default() += 1;
        }
        // The coarser one of two equally frequent precisions: doubt is no change.
        let ordinary =
            counts.iter().max_by(|a, b| a.1.cmp(b.1).then(b.0.cmp(a.0))).map_or(0, |(decimals, _)| *decimals);
        Precision { ordinary }
    }

    pub fn read(self, value: Decimal) -> Number {
        let printed = value.decimals();
        let dropped = self.ordinary.saturating_sub(printed);
        Number { value, decimals: if dropped <= 2 { printed + dropped } else { printed } }
    }
}

impl Number {
    /// The same number on a scale that is ten to the `power` times as long.
    pub fn shifted(self, power: i8) -> Number {
        let decimals = i16::from(self.decimals) - i16::from(power);
        Number { value: self.value.shifted(power), decimals: u8::try_from(decimals.max(0)).unwrap_or(u8::MAX) }
    }
}

/// What changed between two readings, if anything; the numbers are those of the scores, on one scale.
pub(super) fn compare(
    from: Option<&Reading>,
    to: Option<&Reading>,
    numbers: (Option<Number>, Option<Number>),
) -> Option<Change> {
    match (from, to, numbers) {
        (Some(Reading::Score(from)), Some(Reading::Score(to)), (Some(old), Some(new))) => {
            compare_scores(from, to, old, new)
        }
        (from, to, _) => match (from.and_then(Reading::score), to.and_then(Reading::score)) {
            (None, Some(score)) => Some(Change::Appeared { from: reason(from), to: score.clone() }),
            (Some(score), None) => Some(Change::Vanished { from: score.clone(), to: reason(to) }),
            _ => {
                let (from, to) = (reason(from), reason(to));
                (from != to).then_some(Change::Reason { from, to })
            }
        },
    }
}

fn compare_scores(from: &Score, to: &Score, old: Number, new: Number) -> Option<Change> {
    let (old_score, new_score) = (from.clone(), to.clone());
    if !old.agrees_with(new) {
        return Some(Change::Moved { from: old_score, to: new_score, delta: new.value.minus(old.value) });
    }
    if from.interval != to.interval || from.n != to.n {
        return Some(Change::Interval { from: old_score, to: new_score });
    }
    (from.text != to.text).then_some(Change::Precision { from: old_score, to: new_score })
}

fn reason(reading: Option<&Reading>) -> Missing {
    match reading {
        Some(Reading::Missing { reason, .. }) => *reason,
        _ => Missing::NotListed,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn numbers(texts: &[&str]) -> Vec<Number> {
        let values: Vec<Decimal> = texts.iter().map(|text| Decimal::parse(text).unwrap()).collect();
        let precision = Precision::of(values.iter().copied());
        values.into_iter().map(|value| precision.read(value)).collect()
    }

    #[test]
    fn a_dropped_zero_is_no_lost_digit() {
        let old = numbers(&["74.6", "85.71", "92.44", "88.89"]);
        let new = numbers(&["75", "85.71", "92.44", "88.89"]);
        assert!(!old[0].agrees_with(new[0]), "75 stands for 75.00 there");
        assert!(numbers(&["75.00", "85.71", "92.44"])[0].agrees_with(new[0]));
    }

    #[test]
    fn a_number_rounded_by_hand_is_known_as_printed() {
        let full = numbers(&["70.9795283746152", "64.5961935434272", "77.0178528668534"]);
        let mixed = numbers(&["70.98", "64.5961935434272", "77.0178528668534"]);
        assert!(full[0].agrees_with(mixed[0]));
    }

    #[test]
    fn a_scale_moves_the_precision_too() {
        let old = numbers(&["7.78", "8.32", "7.60"]);
        let new = numbers(&["77.8", "83.2", "76.0"]);
        assert!(old.iter().zip(&new).all(|(old, new)| old.shifted(1).agrees_with(*new)));
        assert!(!old[0].agrees_with(new[0]));
    }
}

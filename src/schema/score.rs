//! A cell as read: a score, or a stated absence. Never NaN, never 0 for missing.

use super::Locator;
use crate::text::Decimal;

/// What stands in a metric's cell.
#[derive(Debug, Clone, PartialEq)]
pub enum Reading {
    /// A number.
    Score(Score),
    /// No number, and why.
    Missing {
        /// Why.
        reason: Missing,
        /// What is printed there (`-`, empty, `？`).
        text: String,
        /// Where.
        at: Locator,
    },
}

impl Reading {
    /// The score, if there is one.
    #[must_use]
    pub fn score(&self) -> Option<&Score> {
        match self {
            Reading::Score(score) => Some(score),
            Reading::Missing { .. } => None,
        }
    }

    /// The text as printed.
    #[must_use]
    pub fn text(&self) -> &str {
        match self {
            Reading::Score(score) => &score.text,
            Reading::Missing { text, .. } => text,
        }
    }

    /// Where it stands.
    #[must_use]
    pub fn at(&self) -> &Locator {
        match self {
            Reading::Score(score) => &score.at,
            Reading::Missing { at, .. } => at,
        }
    }
}

/// A printed number.
#[derive(Debug, Clone, PartialEq)]
pub struct Score {
    /// The cell's text as printed, markup removed: `82.10`, `74.89%`.
    pub text: String,
    /// The number of it, with its printed digits, in the metric's unit.
    pub number: Decimal,
    /// The interval printed with it.
    pub interval: Option<Interval>,
    /// The number of questions, votes or battles printed with it.
    pub n: Option<u64>,
    /// Where it stands.
    pub at: Locator,
}

impl Score {
    /// The nearest double to the printed number.
    #[must_use]
    pub fn value(&self) -> f64 {
        self.number.to_f64()
    }
}

/// A printed interval, in the metric's unit.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Interval {
    /// Lower end.
    pub low: f64,
    /// Upper end.
    pub high: f64,
}

/// Why there is no number, from the plainest reason to the gravest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Missing {
    /// The table has no such cell for this entry.
    NotListed,
    /// The publisher prints that it has none: `-`, `--`, empty, `N/A`, 未报告.
    NotReported,
    /// The publisher prints that it will come: 待补充, 测评中.
    Pending,
    /// The publisher prints only a bound of it: `<0.001`, `>128K`.
    Bound,
    /// Something is printed that bangdan cannot read as a number; a problem says what.
    Unreadable,
}

impl Missing {
    /// The code of the `missing` column: `not-listed`, `not-reported`, `pending`, `bound`, `unreadable`.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Missing::NotListed => "not-listed",
            Missing::NotReported => "not-reported",
            Missing::Pending => "pending",
            Missing::Bound => "bound",
            Missing::Unreadable => "unreadable",
        }
    }

    /// Reads what [`code`](Missing::code) gives.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Missing> {
        [Missing::NotListed, Missing::NotReported, Missing::Pending, Missing::Bound, Missing::Unreadable]
            .into_iter()
            .find(|missing| missing.code() == code)
    }
}

//! A column of scores and what it means.

use super::{EditionOrder, MetricId};
use crate::text::{Decimal, Message};
use std::cmp::Ordering;

/// One column of scores of a board.
#[derive(Debug, Clone, PartialEq)]
pub struct Metric {
    /// Its id within the board.
    pub id: MetricId,
    /// Its names.
    pub name: Message,
    /// The header above the column as printed; empty for a metric that is not of this table.
    pub header: String,
    /// What it measures, shared between boards; `None` where it is the board's own.
    pub benchmark: Option<String>,
    /// `points`, `percent`, `elo`, `CNY per million tokens` …
    pub unit: String,
    /// Which way is better.
    pub better: Better,
    /// Lowest and highest possible value.
    pub range: Option<(f64, f64)>,
    /// Whether the board orders by it.
    pub primary: bool,
    /// How bangdan computed it from others; `None` where it is printed.
    pub computed: Option<Computed>,
    /// Where it became another quantity, oldest first.
    pub breaks: Vec<Break>,
}

/// How a metric that no table prints was computed from others of the same entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Computed {
    /// The rule in words: `mean of a, b and c`.
    pub rule: Message,
    /// The metrics that it was computed from.
    pub parts: Vec<MetricId>,
    /// Where the publisher says that it computes so.
    pub source: String,
}

/// Which way is better.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Deserialize, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Better {
    /// Higher is better.
    #[default]
    Higher,
    /// Lower is better.
    Lower,
    /// Neither: a count, a length, a signed difference.
    Neither,
}

impl Better {
    /// `higher`, `lower` or `neither`.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Better::Higher => "higher",
            Better::Lower => "lower",
            Better::Neither => "neither",
        }
    }

    /// `Greater` where `a` is the better score of the two; `Equal` always where neither side is better.
    #[must_use]
    pub fn compare(self, a: Decimal, b: Decimal) -> Ordering {
        match self {
            Better::Higher => a.cmp(&b),
            Better::Lower => b.cmp(&a),
            Better::Neither => Ordering::Equal,
        }
    }
}

/// From an edition on, the metric is another quantity: no difference is taken across.
#[derive(Debug, Clone, PartialEq)]
pub struct Break {
    /// The first edition of the new quantity, as the publisher names it.
    pub edition: String,
    /// Its place in the order of editions.
    pub order: EditionOrder,
    /// Why.
    pub why: Message,
}

//! How what the gate finds is said.

use crate::schema::{Code, Locator, Problem, Snapshot};
use crate::text::{Message, printable_line, squeeze, truncate};

/// So many names are given in one sentence.
const NAMES: usize = 8;

/// Refusals that are a judgement on figures that could be read: a person may judge otherwise.
const OVERRIDABLE: &[Code] = &[
    Code::ScaleChanged,
    Code::RowsUnexpected,
    Code::RowsLost,
    Code::NamesChanged,
    Code::CanaryMissing,
    Code::ColumnsLost,
    Code::AnotherQuantity,
    Code::ValuesChanged,
    Code::ValuesMissing,
    Code::NamesExchanged,
    Code::ColumnsExchanged,
    Code::CellsMoved,
    Code::OrderBroken,
    Code::DamagedText,
    Code::MarkupInNames,
    Code::DuplicateRows,
    Code::Rejected,
];

/// Whether a person's decision may let in what was refused for this.
#[must_use]
pub fn is_overridable(code: Code) -> bool {
    OVERRIDABLE.contains(&code)
}

/// A stranger's text on one line, cut where it is long.
pub(super) fn quote(text: &str) -> String {
    truncate(&printable_line(&squeeze(text)), 60)
}

/// Names, the first few of them.
pub(super) fn list<'a>(names: impl Iterator<Item = &'a str>) -> String {
    let names: Vec<String> = names.map(quote).collect();
    let shown: Vec<&str> = names.iter().take(NAMES).map(String::as_str).collect();
    let more = if names.len() > NAMES { ", …" } else { "" };
    format!("{}{more}", shown.join(", "))
}

/// A problem of the whole table, at its first entry.
pub(super) fn of_table(code: Code, snapshot: &Snapshot, what: Message) -> Problem {
    Problem { code, at: snapshot.entries.first().map(|entry| entry.at.clone()), what }
}

/// A problem at a place.
pub(super) fn problem(code: Code, at: &Locator, what: Message) -> Problem {
    Problem { code, at: Some(at.clone()), what }
}

/// A count of a total, as a share between 0 and 1; nothing of nothing is none.
#[expect(clippy::cast_precision_loss, reason = "tables have fewer rows than a double has digits")]
pub(super) fn share(count: usize, total: usize) -> f64 {
    if total == 0 { 0.0 } else { count as f64 / total as f64 }
}

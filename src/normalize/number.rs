//! A metric's cell: a number with its printed digits, a stated absence, or something that is neither.

use super::columns::MetricColumn;
use super::marks::Marks;
use super::quote::quote;
use crate::catalogue::MetricDefinition;
use crate::message;
use crate::schema::{Interval, Locator, Missing, Reading, Score};
use crate::text::{Decimal, Message, half_width, squeeze};

/// Reads a cell of a metric. A cell that begins with a number and goes on is never cut: it is
/// [`Missing::Unreadable`].
pub(super) fn read_number(marks: &Marks, column: &MetricColumn<'_>, text: &str, at: Locator) -> Reading {
    let text = squeeze(text);
    if let Some(reason) = marks.missing(&text) {
        return Reading::Missing { reason, text, at };
    }
    let plain = half_width(&text);
    let plain = plain.trim();
    let stripped = strip(column.definition, plain);
    match number(column, plain).or_else(|| number(column, stripped)) {
        Some(Number { value, interval, n }) => Reading::Score(Score { text, number: value, interval, n, at }),
        None => Reading::Missing { reason: Missing::Unreadable, text, at },
    }
}

/// Why a cell could not be read, for a person who knows the table.
pub(super) fn why_unread(column: &MetricColumn<'_>, name: &str, text: &str) -> Message {
    let metric = column.definition;
    let (id, name, quoted, unit) = (&metric.id, quote(name), quote(text), &metric.unit);
    if !takes_percent(metric) && half_width(text).trim_end().ends_with('%') {
        return message!(
            "{id} of {name} is {quoted:?}, a percentage in a column of {unit}",
            "{name} 的 {id} 为 {quoted:?}，是百分数，而该列单位为 {unit}"
        );
    }
    if metric.shape.is_empty() {
        return message!("{id} of {name} is {quoted:?}, which is no number", "{name} 的 {id} 为 {quoted:?}，不是数字");
    }
    let shapes: Vec<String> = metric.shape.iter().map(|shape| format!("`{shape}`")).collect();
    let (en, zh) = (shapes.join(" or "), shapes.join(" 或 "));
    message!(
        "{id} of {name} is {quoted:?}, which is not written as {en}",
        "{name} 的 {id} 为 {quoted:?}，不符合写法 {zh}"
    )
}

/// Whether a cell begins as a number does, whatever follows.
pub(super) fn begins_as_number(text: &str) -> bool {
    let text = half_width(text);
    let text = text.trim_start().trim_start_matches(['+', '-', '\u{2212}']);
    text.starts_with(|c: char| c.is_ascii_digit())
}

struct Number {
    value: Decimal,
    interval: Option<Interval>,
    n: Option<u64>,
}

fn number(column: &MetricColumn<'_>, text: &str) -> Option<Number> {
    let metric = column.definition;
    // A number alone does not say which of the metrics of a shared column it is.
    let alone = !column.shared || metric.shape.is_empty();
    let digits = match text.strip_suffix('%') {
        Some(digits) if takes_percent(metric) => digits.trim_end(),
        _ => text,
    };
    if let Some(value) = Decimal::parse(digits).filter(|_| alone) {
        return Some(Number { value, interval: None, n: None });
    }
    let shaped = metric.shape.iter().find_map(|shape| shape.read(text))?;
    if shaped.percent && !takes_percent(metric) {
        return None;
    }
    let interval = shaped.interval.map(|(low, high)| Interval { low: low.to_f64(), high: high.to_f64() });
    Some(Number { value: shaped.value, interval, n: shaped.n })
}

/// The text without the marks that the metric declares to be no part of the number.
fn strip<'t>(metric: &MetricDefinition, text: &'t str) -> &'t str {
    let mut text = text;
    while let Some(shorter) = metric.strip.iter().find_map(|mark| {
        let mark = half_width(mark);
        text.strip_suffix(mark.as_str()).filter(|_| !mark.is_empty())
    }) {
        text = shorter.trim_end();
    }
    text
}

fn takes_percent(metric: &MetricDefinition) -> bool {
    matches!(metric.unit.as_str(), "percent" | "points")
}

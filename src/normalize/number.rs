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
    if column.absent.is_text(&text) {
        return Reading::Missing { reason: Missing::NotReported, text, at };
    }
    if let Some(reason) = marks.missing(&text) {
        return Reading::Missing { reason, text, at };
    }
    let plain = half_width(&text);
    let plain = plain.trim();
    match printed(column, plain) {
        Some(Number { value, .. }) if column.absent.is_number(value) => {
            Reading::Missing { reason: Missing::NotReported, text, at }
        }
        Some(Number { value, interval, n }) => Reading::Score(Score { text, number: value, interval, n, at }),
        None if is_bound(column, plain) => Reading::Missing { reason: Missing::Bound, text, at },
        None => Reading::Missing { reason: Missing::Unreadable, text, at },
    }
}

fn printed(column: &MetricColumn<'_>, plain: &str) -> Option<Number> {
    number(column, plain).or_else(|| number(column, strip(column.definition, plain)))
}

/// `<0.001`, `>128K`, `≤ 5`: a bound is no number, whatever stands behind the sign.
fn is_bound(column: &MetricColumn<'_>, plain: &str) -> bool {
    let rest = plain.trim_start_matches(['<', '>', '=', '\u{2264}', '\u{2265}', '\u{2a7d}', '\u{2a7e}']);
    let sign = plain.get(..plain.len() - rest.len()).unwrap_or_default();
    let is_sign = matches!(sign, "<" | ">" | "<=" | ">=" | "\u{2264}" | "\u{2265}" | "\u{2a7d}" | "\u{2a7e}");
    is_sign && printed(column, rest.trim_start()).is_some()
}

/// Reads a plain number of a column beside a metric's, in the metric's unit.
pub(super) fn read_plain(metric: &MetricDefinition, text: &str) -> Option<Decimal> {
    let plain = half_width(text);
    Decimal::parse(without_percent(metric, plain.trim()))
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
    if let Some(value) = Decimal::parse(without_percent(metric, text)).filter(|_| alone) {
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

fn without_percent<'t>(metric: &MetricDefinition, text: &'t str) -> &'t str {
    match text.strip_suffix('%') {
        Some(digits) if takes_percent(metric) => digits.trim_end(),
        _ => text,
    }
}

fn takes_percent(metric: &MetricDefinition) -> bool {
    matches!(metric.unit.as_str(), "percent" | "points")
}

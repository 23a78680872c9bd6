//! Figures that cannot be right as they stand: values outside of their range, totals that contradict their parts.
//! All are kept: as printed, or as computed from what is printed.

use super::quote::quote;
use crate::catalogue::{Board, Check, MetricDefinition};
use crate::message;
use crate::schema::{Code, Entry, Interval, MetricId, Problem, Snapshot};
use crate::text::{Decimal, Message};

/// Slack for the binary halves of decimal tolerances; far below any printed digit.
const SLACK: f64 = 1e-9;

/// The doubts about single figures, metric by metric.
pub(super) fn doubtful_figures(board: &Board, snapshot: &Snapshot) -> Vec<Problem> {
    let mut problems = Vec::new();
    for metric in &board.metrics {
        let kept = kept(snapshot, &metric.id);
        for entry in &snapshot.entries {
            problems.extend(out_of_range(metric, entry, &kept));
            problems.extend(odd_interval(metric, entry));
            problems.extend(metric.checks.iter().filter_map(|check| contradiction(metric, check, entry, &kept)));
        }
    }
    problems
}

/// What became of a doubtful figure: nothing is printed of one that was computed.
fn kept(snapshot: &Snapshot, metric: &MetricId) -> Message {
    if snapshot.metric(metric).is_some_and(|metric| metric.computed.is_some()) {
        message!("computed from parts that are kept as printed", "由各部分计算所得，各部分按原文保留")
    } else {
        message!("kept as printed", "按原文保留")
    }
}

fn out_of_range(metric: &MetricDefinition, entry: &Entry, kept: &Message) -> Option<Problem> {
    let (low, high) = metric.range?;
    let score = entry.score(&metric.id)?;
    if (low..=high).contains(&score.value()) {
        return None;
    }
    let (id, name, text) = (&metric.id, quote(&entry.name), quote(&score.text));
    let Message { en, zh } = kept;
    let what = message!(
        "{id} of {name} is {text}, outside of {low} to {high}; {en}",
        "{name} 的 {id} 为 {text}，超出 {low} 至 {high}；{zh}"
    );
    Some(Problem { code: Code::OutOfRange, at: Some(score.at.clone()), what })
}

/// An interval whose ends are exchanged, or that lies farther from its value than it is wide: another quantity's.
fn odd_interval(metric: &MetricDefinition, entry: &Entry) -> Option<Problem> {
    let score = entry.score(&metric.id)?;
    let Interval { low, high } = score.interval?;
    let quoted = || (&metric.id, quote(&entry.name), quote(&score.text));
    let slack = (high - low).max(unit(score.number)) + SLACK;
    let what = if low > high + SLACK {
        let (id, name, _) = quoted();
        message!(
            "the interval of {id} of {name} begins at {low} and ends at {high}; kept as printed",
            "{name} 的 {id} 的区间起于 {low}、止于 {high}；按原文保留"
        )
    } else if score.value() < low - slack || score.value() > high + slack {
        let (id, name, text) = quoted();
        message!(
            "{id} of {name} is {text}, far outside of its interval from {low} to {high}; kept as printed",
            "{name} 的 {id} 为 {text}，远在其区间 {low} 至 {high} 之外；按原文保留"
        )
    } else {
        return None;
    };
    Some(Problem { code: Code::Contradiction, at: Some(score.at.clone()), what })
}

/// Only where every part is a number: an unknown part can explain any total.
fn contradiction(metric: &MetricDefinition, check: &Check, entry: &Entry, kept: &Message) -> Option<Problem> {
    let Message { en, zh } = kept;
    let score = entry.score(&metric.id)?;
    let number = |id: &MetricId| entry.score(id).map(|score| score.number);
    let quoted = || (&metric.id, quote(&entry.name), quote(&score.text));
    let what: Message = match check {
        Check::MeanOf(parts) => {
            let parts: Vec<Decimal> = parts.iter().map(number).collect::<Option<_>>()?;
            let (lowest, highest) = (*parts.iter().min()?, *parts.iter().max()?);
            let above = exceeds(score.number, highest);
            let below = exceeds(lowest, score.number);
            if !above && !below {
                return None;
            }
            let (id, name, text) = quoted();
            message!(
                "{id} of {name} is {text}, but its parts lie between {lowest} and {highest}; {en}",
                "{name} 的 {id} 为 {text}，但其各部分介于 {lowest} 与 {highest} 之间；{zh}"
            )
        }
        Check::Difference(a, b) => {
            let (first, second) = (number(a)?, number(b)?);
            let expected = first.minus(second);
            // Each of the three may be off by half a unit of its last digit.
            let tolerance = (unit(score.number) + unit(first) + unit(second)) / 2.0 + SLACK;
            if score.number.minus(expected).to_f64().abs() <= tolerance {
                return None;
            }
            let (id, name, text) = quoted();
            message!(
                "{id} of {name} is {text}, but {first} - {second} is {expected}; {en}",
                "{name} 的 {id} 为 {text}，但 {first} - {second} 等于 {expected}；{zh}"
            )
        }
    };
    Some(Problem { code: Code::Contradiction, at: Some(score.at.clone()), what })
}

/// Whether `a` is greater than `b` by more than a unit of the coarser last digit of the two.
fn exceeds(a: Decimal, b: Decimal) -> bool {
    a.minus(b).to_f64() > unit(a).max(unit(b)) + SLACK
}

/// One unit of the last printed digit.
fn unit(number: Decimal) -> f64 {
    10_f64.powi(-i32::from(number.decimals()))
}

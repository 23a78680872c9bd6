//! Where the interval of a score and the number of questions behind it come from, for `explain`.

use crate::catalogue::{Board, IntervalColumns, MetricDefinition, Shape};
use crate::message;
use crate::schema::{Interval, Metric, Score};
use crate::text::Message;

/// What is told of a score besides its number: what, and what it is. Nothing of what it does not have.
pub(super) fn beside_rows(board: &Board, metric: &Metric, score: &Score) -> Vec<(Message, Message)> {
    let definition = board.metrics.iter().find(|definition| definition.id == metric.id);
    let mut rows = Vec::new();
    if let Some(Interval { low, high }) = score.interval {
        rows.push((message!("interval", "区间"), message!("{low} to {high}", "{low} 至 {high}")));
        if let Some(definition) = definition {
            rows.push((message!("interval from", "区间来源"), interval_origin(definition, score)));
        }
    }
    if let Some(n) = score.n {
        let headers = definition.map(|definition| definition.n.as_slice()).unwrap_or_default();
        let is = if headers.is_empty() {
            message!("{n}, printed with the score", "{n}，与分数印在同一格")
        } else {
            let Message { en, zh } = columns(headers);
            message!("{n}, printed in {en}", "{n}，印在{zh}")
        };
        rows.push((message!("sample size n", "样本量 n"), is));
    }
    rows
}

fn interval_origin(definition: &MetricDefinition, score: &Score) -> Message {
    match &definition.interval {
        Some(IntervalColumns::Ends { low, high }) => {
            let (low, high) = (columns(low), columns(high));
            let (low_en, low_zh, high_en, high_zh) = (low.en, low.zh, high.en, high.zh);
            message!(
                "both ends as printed: lower in {low_en}, upper in {high_en}",
                "两端均为原文所载：下限在{low_zh}，上限在{high_zh}"
            )
        }
        Some(IntervalColumns::Around { column, times }) => {
            let Message { en, zh } = columns(column);
            if (*times - 1.0).abs() < f64::EPSILON {
                message!("the half width printed in {en}, to either side", "{zh}所载半宽，向两侧各取一次")
            } else {
                message!(
                    "the number printed in {en} × {times}, to either side",
                    "{zh}所载数值 × {times}，向两侧各取一次"
                )
            }
        }
        Some(IntervalColumns::Cell { column, .. }) => {
            let Message { en, zh } = columns(column);
            message!("printed in {en}", "印在{zh}")
        }
        None => {
            let gives = |shape: &&Shape| shape.read(&score.text).is_some_and(|shaped| shaped.interval.is_some());
            match definition.shape.iter().find(gives) {
                Some(shape) => message!(
                    "printed in the cell of the score, which is read as {shape}",
                    "印在分数的格内，按 {shape} 读取"
                ),
                None => message!("printed in the cell of the score", "印在分数的格内"),
            }
        }
    }
}

/// A column by the headers that it has had over time.
fn columns(headers: &[String]) -> Message {
    let (en, zh) = (headers.join("\" or \""), headers.join("”或“"));
    message!("column \"{en}\"", "“{zh}”列")
}

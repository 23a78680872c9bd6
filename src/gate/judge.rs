//! The refusals that need the whole snapshot.

use crate::catalogue::Board;
use crate::message;
use crate::schema::{Code, Metric, Missing, Problem, Reading, Score, Snapshot};
use crate::text::{Decimal, printable_line, truncate};

/// Units in which the whole is 100.
const OF_A_HUNDRED: &[&str] = &["percent", "points"];

/// Judges a snapshot by what its board declares. What a history teaches is not judged here.
///
/// # Errors
/// A refusal: no entries; a metric by which the board orders of which most cells are no numbers; or whose values are
/// on another scale.
pub fn judge(board: &Board, snapshot: &Snapshot) -> Result<(), Problem> {
    if snapshot.entries.is_empty() {
        return Err(no_entries(snapshot));
    }
    let Some(metric) = board.primary().and_then(|primary| snapshot.metric(&primary.id)) else { return Ok(()) };
    readable(snapshot, metric)?;
    let scores: Vec<&Score> = snapshot.entries.iter().filter_map(|entry| entry.score(&metric.id)).collect();
    in_range(metric, &scores)?;
    no_fractions(metric, &scores)
}

fn no_entries(snapshot: &Snapshot) -> Problem {
    const LEFT_OUT: &[Code] = &[Code::RaggedRow, Code::UnnamedRow, Code::NotAnEntry];
    let left_out: Vec<&Problem> = snapshot.problems.iter().filter(|problem| LEFT_OUT.contains(&problem.code)).collect();
    let Some(first) = left_out.first() else {
        return Problem {
            code: Code::NoEntries, at: None, what: message!("the table has no rows", "表中没有数据行")
        };
    };
    let (count, en, zh) = (left_out.len(), &first.what.en, &first.what.zh);
    let what = message!("none of the {count} rows is an entry; the first: {en}", "{count} 行均未收录；首行：{zh}");
    Problem { code: Code::NoEntries, at: first.at.clone(), what }
}

/// Cells that state an absence are not counted: that most models have no score yet is no fault of the table.
fn readable(snapshot: &Snapshot, metric: &Metric) -> Result<(), Problem> {
    let readings: Vec<&Reading> = snapshot.entries.iter().filter_map(|entry| entry.readings.get(&metric.id)).collect();
    let is_unreadable = |reading: &Reading| matches!(reading, Reading::Missing { reason: Missing::Unreadable, .. });
    let unreadable: Vec<&Reading> = readings.iter().copied().filter(|reading| is_unreadable(reading)).collect();
    let all = unreadable.len() + readings.iter().filter(|reading| reading.score().is_some()).count();
    let Some(first) = unreadable.first().filter(|_| unreadable.len() * 2 > all) else { return Ok(()) };
    let (id, count, text) = (&metric.id, unreadable.len(), quote(first.text()));
    let what = message!(
        "{count} of {all} figures of {id} are no numbers; the first is {text:?}",
        "{id} 的 {all} 个数值中有 {count} 个无法读作数字，首个为 {text:?}"
    );
    Err(Problem { code: Code::UnreadableMetric, at: Some(first.at().clone()), what })
}

/// Most figures outside of the range: ten times too large, or another quantity under the old header.
fn in_range(metric: &Metric, scores: &[&Score]) -> Result<(), Problem> {
    let Some((low, high)) = metric.range else { return Ok(()) };
    let outside: Vec<&&Score> = scores.iter().filter(|score| !(low..=high).contains(&score.value())).collect();
    let Some(first) = outside.first().filter(|_| outside.len() * 2 > scores.len()) else { return Ok(()) };
    let (id, count, all, text) = (&metric.id, outside.len(), scores.len(), quote(&first.text));
    let what = message!(
        "{count} of {all} figures of {id} are outside of {low} to {high}; the first is {text}",
        "{id} 的 {all} 个数值中有 {count} 个超出 {low} 至 {high}，首个为 {text}"
    );
    Err(Problem { code: Code::ScaleChanged, at: Some(first.at.clone()), what })
}

/// 0.80 for 80: every figure of a percentage is a fraction of one. Whole numbers are no fractions, and one entry
/// alone may well score next to nothing.
fn no_fractions(metric: &Metric, scores: &[&Score]) -> Result<(), Problem> {
    let of_a_hundred = metric.range == Some((0.0, 100.0)) && OF_A_HUNDRED.contains(&metric.unit.as_str());
    let is_fraction = |number: Decimal| (0.0..=1.0).contains(&number.to_f64());
    let whole = scores.iter().all(|score| score.number.decimals() == 0);
    let Some(first) = scores.first().filter(|_| of_a_hundred && scores.len() > 1 && !whole) else { return Ok(()) };
    if !scores.iter().all(|score| is_fraction(score.number) && !score.text.ends_with(['%', '％'])) {
        return Ok(());
    }
    let (id, all, text) = (&metric.id, scores.len(), quote(&first.text));
    let what = message!(
        "all {all} figures of {id} lie between 0 and 1, where 0 to 100 is declared; the first is {text}",
        "{id} 的 {all} 个数值均在 0 与 1 之间，而声明的范围为 0 至 100，首个为 {text}"
    );
    Err(Problem { code: Code::ScaleChanged, at: Some(first.at.clone()), what })
}

fn quote(text: &str) -> String {
    truncate(&printable_line(text), 60)
}

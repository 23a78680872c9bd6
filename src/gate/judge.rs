//! The refusals that need the whole snapshot.

use super::declared::declared;
use super::words::quote;
use crate::catalogue::Board;
use crate::message;
use crate::schema::{Code, Metric, Missing, Problem, Reading, Snapshot};

/// Judges a snapshot by its definition alone.
///
/// # Errors
/// As [`readable`] and [`declared`].
pub fn judge(board: &Board, snapshot: &Snapshot) -> Result<(), Problem> {
    readable(board, snapshot)?;
    declared(board, snapshot)
}

/// Whether there is anything to judge. No decision of a person overrides this: there are no figures to take.
///
/// # Errors
/// A refusal: no entries; or a metric by which the board orders of which most cells are no numbers.
pub fn readable(board: &Board, snapshot: &Snapshot) -> Result<(), Problem> {
    if snapshot.entries.is_empty() {
        return Err(no_entries(snapshot));
    }
    match board.primary().and_then(|primary| snapshot.metric(&primary.id)) {
        Some(metric) => readable_metric(snapshot, metric),
        None => Ok(()),
    }
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
    let what = match count {
        1 => message!("the only row is no entry: {en}", "仅有的一行未收录：{zh}"),
        _ => message!("none of the {count} rows is an entry; the first: {en}", "{count} 行均未收录；首行：{zh}"),
    };
    Problem { code: Code::NoEntries, at: first.at.clone(), what }
}

/// Cells that state an absence are not counted: that most models have no score yet is no fault of the table.
fn readable_metric(snapshot: &Snapshot, metric: &Metric) -> Result<(), Problem> {
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

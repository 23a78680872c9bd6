//! Expectations that a definition declares. A person's decision overrides them.

use super::order::disagreement;
use super::words::{of_table, quote};
use crate::catalogue::{Board, Expectation};
use crate::message;
use crate::schema::{Code, Metric, Problem, Score, Snapshot};
use crate::text::{Decimal, counted, fold};
use std::collections::HashSet;

/// Units in which the whole is 100.
const OF_A_HUNDRED: &[&str] = &["percent", "points"];

/// Holds a snapshot against what its board's definition declares.
///
/// # Errors
/// A refusal: more or fewer entries, a canary that is not there, an order that does not follow the metric by which the
/// board orders, or values of that metric on another scale.
pub fn declared(board: &Board, snapshot: &Snapshot) -> Result<(), Problem> {
    if !snapshot.is_partial() {
        rows(&board.expect, snapshot)?;
        canaries(&board.expect, snapshot)?;
    }
    if let Some(metric) = board.primary().and_then(|primary| snapshot.metric(&primary.id)) {
        let scores: Vec<&Score> = snapshot.entries.iter().filter_map(|entry| entry.score(&metric.id)).collect();
        in_range(metric, &scores)?;
        no_fractions(metric, &scores)?;
    }
    match disagreement(snapshot).filter(|_| board.expect.ordered == Some(true)) {
        Some(found) => Err(found.problem()),
        None => Ok(()),
    }
}

fn rows(expect: &Expectation, snapshot: &Snapshot) -> Result<(), Problem> {
    let count = snapshot.entries.len();
    let Some((fewest, most)) = expect.rows.filter(|(fewest, most)| !(*fewest..=*most).contains(&count)) else {
        return Ok(());
    };
    let entries = counted(count, "entry", "entries");
    let what = message!(
        "{entries}, where the definition expects {fewest} to {most}",
        "共 {count} 个条目，而定义预期 {fewest} 至 {most} 个"
    );
    Err(of_table(Code::RowsUnexpected, snapshot, what))
}

fn canaries(expect: &Expectation, snapshot: &Snapshot) -> Result<(), Problem> {
    if expect.canaries.is_empty() {
        return Ok(());
    }
    let names: HashSet<String> = snapshot.entries.iter().map(|entry| fold(&entry.name)).collect();
    let Some(missing) = expect.canaries.iter().find(|name| !names.contains(&fold(name))) else { return Ok(()) };
    let name = quote(missing);
    let what = message!(
        "{name}, which the definition expects in every content, is not there",
        "没有 {name}，而定义预期每个版本都有该条目"
    );
    Err(of_table(Code::CanaryMissing, snapshot, what))
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

//! Doubts about the entries among themselves: doubles, and places that do not follow the scores. All are kept as
//! printed.

use super::join::folded_key;
use super::quote::quote;
use crate::message;
use crate::schema::{Code, Entry, Locator, Metric, Problem, Reading, Score, Snapshot};
use crate::text::{Message, fold};
use std::collections::HashMap;

/// Entries whose name and key labels another entry bears above them.
pub(super) fn doubles(snapshot: &Snapshot) -> Vec<Problem> {
    let mut seen: HashMap<(String, Vec<String>), &Entry> = HashMap::new();
    let mut problems = Vec::new();
    for entry in &snapshot.entries {
        let key = (fold(&entry.name), folded_key(entry));
        let Some(first) = seen.get(&key) else {
            seen.insert(key, entry);
            continue;
        };
        let (name, first_at, at) = (quote(&entry.name), place(&first.at), place(&entry.at));
        let (first, second) = (printed(snapshot, first), printed(snapshot, entry));
        let (first_en, first_zh, en, zh) = (first_at.en, first_at.zh, at.en, at.zh);
        let what = message!(
            "{name} stands twice, {first_en}: {first}; and {en}: {second}; both are kept",
            "{name} 出现两次：{first_zh}：{first}；{zh}：{second}；均予保留"
        );
        problems.push(Problem { code: Code::DuplicateEntry, at: Some(entry.at.clone()), what });
    }
    problems
}

fn place(at: &Locator) -> Message {
    let (row, column) = (at.row, at.column);
    message!("in row {row}, column {column}", "第 {row} 行第 {column} 列")
}

/// An entry as its row prints it: place, name, key labels and scores.
fn printed(snapshot: &Snapshot, entry: &Entry) -> String {
    let metrics = snapshot.metrics.iter().filter(|metric| metric.computed.is_none());
    let readings = metrics.filter_map(|metric| entry.readings.get(&metric.id)).map(Reading::text);
    let before = [entry.rank.text(), &entry.name].into_iter().chain(entry.key.iter().map(String::as_str));
    let cells: Vec<&str> = before.chain(readings).filter(|cell| !cell.is_empty()).collect();
    quote(&cells.join(" | "))
}

struct Placed<'a> {
    place: u32,
    entry: &'a Entry,
    score: &'a Score,
}

/// The first entry, from the top place down, that scores better than one with a better place. Among entries that
/// share a place any order is right.
pub(super) fn disorder(snapshot: &Snapshot) -> Option<Problem> {
    let metric = snapshot.primary()?;
    let placed = |entry| -> Option<Placed<'_>> {
        let entry: &Entry = entry;
        Some(Placed { place: entry.rank.place()?, entry, score: entry.score(&metric.id)? })
    };
    let mut ranking: Vec<Placed<'_>> = snapshot.entries.iter().filter_map(placed).collect();
    ranking.sort_by_key(|placed| placed.place);
    let better = |a: &Placed<'_>, b: &Placed<'_>| metric.better.compare(a.score.number, b.score.number).is_gt();
    let mut worst: Option<&Placed<'_>> = None;
    for tied in ranking.chunk_by(|a, b| a.place == b.place) {
        if let Some(above) = worst
            && let Some(below) = tied.iter().find(|below| better(below, above))
        {
            return Some(disagreement(metric, above, below));
        }
        for placed in tied {
            if worst.is_none_or(|worst| better(worst, placed)) {
                worst = Some(placed);
            }
        }
    }
    None
}

fn disagreement(metric: &Metric, above: &Placed<'_>, below: &Placed<'_>) -> Problem {
    let (first, second) = (quote(&above.entry.name), quote(&below.entry.name));
    let (score_a, score_b) = (quote(&above.score.text), quote(&below.score.text));
    let (place_a, place_b, id) = (above.place, below.place, &metric.id);
    let Message { en, zh } = if metric.computed.is_some() {
        message!("the places are kept as printed, {id} is computed", "名次按原文保留，{id} 为计算所得")
    } else {
        message!("kept as printed", "按原文保留")
    };
    let what = message!(
        "{first} ({id} {score_a}) is placed {place_a}, before {second} ({score_b}), placed {place_b}; {en}",
        "{first}（{id} {score_a}）排第 {place_a}，在 {second}（{score_b}，第 {place_b}）之前；{zh}"
    );
    Problem { code: Code::OrderDisagrees, at: Some(below.score.at.clone()), what }
}

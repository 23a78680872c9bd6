//! Further tables of one body: their columns become readings of the entries with the same names.

use super::columns::Columns;
use super::marks::Marks;
use super::quote::quote;
use super::row::{RowReader, Taken, key_of};
use super::rows::read_rows;
use super::snapshot::metrics;
use crate::catalogue::Board;
use crate::message;
use crate::schema::{Code, Entry, MetricId, Missing, Problem, RawTable, Reading, Snapshot};
use crate::text::{Message, fold};
use std::collections::HashMap;

/// Adds what `table` says to the entries of the same name, and of the same key labels as far as both have them.
///
/// # Errors
/// As for the first table: no column of model names, two columns of one name, a header that does not fit.
pub(super) fn join(board: &Board, marks: &Marks, table: &RawTable, snapshot: &mut Snapshot) -> Result<(), Problem> {
    let columns = Columns::bind(board, table, &mut snapshot.problems)?;
    let reader = RowReader { board, table, columns: &columns, marks };
    let rows = read_rows(&reader, &mut snapshot.problems)?;
    let shared = shared_key(board, &columns, snapshot);
    let key = |entry: &Entry| Key {
        name: fold(&entry.name),
        labels: shared
            .iter()
            .map(|label| entry.labels.get(*label).map(|text| fold(text)).unwrap_or_default())
            .collect(),
    };
    let mut partners: HashMap<Key, Vec<usize>> = HashMap::new();
    for (index, entry) in snapshot.entries.iter().enumerate() {
        partners.entry(key(entry)).or_default().push(index);
    }
    let mut printed: HashMap<Key, usize> = HashMap::new();
    for row in &rows {
        *printed.entry(key(&row.entry)).or_default() += 1;
    }
    for row in rows {
        let key = key(&row.entry);
        let partner = match partners.get(&key).map(Vec::as_slice) {
            Some([partner]) if printed.get(&key) == Some(&1) => snapshot.entries.get_mut(*partner),
            _ => None,
        };
        match partner {
            Some(partner) => merge(board, partner, row, &mut snapshot.problems),
            None => snapshot.problems.push(unmatched(&row.entry, partners.contains_key(&key))),
        }
    }
    for metric in metrics(&columns, table) {
        if snapshot.metric(&metric.id).is_none() {
            snapshot.metrics.push(metric);
        }
    }
    Ok(())
}

/// The key labels that both the further table and the entries have.
fn shared_key<'b>(board: &'b Board, columns: &Columns<'_>, snapshot: &Snapshot) -> Vec<&'b String> {
    let here = |label: &String| columns.labels.iter().any(|(other, _)| other == label);
    let there = |label: &String| snapshot.entries.iter().any(|entry| entry.labels.contains_key(label));
    board.key.iter().filter(|label| here(label) && there(label)).collect()
}

/// Gives every entry a reading of every metric: what no table prints for it is not listed.
pub(super) fn fill_gaps(snapshot: &mut Snapshot) {
    for entry in &mut snapshot.entries {
        for metric in &snapshot.metrics {
            entry.readings.entry(metric.id.clone()).or_insert_with(|| Reading::Missing {
                reason: Missing::NotListed,
                text: String::new(),
                at: entry.at.clone(),
            });
        }
    }
}

/// The labels that, with the name, tell entries apart, as they are compared.
pub(super) fn folded_key(entry: &Entry) -> Vec<String> {
    entry.key.iter().map(|label| fold(label)).collect()
}

#[derive(PartialEq, Eq, Hash)]
struct Key {
    name: String,
    labels: Vec<String>,
}

/// What the first table prints stays; where a further one prints another number for it, that is noted.
fn merge(board: &Board, entry: &mut Entry, row: Taken, problems: &mut Vec<Problem>) {
    problems.extend(row.problems);
    let name = entry.name.clone();
    for (metric, reading) in row.entry.readings {
        match entry.readings.get(&metric) {
            Some(first) => problems.extend(contradiction(&name, &metric, first, &reading)),
            None => {
                entry.readings.insert(metric, reading);
            }
        }
    }
    for (label, text) in row.entry.labels {
        entry.labels.entry(label).or_insert(text);
    }
    entry.key = key_of(board, &entry.labels);
    entry.organization = entry.organization.take().or(row.entry.organization);
    entry.link = entry.link.take().or(row.entry.link);
}

fn contradiction(name: &str, metric: &MetricId, first: &Reading, second: &Reading) -> Option<Problem> {
    let (a, b) = (first.score()?, second.score()?);
    if a.number.agrees_with(b.number) {
        return None;
    }
    let (name, first, second) = (quote(name), &a.text, &b.text);
    let what = message!(
        "{metric} of {name} is {first} in the first table and {second} in a further one; the first is kept",
        "{name} 的 {metric} 在第一张表中为 {first}，在另一张表中为 {second}；保留前者"
    );
    Some(Problem { code: Code::Contradiction, at: Some(b.at.clone()), what })
}

fn unmatched(entry: &Entry, known: bool) -> Problem {
    let name = quote(&entry.name);
    let what: Message = if known {
        message!(
            "which rows of {name} belong together cannot be told; the readings of the further table are left out",
            "无法判断 {name} 的各行如何对应，未收录另一张表中的数值"
        )
    } else {
        message!(
            "{name} has no partner in the first table; its readings are left out",
            "{name} 在第一张表中没有对应条目，未收录其数值"
        )
    };
    Problem { code: Code::JoinUnmatched, at: Some(entry.at.clone()), what }
}

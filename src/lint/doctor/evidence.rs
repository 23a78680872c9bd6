//! Which column of a table is which, by the figures and names that the last good content has.

use crate::message;
use crate::schema::{Entry, MetricId, RawTable, Snapshot};
use crate::text::{Decimal, Message, fold, half_width, nearest};
use std::collections::HashMap;

/// The share of cells that must agree before a column counts as another one under a new name.
const ENOUGH: f64 = 0.5;

/// How well a column fits, and why.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Evidence {
    /// 0 to 1; agreement of cells weighs more than likeness of headers.
    pub weight: f64,
    /// In words.
    pub why: Message,
}

/// The entries of a snapshot by folded name; names that stand twice say nothing.
pub(super) fn by_name(snapshot: &Snapshot) -> HashMap<String, &Entry> {
    let mut found: HashMap<String, Option<&Entry>> = HashMap::new();
    for entry in &snapshot.entries {
        found.entry(fold(&entry.name)).and_modify(|twice| *twice = None).or_insert(Some(entry));
    }
    found.into_iter().filter_map(|(name, entry)| Some((name, entry?))).collect()
}

/// Whether a column holds models' names of before.
pub(super) fn names(table: &RawTable, column: usize, known: &HashMap<String, &Entry>) -> Option<Evidence> {
    let cells: Vec<String> = texts(table, column).map(fold).filter(|text| !text.is_empty()).collect();
    let (all, shared) = (cells.len(), cells.iter().filter(|cell| known.contains_key(*cell)).count());
    agreement(all, shared, || {
        message!(
            "{shared} of its {all} cells are names of the last good content",
            "其 {all} 格中有 {shared} 格为上次可用数据中的名称"
        )
    })
}

/// Whether a column holds the scores of before.
pub(super) fn scores(
    table: &RawTable,
    (names, column): (usize, usize),
    metric: &MetricId,
    known: &HashMap<String, &Entry>,
) -> Option<Evidence> {
    let mut shared = 0;
    let mut all = 0;
    for row in &table.rows {
        let text = |column: usize| row.cells.get(column).map_or("", |cell| cell.text.as_str());
        let Some(before) = known.get(&fold(text(names))).and_then(|entry| entry.score(metric)) else { continue };
        all += 1;
        let now = half_width(text(column));
        let now = Decimal::parse(now.trim().trim_end_matches('%').trim_end());
        shared += usize::from(
            now.is_some_and(|now| now.agrees_with(before.number)) || fold(text(column)) == fold(&before.text),
        );
    }
    agreement(all, shared, || {
        message!(
            "{shared} of {all} models have the score there that they had",
            "{all} 个模型中有 {shared} 个在该列的得分与此前一致"
        )
    })
}

/// Whether a column holds the texts of before.
pub(super) fn same_texts<'e>(
    table: &RawTable,
    (names, column): (usize, usize),
    known: &HashMap<String, &'e Entry>,
    text_of: impl Fn(&'e Entry) -> Option<&'e str>,
) -> Option<Evidence> {
    let (mut all, mut shared) = (0, 0);
    for row in &table.rows {
        let text = |column: usize| row.cells.get(column).map_or("", |cell| cell.text.as_str());
        let Some(before) = known.get(&fold(text(names))).and_then(|entry| text_of(entry)) else { continue };
        all += 1;
        shared += usize::from(fold(text(column)) == fold(before));
    }
    agreement(all, shared, || {
        message!(
            "{shared} of {all} models have the text there that they had",
            "{all} 个模型中有 {shared} 个在该列的文字与此前一致"
        )
    })
}

/// Whether a header is written much like one of those that were expected.
pub(super) fn likeness(header: &str, expected: &[String]) -> Option<Evidence> {
    let like = nearest(header, expected.iter().map(String::as_str)).into_iter().next()?;
    let why = message!("it is written like {like:?}", "写法与 {like:?} 相近");
    Some(Evidence { weight: 0.3, why })
}

fn agreement(all: usize, shared: usize, why: impl Fn() -> Message) -> Option<Evidence> {
    // A single cell that agrees may do so by chance.
    let share = shared as f64 / all.max(1) as f64;
    (shared >= 2 && share >= ENOUGH).then(|| Evidence { weight: share, why: why() })
}

fn texts(table: &RawTable, column: usize) -> impl Iterator<Item = &str> {
    table.rows.iter().filter_map(move |row| row.cells.get(column)).map(|cell| cell.text.as_str())
}

//! The road from a table to a snapshot.

use super::checks::doubtful_figures;
use super::columns::{Columns, answers_to, missing};
use super::compute::compute;
use super::ended::has_ended;
use super::join::{fill_gaps, join};
use super::marks::Marks;
use super::order::{disorder, doubles};
use super::quote::quote;
use super::row::RowReader;
use super::rows::read_rows;
use crate::catalogue::{Board, Derive, MetricDefinition};
use crate::message;
use crate::schema::{Code, Digest, Edition, Entry, Metric, MetricId, Problem, RawTable, Snapshot, Timestamp};
use crate::text::{fold, squeeze};
use std::collections::HashSet;

/// What is known of a table besides its cells.
#[derive(Debug, Clone)]
pub struct Context<'a> {
    /// The board that it shows.
    pub board: &'a Board,
    /// The edition; `None` for a rolling board.
    pub edition: Option<Edition>,
    /// Which resource and which address of it.
    pub address: String,
    /// When the publisher put the bytes up, where known.
    pub published_at: Option<Timestamp>,
    /// When they were seen.
    pub observed_at: Timestamp,
    /// The captures.
    pub captures: Vec<Digest>,
    /// Columns that whoever recorded the capture left out.
    pub left_out: &'a [String],
}

/// What one table of a board gives by itself.
#[derive(Debug, Clone)]
pub struct Part {
    metrics: Vec<Metric>,
    entries: Vec<Entry>,
    problems: Vec<Problem>,
}

impl Part {
    /// Whether the table has a metric of the board.
    #[must_use]
    pub fn has_metrics(&self) -> bool {
        !self.metrics.is_empty()
    }
}

/// Reads a table, and further tables that add readings to its entries, as a snapshot.
///
/// # Errors
/// A refusal: a column without which the board cannot be read, two columns of one name, a header that does not fit
/// the rows. Whatever concerns single rows and cells is a problem of the snapshot.
pub fn normalize(context: &Context<'_>, table: &RawTable, joined: &[RawTable]) -> Result<Snapshot, Problem> {
    unite(context, vec![read_part(context.board, table)?], table, joined)
}

/// Reads one of the tables that a board is made of: a page, or the file of one model.
///
/// # Errors
/// A refusal of this table, as of [`normalize`].
pub fn read_part(board: &Board, table: &RawTable) -> Result<Part, Problem> {
    let marks = Marks::of(board);
    let mut problems = Vec::new();
    let columns = Columns::bind(board, table, &mut problems)?;
    let reader = RowReader { board, table, columns: &columns, marks: &marks };
    let mut entries = Vec::with_capacity(table.rows.len());
    for row in read_rows(&reader, &mut problems)? {
        entries.push(row.entry);
        problems.extend(row.problems);
    }
    Ok(Part { metrics: metrics(&columns, table).collect(), entries, problems })
}

/// One snapshot of the parts of a board, in their order: all entries, and every metric that any of them has. `first`
/// is the table of the first part.
///
/// # Errors
/// As of [`normalize`]: a column that none of the parts has, or a further table that cannot be read.
pub fn unite(
    context: &Context<'_>,
    parts: Vec<Part>,
    first: &RawTable,
    joined: &[RawTable],
) -> Result<Snapshot, Problem> {
    let board = context.board;
    let mut snapshot = Snapshot {
        board: board.id.clone(),
        edition: context.edition.clone(),
        address: context.address.clone(),
        published_at: context.published_at,
        observed_at: context.observed_at,
        last_seen_at: context.observed_at,
        captures: context.captures.clone(),
        metrics: Vec::new(),
        entries: Vec::new(),
        problems: Vec::new(),
        left_out: context.left_out.iter().map(|column| left_out(board, column)).collect(),
    };
    for part in parts {
        for metric in part.metrics {
            if snapshot.metric(&metric.id).is_none() {
                snapshot.metrics.push(metric);
            }
        }
        snapshot.entries.extend(part.entries);
        snapshot.problems.extend(part.problems);
    }
    // What every page and every file has is said once.
    let mut said = HashSet::new();
    snapshot.problems.retain(|problem| problem.code != Code::NewColumn || said.insert(problem.what.en.clone()));
    let marks = Marks::of(board);
    for other in joined {
        join(board, &marks, other, &mut snapshot)?;
    }
    compute(board, &mut snapshot);
    check_metrics(context, first, &snapshot)?;
    fill_gaps(&mut snapshot);
    let doubts = [doubles(&snapshot), doubtful_figures(board, &snapshot), disorder(&snapshot).into_iter().collect()];
    snapshot.problems.extend(doubts.into_iter().flatten());
    Ok(snapshot)
}

/// The metric by which the board orders must be there, and at least one where it orders by none, unless whoever
/// recorded the capture left them out or the publisher has ceased to print it.
fn check_metrics(context: &Context<'_>, table: &RawTable, snapshot: &Snapshot) -> Result<(), Problem> {
    let board = context.board;
    let is_left_out = |metric: &MetricDefinition| context.left_out.iter().any(|column| answers_to(metric, column));
    let excused = |metric: &MetricDefinition| {
        rests_on(board, metric, &is_left_out) || has_ended(metric, context.edition.as_ref())
    };
    if let Some(primary) = board.primary()
        && snapshot.metric(&primary.id).is_none()
        && !excused(primary)
    {
        return Err(match &primary.derive {
            Some(derive) if primary.header.is_empty() => no_parts(table, primary, derive, snapshot),
            _ => missing(table, &primary.header),
        });
    }
    if snapshot.metrics.is_empty() && !board.metrics.is_empty() && !board.metrics.iter().any(is_left_out) {
        let headers: Vec<String> = board.metrics.iter().flat_map(|metric| metric.header.iter().cloned()).collect();
        return Err(missing(table, &headers));
    }
    Ok(())
}

/// Whether a metric, or one that it is computed from, is such a one.
fn rests_on(board: &Board, metric: &MetricDefinition, is_such: &impl Fn(&MetricDefinition) -> bool) -> bool {
    let mut parts = metric.derive.iter().flat_map(|derive| derive.rule.parts());
    let found = |part: &MetricId| board.metrics.iter().find(|other| other.id == *part);
    is_such(metric) || parts.any(|part| found(part).is_some_and(|part| rests_on(board, part, is_such)))
}

/// The refusal of a table that has not the parts of the metric by which the board orders.
fn no_parts(table: &RawTable, metric: &MetricDefinition, derive: &Derive, snapshot: &Snapshot) -> Problem {
    let lacking: Vec<&str> =
        derive.rule.parts().filter(|part| snapshot.metric(part).is_none()).map(MetricId::as_str).collect();
    let (id, place, en, zh) = (&metric.id, quote(&table.place), lacking.join(", "), lacking.join("、"));
    let what = message!("{place}: {id} cannot be computed without {en}", "{place}：缺少 {zh}，无法计算 {id}");
    Problem { code: Code::MissingColumn, at: Some(table.locate_header(0)), what }
}

/// A column that was left out, by the id of its metric or label where it is one: headers change, ids do not.
fn left_out(board: &Board, column: &str) -> String {
    if let Some(metric) = board.metrics.iter().find(|metric| answers_to(metric, column)) {
        return metric.id.to_string();
    }
    let folded = fold(column);
    let label = board.labels.iter().find(|(_, headers)| headers.iter().any(|header| fold(header) == folded));
    label.map_or_else(|| column.to_owned(), |(label, _)| label.clone())
}

/// The metrics of a table, in its order.
pub(super) fn metrics<'a>(columns: &'a Columns<'_>, table: &'a RawTable) -> impl Iterator<Item = Metric> + 'a {
    columns
        .metrics
        .iter()
        .map(|column| column.definition.metric(squeeze(table.header.get(column.column).map_or("", |cell| &cell.text))))
}

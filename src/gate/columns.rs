//! Columns that the content before had.

use super::pairing::Pairing;
use super::words::{list, of_table, problem};
use crate::catalogue::Board;
use crate::message;
use crate::schema::{Code, MetricId, Problem, Rank, Snapshot};
use std::collections::BTreeSet;

/// Holds the columns against those of the content before. Their order is no matter, and what is new is noted
/// elsewhere.
///
/// # Errors
/// A refusal: more than half of the metrics are gone, and columns are there that the definition does not know. A layout
/// that it knows is no damage, however much of the former one it lacks.
pub(super) fn columns(board: &Board, pairing: &Pairing<'_>) -> Result<Vec<Problem>, Problem> {
    let (before, now) = (pairing.before, pairing.now);
    let is_gone =
        |id: &MetricId| now.metric(id).is_none() && !pairing.is_left_out(id.as_str()) && !ended(board, now, id);
    let metrics: Vec<&MetricId> = before.metrics.iter().map(|metric| &metric.id).filter(|id| is_gone(id)).collect();
    let (gone, all) = (metrics.len(), before.metrics.len());
    let unknown = now.problems.iter().any(|problem| problem.code == Code::NewColumn);
    if unknown && gone >= 2 && gone * 2 > all {
        let ids = list(metrics.iter().map(|id| id.as_str()));
        let what = message!(
            "{gone} of {all} metrics that the content before had are gone: {ids}",
            "上一版本的 {all} 个指标中有 {gone} 个不见了：{ids}"
        );
        return Err(of_table(Code::ColumnsLost, now, what));
    }
    let labels = labels(before).difference(&labels(now)).copied().collect::<Vec<_>>();
    let others = labels.into_iter().filter(|label| !is_left_out(board, pairing, label));
    let gone: Vec<&str> = metrics.iter().map(|id| id.as_str()).chain(others).collect();
    let at = now.entries.first().map(|entry| &entry.at);
    Ok(at.into_iter().flat_map(|at| gone.iter().map(|column| problem(Code::ColumnGone, at, words(column)))).collect())
}

/// Whether whoever recorded one of the two left a column out, by its id or by one of its headers.
fn is_left_out(board: &Board, pairing: &Pairing<'_>, column: &str) -> bool {
    let headers = match column {
        "rank" => &board.columns.rank[..],
        "organization" => &board.columns.organization[..],
        _ => &[],
    };
    pairing.is_left_out(column) || headers.iter().any(|header| pairing.is_left_out(header))
}

fn words(column: &str) -> crate::text::Message {
    message!("the column {column}, which the content before had, is gone", "上一版本的 {column} 列不见了")
}

/// Whether the definition says that the publisher prints the metric no longer.
fn ended(board: &Board, now: &Snapshot, id: &MetricId) -> bool {
    let until = board.metrics.iter().find(|metric| metric.id == *id).and_then(|metric| metric.until);
    until.zip(now.edition.as_ref()).is_some_and(|(until, edition)| edition.order > until)
}

/// The columns besides the metrics.
fn labels(snapshot: &Snapshot) -> BTreeSet<&str> {
    let labels = snapshot.entries.iter().flat_map(|entry| &entry.labels);
    let mut columns: BTreeSet<&str> =
        labels.filter(|(_, text)| !text.is_empty()).map(|(label, _)| label.as_str()).collect();
    if snapshot.entries.iter().any(|entry| entry.organization.is_some()) {
        columns.insert("organization");
    }
    if snapshot.entries.iter().any(|entry| entry.rank != Rank::NotGiven) {
        columns.insert("rank");
    }
    columns
}

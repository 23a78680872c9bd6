//! Columns that a definition declares and no table of a body has.

use crate::catalogue::{Board, Join, MetricDefinition, TableSelector};
use crate::extract::Document;
use crate::message;
use crate::text::{Message, fold, nearest, squeeze};

/// Says of each declared column under whose headers nothing stands in the tables that the board reads as `resource`,
/// what was looked for and what is likest. Nothing where further bodies belong to the board: they may have it.
pub(super) fn absent(board: &Board, resource: &str, document: &Document<'_>) -> Vec<Message> {
    let variants: Vec<_> = board.variants.iter().filter(|variant| variant.resource == resource).collect();
    let is_elsewhere = |join: &Join| join.resource.as_deref().is_some_and(|other| other != resource);
    if variants.iter().any(|variant| variant.join.iter().any(is_elsewhere)) {
        return Vec::new();
    }
    let mut there: Vec<String> = Vec::new();
    let selectors = variants
        .iter()
        .flat_map(|variant| std::iter::once(&variant.table).chain(variant.join.iter().map(|join| &join.table)));
    for selector in selectors {
        there.extend(headers(document, selector));
    }
    if there.is_empty() {
        return Vec::new();
    }
    let folded: Vec<String> = there.iter().map(|header| fold(header)).collect();
    let is_absent = |headers: &[String]| !headers.is_empty() && !headers.iter().any(|own| folded.contains(&fold(own)));
    let columns = declared(board).into_iter().filter(|(_, headers)| is_absent(headers));
    columns.map(|(what, headers)| not_there(&what, headers, &there)).collect()
}

/// The headers of the tables that a selector finds; a table that is not found has been told of already.
fn headers(document: &Document<'_>, selector: &TableSelector) -> Vec<String> {
    let found = document.tables(selector).unwrap_or_default();
    let cells = found.iter().flat_map(|found| &found.table.header);
    cells.map(|cell| squeeze(&cell.text)).filter(|header| !header.is_empty()).collect()
}

/// Every column that a board may do without, with its headers; not those that the publisher prints no longer.
fn declared(board: &Board) -> Vec<(Message, &[String])> {
    let mut all: Vec<(Message, &[String])> = vec![
        (message!("rank", "名次"), &board.columns.rank),
        (message!("organization", "机构"), &board.columns.organization),
    ];
    for (label, headers) in &board.labels {
        all.push((message!("label {label}", "标签 {label}"), headers));
    }
    for metric in board.metrics.iter().filter(|metric| metric.until.is_none()) {
        let id = &metric.id;
        all.push((message!("metric {id}", "指标 {id}"), &metric.header));
        for headers in MetricDefinition::beside(metric) {
            all.push((message!("beside metric {id}", "指标 {id} 旁的列"), headers));
        }
    }
    all
}

fn not_there(what: &Message, headers: &[String], there: &[String]) -> Message {
    let quoted: Vec<String> = headers.iter().map(|header| format!("{header:?}")).collect();
    let (en, zh) = (quoted.join(" or "), quoted.join(" 或 "));
    let (what_en, what_zh) = (&what.en, &what.zh);
    let near = headers.iter().find_map(|header| nearest(header, there.iter().map(String::as_str)).into_iter().next());
    match near {
        Some(near) => message!(
            "{what_en}: nothing is called {en}; the nearest header is {near:?}",
            "{what_zh}：没有名为 {zh} 的列；最相近的表头是 {near:?}"
        ),
        None => message!("{what_en}: nothing is called {en}", "{what_zh}：没有名为 {zh} 的列"),
    }
}

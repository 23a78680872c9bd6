//! What was expected and what came, side by side.

use super::evidence::{Evidence, by_name, likeness, names, same_texts, scores};
use super::repair::Repair;
use crate::catalogue::{Board, Format, MetricDefinition, TableSelector, Variant};
use crate::collect::Library;
use crate::error::Result;
use crate::extract::Document;
use crate::message;
use crate::schema::{BoardHistory, Digest, Entry, Problem, RawTable, Refused, Snapshot};
use crate::text::{Message, fold, squeeze};
use std::collections::HashMap;

/// A board whose newest capture was held back, and what may mend its definition.
#[derive(Debug, Clone)]
pub struct Diagnosis {
    /// The capture; `None` where none of the bodies that make the board came.
    pub capture: Option<Digest>,
    /// Why it was held back.
    pub problem: Problem,
    /// The table that was probably meant, as `table 2 "Results"`; `None` where the body has no table.
    pub table: Option<String>,
    /// What was expected, column by column, and what came.
    pub fields: Vec<Field>,
    /// Columns that came and that nothing expected.
    pub unexpected: Vec<String>,
    /// The likeliest repairs; empty where the shape is as expected or nothing speaks for one.
    pub repairs: Vec<Repair>,
}

/// One expected column.
#[derive(Debug, Clone)]
pub struct Field {
    /// What it is: `model`, `rank`, a metric's or label's id.
    pub what: String,
    /// The headers that the definition knows.
    pub expected: Vec<String>,
    /// The header that came.
    pub came: Option<String>,
    /// Why another header is taken for it.
    pub why: Option<Message>,
}

/// Looks at the newest capture of a board if it was held back.
///
/// # Errors
/// An archive that cannot be read.
pub fn diagnose(library: &Library, board: &Board, history: &BoardHistory) -> Result<Option<Diagnosis>> {
    let last_good = history.snapshots.iter().max_by_key(|snapshot| snapshot.last_seen_at);
    let seen = last_good.map(|snapshot| snapshot.last_seen_at);
    let Some(refused) = history.refused.last().filter(|refused| Some(refused.observed_at) > seen) else {
        return Ok(None);
    };
    let capture = refused.captures.last().copied();
    let mut diagnosis = Diagnosis {
        capture,
        problem: refused.problem.clone(),
        table: None,
        fields: Vec::new(),
        unexpected: Vec::new(),
        repairs: Vec::new(),
    };
    if let Some(capture) = capture {
        compare(board, refused, last_good, (capture, &library.body(&capture)?), &mut diagnosis);
    }
    Ok(Some(diagnosis))
}

fn compare(
    board: &Board,
    refused: &Refused,
    last: Option<&Snapshot>,
    (capture, body): (Digest, &[u8]),
    diagnosis: &mut Diagnosis,
) {
    let resource = refused.address.split(' ').next().unwrap_or_default();
    let known = last.map(by_name).unwrap_or_default();
    let variants = board.variants.iter().filter(|variant| variant.resource == resource);
    let candidates = variants
        .flat_map(|variant| tables(&variant.table, capture, body).into_iter().map(move |table| (variant, table)));
    let best = candidates.max_by_key(|(_, table)| likeness_of_table(board, table, &known));
    if let Some((variant, table)) = best.filter(|(_, table)| likeness_of_table(board, table, &known) > 0) {
        let heading = table.heading.as_deref().map(|heading| format!(" {:?}", squeeze(heading))).unwrap_or_default();
        diagnosis.table = Some(format!("{}{heading}", table.place));
        diagnosis.repairs.extend(place_repair(variant, &table));
        columns(board, &table, last, &known, diagnosis);
    }
}

/// Every table of the bodies that the variant goes into, wherever it stands.
fn tables(selector: &TableSelector, capture: Digest, body: &[u8]) -> Vec<RawTable> {
    Document::open(capture, body).seen(selector).unwrap_or_default()
}

/// How many expected headers a table has, and how many names of before.
fn likeness_of_table(board: &Board, table: &RawTable, known: &HashMap<String, &Entry>) -> usize {
    let headers = expected(board, None).into_iter().filter(|(_, headers, _)| find(table, headers).is_some()).count();
    let widest = (0..table.header.len()).filter_map(|column| names(table, column, known)).map(|found| found.weight);
    let share = widest.fold(0.0_f64, f64::max);
    // Half of the names weigh as much as four headers.
    headers + if share > 0.0 { 4 + usize::from(share > 0.8) * 4 } else { 0 }
}

enum Role {
    Model,
    Rank,
    Organization,
    Label(String),
    Metric(crate::schema::MetricId),
}

/// What the definition expects, with its headers: of metrics and labels only those that the last good content had.
fn expected(board: &Board, last: Option<&Snapshot>) -> Vec<(String, Vec<String>, Role)> {
    let columns = &board.columns;
    let mut all = vec![("model".to_owned(), columns.model.clone(), Role::Model)];
    if !columns.rank.is_empty()
        && last.is_none_or(|last| last.entries.iter().any(|entry| !entry.rank.text().is_empty()))
    {
        all.push(("rank".to_owned(), columns.rank.clone(), Role::Rank));
    }
    let has_organization = last.is_none_or(|last| last.entries.iter().any(|entry| entry.organization.is_some()));
    if !columns.organization.is_empty() && has_organization {
        all.push(("organization".to_owned(), columns.organization.clone(), Role::Organization));
    }
    for metric in board.metrics.iter().filter(|metric| !metric.header.is_empty()) {
        if last.is_none_or(|last| last.metric(&metric.id).is_some()) {
            all.push((metric.id.to_string(), metric.header.clone(), Role::Metric(metric.id.clone())));
        }
    }
    for (label, headers) in &board.labels {
        if last.is_none_or(|last| last.entries.iter().any(|entry| entry.labels.contains_key(label))) {
            all.push((label.clone(), headers.clone(), Role::Label(label.clone())));
        }
    }
    all
}

fn columns(
    board: &Board,
    table: &RawTable,
    last: Option<&Snapshot>,
    known: &HashMap<String, &Entry>,
    diagnosis: &mut Diagnosis,
) {
    let expected = expected(board, last);
    let mut free: Vec<usize> = (0..table.header.len()).collect();
    let mut bound: Vec<Option<usize>> = Vec::new();
    for (_, headers, _) in &expected {
        let column = find(table, headers);
        free.retain(|other| Some(*other) != column);
        bound.push(column);
    }
    let beside = board.metrics.iter().flat_map(MetricDefinition::beside).flatten();
    let known_headers: Vec<String> = board.ignore.iter().chain(beside).map(|header| fold(header)).collect();
    let ignored = |column: usize| known_headers.contains(&fold(header_of(table, column)));
    free.retain(|column| !ignored(*column));
    let mut model = bound.first().copied().flatten();
    for ((what, headers, role), column) in expected.into_iter().zip(bound) {
        let mut field =
            Field { what, expected: headers, came: column.map(|column| squeeze(header_of(table, column))), why: None };
        if column.is_none() {
            let found = free
                .iter()
                .filter_map(|column| Some((*column, evidence(table, *column, model, &role, &field.expected, known)?)));
            let best = found.max_by(|a, b| a.1.weight.total_cmp(&b.1.weight));
            if let Some((column, Evidence { why, .. })) = best {
                free.retain(|other| *other != column);
                let header = squeeze(header_of(table, column));
                field.came = Some(header.clone());
                field.why = Some(why);
                diagnosis.repairs.push(match role {
                    Role::Model => {
                        model = Some(column);
                        Repair::Column { role: "model", header }
                    }
                    Role::Rank => Repair::Column { role: "rank", header },
                    Role::Organization => Repair::Column { role: "organization", header },
                    Role::Label(label) => Repair::Label { label, header },
                    Role::Metric(metric) => Repair::Metric { metric: metric.to_string(), header },
                });
            }
        }
        diagnosis.fields.push(field);
    }
    diagnosis.unexpected =
        free.into_iter().map(|column| squeeze(header_of(table, column))).filter(|header| !header.is_empty()).collect();
}

fn evidence(
    table: &RawTable,
    column: usize,
    model: Option<usize>,
    role: &Role,
    expected: &[String],
    known: &HashMap<String, &Entry>,
) -> Option<Evidence> {
    if header_of(table, column).trim().is_empty() {
        return None;
    }
    let by_cells = match (role, model) {
        (Role::Model, _) => names(table, column, known),
        (Role::Metric(metric), Some(model)) => scores(table, (model, column), metric, known),
        (Role::Organization, Some(model)) => {
            same_texts(table, (model, column), known, |entry| entry.organization.as_deref())
        }
        (Role::Label(label), Some(model)) => {
            same_texts(table, (model, column), known, |entry| entry.labels.get(label).map(String::as_str))
        }
        (Role::Rank, Some(model)) => same_texts(table, (model, column), known, |entry| Some(entry.rank.text())),
        (_, None) => None,
    };
    by_cells.or_else(|| likeness(header_of(table, column), expected))
}

fn header_of(table: &RawTable, column: usize) -> &str {
    table.header.get(column).map_or("", |cell| cell.text.as_str())
}

fn find(table: &RawTable, headers: &[String]) -> Option<usize> {
    let wanted: Vec<String> = headers.iter().map(|header| fold(header)).collect();
    table.header.iter().position(|cell| wanted.contains(&fold(&cell.text)))
}

/// Where the definition looks elsewhere than the table stands.
fn place_repair(variant: &Variant, table: &RawTable) -> Option<Repair> {
    let selector = &variant.table;
    let heading = table.heading.as_deref().map(squeeze).filter(|heading| !heading.is_empty());
    if !selector.heading.is_empty() {
        let heading = heading?;
        let fits = selector.heading.iter().any(|wanted| wanted.fits(&fold(&heading)).is_some());
        return (!fits).then_some(Repair::Heading(heading));
    }
    if !selector.sheet.is_empty() {
        let sheet = heading?;
        return (!selector.sheet.iter().any(|wanted| fold(wanted) == fold(&sheet))).then_some(Repair::Sheet(sheet));
    }
    let from = selector.at.clone()?;
    let place = match selector.format {
        Format::Json | Format::Jsonl | Format::Yaml => table.place.to_string(),
        Format::Script => table.place.split(' ').next()?.to_owned(),
        _ => return None,
    };
    // A path with wildcards names many places, of which the table's is one.
    (place != from && !from.contains(['*', '{'])).then_some(Repair::Place { from, to: place })
}

impl Diagnosis {
    /// What a person may do where no repair of the definition suggests itself.
    #[must_use]
    pub fn advice(&self) -> Message {
        if self.table.is_none() {
            return message!(
                "the body has no table that is like the board's: look at the page",
                "正文中没有与该榜单相近的表格：请查看原网页"
            );
        }
        message!(
            "the columns are as expected: the figures are in doubt, not the definition; `bangdan accept` lets them in",
            "各列符合预期：存疑的是数值而非定义；可用 `bangdan accept` 接受"
        )
    }
}

//! The TOML of a board, as typed. [`read_board`](super::read_board) turns it into what it means.

use super::file::{Format, Names};
use crate::schema::Better;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A list of headers for each name.
pub(super) type Headers = BTreeMap<String, Vec<String>>;

#[derive(Debug, Clone, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(super) struct BoardFile {
    pub id: String,
    /// One board for each of these: `{each.NAME}` in any text of the definition stands for the value of `NAME`.
    #[serde(default, skip_serializing)]
    pub each: Vec<BTreeMap<String, String>>,
    pub name: Names,
    #[serde(default)]
    pub aliases: Vec<String>,
    #[serde(default)]
    pub rolling: bool,
    pub columns: ColumnsFile,
    #[serde(default)]
    pub labels: Headers,
    /// What a label is called, where the usual name of it is not what it means here.
    #[serde(default)]
    pub label_names: BTreeMap<String, Names>,
    /// How a label writes a date: `day/month/year`, `month/day/year`, `epoch-ms`, `epoch-s`, or one with words.
    #[serde(default)]
    pub dates: BTreeMap<String, String>,
    #[serde(default)]
    pub key: Vec<String>,
    #[serde(default)]
    pub ignore: Vec<String>,
    #[serde(default)]
    pub missing: Vec<String>,
    #[serde(default)]
    pub reference: Vec<String>,
    pub homepage: Option<String>,
    /// Who publishes it, where that is not the source's publisher.
    pub publisher: Option<String>,
    /// The id of the board that it copies.
    pub republishes: Option<String>,
    /// The name of the board that it copies, where no definition reads that one.
    pub republishes_elsewhere: Option<String>,
    pub withdrawn: Option<Names>,
    pub unverified: Option<Names>,
    pub note: Option<Names>,
    #[serde(default)]
    pub expect: BoardExpectFile,
    pub variants: Vec<VariantFile>,
    #[serde(default)]
    pub metric: Vec<MetricFile>,
}

/// What every capture of the board must show; what is not declared is learnt from its history.
#[derive(Debug, Clone, Default, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(super) struct BoardExpectFile {
    /// Fewest and most entries.
    pub rows: Option<[u32; 2]>,
    /// Names that every content has shown and must show.
    #[serde(default)]
    pub canaries: Vec<String>,
    /// Whether the board's order follows its primary metric.
    pub ordered: Option<bool>,
}

#[derive(Debug, Clone, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ColumnsFile {
    #[serde(default)]
    pub rank: Vec<String>,
    pub model: Vec<String>,
    #[serde(default)]
    pub organization: Vec<String>,
}

#[derive(Debug, Clone, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(super) struct VariantFile {
    pub resource: String,
    pub since: Option<String>,
    pub until: Option<String>,
    /// First publication time (inclusive) for which the variant holds: `2023-05-04`.
    pub published_since: Option<String>,
    /// Publication time (exclusive) until which the variant holds.
    pub published_until: Option<String>,
    pub edition: Option<String>,
    /// Whether the board is made of all bodies of the resource together: one page, or one model, each.
    #[serde(default)]
    pub union: bool,
    pub table: TableFile,
    #[serde(default)]
    pub join: Vec<JoinFile>,
}

/// A further table whose columns are added to the entries of the same name.
#[derive(Debug, Clone, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(super) struct JoinFile {
    /// The resource whose body has it, if not the first table's.
    pub resource: Option<String>,
    pub table: TableFile,
}

/// Which table of a body, and how its rows are laid out.
#[derive(Debug, Clone, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(super) struct TableFile {
    pub format: Format,
    /// The body within a body that has the table.
    pub inside: Option<Box<InsideFile>>,
    #[serde(default)]
    pub heading: Vec<String>,
    #[serde(default)]
    pub sheet: Vec<String>,
    pub at: Option<String>,
    #[serde(default)]
    pub has: Vec<String>,
    #[serde(default)]
    pub lacks: Vec<String>,
    pub nth: Option<usize>,
    #[serde(default)]
    pub layout: Layout,
    /// How many levels of nested values become columns of their own.
    pub depth: Option<usize>,
    /// Properties of the values around the rows that become columns.
    #[serde(default)]
    pub inherit: Vec<String>,
    /// HTML attributes that become columns: `Score@data-order` of a cell, `@data-model` of a row.
    #[serde(default)]
    pub attributes: Vec<String>,
    /// Elements within HTML cells that become columns.
    #[serde(default)]
    pub parts: Vec<PartFile>,
    /// Whether hidden tables and rows count.
    #[serde(default)]
    pub hidden: bool,
    pub delimiter: Option<String>,
    #[serde(default)]
    pub skip_rows: usize,
    /// How many rows are the header; with 0 the columns are called `1`, `2` …
    pub header_rows: Option<usize>,
    /// Whether all tables that fit are one.
    #[serde(default)]
    pub union: bool,
    pub melt: Option<MeltFile>,
    #[serde(default)]
    pub cut: Vec<CutFile>,
    /// What cells of a column must be: one of some values, and all that comparisons say (`>=2024-02-01`, `!=0.0`).
    #[serde(default, rename = "where")]
    pub only: Headers,
    pub group: Option<GroupFile>,
    pub pivot: Option<PivotFile>,
    #[serde(default)]
    pub transpose: bool,
    /// The column whose values are editions: one table for each.
    pub split: Option<String>,
}

/// How nested values are rows.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Layout {
    /// A list of objects, an object of objects keyed by a name, or a list of lists under a header.
    #[default]
    Records,
    /// One object is one row.
    Record,
    /// One list or object per column.
    Columns,
}

/// The body within a body: the text of an element or attribute, a code block, a string, a file of a container.
#[derive(Debug, Clone, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(super) struct InsideFile {
    pub format: Format,
    pub at: String,
    pub inside: Option<Box<InsideFile>>,
}

/// An element within the cells of a column: a column of its own.
#[derive(Debug, Clone, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PartFile {
    pub column: String,
    pub at: String,
    pub name: String,
}

/// A column for each model becomes a row for each.
#[derive(Debug, Clone, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(super) struct MeltFile {
    /// The columns that are repeated on every row.
    pub keep: Vec<String>,
    /// The column that the headers go into.
    pub name: String,
    /// The column that the cells go into.
    pub value: String,
}

/// New columns from parts of one: the named groups of an expression.
#[derive(Debug, Clone, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(super) struct CutFile {
    pub column: String,
    pub regex: String,
}

/// Rows that agree become one.
#[derive(Debug, Clone, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(super) struct GroupFile {
    pub by: Vec<String>,
    /// Columns of which the mean is taken.
    #[serde(default)]
    pub mean: Vec<String>,
    /// Columns of which the sum is taken.
    #[serde(default)]
    pub sum: Vec<String>,
    /// The column that the number of rows goes into.
    pub count: Option<String>,
}

/// Rows of one entry become one, with a column for each value of `by`.
#[derive(Debug, Clone, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PivotFile {
    /// What tells entries apart.
    pub keep: Vec<String>,
    /// The column whose values become headers.
    pub by: String,
    /// The column whose cells stand under them.
    pub value: String,
}

#[derive(Debug, Clone, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(super) struct MetricFile {
    pub id: String,
    pub name: Option<Names>,
    #[serde(default)]
    pub header: Vec<String>,
    pub benchmark: Option<String>,
    #[serde(default = "points")]
    pub unit: String,
    #[serde(default)]
    pub better: Better,
    pub range: Option<[f64; 2]>,
    #[serde(default)]
    pub primary: bool,
    /// What it means, where the name does not say it.
    pub note: Option<Names>,
    /// The last edition that has it, where the publisher prints it no longer.
    pub until: Option<String>,
    #[serde(default)]
    pub shape: Vec<String>,
    #[serde(default)]
    pub strip: Vec<String>,
    /// Spellings that mean "no score" in this column alone: `0`, `-1`.
    #[serde(default)]
    pub missing: Vec<String>,
    /// The columns that print its interval.
    pub interval: Option<IntervalFile>,
    /// Headers of the column that prints how many questions, votes or runs it rests on.
    #[serde(default)]
    pub n: Vec<String>,
    /// How it is computed, where the board does not print it.
    pub derive: Option<DeriveFile>,
    /// The parts that the metric is a weighted mean of; or several lists, of which those hold whose parts the
    /// table has.
    pub mean_of: Option<PartsFile>,
    /// The two metrics, `[a, b]`, of which it is `a - b`.
    pub difference_of: Option<[String; 2]>,
    #[serde(default, rename = "break")]
    pub breaks: Vec<BreakFile>,
}

/// Columns beside the score that print its interval: its two ends, its half width, or both in one cell.
#[derive(Debug, Clone, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(super) struct IntervalFile {
    #[serde(default)]
    pub low: Vec<String>,
    #[serde(default)]
    pub high: Vec<String>,
    /// Half of its width.
    #[serde(default)]
    pub half: Vec<String>,
    /// The standard error, of which `times` to either side are the interval.
    #[serde(default)]
    pub error: Vec<String>,
    pub times: Option<f64>,
    /// One cell, written as `shape` says, with `{low}` and `{high}`, `{plus}` and `{minus}`, or `{half}`.
    #[serde(default)]
    pub cell: Vec<String>,
    #[serde(default)]
    pub shape: Vec<String>,
}

/// How a metric is computed from others of the same entry. Exactly one rule is given.
#[derive(Debug, Clone, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(super) struct DeriveFile {
    /// The mean of these; or several lists, of which the first holds whose parts the table all has.
    pub mean: Option<PartsFile>,
    pub sum: Option<Vec<String>>,
    /// `[a, b]`: `a / b`, multiplied by `times`.
    pub ratio: Option<[String; 2]>,
    pub times: Option<f64>,
    /// Weights by metric.
    pub weighted: Option<BTreeMap<String, f64>>,
    /// What becomes of an entry that lacks a part: `none` computes nothing, `skip` computes from the others.
    #[serde(default)]
    pub missing: PartMissing,
    /// Where the publisher says that it computes so.
    pub source: String,
}

/// What becomes of an entry that lacks a part of a computed metric.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum PartMissing {
    /// Nothing is computed.
    #[default]
    None,
    /// It is computed from the other parts, as the publisher does.
    Skip,
}

#[derive(Debug, Clone, Deserialize, Serialize)]
#[serde(untagged)]
pub(super) enum PartsFile {
    One(Vec<String>),
    Several(Vec<Vec<String>>),
}

#[derive(Debug, Clone, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(super) struct BreakFile {
    /// The first edition of the new quantity.
    pub edition: Option<String>,
    /// For a rolling board: the publication time from which it is another quantity.
    pub published: Option<String>,
    pub why: Names,
}

fn points() -> String {
    "points".to_owned()
}

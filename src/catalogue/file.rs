//! The TOML of a source, as typed. [`load`](super::load) turns it into what it means.

use crate::schema::Better;
use serde::Deserialize;
use std::collections::BTreeMap;

/// Formats of responses.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Hash)]
#[serde(rename_all = "lowercase")]
pub enum Format {
    /// HTML tables.
    Html,
    /// GitHub-flavoured Markdown tables.
    Markdown,
    /// Comma-separated values.
    Csv,
    /// Tab-separated values.
    Tsv,
    /// JSON.
    Json,
    /// An Office Open XML workbook.
    Xlsx,
    /// Data literals in JavaScript or TypeScript.
    Script,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SourceFile {
    pub id: String,
    pub publisher: String,
    pub name: Names,
    pub homepage: String,
    pub licence: Option<String>,
    pub languages: Vec<String>,
    /// How often the publisher is expected to publish, in days; a source is stale after twice that.
    pub cadence_days: Option<u32>,
    /// Why the definition cannot be held against a recording.
    pub unverified: Option<Names>,
    pub note: Option<Names>,
    #[serde(default)]
    pub editions: Vec<EditionFile>,
    #[serde(default)]
    pub resource: BTreeMap<String, ResourceFile>,
    #[serde(default)]
    pub board: Vec<BoardFile>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Names {
    pub en: String,
    pub zh: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct EditionFile {
    pub name: String,
    pub month: Option<u8>,
    #[serde(default)]
    pub rank: u8,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ResourceFile {
    pub url: String,
    #[serde(default)]
    pub bind: BTreeMap<String, BindFile>,
    pub probe: Option<ProbeFile>,
    #[serde(default)]
    pub expect: ExpectFile,
    pub key: Option<KeyFile>,
    pub interval_ms: Option<u64>,
    #[serde(default)]
    pub headers: BTreeMap<String, String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct BindFile {
    pub regex: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ProbeFile {
    pub since: String,
    #[serde(default)]
    pub also: Vec<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ExpectFile {
    pub magic: Option<String>,
    pub contains: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct KeyFile {
    pub env: String,
    pub header: String,
    #[serde(default)]
    pub prefix: String,
    #[serde(default)]
    pub optional: bool,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct BoardFile {
    pub id: String,
    pub name: Names,
    #[serde(default)]
    pub aliases: Vec<String>,
    #[serde(default)]
    pub rolling: bool,
    pub columns: ColumnsFile,
    #[serde(default)]
    pub labels: BTreeMap<String, Vec<String>>,
    #[serde(default)]
    pub key: Vec<String>,
    #[serde(default)]
    pub ignore: Vec<String>,
    #[serde(default)]
    pub missing: Vec<String>,
    #[serde(default)]
    pub reference: Vec<String>,
    pub homepage: Option<String>,
    pub republishes: Option<String>,
    pub unverified: Option<Names>,
    pub note: Option<Names>,
    pub variants: Vec<VariantFile>,
    #[serde(default)]
    pub metric: Vec<MetricFile>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ColumnsFile {
    #[serde(default)]
    pub rank: Vec<String>,
    pub model: Vec<String>,
    #[serde(default)]
    pub organization: Vec<String>,
}

#[derive(Debug, Deserialize)]
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
    pub table: TableFile,
    #[serde(default)]
    pub join: Vec<TableFile>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct TableFile {
    pub format: Format,
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
    pub transpose: bool,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct MetricFile {
    pub id: String,
    pub name: Option<Names>,
    pub header: Vec<String>,
    pub benchmark: Option<String>,
    #[serde(default = "points")]
    pub unit: String,
    #[serde(default)]
    pub better: Better,
    pub range: Option<[f64; 2]>,
    #[serde(default)]
    pub primary: bool,
    /// The last edition that has it, where the publisher prints it no longer.
    pub until: Option<String>,
    #[serde(default)]
    pub shape: Vec<String>,
    #[serde(default)]
    pub strip: Vec<String>,
    /// The parts that the metric is a weighted mean of; or several lists, of which those hold whose parts the
    /// table has.
    pub mean_of: Option<PartsFile>,
    /// The two metrics, `[a, b]`, of which it is `a - b`.
    pub difference_of: Option<[String; 2]>,
    #[serde(default, rename = "break")]
    pub breaks: Vec<BreakFile>,
}

#[derive(Debug, Deserialize)]
#[serde(untagged)]
pub(super) enum PartsFile {
    One(Vec<String>),
    Several(Vec<Vec<String>>),
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct BreakFile {
    pub edition: String,
    pub why: Names,
}

fn points() -> String {
    "points".to_owned()
}

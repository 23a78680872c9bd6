//! The TOML of a source, as typed. [`read_source`](super::read_source) turns it into what it means.

use super::file_board::BoardFile;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Formats of responses.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, Hash)]
#[serde(rename_all = "lowercase")]
pub enum Format {
    /// HTML tables.
    Html,
    /// GitHub-flavoured Markdown tables.
    Markdown,
    /// Values separated by commas, or by the definition's own `delimiter`.
    Csv,
    /// Tab-separated values.
    Tsv,
    /// JSON.
    Json,
    /// One JSON value a line.
    Jsonl,
    /// YAML.
    Yaml,
    /// An Office Open XML workbook.
    Xlsx,
    /// Apache Parquet.
    Parquet,
    /// Data literals in JavaScript or TypeScript.
    Script,
    /// A zip container: holds bodies of other formats.
    Zip,
    /// A tarball, compressed with gzip or not: holds bodies of other formats.
    Tar,
}

impl Format {
    /// The names of the formats that have tables.
    pub const NAMES: &[&str] =
        &["html", "markdown", "csv", "tsv", "json", "jsonl", "yaml", "xlsx", "parquet", "script"];

    /// The format that a definition calls so.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Format> {
        Format::NAMES.contains(&name).then(|| toml::Value::String(name.to_owned()).try_into().ok()).flatten()
    }
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

#[derive(Debug, Clone, Deserialize, Serialize)]
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
    /// Asks again and again with `{page}` in the address.
    pub page: Option<PageFile>,
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
    /// The first group of an expression.
    pub regex: Option<String>,
    /// A JSON path, as in a table's `at`.
    pub json: Option<String>,
    /// A CSS selector, with `@attribute` behind it for an attribute's value.
    pub css: Option<String>,
    /// Whether every match is meant: an address that names the value is asked for once for each.
    #[serde(default)]
    pub all: bool,
}

/// Paging: `{page}` in the address counts from `from` in steps of `step`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PageFile {
    #[serde(default)]
    pub from: u32,
    pub step: u32,
    /// JSON path of the number of rows in all; without it, asking ends at a page without rows.
    pub total: Option<String>,
    /// JSON path of the list of rows, or a CSS selector of the rows; the longest list of a JSON body if absent.
    pub rows: Option<String>,
    /// The most pages that are asked for.
    pub most: u32,
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

//! One recorded body in the shape of its source with nothing in it but the facts that a definition reads.

mod columns;
mod markdown;
mod markup;
mod nested;
mod script;
mod separated;
mod workbook;
mod yaml;

use crate::piece::{Result, failure};
use bangdan::catalogue::{Format, Source, TableSelector};
use std::collections::HashSet;

/// What is kept of a body.
pub struct Keep<'a> {
    /// The selectors by which the body is read.
    pub selectors: &'a [&'a TableSelector],
    /// Every word that the definition writes between quotes, and the parts of its paths and dotted headers.
    pub words: HashSet<String>,
    /// How many rows of a table, if not all.
    pub rows: Option<usize>,
}

/// Texts that are longer are prose, unless a definition names their column.
pub const PROSE: usize = 120;

impl<'a> Keep<'a> {
    pub fn new(source: &Source, selectors: &'a [&'a TableSelector], rows: Option<usize>) -> Keep<'a> {
        let mut words = HashSet::new();
        for quoted in source.text.split(['"', '\'']).map(str::trim) {
            words.insert(quoted.to_owned());
            words.extend(quoted.split(['/', '.', '@', '#', ' ']).map(str::to_owned));
            words.extend(quoted.split('/').map(str::to_owned));
            words.extend(quoted.split('.').map(str::to_owned));
            // Keys may hold points themselves: `0.8` of `0.8.pass@1`.
            for (at, _) in quoted.match_indices('.') {
                words.extend(quoted.get(..at).map(str::to_owned));
                words.extend(quoted.get(at + 1..).map(str::to_owned));
            }
        }
        words.remove("");
        Keep { selectors, words, rows }
    }

    /// Whether the definition writes this word.
    pub fn names(&self, word: &str) -> bool {
        self.words.contains(word.trim())
    }

    /// Whether a row of this number, counted from 0, is kept.
    pub fn row(&self, index: usize) -> bool {
        self.rows.is_none_or(|rows| index < rows)
    }
}

/// The body laid anew.
pub fn relay(name: &str, body: &[u8], keep: &Keep<'_>) -> Result<Vec<u8>> {
    let Some(first) = keep.selectors.first() else {
        // A list that gives addresses to others.
        let is_json = body.iter().find(|byte| !byte.is_ascii_whitespace()).is_some_and(|byte| b"[{".contains(byte));
        return if is_json { nested::relay(body, keep) } else { failure("nothing reads it") };
    };
    match outermost(first) {
        Format::Csv => separated::relay(body, first.rows.delimiter.unwrap_or(b','), keep),
        Format::Tsv => separated::relay(body, b'\t', keep),
        Format::Markdown => markdown::relay(name, body, keep),
        Format::Html => markup::relay(body, keep),
        Format::Json => nested::relay(body, keep),
        Format::Jsonl => nested::relay_lines(body, keep),
        Format::Yaml => Ok(yaml::relay(body, keep)),
        Format::Script => Ok(script::relay(body)),
        Format::Xlsx => workbook::relay(body, keep),
        Format::Parquet => columns::relay(body, keep),
        other => failure(format!("{name}: {other:?} cannot be laid anew")),
    }
}

/// The format of the response itself.
pub fn outermost(selector: &TableSelector) -> Format {
    selector.inside.first().map_or(selector.format, |inside| inside.format)
}

//! A response, parsed once and read by many boards.

use super::body::Body;
use super::select::{Found, select};
use super::{delimited, html, json, markdown, parquet, script, xlsx};
use crate::catalogue::{Format, TableSelector};
use crate::schema::{Digest, Problem, RawTable};

/// A response that was parsed once; its tables are selected as often as boards ask.
pub struct Document(Box<dyn Body + Send + Sync>);

impl Document {
    /// Parses `bytes`, the body named `capture`.
    ///
    /// # Errors
    /// [`UnreadableBody`](crate::schema::Code::UnreadableBody) where the bytes are not of that format.
    pub fn open(format: Format, capture: Digest, bytes: &[u8]) -> Result<Document, Problem> {
        Ok(Document(match format {
            Format::Markdown => Box::new(markdown::open(capture, bytes)?),
            Format::Html => Box::new(html::open(capture, bytes)?),
            Format::Csv => Box::new(delimited::open(capture, bytes, b',')?),
            Format::Tsv => Box::new(delimited::open(capture, bytes, b'\t')?),
            Format::Json => Box::new(json::open(capture, bytes)?),
            Format::Script => Box::new(script::open(capture, bytes)?),
            Format::Xlsx => Box::new(xlsx::open(capture, bytes)?),
            Format::Parquet => Box::new(parquet::open(capture, bytes)?),
            Format::Jsonl | Format::Yaml | Format::Zip | Format::Tar => {
                return Err(super::refusal::unreadable(crate::message!(
                    "{format:?} is not read yet",
                    "尚不支持 {format:?}"
                )));
            }
        }))
    }

    /// The tables that a definition means, in the order of the body.
    ///
    /// # Errors
    /// [`NoTable`](crate::schema::Code::NoTable) where none fits; it says what was looked for and what was seen.
    pub fn tables(&self, selector: &TableSelector) -> Result<Vec<Found>, Problem> {
        select(&*self.0, selector)
    }

    /// Every table of the body, as printed.
    #[must_use]
    pub fn all(&self) -> Vec<RawTable> {
        self.0.all().into_owned()
    }
}

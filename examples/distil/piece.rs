//! One capture to be.

use bangdan::archive::{Capture, Note, Outcome};
use bangdan::schema::{Digest, SourceId};
use jiff::Timestamp;
use std::fmt;

/// One capture to be.
pub struct Piece {
    pub source: String,
    pub resource: String,
    pub edition: Option<String>,
    pub url: String,
    pub observed_at: Timestamp,
    pub published_at: Option<Timestamp>,
    pub media_type: &'static str,
    pub body: Vec<u8>,
    pub note: Note,
}

/// Why nothing is written.
#[derive(Debug)]
pub struct Failure(pub String);

pub type Result<T> = std::result::Result<T, Failure>;

impl<E: fmt::Display> From<E> for Failure {
    fn from(error: E) -> Failure {
        Failure(error.to_string())
    }
}

/// A failure in words.
pub fn failure<T>(what: impl Into<String>) -> Result<T> {
    Err(Failure(what.into()))
}

impl Piece {
    /// The line of the log, given the last body of the same address.
    pub fn capture(&self, last: Option<Digest>) -> Capture {
        let outcome = Outcome::of_body(&self.body, last, &self.url, Some(self.media_type));
        let source = SourceId::from(self.source.clone());
        Capture {
            edition: self.edition.clone(),
            published_at: self.published_at,
            status: Some(200),
            media_type: Some(self.media_type.to_owned()).filter(|media_type| !media_type.is_empty()),
            note: Some(Box::new(self.note.clone())),
            ..Capture::new(source, &self.resource, &self.url, self.observed_at, outcome)
        }
    }
}

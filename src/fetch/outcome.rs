//! What came of a request.

use crate::error::Error;
use crate::schema::{Digest, Edition, SourceId, Timestamp};
use crate::text::Message;

/// One resource (and edition), and what came of asking for it. Nothing in it holds a key or a password.
#[derive(Debug)]
pub struct Fetched {
    /// The source.
    pub source: SourceId,
    /// The resource's id within the source.
    pub resource: String,
    /// The edition that was asked for, where the address names one.
    pub edition: Option<Edition>,
    /// The address that was asked for, percent-encoded; the template, where it could not be filled in.
    pub url: String,
    /// The address that answered, after redirects; `None` where none did.
    pub final_url: Option<String>,
    /// The HTTP status of the last answer, if there was one.
    pub status: Option<u16>,
    /// `ETag`, as sent; after a 304, of the capture before.
    pub etag: Option<String>,
    /// `Last-Modified`, as sent; after a 304, of the capture before.
    pub last_modified: Option<String>,
    /// When the publisher put the bytes up, as far as `Last-Modified` can be believed.
    pub published_at: Option<Timestamp>,
    /// `Content-Type`, as sent.
    pub media_type: Option<String>,
    /// Whether no board reads this resource: it only helps to find editions, and its failure loses nothing else.
    pub auxiliary: bool,
    /// What came of it.
    pub outcome: Outcome,
}

/// What came of a request.
#[derive(Debug)]
pub enum Outcome {
    /// A body that was not captured before: the bytes after content-decoding, in the charset in which they came.
    New(Vec<u8>),
    /// The body of the last capture, by the server's word (304) or by its digest.
    Unchanged(Digest),
    /// There is no such edition.
    Absent(Absence),
    /// No usable answer.
    Failed(Error),
}

/// How a server says that there is no such edition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Absence {
    /// By its status: 404 or 410.
    Status(u16),
    /// By something else in its place: its front page for a workbook.
    WrongBody(Message),
}

//! What is known before the first request, as its caller knows it.

use crate::schema::{Digest, Timestamp};

/// What was captured before. Addresses are those of [`Fetched::url`](super::Fetched::url).
pub trait Memory {
    /// The last capture of this address.
    fn last(&self, url: &str) -> Option<Last>;

    /// The body of a capture, where later addresses are read from it.
    fn body(&self, digest: &Digest) -> Option<Vec<u8>>;

    /// Whether the last answer of this address was that there is no such edition.
    fn absent(&self, url: &str) -> bool;
}

/// The last capture of an address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Last {
    /// `ETag`, as sent.
    pub etag: Option<String>,
    /// `Last-Modified`, as sent.
    pub last_modified: Option<String>,
    /// The body.
    pub digest: Digest,
}

/// What to ask for.
#[derive(Debug, Clone, Copy)]
pub struct Asked {
    /// The time of the run: editions are asked for up to its month.
    pub now: Timestamp,
    /// Whether every edition is asked for, those that were captured or found absent long ago too.
    pub all_editions: bool,
}

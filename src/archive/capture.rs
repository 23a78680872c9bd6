//! One request and what came of it: a line of a log.

use super::extension::extension;
use crate::schema::{Digest, SourceId};
use jiff::Timestamp;
use smol_str::SmolStr;

/// One request and what came of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Capture {
    /// The source that it was for.
    pub source: SourceId,
    /// The resource of the source.
    pub resource: SmolStr,
    /// The edition's label that was put into the address, if the resource has editions.
    pub edition: Option<String>,
    /// The address that was asked, without credentials.
    pub url: SmolStr,
    /// The address that answered, where redirects led to another.
    pub final_url: Option<String>,
    /// When the answer was complete.
    pub observed_at: Timestamp,
    /// When the publisher put these bytes up, where known.
    pub published_at: Option<Timestamp>,
    /// What came of it.
    pub outcome: Outcome,
    /// The HTTP status, where there was an answer.
    pub status: Option<u16>,
    /// The `ETag` header, for the next conditional request.
    pub etag: Option<String>,
    /// The `Last-Modified` header, for the next conditional request.
    pub last_modified: Option<String>,
    /// The `Content-Type` header.
    pub media_type: Option<String>,
    /// What whoever recorded it did to the bytes, if anything.
    pub note: Option<Box<Note>>,
    /// Who had kept the bytes, where they did not come from the address itself.
    pub via: Option<Via>,
}

/// Where the bytes of a capture came from, if not from its address: a record that someone else kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Via {
    /// What kind of record it is.
    pub kept_by: Keeper,
    /// Which one of it: a commit's id, a memento's address, the name of a file and the place in it.
    pub reference: String,
    /// The last time at which the record has these bytes at the address: what is known of how long they stood there.
    pub seen_at: Timestamp,
}

/// The kinds of records that others keep of a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Keeper {
    /// The history of a git repository.
    Git,
    /// The same over GitHub's interface, without a clone.
    Github,
    /// A web archive, by mementos.
    Wayback,
    /// What a browser saved: an HTTP archive file.
    Har,
    /// What a crawler saved: a WARC file.
    Warc,
}

impl Keeper {
    const ALL: [Keeper; 5] = [Keeper::Git, Keeper::Github, Keeper::Wayback, Keeper::Har, Keeper::Warc];

    /// `git`, `github`, `wayback`, `har`, `warc`.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Keeper::Git => "git",
            Keeper::Github => "github",
            Keeper::Wayback => "wayback",
            Keeper::Har => "har",
            Keeper::Warc => "warc",
        }
    }

    /// The keeper of this code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Keeper> {
        Keeper::ALL.into_iter().find(|keeper| keeper.code() == code)
    }
}

/// What tells one request from another: see [`Capture::identity`].
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Identity {
    source: SourceId,
    resource: SmolStr,
    url: SmolStr,
    observed_at: Timestamp,
    published_at: Option<Timestamp>,
    object: Option<Digest>,
}

/// What came of a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// A body that differs from the last one of this address, or is its first.
    New {
        /// The body.
        object: Digest,
        /// Its length after content decoding.
        bytes: u64,
        /// Its file extension in the archive, of a fixed list.
        ext: &'static str,
    },
    /// The last body of this address still holds: a 304, or the same bytes again.
    Unchanged {
        /// The body.
        object: Digest,
    },
    /// There is no such thing there: an edition that was not published.
    Absent,
    /// No usable answer after all tries.
    Failed {
        /// Why, in English.
        reason: String,
    },
}

/// What whoever recorded a capture did to its bytes.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Note {
    /// What the body is: `re-laid facts of …`.
    pub of: String,
    /// Columns of the original that were left out: their absence is no drift and no event.
    pub left_out: Vec<String>,
    /// Worksheets of the original that were left out.
    pub left_out_sheets: Vec<String>,
}

impl Outcome {
    /// The outcome of a request that was answered with a body, held against the last body of the same address.
    #[must_use]
    pub fn of_body(body: &[u8], last: Option<Digest>, url: &str, media_type: Option<&str>) -> Outcome {
        let object = Digest::of(body);
        if last == Some(object) {
            return Outcome::Unchanged { object };
        }
        Outcome::New { object, bytes: body.len() as u64, ext: extension(body, url, media_type) }
    }

    /// The body that held at this time, if there was one.
    #[must_use]
    pub fn object(&self) -> Option<Digest> {
        match self {
            Outcome::New { object, .. } | Outcome::Unchanged { object } => Some(*object),
            Outcome::Absent | Outcome::Failed { .. } => None,
        }
    }
}

impl Capture {
    /// A capture with only what every one has.
    #[must_use]
    pub fn new(source: SourceId, resource: &str, url: &str, observed_at: Timestamp, outcome: Outcome) -> Capture {
        Capture {
            source,
            resource: resource.into(),
            edition: None,
            url: url.into(),
            final_url: None,
            observed_at,
            published_at: None,
            outcome,
            status: None,
            etag: None,
            last_modified: None,
            media_type: None,
            note: None,
            via: None,
        }
    }

    /// The body that held at this time, if there was one.
    #[must_use]
    pub fn object(&self) -> Option<Digest> {
        self.outcome.object()
    }

    /// What tells one request from another, whichever archive holds it.
    #[must_use]
    pub fn identity(&self) -> Identity {
        Identity {
            source: self.source.clone(),
            resource: self.resource.clone(),
            url: self.url.clone(),
            observed_at: self.observed_at,
            published_at: self.published_at,
            object: self.object(),
        }
    }

    /// When the body was last known to stand at the address: now, or as long as the record vouches for it.
    #[must_use]
    pub fn seen_at(&self) -> Timestamp {
        self.via.as_ref().map_or(self.observed_at, |via| via.seen_at)
    }

    /// Whether the publisher answered at all, be it that there is no such edition.
    #[must_use]
    pub fn answered(&self) -> bool {
        !matches!(self.outcome, Outcome::Failed { .. })
    }
}

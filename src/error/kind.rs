//! The kinds of error, with structured fields. Their wording, in both languages, stands in `wording`.

use crate::text::Message;
use jiff::Timestamp;
use std::path::PathBuf;

/// What went wrong.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum ErrorKind {
    /// Arguments that do not fit together, or a value that cannot be read.
    Usage {
        /// What is wrong with them.
        what: Message,
    },
    /// Something named by the user that does not exist.
    NotFound {
        /// What kind of thing was looked for.
        noun: Noun,
        /// The name as typed.
        name: String,
        /// The likest existing names, the likest first.
        suggestions: Vec<String>,
    },
    /// A name that fits several things.
    Ambiguous {
        /// What kind of thing was looked for.
        noun: Noun,
        /// The name as typed.
        name: String,
        /// What it fits.
        candidates: Vec<String>,
    },
    /// A source definition or registry file with a mistake.
    Definition {
        /// The file, as a person would open it.
        file: String,
        /// Where in it, if known.
        position: Option<Position>,
        /// What is wrong and what was expected.
        what: Message,
        /// The nearest valid key, if the mistake is a key.
        suggestion: Option<String>,
    },
    /// A request that gave no usable answer after all tries.
    Fetch {
        /// The source that the request was for.
        source_id: String,
        /// The address, without credentials.
        url: String,
        /// Why it gave none.
        failure: FetchFailure,
    },
    /// A message that could not be delivered after all tries.
    Send {
        /// What the person calls the target.
        target: String,
        /// Its host; the rest of its address may be a secret.
        host: String,
        /// Why it was not delivered.
        failure: FetchFailure,
    },
    /// Bytes that are not what their definition says.
    Unreadable {
        /// What was being read: a capture's address or a file.
        what: String,
        /// Where in it, if known.
        position: Option<Position>,
        /// Why it cannot be read.
        why: Message,
    },
    /// A file or folder that cannot be read or written.
    Io {
        /// What was being done.
        doing: Message,
        /// The file or folder.
        path: PathBuf,
    },
    /// An archive that is damaged or of an unknown format.
    Archive {
        /// The archive's folder, or the file in it.
        path: PathBuf,
        /// What is wrong with it.
        what: Message,
    },
}

/// Kinds of named things.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Noun {
    /// A publisher of leaderboards.
    Source,
    /// One ranking.
    Board,
    /// A publisher's period or release.
    Edition,
    /// A model, by id or printed name.
    Model,
    /// Who makes models.
    Developer,
    /// A column of scores.
    Metric,
    /// The bytes of one response.
    Capture,
}

/// A place in a text file, both counted from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Position {
    /// Line.
    pub line: usize,
    /// Column, in characters.
    pub column: usize,
}

/// Why a request gave no usable answer.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum FetchFailure {
    /// No connection: name not found, refused, TLS.
    Connect,
    /// No byte for as long as the limit, in seconds.
    Timeout(u64),
    /// The connection broke off before an answer.
    Lost,
    /// The answer was not complete after this limit, in seconds.
    TooSlow(u64),
    /// An HTTP status that is no success.
    Status(u16),
    /// As many requests as the server allows were made; when it lets more through, by its own word.
    Limited(Timestamp),
    /// The body ended early.
    Truncated,
    /// The body, after decompression, is larger than the limit in bytes.
    TooLarge(u64),
    /// More redirects than the limit.
    TooManyRedirects(usize),
    /// A redirect or name that leads to an address where no leaderboard is.
    ForbiddenAddress(String),
    /// robots.txt asks not to.
    Robots,
    /// robots.txt could not be read, so that nothing else may be requested.
    RobotsUnknown,
    /// The address needs a value (`index.bundle`) that no body gave.
    Unbound(String),
    /// Bound values give more addresses than this limit; none of them is asked for.
    TooManyAddresses(usize),
    /// As many pages as the definition allows were asked for, and the last one is not the end.
    TooManyPages(u32),
    /// The body is not what was expected: an error page in place of a workbook.
    Unexpected(Message),
    /// The environment variable that holds the key is not set.
    KeyMissing(String),
    /// Nothing of this resource stands in the archive that is replayed.
    NotRecorded,
}

impl FetchFailure {
    /// What it says, without the address.
    #[must_use]
    pub fn words(&self) -> Message {
        super::wording::failure_text(self)
    }
}

impl ErrorKind {
    pub(super) fn exit_code(&self) -> u8 {
        match self {
            ErrorKind::Fetch { .. } | ErrorKind::Send { .. } => 3,
            ErrorKind::Archive { .. } | ErrorKind::Io { .. } => 5,
            ErrorKind::Usage { .. }
            | ErrorKind::NotFound { .. }
            | ErrorKind::Ambiguous { .. }
            | ErrorKind::Definition { .. }
            | ErrorKind::Unreadable { .. } => 2,
        }
    }
}

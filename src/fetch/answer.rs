//! What a server said, and what went wrong while it did.

use super::pace::Host;
use super::resolve::NotPublic;
use crate::error::FetchFailure;
use crate::message;
use crate::schema::Timestamp;
use reqwest::header::{HeaderMap, HeaderName};
use std::error::Error as StdError;
use std::io;
use std::sync::Arc;
use std::time::Duration;
use url::Url;

/// An answer that means something: a body (200), unchanged (304), or no such thing (404, 410).
pub(super) struct Answer {
    pub(super) status: u16,
    pub(super) url: Url,
    pub(super) head: Head,
    pub(super) body: Vec<u8>,
}

/// The headers that are kept.
pub(super) struct Head {
    pub(super) etag: Option<String>,
    pub(super) last_modified: Option<String>,
    pub(super) media_type: Option<String>,
    /// The server's own clock.
    pub(super) date: Option<Timestamp>,
    /// All of them, for conversations that have headers of their own.
    pub(super) all: HeaderMap,
}

impl Head {
    pub(super) fn of(headers: &HeaderMap) -> Head {
        use reqwest::header::{CONTENT_TYPE, DATE, ETAG, LAST_MODIFIED};
        Head {
            etag: text(headers, &ETAG),
            last_modified: text(headers, &LAST_MODIFIED),
            media_type: text(headers, &CONTENT_TYPE),
            date: text(headers, &DATE).and_then(|date| super::date::parse(&date)),
            all: headers.clone(),
        }
    }
}

/// A header as text, if it is there and is ASCII.
pub(super) fn text(headers: &HeaderMap, name: &HeaderName) -> Option<String> {
    headers.get(name).and_then(|value| value.to_str().ok()).map(str::to_owned)
}

/// A try that gave no answer.
pub(super) struct Trouble {
    pub(super) failure: FetchFailure,
    pub(super) cause: Option<Box<dyn StdError + Send + Sync>>,
    /// The status, if there was one.
    pub(super) status: Option<u16>,
    /// The server's `Retry-After`.
    pub(super) asked: Option<Duration>,
    /// Whether another try is known to end the same way.
    pub(super) certain: bool,
    /// Where it happened.
    pub(super) host: Arc<Host>,
}

impl Trouble {
    pub(super) fn new(failure: FetchFailure, host: &Arc<Host>) -> Trouble {
        Trouble { failure, cause: None, status: None, asked: None, certain: false, host: Arc::clone(host) }
    }

    /// From what the client says. `silence` is the limit that a timeout means.
    pub(super) fn of(error: reqwest::Error, silence: Duration, host: &Arc<Host>) -> Trouble {
        // The URL may hold credentials, and the error above this one names it anyway.
        let error = error.without_url();
        let mut trouble = Trouble::new(classify(&error, silence), host);
        trouble.cause = Some(error.into());
        trouble
    }
}

fn classify(error: &reqwest::Error, silence: Duration) -> FetchFailure {
    if let Some(NotPublic(name)) = chain(error).find_map(|cause| cause.downcast_ref()) {
        return FetchFailure::ForbiddenAddress(name.clone());
    }
    if error.is_connect() {
        return FetchFailure::Connect;
    }
    if error.is_timeout() {
        return FetchFailure::Timeout(silence.as_secs());
    }
    if error.is_decode() || error.is_body() {
        let damaged = |cause: &(dyn StdError + 'static)| {
            cause
                .downcast_ref::<io::Error>()
                .is_some_and(|cause| matches!(cause.kind(), io::ErrorKind::InvalidData | io::ErrorKind::InvalidInput))
        };
        return if chain(error).any(damaged) {
            FetchFailure::Unexpected(message!("its compression is damaged", "压缩数据已损坏"))
        } else {
            FetchFailure::Truncated
        };
    }
    FetchFailure::Lost
}

fn chain(error: &reqwest::Error) -> impl Iterator<Item = &(dyn StdError + 'static)> {
    let mut next = error.source();
    std::iter::from_fn(move || {
        let cause = next?;
        next = cause.source();
        Some(cause)
    })
}

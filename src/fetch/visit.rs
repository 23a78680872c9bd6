//! Requests for addresses that no definition names: what another keeper or a published archive holds. They go the
//! same road as a source's own requests: robots.txt, pauses, retries, limits, judged addresses.

use super::address::Declared;
use super::answer::{Answer, Head, Trouble};
use super::fetcher::Fetcher;
use super::follow::Ask;
use super::pace::Hosts;
use super::progress::Progress;
use super::template::bare;
use super::tries::Session;
use crate::error::{Error, ErrorKind, FetchFailure};
use crate::schema::Timestamp;
use reqwest::header::{ACCEPT, HeaderMap, HeaderName, HeaderValue, IF_MODIFIED_SINCE, IF_NONE_MATCH};
use std::sync::Arc;
use std::time::Duration;
use url::Url;

/// Makes such requests. Cheap to clone; all clones share pauses and connections.
#[derive(Clone)]
pub struct Visitor {
    session: Arc<Session>,
    declared: Arc<Declared>,
    label: Arc<str>,
}

/// What to request.
#[derive(Debug, Clone)]
pub struct Visit {
    url: Url,
    accept: Option<&'static str>,
    etag: Option<String>,
    last_modified: Option<String>,
    interval: Option<Duration>,
    size_limit: Option<u64>,
}

/// An answer: a body (200), none (304: unchanged), or that there is no such thing (404, 410).
pub struct Visited {
    /// The HTTP status.
    pub status: u16,
    /// The address that answered, after redirects, without credentials.
    pub url: Url,
    /// The bytes after content-decoding.
    pub body: Vec<u8>,
    head: Head,
}

impl Fetcher {
    /// One that makes requests on its own. `label` stands before what its errors say. The hosts of `own` were named
    /// by the user or by bangdan and may be of any network; all others must be public, as everywhere.
    #[must_use]
    pub fn visitor(&self, label: &str, own: &[&Url], now: Timestamp, progress: Arc<dyn Progress>) -> Visitor {
        let session = Session {
            settings: Arc::clone(&self.settings),
            environment: Arc::clone(&self.environment),
            clients: Arc::clone(&self.clients),
            hosts: Hosts::new(&self.settings),
            now,
            progress,
        };
        let declared = own.iter().filter_map(|url| url.host_str().map(str::to_owned)).collect();
        Visitor { session: Arc::new(session), declared: Arc::new(declared), label: label.into() }
    }
}

impl Visit {
    /// A plain request.
    #[must_use]
    pub fn to(url: Url) -> Visit {
        Visit { url, accept: None, etag: None, last_modified: None, interval: None, size_limit: None }
    }

    /// Asks for this form.
    #[must_use]
    pub fn accepting(self, media_type: &'static str) -> Visit {
        Visit { accept: Some(media_type), ..self }
    }

    /// Asks for it only if it is no longer what these headers came with.
    #[must_use]
    pub fn unless(self, etag: Option<String>, last_modified: Option<String>) -> Visit {
        Visit { etag, last_modified, ..self }
    }

    /// Leaves the host in peace for at least this long after the request.
    #[must_use]
    pub fn then_rest(self, interval: Duration) -> Visit {
        Visit { interval: Some(interval), ..self }
    }

    /// Takes no body with more bytes than this.
    #[must_use]
    pub fn at_most(self, bytes: u64) -> Visit {
        Visit { size_limit: Some(bytes), ..self }
    }
}

impl Visitor {
    /// Requests until there is an answer, or no hope of one.
    ///
    /// # Errors
    /// Why there is none.
    pub async fn get(&self, visit: Visit) -> Result<Visited, Error> {
        let mut conditions = HeaderMap::new();
        let stated = [(IF_NONE_MATCH, &visit.etag), (IF_MODIFIED_SINCE, &visit.last_modified)];
        for (name, value) in stated {
            if let Some(value) = value.as_deref().and_then(|value| HeaderValue::from_str(value).ok()) {
                conditions.insert(name, value);
            }
        }
        let own = visit.accept.map(|media_type| (ACCEPT, HeaderValue::from_static(media_type)));
        let most = self.session.settings.size_limit;
        let ask = Ask {
            declared: Arc::clone(&self.declared),
            conditions,
            own: own.into_iter().collect(),
            secrets: Vec::new(),
            interval: visit.interval,
            size_limit: visit.size_limit.map_or(most, |limit| limit.min(most)),
            robots: false,
            url: visit.url,
        };
        match self.session.insist(&ask).await {
            Ok(Answer { status, url, head, body }) => Ok(Visited { status, url, body, head }),
            Err(Trouble { failure, cause, .. }) => {
                let error = self.error(&ask.url, failure);
                Err(match cause {
                    Some(cause) => error.caused_by(cause),
                    None => error,
                })
            }
        }
    }

    /// The error of a request that failed.
    #[must_use]
    pub fn error(&self, url: &Url, failure: FetchFailure) -> Error {
        Error::new(ErrorKind::Fetch { source_id: self.label.to_string(), url: bare(url), failure })
    }

    /// The time of the run.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        self.session.now
    }

    /// Who is told what is under way.
    #[must_use]
    pub fn progress(&self) -> &dyn Progress {
        &*self.session.progress
    }
}

impl Visited {
    /// A header as text, if it is there and is ASCII.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        let name = HeaderName::from_bytes(name.as_bytes()).ok()?;
        self.head.all.get(name).and_then(|value| value.to_str().ok())
    }

    /// The server's own clock.
    #[must_use]
    pub fn date(&self) -> Option<Timestamp> {
        self.head.date
    }
}

//! One address to ask for.

use super::address::Declared;
use super::addresses::Address;
use super::bound::Row;
use super::environment::Environment;
use super::follow::Ask;
use super::known::Last;
use super::outcome::{Fetched, Outcome};
use super::paging::Turn;
use super::template::bare;
use crate::catalogue::{Expect, Key, Resource};
use crate::error::{Error, ErrorKind, FetchFailure};
use crate::message;
use crate::schema::{Edition, SourceId};
use reqwest::header::{HeaderMap, HeaderName, HeaderValue, IF_MODIFIED_SINCE, IF_NONE_MATCH};
use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;
use url::Url;

/// One address to ask for: a resource, and an edition where its address names one.
#[derive(Debug, Clone)]
pub struct Job {
    /// The source.
    pub source: SourceId,
    /// The resource's id within the source.
    pub resource: String,
    /// The edition.
    pub edition: Option<Edition>,
    /// The address.
    pub url: Url,
    /// The last capture, which makes the request conditional.
    pub last: Option<Last>,
    /// What the body must look like.
    pub expect: Expect,
    /// Whether no board reads the resource.
    pub auxiliary: bool,
    /// Its place among the addresses of the resource: the number of the address, then of the page.
    pub order: (usize, u32),
    /// Whether an answer of 404 only says that there is no such thing: an edition that is probed for, an item that a
    /// list names, a page after the last one.
    pub(super) may_be_absent: bool,
    pub(super) row: Row,
    pub(super) turn: Option<Turn>,
    pub(super) declared: Arc<Declared>,
    pub(super) key: Option<Key>,
    pub(super) headers: BTreeMap<String, String>,
    pub(super) interval: Option<Duration>,
}

impl Job {
    pub(super) fn of(source: &SourceId, resource: &Resource, address: Address, declared: &Arc<Declared>) -> Job {
        let Address { edition, row, url, last, turn } = address;
        let after_the_first = turn.is_some_and(|turn| turn.nth > 1) && total(resource).is_none();
        Job {
            source: source.clone(),
            resource: resource.id.clone(),
            may_be_absent: (edition.is_some() && last.is_none()) || after_the_first,
            edition,
            url,
            last,
            expect: resource.expect.clone(),
            auxiliary: false,
            order: (0, turn.map_or(0, |turn| turn.nth)),
            row,
            turn,
            declared: Arc::clone(declared),
            key: resource.key.clone(),
            headers: resource.headers.clone(),
            interval: resource.interval,
        }
    }

    /// The address as captures name it: without user name and password.
    #[must_use]
    pub fn address(&self) -> String {
        bare(&self.url)
    }

    /// The outcome, without what only an answer can tell. A replay fills in what its archive says.
    #[must_use]
    pub fn fetched(&self, outcome: Outcome) -> Fetched {
        Fetched {
            source: self.source.clone(),
            resource: self.resource.clone(),
            edition: self.edition.clone(),
            url: bare(&self.url),
            final_url: None,
            status: None,
            etag: None,
            last_modified: None,
            published_at: None,
            media_type: None,
            auxiliary: self.auxiliary,
            outcome,
        }
    }

    /// The error of a job that failed.
    #[must_use]
    pub fn error(&self, failure: FetchFailure) -> Error {
        let source_id = self.source.to_string();
        Error::new(ErrorKind::Fetch { source_id, url: bare(&self.url), failure })
    }

    pub(super) fn ask(&self, environment: &Environment, size_limit: u64) -> Result<Ask, FetchFailure> {
        let mut own = HeaderMap::new();
        for (name, value) in &self.headers {
            let (name, value) = header(name, value)?;
            own.insert(name, value);
        }
        let mut secrets = Vec::new();
        if let Some(key) = &self.key {
            match environment.keys.get(&key.env) {
                Some(secret) => {
                    let (name, mut value) = header(&key.header, &format!("{}{}", key.prefix, secret.expose()))
                        .map_err(|_| unfit(&key.env))?;
                    value.set_sensitive(true);
                    own.insert(name, value);
                    secrets.push(secret.clone());
                }
                None if key.optional => {}
                None => return Err(FetchFailure::KeyMissing(key.env.clone())),
            }
        }
        let mut conditions = HeaderMap::new();
        if let Some(last) = &self.last {
            let stated = [(IF_NONE_MATCH, &last.etag), (IF_MODIFIED_SINCE, &last.last_modified)];
            for (name, value) in stated {
                if let Some(value) = value.as_deref().and_then(|value| HeaderValue::from_str(value).ok()) {
                    conditions.insert(name, value);
                }
            }
        }
        Ok(Ask {
            url: self.url.clone(),
            declared: Arc::clone(&self.declared),
            conditions,
            own,
            secrets,
            interval: self.interval,
            size_limit,
            robots: false,
        })
    }
}

fn total(resource: &Resource) -> Option<&String> {
    resource.page.as_ref().and_then(|page| page.total.as_ref())
}

fn header(name: &str, value: &str) -> Result<(HeaderName, HeaderValue), FetchFailure> {
    let parsed = HeaderName::from_bytes(name.as_bytes()).ok().zip(HeaderValue::from_str(value).ok());
    parsed.ok_or_else(|| unfit(name))
}

/// The value itself is not shown: it may be a key.
fn unfit(name: &str) -> FetchFailure {
    FetchFailure::Unexpected(message!(
        "the value of {name} cannot stand in a request header",
        "{name} 的值不能用作请求头"
    ))
}

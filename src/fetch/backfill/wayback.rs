//! The conversation with a web archive: its index of an address, and its mementos.

use super::cdx::{self, Captured, Standing};
use super::memento::{self, Answered};
use crate::error::{Error, FetchFailure, Result};
use crate::fetch::retry::RetryPolicy;
use crate::fetch::settings::Settings;
use crate::fetch::visit::{Visit, Visitor};
use crate::message;
use std::time::Duration;
use url::Url;

/// The least time between two questions to the index: it takes 24 a minute.
const INDEX_PAUSE: Duration = Duration::from_secs(3);
/// Rows in a page of the index.
const PAGE: &str = "5000";
/// The most pages of the index that are asked for.
const MOST_PAGES: usize = 40;
/// The largest page of the index that is read, in bytes.
const LARGEST_PAGE: u64 = 8 << 20;

/// A web archive that has a CDX index and raw mementos.
pub struct Wayback {
    visitor: Visitor,
    base: Url,
    index_pause: Duration,
}

/// What a web archive has of an address.
#[derive(Debug, Default)]
pub struct Index {
    /// The bodies, in the order of time.
    pub standings: Vec<Standing>,
    /// Mementos in all.
    pub mementos: usize,
    /// Rows of the index that cannot be read.
    pub odd: usize,
    /// Why there may be more.
    pub broken: Option<Error>,
}

impl Wayback {
    /// `base` is `https://web.archive.org/`, or another archive of that kind.
    #[must_use]
    pub fn new(visitor: Visitor, base: Url) -> Wayback {
        Wayback { visitor, base, index_pause: INDEX_PAUSE }
    }

    /// With another pause between questions to the index.
    #[must_use]
    pub fn with_index_pause(self, pause: Duration) -> Wayback {
        Wayback { index_pause: pause, ..self }
    }

    /// How to ask a web archive: one request at a time, `pause` apart. Whoever goes on after a 429 within a minute is
    /// shut out for an hour, so that one is always heeded.
    #[must_use]
    pub fn settings(pause: Duration) -> Settings {
        let retry = RetryPolicy {
            tries: 4,
            base: Duration::from_secs(5),
            cap: Duration::from_secs(120),
            longest_wait: Duration::from_secs(600),
            after_429: Duration::from_secs(65),
        };
        // A question to the index may take it a minute.
        Settings { per_host: 1, interval: pause, silence: Duration::from_secs(120), retry, ..Settings::default() }
    }

    /// What the archive has of an address: bodies that came with status 200, and until when each was seen. What was
    /// listed before a failure is given with it.
    pub async fn index(&self, address: &str) -> Index {
        let mut captured = Vec::new();
        let mut index = Index::default();
        if let Err(error) = self.rows(address, &mut captured, &mut index.odd).await {
            index.broken = Some(error);
        }
        index.mementos = captured.len();
        index.standings = cdx::standings(captured);
        index
    }

    async fn rows(&self, address: &str, captured: &mut Vec<Captured>, odd: &mut usize) -> Result<()> {
        let mut resume: Option<String> = None;
        for _ in 0..MOST_PAGES {
            let mut url = self.join("cdx/search/cdx")?;
            url.query_pairs_mut()
                .append_pair("url", address)
                .append_pair("output", "json")
                .append_pair("fl", "timestamp,original,mimetype,statuscode,digest,length")
                // "-" is a revisit: equal bytes seen again, which says until when they stood.
                .append_pair("filter", "statuscode:200|-")
                .append_pair("showResumeKey", "true")
                .append_pair("limit", PAGE);
            if let Some(key) = &resume {
                url.query_pairs_mut().append_pair("resumeKey", key);
            }
            let visit = Visit::to(url.clone()).then_rest(self.index_pause).at_most(LARGEST_PAGE);
            let visited = self.visitor.get(visit).await.map_err(excluded)?;
            if visited.status != 200 {
                return Err(self.visitor.error(&url, FetchFailure::Status(visited.status)));
            }
            let unexpected = |what| self.visitor.error(&url, FetchFailure::Unexpected(what));
            let rows = cdx::read(&visited.body).map_err(unexpected)?;
            *odd += rows.odd;
            let none = rows.captured.is_empty();
            captured.extend(rows.captured);
            if rows.resume.is_none() || none || rows.resume == resume {
                return Ok(());
            }
            resume = rows.resume;
        }
        Err(self.visitor.error(&self.base, FetchFailure::TooManyPages(u32::try_from(MOST_PAGES).unwrap_or(u32::MAX))))
    }

    /// The address of a memento's bytes as they were.
    ///
    /// # Errors
    /// An address of the index that cannot stand in one.
    pub fn memento_address(&self, captured: &Captured) -> Result<Url> {
        let start = format!("web/{}id_/", captured.stamp);
        let url = self.join(&format!("{start}{}", captured.original.replace('#', "%23")))?;
        // Steps upwards in a stranger's address would lead elsewhere in the archive.
        if !url.as_str().starts_with(&format!("{}{start}http", self.base)) {
            let what = message!("the index names an address that is none", "索引给出的地址无效");
            return Err(self.visitor.error(&self.base, FetchFailure::Unexpected(what)));
        }
        Ok(url)
    }

    /// Asks for a memento's bytes.
    ///
    /// # Errors
    /// No usable answer; whether to ask for others, [`shuts_out`](super::shuts_out) says.
    pub async fn memento(&self, captured: &Captured) -> Result<Answered> {
        let visited = self.visitor.get(Visit::to(self.memento_address(captured)?)).await?;
        Ok(memento::judge(captured, visited, &self.base))
    }

    fn join(&self, rest: &str) -> Result<Url> {
        let base = self.base.as_str();
        Url::parse(&format!("{base}{rest}"))
            .map_err(|_| self.visitor.error(&self.base, FetchFailure::ForbiddenAddress(self.base.scheme().to_owned())))
    }
}

/// A web archive answers 403 for what it does not show.
fn excluded(error: Error) -> Error {
    use crate::error::ErrorKind::Fetch;
    match error.kind() {
        Fetch { failure: FetchFailure::Status(403), .. } => error.with_hint(message!(
            "the web archive does not show this address: its publisher asked for that, or you are shut out for a while",
            "该网页存档不展示此地址：可能是发布方要求排除，或您暂时被禁止访问"
        )),
        _ => error,
    }
}

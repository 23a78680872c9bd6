//! From an exchange in a file to a version of a resource.

use super::matcher::{Hit, Matcher};
use crate::collect::backfill::{Content, Intake, Version, Wanted};
use crate::error::{Error, ErrorKind, Result};
use crate::fetch::{parse_date, published};
use crate::message;
use crate::schema::Timestamp;
use crate::text::printable_line;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// The most redirects that are remembered.
const MOST_REDIRECTS: usize = 10_000;

/// The most addresses that are named because they are nearly a resource's.
const MOST_NEAR: usize = 6;

/// What of an exchange matters, apart from its body.
#[derive(Debug, Clone, Default)]
pub(super) struct Exchange {
    pub(super) method: String,
    pub(super) url: String,
    pub(super) status: u16,
    pub(super) at: Option<Timestamp>,
    /// Where the file has it.
    pub(super) reference: String,
    pub(super) media_type: Option<String>,
    pub(super) last_modified: Option<String>,
    /// The server's clock.
    pub(super) date: Option<String>,
    pub(super) location: Option<String>,
}

/// Takes those exchanges that answered one of the source's addresses.
pub(super) struct Taker<'a> {
    wanted: &'a Wanted<'a>,
    matcher: Matcher<'a>,
    redirects: HashMap<String, Hit>,
    hits: BTreeSet<String>,
    near: BTreeMap<String, BTreeSet<String>>,
}

impl<'a> Taker<'a> {
    pub(super) fn new(wanted: &'a Wanted<'a>) -> Taker<'a> {
        let matcher = Matcher::new(wanted.source, &wanted.resources);
        Taker { wanted, matcher, redirects: HashMap::new(), hits: BTreeSet::new(), near: BTreeMap::new() }
    }

    /// The resource that an address is of, by itself or by a redirect before; one that only nearly is one is noted.
    pub(super) fn hit(&mut self, url: &str) -> Option<Hit> {
        if let Some(hit) = self.matcher.hit(url).or_else(|| self.redirects.get(url).cloned()) {
            return Some(hit);
        }
        if let Some(resource) = self.matcher.near(url) {
            let near = self.near.entry(resource.to_owned()).or_default();
            if near.len() < MOST_NEAR {
                near.insert(printable_line(url).chars().take(200).collect());
            }
        }
        None
    }

    /// The version that an exchange gives of a resource; `None` where it gives none, which is then told.
    pub(super) fn version(&mut self, exchange: &Exchange, hit: &Hit, intake: &mut Intake<'_>) -> Option<Version> {
        self.hits.insert(hit.resource.clone());
        let Exchange { status, reference, .. } = exchange;
        let mut leave_out = |why| {
            intake.leave_out(&hit.resource, reference, exchange.at, why);
            None
        };
        if !exchange.method.eq_ignore_ascii_case("GET") {
            let method: String = printable_line(&exchange.method).chars().take(20).collect();
            return leave_out(message!("it is the answer to a {method}", "是对 {method} 请求的响应"));
        }
        if let (301 | 302 | 303 | 307 | 308, Some(location)) = (*status, &exchange.location) {
            let target = url::Url::parse(&exchange.url).and_then(|base| base.join(location));
            if let Some(target) = target.ok().filter(|_| self.redirects.len() < MOST_REDIRECTS) {
                self.redirects.insert(target.into(), hit.clone());
            }
            return leave_out(message!("it is a redirect ({status})", "是重定向（{status}）"));
        }
        if *status != 200 {
            return leave_out(message!("the server answered {status}", "服务器返回 {status}"));
        }
        let Some(at) = exchange.at else {
            return leave_out(message!("it has no time that can be read", "没有可读的时间"));
        };
        // The record's time is the latest at which it became public; the server may know better.
        let clock = exchange.date.as_deref().and_then(parse_date);
        let modified =
            exchange.last_modified.as_deref().and_then(|text| published(text, clock, self.wanted.now.min(at)));
        Some(Version {
            edition: hit.edition.clone(),
            final_url: Some(exchange.url.clone()).filter(|url| *url != hit.url),
            seen_at: at,
            status: Some(*status),
            last_modified: exchange.last_modified.clone(),
            media_type: exchange.media_type.clone(),
            ..Version::new(&hit.resource, &hit.url, modified.unwrap_or(at).min(at), reference)
        })
    }

    /// Takes a version's bytes.
    pub(super) fn take(version: &Version, bytes: &[u8], intake: &mut Intake<'_>) -> Result<()> {
        if bytes.is_empty() {
            intake.skip(version, message!("the file does not hold its bytes", "文件中没有其内容"));
            return Ok(());
        }
        intake.take(version, Content::Body(bytes))
    }

    /// Says what was nearly found; an error where nothing was found at all.
    pub(super) fn finish(&self, file: &str, intake: &mut Intake<'_>) -> Result<()> {
        if !self.hits.is_empty() {
            for (resource, near) in self.near.iter().filter(|(resource, _)| !self.hits.contains(*resource)) {
                let all = near.iter().cloned().collect::<Vec<_>>().join(" ");
                intake.note(message!(
                    "{file} has nothing of {resource}, but of addresses like it: {all}",
                    "{file} 中没有 {resource}，但有相近的地址：{all}"
                ));
            }
            return Ok(());
        }
        let id = &self.wanted.source.id;
        let what = message!("{file} has nothing of {id}", "{file} 中没有 {id} 的内容");
        let error = Error::new(ErrorKind::Usage { what });
        let near: Vec<&str> = self.near.values().flatten().map(String::as_str).take(MOST_NEAR).collect();
        let all = if near.is_empty() {
            let some = self.wanted.resources.iter().map(|resource| resource.url.as_str()).take(MOST_NEAR);
            let some = some.collect::<Vec<_>>().join(" ");
            return Err(error.with_hint(message!("its addresses are {some}", "其地址为 {some}")));
        } else {
            near.join(" ")
        };
        Err(error.with_hint(message!("it has addresses like its own: {all}", "其中有相近的地址：{all}")))
    }
}

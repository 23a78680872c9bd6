//! What a web archive gives for a memento: the bytes as they were, or something else in their place.

use super::cdx::{Captured, time};
use crate::fetch::date;
use crate::fetch::visit::Visited;
use crate::message;
use crate::schema::Timestamp;
use crate::text::{Message, printable_line};
use url::Url;

/// The bytes of an address as a web archive kept them.
#[derive(Debug)]
pub struct Memento {
    /// The bytes, after content-decoding.
    pub body: Vec<u8>,
    /// The memento's own address.
    pub url: String,
    /// When it was taken: the page was public then.
    pub at: Timestamp,
    /// When the publisher had put it up, by the publisher's own `Last-Modified`.
    pub modified: Option<Timestamp>,
    /// The `Content-Type` that came with it.
    pub media_type: Option<String>,
    /// Whether the archive gave another memento than the one that was asked for.
    pub is_another: bool,
}

/// What a request for a memento gave.
#[derive(Debug)]
pub enum Answered {
    /// The memento.
    Memento(Box<Memento>),
    /// Something that is not the page, and what.
    Refused(Message),
}

/// Judges an answer to a request for a memento.
pub(super) fn judge(asked: &Captured, visited: Visited, base: &Url) -> Answered {
    let refused = Answered::Refused;
    if visited.status != 200 {
        let status = visited.status;
        return refused(message!("the archive has it no longer ({status})", "存档中已没有它（{status}）"));
    }
    let place = place(&visited.url, base);
    let dated = visited.header("memento-datetime").and_then(date::parse);
    let Some((stamp, original)) = place else {
        let shown = printable_line(visited.url.as_str()).into_owned();
        return refused(message!("it leads to {shown}, which is no memento", "它指向 {shown}，而那不是存档页面"));
    };
    if !same_address(original, &asked.original) {
        let shown = printable_line(original).into_owned();
        return refused(message!("it is an archived redirect to {shown}", "它是存档的重定向，指向 {shown}"));
    }
    // The archive's own pages have no such header, whatever their status.
    let Some(at) = dated else {
        return refused(message!(
            "the archive answered with a page of its own, not with the memento",
            "网页存档返回的是它自己的页面，而不是存档内容"
        ));
    };
    let is_another = stamp != asked.stamp;
    if let Some(stated) = lost(&visited) {
        let length = visited.body.len();
        return refused(message!(
            "the archive kept {length} of its {stated} bytes",
            "存档只保存了 {stated} 字节中的 {length} 字节"
        ));
    }
    let answered = visited.header("x-archive-orig-date").and_then(date::parse);
    let modified = visited.header("x-archive-orig-last-modified");
    let modified = modified.and_then(|text| date::published(text, answered, at));
    let media_type = visited.header("x-archive-orig-content-type").or_else(|| visited.header("content-type"));
    let media_type = media_type.map(str::to_owned);
    let url = visited.url.to_string();
    Answered::Memento(Box::new(Memento { body: visited.body, url, at, modified, media_type, is_another }))
}

/// The length that the publisher stated, where the archive kept less.
fn lost(visited: &Visited) -> Option<u64> {
    let encoded = visited.header("x-archive-orig-content-encoding").is_some_and(|encoding| {
        let encoding = encoding.trim();
        !encoding.is_empty() && !encoding.eq_ignore_ascii_case("identity")
    });
    let stated: u64 = visited.header("x-archive-orig-content-length")?.trim().parse().ok()?;
    (!encoded && stated > visited.body.len() as u64).then_some(stated)
}

/// The stamp and the original address that a memento's address names.
fn place<'u>(url: &'u Url, base: &Url) -> Option<(&'u str, &'u str)> {
    if url.origin() != base.origin() {
        return None;
    }
    let rest = url.as_str().strip_prefix(base.as_str())?.strip_prefix("web/")?;
    let (stamp, original) = rest.split_once('/')?;
    let stamp = stamp.get(..14).filter(|stamp| time(stamp).is_some())?;
    Some((stamp, original))
}

/// Whether two spellings mean one address to a web archive, which does not tell http from https nor `www.` from
/// nothing.
pub(super) fn same_address(one: &str, other: &str) -> bool {
    let canonical = |text: &str| {
        let url = Url::parse(text).or_else(|_| Url::parse(&format!("http://{text}"))).ok()?;
        let host = url.host_str()?.to_ascii_lowercase();
        let host = host.strip_prefix("www.").unwrap_or(&host).to_owned();
        let port = url.port().filter(|port| !matches!(port, 80 | 443));
        Some((host, port, url.path().trim_end_matches('/').to_owned(), url.query().map(str::to_owned)))
    };
    one == other || matches!((canonical(one), canonical(other)), (Some(one), Some(other)) if one == other)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_an_address_are_one_and_other_pages_are_not() {
        let same = [
            ("https://www.x.cn/a", "http://x.cn:80/a/"),
            ("https://X.cn/a?b=1", "http://x.cn/a?b=1"),
            ("x.cn/a", "https://x.cn/a"),
        ];
        for (one, other) in same {
            assert!(same_address(one, other), "{one} {other}");
        }
        let different = [
            ("https://x.cn/a", "https://x.cn/b"),
            ("https://x.cn/a?b=1", "https://x.cn/a?b=2"),
            ("https://x.cn/a", "https://x.cn/a?b=2"),
            ("https://x.cn/", "https://y.cn/"),
            ("https://x.cn:8080/", "https://x.cn/"),
        ];
        for (one, other) in different {
            assert!(!same_address(one, other), "{one} {other}");
        }
    }

    #[test]
    fn a_mementos_address_names_its_time_and_its_original() {
        let base = Url::parse("https://web.archive.org/").unwrap();
        let at = |url: &str| {
            let url = Url::parse(url).unwrap();
            place(&url, &base).map(|(stamp, original)| (stamp.to_owned(), original.to_owned()))
        };
        let found = at("https://web.archive.org/web/20230528093000id_/https://x.cn/a?b=c").unwrap();
        assert_eq!(found, ("20230528093000".to_owned(), "https://x.cn/a?b=c".to_owned()));
        assert_eq!(at("https://archive.org/web/20230528093000id_/https://x.cn/"), None);
        assert_eq!(at("https://web.archive.org/web/2023/https://x.cn/"), None);
        assert_eq!(at("https://web.archive.org/sorry"), None);
    }
}

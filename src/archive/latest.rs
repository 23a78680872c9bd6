//! What was last seen at each address: the archive is the HTTP cache.

use super::capture::{Capture, Outcome};
use crate::schema::SourceId;
use std::collections::HashMap;

/// The last capture that has a body, for each resource and address.
#[derive(Debug, Clone, Default)]
pub struct Latest<'a> {
    by_address: HashMap<Address<'a>, Last<'a>>,
}

type Address<'a> = (&'a str, &'a str, &'a str);

/// The last capture of an address that has a body, and what to ask with.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Last<'a> {
    /// The capture. Its body is what a 304 stands for.
    pub capture: &'a Capture,
    /// The `ETag` to send as `If-None-Match`.
    pub etag: Option<&'a str>,
    /// The `Last-Modified` to send as `If-Modified-Since`.
    pub last_modified: Option<&'a str>,
}

impl<'a> Latest<'a> {
    /// Of captures in the order of [`Archive::captures`](super::Archive::captures).
    #[must_use]
    pub fn of(captures: &'a [Capture]) -> Latest<'a> {
        let mut latest = Latest::default();
        for capture in captures {
            let Some(object) = capture.object() else { continue };
            let address = (capture.source.as_str(), capture.resource.as_str(), capture.url.as_str());
            let (mut etag, mut last_modified) = (capture.etag.as_deref(), capture.last_modified.as_deref());
            // A 304 need not repeat the headers of the body that it confirms.
            let confirmed = matches!(capture.outcome, Outcome::Unchanged { .. });
            let before = latest.by_address.get(&address).filter(|last| last.capture.object() == Some(object));
            if let Some(before) = before.filter(|_| confirmed) {
                etag = etag.or(before.etag);
                last_modified = last_modified.or(before.last_modified);
            }
            latest.by_address.insert(address, Last { capture, etag, last_modified });
        }
        latest
    }

    /// What was last seen at this address of this resource.
    #[must_use]
    pub fn get(&self, source: &SourceId, resource: &str, url: &str) -> Option<Last<'a>> {
        self.by_address.get(&(source.as_str(), resource, url)).copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema::Digest;

    #[test]
    fn a_304_keeps_the_headers_of_its_body_and_a_failure_keeps_the_body() {
        let capture = |second: i64, outcome| {
            let observed_at = jiff::Timestamp::from_second(second).unwrap();
            Capture::new(SourceId::from("s"), "r", "https://a/", observed_at, outcome)
        };
        let body = |bytes: &[u8]| Outcome::of_body(bytes, None, "", None);
        let mut captures = vec![
            capture(1, body(b"old")),
            capture(2, body(b"new")),
            capture(3, Outcome::Unchanged { object: Digest::of(b"new") }),
            capture(4, Outcome::Failed { reason: "no connection".to_owned() }),
            capture(5, Outcome::Absent),
        ];
        captures[0].last_modified = Some("Mon".to_owned());
        captures[1].etag = Some("\"2\"".to_owned());
        let latest = Latest::of(&captures);
        let last = latest.get(&SourceId::from("s"), "r", "https://a/").unwrap();
        assert_eq!((last.capture, last.etag, last.last_modified), (&captures[2], Some("\"2\""), None));
        assert_eq!(latest.get(&SourceId::from("s"), "other", "https://a/"), None);
    }
}

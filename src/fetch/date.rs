//! Dates in HTTP headers.

use jiff::Timestamp;
use jiff::fmt::rfc2822::DateTimeParser;
use std::time::Duration;

/// Reads `Sun, 06 Nov 1994 08:49:37 GMT`.
pub fn parse(text: &str) -> Option<Timestamp> {
    DateTimeParser::new().parse_timestamp(text.trim()).ok()
}

/// How long `Retry-After` asks to wait: seconds, or a date, which is held against the server's own clock.
pub(super) fn retry_after(value: &str, server: Option<Timestamp>, now: Timestamp) -> Option<Duration> {
    let value = value.trim();
    if !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_digit()) {
        return Some(Duration::from_secs(value.parse().unwrap_or(u64::MAX)));
    }
    let wait = parse(value)?.duration_since(server.unwrap_or(now));
    Some(Duration::try_from(wait).unwrap_or(Duration::ZERO))
}

/// `Last-Modified` as a publication time: not one that is made up when answering, nor one of a wrong clock.
pub fn published(modified: &str, server: Option<Timestamp>, now: Timestamp) -> Option<Timestamp> {
    let modified = parse(modified)?;
    let answered = server.unwrap_or(now).min(now);
    // Before 1994 there was no HTTP date.
    let sane = modified.as_second() > 757_382_400 && modified < answered;
    sane.then_some(modified)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    #[test]
    fn retry_after_is_read_as_seconds_or_as_a_date_by_the_servers_clock() {
        let now = at("2026-11-23T00:00:00Z");
        let date = "Mon, 23 Nov 2026 01:00:30 GMT";
        assert_eq!(retry_after(" 7 ", None, now), Some(Duration::from_secs(7)));
        assert_eq!(retry_after(date, None, now), Some(Duration::from_secs(3630)));
        assert_eq!(retry_after(date, Some(at("2026-11-23T01:00:00Z")), now), Some(Duration::from_secs(30)));
        assert_eq!(retry_after("Sun, 06 Nov 1994 08:49:37 GMT", None, now), Some(Duration::ZERO));
        assert_eq!(retry_after("99999999999999999999999", None, now), Some(Duration::from_secs(u64::MAX)));
        assert_eq!(retry_after("soon", None, now), None);
        assert_eq!(retry_after("-3", None, now), None);
    }

    #[test]
    fn last_modified_is_a_publication_time_only_where_it_lies_before_the_answer() {
        let now = at("2026-11-23T00:00:00Z");
        let text = "Tue, 18 Aug 2026 09:30:00 GMT";
        assert_eq!(published(text, None, now), Some(at("2026-08-18T09:30:00Z")));
        assert_eq!(published(text, Some(at("2026-08-18T09:30:00Z")), now), None);
        assert_eq!(published("Tue, 24 Nov 2026 00:00:00 GMT", None, now), None);
        assert_eq!(published("Thu, 01 Jan 1970 00:00:00 GMT", None, now), None);
        assert_eq!(published("yesterday", None, now), None);
    }
}

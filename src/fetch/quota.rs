//! Quotas of interfaces that count requests by the hour, as GitHub's does.

use jiff::{SignedDuration, Timestamp};
use reqwest::header::HeaderMap;
use std::time::Duration;

/// How long to wait, and until when by the server's clock, where the answer says that the quota is spent. `asked` is
/// its `Retry-After`, which comes first: GitHub sends it for its secondary limits.
pub(super) fn spent(
    status: u16,
    headers: &HeaderMap,
    asked: Option<Duration>,
    server: Timestamp,
) -> Option<(Duration, Timestamp)> {
    if !matches!(status, 403 | 429) || !headers.contains_key("x-ratelimit-limit") {
        return None;
    }
    let number = |name: &str| headers.get(name)?.to_str().ok()?.trim().parse::<i64>().ok();
    let wait = match asked {
        Some(asked) => asked,
        None if number("x-ratelimit-remaining") == Some(0) => {
            let reset = Timestamp::from_second(number("x-ratelimit-reset")?).ok()?;
            // Clocks of the server's machines differ by a little.
            Duration::try_from(reset.duration_since(server)).unwrap_or(Duration::ZERO) + Duration::from_secs(1)
        }
        None => return None,
    };
    let until = server.checked_add(SignedDuration::try_from(wait).ok()?).ok()?;
    Some((wait, until))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(pairs: &[(&'static str, &'static str)]) -> HeaderMap {
        pairs.iter().map(|(name, value)| (name.parse().unwrap(), value.parse().unwrap())).collect()
    }

    #[test]
    fn only_a_spent_quota_is_one_and_its_time_is_the_servers() {
        let server: Timestamp = "2026-11-23T00:00:00Z".parse().unwrap();
        // date -u -d 2026-11-23T00:10:00Z +%s
        let spent_out = headers(&[
            ("x-ratelimit-limit", "60"),
            ("x-ratelimit-remaining", "0"),
            ("x-ratelimit-reset", "1795392600"),
        ]);
        let until: Timestamp = "2026-11-23T00:10:01Z".parse().unwrap();
        let expected = Some((Duration::from_secs(601), until));
        assert_eq!(spent(403, &spent_out, None, server), expected);
        assert_eq!(spent(429, &spent_out, None, server), expected);
        assert_eq!(spent(404, &spent_out, None, server), None);
        let asked = Duration::from_secs(60);
        assert_eq!(spent(403, &spent_out, Some(asked), server), Some((asked, "2026-11-23T00:01:00Z".parse().unwrap())));
        let left = headers(&[("x-ratelimit-limit", "60"), ("x-ratelimit-remaining", "7")]);
        assert_eq!(spent(403, &left, None, server), None);
        assert_eq!(spent(403, &headers(&[]), Some(asked), server), None);
        let broken =
            headers(&[("x-ratelimit-limit", "60"), ("x-ratelimit-remaining", "0"), ("x-ratelimit-reset", "soon")]);
        assert_eq!(spent(403, &broken, None, server), None);
        let endless = headers(&[
            ("x-ratelimit-limit", "60"),
            ("x-ratelimit-remaining", "0"),
            ("x-ratelimit-reset", "99999999999999"),
        ]);
        assert_eq!(spent(403, &endless, None, server), None);
    }
}

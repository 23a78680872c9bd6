//! Which times are meant.

use super::args::News;
use crate::cli::times;
use crate::error::Result;
use crate::news::{By, Window};
use crate::schema::Timestamp;
use jiff::SignedDuration;

/// How far back news goes where nothing is said, in hours.
const USUAL_HOURS: i64 = 7 * 24;

/// The window that is asked for; `now` is the present, or the earlier time as of which is asked.
///
/// # Errors
/// A time that cannot be read.
pub(super) fn window(arguments: &News, now: Timestamp) -> Result<Window> {
    let until = arguments.until.as_deref().map(times::parse).transpose()?;
    let asked = arguments.times.as_of()?.into_iter().chain(arguments.times.known_at()?).min();
    let end = until.unwrap_or(asked.map_or(now, |asked| asked.min(now)));
    let since = match arguments.since.as_deref() {
        Some(typed) => from(typed, end)?,
        None => before(end, USUAL_HOURS),
    };
    let by = if arguments.learnt { By::Learnt } else { By::Public };
    Ok(Window { by, since: Some(since), until: Some(end), oldest: None })
}

/// So many hours before a time.
pub(super) fn before(time: Timestamp, hours: i64) -> Timestamp {
    SignedDuration::try_from_hours(hours).and_then(|span| time.checked_sub(span).ok()).unwrap_or(Timestamp::MIN)
}

/// The beginning of a day, a time, or a span before `end`: `2026-07-20`, `7d`, `2w`, `24h`.
fn from(typed: &str, end: Timestamp) -> Result<Timestamp> {
    let digits = typed.trim_end_matches(|c: char| c.is_ascii_lowercase());
    let hours = match typed.strip_prefix(digits) {
        Some("h") => Some(1),
        Some("d") => Some(24),
        Some("w") => Some(7 * 24),
        _ => None,
    };
    if let Some((hours, count)) = hours.zip(digits.parse::<u16>().ok()) {
        return Ok(before(end, hours * i64::from(count)));
    }
    let is_day = typed.len() == 10;
    times::parse(&if is_day { format!("{typed}T00:00:00Z") } else { typed.to_owned() }).or_else(|_| times::parse(typed))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_begins_at_midnight_and_a_span_ends_now() {
        let end: Timestamp = "2026-07-27T12:00:00Z".parse().unwrap();
        let read = |typed: &str| from(typed, end).map(|time| time.to_string());
        assert_eq!(read("2026-07-20").unwrap(), "2026-07-20T00:00:00Z");
        assert_eq!(read("7d").unwrap(), "2026-07-20T12:00:00Z");
        assert_eq!(read("2w").unwrap(), "2026-07-13T12:00:00Z");
        assert_eq!(read("36h").unwrap(), "2026-07-26T00:00:00Z");
        for wrong in ["d", "7", "-7d", "7dd", "99999d", "July", ""] {
            assert!(read(wrong).is_err(), "{wrong}");
        }
    }
}

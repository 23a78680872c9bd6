//! Days and times as people type them.

use super::args::Times;
use crate::error::{ErrorKind, Result};
use crate::message;
use crate::schema::Timestamp;

/// Reads `2026-04-25` (the end of that day, UTC), `2026-04-25T08:00Z` or any RFC 3339 time.
///
/// # Errors
/// Text that is no time.
pub(super) fn parse(text: &str) -> Result<Timestamp> {
    let day = text.len() == 10;
    let whole = if day { format!("{text}T23:59:59.999999999Z") } else { text.to_owned() };
    whole.parse().map_err(|cause: jiff::Error| {
        let what = message!(
            "{text:?} is not a day or time like 2026-04-25 or 2026-04-25T08:00:00Z",
            "{text:?} 不是日期或时间（例如 2026-04-25 或 2026-04-25T08:00:00Z）"
        );
        crate::error::Error::new(ErrorKind::Usage { what }).caused_by(cause)
    })
}

/// The same, where a day means its beginning: since `2026-04-25` is since that day's first moment.
///
/// # Errors
/// Text that is no time.
pub(super) fn parse_start(text: &str) -> Result<Timestamp> {
    let whole = if text.len() == 10 { format!("{text}T00:00:00Z") } else { text.to_owned() };
    whole.parse().or_else(|_| parse(text))
}

impl Times {
    /// `--as-of`, read.
    pub(super) fn as_of(&self) -> Result<Option<Timestamp>> {
        self.as_of.as_deref().map(parse).transpose()
    }

    /// `--known-at`, read.
    pub(super) fn known_at(&self) -> Result<Option<Timestamp>> {
        self.known_at.as_deref().map(parse).transpose()
    }
}

#[cfg(test)]
mod tests {
    use super::{parse, parse_start};

    #[test]
    fn a_day_means_its_end() {
        assert!(parse("2026-04-25").unwrap() > "2026-04-25T23:59:59Z".parse().unwrap());
        assert!(parse("2026-04-25").unwrap() < "2026-04-26T00:00:00Z".parse().unwrap());
        assert!(parse("2026-04-25T08:00:00Z").is_ok());
        assert!(parse("April").is_err());
        assert_eq!(parse_start("2026-04-25").unwrap(), "2026-04-25T00:00:00Z".parse().unwrap());
        assert_eq!(parse_start("2026-04-25T08:00:00Z").unwrap(), parse("2026-04-25T08:00:00Z").unwrap());
    }
}

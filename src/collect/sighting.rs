//! From the log of requests to what was seen where and for how long.

use crate::archive::{Capture, Outcome};
use crate::schema::{Digest, SourceId, Timestamp};
use std::collections::HashMap;

/// One body at one address, over the time in which it was seen there unchanged.
#[derive(Debug, Clone, PartialEq)]
pub struct Sighting<'a> {
    /// The first capture of it.
    pub capture: &'a Capture,
    /// The body.
    pub object: Digest,
    /// When it was last seen there.
    pub last_seen_at: Timestamp,
    /// Whether another body took its place there.
    pub replaced: bool,
}

impl Sighting<'_> {
    /// The resource and the address of it: two contents of one edition here are a revision.
    #[must_use]
    pub fn address(&self) -> String {
        format!("{} {}", self.capture.resource, self.capture.url)
    }

    /// When the body became public as far as is known.
    #[must_use]
    pub fn public_at(&self) -> Timestamp {
        self.capture.published_at.unwrap_or(self.capture.observed_at)
    }
}

/// What was seen of a source, in the order of publication; equal bodies in succession at one address are one
/// sighting. `captures` come in the order of observation.
#[must_use]
pub fn sightings<'a>(source: &SourceId, captures: &'a [Capture]) -> Vec<Sighting<'a>> {
    let mut seen: Vec<Sighting<'a>> = Vec::new();
    let mut at_address: HashMap<(&str, &str), Vec<usize>> = HashMap::new();
    let mut ordered: Vec<&Capture> = captures.iter().filter(|capture| capture.source == *source).collect();
    ordered.sort_by_key(|capture| (capture.published_at.unwrap_or(capture.observed_at), capture.observed_at));
    for capture in ordered {
        let object = match &capture.outcome {
            Outcome::New { object, .. } | Outcome::Unchanged { object } => *object,
            Outcome::Absent | Outcome::Failed { .. } => continue,
        };
        let earlier = at_address.entry((&capture.resource, &capture.url)).or_default();
        let last = earlier.last().and_then(|index| seen.get_mut(*index));
        match last {
            Some(last) if last.object == object => last.last_seen_at = last.last_seen_at.max(capture.seen_at()),
            last => {
                // Whoever kept the one before cannot have seen it there after this one took its place.
                if let Some(last) = last {
                    last.replaced = true;
                    last.last_seen_at = capture.published_at.map_or(last.last_seen_at, |at| last.last_seen_at.min(at));
                }
                earlier.push(seen.len());
                seen.push(Sighting { capture, object, last_seen_at: capture.seen_at(), replaced: false });
            }
        }
    }
    seen
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::archive::{Keeper, Via};

    fn at(text: &str) -> Timestamp {
        format!("{text}T00:00:00Z").parse().unwrap()
    }

    /// A version of a record: when it became public, until when it is vouched for, its body.
    fn kept(published: &str, until: &str, body: &[u8]) -> Capture {
        let via = Via { kept_by: Keeper::Git, reference: published.to_owned(), seen_at: at(until) };
        let outcome = Outcome::of_body(body, None, "a", None);
        let capture = Capture::new(SourceId::from("s"), "r", "a", at("2026-11-23"), outcome);
        Capture { published_at: Some(at(published)), via: Some(via), ..capture }
    }

    fn seen(captures: &[Capture]) -> Vec<String> {
        let day = |at: Timestamp| at.to_string()[..10].to_owned();
        let source = SourceId::from("s");
        let shown = |seen: &Sighting<'_>| {
            let (from, to) = (day(seen.public_at()), day(seen.last_seen_at));
            format!("{} {from} {to}", seen.object.short())
        };
        sightings(&source, captures).iter().map(shown).collect()
    }

    #[test]
    fn a_body_stands_as_long_as_the_record_vouches_for_it_or_until_the_next() {
        let (one, two) = (Digest::of(b"1").short(), Digest::of(b"2").short());
        let captures = [kept("2023-01-01", "2023-02-01", b"1"), kept("2023-03-01", "2023-09-01", b"2")];
        assert_eq!(seen(&captures), [format!("{one} 2023-01-01 2023-02-01"), format!("{two} 2023-03-01 2023-09-01")]);
        // One that was vouched for beyond the next cannot have stood there then.
        let captures = [kept("2023-01-01", "2023-12-01", b"1"), kept("2023-03-01", "2023-09-01", b"2")];
        assert_eq!(seen(&captures)[0], format!("{one} 2023-01-01 2023-03-01"));
        // Between two versions of a record comes one that another has, in whatever order they were taken.
        let later = kept("2023-02-01", "2023-02-15", b"2");
        let captures = [kept("2023-01-01", "2023-12-01", b"1"), kept("2023-03-01", "2023-09-01", b"1"), later];
        let expected = [
            format!("{one} 2023-01-01 2023-02-01"),
            format!("{two} 2023-02-01 2023-02-15"),
            format!("{one} 2023-03-01 2023-09-01"),
        ];
        assert_eq!(seen(&captures), expected);
    }

    #[test]
    fn the_same_body_again_only_prolongs_and_a_live_capture_counts_by_when_it_was_seen() {
        let one = Digest::of(b"1").short();
        let outcome = Outcome::Unchanged { object: Digest::of(b"1") };
        let live = Capture::new(SourceId::from("s"), "r", "a", at("2026-01-05"), outcome);
        let again = kept("2023-01-01", "2023-06-01", b"1");
        let captures = [kept("2023-01-01", "2023-02-01", b"1"), again, live];
        assert_eq!(seen(&captures), [format!("{one} 2023-01-01 2026-01-05")]);
    }
}

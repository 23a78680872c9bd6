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
                if let (Some(last), Some(published_at)) = (last, capture.published_at) {
                    last.last_seen_at = last.last_seen_at.min(published_at);
                }
                earlier.push(seen.len());
                seen.push(Sighting { capture, object, last_seen_at: capture.seen_at() });
            }
        }
    }
    seen
}

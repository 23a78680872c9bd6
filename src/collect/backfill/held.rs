//! What the archive holds of a source's addresses already.

use super::way::Version;
use crate::archive::{Capture, Keeper};
use crate::schema::{Digest, SourceId, Timestamp};
use std::collections::{HashMap, HashSet};

/// All that is held, by resource and address.
#[derive(Debug, Default)]
pub(super) struct Held {
    addresses: HashMap<(String, String), Address>,
    objects: HashSet<Digest>,
}

/// What is held at one address.
#[derive(Debug, Default)]
struct Address {
    by_reference: HashMap<(Keeper, String), Kept>,
    by_content: HashMap<(Timestamp, Option<Digest>), Kept>,
}

/// A version that is held.
#[derive(Debug, Clone, Copy)]
pub(super) struct Kept {
    pub(super) object: Option<Digest>,
    pub(super) published_at: Timestamp,
    pub(super) seen_at: Timestamp,
}

impl Held {
    pub(super) fn of(source: &SourceId, captures: &[Capture]) -> Held {
        let mut held = Held::default();
        for capture in captures.iter().filter(|capture| capture.source == *source && capture.answered()) {
            // What the address gave without a date vouches for no version of a record.
            let Some(published_at) = capture.published_at else { continue };
            let kept = Kept { object: capture.object(), published_at, seen_at: capture.seen_at() };
            let reference = capture.via.as_ref().map(|via| (via.kept_by, via.reference.as_str()));
            held.add(&capture.resource, &capture.url, reference, kept);
        }
        held
    }

    pub(super) fn add(&mut self, resource: &str, url: &str, reference: Option<(Keeper, &str)>, kept: Kept) {
        self.objects.extend(kept.object);
        let address = self.addresses.entry((resource.to_owned(), url.to_owned())).or_default();
        let longest = |held: &mut Kept| held.seen_at = held.seen_at.max(kept.seen_at);
        address.by_content.entry((kept.published_at, kept.object)).and_modify(longest).or_insert(kept);
        if let Some((keeper, reference)) = reference {
            address.by_reference.entry((keeper, reference.to_owned())).and_modify(longest).or_insert(kept);
        }
    }

    /// By what the record calls it: its time may have been read otherwise then. Another file may have the same name.
    pub(super) fn by_reference(&self, keeper: Keeper, version: &Version) -> Option<Kept> {
        if matches!(keeper, Keeper::Har | Keeper::Warc) {
            return None;
        }
        let address = self.addresses.get(&(version.resource.clone(), version.url.clone()))?;
        address.by_reference.get(&(keeper, version.reference.clone())).copied()
    }

    /// One of the same name in its record and with the same bytes: its time alone may be another one.
    pub(super) fn named_alike(&self, keeper: Keeper, version: &Version, object: Option<Digest>) -> Option<Kept> {
        let address = self.addresses.get(&(version.resource.clone(), version.url.clone()))?;
        let kept = address.by_reference.get(&(keeper, version.reference.clone())).copied()?;
        (kept.object == object).then_some(kept)
    }

    /// What a record called the versions that are held of an address.
    pub(super) fn references(&self, keeper: Keeper, resource: &str, url: &str) -> Vec<&str> {
        let address = self.addresses.get(&(resource.to_owned(), url.to_owned()));
        let all = address.into_iter().flat_map(|address| address.by_reference.keys());
        all.filter(|(kept_by, _)| *kept_by == keeper).map(|(_, reference)| reference.as_str()).collect()
    }

    /// Whether these bytes stand at any of the source's addresses.
    pub(super) fn has(&self, object: &Digest) -> bool {
        self.objects.contains(object)
    }

    /// By its time and bytes, whoever kept it.
    pub(super) fn by_content(&self, version: &Version, object: Option<Digest>) -> Option<Kept> {
        let address = self.addresses.get(&(version.resource.clone(), version.url.clone()))?;
        address.by_content.get(&(version.published_at, object)).copied()
    }
}

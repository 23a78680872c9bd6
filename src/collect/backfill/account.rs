//! What became of a backfill: an honest account.

use crate::error::Error;
use crate::schema::{Digest, Timestamp};
use crate::text::Message;
use std::collections::{BTreeMap, HashSet};

/// The most versions that are named one by one.
const MOST_NAMED: usize = 20;

/// The most things that are said about a record as a whole.
const MOST_NOTES: usize = 40;

/// What became of the versions that a way handed over.
#[derive(Debug, Default)]
pub struct Account {
    /// Versions that were handed over and lie within the days asked for.
    pub seen: usize,
    /// Those whose bytes are those of the version before: kept as a line, not as a body.
    pub identical: usize,
    /// Those that the archive did not hold.
    pub new: usize,
    /// Those that it held.
    pub held: usize,
    /// Those of the held ones that are now known to have stood longer.
    pub prolonged: usize,
    /// Times from which on there was nothing at an address.
    pub gone: usize,
    /// Versions whose bytes were not asked for, since it is only said what would be taken.
    pub unasked: usize,
    /// Versions outside of the days asked for.
    pub outside: usize,
    /// Those that were left out, however many.
    pub skipped: usize,
    /// The first of them, each with its reason.
    pub named: Vec<Skipped>,
    /// What else is to be said about the record.
    pub notes: Vec<Message>,
    /// How many notes there were beyond those.
    pub further_notes: usize,
    /// The time between the first and the last version of each resource.
    pub spans: BTreeMap<String, Span>,
    /// The bodies that were new, or that would be.
    pub objects: HashSet<Digest>,
    /// What stopped the way before its end.
    pub stopped: Option<Error>,
}

/// A version that was left out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Skipped {
    /// The resource.
    pub resource: String,
    /// What the record calls it.
    pub reference: String,
    /// When it became public, where known.
    pub published_at: Option<Timestamp>,
    /// Why.
    pub why: Message,
}

/// The versions of a resource.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    /// How many there are.
    pub versions: usize,
    /// When the first became public.
    pub first: Timestamp,
    /// When the last did.
    pub last: Timestamp,
}

impl Account {
    pub(super) fn count(&mut self, resource: &str, at: Timestamp) {
        self.seen += 1;
        match self.spans.get_mut(resource) {
            Some(span) => {
                span.versions += 1;
                span.first = span.first.min(at);
                span.last = span.last.max(at);
            }
            None => {
                self.spans.insert(resource.to_owned(), Span { versions: 1, first: at, last: at });
            }
        }
    }

    pub(super) fn skip(&mut self, skipped: Skipped) {
        self.skipped += 1;
        if self.named.len() < MOST_NAMED {
            self.named.push(skipped);
        }
    }

    pub(super) fn note(&mut self, note: Message) {
        if self.notes.contains(&note) {
            return;
        }
        if self.notes.len() < MOST_NOTES {
            self.notes.push(note);
        } else {
            self.further_notes += 1;
        }
    }
}

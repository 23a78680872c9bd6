//! What choosing between the contents of a board needs, whether or not their entries are at hand.

use super::{Digest, Edition, Snapshot, Timestamp};

/// One content of a board: a snapshot, or what is known of it without its entries.
pub trait Content {
    /// The edition; `None` for a rolling board.
    fn edition(&self) -> Option<&Edition>;

    /// Which resource and which address of it.
    fn address(&self) -> &str;

    /// When the publisher put it up, where known.
    fn published_at(&self) -> Option<Timestamp>;

    /// When it was first seen.
    fn observed_at(&self) -> Timestamp;

    /// When it was last seen.
    fn last_seen_at(&self) -> Timestamp;

    /// Takes it as last seen at another time.
    fn set_last_seen_at(&mut self, time: Timestamp);

    /// The number of entries.
    fn size(&self) -> usize;

    /// A digest of everything that the board says: see [`Snapshot::contents`].
    fn contents(&self) -> Digest;

    /// When it became public as far as is known: publication, else observation.
    fn public_at(&self) -> Timestamp {
        self.published_at().unwrap_or_else(|| self.observed_at())
    }

    /// The order of contents: edition, publication, observation; those that are equal in it by address, so that the
    /// order of a list never decides.
    fn order(&self) -> (Option<&Edition>, Timestamp, Timestamp, &str) {
        (self.edition(), self.public_at(), self.observed_at(), self.address())
    }
}

impl Content for Snapshot {
    fn edition(&self) -> Option<&Edition> {
        self.edition.as_ref()
    }

    fn address(&self) -> &str {
        &self.address
    }

    fn published_at(&self) -> Option<Timestamp> {
        self.published_at
    }

    fn observed_at(&self) -> Timestamp {
        self.observed_at
    }

    fn last_seen_at(&self) -> Timestamp {
        self.last_seen_at
    }

    fn set_last_seen_at(&mut self, time: Timestamp) {
        self.last_seen_at = time;
    }

    fn size(&self) -> usize {
        self.entries.len()
    }

    fn contents(&self) -> Digest {
        Snapshot::contents(self)
    }
}

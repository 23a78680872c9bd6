//! The archive read through the catalogue: derived data where they are current, made anew where they are not.

use super::derive::derive_source;
use super::sighting::{Sighting, sightings};
use crate::archive::{Archive, Capture};
use crate::catalogue::{Board, Catalogue, Source};
use crate::error::Result;
use crate::schema::{BoardHistory, BoardId, Digest, Hasher, Timestamp};
use std::collections::BTreeMap;

/// Raised whenever extraction, normalisation or the derived form change what the same bytes give.
const DERIVATION: &str = "1";

/// An archive and the definitions through which it is read.
pub struct Library {
    archive: Option<Archive>,
    catalogue: Catalogue,
    captures: Vec<Capture>,
    keep: Keep,
}

/// What may be written into the archive while reading it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Keep {
    /// What is derived, for the next command; an archive that cannot be written is read all the same.
    Derived,
    /// Nothing.
    Nothing,
}

impl Library {
    /// Reads the log of captures.
    ///
    /// # Errors
    /// An archive that cannot be read.
    pub fn open(archive: Archive, catalogue: Catalogue, keep: Keep) -> Result<Library> {
        let captures = archive.captures()?;
        Ok(Library { archive: Some(archive), catalogue, captures, keep })
    }

    /// The definitions alone: an archive that holds nothing.
    #[must_use]
    pub fn empty(catalogue: Catalogue) -> Library {
        Library { archive: None, catalogue, captures: Vec::new(), keep: Keep::Nothing }
    }

    /// The definitions.
    #[must_use]
    pub fn catalogue(&self) -> &Catalogue {
        &self.catalogue
    }

    /// Every request that the archive knows of, in the order of observation.
    #[must_use]
    pub fn captures(&self) -> &[Capture] {
        &self.captures
    }

    /// When the newest capture was taken: "now" for everything that is made from this archive alone.
    #[must_use]
    pub fn newest(&self) -> Option<Timestamp> {
        self.captures.iter().map(|capture| capture.observed_at).max()
    }

    /// The history of one board, entries and all.
    ///
    /// # Errors
    /// An archive that cannot be read.
    pub fn history(&self, source: &Source, board: &Board) -> Result<BoardHistory> {
        let seen = sightings(&source.id, &self.captures);
        let stamp = stamp(source, &seen);
        if let Some(history) = self.stored(&board.id, stamp)? {
            return Ok(history);
        }
        let mut derived = self.derive(source, &seen, stamp)?;
        Ok(derived.remove(&board.id).unwrap_or_default())
    }

    /// The histories of all boards.
    ///
    /// # Errors
    /// An archive that cannot be read.
    pub fn histories(&self) -> Result<BTreeMap<BoardId, BoardHistory>> {
        let mut histories = BTreeMap::new();
        for source in self.catalogue.sources() {
            let seen = sightings(&source.id, &self.captures);
            let stamp = stamp(source, &seen);
            let mut stored = BTreeMap::new();
            for board in &source.boards {
                if let Some(history) = self.stored(&board.id, stamp)? {
                    stored.insert(board.id.clone(), history);
                }
            }
            let complete = stored.len() == source.boards.len();
            histories.extend(if complete { stored } else { self.derive(source, &seen, stamp)? });
        }
        Ok(histories)
    }

    /// Makes everything derived again from the captures and keeps it.
    ///
    /// # Errors
    /// An archive that cannot be read or written.
    pub fn rebuild(&self) -> Result<BTreeMap<BoardId, BoardHistory>> {
        let mut histories = BTreeMap::new();
        for source in self.catalogue.sources() {
            let seen = sightings(&source.id, &self.captures);
            let derived = self.derived(source, &seen)?;
            self.keep(stamp(source, &seen), &derived)?;
            histories.extend(derived);
        }
        Ok(histories)
    }

    /// The body of a capture.
    ///
    /// # Errors
    /// A body that is not in the archive or cannot be read.
    pub fn body(&self, object: &Digest) -> Result<Vec<u8>> {
        match &self.archive {
            Some(archive) => archive.body(object),
            // Without an archive there is no capture that could name a body.
            None => Ok(Vec::new()),
        }
    }

    fn stored(&self, board: &BoardId, stamp: Digest) -> Result<Option<BoardHistory>> {
        let Some(archive) = &self.archive else { return Ok(None) };
        match archive.index(board)? {
            // A damaged file is disposable: what it held is derived again.
            Some(index) if index.stamp == stamp => Ok(archive.load_all(&index).ok()),
            _ => Ok(None),
        }
    }

    fn derive(&self, source: &Source, seen: &[Sighting<'_>], stamp: Digest) -> Result<BTreeMap<BoardId, BoardHistory>> {
        let histories = self.derived(source, seen)?;
        if self.keep == Keep::Derived {
            // A read-only archive is read as well: the next command then derives again.
            let _ = self.keep(stamp, &histories);
        }
        Ok(histories)
    }

    fn derived(&self, source: &Source, seen: &[Sighting<'_>]) -> Result<BTreeMap<BoardId, BoardHistory>> {
        derive_source(source, seen, |_| true, |object| self.body(object))
    }

    fn keep(&self, stamp: Digest, histories: &BTreeMap<BoardId, BoardHistory>) -> Result<()> {
        let Some(archive) = &self.archive else { return Ok(()) };
        histories.iter().try_for_each(|(board, history)| archive.write_board(board, stamp, history))
    }
}

/// A digest of all that a source's derived data depend on.
fn stamp(source: &Source, seen: &[Sighting<'_>]) -> Digest {
    let mut hasher = Hasher::default();
    hasher.field(DERIVATION).field(source.digest.hex());
    for sighting in seen {
        let capture = sighting.capture;
        hasher
            .field(sighting.address())
            .field(sighting.object.hex())
            .field(capture.observed_at.to_string())
            .field(capture.published_at.map_or_else(String::new, |time| time.to_string()))
            .field(sighting.last_seen_at.to_string())
            .field(format!("{:?}", capture.note));
    }
    hasher.finish()
}

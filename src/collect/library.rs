//! The archive read through the catalogue: derived data where they are current, made anew where they are not.

use super::chronicle::Wanted;
use super::decisions::Decisions;
use super::derive::derive_decided;
use super::shelf::{Held, Shelf, heads_of};
use super::sighting::{Sighting, sightings};
use crate::archive::{Archive, BoardIndex, Capture, Head};
use crate::catalogue::{Board, Catalogue, Source, Variant};
use crate::error::Result;
use crate::gate;
use crate::schema::{BoardEvent, BoardHistory, BoardId, Digest, Hasher, Snapshot, SourceId, Timestamp};
use rayon::prelude::*;
use std::collections::BTreeMap;

/// Raised whenever extraction, normalisation or the derived form change what the same bytes give.
const DERIVATION: &str = "4";

/// An archive and the definitions through which it is read.
pub struct Library {
    archive: Option<Archive>,
    catalogue: Catalogue,
    captures: Vec<Capture>,
    decisions: Decisions,
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
    /// Reads the log of captures and people's decisions.
    ///
    /// # Errors
    /// An archive that cannot be read.
    pub fn open(archive: Archive, catalogue: Catalogue, keep: Keep) -> Result<Library> {
        let captures = archive.captures_by_source()?;
        let decisions = Decisions::of(archive.decisions()?).forgetting(archive.forgotten()?);
        Ok(Library { archive: Some(archive), catalogue, captures, decisions, keep })
    }

    /// The definitions alone: an archive that holds nothing.
    #[must_use]
    pub fn empty(catalogue: Catalogue) -> Library {
        Library { archive: None, catalogue, captures: Vec::new(), decisions: Decisions::default(), keep: Keep::Nothing }
    }

    /// The definitions.
    #[must_use]
    pub fn catalogue(&self) -> &Catalogue {
        &self.catalogue
    }

    /// Every request that the archive knows of: source by source, each in the order of observation.
    #[must_use]
    pub fn captures(&self) -> &[Capture] {
        &self.captures
    }

    /// Those of one source, in the order of observation.
    #[must_use]
    pub fn captures_of(&self, source: &SourceId) -> &[Capture] {
        let start = self.captures.partition_point(|capture| capture.source < *source);
        let rest = self.captures.get(start..).unwrap_or_default();
        rest.get(..rest.partition_point(|capture| capture.source == *source)).unwrap_or_default()
    }

    /// What people decided about captures.
    #[must_use]
    pub fn decisions(&self) -> &Decisions {
        &self.decisions
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
        let stored = self.index(&board.id, &self.reading(source))?.and_then(|index| self.load_all(&index));
        stored.map_or_else(|| self.derive_anew(source, board), Ok)
    }

    /// One board's contents, of which only those that are asked for are read.
    ///
    /// # Errors
    /// An archive that cannot be read.
    pub fn shelf<'l>(&'l self, source: &'l Source, board: &'l Board) -> Result<Shelf<'l>> {
        let held = match self.index(&board.id, &self.reading(source))? {
            Some(index) => Held::Stored(index),
            None => Held::derived(self.derive_anew(source, board)?),
        };
        Ok(Shelf::new(self, source, board, held))
    }

    /// The histories of all boards, entries and all.
    ///
    /// # Errors
    /// An archive that cannot be read.
    pub fn histories(&self) -> Result<BTreeMap<BoardId, BoardHistory>> {
        self.all(|index| self.load_all(&index), |history| history)
    }

    /// The histories of all boards, without the entries.
    ///
    /// # Errors
    /// An archive that cannot be read.
    pub fn heads(&self) -> Result<BTreeMap<BoardId, BoardHistory<Head>>> {
        self.all(|index| Some(index.history), |history| heads_of(&history))
    }

    /// What `stored` reads of every board's index, or `derived` makes of what is derived anew: all of a source's
    /// boards, where one of them is missing, is of other captures or definitions, or cannot be read.
    fn all<C: Send>(
        &self,
        stored: impl Fn(BoardIndex) -> Option<BoardHistory<C>> + Sync,
        derived: impl Fn(BoardHistory) -> BoardHistory<C> + Sync,
    ) -> Result<BTreeMap<BoardId, BoardHistory<C>>> {
        let of_source = |source: &Source| {
            let reading = self.reading(source);
            let stored = source.boards.iter().map(|board| {
                let history = self.index(&board.id, &reading)?.and_then(&stored);
                Ok(history.map(|history| (board.id.clone(), history)))
            });
            Ok(match stored.collect::<Result<Option<Vec<_>>>>()? {
                Some(stored) => stored,
                None => self.derive(&reading)?.into_iter().map(|(board, history)| (board, derived(history))).collect(),
            })
        };
        let histories: Result<Vec<_>> = self.catalogue.sources().par_iter().map(of_source).collect();
        Ok(histories?.into_iter().flatten().collect())
    }

    /// Makes everything derived again from the captures and keeps it.
    ///
    /// # Errors
    /// An archive that cannot be read or written.
    pub fn rebuild(&self) -> Result<BTreeMap<BoardId, BoardHistory>> {
        let mut histories = BTreeMap::new();
        for source in self.catalogue.sources() {
            let reading = self.reading(source);
            let derived = self.derived(&reading)?;
            self.keep(&reading, &derived)?;
            histories.extend(derived);
        }
        Ok(histories)
    }

    /// The file of a body, from the archive's folder on, with `/`.
    ///
    /// # Errors
    /// A body that is not in the archive.
    pub fn body_file(&self, object: &Digest) -> Result<String> {
        let Some(archive) = &self.archive else { return Ok(String::new()) };
        let path = archive.body_path(object)?;
        let within = path.strip_prefix(archive.root()).unwrap_or(&path);
        Ok(within.components().map(|part| part.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/"))
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

    /// The address of one of the bodies that make a content; `None` where the content has a single body, whose address
    /// is its own.
    #[must_use]
    pub fn url_of(&self, source: &Source, content: &Snapshot, object: &Digest) -> Option<String> {
        let captures = self.captures_of(&source.id).iter();
        let before = captures.take_while(|capture| capture.observed_at <= content.observed_at);
        let own = before.filter(|capture| capture.object() == Some(*object));
        let urls: Vec<&str> = own.map(|capture| capture.url.as_str()).collect();
        let single = urls.iter().any(|url| content.address.split_once(' ').is_some_and(|(_, own)| own == *url));
        urls.last().filter(|_| !single).map(|url| (*url).to_owned())
    }

    pub(super) fn reading<'l>(&'l self, source: &'l Source) -> Reading<'l> {
        let captures = self.captures_of(&source.id);
        let seen = sightings(&source.id, captures);
        Reading { source, stamp: stamp(source, captures, &seen, &self.decisions), captures, seen }
    }

    /// The history of a board, if it is kept and current.
    pub(super) fn stored(&self, board: &BoardId, reading: &Reading<'_>) -> Result<Option<BoardHistory>> {
        Ok(self.index(board, reading)?.and_then(|index| self.load_all(&index)))
    }

    /// A board's events, if they are kept and current.
    pub(super) fn kept_events(
        &self,
        board: &BoardId,
        stamp: Digest,
        wanted: &Wanted<'_>,
    ) -> Result<Option<Vec<BoardEvent>>> {
        let Some(archive) = &self.archive else { return Ok(None) };
        archive.events(board, stamp, wanted.times, wanted.kinds)
    }

    /// Keeps a board's events if that may be.
    pub(super) fn keep_events(&self, board: &BoardId, stamp: Digest, events: &[BoardEvent]) {
        if let Some(archive) = self.archive.as_ref().filter(|_| self.keep == Keep::Derived) {
            // A read-only archive is read as well: the next command then derives again.
            let _ = archive.write_events(board, stamp, events);
        }
    }

    /// What is derived of a board, if it was derived from these captures and definitions.
    fn index(&self, board: &BoardId, reading: &Reading<'_>) -> Result<Option<BoardIndex>> {
        let Some(archive) = &self.archive else { return Ok(None) };
        Ok(archive.index(board)?.filter(|index| index.stamp == reading.stamp))
    }

    /// `None` where the file is damaged: it is disposable, and what it held is derived again.
    fn load_all(&self, index: &BoardIndex) -> Option<BoardHistory> {
        self.archive.as_ref()?.load_all(index).ok()
    }

    /// `None` as with [`load_all`](Library::load_all).
    pub(super) fn load(&self, index: &BoardIndex, head: &Head) -> Option<Snapshot> {
        self.archive.as_ref()?.load(index, head).ok()
    }

    /// A board's history from its captures, kept if that may be.
    pub(super) fn derive_anew(&self, source: &Source, board: &Board) -> Result<BoardHistory> {
        Ok(self.derive(&self.reading(source))?.remove(&board.id).unwrap_or_default())
    }

    pub(super) fn derive(&self, reading: &Reading<'_>) -> Result<BTreeMap<BoardId, BoardHistory>> {
        let histories = self.derived(reading)?;
        if self.keep == Keep::Derived {
            // A read-only archive is read as well: the next command then derives again.
            let _ = self.keep(reading, &histories);
        }
        Ok(histories)
    }

    fn derived(&self, reading: &Reading<'_>) -> Result<BTreeMap<BoardId, BoardHistory>> {
        derive_decided(
            reading.source,
            reading.captures,
            &reading.seen,
            &self.decisions,
            |_| true,
            |object| self.body(object),
        )
    }

    fn keep(&self, reading: &Reading<'_>, histories: &BTreeMap<BoardId, BoardHistory>) -> Result<()> {
        let Some(archive) = &self.archive else { return Ok(()) };
        histories.par_iter().try_for_each(|(board, history)| archive.write_board(board, reading.stamp, history))
    }
}

/// A source with what was seen of it, and the digest of both.
pub(super) struct Reading<'l> {
    source: &'l Source,
    captures: &'l [Capture],
    pub(super) seen: Vec<Sighting<'l>>,
    pub(super) stamp: Digest,
}

/// A digest of all that a source's derived data depend on.
fn stamp(source: &Source, captures: &[Capture], seen: &[Sighting<'_>], decisions: &Decisions) -> Digest {
    let mut hasher = Hasher::default();
    let decided = decisions.digest(|board| source.boards.iter().any(|own| own.id == *board));
    hasher.field(DERIVATION).field(gate::VERSION).field(source.digest.hex()).field(decided.hex());
    for sighting in seen {
        let capture = sighting.capture;
        hasher
            .field(sighting.address())
            .field(sighting.object.hex())
            .field(nanoseconds(capture.observed_at))
            .field(capture.published_at.map_or_else(String::new, nanoseconds))
            .field(nanoseconds(sighting.last_seen_at))
            .field(format!("{:?}", capture.note));
        if let Some(forgotten) = decisions.forgotten(&sighting.object) {
            hasher.field("forgotten").field(&forgotten.reason);
        }
    }
    // What was asked for in vain, and when each body was seen again, says which bodies belong together.
    if source.boards.iter().flat_map(|board| &board.variants).any(Variant::is_composed) {
        for capture in captures.iter().filter(|capture| capture.source == source.id) {
            let outcome = capture.object().map_or_else(|| format!("{}", capture.answered()), |object| object.hex());
            hasher.field(&capture.resource).field(&capture.url).field(nanoseconds(capture.observed_at)).field(outcome);
            if let Some(via) = &capture.via {
                hasher
                    .field(capture.published_at.map_or_else(String::new, nanoseconds))
                    .field(nanoseconds(via.seen_at));
            }
        }
    }
    hasher.finish()
}

fn nanoseconds(time: Timestamp) -> String {
    time.as_nanosecond().to_string()
}

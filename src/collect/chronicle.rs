//! What happened on the boards: derived from their contents once, and kept beside them.

use super::library::{Library, Reading};
use crate::catalogue::Source;
use crate::compare::{Who, events};
use crate::error::Result;
use crate::identity::Registry;
use crate::schema::{BoardEvent, BoardHistory, BoardId, Digest, Hasher, Snapshot};
use rayon::prelude::*;
use std::collections::BTreeMap;

/// Raised whenever the same contents give other events.
const EVENTS: &str = "2";

/// Reads the events of one board in their order, and gives what is to be kept of each.
pub type Listener<'l, T> = Box<dyn FnMut(BoardEvent) -> Vec<T> + 'l>;

impl Library {
    /// What `listen` keeps of what happened on each board that is `wanted`. `registry` tells which entries are one model.
    /// Events that are kept and current are read; the others are derived, and kept if that may be.
    ///
    /// # Errors
    /// An archive that cannot be read.
    pub fn events<'l, T: Send>(
        &self,
        registry: &Registry,
        wanted: &(dyn Fn(&BoardId) -> bool + Sync),
        listen: &(dyn Fn(&BoardId) -> Listener<'l, T> + Sync),
    ) -> Result<BTreeMap<BoardId, Vec<T>>> {
        let digest = registry.digest();
        let who = |snapshot: &Snapshot, entry: &_| registry.label(snapshot, entry);
        let of_source = |source: &Source| {
            let boards: Vec<&BoardId> =
                source.boards.iter().map(|board| &board.id).filter(|board| wanted(board)).collect();
            let reading = self.reading(source);
            if boards.is_empty() || reading.seen.is_empty() {
                return Ok(Vec::new());
            }
            let teller = Teller { library: self, reading: &reading, stamp: stamp(&reading, digest), who: &who };
            teller.tell(&boards, listen)
        };
        let told: Result<Vec<_>> = self.catalogue().sources().par_iter().map(of_source).collect();
        Ok(told?.into_iter().flatten().collect())
    }
}

/// The stamp of a source's events.
fn stamp(reading: &Reading<'_>, registry: Digest) -> Digest {
    let mut hasher = Hasher::default();
    hasher.field(EVENTS).field(reading.stamp.hex()).field(registry.hex());
    hasher.finish()
}

/// Tells the events of one source's boards.
struct Teller<'t> {
    library: &'t Library,
    reading: &'t Reading<'t>,
    stamp: Digest,
    who: &'t Who<'t>,
}

impl Teller<'_> {
    fn tell<'l, T>(
        &self,
        boards: &[&BoardId],
        listen: &dyn Fn(&BoardId) -> Listener<'l, T>,
    ) -> Result<Vec<(BoardId, Vec<T>)>> {
        let mut told = Vec::new();
        let mut derived: Option<BTreeMap<BoardId, BoardHistory>> = None;
        for &board in boards {
            let (mut heard, mut listener) = (Vec::new(), listen(board));
            if !self.library.kept_events(board, self.stamp, &mut |event| heard.extend(listener(event)))? {
                (heard, listener) = (Vec::new(), listen(board));
                for event in self.derived(board, &mut derived)? {
                    heard.extend(listener(event));
                }
            }
            told.push((board.clone(), heard));
        }
        Ok(told)
    }

    /// A board's events from its contents. Where these are not kept either, all boards of the source are derived once.
    fn derived(
        &self,
        board: &BoardId,
        derived: &mut Option<BTreeMap<BoardId, BoardHistory>>,
    ) -> Result<Vec<BoardEvent>> {
        let stored = if derived.is_some() { None } else { self.library.stored(board, self.reading)? };
        let history = match (stored, derived) {
            (Some(stored), _) => stored,
            (None, Some(derived)) => derived.remove(board).unwrap_or_default(),
            (None, none) => none.insert(self.library.derive(self.reading)?).remove(board).unwrap_or_default(),
        };
        let events = events(&history.snapshots, self.who);
        self.library.keep_events(board, self.stamp, &events);
        Ok(events)
    }
}

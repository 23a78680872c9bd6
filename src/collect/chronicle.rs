//! What happened on the boards: derived from their contents once, and kept beside them.

use super::library::{Library, Reading};
use crate::archive::EventTimes;
use crate::catalogue::Source;
use crate::compare::{Who, events};
use crate::error::Result;
use crate::identity::Registry;
use crate::schema::{BoardEvent, BoardHistory, BoardId, Digest, Hasher, Snapshot};
use rayon::prelude::*;
use std::collections::BTreeMap;

/// Raised whenever the same contents give other events.
const EVENTS: &str = "1";

/// Which events are asked for.
pub struct Wanted<'w> {
    /// Of which boards.
    pub boards: &'w (dyn Fn(&BoardId) -> bool + Sync),
    /// Of which times; those of others are not even read.
    pub times: &'w (dyn Fn(EventTimes) -> bool + Sync),
    /// Which of those: what is not kept here takes no memory.
    pub kinds: &'w (dyn Fn(&BoardEvent) -> bool + Sync),
}

impl Library {
    /// What happened on the boards that are asked for, in the order of each board. `registry` tells which entries are one
    /// model. Events that are kept and current are read; the others are derived and kept if that may be.
    ///
    /// # Errors
    /// An archive that cannot be read.
    pub fn events(&self, registry: &Registry, wanted: &Wanted<'_>) -> Result<BTreeMap<BoardId, Vec<BoardEvent>>> {
        let digest = registry.digest();
        let who = |snapshot: &Snapshot, entry: &_| registry.label(snapshot, entry);
        let of_source = |source: &Source| {
            let boards: Vec<&BoardId> =
                source.boards.iter().map(|board| &board.id).filter(|board| (wanted.boards)(board)).collect();
            if boards.is_empty() {
                return Ok(Vec::new());
            }
            let reading = self.reading(source);
            if reading.seen.is_empty() {
                return Ok(Vec::new());
            }
            let teller = Teller { library: self, reading: &reading, stamp: stamp(&reading, digest), who: &who };
            teller.tell(&boards, wanted)
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

type Told = Vec<(BoardId, Vec<BoardEvent>)>;

impl Teller<'_> {
    fn tell(&self, boards: &[&BoardId], wanted: &Wanted<'_>) -> Result<Told> {
        let mut told = Vec::new();
        let mut missing = Vec::new();
        for board in boards {
            match self.library.kept_events(board, self.stamp, wanted)? {
                Some(events) => told.push(((*board).clone(), events)),
                None => missing.push(*board),
            }
        }
        if missing.is_empty() {
            return Ok(told);
        }
        let mut derived: Option<BTreeMap<BoardId, BoardHistory>> = None;
        for board in missing {
            let history = match (&mut derived, self.library.stored(board, self.reading)?) {
                (None, Some(history)) => history,
                (derived, _) => {
                    let all = match derived {
                        Some(all) => all,
                        None => derived.insert(self.library.derive(self.reading)?),
                    };
                    all.remove(board).unwrap_or_default()
                }
            };
            let mut events = events(&history.snapshots, self.who);
            self.library.keep_events(board, self.stamp, &events);
            events.retain(|event| {
                let times = EventTimes { public_at: event.public_at, observed_at: event.observed_at };
                (wanted.times)(times) && (wanted.kinds)(event)
            });
            told.push((board.clone(), events));
        }
        Ok(told)
    }
}

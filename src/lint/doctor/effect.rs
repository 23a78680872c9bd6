//! What another definition would make of all captures.

use crate::catalogue::Source;
use crate::collect::{Library, derive_decided, sightings};
use crate::error::Result;
use crate::schema::{BoardHistory, BoardId, Digest};
use std::collections::BTreeSet;

/// What becomes of a board under another definition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Effect {
    /// The board.
    pub board: BoardId,
    /// Contents that are read, before and after.
    pub read: (usize, usize),
    /// Captures that are held back, before and after.
    pub refused: (usize, usize),
    /// Contents that were read before and are not read so any more.
    pub lost: usize,
    /// Contents that were not read before.
    pub gained: usize,
}

/// Reads all captures of a source with either definition, and tells the boards for which it makes a difference.
///
/// # Errors
/// An archive that cannot be read.
pub fn effects(library: &Library, before: &Source, after: &Source) -> Result<Vec<Effect>> {
    let seen = sightings(&before.id, library.captures());
    let (captures, decisions) = (library.captures(), library.decisions());
    let derive =
        |source: &Source| derive_decided(source, captures, &seen, decisions, |_| true, |object| library.body(object));
    let (old, new) = (derive(before)?, derive(after)?);
    let none = BoardHistory::default();
    let boards: BTreeSet<&BoardId> = old.keys().chain(new.keys()).collect();
    let effects = boards.into_iter().map(|board| {
        let (old, new) = (old.get(board).unwrap_or(&none), new.get(board).unwrap_or(&none));
        let contents = |history: &BoardHistory| -> BTreeSet<Digest> {
            history.snapshots.iter().map(crate::schema::Snapshot::contents).collect()
        };
        let (before, after) = (contents(old), contents(new));
        Effect {
            board: board.clone(),
            read: (old.snapshots.len(), new.snapshots.len()),
            refused: (old.refused.len(), new.refused.len()),
            lost: before.difference(&after).count(),
            gained: after.difference(&before).count(),
        }
    });
    Ok(effects.filter(|effect| effect.lost + effect.gained > 0 || effect.refused.0 != effect.refused.1).collect())
}

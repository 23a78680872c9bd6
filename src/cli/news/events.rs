//! Everything that happened on the boards that are asked for.

use crate::cli::args::Times;
use crate::cli::session;
use crate::collect::{Library, Listener};
use crate::compare::{Selection, events};
use crate::error::Result;
use crate::identity::Registry;
use crate::news::{Boards, Horizon, Meaning, Occurrence, of_state};
use crate::schema::{BoardId, Content, Timestamp};
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// What happened on the boards that are asked for.
pub(super) struct Happened {
    /// What is not passed over, board by board.
    pub occurrences: Vec<Occurrence>,
    /// Where the boards stand among each other.
    pub boards: Boards,
    /// When the last change became public.
    pub last: Option<Timestamp>,
}

/// What happened on the boards that are asked for.
///
/// # Errors
/// An archive that cannot be read, or a name that is no board's.
pub(super) fn happened(
    names: &[String],
    times: &Times,
    library: &Library,
    registry: &Registry,
    (now, horizon): (Timestamp, Horizon),
) -> Result<Happened> {
    let catalogue = library.catalogue();
    let wanted = session::boards(catalogue, names)?;
    let selection = session::selection(times, None)?;
    let heads = library.heads()?;
    let mut boards = Boards::new(catalogue, &|id| heads.get(id).map_or(0, |history| history.snapshots.len()));
    if !names.is_empty() {
        boards.tell_copies(&wanted.iter().map(|(_, board)| board.id.clone()).collect::<BTreeSet<BoardId>>());
    }
    let asked: BTreeSet<&BoardId> =
        wanted.iter().map(|(_, board)| &board.id).filter(|board| !boards.is_copy(board)).collect();
    let told = if selection == Selection::default() {
        library.events(registry, &|board| asked.contains(board), &|_| reader(horizon))?
    } else {
        as_it_was(&asked, library, registry, &selection, horizon)?
    };
    let mut occurrences: Vec<Occurrence> = told.into_values().flatten().collect();
    let mut last = None;
    for (source, board) in wanted.into_iter().filter(|(_, board)| asked.contains(&board.id)) {
        let Some(history) = heads.get(&board.id) else { continue };
        let history = session::restrict(history.clone(), &selection);
        last = last.max(history.snapshots.iter().skip(1).map(Content::public_at).max());
        occurrences.extend(of_state(source, &board.id, &history, now));
    }
    Ok(Happened { occurrences, boards, last })
}

/// Reads the events of one board.
fn reader<'l>(horizon: Horizon) -> Listener<'l, Occurrence> {
    let mut meaning = Meaning::new(horizon);
    Box::new(move |event| meaning.of(&event))
}

/// The same at an earlier time: of the contents that were there then.
fn as_it_was(
    asked: &BTreeSet<&BoardId>,
    library: &Library,
    registry: &Registry,
    selection: &Selection,
    horizon: Horizon,
) -> Result<BTreeMap<BoardId, Vec<Occurrence>>> {
    let who = |snapshot: &_, entry: &_| registry.who_is(snapshot, entry);
    let told =
        library.histories()?.into_par_iter().filter(|(board, _)| asked.contains(board)).map(|(board, history)| {
            let history = session::restrict(history, selection);
            let heard = events(&history.snapshots, &who).into_iter().flat_map(reader(horizon)).collect();
            (board, heard)
        });
    Ok(told.collect())
}

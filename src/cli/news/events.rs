//! Everything that happened on the boards that are asked for.

use crate::catalogue::{Board, Source};
use crate::cli::args::Times;
use crate::cli::session;
use crate::collect::Library;
use crate::compare::events;
use crate::error::Result;
use crate::identity::Registry;
use crate::news::{Boards, Meaning, Occurrence, of_state};
use crate::schema::{BoardHistory, BoardId, Timestamp};
use rayon::prelude::*;
use std::collections::BTreeSet;

/// What happened, board by board, and where the boards stand among each other.
///
/// # Errors
/// An archive that cannot be read, or a name that is no board's.
pub(super) fn occurrences(
    names: &[String],
    times: &Times,
    library: &Library,
    registry: &Registry,
    now: Timestamp,
) -> Result<(Vec<Occurrence>, Boards)> {
    let catalogue = library.catalogue();
    let wanted = session::boards(catalogue, names)?;
    let selection = session::selection(times, None)?;
    let mut histories = library.histories()?;
    let mut boards = Boards::new(catalogue, &|id| histories.get(id).map_or(0, |history| history.snapshots.len()));
    if !names.is_empty() {
        boards.tell_copies(&wanted.iter().map(|(_, board)| board.id.clone()).collect::<BTreeSet<BoardId>>());
    }
    let held: Vec<(&Source, &Board, BoardHistory)> = wanted
        .into_iter()
        .filter(|(_, board)| !boards.is_copy(&board.id))
        .filter_map(|(source, board)| Some((source, board, histories.remove(&board.id)?)))
        .collect();
    let found: Vec<Vec<Occurrence>> = held
        .into_par_iter()
        .map(|(source, board, history)| {
            let history = session::restrict(history, &selection);
            let who = |snapshot: &_, entry: &_| registry.label(snapshot, entry);
            let mut meaning = Meaning::default();
            let mut found: Vec<Occurrence> =
                events(&history.snapshots, &who).iter().flat_map(|event| meaning.of(event)).collect();
            found.extend(of_state(source, &board.id, &history, now));
            found
        })
        .collect();
    Ok((found.into_iter().flatten().collect(), boards))
}

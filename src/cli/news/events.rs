//! Everything that happened on the boards that are asked for.

use crate::catalogue::{Board, Source};
use crate::cli::args::Times;
use crate::cli::session;
use crate::collect::Library;
use crate::compare::events;
use crate::error::Result;
use crate::identity::Registry;
use crate::news::{Boards, Horizon, Meaning, Occurrence, of_state};
use crate::schema::{BoardHistory, BoardId, StepKind, Timestamp};
use rayon::prelude::*;
use std::collections::BTreeSet;

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
    let found: Vec<(Vec<Occurrence>, Option<Timestamp>)> = held
        .into_par_iter()
        .map(|(source, board, history)| {
            let history = session::restrict(history, &selection);
            let who = |snapshot: &_, entry: &_| registry.label(snapshot, entry);
            let mut meaning = Meaning::new(horizon);
            let events = events(&history.snapshots, &who);
            let changes = events.iter().filter(|event| event.step != StepKind::Beginning);
            let last = changes.map(|event| event.public_at).max();
            let mut found: Vec<Occurrence> = events.iter().flat_map(|event| meaning.of(event)).collect();
            found.extend(of_state(source, &board.id, &history, now));
            (found, last)
        })
        .collect();
    let last = found.iter().filter_map(|(_, last)| *last).max();
    Ok(Happened { occurrences: found.into_iter().flat_map(|(found, _)| found).collect(), boards, last })
}

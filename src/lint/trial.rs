//! A definition tried on a body that no archive holds.

use crate::archive::{Capture, Outcome};
use crate::catalogue::Source;
use crate::collect::{derive_source, sightings};
use crate::error::Result;
use crate::schema::{BoardId, Digest, Problem, Snapshot, Timestamp};

/// What a definition makes of a body for one of its boards.
#[derive(Debug)]
pub struct Trial {
    /// The board.
    pub board: BoardId,
    /// Its contents, or why there are none.
    pub outcome: std::result::Result<Vec<Snapshot>, Problem>,
}

/// Reads a body as the resource with which most boards can be read. Boards that read no such resource are left out.
///
/// # Errors
/// None of the body's: what it holds is never an error.
pub fn trial(source: &Source, body: &[u8], edition: Option<&str>, now: Timestamp) -> Result<Vec<Trial>> {
    let mut best: Vec<Trial> = Vec::new();
    for resource in source.resources.keys() {
        let trials = as_resource(source, resource, body, edition, now)?;
        let read = |trials: &[Trial]| trials.iter().filter(|trial| trial.outcome.is_ok()).count();
        if (read(&trials), trials.len()) > (read(&best), best.len()) {
            best = trials;
        }
    }
    Ok(best)
}

fn as_resource(
    source: &Source,
    resource: &str,
    body: &[u8],
    edition: Option<&str>,
    now: Timestamp,
) -> Result<Vec<Trial>> {
    let outcome = Outcome::of_body(body, None, "", None);
    let capture =
        Capture { edition: edition.map(str::to_owned), ..Capture::new(source.id.clone(), resource, "", now, outcome) };
    let captures = [capture];
    let seen = sightings(&source.id, &captures);
    let reads = |id: &BoardId| {
        let board = source.boards.iter().find(|board| board.id == *id);
        board.is_some_and(|board| board.variants.iter().any(|variant| variant.resource == resource))
    };
    let histories = derive_source(source, &captures, &seen, reads, |_: &Digest| Ok(body.to_vec()))?;
    let trials = histories.into_iter().filter_map(|(board, mut history)| {
        let outcome = match history.refused.pop() {
            _ if !history.snapshots.is_empty() => Ok(history.snapshots),
            Some(refused) => Err(refused.problem),
            None => return None,
        };
        Some(Trial { board, outcome })
    });
    Ok(trials.collect())
}

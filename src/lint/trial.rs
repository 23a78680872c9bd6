//! A definition tried on a body that no archive holds.

use super::absent::absent;
use crate::archive::{Capture, Outcome};
use crate::catalogue::{Board, Source, Variant};
use crate::collect::{derive_source, sightings};
use crate::error::Result;
use crate::extract::{Document, Origin};
use crate::message;
use crate::schema::{BoardId, Code, Digest, Problem, Snapshot, Timestamp};
use crate::text::Message;

/// What a definition makes of a body for one of its boards.
#[derive(Debug)]
pub struct Trial {
    /// The board.
    pub board: BoardId,
    /// Its contents, or why there are none.
    pub outcome: std::result::Result<Vec<Snapshot>, Problem>,
    /// Declared columns that no table of the body has, each in a sentence.
    pub absent: Vec<Message>,
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
    let document =
        Document::open(Digest::of(body), body).from(Origin { url: String::new(), edition: edition.map(str::to_owned) });
    let trials = histories.into_iter().map(|(board, mut history)| {
        let definition = source.boards.iter().find(|own| own.id == board);
        let outcome = match history.refused.pop() {
            _ if !history.snapshots.is_empty() => Ok(history.snapshots),
            Some(refused) => Err(refused.problem),
            None => Err(nothing_read(definition, resource, &document)),
        };
        let read = definition.filter(|_| outcome.is_ok());
        let absent = read.map_or_else(Vec::new, |definition| absent(definition, resource, &document));
        Trial { board, outcome, absent }
    });
    Ok(trials.collect())
}

/// The board reads the resource, and nothing came of that: its table is not there, it needs further bodies, or no
/// variant holds at this time.
fn nothing_read(board: Option<&Board>, resource: &str, document: &Document<'_>) -> Problem {
    let variants = board.iter().flat_map(|board| &board.variants).filter(|variant| variant.resource == resource);
    let variants: Vec<&Variant> = variants.collect();
    let missing: Vec<Problem> = variants.iter().filter_map(|variant| document.tables(&variant.table).err()).collect();
    if let (Some(first), true) = (missing.first(), missing.len() == variants.len()) {
        return first.clone();
    }
    let what = if variants.iter().any(|variant| variant.is_composed()) {
        message!(
            "the board is made of several bodies, of which {resource} is one",
            "该榜单由多份响应组成，{resource} 只是其中之一"
        )
    } else {
        message!("no variant that reads {resource} holds now", "目前没有适用的 variant 读取 {resource}")
    };
    Problem { code: Code::NoTable, at: None, what }
}

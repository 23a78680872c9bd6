//! From captures to snapshots: a pure function of bodies and definitions.

use super::compose::composed;
use super::decisions::Decisions;
use super::merge::{Outcome, Seen, merge};
use super::sighting::Sighting;
use crate::archive::Capture;
use crate::catalogue::{Board, EditionPatterns, Kind, Source, Variant};
use crate::error::Result;
use crate::extract::{Document, Found, Origin};
use crate::gate;
use crate::message;
use crate::normalize::{Context, normalize};
use crate::schema::{BoardHistory, BoardId, Code, Digest, Edition, Problem, RawTable, Snapshot};
use rayon::prelude::*;
use std::collections::BTreeMap;

/// Derives the boards of a source for which `wanted` holds, without any decision of a person. `captures` come in the
/// order of observation, and `sightings` are what [`sightings`](super::sightings) makes of them.
///
/// # Errors
/// A body that cannot be read from the archive. What a body holds is never an error but a refusal.
pub fn derive_source(
    source: &Source,
    captures: &[Capture],
    sightings: &[Sighting<'_>],
    wanted: impl Fn(&BoardId) -> bool,
    body: impl Fn(&Digest) -> Result<Vec<u8>> + Sync,
) -> Result<BTreeMap<BoardId, BoardHistory>> {
    derive_decided(source, captures, sightings, &Decisions::default(), wanted, body)
}

/// Derives the boards of a source for which `wanted` holds; people's decisions outrank the gate.
///
/// # Errors
/// As [`derive_source`].
pub fn derive_decided(
    source: &Source,
    captures: &[Capture],
    sightings: &[Sighting<'_>],
    decisions: &Decisions,
    wanted: impl Fn(&BoardId) -> bool,
    body: impl Fn(&Digest) -> Result<Vec<u8>> + Sync,
) -> Result<BTreeMap<BoardId, BoardHistory>> {
    let boards: Vec<&Board> = source.boards.iter().filter(|board| wanted(&board.id)).collect();
    let read = sightings.par_iter().map(|sighting| -> Result<Vec<Seen>> {
        let tasks: Vec<(&Board, Vec<&Variant>)> = boards
            .iter()
            .map(|board| (*board, variants_for(board, sighting, &source.editions)))
            .filter(|(_, variants)| !variants.is_empty())
            .collect();
        if tasks.is_empty() {
            return Ok(Vec::new());
        }
        if let Some(forgotten) = decisions.forgotten(&sighting.object) {
            let of = |(board, _): &(&Board, _)| Seen {
                board: board.id.clone(),
                outcome: Outcome::gone(sighting, forgotten),
            };
            return Ok(tasks.iter().map(of).collect());
        }
        let bytes = body(&sighting.object)?;
        Ok(Reader::new(source, sighting, &bytes).read(&tasks))
    });
    let mut seen: Vec<Seen> = read.collect::<Result<Vec<_>>>()?.into_iter().flatten().collect();
    let sets = boards.par_iter().map(|board| composed(source, board, captures, decisions, &body));
    seen.extend(sets.collect::<Result<Vec<_>>>()?.into_iter().flatten());
    Ok(merge(&boards, seen, decisions))
}

/// The variants of a board that hold for a capture, by resource, time and edition.
fn variants_for<'b>(board: &'b Board, sighting: &Sighting<'_>, editions: &EditionPatterns) -> Vec<&'b Variant> {
    let edition = sighting.capture.edition.as_deref().and_then(|label| editions.read(label));
    let holds = |variant: &&Variant| {
        variant.resource == sighting.capture.resource
            && !variant.is_composed()
            && within_times(variant, sighting.capture)
            && edition.as_ref().is_none_or(|edition| within(variant, edition, editions))
    };
    board.variants.iter().filter(holds).collect()
}

/// Whether a capture became public when the variant holds.
pub(super) fn within_times(variant: &Variant, capture: &Capture) -> bool {
    let at = capture.published_at.unwrap_or(capture.observed_at);
    variant.published_since.is_none_or(|since| since <= at) && variant.published_until.is_none_or(|until| at < until)
}

pub(super) fn within(variant: &Variant, edition: &Edition, editions: &EditionPatterns) -> bool {
    let order =
        |label: &Option<String>| label.as_deref().and_then(|label| editions.read(label)).map(|edition| edition.order);
    order(&variant.since).is_none_or(|since| since <= edition.order)
        && order(&variant.until).is_none_or(|until| edition.order <= until)
}

/// One capture's body, read by all boards that stand in it.
struct Reader<'a> {
    source: &'a Source,
    sighting: &'a Sighting<'a>,
    document: Document<'a>,
}

impl<'a> Reader<'a> {
    fn new(source: &'a Source, sighting: &'a Sighting<'a>, bytes: &'a [u8]) -> Reader<'a> {
        let (url, edition) = (sighting.capture.url.to_string(), sighting.capture.edition.clone());
        let document = Document::open(sighting.object, bytes).from(Origin { url, edition });
        Reader { source, sighting, document }
    }

    fn read(&self, tasks: &[(&Board, Vec<&Variant>)]) -> Vec<Seen> {
        let mut seen = Vec::new();
        for (board, variants) in tasks {
            for outcome in self.board(board, variants) {
                seen.push(Seen { board: board.id.clone(), outcome });
            }
        }
        seen
    }

    /// What the variants find together; the first reason where they find nothing.
    fn board(&self, board: &Board, variants: &[&Variant]) -> Vec<Outcome> {
        let mut outcomes = Vec::new();
        let mut nothing: Option<Problem> = None;
        for variant in variants {
            match self.document.tables(&variant.table) {
                Ok(found) => {
                    for table in found {
                        if let Some(outcome) = self.snapshot(board, variant, &table) {
                            outcomes.push(outcome);
                        }
                    }
                }
                Err(problem) => {
                    nothing.get_or_insert(problem);
                }
            }
        }
        refuse_doubles(&mut outcomes, self.sighting);
        match nothing {
            Some(problem) if outcomes.is_empty() && !self.left_out(variants) => vec![self.refusal(None, problem)],
            _ => outcomes,
        }
    }

    /// Whether whoever recorded the capture left the board's sheets out.
    fn left_out(&self, variants: &[&Variant]) -> bool {
        let Some(note) = &self.sighting.capture.note else { return false };
        variants.iter().all(|variant| variant.table.sheet.iter().any(|sheet| note.left_out_sheets.contains(sheet)))
    }

    /// `None` where the table's own edition lies outside of the variant.
    fn snapshot(&self, board: &Board, variant: &Variant, found: &Found) -> Option<Outcome> {
        let capture = self.sighting.capture;
        let label = found.edition.as_ref().or(variant.edition.as_ref()).or(capture.edition.as_ref());
        let edition = match (board.kind, label) {
            (Kind::Rolling, _) => None,
            (Kind::Editions, label) => match label.and_then(|label| self.source.editions.read(label)) {
                Some(edition) => Some(edition),
                None => return Some(self.refusal(None, unknown_edition(&found.table, label))),
            },
        };
        if edition.as_ref().is_some_and(|edition| !within(variant, edition, &self.source.editions)) {
            return None;
        }
        let joined = match self.joined(variant, found) {
            Ok(joined) => joined,
            Err(problem) => return Some(self.refusal(edition, problem)),
        };
        let left_out = capture.note.as_ref().map_or(&[][..], |note| &note.left_out);
        let context = Context {
            board,
            edition: edition.clone(),
            address: self.sighting.address(),
            published_at: capture.published_at,
            observed_at: capture.observed_at,
            captures: vec![self.sighting.object],
            left_out,
        };
        let read = normalize(&context, &found.table, &joined).and_then(|snapshot| {
            gate::readable(board, &snapshot)?;
            Ok(Snapshot { last_seen_at: self.sighting.last_seen_at, ..snapshot })
        });
        Some(match read {
            Ok(snapshot) => Outcome::Read(Box::new(snapshot)),
            Err(problem) => self.refusal(edition, problem),
        })
    }

    /// The tables that are joined to the first one: of the same edition where their headings name one.
    fn joined(&self, variant: &Variant, first: &Found) -> Result<Vec<RawTable>, Problem> {
        let mut joined = Vec::new();
        for join in &variant.join {
            let mut found = self.document.tables(&join.table)?;
            found.retain(|other| other.edition.is_none() || other.edition == first.edition);
            joined.extend(found.into_iter().next().map(|other| other.table));
        }
        Ok(joined)
    }

    fn refusal(&self, edition: Option<Edition>, problem: Problem) -> Outcome {
        Outcome::refused(self.sighting, edition, problem)
    }
}

pub(super) fn unknown_edition(table: &RawTable, label: Option<&String>) -> Problem {
    let heading = table.heading.as_deref().unwrap_or_default();
    let what = match label {
        Some(label) => {
            message!("the edition {label:?} fits none of the source's patterns", "期次 {label:?} 不符合该来源的写法")
        }
        None => message!("the heading {heading:?} names no edition", "标题 {heading:?} 没有写明期次"),
    };
    Problem { code: Code::UnknownEdition, at: None, what }
}

/// Two tables of one body that claim to be one edition of the board: which is meant cannot be told, so neither is
/// taken.
fn refuse_doubles(outcomes: &mut Vec<Outcome>, sighting: &Sighting<'_>) {
    let edition = |outcome: &Outcome| match outcome {
        Outcome::Read(snapshot) => Some(snapshot.edition.clone()),
        Outcome::Refused(_) | Outcome::TakenOut(_) => None,
    };
    let doubled: Vec<Option<Edition>> = outcomes
        .iter()
        .enumerate()
        .filter_map(|(index, outcome)| {
            let mine = edition(outcome)?;
            outcomes.iter().take(index).any(|other| edition(other).as_ref() == Some(&mine)).then_some(mine)
        })
        .collect();
    for mine in doubled {
        outcomes.retain(|outcome| edition(outcome).as_ref() != Some(&mine));
        let label = mine.as_ref().map_or_else(String::new, ToString::to_string);
        let what =
            message!("two tables answer to the board in one body {label}", "同一页面中有两张表对应该榜单 {label}");
        outcomes.push(Outcome::refused(sighting, mine, Problem { code: Code::AmbiguousTable, at: None, what }));
    }
}

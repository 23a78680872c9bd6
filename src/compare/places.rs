//! Places: by what they are compared, how they changed, and for what reason.

use super::displacement;
use crate::schema::{Break, Entry, Rank, Snapshot};

/// By what the places of two snapshots are compared.
#[derive(Debug, Clone, PartialEq)]
pub enum Places {
    /// By the ranks as printed.
    Ranks,
    /// By the position in the table, counted from 1: at least one of the two prints no ranks.
    Positions,
    /// Not at all: the metric by which the board orders became another quantity.
    Broken {
        /// From which edition on, and why.
        breaks: Vec<Break>,
    },
}

/// A place as printed and as a number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    /// As printed, or the position in the table.
    pub text: String,
    /// The place; `None` outside the ranking.
    pub number: Option<u32>,
}

/// A place that changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlaceChange {
    /// Before.
    pub from: Mark,
    /// After.
    pub to: Mark,
    /// For what reason.
    pub cause: Cause,
}

/// For what reason a place changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cause {
    /// The entry's own score changed.
    Score,
    /// Its own score did not change; others came, went or passed.
    Displaced(Displacement),
    /// Neither its own score nor any entry above it changed: the publisher counts otherwise, or moved it
    /// into or out of the ranking.
    Recounted,
}

/// How many others displaced an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Displacement {
    /// Entered above it.
    pub entered_above: u32,
    /// Stood above it and left.
    pub left_above: u32,
    /// Stood beside or below it and now stand above it.
    pub overtaken_by: u32,
    /// Stood above it and no longer do.
    pub overtook: u32,
}

/// The numbers of the places of both tables, and what is paired with what.
pub(super) struct Moves<'a> {
    pub from: &'a [Option<u32>],
    pub to: &'a [Option<u32>],
    pub pairs: &'a [(usize, usize)],
    pub left: &'a [usize],
    pub entered: &'a [usize],
}

pub(super) fn marks(places: &Places, snapshot: &Snapshot) -> Vec<Mark> {
    let position = |index: usize| u32::try_from(index + 1).unwrap_or(u32::MAX);
    let mark = |(index, entry): (usize, &Entry)| match places {
        Places::Ranks => Mark { text: entry.rank.text().to_owned(), number: entry.rank.place() },
        Places::Positions | Places::Broken { .. } => {
            Mark { text: position(index).to_string(), number: Some(position(index)) }
        }
    };
    snapshot.entries.iter().enumerate().map(mark).collect()
}

/// Whether any entry has a printed rank.
pub(super) fn prints_ranks(snapshot: &Snapshot) -> bool {
    snapshot.entries.iter().any(|entry| entry.rank != Rank::NotGiven)
}

/// The place changes of the pairs, in their order. `changed` says whose own score changed.
pub(super) fn changes(
    from: &[Mark],
    to: &[Mark],
    pairs: &[(usize, usize)],
    (left, entered): (&[usize], &[usize]),
    changed: &[bool],
) -> Vec<Option<PlaceChange>> {
    let numbers = |marks: &[Mark]| marks.iter().map(|mark| mark.number).collect::<Vec<_>>();
    let (from_numbers, to_numbers) = (numbers(from), numbers(to));
    let displaced = displacement::count(&Moves { from: &from_numbers, to: &to_numbers, pairs, left, entered });
    let rows = pairs.iter().zip(displaced).zip(changed);
    rows.map(|((&(old, new), displacement), &changed)| {
        let (old, new) = (from.get(old)?, to.get(new)?);
        if old.number == new.number {
            return None;
        }
        let cause = match displacement {
            _ if changed => Cause::Score,
            Some(displacement) if displacement != Displacement::default() => Cause::Displaced(displacement),
            _ => Cause::Recounted,
        };
        Some(PlaceChange { from: old.clone(), to: new.clone(), cause })
    })
    .collect()
}

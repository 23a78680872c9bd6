//! Who led a board, edition by edition.

use super::metrics::crossed;
use super::order::is_human;
use super::revisions::{distinct, lines};
use crate::schema::{Better, Break, Content, Edition, Snapshot};
use crate::text::Decimal;
use std::collections::BTreeMap;

/// A board in one edition, or one content of a rolling board.
#[derive(Debug, Clone, PartialEq)]
pub struct Standing<'a> {
    /// Its latest content.
    pub snapshot: &'a Snapshot,
    /// How many different contents its address has shown in this edition, with the latest.
    pub contents: usize,
    /// By what the leaders lead.
    pub basis: LeaderBasis,
    /// The leading entries, by index in the snapshot's entries: several where they are tied.
    pub leaders: Vec<usize>,
    /// The breaks of the metric by which the board orders since the standing before: not to be drawn through.
    pub broken: Vec<Break>,
}

/// By what leaders lead.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LeaderBasis {
    /// They have the best place of those printed. Reference rows have none.
    Rank,
    /// The board prints no ranks: they have the best score of the metric by which it orders. People are no models.
    Score,
    /// The board neither prints ranks nor says by what it orders.
    Unknown,
}

/// The leaders of each edition (of each content, on a rolling board), oldest first.
#[must_use]
pub fn board_history(history: &[Snapshot]) -> Vec<Standing<'_>> {
    let mut standings: Vec<Standing<'_>> = Vec::new();
    for contents in periods(history) {
        let Some(&snapshot) = contents.last() else { continue };
        let before = standings.last().map(|standing| standing.snapshot);
        let broken = match (before, snapshot.primary()) {
            (Some(before), Some(primary)) => crossed(before, snapshot, primary),
            _ => Vec::new(),
        };
        let (basis, leaders) = leaders(snapshot);
        standings.push(Standing { snapshot, contents: contents.len(), basis, leaders, broken });
    }
    standings
}

/// The different contents of each edition, oldest first; each content of a rolling board is a period of its own.
///
/// Where an edition stands at several addresses, the address of its newest content counts, and before it those
/// that had gone quiet by then: a publisher moves past editions to an archive page. Two addresses that are kept up
/// side by side are not mixed, since their contents would look like revisions of each other.
pub(super) fn periods(history: &[Snapshot]) -> Vec<Vec<&Snapshot>> {
    let mut rolling: Vec<&Snapshot> = history.iter().filter(|snapshot| snapshot.edition.is_none()).collect();
    rolling.sort_by(|a, b| a.order().cmp(&b.order()));
    let mut periods: Vec<Vec<&Snapshot>> = distinct(rolling).into_iter().map(|snapshot| vec![snapshot]).collect();
    let mut editions: BTreeMap<&Edition, Vec<Vec<&Snapshot>>> = BTreeMap::new();
    for ((edition, _), line) in lines(history) {
        if let Some(edition) = edition {
            editions.entry(edition).or_default().push(line);
        }
    }
    periods.extend(editions.into_values().map(|lines| distinct(chain(lines))));
    periods
}

/// The line with the newest content, after the lines that end before it begins, in turn.
fn chain(mut lines: Vec<Vec<&Snapshot>>) -> Vec<&Snapshot> {
    lines.sort_by(|a, b| match (a.last(), b.last()) {
        (Some(a), Some(b)) => b.order().cmp(&a.order()),
        (a, b) => b.is_some().cmp(&a.is_some()),
    });
    let mut chained: Vec<&Snapshot> = Vec::new();
    for line in lines {
        let before = match (line.last(), chained.first()) {
            (Some(last), Some(first)) => last.order() < first.order(),
            _ => true,
        };
        if before {
            chained.splice(0..0, line);
        }
    }
    chained
}

fn leaders(snapshot: &Snapshot) -> (LeaderBasis, Vec<usize>) {
    let entries = || snapshot.entries.iter().enumerate();
    if let Some(first) = entries().filter_map(|(_, entry)| entry.rank.place()).min() {
        let first = entries().filter(|(_, entry)| entry.rank.place() == Some(first));
        return (LeaderBasis::Rank, first.map(|(index, _)| index).collect());
    }
    let Some(primary) = snapshot.primary() else { return (LeaderBasis::Unknown, Vec::new()) };
    let scores: Vec<(usize, Decimal)> = entries()
        .filter(|(_, entry)| !entry.rank.is_reference() && !is_human(entry))
        .filter_map(|(index, entry)| Some((index, entry.score(&primary.id)?.number)))
        .collect();
    let numbers = scores.iter().map(|(_, number)| *number);
    let best = match primary.better {
        Better::Higher => numbers.max(),
        Better::Lower => numbers.min(),
        Better::Neither => None,
    };
    match best {
        Some(best) => {
            let leading = scores.into_iter().filter(|(_, number)| *number == best);
            (LeaderBasis::Score, leading.map(|(index, _)| index).collect())
        }
        None => (LeaderBasis::Unknown, Vec::new()),
    }
}

//! A column whose figures stand one row lower or higher than they should.

use super::pairing::Pairing;
use super::words::{of_table, quote};
use crate::message;
use crate::schema::{Code, Entry, Problem};
use crate::text::Decimal;
use std::ptr;

/// So many entries do not get their neighbour's figure by chance.
const FEWEST: usize = 4;

/// What an entry has of a metric, and had.
struct Figure<'a> {
    entry: &'a Entry,
    now: Option<Decimal>,
    before: Option<Decimal>,
}

/// Whether most entries have the figure that their neighbour had, and not their own.
///
/// # Errors
/// A refusal that names the metric.
pub(super) fn shifted(pairing: &Pairing<'_>) -> Result<(), Problem> {
    let mut shared = pairing.shared.iter().peekable();
    let of_before = |now: &Entry| shared.next_if(|(_, other)| ptr::eq(*other, now)).map(|(before, _)| *before);
    let before: Vec<Option<&Entry>> = pairing.now.entries.iter().map(of_before).collect();
    for metric in pairing.metrics() {
        let number = |entry: &Entry| entry.score(&metric.id).map(|score| score.number);
        let figures = pairing.now.entries.iter().zip(&before);
        let figures: Vec<Figure<'_>> = figures
            .map(|(entry, before)| Figure { entry, now: number(entry), before: before.and_then(number) })
            .collect();
        for lower in [true, false] {
            let neighbours = figures.windows(2).filter_map(|pair| match (pair, lower) {
                ([neighbour, figure], true) | ([figure, neighbour], false) => Some((neighbour, figure)),
                _ => None,
            });
            let judged: Vec<(&Entry, bool)> = neighbours
                .filter_map(|(neighbour, figure)| {
                    let (now, neighbours) = (figure.now?, neighbour.before?);
                    let is_own = figure.before.is_some_and(|own| own.agrees_with(now));
                    Some((figure.entry, !is_own && now.agrees_with(neighbours)))
                })
                .collect();
            let moved: Vec<&Entry> = judged.iter().filter(|(_, moved)| *moved).map(|(entry, _)| *entry).collect();
            if moved.len() < FEWEST || moved.len() * 5 < judged.len() * 4 {
                continue;
            }
            let (id, count, all) = (&metric.id, moved.len(), judged.len());
            let name = quote(moved.first().map_or("", |entry| &entry.name));
            let what = message!(
                "{count} of {all} figures of {id} are those that the row beside had before; the first is that of {name}",
                "{id} 的 {all} 个数值中有 {count} 个是相邻行原有的数值，首个为 {name}"
            );
            return Err(of_table(Code::CellsMoved, pairing.now, what));
        }
    }
    Ok(())
}

//! A column whose figures stand one row lower or higher than they should.

use super::pairing::{Pairing, key};
use super::words::{of_table, quote};
use crate::message;
use crate::schema::{Code, Entry, Problem, Score};
use std::collections::HashMap;

/// So many entries do not get their neighbour's figure by chance.
const FEWEST: usize = 4;

/// Whether most entries have the figure that their neighbour had, and not their own.
///
/// # Errors
/// A refusal that names the metric.
pub(super) fn shifted(pairing: &Pairing<'_>) -> Result<(), Problem> {
    let before: HashMap<_, &Entry> = pairing.shared.iter().map(|(before, now)| (key(now), *before)).collect();
    for metric in pairing.metrics() {
        let score = |entry: &Entry| before.get(&key(entry)).and_then(|before| before.score(&metric.id)).cloned();
        for lower in [true, false] {
            let neighbours = pairing.now.entries.windows(2).filter_map(|pair| match (pair, lower) {
                ([neighbour, entry], true) | ([entry, neighbour], false) => Some((neighbour, entry)),
                _ => None,
            });
            let judged: Vec<(&Entry, bool)> = neighbours
                .filter_map(|(neighbour, entry)| {
                    let (now, neighbours) = (entry.score(&metric.id)?, score(neighbour)?);
                    let own: Option<Score> = score(entry);
                    let is_own = own.is_some_and(|own| own.number.agrees_with(now.number));
                    Some((entry, !is_own && now.number.agrees_with(neighbours.number)))
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

//! Entries followed from step to step by what is told of the steps: through renames, until they left.

use super::diff::Diff;
use super::evaluate::diff_with;
use super::order::Order;
use super::who::Who;
use crate::schema::{BoardEvent, Edition, Happening, Placed, Snapshot, Timestamp};
use std::collections::{HashMap, HashSet};

/// An entry through the steps after a content.
#[derive(Debug, Clone, PartialEq)]
pub struct Chain {
    /// Its index in the content before the steps; `None` where it entered later.
    pub start: Option<usize>,
    /// The names that it bore, oldest first, as printed; at least one.
    pub names: Vec<String>,
    /// Whether a renaming, which is never certain, is among the changes of name.
    pub renamed: bool,
    /// Where it was last seen; `None` where it is there at the end.
    pub left: Option<LastSeen>,
    key: Vec<String>,
}

/// The last that was seen of an entry.
#[derive(Debug, Clone, PartialEq)]
pub struct LastSeen {
    /// Where it stood.
    pub who: Placed,
    /// The edition of the content that had it.
    pub edition: Option<Edition>,
    /// When that content was last seen.
    pub at: Timestamp,
    /// The edition of the content in which it is gone.
    pub gone_in: Option<Edition>,
    /// When that content became public.
    pub gone_at: Timestamp,
}

impl Chain {
    /// Its last name.
    #[must_use]
    pub fn name(&self) -> &str {
        self.names.last().map_or("", String::as_str)
    }

    fn new(start: Option<usize>, who: &Placed) -> Chain {
        Chain { start, names: vec![who.name.clone()], renamed: false, left: None, key: who.key.clone() }
    }

    fn is(&self, name: &str, key: &[String]) -> bool {
        self.name() == name && self.key == key
    }
}

/// The entries of `from` and those that entered later, followed through `events`, which are in their order.
#[must_use]
pub fn chains(from: &Snapshot, events: &[BoardEvent]) -> Vec<Chain> {
    let order = Order::of(from);
    let begin = (0..from.entries.len()).map(|index| Chain::new(Some(index), &order.placed(from, index)));
    let mut chains: Vec<Chain> = begin.collect();
    for step in events.chunk_by(BoardEvent::is_of_the_step_of) {
        take(&mut chains, step);
    }
    chains
}

/// Within a step names may be exchanged, so nothing that it renamed is looked for under its new name.
fn take(chains: &mut Vec<Chain>, step: &[BoardEvent]) {
    let mut touched: HashSet<usize> = HashSet::new();
    let mut named: Vec<(usize, &Placed, bool)> = Vec::new();
    for event in step {
        let (name, key) = match &event.what {
            Happening::Left { who, .. } => (&who.name, &who.key),
            Happening::Renamed { from, .. } => (&from.name, &from.key),
            Happening::Respelled { from, to } => (from, &to.key),
            _ => continue,
        };
        let found = chains
            .iter()
            .enumerate()
            .find(|(index, chain)| chain.left.is_none() && chain.is(name, key) && !touched.contains(index));
        let Some((index, _)) = found else { continue };
        touched.insert(index);
        match &event.what {
            Happening::Left { who, edition, last_seen_at, .. } => {
                if let Some(chain) = chains.get_mut(index) {
                    chain.left = Some(LastSeen {
                        who: who.clone(),
                        edition: edition.clone(),
                        at: *last_seen_at,
                        gone_in: event.edition.clone(),
                        gone_at: event.public_at,
                    });
                }
            }
            Happening::Renamed { to, .. } => named.push((index, to, true)),
            Happening::Respelled { to, .. } => named.push((index, to, false)),
            _ => {}
        }
    }
    for (index, to, renamed) in named {
        if let Some(chain) = chains.get_mut(index) {
            chain.names.push(to.name.clone());
            chain.key.clone_from(&to.key);
            chain.renamed |= renamed;
        }
    }
    for event in step {
        let Happening::Entered { who, .. } = &event.what else { continue };
        let gone = |chain: &&mut Chain| chain.left.is_some() && chain.is(&who.name, &who.key);
        match chains.iter_mut().rev().find(gone) {
            Some(back) => back.left = None,
            None => chains.push(Chain::new(None, who)),
        }
    }
}

/// Like [`diff_by`](super::diff_by) between the contents before and after steps, through which `chains` follow entries:
/// one that the two alone would show as gone and another as new is one where the steps lead from its name to the other.
#[must_use]
pub fn diff_through(from: &Snapshot, to: &Snapshot, who: &Who, chains: &[Chain]) -> Diff {
    let order = Order::of(to);
    let mut there: HashMap<(String, Vec<String>), usize> = HashMap::new();
    for index in 0..to.entries.len() {
        let placed = order.placed(to, index);
        there.entry((placed.name, placed.key)).or_insert(index);
    }
    let reached = chains.iter().filter(|chain| chain.renamed && chain.left.is_none()).filter_map(|chain| {
        let now = there.get(&(chain.name().to_owned(), chain.key.clone()))?;
        Some((chain.start?, *now))
    });
    diff_with(from, to, who, &reached.collect())
}

/// The name that an entry, called `name` at `events[at]`, bears after the last of the events.
#[must_use]
pub fn name_after(events: &[BoardEvent], at: usize, who: &Placed) -> String {
    let mut now = (who.name.clone(), who.key.clone());
    let Some(begin) = events.get(at) else { return now.0 };
    let later = events.iter().skip(at).skip_while(|event| event.is_of_the_step_of(begin));
    let later: Vec<&BoardEvent> = later.collect();
    for step in later.chunk_by(|a, b| a.is_of_the_step_of(b)) {
        let next = step.iter().find_map(|event| match &event.what {
            Happening::Renamed { from, to, .. } if from.name == now.0 && from.key == now.1 => Some(to),
            Happening::Respelled { from, to } if *from == now.0 && to.key == now.1 => Some(to),
            _ => None,
        });
        if let Some(next) = next {
            now = (next.name.clone(), next.key.clone());
        }
    }
    now.0
}

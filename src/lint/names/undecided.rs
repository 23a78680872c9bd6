//! The names of which it is not decided what they mean, the most valuable first.

use crate::catalogue::Board;
use crate::identity::{Meaning, Registry, Resolution};
use crate::schema::{BoardId, Snapshot, Timestamp};
use rayon::prelude::*;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

/// A name that is not decided, with all places where it is not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Undecided {
    /// As printed.
    pub name: String,
    /// The organisations that boards print beside it.
    pub organizations: BTreeSet<String>,
    /// The sources that print it.
    pub sources: BTreeSet<String>,
    /// The boards that print it; a copy is not told apart from the board that it copies.
    pub boards: BTreeSet<String>,
    /// Its best place; `None` where no board prints one.
    pub best: Option<u32>,
    /// When it was last public, as far as is known.
    pub last: Timestamp,
    /// What the resolver says of it there.
    pub resolution: Resolution,
}

/// The undecided names of these boards: those that most boards print first, then by best place, then the newest.
#[must_use]
pub fn undecided(registry: &Registry, boards: &[(&Board, Vec<Snapshot>)]) -> Vec<Undecided> {
    let found: Vec<BTreeMap<String, Undecided>> =
        boards.par_iter().map(|(board, snapshots)| on_board(registry, board, snapshots)).collect();
    let mut all: BTreeMap<String, Undecided> = BTreeMap::new();
    for (name, one) in found.into_iter().flatten() {
        match all.get_mut(&name) {
            Some(known) => known.join(one),
            None => {
                all.insert(name, one);
            }
        }
    }
    let mut all: Vec<Undecided> = all.into_values().collect();
    all.sort_by_key(|one| (Reverse(one.boards.len()), one.best.unwrap_or(u32::MAX), Reverse(one.last)));
    all
}

fn on_board(registry: &Registry, board: &Board, snapshots: &[Snapshot]) -> BTreeMap<String, Undecided> {
    let mut found: BTreeMap<String, Undecided> = BTreeMap::new();
    for snapshot in snapshots {
        for entry in &snapshot.entries {
            let resolution = registry.resolve(snapshot, entry);
            if !matches!(resolution.meaning, Meaning::New(_)) {
                continue;
            }
            let one = Undecided {
                name: entry.name.trim().to_owned(),
                organizations: entry.organization.iter().map(|text| text.trim().to_owned()).collect(),
                sources: BTreeSet::from([source_of(&board.id).to_owned()]),
                boards: BTreeSet::from([board
                    .republishes
                    .as_ref()
                    .map_or_else(|| board.id.to_string(), |original| original.name().to_owned())]),
                best: entry.rank.place(),
                last: snapshot.public_at(),
                resolution,
            };
            match found.get_mut(&one.name) {
                Some(known) => known.join(one),
                None => {
                    found.insert(one.name.clone(), one);
                }
            }
        }
    }
    found
}

fn source_of(board: &BoardId) -> &str {
    board.as_str().split('/').next().unwrap_or_default()
}

impl Undecided {
    fn join(&mut self, other: Undecided) {
        self.organizations.extend(other.organizations);
        self.sources.extend(other.sources);
        self.boards.extend(other.boards);
        self.best = self.best.into_iter().chain(other.best).min();
        if other.last > self.last {
            (self.last, self.resolution) = (other.last, other.resolution);
        }
    }
}

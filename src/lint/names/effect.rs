//! What another registry would change in the history of boards.

use crate::catalogue::Board;
use crate::identity::{Registry, Resolution};
use crate::schema::{BoardId, Snapshot};
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// All that would change.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct NamesEffect {
    /// Names that would mean something else, board by board.
    pub names: Vec<NameChange>,
    /// Series of a model on a board that would be longer, shorter, new or gone.
    pub series: Vec<SeriesChange>,
    /// The models of these names that would stand on more or fewer boards.
    pub spans: Vec<Span>,
}

/// A name that would mean something else on a board.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NameChange {
    /// The board.
    pub board: BoardId,
    /// The name as printed.
    pub name: String,
    /// Id and configuration so far; `NEW` where it is not decided.
    pub before: (String, String),
    /// Id and configuration with the decisions.
    pub after: (String, String),
    /// In how many contents it stands there.
    pub contents: usize,
}

/// A model on a board, in more or fewer editions than so far.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeriesChange {
    /// The board.
    pub board: BoardId,
    /// The model.
    pub model: String,
    /// Editions (contents, on a rolling board) in which it stands so far.
    pub before: usize,
    /// The same with the decisions.
    pub after: usize,
    /// Rows that it has so far, over all contents.
    pub rows_before: usize,
    /// The same with the decisions.
    pub rows_after: usize,
    /// The models of whose series it gets rows.
    pub joins: BTreeSet<String>,
    /// The models to whose series it gives rows.
    pub splits: BTreeSet<String>,
}

/// A model that would stand on more or fewer boards.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Span {
    /// The model.
    pub model: String,
    /// The number of boards so far.
    pub before: usize,
    /// The same with the decisions.
    pub after: usize,
}

impl NamesEffect {
    /// Whether nothing would change.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.names.is_empty()
    }
}

/// What `after` would change in these boards of what `before` says.
#[must_use]
pub fn names_effect(before: &Registry, after: &Registry, boards: &[(&Board, Vec<Snapshot>)]) -> NamesEffect {
    let tallies: Vec<Tally> =
        boards.par_iter().map(|(board, snapshots)| Tally::of(before, after, &board.id, snapshots)).collect();
    let mut effect = NamesEffect::default();
    let mut touched: BTreeSet<&str> = BTreeSet::new();
    for tally in &tallies {
        effect.names.extend(tally.names());
        effect.series.extend(tally.series());
        touched.extend(tally.changed.keys().flat_map(|key| [&key.before.0, &key.after.0]).filter_map(|id| model(id)));
    }
    for id in touched {
        let before = tallies.iter().filter(|tally| tally.before.contains_key(id)).count();
        let after = tallies.iter().filter(|tally| tally.after.contains_key(id)).count();
        if before != after {
            effect.spans.push(Span { model: id.to_owned(), before, after });
        }
    }
    effect
}

/// An id that is a model's.
fn model(id: &str) -> Option<&str> {
    (id.contains('/') && !id.starts_with("COMPOSITE:")).then_some(id)
}

/// Where a model stands on a board.
#[derive(Default)]
struct Series {
    editions: BTreeSet<String>,
    rows: usize,
}

#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Changed {
    name: String,
    before: (String, String),
    after: (String, String),
}

/// One board under both registries.
struct Tally<'a> {
    board: &'a BoardId,
    before: BTreeMap<String, Series>,
    after: BTreeMap<String, Series>,
    /// With the contents in which each stands.
    changed: BTreeMap<Changed, BTreeSet<usize>>,
}

impl<'a> Tally<'a> {
    fn of(before: &Registry, after: &Registry, board: &'a BoardId, snapshots: &[Snapshot]) -> Tally<'a> {
        let mut tally = Tally { board, before: BTreeMap::new(), after: BTreeMap::new(), changed: BTreeMap::new() };
        for (content, snapshot) in snapshots.iter().enumerate() {
            let edition = match &snapshot.edition {
                Some(edition) => edition.label.clone(),
                None => snapshot.public_at().to_string(),
            };
            for entry in &snapshot.entries {
                let old = before.resolve(snapshot, entry);
                let new = after.resolve(snapshot, entry);
                note(&mut tally.before, &old, &edition);
                note(&mut tally.after, &new, &edition);
                let (old, new) = ((old.id(), old.configuration()), (new.id(), new.configuration()));
                if old != new {
                    let changed = Changed { name: entry.name.trim().to_owned(), before: old, after: new };
                    tally.changed.entry(changed).or_default().insert(content);
                }
            }
        }
        tally
    }

    fn names(&self) -> impl Iterator<Item = NameChange> {
        self.changed.iter().map(|(changed, contents)| NameChange {
            board: self.board.clone(),
            name: changed.name.clone(),
            before: changed.before.clone(),
            after: changed.after.clone(),
            contents: contents.len(),
        })
    }

    fn series(&self) -> Vec<SeriesChange> {
        let mut moves: BTreeMap<&str, (BTreeSet<String>, BTreeSet<String>)> = BTreeMap::new();
        for changed in self.changed.keys().filter(|changed| changed.before.0 != changed.after.0) {
            let (from, to) = (model(&changed.before.0), model(&changed.after.0));
            if let Some(to) = to {
                moves.entry(to).or_default().0.extend(from.map(str::to_owned));
            }
            if let Some(from) = from {
                moves.entry(from).or_default().1.extend(to.map(str::to_owned));
            }
        }
        let size = |of: &BTreeMap<String, Series>, id: &str| {
            of.get(id).map_or((0, 0), |series| (series.editions.len(), series.rows))
        };
        let change = |(id, (joins, splits)): (&str, (BTreeSet<String>, BTreeSet<String>))| {
            let ((before, rows_before), (after, rows_after)) = (size(&self.before, id), size(&self.after, id));
            let board = self.board.clone();
            SeriesChange { board, model: id.to_owned(), before, after, rows_before, rows_after, joins, splits }
        };
        moves.into_iter().map(change).collect()
    }
}

fn note(series: &mut BTreeMap<String, Series>, resolution: &Resolution, edition: &str) {
    let Some(id) = resolution.model() else { return };
    if !series.contains_key(id.as_str()) {
        series.insert(id.to_string(), Series::default());
    }
    if let Some(series) = series.get_mut(id.as_str()) {
        series.rows += 1;
        if !series.editions.contains(edition) {
            series.editions.insert(edition.to_owned());
        }
    }
}

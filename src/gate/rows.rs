//! Which entries there are: how many, how many of those before, and none twice.

use super::learnt::Usual;
use super::pairing::{Pairing, key, vector};
use super::words::{list, of_table, problem, share};
use crate::message;
use crate::schema::{Code, Edition, Entry, Problem, Snapshot};
use crate::text::{counted, plural};
use jiff::SignedDuration;
use std::collections::{BTreeSet, HashMap, HashSet, VecDeque};

/// The entries of smaller tables come and go.
const FEWEST: usize = 4;

/// Fewer than half of the entries before, and no board's ordinary update.
const HALF: f64 = 0.5;

/// What was usual may be passed by so much.
const MARGIN: f64 = 0.8;

/// After so many days without a look a board may be another generation of models: Vectara renamed all of its models,
/// and NYT Connections moved half of them to a board of their own, within a quarter of a year. A board that is looked at
/// shows such a thing as a step from one day to the next.
const LONG_DAYS: i64 = 45;

/// A name that so many contents in a row showed is one that the board always shows.
const CANARY_CONTENTS: usize = 3;

/// Of so many such names, one at least stays in every edition.
const CANARIES: usize = 4;

/// Rows that stand twice: a fifth of the table and at least three, since single ones are noted row by row.
const TWICE: (usize, f64) = (3, 0.2);

/// Holds the entries against those of the content before, of one edition or of a rolling board.
///
/// # Errors
/// A refusal: most of them are gone, or most names are others, and that was never so in a step before.
pub(super) fn rows(pairing: &Pairing<'_>, usual: &Usual) -> Result<Vec<Problem>, Problem> {
    let (before, now) = (pairing.before.entries.len(), pairing.now.entries.len());
    if pairing.is_partial() {
        return Ok(Vec::new());
    }
    let near = is_near(pairing.before, pairing.now);
    let lost = 1.0 - share(now.min(before), before);
    if near && before >= FEWEST && lost > HALF && lost > usual.most_lost / MARGIN {
        let left = counted(now, "entry is", "entries are");
        let what = message!(
            "{left} left of {before} that the content before had",
            "上一版本有 {before} 个条目，现仅余 {now} 个"
        );
        return Err(of_table(Code::RowsLost, pairing.now, what));
    }
    let kept = pairing.kept();
    let least = if usual.steps == 0 { 1.0 } else { usual.least_kept };
    if near && before.min(now) >= FEWEST && share(kept, before.min(now)) < HALF.min(least * MARGIN) {
        let names = list(pairing.gone.iter().map(|entry| entry.name.as_str()));
        let what = message!(
            "{kept} of {before} entries of the content before are known here; gone are {names}",
            "上一版本的 {before} 个条目中仅有 {kept} 个仍在，不见的有 {names}"
        );
        return Err(of_table(Code::NamesChanged, pairing.now, what));
    }
    let Some(first) = pairing.now.entries.first().filter(|_| !pairing.gone.is_empty()) else { return Ok(Vec::new()) };
    let (count, names) = (pairing.gone.len(), list(pairing.gone.iter().map(|entry| entry.name.as_str())));
    let are = plural(count, "is", "are");
    let what = message!(
        "{count} of {before} entries of the content before {are} gone: {names}",
        "上一版本的 {before} 个条目中有 {count} 个不见了：{names}"
    );
    Ok(vec![problem(Code::EntriesGone, &first.at, what)])
}

/// Whether the board was looked at so shortly before that another generation of models cannot have come.
pub(super) fn is_near(before: &Snapshot, now: &Snapshot) -> bool {
    now.public_at().duration_since(before.last_seen_at) <= SignedDuration::from_hours(24 * LONG_DAYS)
}

/// The names that the last editions showed.
#[derive(Debug, Default)]
pub(super) struct Canaries(VecDeque<(Option<Edition>, HashSet<String>)>);

impl Canaries {
    pub(super) fn learn(&mut self, snapshot: &Snapshot) {
        // A rolling board is held against the content before, and may be another generation of models after a while.
        if snapshot.is_partial() || snapshot.edition.is_none() {
            return;
        }
        self.0.retain(|(edition, _)| *edition != snapshot.edition);
        let names = snapshot.entries.iter().map(|entry| key(entry).0).collect();
        self.0.push_back((snapshot.edition.clone(), names));
        if self.0.len() > CANARY_CONTENTS {
            self.0.pop_front();
        }
    }

    /// # Errors
    /// A refusal: none of the names that the last contents all showed is there.
    pub(super) fn check(&self, snapshot: &Snapshot) -> Result<(), Problem> {
        let (Some((_, first)), true) = (self.0.front(), self.0.len() == CANARY_CONTENTS && !snapshot.is_partial())
        else {
            return Ok(());
        };
        let always: BTreeSet<&String> =
            first.iter().filter(|name| self.0.iter().all(|(_, names)| names.contains(*name))).collect();
        let here: HashSet<String> = snapshot.entries.iter().map(|entry| key(entry).0).collect();
        if always.len() < CANARIES || always.iter().any(|name| here.contains(*name)) {
            return Ok(());
        }
        let (count, names) = (CANARY_CONTENTS, list(always.iter().map(|name| name.as_str())));
        let what = message!(
            "none of the names that the last {count} contents all showed is there: {names}",
            "最近 {count} 个版本都有的名称全部不见：{names}"
        );
        Err(of_table(Code::CanaryMissing, snapshot, what))
    }
}

/// Entries that stand in the table again, figures and all.
pub(super) fn twice(snapshot: &Snapshot) -> usize {
    let mut seen: HashMap<(String, Vec<String>), Vec<&Entry>> = HashMap::new();
    let mut count = 0;
    for entry in &snapshot.entries {
        let others = seen.entry(key(entry)).or_default();
        count += usize::from(others.iter().any(|other| vector(other) == vector(entry)));
        others.push(entry);
    }
    count
}

/// # Errors
/// A refusal: many rows stand twice, where none did before.
pub(super) fn doubled(snapshot: &Snapshot) -> Result<(), Problem> {
    let (count, all) = (twice(snapshot), snapshot.entries.len());
    if count < TWICE.0 || share(count, all) < TWICE.1 {
        return Ok(());
    }
    let what = message!("{count} of {all} rows stand in the table twice", "{all} 行中有 {count} 行重复");
    Err(of_table(Code::DuplicateRows, snapshot, what))
}

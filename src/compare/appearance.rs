//! A model through the history of boards: where it stood, when it entered and left, what it was called.

use super::diff::Link;
use super::metrics::crossed;
use super::order::Order;
use super::standing::periods;
use super::thread::{Step, Thread, threads};
use super::who::Who;
use crate::schema::{BoardId, Break, Digest, Edition, Entry, MetricId, PlaceBasis, Rank, Reading, Snapshot, Timestamp};
use crate::text::Message;
use std::collections::BTreeMap;

/// A model on one board in one edition (in one content, on a rolling board).
#[derive(Debug, Clone, PartialEq)]
pub struct Appearance {
    /// The board.
    pub board: BoardId,
    /// Rows of one number, on one board, are one entry followed through time; counted from 0.
    pub thread: usize,
    /// The edition; `None` on a rolling board.
    pub edition: Option<Edition>,
    /// When the content became public, as far as is known.
    pub public_at: Timestamp,
    /// When the content was first seen.
    pub observed_at: Timestamp,
    /// The content's captures.
    pub captures: Vec<Digest>,
    /// What happened.
    pub event: Event,
    /// The name as printed; the last one where the model is gone.
    pub name: String,
    /// What, with the name, tells this entry from others of the board, as printed.
    pub key: Vec<String>,
    /// Whether this name was asked for; otherwise a probable renaming leads here.
    pub matched: bool,
    /// The organisation as printed.
    pub organization: Option<String>,
    /// The place as printed; [`Rank::NotGiven`] where the model is gone.
    pub rank: Rank,
    /// The position in the table, counted from 1; `None` where the model is gone.
    pub position: Option<usize>,
    /// The place that follows from the main metric where the board prints none; the last one where the model is gone.
    pub worked_out: Option<u32>,
    /// How many entries the table has.
    pub entries: usize,
    /// The metric by which the board orders.
    pub primary: Option<MetricId>,
    /// Whether that metric is computed and not printed.
    pub computed: bool,
    /// The readings; none where the model is gone.
    pub readings: BTreeMap<MetricId, Reading>,
    /// The probable renamings since the row before: former name and reason, oldest first.
    pub renamed: Vec<(String, Message)>,
    /// What earlier contents of this edition said otherwise, oldest first.
    pub revised: Vec<Revised>,
    /// The breaks of the primary metric since the row before: no difference is to be taken across.
    pub broken: Vec<Break>,
}

/// What happened to a model between the content before and this one.
#[derive(Debug, Clone, PartialEq)]
pub enum Event {
    /// It stands there where the record begins, or after a row that could not be read.
    Found,
    /// It is new.
    Entered,
    /// It was there before.
    Stayed,
    /// It is gone.
    Left {
        /// The edition in which it was last seen.
        edition: Option<Edition>,
        /// When that content was last seen.
        last_seen_at: Timestamp,
        /// Its place then, as printed.
        rank: Rank,
        /// Its position then, counted from 1.
        position: usize,
    },
    /// Its row could not be read.
    Unread,
}

/// What an earlier content of an edition said.
#[derive(Debug, Clone, PartialEq)]
pub struct Revised {
    /// When that content became public, as far as is known.
    pub public_at: Timestamp,
    /// When it was first seen.
    pub observed_at: Timestamp,
    /// The name then.
    pub name: String,
    /// The place then.
    pub rank: Rank,
    /// The reading of the primary metric then.
    pub primary: Option<Reading>,
}

/// The rows of every entry that `matches`, followed through probable renamings, some of which `who` tells: board by board in the order
/// given, thread by thread, oldest first. An edition gives one row, of its newest content at one address.
#[must_use]
pub fn model_history<'a>(
    matches: impl Fn(&Snapshot, &Entry) -> bool,
    who: &Who,
    boards: impl IntoIterator<Item = &'a [Snapshot]>,
) -> Vec<Appearance> {
    boards.into_iter().flat_map(|history| on_board(history, who, &matches)).collect()
}

fn on_board(history: &[Snapshot], who: &Who, matches: &impl Fn(&Snapshot, &Entry) -> bool) -> Vec<Appearance> {
    let named = |snapshot: &Snapshot| snapshot.entries.iter().any(|entry| matches(snapshot, entry));
    // A recording of some rows only tells of the models that it has.
    let told = |snapshot: &&Snapshot| !snapshot.is_partial() || named(snapshot);
    let periods = periods(history).into_iter().map(|period| period.into_iter().filter(told).collect());
    let periods: Vec<Vec<&Snapshot>> = periods.filter(|period: &Vec<&Snapshot>| !period.is_empty()).collect();
    let contents: Vec<&Snapshot> = periods.iter().flatten().copied().collect();
    if !contents.iter().any(|snapshot| named(snapshot)) {
        return Vec::new();
    }
    let ends: Vec<usize> = periods
        .iter()
        .scan(0, |end, period| {
            *end += period.len();
            Some(*end)
        })
        .collect();
    let record = Record { contents: &contents, ends: &ends, is_asked: matches };
    let threads = threads(&contents, who, matches);
    threads.iter().enumerate().flat_map(|(number, thread)| record.rows(number, thread)).collect()
}

/// The place of an entry where the board prints none and says by what it orders.
fn worked_out(snapshot: &Snapshot, entry: usize) -> Option<u32> {
    if snapshot.is_partial() {
        return None;
    }
    let order = Order::of(snapshot);
    order.place(entry).filter(|_| order.basis == PlaceBasis::Computed)
}

struct Record<'a> {
    contents: &'a [&'a Snapshot],
    /// For each period, the index of the first content after it.
    ends: &'a [usize],
    is_asked: &'a dyn Fn(&Snapshot, &Entry) -> bool,
}

impl<'a> Record<'a> {
    fn rows(&self, number: usize, thread: &Thread) -> Vec<Appearance> {
        let mut rows: Vec<Appearance> = Vec::new();
        let mut before: Option<&Snapshot> = None;
        let mut rest = thread.steps.as_slice();
        for &end in self.ends {
            let count = rest.iter().take_while(|step| step.content < end).count();
            let (steps, later) = rest.split_at(count);
            let Some((last, earlier)) = steps.split_last() else { continue };
            rest = later;
            let is_whole = last.content + 1 == end;
            let Some((snapshot, entry)) = self.at(last) else { continue };
            let mut row = self.row(number, snapshot, entry, last);
            row.event = match (rows.is_empty(), steps.first().map_or(0, |step| step.content)) {
                (true, 0) => Event::Found,
                (true, _) if thread.unread_before => Event::Found,
                (true, _) => Event::Entered,
                (false, _) => Event::Stayed,
            };
            row.renamed = steps.iter().filter_map(|step| self.renaming(step, thread)).collect();
            row.revised = earlier.iter().filter_map(|step| self.revised(step, &row)).collect();
            row.broken = breaks(before, snapshot);
            before = Some(snapshot);
            if is_whole {
                rows.push(row);
            } else if let Some(newest) = end.checked_sub(1).and_then(|newest| self.contents.get(newest)) {
                // It left within the edition: the row is the tombstone, and what it said is a former content.
                let mut tombstone = self.tombstone(row, last, newest, thread.unread_after);
                tombstone.revised.push(Self::former(snapshot, entry));
                rows.push(tombstone);
                return rows;
            }
        }
        let gone = thread.steps.last().and_then(|last| {
            let end = self.ends.iter().find(|&&end| end > last.content + 1)?;
            let newest = self.contents.get(end.checked_sub(1)?)?;
            let (snapshot, entry) = self.at(last)?;
            let mut row = self.row(number, snapshot, entry, last);
            row.broken = breaks(Some(snapshot), newest);
            Some(self.tombstone(row, last, newest, thread.unread_after))
        });
        rows.extend(gone);
        rows
    }

    fn at(&self, step: &Step) -> Option<(&'a Snapshot, &'a Entry)> {
        let snapshot = *self.contents.get(step.content)?;
        Some((snapshot, snapshot.entries.get(step.entry)?))
    }

    fn row(&self, thread: usize, snapshot: &Snapshot, entry: &Entry, step: &Step) -> Appearance {
        Appearance {
            board: snapshot.board.clone(),
            thread,
            edition: snapshot.edition.clone(),
            public_at: snapshot.public_at(),
            observed_at: snapshot.observed_at,
            captures: snapshot.captures.clone(),
            event: Event::Stayed,
            name: entry.name.clone(),
            key: entry.key.clone(),
            matched: (self.is_asked)(snapshot, entry),
            organization: entry.organization.clone(),
            rank: entry.rank.clone(),
            position: Some(step.entry + 1),
            worked_out: worked_out(snapshot, step.entry),
            entries: snapshot.entries.len(),
            primary: snapshot.primary().map(|metric| metric.id.clone()),
            computed: snapshot.primary().is_some_and(|metric| metric.computed.is_some()),
            readings: entry.readings.clone(),
            renamed: Vec::new(),
            revised: Vec::new(),
            broken: Vec::new(),
        }
    }

    /// The row of what was last seen, turned into one of the content in which it is no longer seen.
    fn tombstone(&self, last: Appearance, step: &Step, newest: &Snapshot, unread: bool) -> Appearance {
        let seen = self.contents.get(step.content).zip(self.contents.get(step.content + 1));
        let event = match seen {
            Some((seen, next)) if !unread => Event::Left {
                edition: seen.edition.clone(),
                last_seen_at: seen.seen_until(next),
                rank: last.rank.clone(),
                position: step.entry + 1,
            },
            _ => Event::Unread,
        };
        Appearance {
            edition: newest.edition.clone(),
            public_at: newest.public_at(),
            observed_at: newest.observed_at,
            captures: newest.captures.clone(),
            event,
            rank: Rank::NotGiven,
            position: None,
            entries: newest.entries.len(),
            readings: BTreeMap::new(),
            ..last
        }
    }

    fn renaming(&self, step: &Step, thread: &Thread) -> Option<(String, Message)> {
        let Some(Link::Renamed { why, .. }) = &step.link else { return None };
        let before = thread.steps.iter().find(|before| before.content + 1 == step.content)?;
        Some((self.at(before)?.1.name.clone(), why.clone()))
    }

    fn revised(&self, step: &Step, now: &Appearance) -> Option<Revised> {
        let (snapshot, entry) = self.at(step)?;
        let former = Self::former(snapshot, entry);
        let current = now.primary.as_ref().and_then(|metric| now.readings.get(metric));
        let agrees = match (former.primary.as_ref().and_then(Reading::score), current.and_then(Reading::score)) {
            (Some(old), Some(new)) => old.number.agrees_with(new.number),
            (None, None) => true,
            _ => false,
        };
        let same = agrees && former.name == now.name && former.rank.place() == now.rank.place();
        (!same).then_some(former)
    }

    fn former(snapshot: &Snapshot, entry: &Entry) -> Revised {
        Revised {
            public_at: snapshot.public_at(),
            observed_at: snapshot.observed_at,
            name: entry.name.clone(),
            rank: entry.rank.clone(),
            primary: snapshot.primary().and_then(|metric| entry.readings.get(&metric.id)).cloned(),
        }
    }
}

fn breaks(before: Option<&Snapshot>, snapshot: &Snapshot) -> Vec<Break> {
    match (before, snapshot.primary()) {
        (Some(before), Some(primary)) => crossed(before, snapshot, primary),
        _ => Vec::new(),
    }
}

//! The outcome of comparing two snapshots.

use super::cells::ScoreChange;
use super::metrics::MetricComparison;
use super::places::{PlaceChange, Places};
use crate::schema::{BoardId, Digest, Edition, Locator, Problem, Rank, Score, Timestamp};
use crate::text::{Message, squeeze};

/// What changed on a board from one snapshot to another.
#[derive(Debug, Clone, PartialEq)]
pub struct Diff {
    /// The board.
    pub board: BoardId,
    /// The earlier snapshot.
    pub from: Head,
    /// The later snapshot.
    pub to: Head,
    /// The metrics of either, and whether they may be compared.
    pub metrics: Vec<MetricComparison>,
    /// By what places were compared, or why they were not.
    pub places: Places,
    /// The entries that both have, in the order of the later table.
    pub pairs: Vec<Pair>,
    /// The entries that only the later one has, in its order.
    pub entered: Vec<Seat>,
    /// The entries that only the earlier one has, in its order.
    pub left: Vec<Seat>,
    /// The entries that seem to have entered or left because the other table's row could not be read.
    pub unread: Vec<Unread>,
    /// Label columns that only one of the two has, by label name.
    pub labels: Vec<LabelColumn>,
}

/// Which snapshot, and when.
#[derive(Debug, Clone, PartialEq)]
pub struct Head {
    /// The edition; `None` for a rolling board.
    pub edition: Option<Edition>,
    /// Which resource and which address of it.
    pub address: String,
    /// When the publisher put it up, where known.
    pub published_at: Option<Timestamp>,
    /// When it was first seen.
    pub observed_at: Timestamp,
    /// When it was last seen.
    pub last_seen_at: Timestamp,
    /// The captures.
    pub captures: Vec<Digest>,
    /// How many entries it has.
    pub entries: usize,
}

/// An entry's place in a snapshot.
#[derive(Debug, Clone, PartialEq)]
pub struct Seat {
    /// Index in the snapshot's entries.
    pub index: usize,
    /// The name as printed.
    pub name: String,
    /// The organisation as printed.
    pub organization: Option<String>,
    /// The place as printed.
    pub rank: Rank,
    /// The score by which the board orders, if it has one.
    pub primary: Option<Score>,
    /// Where the name stands.
    pub at: Locator,
}

/// An entry that both snapshots have.
#[derive(Debug, Clone, PartialEq)]
pub struct Pair {
    /// Before.
    pub from: Seat,
    /// After.
    pub to: Seat,
    /// Why the two are taken for one entry.
    pub link: Link,
    /// Its place, where it changed and may be compared.
    pub place: Option<PlaceChange>,
    /// The readings that changed, by metric in the order of [`Diff::metrics`]; only of metrics that may be compared.
    pub scores: Vec<ScoreChange>,
    /// The organisation, where it is written otherwise.
    pub organization: Option<TextChange>,
    /// The labels that changed.
    pub labels: Vec<LabelChange>,
}

/// Why two rows are taken for one entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Link {
    /// The same name, and no shared score contradicts.
    SameName,
    /// The same name with other scores.
    SameNameChanged,
    /// Another name with the same scores, or of the same model: a probable renaming, never a certain one.
    Renamed {
        /// Whether one of the two names also stands in the other table, with other scores.
        outranks_name: bool,
        /// Why.
        why: Message,
    },
}

/// A text that is written otherwise.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TextChange {
    /// Before.
    pub from: Option<String>,
    /// After.
    pub to: Option<String>,
}

/// A label of one entry that changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LabelChange {
    /// The label's name: `access`.
    pub label: String,
    /// Its texts.
    pub text: TextChange,
}

/// A label column that only one snapshot has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LabelColumn {
    /// The label's name.
    pub label: String,
    /// The snapshot that has it.
    pub only_in: Side,
    /// Whether the other one's recorder left columns out, of which this may be one: no event.
    pub left_out: bool,
}

/// An entry whose row in the other snapshot could not be read.
#[derive(Debug, Clone, PartialEq)]
pub struct Unread {
    /// The snapshot that has the entry.
    pub seen_in: Side,
    /// The entry there.
    pub seat: Seat,
    /// Why the other one's row was left out.
    pub problem: Problem,
}

/// One of two snapshots.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Side {
    /// The earlier one.
    From,
    /// The later one.
    To,
}

impl Diff {
    /// Keeps what is told of the entries for which `keep` holds, of either side, by side and index.
    pub fn retain(&mut self, keep: impl Fn(Side, usize) -> bool) {
        self.pairs.retain(|pair| keep(Side::From, pair.from.index) || keep(Side::To, pair.to.index));
        self.entered.retain(|seat| keep(Side::To, seat.index));
        self.left.retain(|seat| keep(Side::From, seat.index));
        self.unread.retain(|unread| keep(unread.seen_in, unread.seat.index));
    }
}

impl Link {
    /// Whether the link is a likely guess that must be shown as one.
    #[must_use]
    pub fn is_probable(&self) -> bool {
        matches!(self, Link::Renamed { .. })
    }
}

impl Pair {
    /// Whether the name is printed otherwise, apart from white space.
    #[must_use]
    pub fn is_respelled(&self) -> bool {
        squeeze(&self.from.name) != squeeze(&self.to.name)
    }

    /// Whether a reading changed, precision apart.
    #[must_use]
    pub fn has_new_scores(&self) -> bool {
        self.scores.iter().any(|score| score.change.is_real())
    }

    /// Whether nothing changed but precision.
    #[must_use]
    pub fn is_unchanged(&self) -> bool {
        !self.has_new_scores()
            && self.place.is_none()
            && self.organization.is_none()
            && self.labels.is_empty()
            && !self.is_respelled()
            && !self.link.is_probable()
    }
}

//! One board as one set of captures shows it.

use super::{BoardId, Digest, Edition, EditionOrder, Hasher, Metric, MetricId, Problem, Rank, Reading};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use std::collections::BTreeMap;

/// One board as an ordered set of captures shows it.
#[derive(Debug, Clone, PartialEq)]
pub struct Snapshot {
    /// The board.
    pub board: BoardId,
    /// The edition; `None` for a rolling board.
    pub edition: Option<Edition>,
    /// Which resource and which address of it: two contents of one edition at one address are a revision.
    pub address: String,
    /// When the publisher put these bytes up, where known.
    pub published_at: Option<Timestamp>,
    /// When these contents were first seen.
    pub observed_at: Timestamp,
    /// When the same contents were last seen (equal to `observed_at` if once).
    pub last_seen_at: Timestamp,
    /// The captures, in the order in which the definition names their resources.
    pub captures: Vec<Digest>,
    /// The metrics that the table has, in its order.
    pub metrics: Vec<Metric>,
    /// The entries, in the table's order.
    pub entries: Vec<Entry>,
    /// What a reader should know.
    pub problems: Vec<Problem>,
    /// Columns that whoever recorded the capture left out: no drift, no event. Metrics and labels by their ids, and
    /// [`ROWS_LEFT_OUT`] where rows were left out too.
    pub left_out: Vec<String>,
}

/// What stands among the columns left out where the recording has only some of the rows.
pub const ROWS_LEFT_OUT: &str = "(rows)";

/// What stands there where whoever recorded the capture worded the organisations otherwise.
pub const ORGANIZATIONS_REWORDED: &str = "(organizations)";

/// What stands there where the recording cut the ends of names off.
pub const NAMES_CUT: &str = "(names)";

/// A row: one evaluated model as the board prints it.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// The name as printed.
    pub name: String,
    /// The organisation as printed.
    pub organization: Option<String>,
    /// Its place.
    pub rank: Rank,
    /// The scores and stated absences.
    pub readings: BTreeMap<MetricId, Reading>,
    /// Other columns, by label name: access, openness, licence, parameters, date …
    pub labels: BTreeMap<String, String>,
    /// The link on the name, if there is one.
    pub link: Option<String>,
    /// What is printed for the labels that, with the name, tell entries apart, as the definition says.
    pub key: Vec<String>,
    /// Where the name stands.
    pub at: super::Locator,
}

/// What was kept and not derived: a table or body that does not fit its definition.
#[derive(Debug, Clone, PartialEq)]
pub struct Refused {
    /// The edition, where it could be told.
    pub edition: Option<Edition>,
    /// Which resource and which address of it.
    pub address: String,
    /// When the publisher put these bytes up, where known.
    pub published_at: Option<Timestamp>,
    /// When they were first seen.
    pub observed_at: Timestamp,
    /// Until when they stood there, as far as is known: they were last seen then, or others took their place.
    pub last_seen_at: Timestamp,
    /// The captures.
    pub captures: Vec<Digest>,
    /// Why.
    pub problem: Problem,
}

/// A capture that was taken out of the archive on request: what it showed of the board is not known any more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TakenOut {
    /// Which resource and which address of it.
    pub address: String,
    /// When the publisher put these bytes up, where known.
    pub published_at: Option<Timestamp>,
    /// When they were first seen.
    pub observed_at: Timestamp,
    /// When they were last seen.
    pub last_seen_at: Timestamp,
    /// The body.
    pub capture: Digest,
    /// Why it was taken out, in the words of whoever did.
    pub reason: String,
}

impl TakenOut {
    /// When it became public as far as is known: publication, else observation.
    #[must_use]
    pub fn public_at(&self) -> Timestamp {
        self.published_at.unwrap_or(self.observed_at)
    }
}

/// All that is derived of one board, oldest first by [`Content::order`](super::Content::order).
///
/// `C` is what is at hand of each content: the snapshot, or what is known of it without its entries.
#[derive(Debug, Clone, PartialEq)]
pub struct BoardHistory<C = Snapshot> {
    /// What could be read.
    pub snapshots: Vec<C>,
    /// What was refused, in the order of observation.
    pub refused: Vec<Refused>,
    /// What was taken out on request, in the order of observation.
    pub taken_out: Vec<TakenOut>,
}

impl<C> Default for BoardHistory<C> {
    fn default() -> BoardHistory<C> {
        BoardHistory { snapshots: Vec::new(), refused: Vec::new(), taken_out: Vec::new() }
    }
}

impl Entry {
    /// The score of a metric, if the entry has one.
    #[must_use]
    pub fn score(&self, metric: &MetricId) -> Option<&super::Score> {
        self.readings.get(metric).and_then(Reading::score)
    }
}

impl Snapshot {
    /// When it became public as far as is known: publication, else observation.
    #[must_use]
    pub fn public_at(&self) -> Timestamp {
        self.published_at.unwrap_or(self.observed_at)
    }

    /// Until when its entries are known to have stood there, where `next` took its place: when it was last seen, or
    /// where it was taken to stand until the very moment of its replacement, when it became public itself.
    #[must_use]
    pub fn seen_until(&self, next: &Snapshot) -> Timestamp {
        if self.last_seen_at < next.public_at() { self.last_seen_at } else { self.public_at() }
    }

    /// Where it stands among the breaks of its metrics: by its edition, or by its publication where the board is
    /// rolling.
    #[must_use]
    pub fn place_in_time(&self) -> EditionOrder {
        match &self.edition {
            Some(edition) => edition.order,
            None => EditionOrder::of_date(self.public_at().to_zoned_datetime(TimeZone::UTC).date()),
        }
    }

    /// The metric by which the board orders, if the table has it.
    #[must_use]
    pub fn primary(&self) -> Option<&Metric> {
        self.metrics.iter().find(|metric| metric.primary)
    }

    /// The metric with this id, if the table has it.
    #[must_use]
    pub fn metric(&self, id: &MetricId) -> Option<&Metric> {
        self.metrics.iter().find(|metric| metric.id == *id)
    }

    /// Whether the recording has only some of the rows, so that an absence says nothing.
    #[must_use]
    pub fn is_partial(&self) -> bool {
        self.left_out.iter().any(|column| column == ROWS_LEFT_OUT)
    }

    /// Whether organisations are the recorder's words, so that another spelling is no event.
    #[must_use]
    pub fn rewords_organizations(&self) -> bool {
        self.left_out.iter().any(|column| column == ORGANIZATIONS_REWORDED)
    }

    /// A digest of everything that the board says (edition, headers, names, ranks, readings, labels), without
    /// where and when: equal tables in different bodies have equal contents.
    #[must_use]
    pub fn contents(&self) -> Digest {
        let mut hasher = Hasher::default();
        hasher.field(self.edition.as_ref().map_or("", |edition| &edition.label));
        for metric in &self.metrics {
            hasher.field(metric.id.as_str()).field(&metric.header);
        }
        for entry in &self.entries {
            hasher.field(&entry.name).field(entry.organization.as_deref().unwrap_or_default()).field(entry.rank.text());
            for (metric, reading) in &entry.readings {
                hasher.field(metric.as_str()).field(reading.text());
            }
            for (label, value) in &entry.labels {
                hasher.field(label).field(value);
            }
        }
        hasher.finish()
    }
}

//! One ranking of a source, and how its tables are read.

use super::file::Format;
use super::heading::Heading;
use super::shape::Shape;
use crate::schema::{Better, BoardId, Break, EditionOrder, MetricId, Timestamp};
use crate::text::Message;
use std::collections::BTreeMap;

/// A board's definition.
#[derive(Debug, Clone)]
pub struct Board {
    /// Its id.
    pub id: BoardId,
    /// Its names.
    pub name: Message,
    /// Other names under which people look for it.
    pub aliases: Vec<String>,
    /// Whether it has editions.
    pub kind: Kind,
    /// The columns that are no metrics and no labels, by their headers.
    pub columns: Columns,
    /// Further text columns: label name → headers.
    pub labels: BTreeMap<String, Vec<String>>,
    /// The labels that, with the name, tell entries apart.
    pub key: Vec<String>,
    /// Headers that are known and not read.
    pub ignore: Vec<String>,
    /// Spellings that mean "no score" on this board, besides the usual ones.
    pub missing: Vec<String>,
    /// Spellings in the rank column that mean "outside the ranking", besides `-` and the human sign.
    pub reference: Vec<String>,
    /// Its page, if not the source's.
    pub homepage: Option<String>,
    /// The board that it copies, which is then counted once.
    pub republishes: Option<String>,
    /// Why the definition cannot be held against a recording.
    pub unverified: Option<Message>,
    /// What a reader should know.
    pub note: Option<Message>,
    /// Where its tables stand, by resource, edition and time.
    pub variants: Vec<Variant>,
    /// Its metrics.
    pub metrics: Vec<MetricDefinition>,
}

/// Whether a board's contents belong to editions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Each content belongs to an edition; a second content of one at one address is a revision.
    Editions,
    /// One content that is updated.
    Rolling,
}

/// Headers of the columns that every board has.
#[derive(Debug, Clone, Default)]
pub struct Columns {
    /// The place; empty where the board prints none.
    pub rank: Vec<String>,
    /// The model's name.
    pub model: Vec<String>,
    /// Who made it.
    pub organization: Vec<String>,
}

/// One way in which the board's tables are found.
#[derive(Debug, Clone)]
pub struct Variant {
    /// The resource that has them.
    pub resource: String,
    /// First edition for which it holds.
    pub since: Option<String>,
    /// Last edition for which it holds.
    pub until: Option<String>,
    /// Publication time from which it holds.
    pub published_since: Option<Timestamp>,
    /// Publication time before which it holds.
    pub published_until: Option<Timestamp>,
    /// The edition of what it finds, where the table's heading names none.
    pub edition: Option<String>,
    /// The table.
    pub table: TableSelector,
    /// Further tables of the same body whose columns are added to the entries of the same name.
    pub join: Vec<TableSelector>,
}

/// Which table of a body.
#[derive(Debug, Clone)]
pub struct TableSelector {
    /// The body's format.
    pub format: Format,
    /// Headings above the table.
    pub heading: Vec<Heading>,
    /// Sheet names of a workbook.
    pub sheet: Vec<String>,
    /// CSS selector (HTML), JSON pointer (JSON), or assigned name or property (script).
    pub at: Option<String>,
    /// Headers that the table must have, folded.
    pub has: Vec<String>,
    /// Headers that it must not have, folded.
    pub lacks: Vec<String>,
    /// Which of those that fit, counted from 1; all if absent.
    pub nth: Option<usize>,
    /// Whether models are columns.
    pub transpose: bool,
}

/// A metric's definition.
#[derive(Debug, Clone)]
pub struct MetricDefinition {
    /// Its id within the board.
    pub id: MetricId,
    /// Its names; the first header where none are given.
    pub name: Message,
    /// Its headers over time.
    pub header: Vec<String>,
    /// What it measures, shared between boards.
    pub benchmark: Option<String>,
    /// Its unit.
    pub unit: String,
    /// Which way is better.
    pub better: Better,
    /// Lowest and highest possible value.
    pub range: Option<(f64, f64)>,
    /// Whether the board orders by it.
    pub primary: bool,
    /// The last edition that has it, where the publisher prints it no longer.
    pub until: Option<EditionOrder>,
    /// How a cell with more than one number is written: `{value} ({_})`, `F1:{_} Acc:{value}`.
    pub shape: Vec<Shape>,
    /// Marks that may follow the number and are no part of it: `N`, `？`.
    pub strip: Vec<String>,
    /// Relations to other metrics that hold as published; one holds where the table has all its parts.
    pub checks: Vec<Check>,
    /// Where it became another quantity.
    pub breaks: Vec<Break>,
}

/// A relation to other metrics, by which a contradiction is noticed. Nothing is ever corrected by it.
#[derive(Debug, Clone)]
pub enum Check {
    /// A weighted mean of these: it lies between the lowest and the highest.
    MeanOf(Vec<MetricId>),
    /// The first minus the second.
    Difference(MetricId, MetricId),
}

impl Board {
    /// The source's part of the id.
    #[must_use]
    pub fn source(&self) -> &str {
        self.id.as_str().split('/').next().unwrap_or_default()
    }

    /// The definition of the metric by which the board orders.
    #[must_use]
    pub fn primary(&self) -> Option<&MetricDefinition> {
        self.metrics.iter().find(|metric| metric.primary)
    }

    /// The metric that a person means by an id, a header or a name.
    #[must_use]
    pub fn find_metric(&self, typed: &str) -> Option<&MetricDefinition> {
        let typed = crate::text::fold(typed);
        let is = |name: &str| crate::text::fold(name) == typed;
        self.metrics.iter().find(|metric| {
            is(metric.id.as_str())
                || metric.header.iter().any(|header| is(header))
                || is(&metric.name.en)
                || is(&metric.name.zh)
        })
    }
}

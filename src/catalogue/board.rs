//! One ranking of a source, and how its tables are read.

use super::copies::Original;
use super::file_board::PartMissing;
use super::shape::Shape;
use super::table::TableSelector;
use crate::schema::{Better, BoardId, Break, EditionOrder, Metric, MetricId, Timestamp};
use crate::text::{DateForm, Message};
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
    /// What labels are called, where the usual name of one is not what it means here.
    pub label_names: BTreeMap<String, Message>,
    /// How labels write dates; such a label is kept as printed, and its date beside it.
    pub dates: BTreeMap<String, DateForm>,
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
    /// Who publishes it, if not the source's publisher.
    pub publisher: Option<String>,
    /// The board that it copies, which is then counted once.
    pub republishes: Option<Original>,
    /// Why the publisher took it back, if so; what was captured is kept.
    pub withdrawn: Option<Message>,
    /// Why the definition cannot be held against a recording.
    pub unverified: Option<Message>,
    /// What a reader should know.
    pub note: Option<Message>,
    /// What every capture must show.
    pub expect: Expectation,
    /// Where its tables stand, by resource, edition and time.
    pub variants: Vec<Variant>,
    /// Its metrics.
    pub metrics: Vec<MetricDefinition>,
    /// The metrics that have a rule to be computed by, each after those that it is computed from.
    pub computed: Vec<MetricId>,
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
    /// Whether all current bodies of the resource are the board together: pages, or one body for each model.
    pub union: bool,
    /// The table.
    pub table: TableSelector,
    /// Further tables whose columns are added to the entries of the same name.
    pub join: Vec<Join>,
}

/// A further table whose columns are added to the entries of the same name.
#[derive(Debug, Clone)]
pub struct Join {
    /// The resource whose current body has it; the first table's own body if absent.
    pub resource: Option<String>,
    /// The table.
    pub table: TableSelector,
}

/// What a definition declares of every capture; what is not declared is learnt from the board's history.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Expectation {
    /// Fewest and most entries.
    pub rows: Option<(usize, usize)>,
    /// Names that every content shows.
    pub canaries: Vec<String>,
    /// Whether the order follows the primary metric; `None` where the history says.
    pub ordered: Option<bool>,
}

/// A metric's definition.
#[derive(Debug, Clone)]
pub struct MetricDefinition {
    /// Its id within the board.
    pub id: MetricId,
    /// Its names; the first header where none are given.
    pub name: Message,
    /// What it means, where the name does not say it.
    pub note: Option<Message>,
    /// Its headers over time; none for a computed metric.
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
    /// Spellings that mean "no score" in this column, besides the board's.
    pub missing: Vec<String>,
    /// The columns that print its interval.
    pub interval: Option<IntervalColumns>,
    /// Headers of the column that prints how many questions, votes or runs it rests on.
    pub n: Vec<String>,
    /// How it is computed, where the board does not print it.
    pub derive: Option<Derive>,
    /// Relations to other metrics that hold as published; one holds where the table has all its parts.
    pub checks: Vec<Check>,
    /// Where it became another quantity.
    pub breaks: Vec<Break>,
}

/// Columns beside the score that print its interval, by their headers.
#[derive(Debug, Clone, PartialEq)]
pub enum IntervalColumns {
    /// Its two ends.
    Ends {
        /// Headers of the lower end.
        low: Vec<String>,
        /// Headers of the upper end.
        high: Vec<String>,
    },
    /// How far it reaches to either side: the printed number times `times` (1 for a half width, 1.96 for a standard
    /// error of which the 95 % interval is wanted).
    Around {
        /// Headers.
        column: Vec<String>,
        /// The factor.
        times: f64,
    },
    /// One cell that prints both ends or a half width, written as one of the shapes says. The shapes need no
    /// `{value}`.
    Cell {
        /// Headers.
        column: Vec<String>,
        /// How it is written.
        shape: Vec<Shape>,
    },
}

/// How a metric is computed from others of the same entry.
#[derive(Debug, Clone, PartialEq)]
pub struct Derive {
    /// The rule.
    pub rule: Rule,
    /// What becomes of an entry that lacks a part.
    pub missing: PartMissing,
    /// Where the publisher says that it computes so.
    pub source: String,
}

/// The rules by which a metric may be computed.
#[derive(Debug, Clone, PartialEq)]
pub enum Rule {
    /// The mean of the first list whose metrics the table all has.
    Mean(Vec<Vec<MetricId>>),
    /// The sum.
    Sum(Vec<MetricId>),
    /// The first over the second, times a factor: 100 for a percentage.
    Ratio(MetricId, MetricId, f64),
    /// The sum of each part times its weight.
    Weighted(Vec<(MetricId, f64)>),
}

impl MetricDefinition {
    /// The metric as a table under `header` prints it.
    #[must_use]
    pub fn metric(&self, header: String) -> Metric {
        Metric {
            id: self.id.clone(),
            name: self.name.clone(),
            header,
            benchmark: self.benchmark.clone(),
            unit: self.unit.clone(),
            better: self.better,
            range: self.range,
            primary: self.primary,
            computed: None,
            breaks: self.breaks.clone(),
        }
    }
}

impl Rule {
    /// Every metric that it names.
    pub fn parts(&self) -> impl Iterator<Item = &MetricId> + use<'_> {
        let parts: Vec<&MetricId> = match self {
            Rule::Mean(lists) => lists.iter().flatten().collect(),
            Rule::Sum(parts) => parts.iter().collect(),
            Rule::Ratio(a, b, _) => vec![a, b],
            Rule::Weighted(parts) => parts.iter().map(|(part, _)| part).collect(),
        };
        parts.into_iter()
    }
}

/// A relation to other metrics, by which a contradiction is noticed. Nothing is ever corrected by it.
#[derive(Debug, Clone)]
pub enum Check {
    /// A weighted mean of these: it lies between the lowest and the highest.
    MeanOf(Vec<MetricId>),
    /// The first minus the second.
    Difference(MetricId, MetricId),
}

/// The label that holds the date of a label in ISO 8601.
#[must_use]
pub fn date_label(label: &str) -> String {
    format!("{label}_date")
}

impl Variant {
    /// The resources whose bodies it reads, its own first.
    pub fn resources(&self) -> impl Iterator<Item = &str> {
        let joined = self.join.iter().filter_map(|join| join.resource.as_deref());
        std::iter::once(self.resource.as_str()).chain(joined)
    }

    /// Whether more than one body makes the board: all of a resource, or a further one that is joined.
    #[must_use]
    pub fn is_composed(&self) -> bool {
        self.union || self.join.iter().any(|join| join.resource.is_some())
    }
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

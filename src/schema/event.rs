//! What happened on a board from one content to the next, small enough to be kept: names, places, printed numbers.

use super::as_text;
use super::{BoardId, Digest, Edition, MetricId};
use crate::text::Message;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// Something that happened on one board when a content followed another.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct BoardEvent {
    /// The board.
    pub board: BoardId,
    /// The edition of the later content; `None` on a rolling board.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub edition: Option<Edition>,
    /// When the later content became public, as far as is known.
    #[serde(with = "as_text")]
    pub public_at: Timestamp,
    /// When the later content was first seen.
    #[serde(with = "as_text")]
    pub observed_at: Timestamp,
    /// What kind of step led to it.
    pub step: StepKind,
    /// The first capture of the earlier content; `None` where the record begins.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub before: Option<Digest>,
    /// The first capture of the later content.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<Digest>,
    /// What happened.
    pub what: Happening,
}

impl BoardEvent {
    /// Whether both happened when one content followed another: their later content is the same.
    #[must_use]
    pub fn is_of_the_step_of(&self, other: &BoardEvent) -> bool {
        let content = |event: &BoardEvent| (event.public_at, event.observed_at, event.before, event.after);
        self.edition == other.edition && content(self) == content(other)
    }
}

/// What kind of step leads from one content to the next.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum StepKind {
    /// The record of the board begins.
    Beginning,
    /// A new edition after another one.
    Edition,
    /// A second content of one edition at one address.
    Revision,
    /// A rolling board went on.
    Update,
    /// The edition stands at a further address too, and says something else there: the publisher moved or copied it.
    Elsewhere,
}

/// An entry where it stood.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Placed {
    /// The name as printed.
    pub name: String,
    /// The texts that, with the name, tell it from other entries.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub key: Vec<String>,
    /// The organisation as printed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub organization: Option<String>,
    /// Its place, counted from 1; `None` outside the ranking and where the board has no order.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<u32>,
    /// The place as printed; empty where the board prints none.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub rank: String,
    /// The score by which the board orders, as printed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub score: Option<String>,
}

/// What places are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PlaceBasis {
    /// As the publisher prints them.
    Printed,
    /// Worked out from the metric by which the board orders, since it prints none.
    Computed,
    /// There are none: the board neither prints ranks nor says by what it orders.
    None,
}

/// What happened.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "kind")]
pub enum Happening {
    /// The record begins.
    Began {
        /// The entries of the first content.
        entries: usize,
        /// Who leads there; several where they are tied.
        leaders: Vec<Placed>,
        /// What the places are.
        basis: PlaceBasis,
    },
    /// Others lead than before.
    Led {
        /// Who leads now; several where they are tied.
        leaders: Vec<Placed>,
        /// Who led before.
        before: Vec<Placed>,
        /// What the places are.
        basis: PlaceBasis,
    },
    /// An entry is new.
    Entered {
        /// Where it stands.
        who: Placed,
        /// How many entries have a place.
        of: usize,
    },
    /// An entry is gone: its tombstone.
    Left {
        /// Where it stood.
        who: Placed,
        /// How many entries had a place then.
        of: usize,
        /// The edition in which it was last seen.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        edition: Option<Edition>,
        /// When that content was last seen.
        #[serde(with = "as_text")]
        last_seen_at: Timestamp,
    },
    /// An entry stands above others that had stood above it.
    Overtook {
        /// Where it stands.
        who: Placed,
        /// Its place before.
        from: Option<u32>,
        /// Some of those that it overtook, the best places first, where they stand.
        whom: Vec<Placed>,
        /// How many it overtook in all.
        count: u32,
    },
    /// The scores of an entry changed, by more than their printed precision.
    Rescored {
        /// Where it stands.
        who: Placed,
        /// Its place before.
        from: Option<u32>,
        /// The scores that changed.
        scores: Vec<Rescore>,
    },
    /// Places changed although the entries' own scores did not: others came, went or passed.
    Displaced {
        /// The entries, the best places before first, at most [`MOST_MOVES`](BoardEvent::MOST_MOVES).
        moves: Vec<Move>,
        /// How many there are in all.
        count: usize,
    },
    /// Places changed although neither own scores nor any entry above changed: the publisher counts otherwise.
    Recounted {
        /// The entries, as above.
        moves: Vec<Move>,
        /// How many there are in all.
        count: usize,
    },
    /// An entry probably bears another name. A proposal: it never becomes certain by itself.
    Renamed {
        /// Where it stood, under its former name.
        from: Placed,
        /// Where it stands.
        to: Placed,
        /// Why the two are taken for one entry.
        why: Message,
        /// The two models that the registry knows under these names, where they are different ones: then the
        /// proposal contradicts the registry.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        models: Option<(String, String)>,
    },
    /// The name of an entry is written otherwise, and its scores say that it is the same.
    Respelled {
        /// The name before.
        from: String,
        /// Where it stands.
        to: Placed,
    },
    /// A name now belongs to another entry than before.
    LabelReused {
        /// The name.
        label: String,
        /// The name that its former bearer has now.
        was: Placed,
        /// The name that its present bearer had before.
        now: Placed,
        /// What a comparison by name would have said of the main score, as a signed difference.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        apparent: Option<String>,
    },
    /// The publisher changed an edition after putting it up.
    Revised {
        /// The summary of the change.
        summary: Message,
        /// When the content before had become public, as far as is known.
        #[serde(with = "as_text")]
        before: Timestamp,
    },
    /// An entry's organisation is written otherwise.
    Organization {
        /// Where it stands, with the organisation as it is now.
        who: Placed,
        /// The organisation before.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        from: Option<String>,
    },
    /// A column of scores or of labels is new, gone or under another header.
    Column {
        /// Which.
        column: ColumnName,
        /// What happened to it.
        change: ColumnChange,
    },
    /// A metric became another quantity, or seems to have.
    MethodBroke {
        /// The metric; `None` where the whole board is concerned.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        metric: Option<MetricId>,
        /// Whether the definition declares it. What is found in the figures only seems to be so.
        declared: bool,
        /// What changed.
        change: MethodChange,
        /// The evidence, in words.
        why: Message,
        /// Whether a series of the main metric is to be split here.
        splits: bool,
    },
}

/// One score that changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rescore {
    /// The metric.
    pub metric: MetricId,
    /// As printed before; `None` where there was none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,
    /// As printed now; `None` where there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<String>,
    /// After minus before, in exact decimal steps and with its sign, on the later scale; `None` where one is missing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub delta: Option<String>,
    /// Whether it became better; `None` where that cannot be said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub better: Option<bool>,
    /// Whether the board orders by this metric.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub primary: bool,
}

/// A place that changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Move {
    /// The name as printed now.
    pub name: String,
    /// The texts that, with the name, tell it from other entries.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub key: Vec<String>,
    /// The organisation as printed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub organization: Option<String>,
    /// Before; `None` outside the ranking.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<u32>,
    /// Now; `None` outside the ranking.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<u32>,
}

/// A column by its name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ColumnName {
    /// A column of scores.
    Metric {
        /// Its id.
        id: MetricId,
        /// Its names.
        name: Message,
    },
    /// A column of labels, by its name: `access`.
    Label(String),
}

/// What happened to a column.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ColumnChange {
    /// It is new.
    Added,
    /// It is gone.
    Dropped,
    /// It has another header.
    Relabelled {
        /// As printed before.
        from: String,
        /// As printed now.
        to: String,
    },
}

/// How a method changed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum MethodChange {
    /// As the definition says.
    Declared,
    /// Columns that the main score is made of came or went, or the board orders by another one.
    MetricSet,
    /// The number of questions, as printed for all entries alike.
    Questions {
        /// Before.
        from: u64,
        /// Now.
        to: u64,
    },
    /// The weights of a composite. Each list is in the order of the table's columns.
    Weights {
        /// Before: metric and weight.
        from: Vec<(MetricId, f64)>,
        /// Now.
        to: Vec<(MetricId, f64)>,
    },
    /// Nearly all scores moved the same way, and by more than they moved apart.
    MassShift {
        /// The median of the differences.
        median: f64,
        /// How many entries are compared.
        shared: usize,
        /// How many moved that way.
        same_way: usize,
    },
    /// Another scale: the board now prints ten to the `power` times the number.
    Scale {
        /// 1 where 7.78 became 77.8.
        power: i8,
    },
    /// The scores lie in another range altogether.
    Range {
        /// Lowest and highest before, as printed.
        from: (String, String),
        /// Lowest and highest now.
        to: (String, String),
    },
    /// The test set has another name or version in the header.
    TestSet {
        /// As printed before.
        from: String,
        /// As printed now.
        to: String,
    },
}

impl BoardEvent {
    /// How many moves an event names; the rest are counted.
    pub const MOST_MOVES: usize = 100;

    /// How many overtaken entries an event names; the rest are counted.
    pub const MOST_OVERTAKEN: usize = 8;

    /// The code of what happened: `led`, `entered`, `method-broke` …
    #[must_use]
    pub fn code(&self) -> &'static str {
        self.what.code()
    }
}

impl Happening {
    /// The code of what happened, the same as in its serialised form.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Happening::Began { .. } => "began",
            Happening::Led { .. } => "led",
            Happening::Entered { .. } => "entered",
            Happening::Left { .. } => "left",
            Happening::Overtook { .. } => "overtook",
            Happening::Rescored { .. } => "rescored",
            Happening::Displaced { .. } => "displaced",
            Happening::Recounted { .. } => "recounted",
            Happening::Renamed { .. } => "renamed",
            Happening::Respelled { .. } => "respelled",
            Happening::LabelReused { .. } => "label-reused",
            Happening::Revised { .. } => "revised",
            Happening::Organization { .. } => "organization",
            Happening::Column { .. } => "column",
            Happening::MethodBroke { .. } => "method-broke",
        }
    }
}

//! The common schema: pure data, without I/O and without a clock. Modules meet here and not at each other.

mod as_text;
mod bump;
mod content;
mod digest;
mod edition;
mod event;
mod id;
mod locator;
pub mod long;
mod long_locator;
mod long_text;
mod metric;
mod problem;
mod rank;
mod report;
mod score;
mod snapshot;
mod span;
mod table;

pub use bump::{Bump, BumpColumn, BumpGap, BumpLine, BumpStep};
pub use content::Content;
pub use digest::{Digest, Hasher};
pub use edition::{Edition, EditionOrder};
pub use event::{
    BoardEvent, ColumnChange, ColumnName, Happening, MethodChange, Move, PlaceBasis, Placed, Rescore, StepKind,
};
pub use id::{BoardId, MetricId, ModelId, SourceId};
pub use jiff::Timestamp;
pub use locator::{Locator, table_words};
pub use metric::{Better, Break, Computed, Metric};
pub use problem::{Code, Problem, Severity};
pub use rank::Rank;
pub use report::{Align, Block, Cell, Column, Link, Notice, Report, Row, Section, Table, Tone};
pub use score::{Interval, Missing, Reading, Score};
pub use snapshot::{
    BoardHistory, Entry, NAMES_CUT, ORGANIZATIONS_REWORDED, ROWS_LEFT_OUT, Refused, Snapshot, TakenOut,
};
pub use span::{Href, Span};
pub use table::{BodyTable, MOST_BODY_BYTES, Place, RawCell, RawRow, RawTable};

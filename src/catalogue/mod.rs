//! Sources as data: what is declared in `sources/*.toml` and in the user's own files, which overlay them.

mod board;
mod copies;
mod derive_order;
mod each;
mod edition;
mod file;
mod file_board;
mod heading;
mod index;
mod label_names;
mod load;
mod lookup;
mod needs;
mod only;
mod overlay;
mod path;
mod read_board;
mod read_metric;
mod read_source;
mod read_table;
mod resource;
mod shape;
mod sound;
mod syntax;
mod table;

pub use board::{
    Board, Check, Columns, Derive, Expectation, IntervalColumns, Join, Kind, MetricDefinition, Rule, Variant,
    date_label,
};
pub use copies::{Original, Publishers};
pub use edition::{EditionPattern, EditionPatterns};
pub use file::Format;
pub use file_board::{Layout, PartMissing};
pub use heading::Heading;
pub use label_names::usual_label_name;
pub use load::{Catalogue, Source};
pub use only::Only;
pub use path::{PathStep, path_steps};
pub use resource::{Bind, BindBy, Expect, Key, Page, Probe, Resource};
pub use shape::{Shape, Shaped};
pub use syntax::{locate, position, syntax_error};
pub use table::{Cut, Group, Inside, Melt, Part, Pivot, Reshape, Rows, TableSelector};

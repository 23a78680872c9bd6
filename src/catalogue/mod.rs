//! Sources as data: what is declared in `sources/*.toml` and in the user's own files, which overlay them.

mod board;
mod edition;
mod file;
mod heading;
mod load;
mod lookup;
mod resource;
mod shape;
mod sound;

pub use board::{Board, Check, Columns, Kind, MetricDefinition, TableSelector, Variant};
pub use edition::{EditionPattern, EditionPatterns};
pub use file::Format;
pub use heading::Heading;
pub use load::{Catalogue, Source};
pub use resource::{Bind, Expect, Key, Probe, Resource};
pub use shape::{Shape, Shaped};

//! Which model a printed name means, and how it was run: exact aliases and grammar, never likeness.

mod alias;
mod apply;
mod decision;
mod decisions;
mod developers;
mod evidence;
mod family;
mod hub;
mod index;
mod key;
mod lexicon;
mod line;
mod of_class;
mod overlay;
mod printed_source;
mod read;
mod registry;
mod resolve;
mod scope;
mod search;
mod stamp;
mod stated;
mod subset;
mod table;
mod words;

pub use alias::{Alias, Place, Scope, Why};
pub use decision::{Action, Decision};
pub use developers::Developer;
pub use evidence::Evidence;
pub use of_class::{ClassCount, OfClass};
pub use overlay::{Overlay, valid_id};
pub use printed_source::{PrintedSource, PrintedSources};
pub use registry::{Class, Kind, Model, Registry};
pub use resolve::{Meaning, Query, Resolution};
pub use search::Found;

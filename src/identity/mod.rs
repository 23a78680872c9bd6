//! Which model a printed name means, and how it was run: exact aliases and grammar, never likeness.

mod alias;
mod developers;
mod evidence;
mod family;
mod hub;
mod index;
mod key;
mod lexicon;
mod line;
mod printed_source;
mod read;
mod registry;
mod resolve;
mod stamp;
mod stated;
mod subset;
mod table;
mod words;

pub use alias::{Alias, Place, Scope};
pub use developers::Developer;
pub use evidence::Evidence;
pub use printed_source::{PrintedSource, PrintedSources};
pub use registry::{Class, Kind, Model, Registry};
pub use resolve::{Meaning, Query, Resolution};

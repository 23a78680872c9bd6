//! The pipeline: resources are fetched or replayed, kept in the archive, and everything else is derived.

mod assemble;
mod compose;
mod derive;
mod gather;
mod library;
mod members;
mod merge;
mod moments;
mod shelf;
mod sighting;
mod state;

pub use derive::derive_source;
pub use gather::{Gathered, gather, replay};
pub use library::{Keep, Library};
pub use shelf::Shelf;
pub use sighting::{Sighting, sightings};
pub use state::{BoardState, State};

//! The pipeline: resources are fetched or replayed, kept in the archive, and everything else is derived.

mod assemble;
mod compose;
mod decisions;
mod derive;
mod gather;
mod library;
mod members;
mod merge;
mod moments;
mod saved;
mod shelf;
mod sighting;
mod state;

pub use decisions::Decisions;
pub use derive::{derive_decided, derive_source};
pub use gather::{Gathered, gather, replay};
pub use library::{Keep, Library};
pub use saved::take_file;
pub use shelf::Shelf;
pub use sighting::{Sighting, sightings};
pub use state::{BoardState, Held, State, held_back, stale_at};

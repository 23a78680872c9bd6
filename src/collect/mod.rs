//! The pipeline: resources are fetched or replayed, kept in the archive, and everything else is derived.

mod assemble;
pub mod backfill;
mod chronicle;
mod compose;
mod decisions;
mod derive;
mod gather;
mod library;
mod members;
mod merge;
mod moments;
mod pull;
mod saved;
mod shelf;
mod sighting;
mod state;
mod taken_out;

pub use chronicle::Wanted;
pub use decisions::Decisions;
pub use derive::{derive_decided, derive_source};
pub use gather::{Gathered, gather, gather_until, replay};
pub use library::{Keep, Library};
pub use pull::{Pull, Pulled, pull, pull_base, pull_settings};
pub use saved::take_file;
pub use shelf::Shelf;
pub use sighting::{Sighting, sightings};
pub use state::{BoardState, Held, State, held_back, stale_at};
pub use taken_out::taken_out_words;

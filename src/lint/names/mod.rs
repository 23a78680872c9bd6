//! Names of models held against what the archive holds: which are undecided, and what a person's decisions change.

mod effect;
mod undecided;

pub use effect::{NameChange, NamesEffect, SeriesChange, Span, names_effect};
pub use undecided::{Undecided, undecided};

//! Definitions held against what the archive holds, or tried on a body that nobody has captured: does each still fit,
//! and what would a first one look like? And names of models: which are undecided, and what do decisions change?

mod doctor;
mod fit;
mod guess;
mod names;
mod trial;

pub use doctor::{Diagnosis, Effect, Field, Repair, diagnose, effects, patch, patched};
pub use fit::{Fit, fit};
pub use guess::{Survey, survey};
pub use names::{NameChange, NamesEffect, SeriesChange, Span, Undecided, names_effect, undecided};
pub use trial::{Trial, trial};

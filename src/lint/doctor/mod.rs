//! What a definition expected of a capture that was held back, what came instead, and the likeliest repair.
//!
//! `diagnosis` finds the table that was meant and compares, `evidence` says which column of it is which, `patch` writes
//! the repair into the definition's text, `effect` tries it on every capture.

mod diagnosis;
mod effect;
mod evidence;
mod patch;
mod repair;

pub use diagnosis::{Diagnosis, Field, diagnose};
pub use effect::{Effect, effects};
pub use patch::{patch, patched};
pub use repair::Repair;

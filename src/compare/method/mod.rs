//! Methods that changed: those that the definition declares, and those that the figures show.
//!
//! What is found only seems to be so: each finding carries its evidence, and says whether the series of the main
//! metric is to be split there.

mod columns;
mod found;
mod numbers;
mod questions;
mod shift;
mod weights;

pub(super) use found::{Memory, breaks, may_have_changed};

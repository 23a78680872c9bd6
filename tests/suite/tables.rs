//! Extraction. Each oddity that publishers print has a small file in `fixtures/tables` beside the exact reading or
//! refusal that it must give, written by hand from the file.

#![expect(clippy::expect_used, reason = "a helper of tests may fail its test")]

mod bodies;
mod bombs;
mod containers;
mod fixture;
mod limits;
mod recordings;
mod robustness;

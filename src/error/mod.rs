//! The one error type: what went wrong, where, what to do about it, and the exit code that says so to scripts.
//!
//! A bad cell, drift or doubt is no error but a [`Problem`](crate::schema::Problem).

mod kind;
mod opaque;
mod wording;

pub use kind::{ErrorKind, FetchFailure, Noun, Position};
pub use opaque::{Error, Result};

//! Which model a printed name means, by exact alias alone: a name that no alias equals stays undecided.

mod registry;
mod resolve;

pub use registry::{Class, Model, Registry};
pub use resolve::Resolution;

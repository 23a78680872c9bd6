//! A body that no definition knows: its format, its tables, and a first definition of them.

mod draft;
mod profile;
mod roles;
mod sniff;
mod survey;

pub use survey::{Survey, survey};

//! A body that no definition knows: its format, its tables, and a first definition of them.

mod beside;
mod draft;
mod ids;
mod profile;
mod roles;
mod sniff;
mod survey;
mod words;

pub use survey::{Survey, survey};

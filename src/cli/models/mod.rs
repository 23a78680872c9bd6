//! `bangdan models`: the registry of models, and what a printed name means. One file per subcommand.

mod batch;
mod class;
mod commands;
mod list;
mod place;
mod resolve;
mod search;
mod show;
mod suggest;
mod try_overlay;

pub(super) use class::ClassArgument;
pub(super) use commands::{Models, run};

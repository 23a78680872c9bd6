//! `bangdan models`: the registry of models, and what a printed name means. One file per subcommand.

mod class;
mod commands;
mod list;
mod suggest;
mod try_overlay;

pub(super) use commands::{Models, run};

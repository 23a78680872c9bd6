//! The subcommands of `models`: a variant and an arm for each.

use super::{list, resolve};
use crate::cli::session::Session;
use crate::error::Result;
use clap::{Args, Subcommand};

/// Arguments of `models`.
#[derive(Debug, Args)]
#[command(disable_help_subcommand = true)]
pub struct Models {
    /// What to do.
    #[command(subcommand)]
    pub command: ModelsCommand,
}

/// The subcommands of `models`.
#[derive(Debug, Subcommand)]
pub enum ModelsCommand {
    /// Which model a printed name means, how it was run, and why
    #[command(after_help = resolve::EXAMPLE)]
    Resolve(resolve::Resolve),
    /// The models of the registry
    #[command(after_help = list::EXAMPLE)]
    List(list::List),
}

pub(in crate::cli) fn run(session: &Session, models: &Models) -> Result<u8> {
    match &models.command {
        ModelsCommand::Resolve(arguments) => resolve::run(session, arguments),
        ModelsCommand::List(arguments) => list::run(session, arguments),
    }
}

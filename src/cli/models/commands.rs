//! The subcommands of `models`: a variant and an arm for each.

use super::{list, resolve, search, show, suggest, try_overlay};
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
    /// A model, its names, and every board on which it stands now
    #[command(after_help = show::EXAMPLE)]
    Show(show::Show),
    /// Models by words of their ids, names and developers
    #[command(after_help = search::EXAMPLE)]
    Search(search::Search),
    /// Names that are not decided, with the models that they may mean, as lines to fill in
    #[command(after_help = suggest::EXAMPLE)]
    Suggest(suggest::Suggest),
    /// What a file of decisions would change in the archive's history
    #[command(after_help = try_overlay::EXAMPLE)]
    Try(try_overlay::Try),
}

pub(in crate::cli) fn run(session: &Session, models: &Models) -> Result<u8> {
    match &models.command {
        ModelsCommand::Resolve(arguments) => resolve::run(session, arguments),
        ModelsCommand::List(arguments) => list::run(session, arguments),
        ModelsCommand::Show(arguments) => show::run(session, arguments),
        ModelsCommand::Search(arguments) => search::run(session, arguments),
        ModelsCommand::Suggest(arguments) => suggest::run(session, arguments),
        ModelsCommand::Try(arguments) => try_overlay::run(session, arguments),
    }
}

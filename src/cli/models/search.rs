//! `bangdan models search`

use crate::cli::args::Output;
use crate::cli::output::write_report;
use crate::cli::session::Session;
use crate::error::{ErrorKind, Noun, Result};
use crate::report::search_report;
use clap::Args;

pub(super) const EXAMPLE: &str = "Example: bangdan models search 通义千问 72b";

/// Arguments of `models search`.
#[derive(Debug, Args)]
pub struct Search {
    /// Words that the id, name, aliases or developer of a model have
    #[arg(required = true, value_name = "TEXT")]
    pub words: Vec<String>,
    /// Where and how to write.
    #[command(flatten)]
    pub output: Output,
}

pub(super) fn run(session: &Session, arguments: &Search) -> Result<u8> {
    let registry = session.registry()?;
    let typed = arguments.words.join(" ");
    let found = registry.search(&typed);
    if found.is_empty() {
        return Err(ErrorKind::NotFound { noun: Noun::Model, name: typed, suggestions: Vec::new() }.into());
    }
    write_report(session, &arguments.output, &search_report(&registry, &typed, &found))?;
    Ok(0)
}

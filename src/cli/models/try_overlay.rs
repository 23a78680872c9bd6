//! `bangdan models try`

use super::suggest::boards;
use crate::cli::args::Output;
use crate::cli::decisions::overlay;
use crate::cli::output::write_report;
use crate::cli::session::Session;
use crate::error::Result;
use crate::identity::Registry;
use crate::lint::names_effect;
use crate::report::effect_report;
use clap::Args;
use std::fs;
use std::path::{Path, PathBuf};

pub(super) const EXAMPLE: &str = "Example: bangdan models try decisions.csv";

/// Arguments of `models try`.
#[derive(Debug, Args)]
pub struct Try {
    /// The file of decisions
    pub overlay: PathBuf,
    /// Exit with 1 if anything changes
    #[arg(long)]
    pub exit_code: bool,
    /// Read this archive and write nothing to it
    #[arg(long, value_name = "DIR")]
    pub replay: Option<PathBuf>,
    /// Where and how to write.
    #[command(flatten)]
    pub output: Output,
}

/// 1 with `--exit-code` where anything would change.
pub(super) fn run(session: &Session, arguments: &Try) -> Result<u8> {
    let tried = overlay(session, &arguments.overlay)?;
    // The file that is in use already is held against the registry without it.
    let in_use = session.registry_file().is_some_and(|own| is_same(&own, &arguments.overlay));
    let before = if in_use { Registry::built_in()? } else { session.registry()? };
    let after = before.clone().with(&tried)?;
    let library = session.library_or_replay(arguments.replay.as_deref())?;
    let effect = names_effect(&before, &after, &boards(&library, None)?);
    write_report(session, &arguments.output, &effect_report(&tried, &effect))?;
    Ok(u8::from(arguments.exit_code && !effect.is_empty()))
}

fn is_same(one: &Path, other: &Path) -> bool {
    match (fs::canonicalize(one), fs::canonicalize(other)) {
        (Ok(one), Ok(other)) => one == other,
        _ => one == other,
    }
}

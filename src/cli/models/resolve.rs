//! `bangdan models resolve`

use super::batch;
use super::place::{PlaceArguments, Stand};
use crate::cli::args::{Output, OutputFormat};
use crate::cli::output::write_report;
use crate::cli::session::Session;
use crate::error::{Error, ErrorKind, Result};
use crate::identity::{Meaning, PrintedSources};
use crate::message;
use crate::report::resolution_report;
use clap::Args;
use std::path::PathBuf;

pub(super) const EXAMPLE: &str = "Example: bangdan models resolve 文心一言 --source SuperCLUE/README@2023-11 --explain";

/// A name that is left undecided ends like an unknown one.
const UNDECIDED: u8 = 2;

/// Arguments of `models resolve`.
#[derive(Debug, Args)]
pub struct Resolve {
    /// The name as printed
    #[arg(required_unless_present = "input", conflicts_with = "input")]
    pub name: Option<String>,
    /// Where the name stands.
    #[command(flatten)]
    pub place: PlaceArguments,
    /// Also the evidence in words, strongest first
    #[arg(long)]
    pub explain: bool,
    /// Resolve the column `raw_name` of this CSV file instead (`-` reads the standard input), with `source`,
    /// `organization_as_shown` and `access_as_shown` where it has them; every column is passed through
    #[arg(long, value_name = "FILE", conflicts_with_all = ["explain", "source", "board", "organization", "access", "at"])]
    pub input: Option<PathBuf>,
    /// Form of the result [default: terminal, with --input csv]
    #[arg(long, value_name = "FORMAT")]
    pub format: Option<OutputFormat>,
    /// Write to a file instead of the standard output
    #[arg(long, short, value_name = "PATH")]
    pub output: Option<PathBuf>,
}

pub(super) fn run(session: &Session, arguments: &Resolve) -> Result<u8> {
    if let Some(input) = &arguments.input {
        if !matches!(arguments.format, None | Some(OutputFormat::Csv)) {
            let what = message!("with --input the result is CSV", "使用 --input 时结果为 CSV");
            return Err(
                Error::new(ErrorKind::Usage { what }).with_hint(message!("write --format csv", "请写 --format csv"))
            );
        }
        return batch::run(session, input, arguments.output.as_deref());
    }
    let (registry, printed) = (session.registry()?, PrintedSources::built_in()?);
    let name = arguments.name.as_deref().unwrap_or_default();
    let stand = Stand::read(&arguments.place, &session.catalogue()?, &printed)?;
    let resolution = registry.decide(&stand.query(name));
    let report = resolution_report(&registry, name, &resolution, arguments.explain);
    let format = arguments.format.unwrap_or(OutputFormat::Terminal);
    write_report(session, &Output { format, output: arguments.output.clone() }, &report)?;
    Ok(if matches!(resolution.meaning, Meaning::New(_)) { UNDECIDED } else { 0 })
}

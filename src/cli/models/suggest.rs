//! `bangdan models suggest`

use crate::catalogue::Board;
use crate::cli::args::{Output, OutputFormat};
use crate::cli::output::{write_bytes, write_failed, write_report};
use crate::cli::session::Session;
use crate::collect::Library;
use crate::error::Result;
use crate::exchange::{OpenLine, write_open_lines};
use crate::identity::{Candidate, Candidates};
use crate::lint::{Undecided, undecided};
use crate::report::{remark, suggest_report};
use crate::schema::Snapshot;
use clap::Args;
use rayon::prelude::*;
use std::path::{Path, PathBuf};

pub(super) const EXAMPLE: &str = "Example: bangdan models suggest --limit 20 --format csv --output decisions.csv";

/// Arguments of `models suggest`.
#[derive(Debug, Args)]
pub struct Suggest {
    /// How many names, the most valuable first
    #[arg(long, value_name = "N", default_value_t = 50)]
    pub limit: usize,
    /// Only names on boards of this source, by id or name
    #[arg(long, value_name = "SOURCE")]
    pub source: Option<String>,
    /// Read this archive and write nothing to it
    #[arg(long, value_name = "DIR")]
    pub replay: Option<PathBuf>,
    /// Where and how to write: `csv` gives lines of decisions to fill in.
    #[command(flatten)]
    pub output: Output,
}

pub(super) fn run(session: &Session, arguments: &Suggest) -> Result<u8> {
    let library = session.library_or_replay(arguments.replay.as_deref())?;
    let registry = session.registry()?;
    let boards = boards(&library, arguments.source.as_deref())?;
    let mut names = undecided(&registry, &boards);
    let all = names.len();
    names.truncate(arguments.limit);
    let known = Candidates::of(&registry);
    let with_candidates = |one: Undecided| {
        let organizations = one.organizations.iter().map(String::as_str);
        let candidates = known.for_name(&one.name, organizations, &one.resolution.candidates);
        (one, candidates)
    };
    let shown: Vec<(Undecided, Vec<Candidate>)> = names.into_par_iter().map(with_candidates).collect();
    if arguments.output.format != OutputFormat::Csv {
        write_report(session, &arguments.output, &suggest_report(&shown, all))?;
        return Ok(0);
    }
    let lines: Vec<OpenLine> = shown.iter().map(|(one, candidates)| line(session, one, candidates)).collect();
    let mut bytes = Vec::new();
    write_open_lines(&mut bytes, &lines).map_err(|cause| write_failed(Path::new("csv"), cause))?;
    write_bytes(arguments.output.output.as_deref(), &bytes)?;
    Ok(0)
}

fn line(session: &Session, one: &Undecided, candidates: &[Candidate]) -> OpenLine {
    OpenLine {
        remark: remark(one, candidates).get(session.language).to_owned(),
        name: one.name.clone(),
        id: likeliest(one, candidates),
        // Where one source alone prints the name, the decision is about that source.
        source: match one.sources.iter().collect::<Vec<_>>().as_slice() {
            [source] => (*source).clone(),
            _ => String::new(),
        },
    }
}

/// The first candidate, if the resolver named it too or the board names its developer: likeness alone suggests too much.
fn likeliest(one: &Undecided, candidates: &[Candidate]) -> String {
    let first = candidates.first();
    let first = first.filter(|first| first.same_developer || one.resolution.candidates.contains(&first.id));
    first.map(|first| first.id.to_string()).unwrap_or_default()
}

/// The boards, or those of one source, with all that the archive holds of them.
pub(super) fn boards<'l>(library: &'l Library, source: Option<&str>) -> Result<Vec<(&'l Board, Vec<Snapshot>)>> {
    let only = source.map(|typed| library.catalogue().source(typed)).transpose()?;
    let mut histories = library.histories()?;
    let boards = library.catalogue().boards().filter(|(source, _)| only.is_none_or(|only| only.id == source.id));
    Ok(boards.filter_map(|(_, board)| Some((board, histories.remove(&board.id)?.snapshots))).collect())
}

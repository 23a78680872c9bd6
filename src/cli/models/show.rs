//! `bangdan models show`

use crate::cli::args::{Output, Times};
use crate::cli::output::write_report;
use crate::cli::session::{self, Session};
use crate::compare::select;
use crate::error::{ErrorKind, Noun, Result};
use crate::identity::{Meaning, Query, Registry};
use crate::message;
use crate::report::{Standing, standing_report};
use crate::schema::ModelId;
use crate::text::nearest;
use clap::Args;
use rayon::prelude::*;
use std::path::PathBuf;

pub(super) const EXAMPLE: &str = "Example: bangdan models show baidu/ernie-4.0 --replay fixtures/archive";

/// Arguments of `models show`.
#[derive(Debug, Args)]
pub struct Show {
    /// The model, by id or by a name
    pub model: String,
    /// Read this archive and write nothing to it
    #[arg(long, value_name = "DIR")]
    pub replay: Option<PathBuf>,
    /// Times.
    #[command(flatten)]
    pub times: Times,
    /// Where and how to write.
    #[command(flatten)]
    pub output: Output,
}

pub(super) fn run(session: &Session, arguments: &Show) -> Result<u8> {
    let registry = session.registry()?;
    let id = find(&registry, &arguments.model)?;
    let library = match arguments.replay.as_deref() {
        Some(folder) => session.library_or_replay(Some(folder))?,
        None => session.library_or_empty(session.catalogue()?)?,
    };
    let selection = session::selection(&arguments.times, None)?;
    let mut histories = library.histories()?;
    let boards = library.catalogue().boards();
    let histories: Vec<_> = boards.filter_map(|(_, board)| Some((board, histories.remove(&board.id)?))).collect();
    let newest =
        histories.iter().filter_map(|(board, history)| Some((*board, select(&history.snapshots, &selection)?)));
    let newest: Vec<_> = newest.collect();
    let standings = newest.par_iter().flat_map_iter(|(board, snapshot)| {
        snapshot.entries.iter().filter_map(|entry| {
            let resolution = registry.resolve(snapshot, entry);
            let configuration = resolution.configuration();
            (resolution.model() == Some(&id)).then_some(Standing { board, snapshot, entry, configuration })
        })
    });
    let standings: Vec<Standing<'_>> = standings.collect();
    write_report(session, &arguments.output, &standing_report(&registry, &id, newest.len(), &standings))?;
    Ok(0)
}

/// The model with this id or of this name.
fn find(registry: &Registry, typed: &str) -> Result<ModelId> {
    if let Some(model) = registry.model(typed) {
        return Ok(model.id.clone());
    }
    let resolution = registry.decide(&Query { name: typed, ..Query::default() });
    let (noun, name) = (Noun::Model, typed.to_owned());
    match resolution.meaning {
        Meaning::Model(id) => Ok(id),
        Meaning::Composite(members) => {
            let members: Vec<String> = members.iter().map(ToString::to_string).collect();
            Err(ErrorKind::Ambiguous { noun, name, candidates: members }.into())
        }
        Meaning::NotAModel => {
            let what = message!("{typed:?} is no model", "{typed:?} 不是模型");
            Err(ErrorKind::Usage { what }.into())
        }
        Meaning::New(_) if resolution.candidates.len() > 1 => {
            let candidates = resolution.candidates.iter().map(ToString::to_string).collect();
            Err(ErrorKind::Ambiguous { noun, name, candidates }.into())
        }
        Meaning::New(_) => {
            let known = registry.models().iter().flat_map(|model| [model.id.as_str(), &model.name]);
            Err(ErrorKind::NotFound { noun, name, suggestions: nearest(typed, known) }.into())
        }
    }
}

//! `bangdan history`

use super::args::History;
use super::explain::{Wanted, unknown_model};
use super::output::write_report;
use super::session::{self, Session};
use crate::compare::model_history;
use crate::error::Result;
use crate::report::{ModelOnBoard, model_report};
use crate::schema::Snapshot;
use rayon::prelude::*;

pub(super) fn run(session: &Session, arguments: &History) -> Result<u8> {
    let library = session.library_naming(None, arguments.board.as_slice())?;
    let selection = session::selection(&arguments.times, None)?;
    let wanted = match &arguments.board {
        Some(name) => vec![library.catalogue().board(name)?],
        None => library.catalogue().boards().collect(),
    };
    let mut histories = library.histories()?;
    let registry = session.registry()?;
    let meant = Wanted::new(&registry, &arguments.model);
    let histories: Vec<_> = wanted
        .into_iter()
        .filter_map(|(source, board)| {
            let history = session::restrict(histories.remove(&board.id)?, &selection);
            if arguments.board.is_some() {
                session.tell_if_held_back(source, board, &history, session.now(&library));
            }
            Some((board, history.snapshots))
        })
        .collect();
    let who = |snapshot: &_, entry: &_| registry.label(snapshot, entry);
    let boards: Vec<ModelOnBoard<'_>> = histories
        .par_iter()
        .map(|(board, snapshots)| {
            let matches = |snapshot: &_, entry: &_| meant.is(snapshot, entry);
            ModelOnBoard { board, appearances: model_history(matches, &who, [snapshots.as_slice()]) }
        })
        .filter(|on| !on.appearances.is_empty())
        .collect();
    if boards.is_empty() {
        let all: Vec<&Snapshot> = histories.iter().flat_map(|(_, snapshots)| snapshots).collect();
        return Err(unknown_model(&all, &arguments.model));
    }
    write_report(session, &arguments.output, &model_report(&arguments.model, &boards))?;
    Ok(0)
}

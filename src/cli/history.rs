//! `bangdan history`

use super::args::History;
use super::explain::{Wanted, unknown_model};
use super::output::write_report;
use super::session::{self, Session};
use crate::catalogue::{Board, Source};
use crate::collect::{Library, taken_out_words};
use crate::compare::{events, found_breaks, model_history};
use crate::error::{Error, ErrorKind, Result};
use crate::message;
use crate::report::{ModelOnBoard, board_history_report, model_report};
use crate::schema::Snapshot;
use crate::text::Message;
use rayon::prelude::*;

pub(super) fn run(session: &Session, arguments: &History) -> Result<u8> {
    let named = arguments.model.as_deref().or(arguments.name.as_deref());
    match (named, &arguments.board) {
        (Some(model), Some(board)) => of_model(session, arguments, model, Some(board)),
        (None, Some(board)) => {
            let library = session.library_naming(None, std::slice::from_ref(board))?;
            let (source, board) = library.catalogue().board(board)?;
            of_board(session, arguments, &library, source, board)
        }
        (Some(model), None) if arguments.model.is_some() => of_model(session, arguments, model, None),
        (Some(name), None) => of_either(session, arguments, name),
        (None, None) => {
            let what = message!("neither a model nor a board is named", "既未指定模型，也未指定榜单");
            Err(ErrorKind::Usage { what }.into())
        }
    }
}

/// A board is found by its exact name, so it goes first; a model of that name is told.
fn of_either(session: &Session, arguments: &History, name: &str) -> Result<u8> {
    let library = session.library_naming(None, &[name.to_owned()])?;
    let (source, board) = match library.catalogue().board(name) {
        Ok(found) => found,
        Err(error) if matches!(error.kind(), ErrorKind::Ambiguous { .. }) => return Err(error),
        Err(_) => return of_model(session, arguments, name, None),
    };
    if Wanted::new(&session.registry()?, name).is_known() {
        let id = &board.id;
        session.tell(&message!(
            "note: {name} names a board and a model; this is the board {id}; `bangdan history --model {name:?}` shows the \
             model",
            "注意：{name} 既是榜单名又是模型名；所示为榜单 {id}；查看模型请用 `bangdan history --model {name:?}`"
        ));
    }
    of_board(session, arguments, &library, source, board)
}

fn of_board(session: &Session, arguments: &History, library: &Library, source: &Source, board: &Board) -> Result<u8> {
    let selection = session::selection(&arguments.times, None)?;
    let all = library.history(source, board)?;
    let history = session::restrict(all.clone(), &selection);
    if history.snapshots.is_empty() {
        return Err(session::nothing_held(library, board, &all, &selection));
    }
    session.tell_if_held_back(source, board, &history, session.now(library));
    let registry = session.registry()?;
    let who = |snapshot: &_, entry: &_| registry.who_is(snapshot, entry);
    let events = events(&history.snapshots, &who);
    let report = board_history_report(board, &history.snapshots, &events, &who, usize::from(arguments.top));
    write_report(session, &arguments.output, &report)?;
    Ok(0)
}

fn of_model(session: &Session, arguments: &History, model: &str, on: Option<&str>) -> Result<u8> {
    let names: Vec<String> = on.map(str::to_owned).into_iter().collect();
    let library = session.library_naming(None, &names)?;
    let selection = session::selection(&arguments.times, None)?;
    let wanted: Vec<(&Source, &Board)> = match on {
        Some(name) => vec![library.catalogue().board(name)?],
        None => library.catalogue().boards().collect(),
    };
    let histories: Vec<_> = if let [(source, board)] = wanted.as_slice() {
        vec![(*source, *board, library.history(source, board)?)]
    } else {
        let mut histories = library.histories()?;
        let held = wanted.into_iter().filter_map(|(source, board)| Some((source, board, histories.remove(&board.id)?)));
        held.collect()
    };
    let registry = session.registry()?;
    let meant = Wanted::new(&registry, model);
    let mut taken_out = Vec::new();
    let histories: Vec<(&Board, Vec<Snapshot>)> = histories
        .into_iter()
        .map(|(source, board, history)| {
            let history = session::restrict(history, &selection);
            if on.is_some() {
                session.tell_if_held_back(source, board, &history, session.now(&library));
            } else if let Some(words) = taken_out_words(&history) {
                taken_out.push((board, words));
            }
            (board, history.snapshots)
        })
        .collect();
    let who = |snapshot: &_, entry: &_| registry.who_is(snapshot, entry);
    let boards: Vec<ModelOnBoard<'_>> = histories
        .par_iter()
        .filter_map(|(board, snapshots)| {
            let matches = |snapshot: &_, entry: &_| meant.is(snapshot, entry);
            let appearances = model_history(matches, &who, [snapshots.as_slice()]);
            if appearances.is_empty() {
                return None;
            }
            Some(ModelOnBoard { board, appearances, found: found_breaks(snapshots, &who) })
        })
        .collect();
    for (board, Message { en, zh }) in taken_out {
        // Where it is on no board at all, what is missing may be why.
        if boards.is_empty() || boards.iter().any(|on| on.board.id == board.id) {
            let id = &board.id;
            session.tell(&message!("note: {id}: {en}", "注意：{id}：{zh}"));
        }
    }
    if boards.is_empty() {
        return Err(unknown(&histories, model, on));
    }
    write_report(session, &arguments.output, &model_report(model, &boards))?;
    Ok(0)
}

/// No such model; where no board is named, a board may have been meant.
fn unknown(histories: &[(&Board, Vec<Snapshot>)], model: &str, on: Option<&str>) -> Error {
    let all: Vec<&Snapshot> = histories.iter().flat_map(|(_, snapshots)| snapshots).collect();
    let error = unknown_model(&all, model);
    if on.is_some() {
        return error;
    }
    error.with_hint(message!(
        "no board has that name either; `bangdan list` shows the boards",
        "也没有同名榜单；运行 `bangdan list` 查看榜单"
    ))
}

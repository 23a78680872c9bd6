//! `bangdan explain`

use super::args::Explain;
use super::output::write_report;
use super::session::{self, Session};
use super::show::unknown_edition;
use crate::catalogue::Board;
use crate::compare::select;
use crate::error::{ErrorKind, Noun, Result};
use crate::identity::{Query, Registry};
use crate::report::{Quotation, explain_report};
use crate::schema::{Entry, ModelId, Snapshot};
use crate::text::{fold, nearest};

pub(super) fn run(session: &Session, arguments: &Explain) -> Result<u8> {
    let library = session.library_naming(None, std::slice::from_ref(&arguments.board))?;
    let (source, board) = library.catalogue().board(&arguments.board)?;
    let metric = board.find_metric(&arguments.metric).ok_or_else(|| unknown_metric(board, &arguments.metric))?;
    let selection = session::selection(&arguments.times, arguments.edition.as_deref())?;
    let chosen = match &arguments.edition {
        None => session::restrict(library.history(source, board)?, &selection).snapshots,
        Some(edition) => {
            let shelf = library.shelf(source, board)?;
            let heads = session::restrict(shelf.heads().clone(), &selection);
            let head = select(&heads.snapshots, &selection).ok_or_else(|| unknown_edition(&heads, edition))?;
            vec![shelf.load(head)?]
        }
    };
    session.tell_if_taken_out(board, library.shelf(source, board)?.heads());
    let registry = session.registry()?;
    let wanted = Wanted::new(&registry, &arguments.model);
    let mut quotations = Vec::new();
    for snapshot in chosen.iter().rev() {
        let Some(shown) = snapshot.metric(&metric.id) else { continue };
        for entry in snapshot.entries.iter().filter(|entry| wanted.is(snapshot, entry)) {
            let Some(reading) = entry.readings.get(&metric.id) else { continue };
            let object = reading.at().capture;
            let file = library.body_file(&object)?;
            let body = library.body(&object)?;
            let url = library.url_of(source, snapshot, &object);
            quotations.push(Quotation::new(snapshot, entry, shown, reading, (file, url, &body)));
        }
    }
    if quotations.is_empty() {
        return Err(unknown_model(&chosen.iter().rev().collect::<Vec<_>>(), &arguments.model));
    }
    write_report(session, &arguments.output, &explain_report(board, &quotations))?;
    Ok(0)
}

/// The model that was typed: an entry of the same name after folding, or of the same identity.
pub(super) struct Wanted<'a> {
    registry: &'a Registry,
    folded: String,
    model: Option<ModelId>,
}

impl<'a> Wanted<'a> {
    pub(super) fn new(registry: &'a Registry, typed: &str) -> Wanted<'a> {
        let known = registry.model(typed).map(|model| model.id.clone());
        let model = known.or_else(|| registry.decide(&Query { name: typed, ..Query::default() }).model().cloned());
        Wanted { registry, folded: fold(typed), model }
    }

    /// Whether the registry knows a model of that name.
    pub(super) fn is_known(&self) -> bool {
        self.model.is_some()
    }

    pub(super) fn is(&self, snapshot: &Snapshot, entry: &Entry) -> bool {
        fold(&entry.name) == self.folded
            || self.model.is_some() && self.registry.resolve(snapshot, entry).model() == self.model.as_ref()
    }
}

fn unknown_metric(board: &Board, typed: &str) -> crate::error::Error {
    let known = board
        .metrics
        .iter()
        .flat_map(|metric| [metric.id.as_str()].into_iter().chain(metric.header.iter().map(String::as_str)));
    let mut suggestions = nearest(typed, known);
    if suggestions.is_empty() {
        suggestions = board.metrics.iter().map(|metric| metric.id.to_string()).collect();
    }
    ErrorKind::NotFound { noun: Noun::Metric, name: typed.to_owned(), suggestions }.into()
}

/// No such model: the likest names that the contents print.
pub(super) fn unknown_model(snapshots: &[&Snapshot], typed: &str) -> crate::error::Error {
    let names = snapshots.iter().flat_map(|snapshot| snapshot.entries.iter().map(|entry| entry.name.as_str()));
    let suggestions = nearest(typed, names);
    ErrorKind::NotFound { noun: Noun::Model, name: typed.to_owned(), suggestions }.into()
}

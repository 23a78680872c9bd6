//! `bangdan list`

use super::args::List;
use super::output::write_report;
use super::session::{self, Session};
use crate::error::Result;
use crate::report::{list_report, sources_report};
use crate::schema::SourceId;
use std::collections::BTreeSet;

pub(super) fn run(session: &Session, arguments: &List) -> Result<u8> {
    if arguments.declared {
        let mut catalogue = session.catalogue()?;
        if !arguments.names.is_empty() {
            let wanted = session::boards(&catalogue, &arguments.names)?;
            let wanted: BTreeSet<SourceId> = wanted.into_iter().map(|(source, _)| source.id.clone()).collect();
            catalogue = catalogue.with(|source| wanted.contains(&source.id));
        }
        write_report(session, &arguments.output, &sources_report(&catalogue))?;
        return Ok(0);
    }
    let library = session.library_or_empty(session.catalogue()?)?;
    let selection = session::selection(&arguments.times, None)?;
    let now = session.now(&library);
    let wanted = session::boards(library.catalogue(), &arguments.names)?;
    let mut heads = library.heads()?;
    let views: Vec<_> = wanted
        .into_iter()
        .map(|(source, board)| {
            let history = heads.remove(&board.id).unwrap_or_default();
            session::view(source, board, history, &selection, now)
        })
        .collect();
    write_report(session, &arguments.output, &list_report(&views))?;
    Ok(0)
}

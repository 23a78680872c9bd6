//! `bangdan list`

use super::args::List;
use super::output::write_report;
use super::session::{self, Session};
use crate::error::Result;
use crate::report::list_report;

pub(super) fn run(session: &Session, arguments: &List) -> Result<u8> {
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

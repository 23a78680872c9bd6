//! Files of a person's decisions about names of models.

use super::session::Session;
use crate::error::{Error, ErrorKind, Result};
use crate::identity::{Overlay, PrintedSources};
use crate::message;
use crate::text::nearest;
use std::fs;
use std::path::Path;

/// Reads a file of decisions, whose sources and boards must be known ones.
///
/// # Errors
/// A file that cannot be read, or a mistake in it, with its line.
pub(super) fn overlay(session: &Session, file: &Path) -> Result<Overlay> {
    let name = file.display().to_string();
    let bytes = fs::read(file).map_err(|cause| {
        let what = message!("no such file of decisions, or it cannot be read", "没有该决定文件，或无法读取");
        Error::new(ErrorKind::Definition { file: name.clone(), position: None, what, suggestion: None })
            .caused_by(cause)
            .with_hint(message!(
                "`bangdan models suggest --format csv` writes a first one",
                "可用 `bangdan models suggest --format csv` 生成初稿"
            ))
    })?;
    let overlay = Overlay::read(&name, &bytes)?;
    if overlay.decisions().iter().all(|(_, decision)| decision.scope.named() == ("", "")) {
        return Ok(overlay);
    }
    let catalogue = session.catalogue()?;
    let others = PrintedSources::built_in()?;
    let sources = || catalogue.sources().iter().map(|source| source.id.as_str()).chain(others.ids());
    let boards = || catalogue.boards().map(|(_, board)| board.id.as_str());
    for (line, decision) in overlay.decisions() {
        let (source, board) = decision.scope.named();
        if !source.is_empty() && !sources().any(|known| known == source) {
            return Err(overlay.unknown_place(*line, source, &nearest(source, sources())));
        }
        if !board.is_empty() && !boards().any(|known| known == board) {
            return Err(overlay.unknown_place(*line, board, &nearest(board, boards())));
        }
    }
    Ok(overlay)
}

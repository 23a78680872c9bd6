//! `bangdan report`

use super::args::Report;
use super::output::write_file;
use super::session::{self, Session};
use crate::error::Result;
use crate::message;
use crate::render;
use crate::report::{board_page, overview};
use crate::text::counted;
use rayon::prelude::*;

pub(super) fn run(session: &Session, arguments: &Report) -> Result<u8> {
    let library = session.library_or_replay(arguments.replay.as_deref())?;
    let selection = session::selection(&arguments.times, None)?;
    let now = session.now(&library);
    let wanted = session::boards(library.catalogue(), &arguments.names)?;
    let mut histories = library.histories()?;
    let views: Vec<_> = wanted
        .into_iter()
        .map(|(source, board)| {
            let history = histories.remove(&board.id).unwrap_or_default();
            session::view(source, board, history, &selection, now)
        })
        .collect();
    let mut pages = vec![overview(&views, now)];
    let filled: Vec<_> = views.iter().filter(|view| view.latest().is_some()).collect();
    pages.par_extend(filled.par_iter().map(|view| board_page(view)));
    let files = render::site(&pages);
    files.par_iter().try_for_each(|file| write_file(&arguments.output.join(&file.path), file.text.as_bytes()))?;
    let (boards, folder) = (filled.len(), arguments.output.display());
    let (html, readme) = (arguments.output.join("index.html"), arguments.output.join("README.md"));
    let (html, readme) = (html.display(), readme.display());
    let boards_en = counted(boards, "board", "boards");
    session.tell(&message!(
        "{boards_en} written to {folder}: open {html} or {readme}",
        "已将 {boards} 个榜单写入 {folder}：请打开 {html} 或 {readme}"
    ));
    Ok(0)
}

//! `bangdan report`

use super::args::Report;
use super::output::write_file;
use super::session::{self, Session};
use crate::error::Result;
use crate::identity::{ClassCount, OfClass};
use crate::message;
use crate::render;
use crate::report::{BoardView, board_page, class_words, overview};
use crate::text::counted;
use rayon::prelude::*;

pub(super) fn run(session: &Session, arguments: &Report) -> Result<u8> {
    let library = session.library_or_replay(arguments.replay.as_deref())?;
    let selection = session::selection(&arguments.times, None)?;
    let now = session.now(&library);
    let wanted = session::boards(library.catalogue(), &arguments.names)?;
    let mut histories = library.histories()?;
    let mut views: Vec<_> = wanted
        .into_iter()
        .map(|(source, board)| {
            let history = histories.remove(&board.id).unwrap_or_default();
            session::view(source, board, history, &selection, now)
        })
        .collect();
    let registry = session.registry()?;
    let who = |snapshot: &_, entry: &_| registry.who_is(snapshot, entry);
    let of_class = arguments.class.map(|class| OfClass::new(&registry, class.class()));
    if let Some(of_class) = &of_class {
        sift(session, of_class, &mut views);
    }
    let mut pages = vec![overview(&views, now, of_class.as_ref())];
    let filled: Vec<_> = views.iter().filter(|view| view.latest().is_some()).collect();
    pages.par_extend(filled.par_iter().map(|view| board_page(view, &who, of_class.as_ref())));
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

/// Leaves out the boards without a row of the class, and says how many rows and boards that is.
fn sift(session: &Session, of_class: &OfClass<'_>, views: &mut Vec<BoardView<'_>>) {
    let (mut total, filled) = (ClassCount::default(), views.iter().filter(|view| view.latest().is_some()).count());
    views.retain(|view| {
        let count = view.latest().map(|latest| of_class.sift(latest).1).unwrap_or_default();
        total.shown += count.shown;
        total.others += count.others;
        total.unknown += count.unknown;
        count.shown > 0
    });
    session.tell(&class_words(of_class.class(), total));
    let (kept, without) = (views.len(), filled - views.len());
    session.tell(&message!(
        "boards with such rows: {kept}; without, left out: {without}",
        "含有此类行的榜单：{kept} 个；不含而未列出：{without} 个"
    ));
}

//! `bangdan fetch`

use super::args::Fetch;
use super::progress::Bars;
use super::session::Session;
use crate::archive::Archive;
use crate::catalogue::{Catalogue, Source};
use crate::collect::{BoardState, Gathered, Keep, Library, gather, replay};
use crate::error::Result;
use crate::fetch::{Asked, Environment, Fetcher, Settings};
use crate::message;
use crate::text::{Message, counted};
use std::path::Path;
use std::sync::Arc;

/// 3 where a source failed, 4 where a board's newest capture is held back.
pub(super) fn run(session: &Session, arguments: &Fetch) -> Result<u8> {
    let catalogue = session.catalogue()?;
    let sources: Vec<&Source> = if arguments.names.is_empty() {
        catalogue.sources().iter().collect()
    } else {
        arguments.names.iter().map(|name| catalogue.source(name)).collect::<Result<_>>()?
    };
    let archive = Archive::create(&session.archive_folder()?)?;
    let gathered = match &arguments.replay {
        Some(folder) => from_archive(session, folder, &sources, &archive)?,
        None => from_network(session, arguments, &sources, &archive)?,
    };
    for (_, error) in &gathered.failed {
        session.tell(&Message::same(error.report(session.language)));
    }
    let held_back = held_back(session, archive, catalogue.clone(), &gathered)?;
    summarise(session, &gathered, held_back);
    Ok(match (held_back, gathered.failed.is_empty()) {
        (1.., _) => 4,
        (0, false) => 3,
        (0, true) => 0,
    })
}

fn from_archive(session: &Session, folder: &Path, sources: &[&Source], into: &Archive) -> Result<Gathered> {
    replay(&Archive::open(folder)?, sources, into, session.clock())
}

fn from_network(session: &Session, arguments: &Fetch, sources: &[&Source], into: &Archive) -> Result<Gathered> {
    let environment = Environment::from_variables(|name| std::env::var(name).ok(), sources.iter().copied());
    let fetcher = Fetcher::new(Settings::default(), environment)?;
    let asked = Asked { now: session.clock(), all_editions: arguments.all_editions };
    let bars = Arc::new(Bars::new(session.language, session.quiet));
    let gathered = gather(&fetcher, sources, asked, into, bars.clone());
    bars.finish();
    gathered
}

/// Derives what came, so that the next command reads it at once; how many boards' newest captures do not fit.
fn held_back(session: &Session, archive: Archive, catalogue: Catalogue, gathered: &Gathered) -> Result<usize> {
    let library = Library::open(archive, catalogue, Keep::Derived)?;
    let histories = library.heads()?;
    let mut count = 0;
    for (source, board) in library.catalogue().boards().filter(|(source, _)| gathered.touched.contains(&source.id)) {
        let Some(history) = histories.get(&board.id) else { continue };
        let state = BoardState::of(source, history, session.now(&library));
        if let Some(held) = state.held {
            count += 1;
            let (id, Message { en, zh }) = (&board.id, held.words());
            session.tell(&message!("{id}: the newest capture is held back: {en}", "{id}：最新抓取已隔离：{zh}"));
        }
    }
    Ok(count)
}

fn summarise(session: &Session, gathered: &Gathered, held_back: usize) {
    let Gathered { new, unchanged, absent, failed, .. } = gathered;
    let failed = failed.len();
    let boards = counted(held_back, "board", "boards");
    session.tell(&message!(
        "{new} new, {unchanged} unchanged, {absent} not there, {failed} failed, {boards} held back",
        "新增 {new}，未变 {unchanged}，不存在 {absent}，失败 {failed}，隔离榜单 {held_back}"
    ));
}

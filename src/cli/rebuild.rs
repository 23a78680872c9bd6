//! `bangdan rebuild`

use super::session::Session;
use crate::error::Result;
use crate::message;
use crate::text::counted;

pub(super) fn run(session: &Session) -> Result<u8> {
    let library = session.library()?;
    let histories = library.rebuild()?;
    let boards = histories.values().filter(|history| !history.snapshots.is_empty()).count();
    let snapshots: usize = histories.values().map(|history| history.snapshots.len()).sum();
    let (boards_en, contents) = (counted(boards, "board", "boards"), counted(snapshots, "content", "contents"));
    session.tell(&message!("{boards_en} made again, {contents}", "已重建 {boards} 个榜单、{snapshots} 个版本"));
    Ok(0)
}

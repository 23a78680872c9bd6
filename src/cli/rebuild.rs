//! `bangdan rebuild`

use super::session::Session;
use crate::error::Result;
use crate::message;

pub(super) fn run(session: &Session) -> Result<u8> {
    let library = session.library()?;
    let histories = library.rebuild()?;
    let boards = histories.values().filter(|history| !history.snapshots.is_empty()).count();
    let snapshots: usize = histories.values().map(|history| history.snapshots.len()).sum();
    session.tell(&message!(
        "{boards} boards made again, {snapshots} contents",
        "已重建 {boards} 个榜单、{snapshots} 个版本"
    ));
    Ok(0)
}

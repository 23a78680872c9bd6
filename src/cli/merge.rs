//! `bangdan merge`

use super::args::Merge;
use super::session::Session;
use crate::archive::{Archive, LISTING, Union};
use crate::error::{Error, ErrorKind, Result};
use crate::message;
use crate::schema::Digest;
use crate::text::{counted, plural};

/// Files of the other archive that are named one by one.
const NAMED: usize = 20;

/// 3 where something of the other archive could not be taken and the rest is complete.
pub(super) fn run(session: &Session, arguments: &Merge) -> Result<u8> {
    let other = &arguments.other;
    if other.to_str().is_some_and(|text| text.starts_with("http://") || text.starts_with("https://")) {
        let what = message!("merge takes a folder, not an address", "merge 的参数是文件夹，不是网址");
        return Err(Error::new(ErrorKind::Usage { what }).with_hint(message!(
            "`bangdan pull URL` takes an archive over the network",
            "用 `bangdan pull 网址` 从网络获取存档"
        )));
    }
    let other = Archive::open(other)?;
    let archive = Archive::create(&session.archive_folder()?)?;
    let union = archive.unite(&other)?;
    tell(session, &union);
    // What came is derived, so that the next command reads it at once.
    session.library()?.heads()?;
    if archive.root().join(LISTING).exists() && (union.captures + union.forgotten + union.decisions) > 0 {
        session.tell(&message!(
            "note: what came is not in the listing yet: `bangdan verify --listing`",
            "注意：新内容尚未列入清单，请运行 `bangdan verify --listing`"
        ));
    }
    Ok(if union.left.is_empty() { 0 } else { 3 })
}

fn tell(session: &Session, union: &Union) {
    let Union { captures, known, bodies, decisions, deliveries, forgotten, removed, refused, left, unfinished } = union;
    for (path, what) in left.iter().take(NAMED) {
        let (path, en, zh) = (path.display(), &what.en, &what.zh);
        session.tell(&message!("left there: {path}: {en}", "未合并：{path}：{zh}"));
    }
    if let Some(more) = left.len().checked_sub(NAMED).filter(|more| *more > 0) {
        session.tell(&message!(
            "and {more} more: `bangdan verify --archive OTHER` lists all damage",
            "另有 {more} 处：运行 `bangdan verify --archive 另一存档` 查看全部损坏"
        ));
    }
    for (digests, message) in [
        (removed, message!("taken out here, as the other archive was asked to", "另一存档曾应要求移除，此处也已移除")),
        (refused, message!("not brought back: it was taken out here on request", "未取回：此处曾应要求移除")),
    ] {
        if !digests.is_empty() {
            let shown: Vec<String> = digests.iter().take(NAMED).map(Digest::short).collect();
            let (shown, count) = (shown.join(", "), digests.len());
            let of = counted(count, "body", "bodies");
            let (en, zh) = (&message.en, &message.zh);
            session.tell(&message!("{of} {en}: {shown}", "{count} 份内容{zh}：{shown}"));
        }
    }
    if *unfinished > 0 {
        let runs = counted(*unfinished, "run there was", "runs there were");
        let go = plural(*unfinished, "goes", "go");
        session.tell(&message!(
            "{runs} interrupted, or still {go} on: merging again takes what came since",
            "另一存档中有 {unfinished} 次运行被中断或仍在进行：再次合并可取得其后的内容"
        ));
    }
    let (requests, objects) = (counted(*captures, "request", "requests"), counted(*bodies, "body", "bodies"));
    let (ruled, sent) = (counted(*decisions, "decision", "decisions"), counted(*deliveries, "notice", "notices"));
    let gone = counted(*forgotten, "removal", "removals");
    let here = counted(*known, "request was", "requests were");
    session.tell(&message!(
        "taken: {requests}, {objects}, {ruled}, {sent}, {gone}; {here} here already",
        "已合并：请求 {captures} 次，内容 {bodies} 份，决定 {decisions} 项，通知 {deliveries} 条，移除 {forgotten} 项；\
         已有请求 {known} 次"
    ));
}

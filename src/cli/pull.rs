//! `bangdan pull`

use super::args::{Merge, Pull};
use super::merge;
use super::progress::Bars;
use super::session::Session;
use crate::archive::{LISTING, Union};
use crate::collect::{self, Pulled, pull_base, pull_settings};
use crate::error::{Error, ErrorKind, Result};
use crate::fetch::{Environment, Fetcher};
use crate::message;
use crate::schema::Digest;
use crate::text::{Message, counted};
use std::path::PathBuf;
use std::sync::Arc;

/// Things that are named one by one.
const NAMED: usize = 20;

/// 3 where something could not be taken, or not all came.
pub(super) fn run(session: &Session, arguments: &Pull) -> Result<u8> {
    if let Some(folder) = local(&arguments.from)? {
        return merge::run(session, &Merge { other: folder });
    }
    let pull = collect::Pull {
        base: pull_base(&arguments.from)?,
        most: arguments.at_most.saturating_mul(1 << 20),
        forget: arguments.forget,
        now: session.clock(),
    };
    let environment = Environment::from_variables(|name| std::env::var(name).ok(), []);
    let fetcher = Fetcher::new(pull_settings(), environment)?;
    let bars = Arc::new(Bars::new(session.language, session.quiet));
    let folder = session.archive_folder()?;
    let pulled = collect::pull(&fetcher, &pull, &folder, bars.clone());
    bars.finish();
    let pulled = pulled?;
    if pulled.unchanged {
        session.tell(&message!("nothing is new there since the last time", "自上次以来没有新内容"));
        return Ok(0);
    }
    tell(session, &pulled);
    let brought = pulled.union.captures + pulled.union.forgotten + pulled.union.decisions > 0;
    if brought {
        // What came is derived, so that the next command reads it at once.
        session.library()?.heads()?;
    }
    if brought && folder.join(LISTING).exists() {
        session.tell(&message!(
            "note: what came is not in the listing yet: `bangdan verify --listing`",
            "注意：新内容尚未列入清单，请运行 `bangdan verify --listing`"
        ));
    }
    Ok(if pulled.left.is_empty() && pulled.stopped.is_none() { 0 } else { 3 })
}

/// The folder, where what was named is no address.
fn local(from: &str) -> Result<Option<PathBuf>> {
    if let Some(path) = from.strip_prefix("file:") {
        let path = url::Url::parse(from).ok().and_then(|url| url.to_file_path().ok()).or_else(|| {
            // `file:archive` is no URL of a folder, but what is meant is plain.
            (!path.starts_with("//")).then(|| PathBuf::from(path))
        });
        return path.map(Some).ok_or_else(|| {
            let what = message!("{from:?} is no folder of this machine", "{from:?} 不是本机文件夹");
            Error::new(ErrorKind::Usage { what })
        });
    }
    Ok((!from.contains("://")).then(|| PathBuf::from(from)))
}

fn tell(session: &Session, pulled: &Pulled) {
    let Pulled { listed, bodies, bytes, union, withheld, left, stopped, .. } = pulled;
    let Union { captures, decisions, forgotten, .. } = union;
    for (path, Message { en, zh }) in left.iter().take(NAMED) {
        let path = path.display();
        session.tell(&message!("not taken: {path}: {en}", "未取得：{path}：{zh}"));
    }
    if let Some(more) = left.len().checked_sub(NAMED).filter(|more| *more > 0) {
        session.tell(&message!("not taken: {more} more", "未取得：另有 {more} 个"));
    }
    for (digests, english, chinese) in [
        (
            withheld,
            "kept here though taken out there on request; `--forget` removes them",
            "虽在对方已应要求移除，此处仍保留；用 `--forget` 移除",
        ),
        (&union.removed, "taken out here, as there on request", "对方已应要求移除，此处也已移除"),
    ] {
        if !digests.is_empty() {
            let shown: Vec<String> = digests.iter().take(NAMED).map(Digest::short).collect();
            let (shown, count) = (shown.join(", "), digests.len());
            let of = counted(count, "body", "bodies");
            session.tell(&message!("{of} {english}: {shown}", "{count} 份内容{chinese}：{shown}"));
        }
    }
    if let Some((error, rest)) = stopped {
        session.tell(&Message::same(error.report(session.language)));
        let (files, came) = (counted(*rest, "file is", "files are"), counted(*bodies, "body", "bodies"));
        session.tell(&message!(
            "{came} came and are kept, {files} still to come: run it again, and it goes on from there",
            "已取得并保存 {bodies} 份内容，尚有 {rest} 个文件：重新运行即可继续"
        ));
        return;
    }
    let size = bytes.div_ceil(1 << 10);
    let (requests, files) = (counted(*captures, "request", "requests"), counted(*listed, "file", "files"));
    let (objects, ruled) = (counted(*bodies, "body", "bodies"), counted(*decisions, "decision", "decisions"));
    let gone = counted(*forgotten, "removal", "removals");
    session.tell(&message!(
        "taken: {requests}, {objects}, {ruled}, {gone} ({size} KB of {files} listed)",
        "已取得：请求 {captures} 次，内容 {bodies} 份，决定 {decisions} 项，移除 {forgotten} 项（{size} KB，清单共 {listed} 个文件）"
    ));
}

//! `bangdan forget`

use super::args::Forget;
use super::capture::find;
use super::session::Session;
use crate::archive::{Archive, Capture, Forgotten, LISTING};
use crate::error::{Error, ErrorKind, Result};
use crate::message;
use crate::schema::Digest;
use crate::text::{counted, plural};
use std::collections::BTreeSet;

pub(super) fn run(session: &Session, arguments: &Forget) -> Result<u8> {
    let archive = Archive::open(&session.archive_folder()?)?;
    let captures = archive.captures()?;
    let before = archive.forgotten()?;
    let objects = captures.iter().filter_map(Capture::object).chain(before.iter().map(|one| one.capture));
    let capture = find(&objects.collect::<BTreeSet<Digest>>(), &arguments.capture)?;
    let forgotten = match before.into_iter().find(|one| one.capture == capture) {
        // It is settled already; what is left is to complete it.
        Some(settled) => settled,
        None => Forgotten {
            capture,
            reason: reason(arguments.reason.as_deref())?,
            who: arguments.who.clone(),
            when: session.clock(),
        },
    };
    let removal = archive.forget(&forgotten)?;
    let (short, reason) = (capture.short(), &forgotten.reason);
    session.tell(&match (removal.recorded, removal.removed) {
        (true, true) => {
            message!("{short}: taken out; its digest and the reason are kept", "{short}：已移除，保留其摘要与理由")
        }
        (true, false) => message!(
            "{short}: it was not here; its digest and the reason are kept, and it is not taken in again",
            "{short}：存档中没有它；已保留其摘要与理由，今后不再收录"
        ),
        (false, true) => message!(
            "{short}: the removal of earlier is completed ({reason})",
            "{short}：先前未完成的移除现已完成（{reason}）"
        ),
        (false, false) => message!("{short}: taken out already ({reason})", "{short}：此前已移除（{reason}）"),
    });
    tell_where(session, &captures, capture);
    // What is derived was removed with it; made anew, so that the next command need not.
    let library = session.library()?;
    let boards =
        library.heads()?.into_values().filter(|history| history.taken_out.iter().any(|out| out.capture == capture));
    let boards = boards.count();
    let boards_en = counted(boards, "board says", "boards say");
    session.tell(&message!("{boards_en} so", "{boards} 个榜单会说明这一点"));
    if archive.root().join(LISTING).exists() {
        session.tell(&message!(
            "note: whoever takes this archive over the network still finds the body listed: `bangdan verify --listing`",
            "注意：发布清单中仍列有该内容，请运行 `bangdan verify --listing`"
        ));
    }
    Ok(0)
}

fn reason(typed: Option<&str>) -> Result<String> {
    let typed = typed.map(str::trim).filter(|reason| !reason.is_empty());
    typed.map(str::to_owned).ok_or_else(|| {
        let what = message!("a removal needs a reason", "移除须有理由");
        let hint = message!("--reason TEXT; it is kept and shown", "--reason 理由；会被保存并显示");
        Error::new(ErrorKind::Usage { what }).with_hint(hint)
    })
}

/// Which requests it answered: they stay in the log.
fn tell_where(session: &Session, captures: &[Capture], capture: Digest) {
    let lines: Vec<&Capture> = captures.iter().filter(|line| line.object() == Some(capture)).collect();
    if let Some(first) = lines.first() {
        let (url, source, count) = (&first.url, &first.source, lines.len());
        let (requests, name) = (counted(count, "request", "requests"), plural(count, "names", "name"));
        session.tell(&message!(
            "{source}: {requests} in the log still {name} it, the first of {url}",
            "{source}：日志中仍有 {count} 次请求提到它，首次为 {url}"
        ));
    }
}

//! `bangdan verify`

use super::args::Verify;
use super::output::to_stdout;
use super::session::Session;
use crate::archive::{Archive, Finding, LISTING, Verification};
use crate::error::Result;
use crate::message;
use crate::text::{Language, counted, printable};
use std::path::Path;

/// 5 where something is wrong with the archive.
pub(super) fn run(session: &Session, arguments: &Verify) -> Result<u8> {
    let archive = Archive::open(&session.archive_folder()?)?;
    let mut verification = archive.verify()?;
    let broken_listing = |finding: &Finding| finding.path == Path::new(LISTING);
    if arguments.listing && verification.findings.iter().all(broken_listing) {
        let listing = archive.write_listing()?;
        // What was wrong with the former one, or missing in it, is mended.
        verification.findings.retain(|finding| !broken_listing(finding));
        verification.notes.retain(|note| !broken_listing(note));
        let (files, count) = (counted(listing.files().len(), "file", "files"), listing.files().len());
        session.tell(&message!("{LISTING} lists {files}", "{LISTING} 列出 {count} 个文件"));
    } else if arguments.listing {
        session.tell(&message!(
            "{LISTING} was not written: what is damaged is not published",
            "未写入 {LISTING}：存档有损坏，不宜发布"
        ));
    }
    let lines = describe(&verification, session.language);
    to_stdout(|stdout| lines.iter().try_for_each(|line| writeln!(stdout, "{}", printable(line))))?;
    Ok(if verification.is_whole() { 0 } else { 5 })
}

fn describe(verification: &Verification, language: Language) -> Vec<String> {
    let Verification { logs, captures, objects, bytes, decisions, deliveries, forgotten, unnamed, findings, notes } =
        verification;
    let line =
        |finding: &Finding, mark: &str| format!("{mark} {}: {}", finding.path.display(), finding.what.get(language));
    let mut lines: Vec<String> = findings.iter().map(|finding| line(finding, "!")).collect();
    lines.extend(notes.iter().map(|note| line(note, "·")));
    let (requests, of_logs) = (counted(*captures, "request", "requests"), counted(*logs, "log", "logs"));
    let bodies = counted(*objects, "body", "bodies");
    let sum = message!(
        "{requests} in {of_logs}, {bodies} of {bytes} bytes ({unnamed} not named by a log)",
        "{logs} 个日志、{captures} 次请求、{objects} 份内容共 {bytes} 字节（其中 {unnamed} 份未被日志引用）"
    );
    lines.push(sum.get(language).to_owned());
    if *decisions > 0 {
        let of_people = counted(*decisions, "decision", "decisions");
        lines.push(message!("{of_people} of people", "人工决定 {decisions} 项").get(language).to_owned());
    }
    if *forgotten > 0 {
        let taken_out = counted(*forgotten, "body", "bodies");
        lines.push(
            message!("{taken_out} taken out on request", "应要求移除 {forgotten} 份内容").get(language).to_owned(),
        );
    }
    if *deliveries > 0 {
        let sent = counted(*deliveries, "message", "messages");
        lines.push(message!("{sent} sent", "已发送消息 {deliveries} 条").get(language).to_owned());
    }
    let wrong = findings.len();
    let verdict = if verification.is_whole() {
        message!("the archive is whole", "存档完整")
    } else {
        let things = counted(wrong, "thing is", "things are");
        message!("{things} wrong", "发现 {wrong} 处问题")
    };
    lines.push(verdict.get(language).to_owned());
    lines
}

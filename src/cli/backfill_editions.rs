//! `bangdan backfill SOURCE --from editions`

use super::args::Backfill;
use super::fetch::{held_back, summarise};
use super::progress::Bars;
use super::session::Session;
use super::times;
use crate::archive::Archive;
use crate::catalogue::{Catalogue, Source};
use crate::collect::backfill::{Found, editions, only_editions};
use crate::error::{Error, ErrorKind, Result};
use crate::fetch::{Environment, Fetcher, Settings, reach};
use crate::message;
use crate::schema::Edition;
use crate::text::{Message, counted};
use std::collections::BTreeSet;
use std::sync::Arc;

/// As `fetch`: 3 where a request failed, 4 where a board's newest capture is held back.
pub(super) fn run(session: &Session, arguments: &Backfill, catalogue: Catalogue) -> Result<u8> {
    let source = catalogue.source(&arguments.source)?;
    let usage = |what: Message| Error::new(ErrorKind::Usage { what });
    if arguments.until.is_some() || !arguments.files.is_empty() {
        let what = message!(
            "--from editions takes no --until and no file: a publisher serves each edition as it is now",
            "--from editions 不接受 --until 与文件：发布方提供的是各期现在的内容"
        );
        return Err(usage(what));
    }
    let since = arguments.since.as_deref().map(times::parse_start).transpose()?;
    let Some(trimmed) = only_editions(source, arguments.resource.as_deref(), since)? else {
        let id = &source.id;
        return Err(usage(message!("{id} has no address with an edition in it", "{id} 没有按期次命名的地址"))
            .with_hint(message!(
                "`--from wayback` asks a web archive for its earlier pages",
                "`--from wayback` 可向网页存档查询其历史页面"
            )));
    };
    if arguments.dry_run {
        tell_plan(session, &trimmed);
        return Ok(0);
    }
    let environment = Environment::from_variables(|name| std::env::var(name).ok(), [&trimmed]);
    let settings = Settings::default();
    let settings = Settings { interval: arguments.pause.unwrap_or(settings.interval), ..settings };
    let fetcher = Fetcher::new(settings, environment)?;
    let archive = Archive::create(&session.archive_folder()?)?;
    let bars = Arc::new(Bars::new(session.language, session.quiet));
    let found = editions(&fetcher, &trimmed, session.clock(), &archive, bars.clone());
    bars.finish();
    let found = found?;
    for (resource, found) in &found.by_resource {
        tell(session, resource, found);
    }
    for (_, error) in &found.gathered.failed {
        session.tell(&Message::same(error.report(session.language)));
    }
    let held_back = held_back(session, archive, catalogue, &found.gathered)?;
    summarise(session, &found.gathered, held_back);
    let all_known = found.by_resource.values().all(|found| found.failed.is_empty());
    Ok(match (held_back, all_known && found.gathered.failed.is_empty()) {
        (1.., _) => 4,
        (0, false) => 3,
        (0, true) => 0,
    })
}

fn tell_plan(session: &Session, source: &Source) {
    for resource in source.resources.values().filter(|resource| resource.has_editions()) {
        let id = &resource.id;
        session.tell(&match reach(source, resource, session.clock()) {
            Ok(reached) => {
                let labels: Vec<&str> = reached.iter().rev().filter_map(|one| one.edition.as_deref()).collect();
                let (first, last) = (labels.first().unwrap_or(&"-"), labels.last().unwrap_or(&"-"));
                let (editions, count) = (counted(labels.len(), "edition", "editions"), labels.len());
                message!(
                    "{id}: {editions} would be asked for, {first} to {last}",
                    "{id}：将请求 {count} 期，{first} 至 {last}"
                )
            }
            Err(Message { en, zh }) => message!("{id}: {en}", "{id}：{zh}"),
        });
    }
}

fn tell(session: &Session, resource: &str, found: &Found) {
    let Found { there, new, absent, failed } = found;
    let all = there.len() + absent.len() + failed.len();
    let (editions, count) = (counted(all, "edition", "editions"), there.len());
    let added = new.len();
    let mut en = format!("{resource}: {count} of {editions} there, {added} of them new");
    let mut zh = format!("{resource}：{all} 期中有 {count} 期，其中新增 {added}");
    for (labels, english, chinese) in
        [(there, "there", "存在"), (absent, "not there", "不存在"), (failed, "not known", "未能得知")]
    {
        if !labels.is_empty() {
            en = format!("{en}\n  {english}: {}", joined(labels, ", "));
            zh = format!("{zh}\n  {chinese}：{}", joined(labels, "、"));
        }
    }
    session.tell(&Message { en, zh });
}

fn joined(editions: &BTreeSet<Edition>, between: &str) -> String {
    editions.iter().map(|edition| edition.label.as_str()).collect::<Vec<_>>().join(between)
}

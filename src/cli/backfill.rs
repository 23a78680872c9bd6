//! `bangdan backfill`

use super::args::{Backfill, EDITIONS};
use super::backfill_editions;
use super::fetch::{busy, tell_held_back};
use super::progress::Bars;
use super::session::Session;
use super::times;
use crate::archive::{Archive, Head, Locked};
use crate::catalogue::Source;
use crate::collect::backfill::{Account, Asked, Options, Skipped, Span, backfill, kind};
use crate::collect::{Keep, Library};
use crate::error::{Error, ErrorKind, Result};
use crate::fetch::Environment;
use crate::message;
use crate::schema::{BoardHistory, BoardId, Timestamp};
use crate::text::{Message, counted};
use std::collections::BTreeMap;

/// The most boards of which it is said which versions no definition reads.
const MOST_BOARDS: usize = 12;

/// So much of a reason is told, in characters.
const LONGEST_REASON: usize = 110;

/// 3 where the way was stopped before its end, 4 where a board's newest capture is held back.
pub(super) fn run(session: &Session, arguments: &Backfill) -> Result<u8> {
    let catalogue = session.catalogue()?;
    if arguments.from == EDITIONS {
        return backfill_editions::run(session, arguments, catalogue);
    }
    let source = catalogue.source(&arguments.source)?;
    let options = Options {
        files: arguments.files.clone(),
        repository: arguments.repository.clone(),
        cache: arguments.cache.clone(),
        server: arguments.server.clone(),
        pause: arguments.pause,
        environment: Environment::from_variables(|name| std::env::var(name).ok(), [source]),
    };
    let mut way = (kind(&arguments.from)?.make)(&options)?;
    let since = arguments.since.as_deref().map(times::parse_start).transpose()?;
    let until = arguments.until.as_deref().map(times::parse).transpose()?;
    if let (Some(since), Some(until)) = (since, until)
        && since > until
    {
        let what = message!("--since is later than --until", "--since 晚于 --until");
        return Err(Error::new(ErrorKind::Usage { what }));
    }
    let asked = Asked {
        source,
        resource: arguments.resource.as_deref(),
        since,
        until,
        now: session.clock(),
        dry_run: arguments.dry_run,
    };
    let folder = session.archive_folder()?;
    let archive = match arguments.dry_run {
        false => Some(Archive::create(&folder)?),
        true if folder.exists() => Some(Archive::open(&folder)?),
        true => None,
    };
    let lock = match archive.as_ref().filter(|_| !arguments.dry_run).map(Archive::lock).transpose()? {
        Some(Locked::Busy(holder)) => return Err(busy(&holder)),
        Some(Locked::Free(lock)) => Some(lock),
        None => None,
    };
    let bars = Bars::new(session.language, session.quiet);
    let account = backfill(archive.as_ref(), asked, way.as_mut(), &bars);
    bars.finish();
    drop(lock);
    let account = account?;
    tell(session, &account, arguments.dry_run);
    if let Some(error) = &account.stopped {
        session.tell(&Message::same(error.report(session.language)));
    }
    let held_back = match archive.filter(|_| !arguments.dry_run) {
        Some(archive) => {
            let id = source.id.clone();
            let library = Library::open(archive, catalogue, Keep::Derived)?;
            let histories = library.heads()?;
            if let Ok(source) = library.catalogue().source(id.as_str()) {
                tell_unread(session, source, &histories, &account);
            }
            tell_held_back(session, &library, &histories, &[id].into())
        }
        None => 0,
    };
    Ok(match (held_back, account.stopped.is_none()) {
        (1.., _) => 4,
        (0, false) => 3,
        (0, true) => 0,
    })
}

fn tell(session: &Session, account: &Account, dry_run: bool) {
    for Message { en, zh } in &account.notes {
        session.tell(&message!("note: {en}", "注意：{zh}"));
    }
    if account.further_notes > 0 {
        let more = account.further_notes;
        session.tell(&message!("note: and {more} more of the kind", "注意：另有 {more} 条同类说明"));
    }
    for (resource, Span { versions, first, last }) in &account.spans {
        let (counted, first, last) = (counted(*versions, "version", "versions"), day(*first), day(*last));
        session.tell(&message!(
            "{resource}: {counted} from {first} to {last}",
            "{resource}：{versions} 个版本，{first} 至 {last}"
        ));
    }
    for Skipped { resource, reference, published_at, why: Message { en, zh } } in &account.named {
        let at = published_at.map_or_else(String::new, |at| format!(" ({})", day(at)));
        session.tell(&message!("left out: {resource} {reference}{at}: {en}", "未取：{resource} {reference}{at}：{zh}"));
    }
    if account.skipped > account.named.len() {
        let more = account.skipped - account.named.len();
        session.tell(&message!("left out: {more} more", "未取：另有 {more} 个"));
    }
    let Account { seen, new, identical, held, gone, skipped, unasked, outside, .. } = account;
    let seen = (counted(*seen, "version", "versions"), seen);
    let tense = if dry_run { ("would be new", "将新增") } else { ("new", "新增") };
    let (mut en, mut zh) = (
        format!("{} seen: {new} {}, {identical} identical to the one before, {held} held already", seen.0, tense.0),
        format!("共 {} 个版本：{} {new}，与前一版相同 {identical}，已有 {held}", seen.1, tense.1),
    );
    for (count, english, chinese) in [
        (gone, "removed", "已删除"),
        (skipped, "left out", "未取"),
        (unasked, "to be asked for", "待请求"),
        (outside, "outside of the days asked for", "在所求日期之外"),
    ] {
        if *count > 0 {
            en = format!("{en}, {count} {english}");
            zh = format!("{zh}，{chinese} {count}");
        }
    }
    session.tell(&Message { en, zh });
}

/// Of the versions that came, those that are kept but that no definition reads, by board and reason.
fn tell_unread(
    session: &Session,
    source: &Source,
    histories: &BTreeMap<BoardId, BoardHistory<Head>>,
    account: &Account,
) {
    let mut told = 0;
    let boards = source.boards.iter().filter_map(|board| Some((&board.id, histories.get(&board.id)?)));
    for (board, history) in boards {
        let came = history
            .refused
            .iter()
            .filter(|refused| refused.captures.iter().any(|capture| account.objects.contains(capture)));
        let mut by_code: BTreeMap<&str, (usize, Timestamp, Timestamp, &Message)> = BTreeMap::new();
        for refused in came {
            let at = refused.published_at.unwrap_or(refused.observed_at);
            let entry = by_code.entry(refused.problem.code.as_str()).or_insert((0, at, at, &refused.problem.what));
            *entry = (entry.0 + 1, entry.1.min(at), entry.2.max(at), entry.3);
        }
        for (code, (count, first, last, Message { en, zh })) in by_code {
            told += 1;
            if told > MOST_BOARDS {
                continue;
            }
            let (versions, en, zh) = (counted(count, "version", "versions"), brief(en), brief(zh));
            let days = days(first, last);
            session.tell(&message!(
                "kept but not read: {board}: {versions}, {days}, {code}: {en}",
                "已保存但无法读取：{board}：{count} 个版本，{days}，{code}：{zh}"
            ));
        }
    }
    if told > MOST_BOARDS {
        let more = told - MOST_BOARDS;
        session.tell(&message!(
            "kept but not read: {more} more; `bangdan lint` lists all",
            "已保存但无法读取：另有 {more} 项；`bangdan lint` 列出全部"
        ));
    }
}

/// The beginning of a long reason: `lint` prints all of it.
fn brief(reason: &str) -> String {
    let cut = reason.char_indices().nth(LONGEST_REASON).map(|(at, _)| at);
    cut.map_or_else(|| reason.to_owned(), |at| format!("{}…", reason.get(..at).unwrap_or_default()))
}

/// One day, or the first and the last.
fn days(first: Timestamp, last: Timestamp) -> String {
    let (first, last) = (day(first), day(last));
    if first == last { first } else { format!("{first} … {last}") }
}

fn day(at: Timestamp) -> String {
    at.to_string().chars().take(10).collect()
}

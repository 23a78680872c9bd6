//! Sends to a webhook what was not sent to it before.

use super::args::News;
use super::listed::Told;
use super::since::{self, before};
use super::targets::Target;
use crate::archive::{Archive, Delivery, Looked, Told as Record};
use crate::cli::output::data_to_stdout;
use crate::cli::session::Session;
use crate::error::{Error, ErrorKind, Result};
use crate::fetch::{Courier, Environment, Settings};
use crate::message;
use crate::news::{self, Batch, By, Frame, Item, Selected, Window, fit, sign, weekly_title};
use crate::schema::{Digest, Timestamp};
use crate::text::{counted, plural};
use jiff::SignedDuration;
use std::collections::HashSet;
use std::env;

/// 1 with `--exit-code` where there was anything to send.
pub(super) fn run(
    session: &Session,
    arguments: &News,
    told: &Told<'_>,
    target: &Target,
    past: &Past,
    selected: Selected,
    now: Timestamp,
) -> Result<u8> {
    let Past { archive, sent, window, looked } = past;
    let items = not_told(selected.items, sent);
    if selected.too_old > 0 {
        let old = counted(selected.too_old, "change is", "changes are");
        let (days, count) = (told.rules.oldest_days, selected.too_old);
        session.tell(&message!(
            "note: {old} older than {days} days and not sent: history that came late; --since sends it",
            "注意：有 {count} 处变化公开已超过 {days} 天（属补录的历史），未发送；可用 --since 发送"
        ));
    }
    let name = &target.mailbox.name;
    if items.is_empty() {
        session.tell(&message!("nothing new for {name}", "没有需要发送到 {name} 的新动态"));
        return Ok(0);
    }
    let language = target.language.unwrap_or(session.language);
    let letters: Vec<news::Told> = items.iter().map(|item| news::Told::new(item, &told.boards, language)).collect();
    let newest: String = told.newest.to_string().chars().take(10).collect();
    let frame = Frame {
        // Between two messages lies no week, and what is looked at again lies before.
        title: if arguments.since.is_none() {
            weekly_title(&Window { since: None, ..*window }, told.newest)
        } else {
            weekly_title(window, told.newest)
        },
        footer: message!("bangdan, archive of {newest}", "bangdan，存档截至 {newest}"),
        language,
    };
    let batches = fit(&frame, &target.template, &letters, target.limits)?;
    if arguments.dry_run {
        let shown = batches.iter().map(|batch| {
            let sign = if target.secret.is_some() { "***" } else { "" };
            frame.render(&target.template, &letters, batch, (now.as_second(), sign))
        });
        let shown = shown.collect::<Result<Vec<String>>>()?.join("\n") + "\n";
        data_to_stdout(|stdout| stdout.write_all(shown.as_bytes()))?;
        let messages = counted(batches.len(), "message", "messages");
        let (count, batches) = (all(&items), batches.len());
        let news = counted(count, "piece of news", "pieces of news");
        session.tell(&message!(
            "nothing was sent: {news} in {messages} for {name}",
            "未发送：{count} 条动态，共 {batches} 条消息，目标 {name}"
        ));
    } else {
        send(session, archive, target, (&frame, &letters), (&items, &batches), *looked)?;
    }
    Ok(u8::from(arguments.exit_code))
}

/// What was sent to a target, and which times are looked at now.
pub(super) struct Past {
    archive: Archive,
    sent: Vec<Delivery>,
    pub window: Window,
    looked: Option<Looked>,
}

/// What was sent to a target, and which times are looked at now.
///
/// # Errors
/// An archive that cannot be read, or a time that cannot.
pub(super) fn past(session: &Session, arguments: &News, target: &Target, days: u32, now: Timestamp) -> Result<Past> {
    let archive = Archive::open(&session.archive_folder()?)?;
    let is_own = |delivery: &Delivery| {
        delivery.address == target.address || (!target.name.is_empty() && delivery.target == target.name)
    };
    let sent: Vec<Delivery> = archive.deliveries()?.into_iter().filter(is_own).collect();
    let (window, looked) = window(arguments, days, &sent, now)?;
    Ok(Past { archive, sent, window, looked })
}

/// What is looked at: what is asked for, or else all that the archive learnt since the message before. A message that
/// is about less than everything says nothing about where the next one goes on.
fn window(arguments: &News, days: u32, sent: &[Delivery], now: Timestamp) -> Result<(Window, Option<Looked>)> {
    let asked = since::window(arguments, now)?;
    if arguments.since.is_some() {
        return Ok((asked, None));
    }
    let days = i64::from(days);
    let through = asked.until.unwrap_or(now);
    let looked: Vec<Looked> = sent.iter().filter_map(|delivery| delivery.looked).collect();
    let since = match looked.iter().map(|looked| looked.through).max() {
        // What another archive learnt before may have been merged since: what was sent is known by its id.
        Some(last) => {
            let first = looked.iter().map(|looked| looked.since).min().unwrap_or(last);
            before(last, days * 24).max(first)
        }
        None => asked.since.unwrap_or(Timestamp::MIN),
    };
    let oldest = SignedDuration::try_from_hours(days * 24);
    let window = Window { by: By::Learnt, since: Some(since), until: Some(through), oldest };
    let is_all = arguments.names.is_empty() && arguments.rule.is_empty();
    Ok((window, is_all.then_some(Looked { since, through })))
}

/// The news that was not told to this target: neither itself, nor the same of an entry at a later time, which only its
/// date tells from what a backfill brought since.
fn not_told(items: Vec<Item>, sent: &[Delivery]) -> Vec<Item> {
    let told: Vec<&Record> = sent.iter().flat_map(|delivery| &delivery.items).collect();
    let ids: HashSet<&str> = told.iter().map(|record| record.id.as_str()).collect();
    let is_told = |item: &Item| {
        let occurrence = &item.occurrence;
        ids.contains(item.id().as_str())
            || occurrence.kind.is_of_an_entry()
                && told.iter().any(|record| {
                    record.board == occurrence.board
                        && record.kind == occurrence.kind.as_str()
                        && record.subject == occurrence.name
                        && record.public_at > occurrence.public_at
                })
    };
    items.into_iter().filter(|item| !item.all().all(is_told)).collect()
}

fn send(
    session: &Session,
    archive: &Archive,
    target: &Target,
    (frame, letters): (&Frame, &[news::Told]),
    (items, batches): (&[Item], &[Batch]),
    looked: Option<Looked>,
) -> Result<()> {
    let environment = Environment::from_variables(|name| env::var(name).ok(), []);
    let courier = Courier::new(Settings::default(), &environment)?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(|cause| {
        let what = message!("the network cannot be used", "无法使用网络");
        Error::new(ErrorKind::Usage { what }).caused_by(cause)
    })?;
    let name = &target.mailbox.name;
    for (at, batch) in batches.iter().enumerate() {
        let sent_at = Timestamp::now();
        let signature = target.secret.as_deref().map(|secret| sign(sent_at.as_second(), secret)).unwrap_or_default();
        let json = frame.render(&target.template, letters, batch, (sent_at.as_second(), &signature))?;
        // Only the last message says that everything up to then was told.
        let looked = looked.filter(|_| at + 1 == batches.len());
        let prepared = archive.prepare_delivery(&Delivery {
            target: target.name.clone(),
            address: target.address.clone(),
            sent_at,
            looked,
            message: Digest::of(json.as_bytes()),
            items: records(items, batch),
        })?;
        let waiting = |pause: std::time::Duration| {
            let seconds = pause.as_secs_f64().ceil();
            session
                .tell(&message!("{name} did not take it; again in {seconds} s", "{name} 未接收，{seconds} 秒后重试"));
        };
        runtime.block_on(courier.send(&target.mailbox, &json, |body| target.flavour.verdict(body), waiting))?;
        prepared.commit()?;
    }
    let named = batches.iter().map(|batch| all(items.get(batch.named.clone()).unwrap_or_default())).sum::<usize>();
    let (messages, rest) = (batches.len(), all(items) - named);
    let news = counted(named, "piece of news", "pieces of news");
    let en_messages = counted(messages, "message", "messages");
    session.tell(&message!(
        "sent {news} to {name} in {en_messages}",
        "已向 {name} 发送 {named} 条动态，共 {messages} 条消息"
    ));
    if rest > 0 {
        let was = plural(rest, "was", "were");
        session.tell(&message!(
            "note: {rest} more {was} only counted there; `bangdan news --learnt` lists them",
            "注意：另有 {rest} 条仅计数未列出；可用 `bangdan news --learnt` 查看"
        ));
    }
    Ok(())
}

/// How many pieces of news these are, with those that are told together.
fn all(items: &[Item]) -> usize {
    items.iter().flat_map(Item::all).count()
}

fn records(items: &[Item], batch: &Batch) -> Vec<Record> {
    let of = |range: std::ops::Range<usize>, named: bool| {
        items.get(range).unwrap_or_default().iter().flat_map(Item::all).flat_map(move |item| {
            let one = &item.occurrence;
            let record = |id: String, board: &crate::schema::BoardId| Record {
                id,
                board: board.clone(),
                kind: one.kind.as_str().to_owned(),
                subject: one.name.clone(),
                public_at: one.public_at,
                named,
            };
            let also: Vec<Record> = item.also.iter().map(|other| record(other.id.clone(), &other.board)).collect();
            std::iter::once(record(item.id(), &one.board)).chain(also)
        })
    };
    of(batch.named.clone(), true).chain(of(batch.counted.clone(), false)).collect()
}

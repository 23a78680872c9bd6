//! The weekly report (周报): a Markdown page that can be pasted as it is.

use super::boards::Boards;
use super::item::Item;
use super::list::{by_rule, day, with_also};
use super::window::{By, Window};
use super::words;
use crate::message;
use crate::render::{markdown_link, markdown_text};
use crate::schema::{Digest, Timestamp};
use crate::text::{Language, Message, counted};
use std::collections::BTreeSet;
use std::fmt::Write as _;

/// The news as Markdown, ending with one line feed. `newest` is when the archive's newest capture was taken.
#[must_use]
pub fn weekly(items: &[Item], boards: &Boards, window: &Window, newest: Timestamp, language: Language) -> String {
    let text = |message: &Message| markdown_text(message, language);
    let mut page = format!("# {}\n\n{}\n", text(&weekly_title(window, newest)), text(&summary(items, window)));
    for (heading, own) in by_rule(items) {
        let _ = write!(page, "\n## {}\n\n", text(heading));
        for item in own {
            let _ = writeln!(page, "- {}", line(item, boards, language));
        }
    }
    let _ = write!(page, "\n---\n\n{}\n", colophon(newest).get(language));
    page
}

/// What a report over these times is called: `Leaderboard weekly, 2026-07-20 to 2026-07-26`.
#[must_use]
pub fn weekly_title(window: &Window, newest: Timestamp) -> Message {
    let until = window.until.unwrap_or(newest);
    let days = window.since.map(|since| until.duration_since(since).as_hours() / 24);
    let (name, name_zh) = match days {
        Some(0..=1) => ("Leaderboard daily", "大模型榜单日报"),
        Some(2..=8) => ("Leaderboard weekly", "大模型榜单周报"),
        Some(27..=31) => ("Leaderboard monthly", "大模型榜单月报"),
        _ => ("Leaderboard news", "大模型榜单动态"),
    };
    let until = day(until);
    match window.since.map(day) {
        Some(since) if since == until => message!("{name}, {until}", "{name_zh}（{until}）"),
        Some(since) => message!("{name}, {since} to {until}", "{name_zh}（{since} 至 {until}）"),
        None => message!("{name}, until {until}", "{name_zh}（截至 {until}）"),
    }
}

fn summary(items: &[Item], window: &Window) -> Message {
    let boards: BTreeSet<_> = items
        .iter()
        .flat_map(|item| item.also.iter().map(|other| &other.board).chain([&item.occurrence.board]))
        .collect();
    let (count, boards) = (items.len(), boards.len());
    let late = match window.by {
        By::Learnt => {
            message!(" What became known only now is dated by when it was public.", "较晚获知的动态按其公开日期标注。")
        }
        By::Public => Message::default(),
    };
    let Message { en, zh } = if count == 0 {
        message!("Nothing that the rules ask for happened.", "本期没有符合规则的动态。")
    } else {
        let (changes, on) = (counted(count, "change", "changes"), counted(boards, "board", "boards"));
        message!("{changes} on {on}.", "本期共 {count} 条动态，涉及 {boards} 个榜单。")
    };
    let (more, more_zh) = (late.en, late.zh);
    message!("{en}{more}", "{zh}{more_zh}")
}

/// `**[General](https://…)**, CLUE, 2026年7月: … (public 2026-07-20, capture 8859146eaaaa)`.
fn line(item: &Item, boards: &Boards, language: Language) -> String {
    let occurrence = &item.occurrence;
    let name = boards.name(&occurrence.board);
    let homepage = boards.homepage(&occurrence.board);
    let board = markdown_link(&name, homepage, language);
    let publisher = boards.publisher(&occurrence.board);
    let edition = occurrence.edition.as_deref().map(words::shown);
    let where_in: Vec<String> =
        [publisher.to_owned()].into_iter().filter(|text| !text.is_empty()).chain(edition).collect();
    let where_in = Message::same(where_in.join(language.pick(", ", "，")));
    let day = occurrence.day();
    let source = match occurrence.capture.as_ref().map(Digest::short) {
        Some(capture) => message!("public {day}, capture {capture}", "{day} 公开，抓取 {capture}"),
        None => message!("{day}", "{day}"),
    };
    let text = |message: &Message| markdown_text(message, language);
    let (what, place, source) = (text(&with_also(item, boards)), text(&where_in), text(&source));
    let place = match (place.is_empty(), language) {
        (true, _) => String::new(),
        (false, Language::English) => format!(" ({place})"),
        (false, Language::Chinese) => format!("（{place}）"),
    };
    language.pick(format!("**{board}**{place}: {what} ({source})"), format!("**{board}**{place}：{what}（{source}）"))
}

fn colophon(newest: Timestamp) -> Message {
    let newest = day(newest);
    message!(
        "Made by bangdan from archived pages, the newest of {newest}. Figures are as their publishers print them; \
         `bangdan explain` shows where each one stands.",
        "由 bangdan 根据存档页面生成，最新抓取于 {newest}。数据均按发布方原样引用，可用 `bangdan explain` 查看每个数字的出处。"
    )
}

//! News in words: one sentence each, without the board, which every form shows in its own way.

use super::boards::Boards;
use super::item::{Also, Item};
use super::kind::Kind;
use super::occurrence::Occurrence;
use crate::message;
use crate::text::{Message, printable_line};

/// The most characters of a name that are shown: the names on boards are shorter, what a page was filled with is not.
const MOST_OF_A_NAME: usize = 120;

/// The most former leaders that are named.
const MOST_NAMES: usize = 3;

/// The most boards that are named beside the first.
const MOST_BOARDS: usize = 4;

/// A name as it is shown: printable, on one line and not longer than a name is.
pub(super) fn shown(name: &str) -> String {
    cut(&printable_line(name), MOST_OF_A_NAME)
}

/// The first so many characters, with a sign that there were more.
pub(super) fn cut(text: &str, most: usize) -> String {
    if text.chars().nth(most).is_none() {
        return text.to_owned();
    }
    text.chars().take(most.saturating_sub(1)).chain(['…']).collect()
}

/// A text in both languages, each on one line and cut.
pub(super) fn cut_message(text: &Message, most: usize) -> Message {
    let one = |text: &str| cut(&printable_line(text), most);
    Message { en: one(&text.en), zh: one(&text.zh) }
}

/// The entry: name and what tells it apart.
pub(super) fn entry(occurrence: &Occurrence) -> String {
    let key: Vec<String> = occurrence.key.iter().filter(|part| !part.is_empty()).map(|part| shown(part)).collect();
    let name = shown(&occurrence.name);
    if key.is_empty() { name } else { format!("{name} [{}]", key.join(", ")) }
}

/// What happened, without where; of all entries that are told together.
pub(super) fn together(item: &Item) -> Message {
    match (item.more.is_empty(), item.occurrence.kind) {
        (true, _) => what(item),
        (false, Kind::NewLeader) => leaders(item),
        (false, _) => several(item),
    }
}

/// What happened to this entry or board, without where.
pub(super) fn what(item: &Item) -> Message {
    let occurrence = &item.occurrence;
    match occurrence.kind {
        Kind::NewLeader => leader(item),
        Kind::EnteredTop => entered(item),
        Kind::LeftTop => left(item),
        Kind::Revised => {
            let Message { en, zh } = cut_message(&occurrence.detail, 300);
            message!("changed after it was published: {en}", "发布后被修改：{zh}")
        }
        Kind::MethodChanged => {
            let Message { en, zh } = cut_message(&occurrence.detail, 400);
            if occurrence.certain {
                message!("the method changed: {en}", "评测方法变化：{zh}")
            } else {
                message!("the method seems to have changed: {en}", "评测方法似有变化：{zh}")
            }
        }
        Kind::Stale | Kind::Quarantined => cut_message(&occurrence.detail, 400),
    }
}

/// The entry with its organisation and what is remarkable of it: `Qwen3 (Alibaba; CN, open weights)`.
fn who(item: &Item) -> Message {
    let name = entry(&item.occurrence);
    let organization = item.occurrence.organization.as_deref().map(shown).filter(|text| !text.is_empty());
    let mut en: Vec<String> = Vec::new();
    let mut zh: Vec<String> = Vec::new();
    if item.facts.country.as_deref() == Some("CN") {
        en.push("China".to_owned());
        zh.push("国内".to_owned());
    }
    if item.facts.open == Some(true) {
        en.push("open weights".to_owned());
        zh.push("开放权重".to_owned());
    }
    let (traits, traits_zh) = (en.join(", "), zh.join("、"));
    match (organization, traits.is_empty()) {
        // Between Latin letters and Chinese stands a space, after a full-width bracket none.
        (None, true) => message!("{name}", "{name} "),
        (Some(by), true) => message!("{name} ({by})", "{name}（{by}）"),
        (None, false) => message!("{name} ({traits})", "{name}（{traits_zh}）"),
        (Some(by), false) => message!("{name} ({by}; {traits})", "{name}（{by}；{traits_zh}）"),
    }
}

/// The most entries that one sentence names.
const MOST_TOGETHER: usize = 12;

/// Several entries to which the same happened.
fn several(item: &Item) -> Message {
    let (all, top) = (item.more.len() + 1, item.top);
    let one = |item: &Item| {
        let occurrence = &item.occurrence;
        let name = entry(occurrence);
        let by = occurrence.organization.as_deref().map(shown).filter(|by| !by.is_empty());
        let Message { en, zh } = change(occurrence);
        match by {
            Some(by) => message!("{name} ({by}, {en})", "{name}（{by}，{zh}）"),
            None => message!("{name} ({en})", "{name}（{zh}）"),
        }
    };
    let told: Vec<Message> = item.all().take(MOST_TOGETHER).map(one).collect();
    let list = |pick: fn(&Message) -> &str, comma: &str| told.iter().map(pick).collect::<Vec<_>>().join(comma);
    let (mut en, mut zh) = (list(|one| &one.en, ", "), list(|one| &one.zh, "、"));
    if all > told.len() {
        let more = all - told.len();
        en = format!("{en} and {more} more");
        zh = format!("{zh}等");
    }
    match item.occurrence.kind {
        Kind::LeftTop => message!("{all} left the top {top}: {en}", "{all} 个模型跌出前 {top}：{zh}"),
        _ => message!("{all} are new in the top {top}: {en}", "{all} 个模型进入前 {top}：{zh}"),
    }
}

/// A change of place in few words.
fn change(occurrence: &Occurrence) -> Message {
    match (occurrence.before, occurrence.place) {
        (Some(before), Some(place)) => message!("{before} → {place}", "{before} → {place}"),
        (None, Some(place)) if occurrence.was_there => message!("place {place}", "第 {place} 名"),
        (None, Some(place)) => message!("place {place}, new", "第 {place} 名，新上榜"),
        (Some(before), None) if occurrence.was_there => message!("{before} → none", "{before} → 无名次"),
        (Some(before), None) => message!("place {before}, gone", "原第 {before} 名，已不在榜"),
        (None, None) => Message::default(),
    }
}

fn names(names: &[String]) -> Message {
    let all: Vec<String> = names.iter().take(MOST_NAMES).map(|name| shown(name)).collect();
    let more = names.len().saturating_sub(MOST_NAMES);
    let (en, zh) = (all.join(", "), all.join("、"));
    if more == 0 { Message { en, zh } } else { message!("{en} and {more} more", "{zh} 等 {more} 个") }
}

fn leader(item: &Item) -> Message {
    let occurrence = &item.occurrence;
    let Message { en, zh } = who(item);
    let Message { en: former, zh: former_zh } = names(&occurrence.former);
    let Message { en: beside, zh: beside_zh } = names(&occurrence.beside);
    let (score, score_zh) = score(occurrence);
    match (occurrence.beside.is_empty(), occurrence.former.is_empty()) {
        (true, _) => {
            message!("{en} takes first place{score}; before: {former}", "{zh}登上榜首{score_zh}，此前为 {former_zh}")
        }
        (false, true) => {
            message!("{en} draws level with {beside} in first place{score}", "{zh}与 {beside_zh} 并列榜首{score_zh}")
        }
        (false, false) => message!(
            "{en} shares first place with {beside}{score}; before: {former}",
            "{zh}与 {beside_zh} 并列榜首{score_zh}，此前为 {former_zh}"
        ),
    }
}

/// Several who lead together and did not before.
fn leaders(item: &Item) -> Message {
    let first = &item.occurrence;
    let told: Vec<Message> = item.all().take(MOST_TOGETHER).map(who).collect();
    let more = item.all().count().saturating_sub(told.len());
    let mut en: Vec<String> = told.iter().map(|one| one.en.clone()).collect();
    if more > 0 {
        en.push(format!("{more} more"));
    }
    let last = en.pop().unwrap_or_default();
    let en = format!("{} and {last}", en.join(", "));
    let names_zh = told.iter().map(|one| one.zh.trim_end()).collect::<Vec<_>>().join("、");
    let zh = match told.last() {
        Some(last) if more == 0 && last.zh.ends_with(' ') => format!("{names_zh} "),
        _ if more == 0 => names_zh,
        _ => format!("{names_zh}等 {} 个", item.all().count()),
    };
    let is_new = |name: &&String| !item.all().any(|one| one.occurrence.name == **name);
    let others: Vec<String> = first.beside.iter().filter(is_new).cloned().collect();
    let Message { en: former, zh: former_zh } = names(&first.former);
    let Message { en: beside, zh: beside_zh } = names(&others);
    let same = item.all().all(|one| one.occurrence.score == first.score);
    let (score, score_zh) = if same { score(first) } else { (String::new(), String::new()) };
    match (others.is_empty(), first.former.is_empty()) {
        (false, true) => {
            message!("{en} draw level with {beside} in first place{score}", "{zh}与 {beside_zh} 并列榜首{score_zh}")
        }
        (false, false) => message!(
            "{en} share first place with {beside}{score}; before: {former}",
            "{zh}与 {beside_zh} 并列榜首{score_zh}，此前为 {former_zh}"
        ),
        (true, _) => {
            message!("{en} share first place{score}; before: {former}", "{zh}并列榜首{score_zh}，此前为 {former_zh}")
        }
    }
}

fn entered(item: &Item) -> Message {
    let occurrence = &item.occurrence;
    let (Message { en, zh }, top) = (who(item), item.top);
    let (score, score_zh) = score(occurrence);
    let place = occurrence.place.unwrap_or_default();
    let (of, of_zh) = of(occurrence);
    match occurrence.before {
        Some(before) => message!(
            "{en} is in the top {top}: place {place}{of}, up from {before}{score}",
            "{zh}进入前 {top}：第 {place} 名{of_zh}，此前第 {before} 名{score_zh}"
        ),
        None if occurrence.was_there => message!(
            "{en} is in the top {top}: place {place}{of}, before without a place{score}",
            "{zh}进入前 {top}：第 {place} 名{of_zh}，此前没有名次{score_zh}"
        ),
        None => message!("{en} is new, in place {place}{of}{score}", "{zh}新上榜，位列第 {place} 名{of_zh}{score_zh}"),
    }
}

fn left(item: &Item) -> Message {
    let occurrence = &item.occurrence;
    let (Message { en, zh }, top) = (who(item), item.top);
    let before = occurrence.before.unwrap_or_default();
    match occurrence.place {
        Some(place) => message!(
            "{en} is out of the top {top}: place {place}, down from {before}",
            "{zh}跌出前 {top}：由第 {before} 名降至第 {place} 名"
        ),
        None if occurrence.was_there => {
            message!("{en} has no place any more; it had place {before}", "{zh}不再有名次，此前第 {before} 名")
        }
        None => message!("{en} is no longer listed; it had place {before}", "{zh}退出榜单，此前第 {before} 名"),
    }
}

fn score(occurrence: &Occurrence) -> (String, String) {
    let Some(score) = occurrence.score.as_deref().map(shown).filter(|text| !text.is_empty()) else {
        return (String::new(), String::new());
    };
    (format!(", scoring {score}"), format!("，得分 {score}"))
}

fn of(occurrence: &Occurrence) -> (String, String) {
    match occurrence.of {
        0 => (String::new(), String::new()),
        of => (format!(" of {of}"), format!("（共 {of} 个）")),
    }
}

/// Where else it happened; empty where nowhere: `also on Coding (2), Reasoning (1) and 3 more`.
pub(super) fn also(item: &Item, boards: &Boards) -> Message {
    if item.more.is_empty() {
        return also_on(item, &item.also.iter().collect::<Vec<_>>(), boards);
    }
    // Of those who came or went together each may be elsewhere too; those who lead together mostly do so there as well.
    if item.occurrence.kind != Kind::NewLeader {
        return Message::default();
    }
    let is_common = |at: &Also| item.all().all(|one| one.also.iter().any(|other| other.board == at.board));
    let common = also_on(item, &item.also.iter().filter(|at| is_common(at)).collect::<Vec<_>>(), boards);
    let mut told: Vec<Message> = vec![common];
    for one in item.all().take(MOST_TOGETHER) {
        let own = also_on(one, &one.also.iter().filter(|at| !is_common(at)).collect::<Vec<_>>(), boards);
        if !own.en.is_empty() {
            let (name, Message { en, zh }) = (entry(&one.occurrence), own);
            told.push(message!("{name} {en}", "{name} {zh}"));
        }
    }
    told.retain(|one| !one.en.is_empty());
    let list = |pick: fn(&Message) -> &str, comma: &str| told.iter().map(pick).collect::<Vec<_>>().join(comma);
    Message { en: list(|one| &one.en, "; "), zh: list(|one| &one.zh, "；") }
}

fn also_on(item: &Item, places: &[&Also], boards: &Boards) -> Message {
    if places.is_empty() {
        return Message::default();
    }
    let one = |other: &Also, zh: bool| {
        let (name, place) = (boards.name(&other.board), other.place);
        let name = if zh { name.zh } else { name.en };
        match place.filter(|_| item.occurrence.kind == Kind::EnteredTop) {
            Some(place) if zh => format!("{name}（第 {place} 名）"),
            Some(place) => format!("{name} (place {place})"),
            None => name,
        }
    };
    let list =
        |zh: bool, comma: &str| places.iter().take(MOST_BOARDS).map(|at| one(at, zh)).collect::<Vec<_>>().join(comma);
    let (en, zh) = (list(false, ", "), list(true, "、"));
    match places.len().saturating_sub(MOST_BOARDS) {
        0 => message!("also on {en}", "同样见于：{zh}"),
        more => {
            let all = places.len();
            message!("also on {en} and {more} more", "同样见于：{zh}等 {all} 个榜单")
        }
    }
}

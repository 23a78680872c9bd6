//! Why a body or a definition gives no table, in both languages.

use crate::catalogue::{Heading, TableSelector};
use crate::message;
use crate::schema::{Code, Problem, RawTable, table_words};
use crate::text::{Message, squeeze, truncate};

/// How many of the tables that were seen a message names.
const NAMED: usize = 12;

/// The bytes are not what the definition says.
pub(super) fn unreadable(what: Message) -> Problem {
    Problem { code: Code::UnreadableBody, at: None, what }
}

/// Nothing stands at `place`.
pub(super) fn no_such_place(place: &str, seen: &[RawTable]) -> Problem {
    let Message { en, zh } = seen_tables(seen);
    no_table(message!("nothing that is a table stands at {place:?}; {en}", "{place:?} 处没有表格；{zh}"))
}

/// No table is what the selector describes.
pub(super) fn nothing_fits(selector: &TableSelector, seen: &[RawTable], emptiness: Option<Message>) -> Problem {
    if let (true, Some(why)) = (seen.is_empty(), emptiness) {
        return no_table(why);
    }
    let Message { en: wanted_en, zh: wanted_zh } = wanted(selector);
    let Message { en: seen_en, zh: seen_zh } = seen_tables(seen);
    no_table(message!("no table {wanted_en}; {seen_en}", "没有符合条件（{wanted_zh}）的表格；{seen_zh}"))
}

/// The definition looks for a body within a body, and the format holds none.
pub(super) fn no_inner(place: &str) -> Problem {
    unreadable(message!(
        "the definition looks for a body inside at {place:?}, and this format holds no other bodies",
        "定义要在 {place:?} 处查找内层正文，而此格式不含内层正文"
    ))
}

/// No body stands at `place`.
pub(super) fn nothing_within(place: &str) -> Problem {
    no_table(message!("no body inside stands at {place:?}", "{place:?} 处没有内层正文"))
}

/// None of no bodies has a table.
pub(super) fn nothing_at_all() -> Problem {
    no_table(message!("the body has no table", "响应正文中没有表格"))
}

/// A problem of a body within the response.
pub(super) fn within(place: &str, problem: Problem) -> Problem {
    let Message { en, zh } = problem.what;
    Problem { what: message!("inside, at {place}: {en}", "内层 {place}：{zh}"), ..problem }
}

/// More bytes than any leaderboard has.
pub(super) fn too_large(most: usize) -> Problem {
    let most = most >> 20;
    unreadable(message!(
        "the body, or what is packed in it, has more than {most} MB, the most that is read",
        "响应正文或其中打包的内容超过可读取的上限 {most} MB"
    ))
}

/// More bodies than any container of a leaderboard has.
pub(super) fn too_many_within(most: usize) -> Problem {
    unreadable(message!("more than {most} bodies stand inside", "内层正文超过 {most} 个"))
}

pub(super) fn no_table(what: Message) -> Problem {
    Problem { code: Code::NoTable, at: None, what }
}

fn wanted(selector: &TableSelector) -> Message {
    let mut said = Vec::new();
    let mut say = |message: Message| said.push(message);
    if !selector.heading.is_empty() {
        let patterns: Vec<String> = selector.heading.iter().map(Heading::to_string).collect();
        let (english, chinese) = (patterns.join("\" or \""), patterns.join("\" 或 \""));
        say(message!("under a heading \"{english}\"", "标题为 \"{chinese}\""));
    }
    if !selector.sheet.is_empty() {
        let (english, chinese) = (selector.sheet.join("\" or \""), selector.sheet.join("\" 或 \""));
        say(message!("on a sheet \"{english}\"", "工作表为 \"{chinese}\""));
    }
    if let Some(place) = &selector.at {
        say(message!("at {place:?}", "位于 {place:?}"));
    }
    if !selector.has.is_empty() {
        let (english, chinese) = (selector.has.join(", "), selector.has.join("、"));
        say(message!("with columns {english}", "含有列 {chinese}"));
    }
    if !selector.lacks.is_empty() {
        let (english, chinese) = (selector.lacks.join(", "), selector.lacks.join("、"));
        say(message!("without columns {english}", "不含列 {chinese}"));
    }
    if let Some(nth) = selector.nth {
        say(message!("that is number {nth} of those", "且为其中第 {nth} 个"));
    }
    if said.is_empty() {
        return message!("with a header and rows", "含表头与数据行");
    }
    let (en, zh): (Vec<String>, Vec<String>) = said.into_iter().map(|message| (message.en, message.zh)).unzip();
    Message { en: en.join(" "), zh: zh.join("，") }
}

fn seen_tables(seen: &[RawTable]) -> Message {
    if seen.is_empty() {
        return message!("the body has no table", "响应正文中没有表格");
    }
    let mut names: Vec<Message> = seen.iter().take(NAMED).map(name).collect();
    if seen.len() > NAMED {
        names.push(Message::same("…"));
    }
    let (en, zh): (Vec<String>, Vec<String>) = names.into_iter().map(|name| (name.en, name.zh)).unzip();
    let (count, en, zh) = (seen.len(), en.join("; "), zh.join("；"));
    if count == 1 {
        return message!("seen was one table: {en}", "仅见到一个表格：{zh}");
    }
    message!("seen were {count} tables: {en}", "见到 {count} 个表格：{zh}")
}

/// `table 3 "2023年10月" [排名 | 模型 | …]`.
fn name(table: &RawTable) -> Message {
    let heading = table.heading.as_deref().map(|heading| format!(" {:?}", short(heading, 40))).unwrap_or_default();
    let header: Vec<String> = table.header.iter().take(8).map(|cell| short(&cell.text, 16)).collect();
    let more = if table.header.len() > 8 { " | …" } else { "" };
    let (Message { en, zh }, header) = (table_words(&short(&table.place, 60)), header.join(" | "));
    message!("{en}{heading} [{header}{more}]", "{zh}{heading} [{header}{more}]")
}

fn short(text: &str, width: usize) -> String {
    truncate(&squeeze(text), width)
}

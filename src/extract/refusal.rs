//! Why a body or a definition gives no table, in both languages.

use crate::catalogue::{Heading, TableSelector};
use crate::message;
use crate::schema::{Code, Problem, RawTable};
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
    let mut names: Vec<String> = seen.iter().take(NAMED).map(name).collect();
    if seen.len() > NAMED {
        names.push("…".to_owned());
    }
    let (count, en, zh) = (seen.len(), names.join("; "), names.join("；"));
    if count == 1 {
        return message!("seen was one table: {en}", "仅见到一个表格：{zh}");
    }
    message!("seen were {count} tables: {en}", "见到 {count} 个表格：{zh}")
}

/// `table 3 "2023年10月" [排名 | 模型 | …]`.
fn name(table: &RawTable) -> String {
    let heading = table.heading.as_deref().map(|heading| format!(" {:?}", short(heading, 40))).unwrap_or_default();
    let header: Vec<String> = table.header.iter().take(8).map(|cell| short(&cell.text, 16)).collect();
    let more = if table.header.len() > 8 { " | …" } else { "" };
    format!("{}{heading} [{}{more}]", short(&table.place, 60), header.join(" | "))
}

fn short(text: &str, width: usize) -> String {
    truncate(&squeeze(text), width)
}

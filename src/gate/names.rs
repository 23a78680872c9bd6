//! Damage that the names themselves show: a wrong encoding, markup, numbers.

use super::words::{list, of_table, problem, quote, share};
use crate::message;
use crate::schema::{Code, Entry, Problem, Snapshot};
use crate::text::{Decimal, Message};
use encoding_rs::{GBK, WINDOWS_1252};

/// So many damaged names, and at least [`SHARE`] of all, are no slip in a row but a damaged table.
const SEVERAL: usize = 2;

/// As for [`SEVERAL`]: a fifth, since most boards mix Chinese and plain names, of which a wrong encoding harms some.
const SHARE: f64 = 0.2;

/// Shorter runs of Chinese characters may be taken for another encoding by chance.
const TELLING_RUN: usize = 3;

/// What is wrong with single names, and whether the table is damaged as a whole.
///
/// # Errors
/// A refusal: several names are damaged, or hold markup where no earlier content's did.
pub(super) fn names(snapshot: &Snapshot, markup_is_usual: bool) -> Result<Vec<Problem>, Problem> {
    let damaged: Vec<&Entry> = snapshot.entries.iter().filter(|entry| is_damaged_entry(entry)).collect();
    let marked: Vec<&Entry> = snapshot.entries.iter().filter(|entry| has_markup(&entry.name)).collect();
    let several = |found: &[&Entry]| found.len() >= SEVERAL && share(found.len(), snapshot.entries.len()) >= SHARE;
    let counted = |found: &[&Entry]| (found.len(), list(found.iter().map(|entry| entry.name.as_str())));
    if several(&damaged) {
        let (count, names) = counted(&damaged);
        let what = message!(
            "{count} names were read in a wrong encoding: {names}",
            "有 {count} 个名称因编码错误而损坏：{names}"
        );
        return Err(of_table(Code::DamagedText, snapshot, what));
    }
    if several(&marked) && !markup_is_usual {
        let (count, names) = counted(&marked);
        let what = message!("{count} names hold markup: {names}", "有 {count} 个名称含有标记：{names}");
        return Err(of_table(Code::MarkupInNames, snapshot, what));
    }
    let mut problems = Vec::new();
    let mut add = |code: Code, entries: &[&Entry], what: fn(String) -> Message| {
        problems.extend(entries.iter().map(|entry| problem(code, &entry.at, what(quote(&entry.name)))));
    };
    add(Code::DamagedName, &damaged, |name| {
        message!("the name {name:?} was read in a wrong encoding", "名称 {name:?} 因编码错误而损坏")
    });
    if !markup_is_usual {
        add(Code::MarkupInName, &marked, |name| message!("the name {name:?} holds markup", "名称 {name:?} 含有标记"));
    }
    let numbers: Vec<&Entry> = snapshot.entries.iter().filter(|entry| is_number(&entry.name)).collect();
    add(Code::NumberAsName, &numbers, |name| {
        message!("{name:?} stands where a name should: the row may be shifted", "名称处是 {name:?}：该行可能错位")
    });
    Ok(problems)
}

/// Whether any name of it holds markup.
pub(super) fn any_markup(snapshot: &Snapshot) -> bool {
    snapshot.entries.iter().any(|entry| has_markup(&entry.name))
}

fn is_damaged_entry(entry: &Entry) -> bool {
    is_damaged(&entry.name) || entry.organization.as_deref().is_some_and(is_damaged)
}

/// Whether a text shows that it was read in a wrong encoding: a replacement character, question marks in a row, or
/// characters whose bytes in an older encoding are UTF-8.
fn is_damaged(text: &str) -> bool {
    if text.is_ascii() {
        return text.contains("??");
    }
    text.contains(['\u{fffd}', '\0']) || text.contains("??") || is_misread(text)
}

/// `Ã©` for `é`, `鏂囧績` for `文心`.
fn is_misread(text: &str) -> bool {
    let mut runs = text.split(|c: char| c.is_ascii()).filter(|run| !run.is_empty());
    runs.any(|run| {
        let western = latin_bytes(run).is_some_and(|bytes| is_utf8_beyond(&bytes, '\u{80}'));
        let (bytes, _, lossy) = GBK.encode(run);
        // 识图模式 in GBK is UTF-8 too, of letters that no name is written in: what was misread is Chinese.
        western || (!lossy && run.chars().count() >= TELLING_RUN && is_utf8_beyond(&bytes, '\u{2e80}'))
    })
}

/// Whether bytes are UTF-8 of characters from `first` on.
fn is_utf8_beyond(bytes: &[u8], first: char) -> bool {
    std::str::from_utf8(bytes).is_ok_and(|text| text.chars().all(|c| c >= first))
}

/// The bytes of a text in the western encodings, of which the C1 controls stand for themselves.
fn latin_bytes(text: &str) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    for c in text.chars() {
        let mut buffer = [0; 4];
        let (encoded, _, lossy) = WINDOWS_1252.encode(c.encode_utf8(&mut buffer));
        match (u8::try_from(u32::from(c)), lossy) {
            (Ok(byte), true) => bytes.push(byte),
            (Err(_), true) => return None,
            (_, false) => bytes.extend_from_slice(&encoded),
        }
    }
    Some(bytes)
}

/// An element's tag, or a character reference that was left as it stood.
fn has_markup(text: &str) -> bool {
    let tag = text.match_indices('<').any(|(at, _)| {
        let rest = text.get(at + 1..).unwrap_or_default();
        let name = rest.strip_prefix('/').unwrap_or(rest);
        let letters = name.bytes().take_while(u8::is_ascii_alphanumeric).count();
        let after = name.as_bytes().get(letters);
        letters > 0
            && name.bytes().next().is_some_and(|byte| byte.is_ascii_alphabetic())
            && name.contains('>')
            && matches!(after, Some(b'>' | b' ' | b'/' | b'\n'))
    });
    let reference = text.match_indices('&').any(|(at, _)| {
        let rest = text.get(at + 1..).unwrap_or_default();
        let end = rest.find(';').filter(|end| (2..=8).contains(end));
        end.and_then(|end| rest.get(..end))
            .is_some_and(|name| name.strip_prefix('#').unwrap_or(name).bytes().all(|byte| byte.is_ascii_alphanumeric()))
    });
    tag || reference
}

fn is_number(text: &str) -> bool {
    Decimal::parse(text.trim().trim_end_matches(['%', '％'])).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_in_a_wrong_encoding_is_told_from_text_that_is_merely_foreign() {
        for damaged in ["\u{fffd}\u{fffd}一言", "Mistral LÃ©", "æ–‡å¿ƒä¸€è¨€", "鏂囧績涓€瑷€", "????(??)"]
        {
            assert!(is_damaged(damaged), "{damaged}");
        }
        for fine in [
            "文心一言4.0(网页)",
            "Café",
            "讯飞星火（V4）",
            "Ünïcode",
            "🏅",
            "ГигаЧат",
            "联通",
            "What?",
            "é©",
            "识图模式",
        ] {
            assert!(!is_damaged(fine), "{fine}");
        }
    }

    #[test]
    fn markup_is_told_from_signs() {
        for markup in ["<b>GPT-4</b>", "GPT<br/>4", "a &amp; b", "x <script>alert(1)</script>"] {
            assert!(has_markup(markup), "{markup}");
        }
        for fine in ["<10B", "a < b > c", "Q&A; x", "a & b", "百度<最新>"] {
            assert!(!has_markup(fine), "{fine}");
        }
    }
}

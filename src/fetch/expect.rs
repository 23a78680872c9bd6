//! Whether a body is what its definition expects, and its text for reading values from it.

use crate::catalogue::Expect;
use crate::message;
use crate::text::{Message, printable_line};
use encoding_rs::{Encoding, GB18030};
use std::borrow::Cow;

/// What is wrong with a body, if anything.
pub fn mismatch(expect: &Expect, body: &[u8], media_type: Option<&str>) -> Option<Message> {
    if let Some(magic) = &expect.magic
        && !body.starts_with(magic.as_bytes())
    {
        let start = &body[..body.len().min(200)];
        let shown: String = readable(start, media_type).trim_start().chars().take(24).collect();
        let shown = printable_line(&shown).into_owned();
        return Some(if shown.starts_with('<') {
            message!("a web page came in its place ({shown:?})", "返回的是网页（{shown:?}）")
        } else {
            message!("the body begins with {shown:?}, not {magic:?}", "响应正文以 {shown:?} 开头，而不是 {magic:?}")
        });
    }
    if let Some(text) = &expect.contains
        && !readable(body, media_type).contains(text.as_str())
    {
        return Some(message!("the body does not contain {text:?}", "响应正文不含 {text:?}"));
    }
    None
}

/// The text of a body: UTF-8 where it is valid, else the charset of the header, else GB18030, which most pages
/// have that do not say. Only for looking into a body: what is captured are the bytes.
pub(super) fn readable<'a>(body: &'a [u8], media_type: Option<&str>) -> Cow<'a, str> {
    if let Ok(text) = std::str::from_utf8(body) {
        return Cow::Borrowed(text);
    }
    let label = media_type.and_then(|text| text.split(';').find_map(|part| part.trim().strip_prefix("charset=")));
    let encoding = label.and_then(|label| Encoding::for_label(label.trim_matches('"').as_bytes()));
    encoding.unwrap_or(GB18030).decode(body).0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_web_page_is_no_workbook() {
        let workbook = Expect { magic: Some("PK".to_owned()), contains: None };
        assert_eq!(mismatch(&workbook, b"PK\x03\x04rest", None), None);
        let wrong = mismatch(&workbook, b"\n <!doctype html><title>x", None).unwrap();
        assert_eq!(wrong.en, "a web page came in its place (\"<!doctype html><title>x\")");
        let wrong = mismatch(&workbook, b"busy", None).unwrap();
        assert_eq!(wrong.en, "the body begins with \"busy\", not \"PK\"");
        assert!(mismatch(&workbook, b"", None).is_some());
    }

    #[test]
    fn expected_text_is_found_in_every_charset() {
        let board = Expect { magic: None, contains: Some("排名".to_owned()) };
        let (gbk, _, _) = encoding_rs::GBK.encode("<th>排名</th>");
        let (big5, _, _) = encoding_rs::BIG5.encode("<th>排名</th>");
        assert_eq!(mismatch(&board, "<th>排名</th>".as_bytes(), None), None);
        assert_eq!(mismatch(&board, &gbk, Some("text/html")), None);
        assert_eq!(mismatch(&board, &gbk, Some("text/html; charset=gb2312")), None);
        assert_eq!(mismatch(&board, &big5, Some("text/html; charset=\"Big5\"")), None);
        assert!(mismatch(&board, b"<th>rank</th>", None).is_some());
    }
}

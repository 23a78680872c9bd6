//! Bytes to text: UTF-8, or GBK where the bytes are that and nothing else.

use super::refusal::unreadable;
use crate::message;
use crate::schema::{Problem, Span};
use encoding_rs::{Encoding, GB18030, UTF_8, UTF_16BE, UTF_16LE};
use std::borrow::Cow;

/// A body as text.
pub(super) struct Text<'a> {
    /// Without a byte order mark.
    pub(super) text: Cow<'a, str>,
    /// How many bytes of the body precede the text; `None` if the text's offsets are not the body's.
    pub(super) skipped: Option<usize>,
}

impl Text<'_> {
    /// The body's bytes of `start..end` of the text.
    pub(super) fn span(&self, start: usize, end: usize) -> Option<Span> {
        let skipped = self.skipped?;
        Span::new(start + skipped, end + skipped)
    }
}

/// Decodes UTF-8 with or without byte order mark, else `declared`, else GB18030 where it fits without an error.
///
/// # Errors
/// Where none of them fits; with the position of the first byte that is not UTF-8.
pub(super) fn decode<'a>(bytes: Cow<'a, [u8]>, declared: Option<&'static Encoding>) -> Result<Text<'a>, Problem> {
    if let Some((encoding, mark)) = Encoding::for_bom(&bytes)
        && encoding != UTF_8
    {
        return decode_as(encoding, bytes.get(mark..).unwrap_or_default()).ok_or_else(|| not_text(&bytes));
    }
    let skipped = if bytes.starts_with(b"\xef\xbb\xbf") { 3 } else { 0 };
    let bytes = match utf8(bytes, skipped) {
        Ok(text) => return Ok(Text { text, skipped: Some(skipped) }),
        Err(bytes) => bytes,
    };
    let body = bytes.get(skipped..).unwrap_or_default();
    // A declared UTF-16 without its mark is a page that was stored in another encoding; browsers ignore it too.
    let declared = declared.filter(|encoding| ![UTF_8, UTF_16LE, UTF_16BE].contains(encoding));
    declared
        .and_then(|encoding| decode_as(encoding, body))
        .or_else(|| decode_as(GB18030, body).filter(|decoded| is_plausible(&decoded.text)))
        .ok_or_else(|| not_text(&bytes))
}

/// The bytes from `skipped` on as UTF-8, without a copy where they are not owned or nothing is skipped; else they are
/// given back.
fn utf8(bytes: Cow<'_, [u8]>, skipped: usize) -> Result<Cow<'_, str>, Cow<'_, [u8]>> {
    match bytes {
        Cow::Borrowed(all) => {
            let body = all.get(skipped..).unwrap_or_default();
            std::str::from_utf8(body).map(Cow::Borrowed).map_err(|_| Cow::Borrowed(all))
        }
        Cow::Owned(all) if skipped == 0 => {
            String::from_utf8(all).map(Cow::Owned).map_err(|error| Cow::Owned(error.into_bytes()))
        }
        Cow::Owned(all) => match std::str::from_utf8(all.get(skipped..).unwrap_or_default()) {
            Ok(text) => Ok(Cow::Owned(text.to_owned())),
            Err(_) => Err(Cow::Owned(all)),
        },
    }
}

fn decode_as(encoding: &'static Encoding, bytes: &[u8]) -> Option<Text<'static>> {
    let text = encoding.decode_without_bom_handling_and_without_replacement(bytes)?;
    Some(Text { text: Cow::Owned(text.into_owned()), skipped: None })
}

/// GB18030 gives a character to nearly every pair of bytes: private ones and controls show that it was a guess.
fn is_plausible(text: &str) -> bool {
    let odd = |c: char| matches!(c, '\u{e000}'..='\u{f8ff}') || (c.is_control() && !c.is_whitespace());
    !text.chars().any(odd)
}

fn not_text(bytes: &[u8]) -> Problem {
    let at = std::str::from_utf8(bytes).map_or_else(|error| error.valid_up_to(), |_| 0);
    let before = bytes.get(..at).unwrap_or_default();
    let line = before.split(|byte| *byte == b'\n').count();
    unreadable(message!(
        "neither UTF-8 nor GBK: byte {at}, in line {line}, belongs to no character",
        "既非 UTF-8 也非 GBK：第 {line} 行偏移 {at} 处的字节不成字符"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_byte_order_mark_is_dropped_and_counted() {
        let marked: &[u8] = b"\xef\xbb\xbfa";
        for bytes in [Cow::Borrowed(marked), Cow::Owned(marked.to_vec())] {
            let decoded = decode(bytes, None).unwrap_or_else(|problem| panic!("{problem:?}"));
            assert_eq!((&*decoded.text, decoded.span(0, 1)), ("a", Span::new(3, 4)));
        }
    }

    #[test]
    fn gbk_is_read_without_offsets() {
        let (bytes, ..) = GB18030.encode("| 排名 | 模型 |");
        for bytes in [bytes.clone(), Cow::Owned(bytes.to_vec())] {
            let decoded = decode(bytes, None).unwrap_or_else(|problem| panic!("{problem:?}"));
            assert_eq!((&*decoded.text, decoded.span(0, 1)), ("| 排名 | 模型 |", None));
        }
    }

    #[test]
    fn other_bytes_are_refused_with_their_place() {
        let problem = decode(Cow::Borrowed(b"ab\nc\xff\xff"), None).err().expect("no text");
        assert_eq!(problem.what.en, "neither UTF-8 nor GBK: byte 4, in line 2, belongs to no character");
    }
}

//! Names come from strangers: what is shown in a terminal or written to a log is made harmless first.

use std::borrow::Cow;

/// The text with control characters, bidirectional overrides and other characters that act instead of showing
/// replaced by `U+FFFD`. Line breaks and tabs are kept.
#[must_use]
pub fn printable(text: &str) -> Cow<'_, str> {
    replace(text, |c| acts(c) && c != '\n' && c != '\t')
}

/// Like [`printable`], on one line: line breaks and tabs become spaces.
#[must_use]
pub fn printable_line(text: &str) -> Cow<'_, str> {
    if !text.contains(acts) {
        return Cow::Borrowed(text);
    }
    let line: String = text.chars().map(|c| if matches!(c, '\n' | '\r' | '\t') { ' ' } else { c }).collect();
    Cow::Owned(replace(&line, acts).into_owned())
}

fn replace(text: &str, acts: impl Fn(char) -> bool) -> Cow<'_, str> {
    if !text.chars().any(&acts) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.chars().map(|c| if acts(c) { '\u{fffd}' } else { c }).collect())
}

/// Controls, bidi marks, embeddings, overrides and isolates, line and paragraph separators, tag characters.
fn acts(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{061c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}'
            | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_and_overrides_do_not_reach_the_terminal() {
        assert_eq!(printable("a\u{1b}[31mb"), "a\u{fffd}[31mb");
        assert_eq!(printable_line("GPT\u{202e}4-\tx\ny"), "GPT\u{fffd}4- x y");
        assert!(matches!(printable("文心一言 🏅\u{fe0f}"), Cow::Borrowed(_)));
    }
}

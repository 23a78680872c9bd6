//! A printed name as atoms: words, numbers, sizes, each with where it stands.

use crate::text::fold_width;
use std::ops::Range;

/// Longer names are no names of models: they are declined unread.
pub(super) const LONGEST_NAME: usize = 400;

/// What an atom is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum AtomKind {
    /// Letters, or Han characters.
    Word,
    /// Digits, with dots between them: `4`, `2.5`, `20240229`.
    Number,
    /// A number of parameters or of tokens: `7b`, `8x7b`, `a22b`, `32k`.
    Size,
}

/// One atom of a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Atom {
    /// Where it stands in [`Words::text`].
    pub at: Range<usize>,
    pub kind: AtomKind,
    /// Nothing stands between the atom before and this one: `gpt` and `4` of `gpt4`.
    pub glued: bool,
    /// The last character before it that is no letter and no digit.
    pub after: u8,
    /// Which pair of brackets it stands in; 0 outside of all.
    pub bracket: u8,
}

/// A name in lower case and half width, and its atoms.
#[derive(Debug, Clone, Default)]
pub(super) struct Words {
    pub text: String,
    pub atoms: Vec<Atom>,
}

/// Why a name is not read at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unreadable {
    /// Nothing but signs.
    Empty,
    TooLong,
    /// Control characters, or characters that turn the direction of the text.
    Control,
    /// Letters of two alphabets that look alike: `gpt-4а` with a Cyrillic letter.
    MixedScripts,
}

impl Words {
    /// Reads a printed name.
    pub(super) fn read(name: &str) -> Result<Words, Unreadable> {
        if name.len() > LONGEST_NAME {
            return Err(Unreadable::TooLong);
        }
        let mut text = if name.is_ascii() { name.to_owned() } else { plain(name)? };
        if text.bytes().any(|byte| byte.is_ascii_control() && !matches!(byte, b'\n' | b'\t' | b'\r')) {
            return Err(Unreadable::Control);
        }
        text.make_ascii_lowercase();
        let mut words = Words { text, atoms: Vec::with_capacity(12) };
        words.split();
        if words.atoms.is_empty() { Err(Unreadable::Empty) } else { Ok(words) }
    }

    pub(super) fn of(&self, atom: &Atom) -> &str {
        self.text.get(atom.at.clone()).unwrap_or_default()
    }

    fn split(&mut self) {
        let bytes = self.text.as_bytes();
        let (mut at, mut after, mut bracket, mut deepest, mut glued) = (0, b' ', 0_u8, 0_u8, false);
        while let Some(&byte) = bytes.get(at) {
            let start = at;
            let kind = match byte {
                b'0'..=b'9' => {
                    at = number_end(bytes, at);
                    match size_end(bytes, start, at) {
                        Some(end) => {
                            at = end;
                            AtomKind::Size
                        }
                        None => AtomKind::Number,
                    }
                }
                b'a'..=b'z' => {
                    if let Some(end) = active_size_end(bytes, at, glued) {
                        at = end;
                        AtomKind::Size
                    } else {
                        at = run_end(bytes, at, |byte| byte.is_ascii_lowercase());
                        AtomKind::Word
                    }
                }
                0x80.. => {
                    at = run_end(bytes, at, |byte| byte >= 0x80);
                    AtomKind::Word
                }
                _ => {
                    match byte {
                        b'(' | b'[' | b'{' => {
                            deepest = deepest.saturating_add(1);
                            bracket = deepest;
                        }
                        b')' | b']' | b'}' => bracket = 0,
                        // `R+` is another model than `R`: the plus that ends a word is a word.
                        b'+' if glued && !bytes.get(at + 1).is_some_and(u8::is_ascii_alphanumeric) => {
                            at += 1;
                            let atom = Atom { at: start..at, kind: AtomKind::Word, glued, after, bracket };
                            self.atoms.push(atom);
                            continue;
                        }
                        _ => {}
                    }
                    (after, glued) = (byte, false);
                    at += 1;
                    continue;
                }
            };
            self.atoms.push(Atom { at: start..at, kind, glued, after, bracket });
            (glued, after) = (true, 0);
        }
    }
}

/// NFKC without what is invisible, marks of trade and pictures.
fn plain(name: &str) -> Result<String, Unreadable> {
    let turns = |c: char| matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    if name.chars().any(|c| turns(c) || (c.is_control() && !c.is_whitespace())) {
        return Err(Unreadable::Control);
    }
    let mut text = String::with_capacity(name.len());
    for c in fold_width(name).chars().flat_map(char::to_lowercase) {
        match c {
            'α' => text.push_str(" alpha "),
            'β' => text.push_str(" beta "),
            'à'..='å' => text.push('a'),
            'ç' => text.push('c'),
            'è'..='ë' => text.push('e'),
            'ì'..='ï' => text.push('i'),
            'ñ' => text.push('n'),
            'ò'..='ö' => text.push('o'),
            'ù'..='ü' => text.push('u'),
            '\u{370}'..='\u{52f}' | '\u{1d00}'..='\u{1dbf}' => return Err(Unreadable::MixedScripts),
            '【' | '〔' | '「' => text.push('('),
            '】' | '〕' | '」' => text.push(')'),
            '\u{2010}'..='\u{2015}' => text.push('-'),
            c if c.is_ascii() || c.is_alphabetic() => text.push(c),
            _ => text.push(' '),
        }
    }
    Ok(text)
}

fn run_end(bytes: &[u8], from: usize, belongs: impl Fn(u8) -> bool) -> usize {
    bytes.get(from..).map_or(from, |rest| from + rest.iter().take_while(|byte| belongs(**byte)).count())
}

/// The end of digits with single dots between them.
fn number_end(bytes: &[u8], from: usize) -> usize {
    let digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    let mut end = run_end(bytes, from, |byte| byte.is_ascii_digit());
    // Vendors' `4p7` is 4.7.
    while matches!(bytes.get(end), Some(b'.' | b'p')) && digit(end + 1) {
        end = run_end(bytes, end + 1, |byte| byte.is_ascii_digit());
    }
    end
}

/// The end of `7b`, `8x7b`, `32k` whose number ends at `end`, where a unit stands there and no letter after it.
fn size_end(bytes: &[u8], start: usize, end: usize) -> Option<usize> {
    let mut end = end;
    if bytes.get(end) == Some(&b'x') && bytes.get(end + 1).is_some_and(u8::is_ascii_digit) {
        end = number_end(bytes, end + 1);
    }
    let unit = matches!(bytes.get(end), Some(b'b' | b'k' | b'm' | b't' | b'e'));
    let ends = !bytes.get(end + 1).is_some_and(u8::is_ascii_alphanumeric);
    (unit && ends && end > start).then_some(end + 1)
}

/// The end of `a22b` (active parameters) or `e4b` (effective ones).
fn active_size_end(bytes: &[u8], at: usize, glued: bool) -> Option<usize> {
    if glued || !matches!(bytes.get(at), Some(b'a' | b'e')) || !bytes.get(at + 1).is_some_and(u8::is_ascii_digit) {
        return None;
    }
    let end = number_end(bytes, at + 1);
    (bytes.get(end) == Some(&b'b') && !bytes.get(end + 1).is_some_and(u8::is_ascii_alphanumeric)).then_some(end + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn atoms(name: &str) -> Vec<String> {
        let words = Words::read(name).unwrap();
        words.atoms.iter().map(|atom| words.of(atom).to_owned()).collect()
    }

    #[test]
    fn words_numbers_and_sizes_are_told_apart() {
        assert_eq!(atoms("Qwen2.5-72B-Instruct"), ["qwen", "2.5", "72b", "instruct"]);
        assert_eq!(atoms("Qwen3-235B-A22B"), ["qwen", "3", "235b", "a22b"]);
        assert_eq!(atoms("Mixtral-8x7B-Instruct-v0.1"), ["mixtral", "8x7b", "instruct", "v", "0.1"]);
        assert_eq!(atoms("文心一言４.０（网页）"), ["文心一言", "4.0", "网页"]);
        assert_eq!(atoms("Command R+ (08-2024)"), ["command", "r", "+", "08", "2024"]);
        assert_eq!(atoms("minimax-m2p5"), ["minimax", "m", "2p5"]);
        assert_eq!(atoms("Gemma-3n-e4b-it"), ["gemma", "3", "n", "e4b", "it"]);
    }

    #[test]
    fn letters_that_only_look_alike_are_refused() {
        assert_eq!(Words::read("gpt-4\u{430}").unwrap_err(), Unreadable::MixedScripts);
        assert_eq!(Words::read("gpt\u{202e}-4").unwrap_err(), Unreadable::Control);
        assert_eq!(Words::read("  ").unwrap_err(), Unreadable::Empty);
        assert_eq!(Words::read(&"a".repeat(10_000)).unwrap_err(), Unreadable::TooLong);
    }
}

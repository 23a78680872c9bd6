//! The form in which two spellings of one name are equal: `GPT4 Turbo`, `gpt-4-turbo` and `GPT-4-Turbo` have one key.

use super::words::{Atom, AtomKind, Words};

/// The key of some atoms of a name. Signs and case go, `4-6` and `4p6` are 4.6, `v1.0` is 1; numbers stay apart, so that
/// `gemma-2b` and `gemma-2-2b` keep keys of their own.
pub(super) fn key<'a>(words: &Words, atoms: impl IntoIterator<Item = &'a Atom>) -> String {
    let mut key = String::with_capacity(words.text.len());
    append(&mut key, words, atoms);
    key
}

/// Appends the key to `key`, which keeps its room between names.
pub(super) fn append<'a>(key: &mut String, words: &Words, atoms: impl IntoIterator<Item = &'a Atom>) {
    let mut atoms = atoms.into_iter().peekable();
    if atoms.peek().is_some_and(|first| words.of(first) == "claude") {
        // Anthropic has printed both `Claude 3.5 Sonnet` and `Claude Opus 4.6`: both orders are one name.
        let (words_first, numbers): (Vec<&Atom>, Vec<&Atom>) =
            atoms.filter(|atom| words.of(atom) != "v").partition(|atom| atom.kind == AtomKind::Word);
        return join(key, words, words_first.into_iter().chain(numbers));
    }
    join(key, words, atoms);
}

fn join<'a>(key: &mut String, words: &Words, atoms: impl Iterator<Item = &'a Atom>) {
    let mut atoms = atoms.peekable();
    let mut before: Option<&str> = None;
    while let Some(atom) = atoms.next() {
        let text = words.of(atom);
        let start = key.len();
        match atom.kind {
            AtomKind::Word if text == "v" && atoms.peek().is_some_and(|next| next.glued && is_number(next)) => continue,
            AtomKind::Word if text == "+" => key.push_str("plus"),
            AtomKind::Word => key.push_str(text),
            AtomKind::Number if text == "35" && before == Some("gpt") => key.push_str("3.5"),
            AtomKind::Number | AtomKind::Size => {
                if key.as_bytes().last().is_some_and(u8::is_ascii_digit) {
                    key.push('-');
                }
                key.extend(text.chars().map(|c| if c == 'p' { '.' } else { c }));
                if atom.kind == AtomKind::Number {
                    while let Some(next) = atoms.next_if(|next| continues(words, text, next)) {
                        key.push('.');
                        key.push_str(words.of(next));
                    }
                    if key.ends_with(".0") && key.get(start..).is_some_and(|number| number.matches('.').count() == 1) {
                        key.truncate(key.len() - 2);
                    }
                }
            }
        }
        before = Some(text);
    }
}

fn is_number(atom: &Atom) -> bool {
    atom.kind == AtomKind::Number
}

/// Whether `next` is the second part of a version: `5` of `3-5`, `3` of `v3-3`, `0` of `v1:0`.
fn continues(words: &Words, number: &str, next: &Atom) -> bool {
    is_number(next)
        && !next.glued
        && matches!(next.after, b'-' | b'_' | b':')
        && number.len() <= 2
        && !number.contains('.')
        && words.of(next).len() == 1
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(name: &str) -> String {
        let words = Words::read(name).unwrap();
        key(&words, &words.atoms)
    }

    #[test]
    fn spellings_of_one_name_have_one_key() {
        for (one, other) in [
            ("GPT4 Turbo", "gpt-4-turbo"),
            ("claude-opus-4-6", "Claude Opus 4.6"),
            ("minimax-m2p5", "MiniMax M2.5"),
            ("Claude-2.0", "claude2"),
            ("nova-pro-v1:0", "Nova Pro 1.0"),
            ("Command R+", "command-r-plus"),
            ("gpt35_turbo", "GPT-3.5-Turbo"),
            ("Claude 4.6 Opus", "claude-opus-4-6"),
            ("claude-3-5-sonnet", "Claude Sonnet 3.5"),
            ("neural-chat-7b-v3-3", "Neural Chat 7B v3.3"),
        ] {
            assert_eq!(of(one), of(other), "{one} {other}");
        }
    }

    #[test]
    fn names_of_different_models_have_different_keys() {
        for (one, other) in [
            ("gemma-2b-it", "gemma-2-2b-it"),
            ("Ministral-3-8b", "Ministral-8B"),
            ("Command R", "Command R+"),
            ("Hunyuan-Turbo", "Hunyuan-TurboS"),
            ("Qwen2.5-72B", "Qwen-25-72B"),
            ("Phi-3-mini-4k", "Phi-3.4-mini"),
            ("grok-2-08-13", "grok-2.8-13"),
        ] {
            assert_ne!(of(one), of(other), "{one} {other}");
        }
    }
}

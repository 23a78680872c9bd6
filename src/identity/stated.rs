//! What a name states of how the model was run.

use super::lexicon::{Certainty, Lexicon, Phrase};
use super::words::{Atom, AtomKind, Words};
use std::ops::Range;

/// Whether words that may state a configuration are taken out of the name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Taken {
    /// In every case.
    Always,
    /// Where the name with them is no model's.
    IfNeeded,
    /// Where others are taken: they state nothing by themselves.
    WithOthers,
}

/// Words that state something, or nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Stated {
    pub atoms: Range<usize>,
    /// Key and value; none for words that state nothing.
    pub settings: Vec<(String, String)>,
    pub taken: Taken,
}

impl Stated {
    /// Whether a setting is among them.
    pub(super) fn is(&self, key: &str, value: &str) -> bool {
        self.settings.iter().any(|(k, v)| k == key && v == value)
    }

    /// Whether the words may be part of the name of a model that is not known.
    pub(super) fn may_name(&self) -> bool {
        self.settings.iter().any(|(key, value)| match key.as_str() {
            "thinking" | "web_search" | "context" | "mode" | "access" => true,
            "effort" => matches!(value.as_str(), "medium" | "max"),
            "route" => value == "local",
            _ => false,
        })
    }
}

/// Everything that a name may state of its configuration, in the order of the name.
pub(super) fn find(words: &Words, lexicon: &Lexicon, source: &str) -> Vec<Stated> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < words.atoms.len() {
        let stated = quantisation(words, at)
            .or_else(|| best_of(words, at))
            .or_else(|| turbo(words, at))
            .or_else(|| lexicon.at(words, at, source).find_map(|phrase| stated(words, at, phrase)))
            .or_else(|| context(words, at));
        match stated {
            Some(stated) => {
                at = stated.atoms.end;
                found.push(stated);
            }
            None => at += 1,
        }
    }
    found
}

fn stated(words: &Words, at: usize, phrase: &Phrase) -> Option<Stated> {
    let end = at + phrase.len();
    let in_brackets = words.atoms.get(at..end)?.iter().all(|atom| atom.bracket != 0);
    // A name does not begin with its configuration, but with its route (`ollama/…`) or a way of sampling.
    if at == 0 && !(is_path(words, end) || phrase.key == "sampling") {
        return None;
    }
    let taken = match phrase.certainty {
        Certainty::Sure | Certainty::Format => Taken::Always,
        Certainty::Bracketed if in_brackets => Taken::Always,
        Certainty::BracketsOnly if in_brackets && fills_brackets(words, at, end) => Taken::Always,
        Certainty::BracketsOnly => return None,
        Certainty::Bracketed | Certainty::Maybe => Taken::IfNeeded,
        Certainty::Filler => Taken::WithOthers,
    };
    let mut atoms = at..end;
    let mut settings = Vec::new();
    if !phrase.key.is_empty() {
        settings.push((phrase.key.clone(), phrase.value.clone()));
    }
    if phrase.key == "thinking" && phrase.value == "on" {
        let budget = |index: usize| {
            let atom = words.atoms.get(index)?;
            let text = words.of(atom);
            (atom.kind == AtomKind::Size && text.ends_with('k')).then(|| text.to_owned())
        };
        if let Some(tokens) = budget(end) {
            settings.push(("thinking_budget".into(), tokens));
            atoms.end += 1;
        } else if let Some(tokens) = at.checked_sub(1).and_then(budget).filter(|_| in_brackets) {
            settings.push(("thinking_budget".into(), tokens));
            atoms.start -= 1;
        }
    }
    let stated = Stated { atoms, settings, taken };
    // `flash-thinking-exp`: in the middle of a name it is part of the name.
    let before_a_word = words.atoms.get(stated.atoms.end).is_some_and(|next| {
        next.kind == AtomKind::Word && next.bracket == 0 && !matches!(words.of(next), "latest" | "with" | "on")
    });
    (in_brackets || !before_a_word || !stated.is("thinking", "on")).then_some(stated)
}

/// Whether nothing else stands in the brackets.
fn fills_brackets(words: &Words, at: usize, end: usize) -> bool {
    let bracket = |index: usize| words.atoms.get(index).map(|atom| atom.bracket);
    at.checked_sub(1).and_then(bracket) != bracket(at) && bracket(end) != bracket(at)
}

/// Whether a slash stands before the atom at `index`.
fn is_path(words: &Words, index: usize) -> bool {
    words.atoms.get(index).is_some_and(|atom| atom.after == b'/')
}

fn text_at(words: &Words, index: usize) -> &str {
    words.atoms.get(index).map_or("", |atom| words.of(atom))
}

/// `q4_k_m`, `q8_0`, `q6_k`: llama.cpp's names of quantisations.
fn quantisation(words: &Words, at: usize) -> Option<Stated> {
    if at == 0 || !matches!(text_at(words, at), "q" | "iq") {
        return None;
    }
    let glued_digit = |atom: &&Atom| atom.glued && atom.kind == AtomKind::Number && atom.at.len() == 1;
    let digit = words.atoms.get(at + 1).filter(glued_digit)?;
    let mut value = format!("{}{}", text_at(words, at), words.of(digit));
    let mut end = at + 2;
    while let Some(atom) = words.atoms.get(end).filter(|atom| atom.after == b'_' && atom.at.len() <= 2) {
        value.push('_');
        value.push_str(words.of(atom));
        end += 1;
    }
    Some(Stated { atoms: at..end, settings: vec![("quant".into(), value)], taken: Taken::IfNeeded })
}

/// `best-of-16`.
fn best_of(words: &Words, at: usize) -> Option<Stated> {
    if text_at(words, at) != "best" || text_at(words, at + 1) != "of" {
        return None;
    }
    let count = words.atoms.get(at + 2).filter(|atom| atom.kind == AtomKind::Number)?;
    let value = format!("best-of-{}", words.of(count));
    Some(Stated { atoms: at..at + 3, settings: vec![("sampling".into(), value)], taken: Taken::IfNeeded })
}

/// `Instruct-Turbo`: a host's endpoint of an open model.
fn turbo(words: &Words, at: usize) -> Option<Stated> {
    let is_endpoint = text_at(words, at) == "turbo" && text_at(words, at.checked_sub(1)?) == "instruct";
    let settings = vec![("route".into(), "together-turbo".into())];
    is_endpoint.then_some(Stated { atoms: at..at + 1, settings, taken: Taken::IfNeeded })
}

/// `8192`, `(32k)`: the length of the context. Outside of brackets `16k` may be another model.
fn context(words: &Words, at: usize) -> Option<Stated> {
    let atom = words.atoms.get(at).filter(|_| at > 0)?;
    let text = words.of(atom);
    // `32k thinking tokens` is a budget.
    if matches!(text_at(words, at + 1), "think" | "thinking") && atom.bracket != 0 {
        return None;
    }
    let is_context = match atom.kind {
        AtomKind::Number => matches!(text, "2048" | "4096" | "8192" | "16384" | "32768" | "65536" | "131072"),
        AtomKind::Size => text.ends_with('k') && atom.bracket != 0,
        AtomKind::Word => false,
    };
    let settings = vec![("context".into(), text.to_owned())];
    is_context.then_some(Stated { atoms: at..at + 1, settings, taken: Taken::IfNeeded })
}

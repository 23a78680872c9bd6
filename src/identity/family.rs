//! Families of models: which words their names are made of, and the id of a member that the registry does not have.

use super::stamp;
use super::stated::Stated;
use super::words::{Atom, AtomKind, Words};
use crate::schema::ModelId;
use std::fmt::Write as _;

/// A family: its word, who makes it, and what stands between the word and a number in its ids.
struct Family {
    word: &'static str,
    developer: &'static str,
    joint: &'static str,
}

const fn family(word: &'static str, developer: &'static str, joint: &'static str) -> Family {
    Family { word, developer, joint }
}

/// Families whose naming has been regular over years, so that a new member's id follows from its name.
const FAMILIES: &[Family] = &[
    family("gpt", "openai", "-"),
    family("claude", "anthropic", "-"),
    family("gemini", "google", "-"),
    family("gemma", "google", "-"),
    family("llama", "meta", "-"),
    family("codellama", "meta", "-"),
    family("mixtral", "mistral", "-"),
    family("grok", "xai", "-"),
    family("deepseek", "deepseek", "-"),
    family("qwen", "alibaba", ""),
    family("codeqwen", "alibaba", ""),
    family("qwq", "alibaba", "-"),
    family("glm", "zhipu", "-"),
    family("chatglm", "zhipu", ""),
    family("ernie", "baidu", "-"),
    family("yi", "01-ai", "-"),
    family("baichuan", "baichuan", ""),
    family("internlm", "internlm", ""),
    family("phi", "microsoft", "-"),
    family("granite", "ibm", "-"),
    family("falcon", "tii", "-"),
    family("kimi", "moonshotai", "-"),
    family("nemotron", "nvidia", "-"),
    family("jamba", "ai21", "-"),
];

/// Words that tell members of one family apart.
const VARIANTS: &[&str] = &[
    "a",
    "air",
    "audio",
    "base",
    "beta",
    "chat",
    "code",
    "coder",
    "distill",
    "exp",
    "experimental",
    "flash",
    "g",
    "haiku",
    "instruct",
    "it",
    "k",
    "lite",
    "m",
    "math",
    "max",
    "medium",
    "mini",
    "moe",
    "n",
    "nano",
    "next",
    "o",
    "omni",
    "opus",
    "plus",
    "preview",
    "pro",
    "r",
    "reasoner",
    "small",
    "large",
    "sonnet",
    "terminus",
    "turbo",
    "ultra",
    "v",
    "vision",
    "vl",
    "x",
    "+",
];

/// Who makes the family with whose word a key begins: a bare `llama-3-8b` is Meta's, whoever else has used the name.
pub(super) fn maker(key: &str) -> Option<&'static str> {
    let word = key.split(|c: char| !c.is_ascii_alphabetic()).next()?;
    FAMILIES.iter().find(|family| family.word == word).map(|family| family.developer)
}

/// Keys with the words that a family uses for the same thing: Gemma's `it`, Llama's `instruct` since its third, and
/// Mistral's dated models, which are the instructed ones. `stamped` says that a date was taken off.
pub(super) fn other_words(key: &str, stamped: bool) -> Vec<String> {
    let mut keys = Vec::new();
    if key.contains("gemma") && key.contains("instruct") {
        keys.push(key.replace("instruct", "it"));
    }
    if key.contains("llama3") && key.contains("chat") {
        keys.push(key.replace("chat", "instruct"));
    }
    let dated = ["mistrallarge", "mistralsmall", "mistralmedium", "ministral"];
    if stamped && key.contains("instruct") && dated.iter().any(|line| key.starts_with(line)) {
        keys.push(key.replace("instruct", ""));
    }
    keys
}

/// Whether words outside of brackets state a setting even of a model that is not known: `high` does, `thinking` and
/// `max` may be part of a name.
pub(super) fn is_setting(stated: &Stated) -> bool {
    !stated.may_name()
}

/// Anthropic's own order: `claude-3.5-sonnet` until the third generation, `claude-opus-4.6` since the fourth.
fn claude_order(words: &Words, rest: &[Atom]) -> Vec<Atom> {
    let is_number = |atom: &Atom| atom.kind != AtomKind::Word;
    let generation = rest.iter().find(|atom| is_number(atom)).map(|atom| words.of(atom).as_bytes());
    let name_first = generation.and_then(<[u8]>::first).is_some_and(|digit| (b'4'..=b'9').contains(digit));
    let (numbers, others): (Vec<Atom>, Vec<Atom>) = rest.iter().cloned().partition(is_number);
    if name_first { others.into_iter().chain(numbers).collect() } else { numbers.into_iter().chain(others).collect() }
}

/// The id of a model whose every word has its place in the grammar of a family. A date leaves it undecided: whether it
/// is part of the id depends on whether the line has other releases.
pub(super) fn build(words: &Words, atoms: &[Atom], developer: Option<&str>) -> Option<ModelId> {
    let (first, rest) = atoms.split_first()?;
    let family = FAMILIES.iter().find(|family| family.word == words.of(first))?;
    // A tag (`codeqwen:7b-chat-v1.5`) orders its words otherwise.
    let is_tag = atoms.iter().any(|atom| atom.after == b':');
    if is_tag || developer.is_some_and(|developer| developer != family.developer) || stamp::find(words, atoms).is_some()
    {
        return None;
    }
    let known = |atom: &Atom| atom.kind != AtomKind::Word || VARIANTS.contains(&words.of(atom));
    // Without a version it is the first generation, whose names are not regular.
    if !rest.iter().all(known) || !rest.iter().any(|atom| atom.kind == AtomKind::Number) {
        return None;
    }
    let ordered = if family.word == "claude" { claude_order(words, rest) } else { rest.to_vec() };
    let mut slug = family.word.to_owned();
    let mut rest = ordered.iter().enumerate().peekable();
    while let Some((at, atom)) = rest.next() {
        let mut number = match words.of(atom) {
            "35" if family.word == "gpt" => "3.5".to_owned(),
            text => text.replace('p', "."),
        };
        let joint = match (at, atom.kind) {
            (0, AtomKind::Number) => family.joint,
            (_, AtomKind::Number) if family.word == "claude" => "-",
            _ if atom.glued => "",
            _ => "-",
        };
        match atom.kind {
            AtomKind::Word if words.of(atom) == "v" && family.word == "claude" => {}
            AtomKind::Word if words.of(atom) == "+" => slug.push_str("-plus"),
            AtomKind::Word => write!(slug, "{joint}{}", words.of(atom)).ok()?,
            _ => {
                let single = |text: &str| text.len() == 1;
                if let Some((_, next)) = rest.next_if(|(_, next)| {
                    atom.kind == AtomKind::Number
                        && next.kind == AtomKind::Number
                        && matches!(next.after, b'-' | b'_')
                        && single(words.of(next))
                        && !number.contains('.')
                }) {
                    write!(number, ".{}", words.of(next)).ok()?;
                }
                write!(slug, "{joint}{number}").ok()?;
            }
        }
    }
    Some(format!("{}/{slug}", family.developer).into())
}

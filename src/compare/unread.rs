//! Entries that seem to have entered or left because the other table's row could not be read.

use crate::schema::{Code, Problem, Snapshot};
use crate::text::fold_width;

/// The problems of a snapshot that left a row out and quote it.
pub(super) struct LostRows<'a>(Vec<(&'a Problem, String)>);

impl<'a> LostRows<'a> {
    pub fn of(snapshot: &'a Snapshot) -> LostRows<'a> {
        let lost = snapshot.problems.iter().filter(|problem| problem.code == Code::RaggedRow);
        LostRows(lost.map(|problem| (problem, plain(&problem.what.en))).collect())
    }

    /// The problem whose row bears this name.
    pub fn bearing(&self, name: &str) -> Option<&'a Problem> {
        let name = plain(name);
        self.0.iter().find(|(_, text)| mentions(text, &name)).map(|(problem, _)| *problem)
    }
}

fn plain(text: &str) -> String {
    let words: Vec<String> = fold_width(text).split_whitespace().map(str::to_lowercase).collect();
    words.join(" ")
}

/// Whether the name stands in the text as a whole: `GPT-4` does not stand in `GPT-4-Turbo`.
fn mentions(text: &str, name: &str) -> bool {
    !name.is_empty()
        && text.match_indices(name).any(|(start, _)| {
            let (before, rest) = text.split_at(start);
            let after = rest.strip_prefix(name).unwrap_or_default();
            !before.ends_with(joins) && !after.trim_start_matches(' ').starts_with(['(', '[']) && !continues(after)
        })
}

/// A period or comma ends a sentence, unless a letter or digit follows.
fn continues(after: &str) -> bool {
    let mut characters = after.chars();
    match characters.next() {
        Some('.' | '-' | '+' | '_') => characters.next().is_some_and(char::is_alphanumeric),
        Some(c) => c.is_alphanumeric(),
        None => false,
    }
}

fn joins(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '-' | '_' | '.')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_found_as_a_whole() {
        let row = plain("row 131 has 11 of 12 cells: 通义千问2.0 | 62.96");
        assert!(mentions(&row, &plain("通义千问2.0")));
        assert!(!mentions(&row, &plain("通义千问2")));
        assert!(!mentions(&row, &plain("千问2.0")));
        assert!(!mentions(&plain("left out: gpt-4-turbo"), &plain("GPT-4")));
        assert!(!mentions(&plain("left out: gpt4（网页）"), &plain("GPT4")));
        assert!(mentions(&plain("left out: \"GPT-4\", which"), &plain("gpt-4")));
    }
}

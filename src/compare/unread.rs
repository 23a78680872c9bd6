//! Entries that seem to have entered or left because the other table's row could not be read.

use super::who::Who;
use crate::identity::Identified;
use crate::schema::{Code, Entry, Problem, Snapshot};
use crate::text::fold_width;
use std::cell::OnceCell;
use std::collections::BTreeMap;

/// The problems of a snapshot that left a row out and quote it.
pub(super) struct LostRows<'a> {
    snapshot: &'a Snapshot,
    who: &'a Who<'a>,
    rows: Vec<LostRow<'a>>,
}

struct LostRow<'a> {
    problem: &'a Problem,
    text: String,
    /// Which model the row is of, as far as one of its cells says; asked only where a name is not found.
    model: OnceCell<Option<Identified>>,
}

impl<'a> LostRows<'a> {
    pub fn of(snapshot: &'a Snapshot, who: &'a Who<'a>) -> LostRows<'a> {
        let lost = snapshot.problems.iter().filter(|problem| problem.code == Code::RaggedRow);
        let row = |problem: &'a Problem| LostRow { problem, text: plain(&problem.what.en), model: OnceCell::new() };
        LostRows { snapshot, who, rows: lost.map(row).collect() }
    }

    /// The problem whose row bears this name.
    pub fn bearing(&self, name: &str) -> Option<&'a Problem> {
        let name = plain(name);
        self.rows.iter().find(|row| mentions(&row.text, &name)).map(|row| row.problem)
    }

    /// The problem whose row may be of this model.
    pub fn of_model(&self, model: &Identified) -> Option<&'a Problem> {
        let row = self.rows.iter().find(|row| self.model(row).is_some_and(|other| other.may_be(model)))?;
        Some(row.problem)
    }

    /// The problem whose row is that of an entry of another snapshot: by its name, else by its model, unless another
    /// entry bears the name in the row.
    pub fn holding(&self, seen: &Snapshot, entry: &Entry) -> Option<&'a Problem> {
        if self.rows.is_empty() {
            return None;
        }
        self.bearing(&entry.name).or_else(|| {
            let model = (self.who)(seen, entry)?;
            let row = self.rows.iter().find(|row| self.model(row).is_some_and(|other| other.may_be(&model)))?;
            let is_taken = seen.entries.iter().any(|entry| mentions(&row.text, &plain(&entry.name)));
            (!is_taken).then_some(row.problem)
        })
    }

    /// The cells before the missing one stand in their columns, those behind it one further to the left.
    fn model<'r>(&self, row: &'r LostRow<'_>) -> Option<&'r Identified> {
        let model = row.model.get_or_init(|| {
            let pattern = self.snapshot.entries.first()?;
            let column = usize::try_from(pattern.at.column).ok()?;
            let cells = row.problem.what.en.split_once("left out: ")?.1.split('|').map(str::trim);
            let near = cells.enumerate().filter(|(index, _)| *index + 1 == column || *index + 2 == column);
            let mut models = near.filter_map(|(_, cell)| {
                let (name, labels) = (cell.to_owned(), BTreeMap::new());
                let entry = Entry { name, labels, organization: None, link: None, ..pattern.clone() };
                (self.who)(self.snapshot, &entry)
            });
            let model = models.next()?;
            models.all(|other| other == model).then_some(model)
        });
        model.as_ref()
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

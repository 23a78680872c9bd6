//! The words by which names state a configuration: a sorted table, read once.

use super::words::{Atom, Words};
use crate::error::Result;
use serde::Deserialize;
use std::collections::HashMap;

pub(super) static BUILT_IN: &str = include_str!("data/words.csv");

/// How sure it is that some words state a configuration and are no part of a model's name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
pub(super) enum Certainty {
    /// Wherever they stand.
    #[serde(rename = "sure")]
    Sure,
    /// Sure in brackets; elsewhere unless a model of this name is known.
    #[serde(rename = "bracketed")]
    Bracketed,
    /// In brackets, and nowhere else.
    #[serde(rename = "brackets only")]
    BracketsOnly,
    /// Unless a model of this name is known.
    #[serde(rename = "maybe")]
    Maybe,
    /// States nothing, beside words that state something.
    #[serde(rename = "filler")]
    Filler,
    /// The format of the file: states nothing.
    #[serde(rename = "format")]
    Format,
}

/// Words that state something.
#[derive(Debug, Clone)]
pub(super) struct Phrase {
    /// The atoms behind the first one.
    rest: Vec<String>,
    /// The configuration's key; empty where nothing is stated.
    pub key: String,
    pub value: String,
    pub certainty: Certainty,
    /// The source on whose boards alone they mean this; empty for all.
    pub source: String,
}

impl Phrase {
    /// Number of atoms.
    pub(super) fn len(&self) -> usize {
        self.rest.len() + 1
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    words: String,
    key: String,
    value: String,
    certainty: Certainty,
    source: String,
}

/// All phrases, by their first atom, the longest first.
#[derive(Debug, Clone, Default)]
pub(super) struct Lexicon {
    by_first: HashMap<String, Vec<Phrase>>,
}

impl Lexicon {
    /// The table that comes with the program.
    pub(super) fn built_in() -> Result<Lexicon> {
        let mut lexicon = Lexicon::default();
        super::table::each("words.csv", "words,key,value,certainty,source", BUILT_IN, |row: Row| {
            let Ok(words) = Words::read(&row.words) else { return Err(row.words) };
            let mut atoms = words.atoms.iter().map(|atom| words.of(atom).to_owned());
            let first = atoms.next().unwrap_or_default();
            let Row { key, value, certainty, source, .. } = row;
            let phrase = Phrase { rest: atoms.collect(), key, value, certainty, source };
            lexicon.by_first.entry(first).or_default().push(phrase);
            Ok(())
        })?;
        for phrases in lexicon.by_first.values_mut() {
            phrases.sort_by_key(|phrase| std::cmp::Reverse((phrase.len(), phrase.source.len())));
        }
        Ok(lexicon)
    }

    /// The phrases that stand at an atom, the longest first.
    pub(super) fn at<'a>(
        &'a self,
        words: &'a Words,
        start: usize,
        source: &'a str,
    ) -> impl Iterator<Item = &'a Phrase> + 'a {
        let first = words.atoms.get(start).map_or("", |atom| words.of(atom));
        let stands = move |phrase: &&Phrase| {
            (phrase.source.is_empty() || phrase.source == source)
                && phrase.rest.iter().enumerate().all(|(offset, text)| {
                    words.atoms.get(start + 1 + offset).is_some_and(|atom: &Atom| words.of(atom) == text)
                })
        };
        self.by_first.get(first).into_iter().flatten().filter(stands)
    }
}

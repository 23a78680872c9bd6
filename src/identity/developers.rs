//! Who makes models: ids, names in both languages, and every spelling of them that a board has printed.

use super::key::key;
use super::table;
use super::words::Words;
use crate::error::Result;
use crate::text::Message;
use serde::Deserialize;
use std::collections::HashMap;

static BUILT_IN: &str = include_str!("data/developers.csv");

/// A developer of models.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Developer {
    /// As in the ids of its models: `alibaba`.
    pub id: String,
    /// Its name in both languages.
    pub name: Message,
    /// ISO 3166 code of its seat; empty where unknown.
    pub country: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    id: String,
    name: String,
    name_zh: String,
    country: String,
    aliases: String,
}

/// All developers, by id and by spelling.
#[derive(Debug, Clone, Default)]
pub(super) struct Developers {
    all: Vec<Developer>,
    by_key: HashMap<String, u16>,
    /// Atoms of the longest spelling.
    longest: usize,
}

impl Developers {
    /// The table that comes with the program.
    pub(super) fn built_in() -> Result<Developers> {
        Developers::read("developers.csv", BUILT_IN)
    }

    fn read(file: &str, text: &str) -> Result<Developers> {
        let mut developers = Developers::default();
        table::each(file, text, |row: Row| {
            if developers.all.last().is_some_and(|last| last.id >= row.id) {
                return Err(format!("{}: out of order or twice", row.id));
            }
            let index = u16::try_from(developers.all.len()).map_err(|error| error.to_string())?;
            for spelling in row.aliases.split('|').chain([row.id.as_str(), &row.name, &row.name_zh]) {
                let Ok(words) = Words::read(spelling) else { continue };
                developers.longest = developers.longest.max(words.atoms.len());
                let other = developers.by_key.insert(key(&words, &words.atoms), index);
                if other.is_some_and(|other| other != index) {
                    return Err(format!("{spelling:?} is another developer's too / {spelling:?} 也属于另一家机构"));
                }
            }
            let name = Message { en: row.name, zh: row.name_zh };
            developers.all.push(Developer { id: row.id, name, country: row.country });
            Ok(())
        })?;
        Ok(developers)
    }

    pub(super) fn all(&self) -> &[Developer] {
        &self.all
    }

    /// The developer with an id.
    pub(super) fn get(&self, id: &str) -> Option<&Developer> {
        let index = self.all.binary_search_by(|developer| developer.id.as_str().cmp(id)).ok()?;
        self.all.get(index)
    }

    /// The developer whom a board's column of organisations means.
    pub(super) fn named(&self, printed: &str) -> Option<&Developer> {
        let words = Words::read(printed).ok()?;
        self.by_key(&key(&words, &words.atoms))
    }

    fn by_key(&self, key: &str) -> Option<&Developer> {
        self.by_key.get(key).and_then(|index| self.all.get(usize::from(*index)))
    }

    /// The developer with whose name the atoms begin, and how many atoms that takes; something must be left.
    pub(super) fn prefix(&self, words: &Words) -> Option<(&Developer, usize)> {
        let most = self.longest.min(words.atoms.len().saturating_sub(1));
        let mut spelling = String::new();
        (1..=most).rev().find_map(|length| {
            spelling.clear();
            super::key::append(&mut spelling, words, words.atoms.get(..length)?);
            Some((self.by_key(&spelling)?, length))
        })
    }
}

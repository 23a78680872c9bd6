//! Who makes models: ids, names in both languages, and every spelling of them that a board has printed.

use super::key::key;
use super::table;
use super::words::{Atom, Words};
use crate::error::Result;
use crate::text::Message;
use serde::Deserialize;
use std::collections::HashMap;

pub(super) static BUILT_IN: &str = include_str!("data/developers.csv");

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
    /// Places in the table; a spelling may be that of several (`UC Berkeley`).
    by_key: HashMap<String, Vec<u16>>,
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
        table::each(file, "id,name,name_zh,country,aliases", text, |row: Row| {
            if developers.all.last().is_some_and(|last| last.id >= row.id) {
                return Err(format!("{}: out of order or twice", row.id));
            }
            let index = u16::try_from(developers.all.len()).map_err(|error| error.to_string())?;
            for spelling in row.aliases.split('|').chain([row.id.as_str(), &row.name, &row.name_zh]) {
                let Ok(words) = Words::read(spelling) else { continue };
                developers.longest = developers.longest.max(words.atoms.len());
                let places = developers.by_key.entry(key(&words, &words.atoms)).or_default();
                if !places.contains(&index) {
                    places.push(index);
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

    /// The developers whom a board's column of organisations may mean.
    pub(super) fn named(&self, printed: &str) -> Vec<&Developer> {
        let Ok(words) = Words::read(printed) else { return Vec::new() };
        let places = self.by_key.get(&key(&words, &words.atoms)).map(Vec::as_slice).unwrap_or_default();
        places.iter().filter_map(|place| self.all.get(usize::from(*place))).collect()
    }

    /// The developer whom a spelling means, where it is no other's too.
    pub(super) fn only(&self, printed: &str) -> Option<&Developer> {
        match self.named(printed).as_slice() {
            [developer] => Some(developer),
            _ => None,
        }
    }

    fn by_key(&self, key: &str) -> Option<&Developer> {
        let [place] = self.by_key.get(key)?.as_slice() else { return None };
        self.all.get(usize::from(*place))
    }

    /// The developers with whose name some atoms begin, and how many atoms that takes, the most first; something must be
    /// left. A spelling of several developers names none.
    pub(super) fn prefixes<'a>(
        &'a self,
        words: &'a Words,
        atoms: &'a [Atom],
    ) -> impl Iterator<Item = (&'a Developer, usize)> + 'a {
        let most = self.longest.min(atoms.len().saturating_sub(1));
        (1..=most).rev().filter_map(move |length| {
            let spelling = key(words, atoms.get(..length)?);
            Some((self.by_key(&spelling)?, length))
        })
    }
}

//! By which a name is looked up: exact aliases, spellings, and lines of releases.

use super::alias::{Alias, Place};
use super::decisions::Decisions;
use super::developers::Developers;
use super::key::{append, key};
use super::registry::Model;
use super::words::Words;
use std::collections::HashMap;

/// What a spelling means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Spelled {
    /// The model at this place of the registry.
    Model(u32),
    /// Several models.
    Several,
}

/// The index of a registry.
#[derive(Debug, Clone, Default)]
pub(super) struct Index {
    /// Aliases as printed, to their places in the table.
    exact: HashMap<String, Vec<u32>>,
    /// Keys of aliases that hold everywhere and state no configuration, and of ids.
    spelled: HashMap<String, Spelled>,
    /// Keys of ids without their snapshot, to all releases of the line; `developer/key` where the name of the developer
    /// does not stand in front of it.
    lines: HashMap<String, Vec<u32>>,
}

impl Index {
    /// `now` gives what an id is called now, where a person renamed it: two ids that were united are one.
    pub(super) fn of(models: &[Model], aliases: &[Alias], developers: &Developers, now: &Decisions) -> Index {
        let mut index = Index::default();
        let places: HashMap<&str, u32> =
            (0_u32..).zip(models).map(|(place, model)| (model.id.as_str(), place)).collect();
        let places: HashMap<&str, u32> =
            places.iter().map(|(id, place)| (*id, *places.get(now.current(id)).unwrap_or(place))).collect();
        let mut renamed: HashMap<u32, &Model> = HashMap::new();
        for (place, model) in (0..).zip(models) {
            let current = places.get(model.id.as_str()).copied().unwrap_or(place);
            if current != place {
                renamed.insert(current, model);
            }
            if !now.is_named_only(model.id.as_str()) {
                index.spell(spelling(&model.name), current);
            }
        }
        for (place, model) in (0..).zip(models) {
            // Under its former developer the line is there already: of two developers it would be nobody's.
            let moved = renamed.get(&place).is_some_and(|former| former.developer() != model.developer());
            if !now.is_named_only(model.id.as_str()) {
                index.add_line(place, model, developers, moved);
            }
        }
        let holds_everywhere = |alias: &Alias| alias.scope.conditions() == 0 && alias.configuration.is_empty();
        let spellings: Vec<Option<String>> =
            aliases.iter().map(|alias| holds_everywhere(alias).then(|| spelling(&alias.name)).flatten()).collect();
        for ((place, alias), spelt) in (0..).zip(aliases).zip(spellings) {
            index.exact.entry(alias.name.clone()).or_default().push(place);
            if let Some(model) = places.get(alias.id.as_str()) {
                index.spell(spelt, *model);
            }
        }
        index
    }

    fn spell(&mut self, spelling: Option<String>, model: u32) {
        let Some(spelling) = spelling else { return };
        let spelled = self.spelled.entry(spelling).or_insert(Spelled::Model(model));
        if *spelled != Spelled::Model(model) {
            *spelled = Spelled::Several;
        }
    }

    fn add_line(&mut self, place: u32, model: &Model, developers: &Developers, moved: bool) {
        let slug = model.id.as_str().split_once('/').map_or("", |(_, slug)| slug);
        let line = slug.split_once('@').map_or(slug, |(line, _)| line);
        let Ok(words) = Words::read(line) else { return };
        if !moved {
            self.lines.entry(key(&words, &words.atoms)).or_default().push(place);
        }
        let developer = model.developer();
        let mut within = format!("{developer}/");
        let named = developers.prefixes(&words, &words.atoms).find(|(found, _)| found.id == developer);
        match named {
            Some((_, length)) => append(&mut within, &words, words.atoms.get(length..).unwrap_or_default()),
            None => append(&mut within, &words, &words.atoms),
        }
        self.lines.entry(within).or_default().push(place);
    }

    /// Aliases that are printed so and hold there, as places in the table; only the narrowest.
    pub(super) fn exact<'a>(&'a self, name: &str, place: &Place, aliases: &'a [Alias]) -> Vec<&'a Alias> {
        let Some(places) = self.exact.get(name) else { return Vec::new() };
        let mut holding: Vec<&Alias> = places
            .iter()
            .filter_map(|at| aliases.get(usize::try_from(*at).ok()?))
            .filter(|alias| alias.scope.holds(place))
            .collect();
        // What a person decided outranks the table that comes with the program.
        if holding.iter().any(|alias| alias.decision.is_some()) {
            holding.retain(|alias| alias.decision.is_some());
        }
        let most = holding.iter().map(|alias| alias.scope.conditions()).max().unwrap_or(0);
        holding.retain(|alias| alias.scope.conditions() == most);
        if holding.len() > 1 {
            // A board is narrower than its source, and a month than its year, by one condition each.
            let all = holding.clone();
            let narrower = |one: &Alias, other: &Alias| one.scope != other.scope && one.scope.within(&other.scope);
            holding.retain(|alias| !all.iter().any(|other| narrower(other, alias)));
        }
        holding
    }

    pub(super) fn spelled(&self, key: &str) -> Option<Spelled> {
        self.spelled.get(key).copied()
    }

    pub(super) fn line(&self, key: &str) -> Option<&[u32]> {
        self.lines.get(key).map(Vec::as_slice)
    }
}

/// The key of a name that can be read.
fn spelling(name: &str) -> Option<String> {
    let words = Words::read(name).ok()?;
    Some(key(&words, &words.atoms))
}

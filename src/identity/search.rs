//! Looking models up by a part of what they are called: for a person who chooses, never for deciding what a name means.

use super::registry::{Model, Registry};
use crate::text::fold;
use std::collections::HashMap;

/// Names that are only like what was typed, at most.
const LIKE: usize = 10;

/// How like two names are at least, from 0 to 1.
const LIKENESS: f64 = 0.6;

/// A model that was looked up.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Found<'r> {
    /// The model.
    pub model: &'r Model,
    /// Its id, name, alias or developer that has what was typed.
    pub text: &'r str,
    /// How like the text is, where it does not have what was typed.
    pub likeness: Option<f64>,
}

impl Registry {
    /// The models whose id, name, aliases and developer together have every word of `typed`, whatever its case, width
    /// and signs: those called so first, then those whose name begins so. Where there is none, the few whose names are
    /// most like it.
    #[must_use]
    pub fn search(&self, typed: &str) -> Vec<Found<'_>> {
        let words: Vec<String> = typed.split_whitespace().map(bare).filter(|word| !word.is_empty()).collect();
        if words.is_empty() {
            return Vec::new();
        }
        let whole = words.concat();
        let mut aliases: HashMap<&str, Vec<&str>> = HashMap::new();
        for alias in &self.aliases {
            aliases.entry(self.decisions.current(alias.id.as_str())).or_default().push(&alias.name);
        }
        // A former id and what it was called are found too.
        for model in self.models.iter().filter(|model| self.decisions.is_renamed(model.id.as_str())) {
            let names = aliases.entry(self.decisions.current(model.id.as_str())).or_default();
            names.extend([model.id.as_str(), &model.name]);
        }
        let called: Vec<Called<'_>> = self.models().iter().map(|model| self.called(model, &aliases)).collect();
        let mut found: Vec<_> = called.iter().filter_map(|called| called.holds(&words, &whole)).collect();
        found.sort_by_key(|(rank, found)| (*rank, found.model.id.as_str().len(), found.model.id.clone()));
        if found.is_empty() {
            let mut like: Vec<Found<'_>> = called.iter().filter_map(|called| called.likest(&whole)).collect();
            like.sort_by(|a, b| b.likeness.unwrap_or(0.0).total_cmp(&a.likeness.unwrap_or(0.0)));
            like.truncate(LIKE);
            return like;
        }
        found.into_iter().map(|(_, found)| found).collect()
    }

    fn called<'r>(&'r self, model: &'r Model, aliases: &HashMap<&str, Vec<&'r str>>) -> Called<'r> {
        let aliases = aliases.get(model.id.as_str()).map(Vec::as_slice).unwrap_or_default();
        let names = [model.id.as_str(), &model.name].into_iter().chain(aliases.iter().copied());
        let developer = self.developer(model.developer());
        let developer = developer.map(|developer| [developer.name.en.as_str(), &developer.name.zh]);
        Called {
            model,
            names: names.map(|name| (name, bare(name))).collect(),
            developer: developer.into_iter().flatten().map(|name| (name, bare(name))).collect(),
        }
    }
}

/// What a model is called, as printed and without case and signs.
struct Called<'r> {
    model: &'r Model,
    names: Vec<(&'r str, String)>,
    developer: Vec<(&'r str, String)>,
}

impl<'r> Called<'r> {
    /// Whether it has every word; the smaller the number, the better it fits.
    fn holds(&self, words: &[String], whole: &str) -> Option<(u8, Found<'r>)> {
        let all = || self.names.iter().chain(&self.developer);
        if !words.iter().all(|word| all().any(|(_, bare)| bare.contains(word.as_str()))) {
            return None;
        }
        let own = |bare: &str| {
            let slug = bare.strip_prefix(self.model.developer()).unwrap_or(bare);
            match () {
                () if bare == whole || slug == whole => 0,
                () if bare.starts_with(whole) || slug.starts_with(whole) => 1,
                () if bare.contains(whole) => 2,
                () => 4,
            }
        };
        let names = self.names.iter().map(|(text, bare)| (own(bare), *text));
        let developer = self.developer.iter().map(|(text, bare)| (if bare.contains(whole) { 3 } else { 4 }, *text));
        let (rank, text) = names.chain(developer).min_by_key(|(rank, _)| *rank)?;
        Some((rank, Found { model: self.model, text, likeness: None }))
    }

    fn likest(&self, whole: &str) -> Option<Found<'r>> {
        let like = |(text, bare): &(&'r str, String)| (strsim::normalized_damerau_levenshtein(whole, bare), *text);
        let (likeness, text) = self.names.iter().map(like).max_by(|a, b| a.0.total_cmp(&b.0))?;
        (likeness >= LIKENESS).then_some(Found { model: self.model, text, likeness: Some(likeness) })
    }
}

/// Letters and digits only, folded.
fn bare(text: &str) -> String {
    fold(text).chars().filter(|c| c.is_alphanumeric()).collect()
}

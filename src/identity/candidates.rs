//! Models that an undecided name may mean, for a person to choose from. Likeness orders them and decides nothing.

use super::registry::Registry;
use super::words::Words;
use crate::schema::ModelId;
use crate::text::fold;
use std::collections::HashMap;

/// How many candidates are shown at most.
const SHOWN: usize = 5;

/// From which likeness on a model is shown that the resolver did not name itself.
const ALIKE: f64 = 0.8;

/// A model that a name may mean.
#[derive(Debug, Clone, PartialEq)]
pub struct Candidate {
    /// The model.
    pub id: ModelId,
    /// Whether it is by the developer whom the name or the board names.
    pub same_developer: bool,
    /// How alike its likest name is, from 0 to 1.
    pub likeness: f64,
}

/// All names of the registry, in the form in which they are held against an undecided one.
pub struct Candidates<'r> {
    registry: &'r Registry,
    /// Ids as they are called now, and a name of each.
    names: Vec<(&'r str, String)>,
}

impl<'r> Candidates<'r> {
    /// Those of a registry.
    #[must_use]
    pub fn of(registry: &'r Registry) -> Candidates<'r> {
        let now = |id: &'r str| registry.decisions.current(id);
        let models = registry.models.iter().flat_map(|model| {
            let slug = model.id.as_str().split_once('/').map_or("", |(_, slug)| slug);
            [(now(model.id.as_str()), model.name.as_str()), (now(model.id.as_str()), slug)]
        });
        let aliases = registry.aliases.iter().map(|alias| (now(alias.id.as_str()), alias.name.as_str()));
        let of_models = models.chain(aliases).filter(|(id, _)| registry.entry(id).is_some());
        Candidates { registry, names: of_models.map(|(id, name)| (id, shape(name))).collect() }
    }

    /// The models that a name may mean: those of the developer whom the name or the board names first, the likest
    /// first. `declined` are those that the resolver thought of and declined.
    #[must_use]
    pub fn for_name<'a>(
        &self,
        name: &str,
        organizations: impl IntoIterator<Item = &'a str>,
        declined: &[ModelId],
    ) -> Vec<Candidate> {
        let table = &self.registry.developers;
        let mut developers: Vec<String> =
            organizations.into_iter().flat_map(|text| table.named(text)).map(|one| one.id.clone()).collect();
        if let Ok(words) = Words::read(name) {
            developers.extend(table.prefixes(&words, &words.atoms).next().map(|(one, _)| one.id.clone()));
        }
        let shape = shape(name);
        let mut best: HashMap<&str, f64> = declined.iter().map(|id| (id.as_str(), 0.0)).collect();
        for (id, known) in &self.names {
            let likeness = strsim::jaro_winkler(&shape, known);
            if likeness >= ALIKE || best.contains_key(id) {
                let best = best.entry(id).or_insert(0.0);
                *best = best.max(likeness);
            }
        }
        let candidate = |(id, likeness): (&str, f64)| {
            let same_developer = developers.iter().any(|developer| id.split('/').next() == Some(developer));
            Candidate { id: id.into(), same_developer, likeness }
        };
        let mut candidates: Vec<Candidate> = best.into_iter().map(candidate).collect();
        candidates.sort_by(|a, b| {
            (b.same_developer.cmp(&a.same_developer))
                .then_with(|| b.likeness.total_cmp(&a.likeness))
                .then_with(|| a.id.cmp(&b.id))
        });
        candidates.truncate(SHOWN);
        candidates
    }
}

/// A name without case, width and signs.
fn shape(name: &str) -> String {
    fold(name).chars().filter(|c| c.is_alphanumeric()).collect()
}

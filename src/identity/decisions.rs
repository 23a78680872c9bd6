//! What people decided about names and ids, as the resolver applies it.

use super::alias::{Alias, Place, Scope, Why};
use super::decision::Decision;
use super::evidence::Evidence;
use super::key::key;
use super::registry::Model;
use super::resolve::{Meaning, Resolution};
use super::words::Words;
use crate::schema::ModelId;
use std::collections::{HashMap, HashSet};

/// A decision that was applied, and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Applied {
    pub decision: Decision,
    /// File and line.
    pub at: String,
}

/// An id that a name does not mean.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Rejected {
    pub id: String,
    pub scope: Scope,
    pub why: Box<Why>,
}

/// All decisions of a registry.
#[derive(Debug, Clone, Default)]
pub(super) struct Decisions {
    /// In the order in which they were applied.
    pub applied: Vec<Applied>,
    /// Ids that are called otherwise now.
    renamed: HashMap<String, ModelId>,
    /// Models of which nothing is known but that a name means them: no other name is read as one.
    pub named_only: HashSet<ModelId>,
    /// Rejections by name as printed and by its spelling.
    rejected: HashMap<String, Vec<Rejected>>,
    /// The models without those that are called otherwise now, where there are any.
    models: Option<Vec<Model>>,
}

impl Decisions {
    /// What an id is called now.
    pub(super) fn current<'a>(&'a self, id: &'a str) -> &'a str {
        let mut id = id;
        // Renamings form chains and never circles: what was renamed is no target any more.
        while let Some(now) = self.renamed.get(id) {
            id = now.as_str();
        }
        id
    }

    pub(super) fn is_renamed(&self, id: &str) -> bool {
        self.renamed.contains_key(id)
    }

    pub(super) fn is_named_only(&self, id: &str) -> bool {
        !self.named_only.is_empty() && self.named_only.contains(&ModelId::from(id))
    }

    pub(super) fn rename(&mut self, from: &str, to: ModelId) {
        self.renamed.insert(from.to_owned(), to);
    }

    pub(super) fn reject(&mut self, name: &str, rejected: &Rejected) {
        for spelling in spellings(name) {
            self.rejected.entry(spelling).or_default().push(rejected.clone());
        }
    }

    /// Models as they are called now; `None` where they are those of the tables.
    pub(super) fn models(&self) -> Option<&[Model]> {
        self.models.as_deref()
    }

    /// Makes the list of models anew, of those of the tables.
    pub(super) fn refresh(&mut self, models: &[Model]) {
        let current = || models.iter().filter(|model| !self.renamed.contains_key(model.id.as_str()));
        self.models = (!self.renamed.is_empty()).then(|| current().cloned().collect());
    }

    /// Whether two aliases mean one model, run the same way.
    pub(super) fn means_the_same(&self, one: &Alias, other: &Alias) -> bool {
        self.current(one.id.as_str()) == self.current(other.id.as_str()) && one.configuration == other.configuration
    }

    /// A resolution under the ids of now, undecided where a person rejected it.
    pub(super) fn settle(&self, mut resolution: Resolution, name: &str, place: &Place) -> Resolution {
        if !self.renamed.is_empty() {
            let rename = |id: &mut ModelId| {
                if let Some(now) = self.renamed.get(id.as_str()) {
                    *id = self.current(now.as_str()).into();
                }
            };
            match &mut resolution.meaning {
                Meaning::Model(id) => rename(id),
                Meaning::Composite(members) => members.iter_mut().for_each(rename),
                Meaning::NotAModel | Meaning::New(_) => {}
            }
            resolution.candidates.iter_mut().for_each(rename);
        }
        if self.rejected.is_empty() || matches!(resolution.meaning, Meaning::New(_)) {
            return resolution;
        }
        let id = resolution.id();
        let rejections = spellings(name).into_iter().filter_map(|spelling| self.rejected.get(&spelling)).flatten();
        let mut rejections =
            rejections.filter(|rejected| self.current(&rejected.id) == id && rejected.scope.holds(place));
        let Some(rejected) = rejections.next() else { return resolution };
        let mut evidence = vec![Evidence::Rejected(id, rejected.why.clone())];
        evidence.extend(resolution.evidence);
        let candidates = match resolution.meaning {
            Meaning::Model(id) => vec![id],
            Meaning::Composite(members) => members,
            Meaning::NotAModel | Meaning::New(_) => Vec::new(),
        };
        Resolution::undecided(name, evidence, candidates)
    }
}

/// The name as printed, and the form that it has in common with its other spellings.
fn spellings(name: &str) -> Vec<String> {
    let mut spellings = vec![name.to_owned()];
    if let Ok(words) = Words::read(name) {
        // A blank before it, which no name has, tells it from names as printed.
        spellings.push(format!(" {}", key(&words, &words.atoms)));
    }
    spellings
}

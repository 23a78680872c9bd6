//! What must be known before a resource can be asked for.

use super::board::{Board, Variant};
use super::load::Source;
use super::resource::Resource;
use std::collections::BTreeSet;

impl Source {
    /// The resources that must have their outcome before this one's addresses are known, however far back.
    #[must_use]
    pub fn awaited_by(&self, resource: &str) -> BTreeSet<String> {
        self.back_from(resource, Resource::awaits)
    }

    /// Whether a resource has an address for each of several values: of a list of models, of releases.
    #[must_use]
    pub fn has_many(&self, resource: &Resource) -> bool {
        let gives_many = |(other, value): (String, String)| {
            self.resources.get(&other).and_then(|other| other.bind.get(&value)).is_some_and(|bind| bind.all)
        };
        let needs = |resource: &Resource| resource.needs().into_iter().map(|(other, _)| other).collect();
        let mut back = self.back_from(&resource.id, needs);
        back.insert(resource.id.clone());
        back.iter().filter_map(|id| self.resources.get(id)).flat_map(Resource::needs).any(gives_many)
    }

    /// The environment variables that hold the keys without which a board cannot be fetched.
    #[must_use]
    pub fn keys(&self, board: &Board) -> Vec<String> {
        let mut keys = BTreeSet::new();
        for resource in board.variants.iter().flat_map(Variant::resources) {
            let needed = self.back_from(resource, |resource| resource.needs().into_iter().map(|(id, _)| id).collect());
            let needed = needed.iter().map(String::as_str).chain([resource]);
            let needed = needed.filter_map(|id| self.resources.get(id)?.key.as_ref());
            keys.extend(needed.filter(|key| !key.optional).map(|key| key.env.clone()));
        }
        keys.into_iter().collect()
    }

    fn back_from(&self, resource: &str, next: impl Fn(&Resource) -> Vec<String>) -> BTreeSet<String> {
        let mut back = BTreeSet::new();
        let mut open = vec![resource.to_owned()];
        while let Some(id) = open.pop() {
            for other in self.resources.get(&id).map(&next).unwrap_or_default() {
                if back.insert(other.clone()) {
                    open.push(other);
                }
            }
        }
        back
    }
}

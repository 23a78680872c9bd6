//! A registry that has not seen some boards: for measuring how well names of unknown boards are resolved.

use super::registry::Registry;
use std::collections::{HashMap, HashSet};

impl Registry {
    /// The registry without every alias and every model that was seen on boards of these sources alone.
    #[must_use]
    pub fn unseen(mut self, sources: &[&str]) -> Registry {
        let seen =
            |seen_on: &str| seen_on.split_whitespace().map(|source| sources.contains(&source)).collect::<Vec<_>>();
        let mut elsewhere: HashMap<String, bool> = HashMap::new();
        for alias in &self.aliases {
            for held_out in seen(&alias.seen_on) {
                *elsewhere.entry(alias.id.to_string()).or_insert(false) |= !held_out;
            }
        }
        let gone: HashSet<String> = elsewhere.into_iter().filter(|(_, kept)| !kept).map(|(id, _)| id).collect();
        self.models.retain(|model| !gone.contains(model.id.as_str()));
        self.aliases.retain(|alias| {
            let seen = seen(&alias.seen_on);
            !gone.contains(alias.id.as_str()) && (seen.is_empty() || seen.contains(&false))
        });
        self.reindex();
        self
    }
}

//! What a registry's decisions depend on, as one digest.

use super::registry::Registry;
use super::{developers, lexicon, printed_source, registry};
use crate::schema::{Digest, Hasher};

/// Raised whenever names are read otherwise with the same tables.
const READING: &str = "1";

impl Registry {
    /// A digest of the tables and of the decisions of people: two registries with the same one decide alike.
    #[must_use]
    pub fn digest(&self) -> Digest {
        let mut hasher = Hasher::default();
        let (models, aliases) = self
            .tables
            .as_ref()
            .map_or((registry::MODELS, registry::ALIASES), |(models, aliases)| (models.as_str(), aliases.as_str()));
        for table in [models, aliases, developers::BUILT_IN, lexicon::BUILT_IN, printed_source::BUILT_IN] {
            hasher.field(table);
        }
        for applied in &self.decisions.applied {
            hasher.field(format!("{:?}", applied.decision));
        }
        hasher.field(READING);
        hasher.finish()
    }
}

//! Texts that stand in many lines of the logs, kept once.

use crate::schema::SourceId;
use smol_str::SmolStr;
use std::collections::{HashMap, HashSet};

/// The texts of the lines that one thread has read so far.
#[derive(Default)]
pub(super) struct Texts {
    texts: HashSet<SmolStr>,
    sources: HashMap<SmolStr, SourceId>,
}

impl Texts {
    /// The text, sharing its bytes with every equal one before.
    pub(super) fn text(&mut self, text: &str) -> SmolStr {
        if let Some(known) = self.texts.get(text) {
            return known.clone();
        }
        let new = SmolStr::new(text);
        self.texts.insert(new.clone());
        new
    }

    /// The same for a source's id.
    pub(super) fn source(&mut self, id: &str) -> SourceId {
        if let Some(known) = self.sources.get(id) {
            return known.clone();
        }
        let new = SourceId::from(id);
        self.sources.insert(SmolStr::new(id), new.clone());
        new
    }
}

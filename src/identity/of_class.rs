//! Rows of a board whose model is of one class.

use super::registry::{Class, Registry};
use super::resolve::{Meaning, Resolution};
use crate::schema::{Entry, Snapshot};

/// Models of one class, as the registry knows them.
#[derive(Debug, Clone, Copy)]
pub struct OfClass<'r> {
    registry: &'r Registry,
    class: Class,
}

/// How many rows are of a class.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ClassCount {
    /// Rows whose model is of the class.
    pub shown: usize,
    /// Rows whose model is of another class.
    pub others: usize,
    /// Rows whose model, or its class, is not known.
    pub unknown: usize,
}

impl<'r> OfClass<'r> {
    /// Models of this class.
    #[must_use]
    pub fn new(registry: &'r Registry, class: Class) -> OfClass<'r> {
        OfClass { registry, class }
    }

    /// The class.
    #[must_use]
    pub fn class(&self) -> Class {
        self.class
    }

    /// Whether what a name means is of the class: several models together are, if each one is. `None` where the model
    /// or its class is not known.
    #[must_use]
    pub fn has(&self, resolution: &Resolution) -> Option<bool> {
        let class = |id: &str| self.registry.model(id).map(|model| model.class);
        match &resolution.meaning {
            Meaning::Model(id) => class(id.as_str()).map(|class| class == self.class),
            Meaning::Composite(members) => {
                let classes: Option<Vec<Class>> = members.iter().map(|id| class(id.as_str())).collect();
                classes.map(|classes| classes.iter().all(|class| *class == self.class))
            }
            Meaning::NotAModel | Meaning::New(_) => None,
        }
    }

    /// Whether an entry's model is of the class.
    #[must_use]
    pub fn has_entry(&self, snapshot: &Snapshot, entry: &Entry) -> bool {
        self.has(&self.registry.resolve(snapshot, entry)) == Some(true)
    }

    /// The content with only the rows of the class, all else as it is, and the count.
    #[must_use]
    pub fn sift(&self, snapshot: &Snapshot) -> (Snapshot, ClassCount) {
        let mut count = ClassCount::default();
        let mut sifted = snapshot.clone();
        sifted.entries.retain(|entry| count.add(self.has(&self.registry.resolve(snapshot, entry))));
        (sifted, count)
    }
}

impl ClassCount {
    /// Counts a row; whether it is of the class.
    pub fn add(&mut self, has: Option<bool>) -> bool {
        match has {
            Some(true) => self.shown += 1,
            Some(false) => self.others += 1,
            None => self.unknown += 1,
        }
        has == Some(true)
    }
}

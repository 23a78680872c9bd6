//! One rule: what is told, and how important it is.

use super::item::Facts;
use super::kind::Kind;
use super::occurrence::Occurrence;
use crate::identity::Class;
use crate::schema::{BoardId, SourceId};
use crate::text::Message;

/// What is told. Every condition that is stated must hold; one about the model holds only where the registry knows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rule {
    /// Its name, by which `--rule` and a user's file call it.
    pub name: String,
    /// What a section with such news is called.
    pub title: Message,
    /// Of which kinds.
    pub on: Vec<Kind>,
    /// How many places count as the top.
    pub top: u32,
    /// Only these boards; all, if none is named.
    pub boards: Vec<BoardId>,
    /// Only boards of these sources.
    pub sources: Vec<SourceId>,
    /// Only models of these classes.
    pub class: Vec<Class>,
    /// Only models whose weights are open, or are not.
    pub open: Option<bool>,
    /// Only models of developers in these countries (ISO 3166).
    pub country: Vec<String>,
    /// Only models of these developers, by id.
    pub developer: Vec<String>,
    /// The higher, the earlier it is told.
    pub importance: u32,
}

impl Rule {
    /// Whether it asks anything about the model.
    pub(super) fn asks_for_facts(&self) -> bool {
        self.open.is_some() || !(self.class.is_empty() && self.country.is_empty() && self.developer.is_empty())
    }

    /// Whether it lets this be told, apart from what it asks about the model.
    pub(super) fn fits(&self, occurrence: &Occurrence) -> bool {
        let within = |place: Option<u32>| place.is_some_and(|place| place <= self.top);
        let crossed = match occurrence.kind {
            Kind::EnteredTop => within(occurrence.place) && !within(occurrence.before),
            Kind::LeftTop => within(occurrence.before) && !within(occurrence.place),
            _ => true,
        };
        crossed
            && self.on.contains(&occurrence.kind)
            && (self.boards.is_empty() && self.sources.is_empty()
                || self.boards.contains(&occurrence.board)
                || self.sources.iter().any(|source| source.as_str() == occurrence.source()))
    }

    /// Whether the model is one that it asks for.
    pub(super) fn wants(&self, facts: &Facts) -> bool {
        let listed = |list: &[String], value: &Option<String>| {
            list.is_empty() || value.as_ref().is_some_and(|value| list.contains(value))
        };
        (self.class.is_empty() || facts.class.is_some_and(|class| self.class.contains(&class)))
            && self.open.is_none_or(|open| facts.open == Some(open))
            && listed(&self.country, &facts.country)
            && listed(&self.developer, &facts.developer)
    }
}

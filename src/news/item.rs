//! A piece of news: what happened, why it is told, and where else it happened.

use super::occurrence::Occurrence;
use crate::identity::Class;
use crate::schema::{BoardId, Digest, Hasher, ModelId};
use crate::text::Message;

/// What the registry knows of who something is about.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Facts {
    /// The model.
    pub model: Option<ModelId>,
    /// Its developer's id, or that of the organisation that the board prints.
    pub developer: Option<String>,
    /// The ISO 3166 code of the developer's seat.
    pub country: Option<String>,
    /// Whether its weights are open; `None` where that is not known.
    pub open: Option<bool>,
    /// What kind of model.
    pub class: Option<Class>,
}

/// A piece of news.
#[derive(Debug, Clone, PartialEq)]
pub struct Item {
    /// What happened, on the board that stands first.
    pub occurrence: Occurrence,
    /// Who it is about.
    pub facts: Facts,
    /// The rule that lets it be told.
    pub rule: String,
    /// What the rule's section is called.
    pub title: Message,
    /// How many places the rule counts.
    pub top: u32,
    /// How important the rule is.
    pub importance: u32,
    /// Other boards of the source on which the same happened, in their order.
    pub also: Vec<Also>,
    /// Other entries to which the same happened in the same content of the board: they are told in one sentence.
    pub more: Vec<Item>,
}

/// Another board on which the same happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Also {
    /// The board.
    pub board: BoardId,
    /// The entry's place there.
    pub place: Option<u32>,
    /// The id that it would have as an item of its own.
    pub id: String,
}

impl Item {
    /// This one, and those that are told with it.
    pub fn all(&self) -> impl Iterator<Item = &Item> {
        std::iter::once(self).chain(&self.more)
    }

    /// An id that stays the same however often the news is worked out: 32 hexadecimal digits.
    #[must_use]
    pub fn id(&self) -> String {
        id(&self.occurrence)
    }
}

/// The id of a occurrence: board, edition, kind, entry and the content that shows it; neither the times, which a merge
/// of archives may move, nor the rule.
pub(super) fn id(occurrence: &Occurrence) -> String {
    let mut hasher = Hasher::default();
    hasher.field(occurrence.kind.as_str()).field(occurrence.board.as_str());
    hasher.field(occurrence.edition.as_deref().unwrap_or_default());
    hasher.field(occurrence.capture.as_ref().map(Digest::hex).unwrap_or_default());
    hasher.field(&occurrence.name).field(occurrence.nth.to_string());
    for part in &occurrence.key {
        hasher.field(part);
    }
    hasher.finish().hex().chars().take(32).collect()
}

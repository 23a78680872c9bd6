//! Choosing a snapshot of a history: by edition, by what was public, by what was known, and the one before.

use crate::schema::{Content, Timestamp};
use crate::text::fold;

/// Which snapshot is asked for; empty for the newest.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Selection {
    /// The edition's label; width, case and white space do not count.
    pub edition: Option<String>,
    /// Only what was public then: by publication where known, else by observation.
    pub as_of: Option<Timestamp>,
    /// Only what had been observed by then.
    pub known_at: Option<Timestamp>,
}

impl Selection {
    /// Whether the content may be chosen.
    #[must_use]
    pub fn admits<C: Content>(&self, content: &C) -> bool {
        let edition = self
            .edition
            .as_ref()
            .is_none_or(|label| content.edition().is_some_and(|edition| fold(&edition.label) == fold(label)));
        edition
            && self.as_of.is_none_or(|time| content.public_at() <= time)
            && self.known_at.is_none_or(|time| content.observed_at() <= time)
    }
}

/// The last content that the selection admits, by edition, then publication, then observation.
#[must_use]
pub fn select<'a, C: Content>(history: &'a [C], selection: &Selection) -> Option<&'a C> {
    history.iter().filter(|content| selection.admits(*content)).max_by(|a, b| a.order().cmp(&b.order()))
}

/// The content before this one: the earlier revision of the same edition at the same address if there is one,
/// else the last content of the edition before; on a rolling board the content before at the same address, else
/// at any. Contents that say the same are passed over.
///
/// The contents of `history` that the asker may not know of are to be filtered out before.
#[must_use]
pub fn previous<'a, C: Content>(history: &'a [C], content: &C) -> Option<&'a C> {
    let same_address = |other: &C| other.address() == content.address();
    let mut earlier: Vec<&C> = history
        .iter()
        .filter(|other| other.edition() == content.edition() && other.order() < content.order())
        .filter(|other| content.edition().is_none() || same_address(other))
        .collect();
    earlier.sort_by(|a, b| same_address(b).cmp(&same_address(a)).then(b.order().cmp(&a.order())));
    let contents = content.contents();
    if let Some(revision) = earlier.into_iter().find(|other| other.contents() != contents) {
        return Some(revision);
    }
    let edition = content.edition()?;
    let before = |other: &&C| other.edition().is_some_and(|other| other < edition);
    history.iter().filter(before).max_by(|a, b| a.order().cmp(&b.order()))
}

//! Choosing a snapshot of a history: by edition, by what was public, by what was known, and the one before.

use crate::schema::{Snapshot, Timestamp};
use crate::text::fold;
use std::cmp::Ordering;

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
    /// Whether the snapshot may be chosen.
    #[must_use]
    pub fn admits(&self, snapshot: &Snapshot) -> bool {
        let edition = self
            .edition
            .as_ref()
            .is_none_or(|label| snapshot.edition.as_ref().is_some_and(|edition| fold(&edition.label) == fold(label)));
        edition
            && self.as_of.is_none_or(|time| snapshot.public_at() <= time)
            && self.known_at.is_none_or(|time| snapshot.observed_at <= time)
    }
}

/// The last snapshot that the selection admits, by edition, then publication, then observation.
#[must_use]
pub fn select<'a>(history: &'a [Snapshot], selection: &Selection) -> Option<&'a Snapshot> {
    history.iter().filter(|snapshot| selection.admits(snapshot)).max_by(|a, b| order(a, b))
}

/// The content before this one: the earlier revision of the same edition at the same address if there is one,
/// else the last content of the edition before; on a rolling board the content before at the same address, else
/// at any. Contents that say the same are passed over.
///
/// The snapshots of `history` that the asker may not know of are to be filtered out before.
#[must_use]
pub fn previous<'a>(history: &'a [Snapshot], snapshot: &Snapshot) -> Option<&'a Snapshot> {
    let contents = snapshot.contents();
    let mut earlier: Vec<&Snapshot> = history
        .iter()
        .filter(|other| other.edition == snapshot.edition && order(other, snapshot).is_lt())
        .filter(|other| snapshot.edition.is_none() || other.address == snapshot.address)
        .collect();
    earlier.sort_by(|a, b| (b.address == snapshot.address).cmp(&(a.address == snapshot.address)).then(order(b, a)));
    if let Some(revision) = earlier.into_iter().find(|other| other.contents() != contents) {
        return Some(revision);
    }
    let edition = snapshot.edition.as_ref()?;
    let before = |other: &&Snapshot| other.edition.as_ref().is_some_and(|other| other < edition);
    history.iter().filter(before).max_by(|a, b| order(a, b))
}

/// The order of snapshots; those that are equal in it by address, so that the order of a list never decides.
pub(super) fn order(a: &Snapshot, b: &Snapshot) -> Ordering {
    a.order().cmp(&b.order()).then_with(|| a.address.cmp(&b.address))
}

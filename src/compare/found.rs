//! Where the series of a board's main metric is to be split, as far as the figures show.

use super::evaluate::diff_by;
use super::method::{Memory, breaks, may_have_changed};
use super::who::Who;
use crate::schema::{Content, Edition, Happening, Snapshot, Timestamp};
use crate::text::Message;

/// From a content on, the main metric seems to be another quantity.
#[derive(Debug, Clone, PartialEq)]
pub struct FoundBreak {
    /// The edition of the first content of the new quantity.
    pub edition: Option<Edition>,
    /// When that content became public, as far as is known.
    pub public_at: Timestamp,
    /// When it was first seen.
    pub observed_at: Timestamp,
    /// The evidence.
    pub why: Message,
}

impl FoundBreak {
    /// Whether it lies after the one content and not after the other, each by edition, publication and observation.
    #[must_use]
    pub fn is_between(&self, earlier: Place<'_>, later: Place<'_>) -> bool {
        let own = (self.edition.as_ref(), self.public_at, self.observed_at);
        earlier < own && own <= later
    }
}

/// The place of a content in the order of its board.
pub type Place<'a> = (Option<&'a Edition>, Timestamp, Timestamp);

/// The breaks that the figures show between consecutive contents, oldest first; those that the definition declares are
/// not among them.
#[must_use]
pub fn found_breaks(history: &[Snapshot], who: &Who) -> Vec<FoundBreak> {
    let mut ordered: Vec<&Snapshot> = history.iter().filter(|snapshot| !snapshot.is_partial()).collect();
    ordered.sort_by(|a, b| a.order().cmp(&b.order()));
    let mut memory = Memory::default();
    let mut found = Vec::new();
    for (from, to) in ordered.iter().zip(ordered.iter().skip(1)) {
        // The same edition at another address is no step in time.
        let is_step = from.edition != to.edition || from.edition.is_none() || from.address == to.address;
        if !is_step || !may_have_changed(from, to) {
            continue;
        }
        let diff = diff_by(from, to, who);
        found.extend(breaks(from, to, &diff, &mut memory).into_iter().filter_map(|what| match what {
            Happening::MethodBroke { declared: false, splits: true, why, .. } => Some(FoundBreak {
                edition: to.edition.clone(),
                public_at: to.public_at(),
                observed_at: to.observed_at,
                why,
            }),
            _ => None,
        }));
    }
    found
}

//! People's decisions, by what they are about: what a capture shows of a board, and that a body is no longer kept.

use crate::archive::{Decision, Forgotten};
use crate::schema::{BoardId, Digest, Hasher};
use std::collections::BTreeMap;

/// The decisions that hold.
#[derive(Debug, Clone, Default)]
pub struct Decisions {
    about: BTreeMap<(BoardId, Digest), Decision>,
    forgotten: BTreeMap<Digest, Forgotten>,
}

impl Decisions {
    /// Of several about the same, the last one holds; they come the earliest first.
    #[must_use]
    pub fn of(decisions: Vec<Decision>) -> Decisions {
        let about = |decision: Decision| ((decision.board.clone(), decision.capture), decision);
        Decisions { about: decisions.into_iter().map(about).collect(), forgotten: BTreeMap::new() }
    }

    /// The same, and these bodies were taken out.
    #[must_use]
    pub fn forgetting(self, forgotten: Vec<Forgotten>) -> Decisions {
        Decisions { forgotten: forgotten.into_iter().map(|one| (one.capture, one)).collect(), ..self }
    }

    /// That a body was taken out on request, if it was: it can be read no more.
    #[must_use]
    pub fn forgotten(&self, capture: &Digest) -> Option<&Forgotten> {
        self.forgotten.get(capture)
    }

    /// Every body that was taken out.
    pub fn all_forgotten(&self) -> impl Iterator<Item = &Forgotten> {
        self.forgotten.values()
    }

    /// The decision about what any of these bodies shows of a board.
    #[must_use]
    pub fn about(&self, board: &BoardId, captures: &[Digest]) -> Option<&Decision> {
        captures.iter().filter_map(|capture| self.about.get(&(board.clone(), *capture))).max_by_key(|found| found.when)
    }

    /// A digest of those about boards for which `wanted` holds.
    pub(super) fn digest(&self, wanted: impl Fn(&BoardId) -> bool) -> Digest {
        let mut hasher = Hasher::default();
        for ((board, capture), decision) in self.about.iter().filter(|((board, _), _)| wanted(board)) {
            hasher.field(board.as_str()).field(capture.hex()).field(format!("{:?}", decision.ruling));
            hasher.field(&decision.reason);
        }
        hasher.finish()
    }
}

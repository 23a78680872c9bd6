//! People's decisions, by what they are about.

use crate::archive::Decision;
use crate::schema::{BoardId, Digest, Hasher};
use std::collections::BTreeMap;

/// The decisions that hold.
#[derive(Debug, Clone, Default)]
pub struct Decisions(BTreeMap<(BoardId, Digest), Decision>);

impl Decisions {
    /// Of several about the same, the last one holds; they come the earliest first.
    #[must_use]
    pub fn of(decisions: Vec<Decision>) -> Decisions {
        let about = |decision: Decision| ((decision.board.clone(), decision.capture), decision);
        Decisions(decisions.into_iter().map(about).collect())
    }

    /// The decision about what any of these bodies shows of a board.
    #[must_use]
    pub fn about(&self, board: &BoardId, captures: &[Digest]) -> Option<&Decision> {
        captures.iter().filter_map(|capture| self.0.get(&(board.clone(), *capture))).max_by_key(|found| found.when)
    }

    /// A digest of those about boards for which `wanted` holds.
    pub(super) fn digest(&self, wanted: impl Fn(&BoardId) -> bool) -> Digest {
        let mut hasher = Hasher::default();
        for ((board, capture), decision) in self.0.iter().filter(|((board, _), _)| wanted(board)) {
            hasher.field(board.as_str()).field(capture.hex()).field(format!("{:?}", decision.ruling));
            hasher.field(&decision.reason);
        }
        hasher.finish()
    }
}

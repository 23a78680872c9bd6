//! From what single captures show to a board's history: equal contents in succession are one snapshot.

use super::sighting::Sighting;
use crate::catalogue::Board;
use crate::compare;
use crate::schema::{BoardHistory, BoardId, Code, Content, Digest, Edition, Problem, Refused, Snapshot, Timestamp};
use std::collections::{BTreeMap, HashMap, HashSet};

/// What one capture shows of one board.
pub(super) struct Seen {
    pub board: BoardId,
    pub outcome: Outcome,
}

pub(super) enum Outcome {
    Read(Box<Snapshot>),
    Refused(Box<Refused>),
}

impl Outcome {
    pub(super) fn refused(sighting: &Sighting<'_>, edition: Option<Edition>, problem: Problem) -> Outcome {
        Outcome::Refused(Box::new(Refused {
            edition,
            address: sighting.address(),
            published_at: sighting.capture.published_at,
            observed_at: sighting.capture.observed_at,
            captures: vec![sighting.object],
            problem,
        }))
    }
}

impl Outcome {
    /// A refusal of a set of bodies.
    pub(super) fn refused_set(
        address: &str,
        edition: Option<Edition>,
        observed_at: Timestamp,
        captures: Vec<Digest>,
        problem: Problem,
    ) -> Outcome {
        let address = address.to_owned();
        Outcome::Refused(Box::new(Refused { edition, address, published_at: None, observed_at, captures, problem }))
    }
}

/// Histories of the boards. `seen` comes in the order of publication.
pub(super) fn merge(boards: &[&Board], seen: Vec<Seen>) -> BTreeMap<BoardId, BoardHistory> {
    let mut histories: BTreeMap<BoardId, BoardHistory> =
        boards.iter().map(|board| (board.id.clone(), BoardHistory::default())).collect();
    let mut resources_read: HashSet<(BoardId, String)> = HashSet::new();
    let mut last: HashMap<(BoardId, String, Option<Edition>), (Digest, usize)> = HashMap::new();
    for Seen { board, outcome } in seen {
        let Some(history) = histories.get_mut(&board) else { continue };
        match outcome {
            Outcome::Refused(refused) => {
                // A page that never had the board is no page that lost it.
                let resource = (board, resource_of(&refused.address));
                if refused.problem.code != Code::NoTable || resources_read.contains(&resource) {
                    history.refused.push(*refused);
                }
            }
            Outcome::Read(snapshot) => {
                resources_read.insert((board.clone(), resource_of(&snapshot.address)));
                let contents = snapshot.contents();
                let place = (board, snapshot.address.clone(), snapshot.edition.clone());
                let same = last.get(&place).filter(|(digest, _)| *digest == contents);
                let same = same.and_then(|(_, index)| history.snapshots.get_mut(*index));
                if let Some(same) = same {
                    same.last_seen_at = same.last_seen_at.max(snapshot.last_seen_at);
                } else {
                    last.insert(place, (contents, history.snapshots.len()));
                    history.snapshots.push(*snapshot);
                }
            }
        }
    }
    for history in histories.values_mut() {
        history.snapshots.sort_by(|a, b| a.order().cmp(&b.order()));
        history.refused.sort_by_key(|refused| refused.observed_at);
        note_conflicts(&mut history.snapshots);
    }
    histories
}

/// Where one edition stands at several addresses with different figures, the newest content of it says so.
fn note_conflicts(snapshots: &mut [Snapshot]) {
    for edition in snapshots.chunk_by_mut(|a, b| a.edition.is_some() && a.edition == b.edition) {
        let conflicts = compare::address_conflicts(edition);
        if let Some(newest) = edition.last_mut() {
            newest.problems.extend(conflicts);
        }
    }
}

fn resource_of(address: &str) -> String {
    address.split(' ').next().unwrap_or_default().to_owned()
}

//! From what single captures show to a board's history: what the gate lets in, where equal contents in succession are
//! one snapshot.

use super::decisions::Decisions;
use super::sighting::Sighting;
use crate::archive::{Decision, Forgotten, Ruling};
use crate::catalogue::{Board, Kind};
use crate::compare;
use crate::gate::{self, Memory};
use crate::message;
use crate::schema::{
    BoardHistory, BoardId, Code, Content, Digest, Edition, Problem, Refused, Snapshot, TakenOut, Timestamp,
};
use jiff::SignedDuration;
use rayon::prelude::*;
use std::collections::{BTreeMap, HashMap, HashSet};

/// The shortest time.
const MOMENT: SignedDuration = SignedDuration::from_nanos(1);

/// What one capture shows of one board.
pub(super) struct Seen {
    pub board: BoardId,
    pub outcome: Outcome,
}

pub(super) enum Outcome {
    Read(Box<Snapshot>),
    Refused(Box<Refused>),
    TakenOut(Box<TakenOut>),
}

impl Outcome {
    pub(super) fn refused(sighting: &Sighting<'_>, edition: Option<Edition>, problem: Problem) -> Outcome {
        Outcome::Refused(Box::new(Refused {
            edition,
            address: sighting.address(),
            published_at: sighting.capture.published_at,
            observed_at: sighting.capture.observed_at,
            // What took its place at that moment was seen later.
            last_seen_at: if sighting.replaced { sighting.last_seen_at - MOMENT } else { sighting.last_seen_at },
            captures: vec![sighting.object],
            problem,
        }))
    }
}

impl Outcome {
    /// The body was taken out on request, so that nothing is known of what it showed.
    pub(super) fn gone(sighting: &Sighting<'_>, forgotten: &Forgotten) -> Outcome {
        Outcome::TakenOut(Box::new(TakenOut {
            address: sighting.address(),
            published_at: sighting.capture.published_at,
            observed_at: sighting.capture.observed_at,
            last_seen_at: sighting.last_seen_at,
            capture: sighting.object,
            reason: forgotten.reason.clone(),
        }))
    }

    /// One body of a set was taken out, so that the set is the publisher's no more.
    pub(super) fn gone_from_set(
        address: &str,
        (published_at, observed_at): (Option<Timestamp>, Timestamp),
        forgotten: &Forgotten,
    ) -> Outcome {
        Outcome::TakenOut(Box::new(TakenOut {
            address: address.to_owned(),
            published_at,
            observed_at,
            last_seen_at: published_at.unwrap_or(observed_at),
            capture: forgotten.capture,
            reason: forgotten.reason.clone(),
        }))
    }

    /// A refusal of a set of bodies.
    pub(super) fn refused_set(
        (address, edition): (&str, Option<Edition>),
        (published_at, observed_at): (Option<Timestamp>, Timestamp),
        captures: Vec<Digest>,
        problem: Problem,
    ) -> Outcome {
        let address = address.to_owned();
        let last_seen_at = published_at.unwrap_or(observed_at);
        let refused = Refused { edition, address, published_at, observed_at, last_seen_at, captures, problem };
        Outcome::Refused(Box::new(refused))
    }
}

/// The history of one board as far as it is known, and what it teaches.
struct Shown<'b> {
    board: &'b Board,
    history: BoardHistory,
    memory: Memory,
    resources_read: HashSet<String>,
    /// The newest body of a resource that never had the board.
    never: Option<Refused>,
    /// The last content at each address, of each edition.
    last: HashMap<(String, Option<Edition>), (Digest, usize)>,
}

impl Seen {
    /// At which address the board was read, if it was.
    fn read_at(&self) -> Option<&str> {
        match &self.outcome {
            Outcome::Read(snapshot) => Some(&snapshot.address),
            Outcome::Refused(_) | Outcome::TakenOut(_) => None,
        }
    }

    /// When it became public as far as is known, and when it was seen.
    fn times(&self) -> (Timestamp, Timestamp) {
        let (published_at, observed_at) = match &self.outcome {
            Outcome::Read(snapshot) => (snapshot.published_at, snapshot.observed_at),
            Outcome::Refused(refused) => (refused.published_at, refused.observed_at),
            Outcome::TakenOut(out) => (out.published_at, out.observed_at),
        };
        (published_at.unwrap_or(observed_at), observed_at)
    }
}

/// Histories of the boards. The gate learns in the order of publication.
pub(super) fn merge(boards: &[&Board], mut seen: Vec<Seen>, decisions: &Decisions) -> BTreeMap<BoardId, BoardHistory> {
    seen.sort_by_key(Seen::times);
    let read_at: HashSet<String> = seen.iter().filter_map(Seen::read_at).map(str::to_owned).collect();
    let mut of_board: HashMap<BoardId, Vec<Outcome>> = HashMap::new();
    for Seen { board, outcome } in seen {
        of_board.entry(board).or_default().push(outcome);
    }
    let boards: Vec<(&Board, Vec<Outcome>)> =
        boards.iter().map(|board| (*board, of_board.remove(&board.id).unwrap_or_default())).collect();
    let history = |(board, outcomes): (&Board, Vec<Outcome>)| {
        let mut shown = Shown::new(board);
        for outcome in outcomes {
            match outcome {
                Outcome::Refused(refused) => shown.refuse(*refused),
                Outcome::Read(snapshot) => shown.read(*snapshot, decisions),
                Outcome::TakenOut(out) => shown.take_out(*out),
            }
        }
        (board.id.clone(), shown.finish(&read_at))
    };
    boards.into_par_iter().map(history).collect()
}

impl<'b> Shown<'b> {
    fn new(board: &'b Board) -> Shown<'b> {
        let (history, memory) = (BoardHistory::default(), Memory::default());
        Shown { board, history, memory, resources_read: HashSet::new(), never: None, last: HashMap::new() }
    }

    fn refuse(&mut self, refused: Refused) {
        // A page that never had the board is no page that lost it.
        if refused.problem.code != Code::NoTable || self.resources_read.contains(resource_of(&refused.address)) {
            self.history.refused.push(refused);
        } else {
            self.never = Some(refused);
        }
    }

    fn take_out(&mut self, out: TakenOut) {
        let is_same = |other: &&mut TakenOut| other.capture == out.capture && other.address == out.address;
        match self.history.taken_out.iter_mut().rev().find(is_same) {
            Some(same) => same.last_seen_at = same.last_seen_at.max(out.last_seen_at),
            None => self.history.taken_out.push(out),
        }
    }

    fn read(&mut self, mut snapshot: Snapshot, decisions: &Decisions) {
        self.resources_read.insert(resource_of(&snapshot.address).to_owned());
        let contents = snapshot.contents();
        let decision = decisions.about(&self.board.id, &snapshot.captures);
        let place = (snapshot.address.clone(), snapshot.edition.clone());
        let same = self.last.get(&place).filter(|(digest, _)| *digest == contents);
        if let Some(same) = same.and_then(|(_, index)| self.history.snapshots.get_mut(*index))
            && decision.is_none_or(|decision| decision.ruling == Ruling::Accept)
        {
            same.last_seen_at = same.last_seen_at.max(snapshot.last_seen_at);
            return;
        }
        let judged = gate::declared(self.board, &snapshot)
            .and_then(|()| self.memory.assess(self.board, &self.history.snapshots, &snapshot));
        match ruled(judged, decision) {
            Ok(problems) => {
                snapshot.problems.extend(problems);
                let index = self.history.snapshots.len();
                self.last.insert(place, (contents, index));
                self.history.snapshots.push(snapshot);
                self.memory.learn(&self.history.snapshots, index);
            }
            Err(problem) => self.history.refused.push(refused(snapshot, problem)),
        }
    }

    /// `read_at` are the addresses at which any board of the source was read.
    fn finish(self, read_at: &HashSet<String>) -> BoardHistory {
        let mut history = self.history;
        // A body at an address that never had the board, as far as can be read there, had none of its figures.
        let never = self.never.as_ref().map(|never| resource_of(&never.address).to_owned());
        let read = self.resources_read;
        history.taken_out.retain(|out| {
            let resource = resource_of(&out.address);
            read.contains(resource) || never.as_deref() != Some(resource)
        });
        if history.snapshots.is_empty() && history.refused.is_empty() {
            // No page ever had the board: that it is not there is all that can be said of it. But where its neighbours
            // were read, an edition, or a set of bodies, may well be without it.
            let may_lack = |refused: &Refused| self.board.kind == Kind::Editions || refused.captures.is_empty();
            let lawful = |refused: &Refused| may_lack(refused) && read_at.contains(&refused.address);
            history.refused.extend(self.never.filter(|refused| !lawful(refused)));
        }
        history.snapshots.sort_by(|a, b| a.order().cmp(&b.order()));
        history.refused.sort_by_key(|refused| refused.observed_at);
        note_conflicts(&mut history.snapshots);
        history
    }
}

/// What becomes of the gate's verdict by a person's decision.
fn ruled(judged: Result<Vec<Problem>, Problem>, decision: Option<&Decision>) -> Result<Vec<Problem>, Problem> {
    let Some(Decision { ruling, reason, .. }) = decision else { return judged };
    match (ruling, judged) {
        (Ruling::Reject, _) => {
            let what = message!("rejected by a person: {reason}", "人工拒收：{reason}");
            Err(Problem { code: Code::Rejected, at: None, what })
        }
        (Ruling::Accept, Err(Problem { at, what, .. })) => {
            let (en, zh) = (what.en, what.zh);
            let what = message!(
                "accepted by a person: {reason}; the gate had found: {en}",
                "人工接受：{reason}；原判定：{zh}"
            );
            Ok(vec![Problem { code: Code::Accepted, at, what }])
        }
        (Ruling::Accept, passed) => passed,
    }
}

fn refused(snapshot: Snapshot, problem: Problem) -> Refused {
    let Snapshot { edition, address, published_at, observed_at, last_seen_at, captures, .. } = snapshot;
    Refused { edition, address, published_at, observed_at, last_seen_at, captures, problem }
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

fn resource_of(address: &str) -> &str {
    address.split(' ').next().unwrap_or_default()
}

//! Following a board from content to content: one at a time, with the one before, and never all of them in memory.

use super::order::Order;
use super::step::{Past, Step, happenings};
use super::who::Who;
use crate::schema::{BoardEvent, Content, Digest, Happening, Snapshot, StepKind};
use std::collections::BTreeMap;

/// Everything that happened on one board, content by content, in the order edition → publication → observation.
///
/// The snapshots may come in any order; they are all of one board. Contents that say the same give no event.
#[must_use]
pub fn events(history: &[Snapshot], who: &Who) -> Vec<BoardEvent> {
    let mut ordered: Vec<&Snapshot> = history.iter().collect();
    ordered.sort_by(|a, b| a.order().cmp(&b.order()));
    let mut follower = Follower::new(who);
    ordered.into_iter().flat_map(|snapshot| follower.take(snapshot)).collect()
}

/// Takes the contents of one board in their order and says what happened at each.
///
/// It keeps the newest content of each address of the newest edition; of older ones the last that printed places, as
/// long as its leaders could be compared with nothing since.
pub struct Follower<'w> {
    who: &'w Who<'w>,
    /// The contents to compare with, by address: of the newest edition, or of a rolling board.
    lines: BTreeMap<String, Held>,
    /// The address of the newest of them.
    newest: Option<String>,
    /// What recordings of some rows said, so that the same is not told twice.
    partial: Option<Digest>,
    past: Past,
}

struct Held {
    contents: Digest,
    snapshot: Snapshot,
}

impl<'w> Follower<'w> {
    /// Follows a board of which nothing was seen yet.
    #[must_use]
    pub fn new(who: &'w Who<'w>) -> Follower<'w> {
        Follower { who, lines: BTreeMap::new(), newest: None, partial: None, past: Past::default() }
    }

    /// What happened from the content before to this one; the record begins with the first.
    pub fn take(&mut self, snapshot: &Snapshot) -> Vec<BoardEvent> {
        let contents = snapshot.contents();
        let Some(newest) = self.newest.as_ref().and_then(|address| self.lines.get(address)) else {
            self.keep(snapshot, contents);
            return vec![began(snapshot)];
        };
        let same_edition = newest.snapshot.edition == snapshot.edition;
        let at_address = self.lines.get(&snapshot.address).filter(|_| same_edition);
        let said_before = same_edition && self.lines.values().any(|held| held.contents == contents);
        let says_the_same = match at_address {
            Some(held) => held.contents == contents,
            None => said_before,
        };
        if says_the_same {
            self.see_again(snapshot, contents);
            return Vec::new();
        }
        let (before, kind) = match (at_address, snapshot.edition.is_some()) {
            (Some(held), true) => (held, StepKind::Revision),
            (Some(held), false) => (held, StepKind::Update),
            (None, false) if same_edition => (newest, StepKind::Update),
            (None, _) if same_edition => (newest, StepKind::Elsewhere),
            (None, _) => (newest, StepKind::Edition),
        };
        // A recording of some rows says nothing of the others, so it is stepped over.
        let steps_over = snapshot.is_partial() && !before.snapshot.is_partial();
        if steps_over && self.partial == Some(contents) {
            return Vec::new();
        }
        let step = Step { from: &before.snapshot, to: snapshot, kind, who: self.who };
        let found = happenings(&step, &mut self.past);
        let (from, to) = (before.snapshot.captures.first().copied(), snapshot.captures.first().copied());
        let events = found.into_iter().map(|what| BoardEvent {
            board: snapshot.board.clone(),
            edition: snapshot.edition.clone(),
            public_at: snapshot.public_at(),
            observed_at: snapshot.observed_at,
            step: kind,
            before: from,
            after: to,
            what,
        });
        let events = events.collect();
        if steps_over {
            self.partial = Some(contents);
        } else {
            self.keep(snapshot, contents);
        }
        events
    }

    fn keep(&mut self, snapshot: &Snapshot, contents: Digest) {
        let edition = self.lines.values().next().map(|held| &held.snapshot.edition);
        if edition.is_some_and(|edition| *edition != snapshot.edition) {
            self.lines.clear();
        }
        let held = Held { contents, snapshot: snapshot.clone() };
        self.lines.insert(snapshot.address.clone(), held);
        self.newest = Some(snapshot.address.clone());
        self.partial = None;
    }

    /// The same at the same address stood there longer; the same at another one is what that address says.
    fn see_again(&mut self, snapshot: &Snapshot, contents: Digest) {
        if let Some(held) = self.lines.get_mut(&snapshot.address) {
            held.snapshot.last_seen_at = held.snapshot.last_seen_at.max(snapshot.last_seen_at);
        } else {
            let held = Held { contents, snapshot: snapshot.clone() };
            self.lines.insert(snapshot.address.clone(), held);
        }
        self.newest = Some(snapshot.address.clone());
    }
}

fn began(snapshot: &Snapshot) -> BoardEvent {
    let order = Order::of(snapshot);
    let leaders = if snapshot.is_partial() { Vec::new() } else { order.leaders() };
    BoardEvent {
        board: snapshot.board.clone(),
        edition: snapshot.edition.clone(),
        public_at: snapshot.public_at(),
        observed_at: snapshot.observed_at,
        step: StepKind::Beginning,
        before: None,
        after: snapshot.captures.first().copied(),
        what: Happening::Began {
            entries: snapshot.entries.len(),
            leaders: leaders.into_iter().map(|index| order.placed(snapshot, index)).collect(),
            basis: order.basis,
        },
    }
}

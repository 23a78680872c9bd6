//! One board's contents, read one by one: what is known without the entries stands in the index.

use super::library::Library;
use crate::archive::{BoardIndex, Head};
use crate::catalogue::{Board, Source};
use crate::error::{Error, ErrorKind, Result};
use crate::message;
use crate::schema::{BoardHistory, Snapshot};

/// One board's contents. What chooses between them looks at the heads; the entries are read for the chosen ones.
pub struct Shelf<'l> {
    library: &'l Library,
    source: &'l Source,
    board: &'l Board,
    held: Held,
}

/// Where the entries are.
pub(super) enum Held {
    /// In the archive.
    Stored(BoardIndex),
    /// Here: they were derived just now, whether or not the archive could keep them.
    Derived { heads: BoardHistory<Head>, snapshots: Vec<Snapshot> },
}

impl Held {
    pub(super) fn derived(history: BoardHistory) -> Held {
        Held::Derived { heads: heads_of(&history), snapshots: history.snapshots }
    }
}

impl<'l> Shelf<'l> {
    pub(super) fn new(library: &'l Library, source: &'l Source, board: &'l Board, held: Held) -> Shelf<'l> {
        Shelf { library, source, board, held }
    }

    /// The contents without their entries, and what was refused.
    #[must_use]
    pub fn heads(&self) -> &BoardHistory<Head> {
        match &self.held {
            Held::Stored(index) => &index.history,
            Held::Derived { heads, .. } => heads,
        }
    }

    /// A content with its entries; `head` is one of [`heads`](Shelf::heads), at most restricted to what was known
    /// at some time.
    ///
    /// # Errors
    /// An archive that cannot be read, or the head of another board.
    pub fn load(&self, head: &Head) -> Result<Snapshot> {
        let found = match &self.held {
            // What is damaged or was replaced meanwhile is derived again.
            Held::Stored(index) => match self.library.load(index, head) {
                Some(snapshot) => Some(snapshot),
                None => find(&self.library.derive_anew(self.source, self.board)?.snapshots, head),
            },
            Held::Derived { snapshots, .. } => find(snapshots, head),
        };
        found.ok_or_else(|| self.not_held(head))
    }

    fn not_held(&self, head: &Head) -> Error {
        let (board, contents) = (&self.board.id, head.contents);
        let what = message!(
            "the content {contents} of {board} is gone: the captures were changed meanwhile",
            "{board} 的内容 {contents} 已不存在：抓取记录在此期间被更改"
        );
        Error::new(ErrorKind::Archive { path: self.board.id.key().into(), what })
            .with_hint(message!("run it again", "请重试"))
    }
}

/// The heads of a history that is at hand.
pub(super) fn heads_of(history: &BoardHistory) -> BoardHistory<Head> {
    BoardHistory {
        snapshots: history.snapshots.iter().map(Head::of).collect(),
        refused: history.refused.clone(),
        taken_out: history.taken_out.clone(),
    }
}

fn find(snapshots: &[Snapshot], head: &Head) -> Option<Snapshot> {
    let is_meant = |snapshot: &&Snapshot| {
        snapshot.address == head.address
            && snapshot.published_at == head.published_at
            && snapshot.observed_at == head.observed_at
            && snapshot.contents() == head.contents
    };
    let snapshot = snapshots.iter().find(is_meant)?.clone();
    Some(Snapshot { last_seen_at: head.last_seen_at, ..snapshot })
}

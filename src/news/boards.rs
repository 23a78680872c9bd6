//! Where boards stand among others: which are told first, and which only copy.

use crate::catalogue::{Board, Catalogue, Original, Source};
use crate::schema::BoardId;
use crate::text::Message;
use std::collections::{BTreeMap, BTreeSet};

/// What is known of the boards that may be told of.
#[derive(Debug, Clone, Default)]
pub struct Boards {
    by_id: BTreeMap<BoardId, Place>,
    copies: BTreeSet<BoardId>,
}

#[derive(Debug, Clone)]
struct Place {
    /// Its place within its source: 0 for the main board.
    within: usize,
    name: Message,
    homepage: String,
    publisher: String,
}

impl Boards {
    /// The boards of a catalogue. `contents` says how many contents the archive holds of a board: one that copies a
    /// board of which it holds some is a copy, and so are all but one of those that copy the same board elsewhere.
    #[must_use]
    pub fn new(catalogue: &Catalogue, contents: &dyn Fn(&BoardId) -> usize) -> Boards {
        let mut boards = Boards::default();
        let mut elsewhere: BTreeMap<&str, (&Board, usize)> = BTreeMap::new();
        for (source, board) in catalogue.boards() {
            boards.add(source, board);
            let held = contents(&board.id);
            if held == 0 {
                continue;
            }
            match &board.republishes {
                Some(Original::Board(first)) if contents(first) > 0 => {
                    boards.copies.insert(board.id.clone());
                }
                Some(original) => match elsewhere.get(original.name()) {
                    Some((kept, most)) if *most >= held => {
                        debug_assert!(kept.id != board.id);
                        boards.copies.insert(board.id.clone());
                    }
                    _ => {
                        if let Some((other, _)) = elsewhere.insert(original.name(), (board, held)) {
                            boards.copies.insert(other.id.clone());
                        }
                    }
                },
                None => {}
            }
        }
        boards
    }

    fn add(&mut self, source: &Source, board: &Board) {
        let within = source.boards.iter().position(|own| own.id == board.id).unwrap_or_default();
        let place = Place {
            within,
            name: board.name.clone(),
            homepage: board.homepage.clone().unwrap_or_else(|| source.homepage.clone()),
            publisher: source.publisher_of(board).to_owned(),
        };
        self.by_id.insert(board.id.clone(), place);
    }

    /// Tells of these although they copy: a person named them.
    pub fn tell_copies(&mut self, named: &BTreeSet<BoardId>) {
        self.copies.retain(|board| !named.contains(board));
    }

    /// Whether what happens there is told of another board already.
    #[must_use]
    pub fn is_copy(&self, board: &BoardId) -> bool {
        self.copies.contains(board)
    }

    /// The order in which boards are told, all else being equal: main boards before others, then by id.
    pub(super) fn standing<'b>(&self, board: &'b BoardId) -> (usize, &'b BoardId) {
        (self.by_id.get(board).map_or(usize::MAX, |place| place.within), board)
    }

    /// What it is called; its id where it is not known.
    #[must_use]
    pub fn name(&self, board: &BoardId) -> Message {
        self.by_id.get(board).map_or_else(|| Message::same(board.as_str()), |place| place.name.clone())
    }

    /// The address of its page; empty where it is not known.
    #[must_use]
    pub fn homepage(&self, board: &BoardId) -> &str {
        self.by_id.get(board).map_or("", |place| &place.homepage)
    }

    /// Who publishes it; empty where that is not known.
    #[must_use]
    pub fn publisher(&self, board: &BoardId) -> &str {
        self.by_id.get(board).map_or("", |place| &place.publisher)
    }
}

//! Boards that show another board's figures again: whose they are, and who publishes what of their own.

use super::board::Board;
use super::load::Source;
use super::read_source::Reader;
use crate::error::Error;
use crate::message;
use crate::schema::BoardId;
use crate::text::{Message, counted, nearest};
use std::collections::{BTreeSet, HashMap};

/// Whose figures a board shows again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Original {
    /// A board of the catalogue.
    Board(BoardId),
    /// A board that no definition reads, by its name.
    Elsewhere(String),
}

impl Original {
    /// The id of the board, or its name where no definition reads it.
    #[must_use]
    pub fn name(&self) -> &str {
        match self {
            Original::Board(id) => id.as_str(),
            Original::Elsewhere(name) => name,
        }
    }
}

/// Who publishes boards, by name.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Publishers<'a> {
    /// Those with a board that is no copy.
    pub own: BTreeSet<&'a str>,
    /// Those who only copy the boards of others.
    pub copiers: BTreeSet<&'a str>,
}

impl<'a> Publishers<'a> {
    /// The publishers of boards.
    pub fn of(boards: impl IntoIterator<Item = (&'a Source, &'a Board)>) -> Publishers<'a> {
        let mut all = Publishers::default();
        for (source, board) in boards {
            let publisher = source.publisher_of(board);
            if board.republishes.is_none() { &mut all.own } else { &mut all.copiers }.insert(publisher);
        }
        all.copiers.retain(|copier| !all.own.contains(copier));
        all
    }

    /// `41 publishers and 8 who only copy`.
    #[must_use]
    pub fn words(&self) -> Message {
        match (self.own.len(), self.copiers.len()) {
            (own, 0) => {
                let publishers = counted(own, "publisher", "publishers");
                message!("{publishers}", "{own} 个发布方")
            }
            (own, copiers) => {
                let publishers = counted(own, "publisher", "publishers");
                let who = counted(copiers, "who only copies", "who only copy");
                message!("{publishers} and {who}", "{own} 个发布方与 {copiers} 个转载方")
            }
        }
    }
}

impl Source {
    /// Who publishes one of its boards.
    #[must_use]
    pub fn publisher_of<'a>(&'a self, board: &'a Board) -> &'a str {
        board.publisher.as_deref().unwrap_or(&self.publisher)
    }
}

/// The first board of the `judged` sources that copies itself, no board of `all`, or a copy of itself.
pub(super) fn mistake<'a>(judged: impl IntoIterator<Item = &'a Source>, all: &[Source]) -> Option<Error> {
    let boards = all.iter().flat_map(|source| &source.boards);
    let originals: HashMap<&BoardId, Option<&Original>> =
        boards.map(|board| (&board.id, board.republishes.as_ref())).collect();
    judged.into_iter().find_map(|source| source.boards.iter().find_map(|board| wrong(source, board, &originals)))
}

fn wrong(source: &Source, board: &Board, originals: &HashMap<&BoardId, Option<&Original>>) -> Option<Error> {
    let Some(Original::Board(first)) = &board.republishes else { return None };
    let reader = Reader { file: &source.file, text: &source.text };
    let id = &board.id;
    let typed = format!("republishes = \"{first}\"");
    let value = if source.text.contains(&typed) { typed.as_str() } else { first.as_str() };
    if first == id {
        let what = message!("{id} cannot republish itself", "{id} 不能转载自身");
        return Some(reader.wrong(value, what));
    }
    if !originals.contains_key(first) {
        let what = message!("{id} republishes {first}, which is no board", "{id} 转载自 {first}，但没有这个榜单");
        let likest = nearest(first.as_str(), originals.keys().map(|id| id.as_str()));
        return Some(reader.wrong(value, what).with_hint(match likest.first() {
            Some(likest) => message!("did you mean {likest}?", "是否指 {likest}？"),
            None => message!(
                "a board that no definition reads goes by its name: `republishes_elsewhere`",
                "没有定义读取的榜单以其名称写在 `republishes_elsewhere` 中"
            ),
        }));
    }
    let mut way = vec![id, first];
    let mut here = first;
    while let Some(Some(Original::Board(next))) = originals.get(here) {
        if way.contains(&next) {
            way.push(next);
            let ring = way.iter().map(|id| id.as_str()).collect::<Vec<_>>().join(" → ");
            let what = message!(
                "{id} republishes in a ring, so none of these is the original: {ring}",
                "{id} 的转载关系成环，其中没有原榜单：{ring}"
            );
            return Some(reader.wrong(value, what));
        }
        way.push(next);
        here = next;
    }
    None
}

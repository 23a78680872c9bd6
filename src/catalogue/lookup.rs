//! Finds sources and boards by id or by a Chinese or English name.

use super::board::Board;
use super::load::{Catalogue, Source};
use crate::error::{Error, ErrorKind, Noun, Result};
use crate::text::{fold, nearest};

impl Catalogue {
    /// All sources, by id.
    #[must_use]
    pub fn sources(&self) -> &[Source] {
        &self.sources
    }

    /// Only this one of the sources.
    #[must_use]
    pub fn only(&self, source: &Source) -> Catalogue {
        Catalogue { sources: vec![source.clone()] }
    }

    /// Only the sources for which `wanted` holds.
    #[must_use]
    pub fn with(mut self, wanted: impl Fn(&Source) -> bool) -> Catalogue {
        self.sources.retain(wanted);
        self
    }

    /// All boards with their sources: sources by id, boards in each source's order.
    pub fn boards(&self) -> impl Iterator<Item = (&Source, &Board)> {
        self.sources.iter().flat_map(|source| source.boards.iter().map(move |board| (source, board)))
    }

    /// The source that a person means.
    ///
    /// # Errors
    /// Not found, with the likest names.
    pub fn source(&self, typed: &str) -> Result<&Source> {
        let wanted = fold(typed);
        let is = |name: &str| fold(name) == wanted;
        self.sources
            .iter()
            .find(|source| is(source.id.as_str()))
            .or_else(|| self.sources.iter().find(|source| is(&source.name.en) || is(&source.name.zh)))
            .ok_or_else(|| {
                let known = self.sources.iter().flat_map(|s| [s.id.as_str(), &s.name.en, &s.name.zh]);
                not_found(Noun::Source, typed, nearest(typed, known))
            })
    }

    /// The board that a person means: by id, by `source.board`, by alias or name, or by the id or name of a
    /// source, whose first board is then meant.
    ///
    /// # Errors
    /// Not found, or a name that fits several boards equally.
    pub fn board(&self, typed: &str) -> Result<(&Source, &Board)> {
        let wanted = fold(typed);
        let is = |name: &str| fold(name) == wanted;
        if let Some(found) = self.boards().find(|(_, board)| is(board.id.as_str()) || is(&board.id.key())) {
            return Ok(found);
        }
        if let Some(source) = self.sources.iter().find(|source| is(source.id.as_str()))
            && let Some(main) = source.boards.first()
        {
            return Ok((source, main));
        }
        let mut named: Vec<(&Source, &Board)> = self
            .boards()
            .filter(|(_, board)| {
                board.aliases.iter().any(|alias| is(alias)) || is(&board.name.en) || is(&board.name.zh)
            })
            .collect();
        match (named.pop(), named.as_slice()) {
            (Some(found), []) => return Ok(found),
            (Some(last), rest) => {
                let candidates = rest.iter().chain([&last]).map(|(_, board)| board.id.to_string()).collect();
                return Err(ErrorKind::Ambiguous { noun: Noun::Board, name: typed.to_owned(), candidates }.into());
            }
            (None, _) => {}
        }
        if let Ok(source) = self.source(typed)
            && let Some(main) = source.boards.first()
        {
            return Ok((source, main));
        }
        let known = self.boards().flat_map(|(_, board)| {
            [board.id.as_str(), &board.name.en, &board.name.zh]
                .into_iter()
                .chain(board.aliases.iter().map(String::as_str))
        });
        Err(not_found(Noun::Board, typed, nearest(typed, known)))
    }
}

fn not_found(noun: Noun, typed: &str, suggestions: Vec<String>) -> Error {
    Error::new(ErrorKind::NotFound { noun, name: typed.to_owned(), suggestions })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_built_in_boards_are_found_by_id_alias_and_either_name() {
        let catalogue = Catalogue::built_in().unwrap();
        for (typed, id) in [
            ("superclue/general", "superclue/general"),
            ("superclue.general", "superclue/general"),
            ("superclue", "superclue/general"),
            ("总排行榜", "superclue/general"),
            ("superclue-general", "superclue/general"),
            ("SuperCLUE-Agent", "superclue-agent"),
            ("OPT三大能力客观题", "superclue/opt"),
            ("CLUE", "clue/classification"),
            ("阅读理解任务", "clue/reading"),
            ("文生图", "superclue-multimodal/image"),
        ] {
            assert_eq!(catalogue.board(typed).unwrap().1.id.as_str(), id, "{typed}");
        }
    }

    #[test]
    fn every_built_in_name_and_alias_means_one_board() {
        let catalogue = Catalogue::built_in().unwrap();
        for (_, board) in catalogue.boards() {
            for name in board.aliases.iter().chain([&board.name.en, &board.name.zh]) {
                assert_eq!(catalogue.board(name).unwrap().1.id, board.id, "{name}");
            }
        }
    }
}

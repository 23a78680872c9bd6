//! Reads source definitions, built in and the user's own, and says where a mistake stands.

use super::board::Board;
use super::copies;
use super::edition::EditionPatterns;
use super::read_source::read;
use super::resource::Resource;
use crate::error::Result;
use crate::schema::{Digest, SourceId};
use crate::text::{Message, fold};
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::sync::Arc;

static BUILT_IN: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/sources.rs"));

/// A publisher of leaderboards, as declared.
#[derive(Debug, Clone)]
pub struct Source {
    /// Its id.
    pub id: SourceId,
    /// Who publishes.
    pub publisher: String,
    /// Its names.
    pub name: Message,
    /// Its page.
    pub homepage: String,
    /// The licence of its contents, as far as known.
    pub licence: Option<String>,
    /// Languages of its pages, as BCP 47 tags.
    pub languages: Vec<String>,
    /// How often it is expected to publish, in days.
    pub cadence_days: Option<u32>,
    /// Why the definition cannot be held against a recording.
    pub unverified: Option<Message>,
    /// What a reader should know.
    pub note: Option<Message>,
    /// How it writes its editions.
    pub editions: EditionPatterns,
    /// What is requested.
    pub resources: BTreeMap<String, Resource>,
    /// Its boards, the main one first.
    pub boards: Vec<Board>,
    /// The file that declares it, and its text.
    pub file: String,
    /// The definition as it stands in that file.
    pub text: Arc<str>,
    /// Digest of the definition's text: derived data that were made with another one are made again.
    pub digest: Digest,
}

/// All sources, by id.
#[derive(Debug, Clone, Default)]
pub struct Catalogue {
    pub(super) sources: Vec<Source>,
}

impl Catalogue {
    /// The built-in sources.
    ///
    /// # Errors
    /// Never for a released program: a test reads them all.
    pub fn built_in() -> Result<Catalogue> {
        Catalogue::of(built_in(|_| true)?, |_| true)
    }

    /// From one definition's text alone: boards of others that it names are not looked for.
    ///
    /// # Errors
    /// A mistake in the text, with file and line.
    pub fn from_text(file: &str, text: &str) -> Result<Catalogue> {
        Catalogue::of(vec![read(file, text)?], |_| false)
    }

    /// From one definition's text, which may name boards of `known`.
    ///
    /// # Errors
    /// A mistake in the text, with file and line.
    pub fn from_text_among(file: &str, text: &str, known: &Catalogue) -> Result<Catalogue> {
        let source = read(file, text)?;
        let others = known.sources.iter().filter(|other| other.id != source.id);
        Catalogue::of(others.chain([&source]).cloned().collect(), |judged| judged.id == source.id)?;
        Catalogue::of(vec![source], |_| false)
    }

    /// The sources by id; the copies of those that are `judged` must name boards.
    pub(super) fn of(mut sources: Vec<Source>, judged: impl Fn(&Source) -> bool) -> Result<Catalogue> {
        sources.sort_by(|a, b| a.id.cmp(&b.id));
        let mistake = copies::mistake(sources.iter().filter(|source| judged(source)), &sources);
        mistake.map_or(Ok(Catalogue { sources }), Err)
    }
}

impl Source {
    /// Whether the source or one of its boards has this name, which is folded.
    pub(super) fn is_called(&self, name: &str) -> bool {
        let is = |own: &str| fold(own) == name;
        let words = |message: &Message| is(&message.en) || is(&message.zh);
        is(self.id.as_str())
            || words(&self.name)
            || self.boards.iter().any(|board| {
                is(board.id.as_str())
                    || is(&board.id.key())
                    || words(&board.name)
                    || board.aliases.iter().any(|alias| is(alias))
            })
    }
}

/// The built-in sources of the files for which `wanted` holds.
pub(super) fn built_in(wanted: impl Fn(&str) -> bool + Sync) -> Result<Vec<Source>> {
    BUILT_IN.par_iter().filter(|(file, _)| wanted(file)).map(|(file, text)| read(file, text)).collect()
}

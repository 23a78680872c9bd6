//! Reads source definitions, built in and the user's own, and says where a mistake stands.

use super::board::Board;
use super::copies;
use super::edition::EditionPatterns;
use super::index;
use super::read_source::{mistake, read};
use super::resource::Resource;
use crate::error::{Error, ErrorKind, Result};
use crate::message;
use crate::schema::{Digest, SourceId};
use crate::text::{Message, fold};
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
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

    /// The built-in sources, overlaid by the `*.toml` of a folder: a file with the id of a built-in source
    /// replaces it. A folder that does not exist holds no files.
    ///
    /// # Errors
    /// A file that cannot be read, or a mistake in it, with file and line.
    pub fn with_overlay(folder: &Path) -> Result<Catalogue> {
        Catalogue::overlaid(built_in(|_| true)?, of_folder(folder)?)
    }

    /// As [`with_overlay`](Catalogue::with_overlay), but of the built-in sources only those that have one of the names
    /// or a board of one of them: [`board`](Catalogue::board) and [`source`](Catalogue::source) find the same by these
    /// names as among all. Where a name is unknown, all are read, so that the likest ones can be told.
    ///
    /// # Errors
    /// As [`with_overlay`](Catalogue::with_overlay).
    pub fn naming(names: &[String], folder: Option<&Path>) -> Result<Catalogue> {
        let own = folder.map(of_folder).transpose()?.unwrap_or_default();
        let mut index = index::lines();
        index.retain(|line| !own.iter().any(|source| line.is_of(source.id.as_str())));
        let mut wanted: Vec<String> = names.iter().map(|name| fold(name)).collect();
        let is_known =
            |name: &String| index.iter().any(|line| line.has(name)) || own.iter().any(|own| own.is_called(name));
        // Copies of one's own must name boards, which may be any.
        if !wanted.iter().all(is_known)
            || own.iter().flat_map(|own| &own.boards).any(|board| board.republishes.is_some())
        {
            return Catalogue::overlaid(built_in(|_| true)?, own);
        }
        // A board of one's own with the id of a built-in one is a mistake that is told when both are read.
        wanted.extend(own.iter().flat_map(|source| &source.boards).map(|board| fold(board.id.as_str())));
        index.retain(|line| wanted.iter().any(|name| line.has(name)));
        Catalogue::overlaid(built_in(|file| index.iter().any(|line| line.file == file))?, own)
    }

    /// Sources, each replaced by one of `own` that has its id.
    fn overlaid(mut sources: Vec<Source>, own: Vec<Source>) -> Result<Catalogue> {
        let mut ids = BTreeSet::new();
        for source in own {
            sources.retain(|other| other.id != source.id);
            ids.insert(source.id.clone());
            sources.push(source);
        }
        // Where the user replaced the original of a built-in copy, the copy is not the user's mistake.
        Catalogue::of(sources, |source| ids.contains(&source.id))
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
    fn of(mut sources: Vec<Source>, judged: impl Fn(&Source) -> bool) -> Result<Catalogue> {
        sources.sort_by(|a, b| a.id.cmp(&b.id));
        let mut seen = BTreeSet::new();
        for board in sources.iter().flat_map(|source| &source.boards) {
            if !seen.insert(board.id.clone()) {
                let id = &board.id;
                return Err(mistake(
                    id.as_str(),
                    None,
                    message!("two boards have the id {id}", "两个榜单使用了同一 id {id}"),
                ));
            }
        }
        let mistake = copies::mistake(sources.iter().filter(|source| judged(source)), &sources);
        mistake.map_or(Ok(Catalogue { sources }), Err)
    }
}

impl Source {
    /// Whether the source or one of its boards has this name, which is folded.
    fn is_called(&self, name: &str) -> bool {
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
fn built_in(wanted: impl Fn(&str) -> bool + Sync) -> Result<Vec<Source>> {
    BUILT_IN.par_iter().filter(|(file, _)| wanted(file)).map(|(file, text)| read(file, text)).collect()
}

/// The sources of the `*.toml` of a folder; none where it does not exist.
fn of_folder(folder: &Path) -> Result<Vec<Source>> {
    let Ok(entries) = fs::read_dir(folder) else { return Ok(Vec::new()) };
    let mut files: Vec<_> = entries.filter_map(|entry| entry.ok().map(|entry| entry.path())).collect();
    files.retain(|path| path.extension().is_some_and(|extension| extension == "toml"));
    files.sort();
    let source = |path: PathBuf| {
        let text = fs::read_to_string(&path).map_err(|cause| {
            Error::new(ErrorKind::Io { doing: message!("read", "读取"), path: path.clone() }).caused_by(cause)
        })?;
        read(&path.display().to_string(), &text)
    };
    files.into_iter().map(source).collect()
}

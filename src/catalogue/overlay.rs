//! The user's own definitions beside the built-in ones.

use super::index;
use super::load::{Catalogue, Source, built_in};
use super::read_source::{mistake, read};
use crate::error::{Error, ErrorKind, Result};
use crate::message;
use crate::schema::SourceId;
use crate::text::fold;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

impl Catalogue {
    /// The built-in sources, overlaid by the `*.toml` of a folder: a file with the id of a built-in source
    /// replaces it. A folder that does not exist holds no files. Files with a mistake are left out, and what is wrong
    /// with each is told beside the rest.
    ///
    /// # Errors
    /// Never for a released program.
    pub fn with_overlay(folder: &Path) -> Result<(Catalogue, Vec<Error>)> {
        let (own, broken) = own(folder);
        overlaid(built_in(|_| true)?, own, broken)
    }

    /// As [`with_overlay`](Catalogue::with_overlay), but of the built-in sources only those that have one of the names
    /// or a board of one of them: [`board`](Catalogue::board) and [`source`](Catalogue::source) find the same by these
    /// names as among all. Where a name is unknown, all are read, so that the likest ones can be told.
    ///
    /// # Errors
    /// Never for a released program.
    pub fn naming(names: &[String], folder: Option<&Path>) -> Result<(Catalogue, Vec<Error>)> {
        let (own, broken) = folder.map(own).unwrap_or_default();
        let mut index = index::lines();
        index.retain(|line| !own.iter().any(|source| line.is_of(source.id.as_str())));
        let mut wanted: Vec<String> = names.iter().map(|name| fold(name)).collect();
        let is_known =
            |name: &String| index.iter().any(|line| line.has(name)) || own.iter().any(|own| own.is_called(name));
        // Copies of one's own must name boards, which may be any.
        if !wanted.iter().all(is_known)
            || own.iter().flat_map(|own| &own.boards).any(|board| board.republishes.is_some())
        {
            return overlaid(built_in(|_| true)?, own, broken);
        }
        // A board of one's own with the id of a built-in one is a mistake that is told when both are read.
        wanted.extend(own.iter().flat_map(|source| &source.boards).map(|board| fold(board.id.as_str())));
        index.retain(|line| wanted.iter().any(|name| line.has(name)));
        overlaid(built_in(|file| index.iter().any(|line| line.file == file))?, own, broken)
    }
}

/// The user's sources, and what is wrong with the files that are left out.
fn own(folder: &Path) -> (Vec<Source>, Vec<Error>) {
    let mut broken = Vec::new();
    let mut own = Vec::new();
    for path in files(folder, &mut broken) {
        match definition(&path) {
            Ok(source) => own.push(source),
            Err(error) => broken.push(error),
        }
    }
    refuse_doubles(&mut own, &mut broken);
    (own, broken)
}

/// Sources, each replaced by one of `own` that has its id, as far as they go together.
fn overlaid(mut sources: Vec<Source>, mut own: Vec<Source>, mut broken: Vec<Error>) -> Result<(Catalogue, Vec<Error>)> {
    sources.retain(|built_in| own.iter().all(|source| source.id != built_in.id));
    loop {
        let all: Vec<Source> = sources.iter().chain(&own).cloned().collect();
        // Where the user replaced the original of a built-in copy, the copy is not the user's mistake.
        let judged = |source: &Source| own.iter().any(|own| own.id == source.id);
        let error = match Catalogue::of(all, judged) {
            Ok(catalogue) => return Ok((catalogue, broken)),
            Err(error) => error,
        };
        let ErrorKind::Definition { file, .. } = error.kind() else { return Err(error) };
        let Some(wrong) = own.iter().position(|source| source.file == *file) else { return Err(error) };
        own.remove(wrong);
        broken.push(error);
    }
}

/// The definitions of a folder, by name.
fn files(folder: &Path, broken: &mut Vec<Error>) -> Vec<PathBuf> {
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(cause) => {
            if folder.exists() {
                broken.push(unreadable(folder, cause));
            }
            return Vec::new();
        }
    };
    let mut files: Vec<PathBuf> = entries.filter_map(|entry| entry.ok().map(|entry| entry.path())).collect();
    files.retain(|path| path.extension().is_some_and(|extension| extension == "toml"));
    files.sort();
    files
}

fn definition(path: &Path) -> Result<Source> {
    let text = fs::read_to_string(path).map_err(|cause| unreadable(path, cause))?;
    read(&path.display().to_string(), &text)
}

fn unreadable(path: &Path, cause: std::io::Error) -> Error {
    Error::new(ErrorKind::Io { doing: message!("read", "读取"), path: path.to_owned() }).caused_by(cause)
}

/// Which of two files of one id is meant cannot be told, so neither is taken.
fn refuse_doubles(own: &mut Vec<Source>, broken: &mut Vec<Error>) {
    let mut files: BTreeMap<SourceId, Vec<String>> = BTreeMap::new();
    for source in own.iter() {
        files.entry(source.id.clone()).or_default().push(source.file.clone());
    }
    files.retain(|_, files| files.len() > 1);
    own.retain(|source| !files.contains_key(&source.id));
    for (id, files) in files {
        let (first, others) = (files.first().cloned().unwrap_or_default(), files.get(1..).unwrap_or_default());
        let (en, zh) = (others.join(" and "), others.join("、"));
        let what = message!(
            "the source {id} is defined in {en} too, so neither file is taken",
            "来源 {id} 也定义于 {zh}，因此均不采用"
        );
        broken.push(mistake(&first, None, what));
    }
}

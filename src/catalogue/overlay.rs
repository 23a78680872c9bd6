//! The user's own definitions beside the built-in ones.

use super::load::{Catalogue, Source};
use super::read_source::{mistake, read};
use crate::error::{Error, ErrorKind, Result};
use crate::message;
use crate::schema::SourceId;
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
        let mut sources = Catalogue::built_in()?.sources;
        let mut broken = Vec::new();
        let mut own = Vec::new();
        for path in files(folder, &mut broken) {
            match definition(&path) {
                Ok(source) => own.push(source),
                Err(error) => broken.push(error),
            }
        }
        refuse_doubles(&mut own, &mut broken);
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

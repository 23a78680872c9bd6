//! Which recording is which response of which source: the tables in `fixtures/recordings`, one for each source.
//!
//! Columns: `recording` (path below the folder of recordings), `resource`, `edition` (if the address names one),
//! `published_at` (empty: the commit time in the recordings' manifest), `url` (empty: the resource's address),
//! `fixture` (`yes`, `no`, or how many rows of a large table are laid anew), `remark`.

use bangdan::catalogue::{Resource, Source};
use serde::Deserialize;
use std::collections::HashMap;
use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};

/// One recording and the response that it is.
#[derive(Debug, Clone, Deserialize)]
#[allow(dead_code, reason = "of the programs that read the tables, each needs some of the columns")]
pub struct Recording {
    /// Path below the folder of recordings: `world/bfcl/data_live.csv`.
    #[serde(rename = "recording")]
    pub file: String,
    /// The source's id: the name of the table's file.
    #[serde(skip)]
    pub source: String,
    /// The resource of the source.
    pub resource: String,
    /// The edition's label, if the resource's address names one.
    pub edition: Option<String>,
    /// When the publisher put it up.
    pub published_at: Option<String>,
    /// Its address, if the resource's own is a template.
    pub url: Option<String>,
    /// `yes`, `no`, or how many rows of it become a fixture.
    pub fixture: String,
    /// What a reader should know of it.
    pub remark: Option<String>,
}

type Result<T> = std::result::Result<T, Box<dyn Error + Send + Sync>>;

/// The tables of a folder, in the order of their names, with the times that only the manifest has.
pub fn read(tables: &Path, recordings: &Path) -> Result<Vec<Recording>> {
    let times = manifest(recordings)?;
    let mut files: Vec<PathBuf> =
        fs::read_dir(tables)?.filter_map(|entry| entry.ok().map(|entry| entry.path())).collect();
    files.sort();
    let mut all = Vec::new();
    for file in files.iter().filter(|file| file.extension().is_some_and(|extension| extension == "csv")) {
        let source = file.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        for row in csv::Reader::from_path(file)?.deserialize() {
            let row: Recording = row.map_err(|error| format!("{}: {error}", file.display()))?;
            let published_at = row.published_at.or_else(|| times.get(&row.file).cloned());
            all.push(Recording { source: source.clone(), published_at, ..row });
        }
    }
    Ok(all)
}

/// Commit times by recording.
fn manifest(recordings: &Path) -> Result<HashMap<String, String>> {
    let mut times = HashMap::new();
    let path = recordings.join("world/manifest.csv");
    if !path.exists() {
        return Ok(times);
    }
    for row in csv::Reader::from_path(path)?.deserialize() {
        let row: HashMap<String, String> = row?;
        times.insert(format!("world/{}/{}", row["source"], row["file"]), row["committed_at"].clone());
    }
    Ok(times)
}

impl Recording {
    /// The address of the response.
    pub fn address(&self, source: &Source) -> Result<String> {
        if let Some(url) = &self.url {
            return Ok(url.clone());
        }
        let resource: &Resource = source
            .resources
            .get(&self.resource)
            .ok_or_else(|| format!("{}: {} has no resource {}", self.file, self.source, self.resource))?;
        let url = resource.url.replace("{edition}", self.edition.as_deref().unwrap_or_default());
        if url.contains('{') {
            return Err(format!("{}: the address {url} needs a `url` of its own", self.file).into());
        }
        Ok(url)
    }

    /// When it was put up; observed at the same time, as nothing else is known.
    pub fn time(&self) -> Result<jiff::Timestamp> {
        let text = self.published_at.as_deref().ok_or_else(|| format!("{} has no time", self.file))?;
        let whole = if text.contains('T') { text.to_owned() } else { format!("{text}T00:00:00Z") };
        Ok(whole.parse().map_err(|error| format!("{}: {text}: {error}", self.file))?)
    }
}

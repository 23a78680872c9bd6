//! Puts whole recordings into an archive, as if they had been fetched: for trying a definition on real bytes.
//!
//! ```sh
//! cargo run --example record -- RECORDINGS ARCHIVE [SOURCE …]
//! bangdan --archive ARCHIVE list
//! ```
//!
//! `fixtures/recordings` (or `BANGDAN_RECORDING_TABLES`) says which recording is which response; definitions of
//! `BANGDAN_SOURCES` overlay the built-in ones. The archive is made anew.

#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a command speaks to its user")]

mod map;

use bangdan::archive::{Archive, Capture, Outcome};
use bangdan::catalogue::Catalogue;
use bangdan::schema::{Digest, SourceId};
use std::collections::HashMap;
use std::error::Error;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::{env, fs};

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let [recordings, archive, sources @ ..] = arguments.as_slice() else {
        eprintln!("usage: record RECORDINGS ARCHIVE [SOURCE …]");
        return ExitCode::from(2);
    };
    match record(Path::new(recordings), Path::new(archive), sources) {
        Ok(count) => {
            println!("{count} recordings written to {archive}");
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn record(recordings: &Path, target: &Path, sources: &[String]) -> Result<usize, Box<dyn Error + Send + Sync>> {
    let catalogue = match env::var_os("BANGDAN_SOURCES") {
        Some(folder) => {
            let (catalogue, broken) = Catalogue::with_overlay(Path::new(&folder))?;
            if let Some(error) = broken.into_iter().next() {
                return Err(error.into());
            }
            catalogue
        }
        None => Catalogue::built_in()?,
    };
    let beside = || Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/recordings");
    let tables = env::var_os("BANGDAN_RECORDING_TABLES").map_or_else(beside, PathBuf::from);
    let mut all = map::read(&tables, recordings)?;
    all.retain(|recording| sources.is_empty() || sources.contains(&recording.source));
    let mut timed =
        all.iter().map(|one| Ok((one.time()?, one))).collect::<Result<Vec<_>, Box<dyn Error + Send + Sync>>>()?;
    timed.sort_by_key(|(time, _)| *time);
    if target.join("archive.toml").exists() {
        fs::remove_dir_all(target)?;
    }
    let archive = Archive::create(target)?;
    let mut run = archive.begin_run("2026-11-23T00:00:00Z".parse()?, "record")?;
    let mut last: HashMap<String, Digest> = HashMap::new();
    for (time, recording) in &timed {
        let source = catalogue.source(&recording.source)?;
        let body =
            fs::read(recordings.join(&recording.file)).map_err(|error| format!("{}: {error}", recording.file))?;
        let url = recording.address(source)?;
        let outcome = Outcome::of_body(&body, last.insert(url.clone(), Digest::of(&body)), &url, None);
        let capture = Capture {
            edition: recording.edition.clone(),
            published_at: Some(*time),
            status: Some(200),
            ..Capture::new(SourceId::from(recording.source.clone()), &recording.resource, &url, *time, outcome)
        };
        run.record(capture, Some(&body))?;
    }
    run.finish()?;
    Ok(timed.len())
}

//! Every recording from bytes to contents, on all cores: what a run over an archive of them does, writing left out.

use super::Result;
use super::map::{self, Recording};
use bangdan::archive::{Capture, Outcome};
use bangdan::catalogue::Catalogue;
use bangdan::collect::{derive_source, sightings};
use bangdan::schema::{BoardHistory, BoardId, Digest, SourceId};
use rayon::prelude::*;
use std::collections::{BTreeMap, HashMap};
use std::fs;
use std::path::Path;
use std::time::Instant;

/// The captures that the recordings of a source are, oldest first, and their bodies.
#[derive(Default)]
struct Recorded {
    captures: Vec<Capture>,
    bodies: HashMap<Digest, Vec<u8>>,
}

pub fn run(recordings: &Path, times: usize) -> Result<String> {
    let catalogue = Catalogue::built_in()?;
    let tables = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/recordings");
    let sources =
        recorded(&catalogue, &map::read(&tables, recordings).map_err(|error| error.to_string())?, recordings)?;
    let bytes: usize = sources.values().flat_map(|recorded| recorded.bodies.values()).map(Vec::len).sum();
    let mut seconds = Vec::new();
    let mut said = String::new();
    for _ in 0..times {
        let start = Instant::now();
        let histories = derived(&catalogue, &sources)?;
        seconds.push(start.elapsed().as_secs_f64());
        let contents: usize = histories.values().map(|history| history.snapshots.len()).sum();
        let refused: usize = histories.values().map(|history| history.refused.len()).sum();
        let entries = histories.values().flat_map(|history| &history.snapshots).map(|snapshot| snapshot.entries.len());
        let entries: usize = entries.sum();
        said = format!("{} boards, {contents} contents, {entries} entries, {refused} refused", histories.len());
    }
    seconds.sort_by(f64::total_cmp);
    let (fastest, median) = (seconds.first().ok_or("no run")?, seconds.get(times / 2).ok_or("no run")?);
    Ok(format!(
        "{} sources, {bytes} bytes of bodies, {said}; fastest {fastest:.3} s ({:.0} MB/s), median {median:.3} s ({:.0} MB/s) of {times} on {} threads",
        sources.len(),
        bytes as f64 / 1e6 / fastest,
        bytes as f64 / 1e6 / median,
        rayon::current_num_threads(),
    ))
}

fn derived(catalogue: &Catalogue, sources: &BTreeMap<String, Recorded>) -> Result<BTreeMap<BoardId, BoardHistory>> {
    let of_source = |(id, recorded): (&String, &Recorded)| {
        let source = catalogue.source(id)?;
        let seen = sightings(&source.id, &recorded.captures);
        let body = |object: &Digest| Ok(recorded.bodies.get(object).cloned().unwrap_or_default());
        derive_source(source, &recorded.captures, &seen, |_| true, body)
    };
    let histories: Vec<_> = sources.par_iter().map(of_source).collect::<bangdan::error::Result<_>>()?;
    Ok(histories.into_iter().flatten().collect())
}

fn recorded(catalogue: &Catalogue, all: &[Recording], recordings: &Path) -> Result<BTreeMap<String, Recorded>> {
    let mut timed = Vec::new();
    for recording in all {
        timed.push((recording.time().map_err(|error| error.to_string())?, recording));
    }
    timed.sort_by_key(|(time, _)| *time);
    let mut sources: BTreeMap<String, Recorded> = BTreeMap::new();
    for (time, recording) in timed {
        let source = catalogue.source(&recording.source)?;
        let body =
            fs::read(recordings.join(&recording.file)).map_err(|error| format!("{}: {error}", recording.file))?;
        let url = recording.address(source).map_err(|error| error.to_string())?;
        let recorded = sources.entry(recording.source.clone()).or_default();
        let capture = Capture {
            edition: recording.edition.clone(),
            published_at: Some(time),
            status: Some(200),
            ..Capture::new(
                SourceId::from(recording.source.clone()),
                &recording.resource,
                &url,
                time,
                Outcome::of_body(&body, None, &url, None),
            )
        };
        recorded.captures.push(capture);
        recorded.bodies.insert(Digest::of(&body), body);
    }
    Ok(sources)
}

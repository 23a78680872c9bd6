//! Facts of the world's boards, read off the recordings by the Python programs beside the tables in `tests/suite/world`,
//! held against what the definitions make of the same bytes.
#![expect(clippy::print_stdout, reason = "a test says what it skips")]

#[path = "../../examples/record/map.rs"]
mod map;

use bangdan::archive::{Capture, Outcome};
use bangdan::catalogue::{Catalogue, Source};
use bangdan::collect::{derive_source, sightings};
use bangdan::error::{Error, ErrorKind};
use bangdan::schema::{BoardHistory, BoardId, Digest, MetricId, Reading, Snapshot, SourceId, Timestamp};
use map::Recording;
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::{Path, PathBuf};
use std::{env, fs};

/// What is said of one metric of one board in one recording. Scores are as printed.
#[derive(Debug, Deserialize)]
struct Fact {
    recording: String,
    board: String,
    /// Empty for a rolling board.
    edition: Option<String>,
    metric: String,
    /// How many entries the board has.
    entries: usize,
    /// Names of the first and the last entry in the order of the page, and their scores; empty where there is none.
    first: String,
    first_score: String,
    last: String,
    last_score: String,
    /// The largest and the least score.
    highest: String,
    lowest: String,
    /// How many entries have no score.
    missing: usize,
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn recordings() -> Option<PathBuf> {
    let folder = env::var_os("BANGDAN_RECORDINGS").map_or_else(|| root().join("../shared/recordings"), PathBuf::from);
    if folder.join("world").is_dir() {
        return Some(folder);
    }
    println!("skipped: no recordings at {} (set BANGDAN_RECORDINGS)", folder.display());
    None
}

fn facts() -> Vec<Fact> {
    let mut facts = Vec::new();
    let mut files: Vec<PathBuf> =
        fs::read_dir(root().join("tests/suite/world")).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    for file in files.iter().filter(|file| file.extension().is_some_and(|extension| extension == "tsv")) {
        let mut reader = csv::ReaderBuilder::new().delimiter(b'\t').quoting(false).from_path(file).unwrap();
        for row in reader.deserialize() {
            facts.push(row.unwrap_or_else(|error| panic!("{}: {error}", file.display())));
        }
    }
    facts
}

/// The histories that the recordings of a source give together, and when each recording was put up.
struct Derived {
    histories: BTreeMap<BoardId, BoardHistory>,
    times: HashMap<String, Timestamp>,
}

fn derive(folder: &Path, source: &Source, recordings: &[&Recording]) -> Derived {
    let mut bodies: HashMap<Digest, PathBuf> = HashMap::new();
    let mut times = HashMap::new();
    let mut captures = Vec::new();
    for recording in recordings {
        let time = recording.time().unwrap();
        let path = folder.join(&recording.file);
        let body = fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        let url = recording.address(source).unwrap();
        let outcome = Outcome::of_body(&body, None, &url, None);
        bodies.insert(Digest::of(&body), path);
        times.insert(recording.file.clone(), time);
        captures.push(Capture {
            edition: recording.edition.clone(),
            published_at: Some(time),
            ..Capture::new(SourceId::from(recording.source.clone()), &recording.resource, &url, time, outcome)
        });
    }
    captures.sort_by_key(|capture| capture.observed_at);
    let seen = sightings(&source.id, &captures);
    let read = |digest: &Digest| {
        fs::read(&bodies[digest]).map_err(|cause| {
            let doing = bangdan::message!("read", "读取");
            Error::new(ErrorKind::Io { doing, path: bodies[digest].clone() }).caused_by(cause)
        })
    };
    Derived { histories: derive_source(source, &captures, &seen, |_| true, read).unwrap(), times }
}

/// What the derived content that holds at a recording's time says, in the form of a fact.
fn said(derived: &Derived, fact: &Fact) -> Result<String, String> {
    let time = derived.times.get(&fact.recording).ok_or("fixtures/recordings has no such recording")?;
    let history = derived.histories.get(&BoardId::from(fact.board.as_str())).ok_or("no such board")?;
    let edition =
        |snapshot: &Snapshot| snapshot.edition.as_ref().map_or(String::new(), |edition| edition.label.clone());
    let wanted = fact.edition.clone().unwrap_or_default();
    let holds = |snapshot: &&Snapshot| {
        edition(snapshot) == wanted && snapshot.observed_at <= *time && *time <= snapshot.last_seen_at
    };
    let snapshot = history.snapshots.iter().rfind(holds).ok_or_else(|| {
        let refused: Vec<String> = history.refused.iter().map(|refused| refused.problem.what.en.clone()).collect();
        format!("no content; refused: {refused:?}")
    })?;
    let metric = MetricId::from(fact.metric.as_str());
    let text =
        |reading: Option<&Reading>| reading.and_then(Reading::score).map_or(String::new(), |score| score.text.clone());
    let end = |entry: Option<&bangdan::schema::Entry>| {
        let entry = entry.ok_or("no entries")?;
        Ok::<_, String>(format!("{:?} {:?}", entry.name, text(entry.readings.get(&metric))))
    };
    let scores: Vec<_> = snapshot.entries.iter().filter_map(|entry| entry.score(&metric)).collect();
    let highest = scores.iter().max_by(|a, b| a.number.cmp(&b.number)).map_or("", |score| score.text.as_str());
    let lowest = scores.iter().min_by(|a, b| a.number.cmp(&b.number)).map_or("", |score| score.text.as_str());
    let missing = snapshot.entries.len() - scores.len();
    let (first, last) = (end(snapshot.entries.first())?, end(snapshot.entries.last())?);
    Ok(format!("{} entries, {first} to {last}, {highest} to {lowest}, {missing} missing", snapshot.entries.len()))
}

#[test]
fn the_worlds_boards_say_what_was_read_off_their_recordings() {
    let Some(folder) = recordings() else { return };
    let catalogue = Catalogue::built_in().unwrap();
    let all = map::read(&root().join("fixtures/recordings"), &folder).unwrap();
    let facts = facts();
    let mut wrong = Vec::new();
    for source in catalogue.sources() {
        let of_source: Vec<&Recording> = all.iter().filter(|one| one.source == source.id.as_str()).collect();
        let prefix = format!("{}/", source.id);
        let mine = |fact: &&Fact| fact.board == source.id.as_str() || fact.board.starts_with(&prefix);
        let facts: Vec<&Fact> = facts.iter().filter(mine).collect();
        if facts.is_empty() {
            continue;
        }
        let derived = derive(&folder, source, &of_source);
        for fact in facts {
            let Fact { entries, first, first_score, last, last_score, highest, lowest, missing, .. } = fact;
            let expected = format!(
                "{entries} entries, {first:?} {first_score:?} to {last:?} {last_score:?}, {highest} to {lowest}, {missing} missing"
            );
            match said(&derived, fact) {
                Ok(said) if said == expected => {}
                Ok(said) => wrong.push(format!(
                    "{} {} {}:\n  fact {expected}\n  read {said}",
                    fact.recording, fact.board, fact.metric
                )),
                Err(why) => wrong.push(format!("{} {}: {why}", fact.recording, fact.board)),
            }
        }
    }
    assert!(wrong.is_empty(), "{} of {} facts:\n{}", wrong.len(), facts.len(), wrong.join("\n"));
}

#[test]
fn every_recording_with_a_definition_has_a_fact() {
    let Some(folder) = recordings() else { return };
    let with_facts: BTreeSet<String> = facts().into_iter().map(|fact| fact.recording).collect();
    let all = map::read(&root().join("fixtures/recordings"), &folder).unwrap();
    let excused =
        |recording: &&Recording| recording.remark.as_deref().is_some_and(|remark| remark.starts_with("no fact:"));
    let without: Vec<&str> = all
        .iter()
        .filter(|recording| !with_facts.contains(&recording.file))
        .filter(|recording| !excused(recording))
        .map(|recording| recording.file.as_str())
        .collect();
    assert!(without.is_empty(), "no fact was read off {without:?}");
}

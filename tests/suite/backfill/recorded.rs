//! The recorded histories of CLUE's repositories, as git repositories.
#![expect(clippy::print_stdout, reason = "a test says what it skips")]

use super::repository::{Repository, commit};
use crate::recordings::{REPOSITORIES, folder};
use crate::support::Scenario;
use bangdan::archive::Archive;
use bangdan::catalogue::{Catalogue, Kind};
use bangdan::collect::{Keep, Library};
use bangdan::schema::{Digest, Entry, Rank, Reading, Snapshot, Timestamp};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::path::Path;

#[derive(Deserialize)]
struct Line {
    file: String,
    committed_at: String,
    sha256: String,
}

impl Line {
    fn at(&self) -> Timestamp {
        self.committed_at.parse().unwrap()
    }
}

/// The versions of a recorded README, the oldest first.
fn lines(folder: &Path) -> Vec<(Line, String)> {
    let lines = csv::Reader::from_path(folder.join("history.csv")).unwrap().into_deserialize::<Line>();
    lines
        .map(|line| {
            let line = line.unwrap();
            let text = std::fs::read_to_string(folder.join(&line.file)).unwrap();
            (line, text)
        })
        .collect()
}

fn repository(lines: &[(Line, String)]) -> Repository {
    let times: Vec<String> = lines.iter().map(|(line, _)| line.at().as_second().to_string()).collect();
    let commits: Vec<_> =
        times.iter().zip(lines).map(|(at, (_, text))| commit(at, &[("README.md", text.as_str())])).collect();
    Repository::of(&commits)
}

fn library(scenario: &Scenario) -> Library {
    Library::open(Archive::open(scenario.archive()).unwrap(), Catalogue::built_in().unwrap(), Keep::Nothing).unwrap()
}

fn take(scenario: &Scenario, source: &str, repository: &Repository) {
    let repository = repository.path().to_str().unwrap();
    let command = ["backfill", source, "--from", "git", "--repository", repository, "--now", "2026-11-23T00:00:00Z"];
    // Newer versions of some READMEs show nothing that a board could be read from.
    let ended = scenario.run(&command);
    assert!(matches!(ended.code, 0 | 4), "{}\n{}", ended.command, ended.stderr);
}

/// Name and text of the entry with the highest main score, people left out, and the name of the first place.
fn leaders(snapshot: &Snapshot) -> (String, String, String) {
    let total = |entry: &Entry| match entry.readings.get(&"total".into()) {
        Some(Reading::Score(score)) => Some((score.value(), score.text.clone())),
        _ => None,
    };
    let models = snapshot.entries.iter().filter(|entry| entry.name != "人类");
    let top =
        models.filter_map(|entry| Some((total(entry)?, entry.name.clone()))).max_by(|a, b| a.0.0.total_cmp(&b.0.0));
    let first = snapshot.entries.iter().find(|entry| matches!(entry.rank, Rank::Place { place: 1, .. }));
    let ((_, text), name) = top.unwrap();
    (name, text, first.map_or_else(String::new, |entry| entry.name.clone()))
}

#[test]
fn superclues_readme_gives_every_edition_and_who_led_in_which_month() {
    let Some(recordings) = folder() else { return };
    let lines = lines(&recordings.join("github/SuperCLUE"));
    let scenario = Scenario::new();
    take(&scenario, "superclue", &repository(&lines));
    let library = library(&scenario);
    let (source, board) = library.catalogue().board("superclue/general").unwrap();
    let history = library.history(source, board).unwrap();
    let mut editions: BTreeMap<_, Vec<&Snapshot>> = BTreeMap::new();
    for snapshot in &history.snapshots {
        // The first tables of May had no total.
        let has_total = |entry: &Entry| matches!(entry.readings.get(&"total".into()), Some(Reading::Score(_)));
        if snapshot.entries.iter().any(has_total) {
            editions.entry(snapshot.edition.clone().unwrap()).or_default().push(snapshot);
        }
    }
    let found: Vec<String> = editions
        .iter()
        .map(|(edition, contents)| {
            let (first, last) = (contents.first().unwrap(), contents.last().unwrap());
            let (name, total, place) = leaders(last);
            let since = first.published_at.unwrap();
            let since =
                Timestamp::from_second(since.as_nanosecond().div_euclid(1_000_000_000).try_into().unwrap()).unwrap();
            format!("{edition}\t{since}\t{}\t{name}\t{total}\t{place}", last.entries.len())
        })
        .collect();
    let facts = include_str!("leaders.tsv").lines().filter(|line| !line.starts_with('#')).collect::<Vec<_>>();
    assert_eq!(found, facts);
}

/// What looks like rows of tables in a README.
fn rows(text: &str) -> Vec<&str> {
    text.lines().map(str::trim).filter(|line| line.starts_with('|') || line.starts_with("<t")).collect()
}

#[test]
fn every_recorded_version_is_kept_and_equal_tables_are_no_content() {
    let Some(recordings) = folder() else { return };
    let mut equal = 0;
    for (source, name) in REPOSITORIES {
        let lines = lines(&recordings.join("github").join(name));
        let scenario = Scenario::new();
        take(&scenario, source, &repository(&lines));
        let library = library(&scenario);
        let mut kept: Vec<_> = library.captures().iter().collect();
        kept.sort_by_key(|capture| capture.published_at);
        let kept: Vec<String> = kept.iter().map(|capture| capture.object().unwrap().hex()).collect();
        let recorded: Vec<String> = lines.iter().map(|(line, _)| line.sha256.clone()).collect();
        // A commit that changed nothing of the file is none in git.
        let mut changed = recorded.clone();
        changed.dedup();
        assert_eq!(kept, changed, "{name}");
        let [.., (before, old), (last, text)] = lines.as_slice() else { continue };
        if rows(old) != rows(text) || recorded.len() != changed.len() {
            continue;
        }
        equal += 1;
        let object: Digest = last.sha256.parse().unwrap();
        for board in &library.catalogue().source(source).unwrap().boards {
            let history = library.history(library.catalogue().source(source).unwrap(), board).unwrap();
            let of_last: Vec<_> =
                history.snapshots.iter().filter(|snapshot| snapshot.captures.contains(&object)).collect();
            assert!(of_last.is_empty(), "{}: the last version of {name} is a content of its own", board.id);
            if board.kind == Kind::Rolling {
                let seen = history.snapshots.last().map(|snapshot| snapshot.last_seen_at.as_second());
                // What the version before still had is seen in the last one too.
                let stood = seen.filter(|seen| *seen > before.at().as_second());
                assert!(stood.is_none_or(|seen| seen == last.at().as_second()), "{}", board.id);
            }
        }
    }
    println!("{equal} of {} histories end with two versions of equal tables", REPOSITORIES.len());
    assert!(equal > REPOSITORIES.len() / 2);
}

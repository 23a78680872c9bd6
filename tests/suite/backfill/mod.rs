//! Versions that others kept: repositories and files that are made here, and the histories of the recordings.

mod composed;
mod git;
mod git_bad;
mod har;
mod recorded;
mod repository;
mod warc;

use crate::support::{Ended, Scenario};
use bangdan::archive::{Archive, Capture, Outcome};
use std::path::Path;
use std::process::Command;

/// A source of one page of a repository.
pub const MINE: &str = r#"
id = "mine"
publisher = "Me"
name = { en = "Mine", zh = "我的" }
homepage = "https://example.org/"
languages = ["en"]

[resource.page]
url = "https://raw.githubusercontent.com/me/board/main/docs/board.csv"

[[board]]
id = "mine/board"
name = { en = "Board", zh = "榜" }
rolling = true
columns = { model = ["model"] }
variants = [{ resource = "page", table = { format = "csv" } }]
metric = [{ id = "score", name = { en = "Score", zh = "分" }, header = ["score"], benchmark = "mine", primary = true }]
"#;

/// A folder with this definition.
pub fn with(definition: &str) -> Scenario {
    let scenario = Scenario::new();
    scenario.write("sources/mine.toml", definition);
    scenario
}

/// A table with these scores.
pub fn table(rows: &[(&str, &str)]) -> String {
    let rows: Vec<String> = rows.iter().map(|(model, score)| format!("{model},{score}\n")).collect();
    format!("model,score\n{}", rows.concat())
}

/// Takes the history of a repository at a time.
pub fn git(scenario: &Scenario, repository: &Path, further: &[&str]) -> Ended {
    let repository = repository.to_str().unwrap();
    let command = ["backfill", "mine", "--from", "git", "--repository", repository, "--now", "2026-11-23T00:00:00Z"];
    scenario.run(&[&command[..], further].concat())
}

pub fn captures(scenario: &Scenario) -> Vec<Capture> {
    let mut captures = Archive::open(scenario.archive()).unwrap().captures().unwrap();
    captures.sort_by_key(|capture| (capture.url.clone(), capture.published_at));
    captures
}

/// Day, outcome and body of every capture; a body is what stands before its first line break.
pub fn kept(scenario: &Scenario) -> Vec<String> {
    let archive = Archive::open(scenario.archive()).unwrap();
    let shown = |capture: &Capture| {
        let at = capture.published_at.unwrap().to_string();
        let what = match &capture.outcome {
            Outcome::New { object, .. } => {
                let body = String::from_utf8(archive.body(object).unwrap()).unwrap();
                body.lines().last().unwrap_or_default().to_owned()
            }
            Outcome::Unchanged { .. } => "unchanged".to_owned(),
            Outcome::Absent => "absent".to_owned(),
            Outcome::Failed { .. } => "failed".to_owned(),
        };
        format!("{} {what}", &at[..10])
    };
    captures(scenario).iter().map(shown).collect()
}

/// Runs the program with other variables than a scenario gives it.
pub fn with_variables(scenario: &Scenario, arguments: &[&str], variables: &[(&str, &str)]) -> (i32, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_bangdan"))
        .args(arguments)
        .env_clear()
        .env("HOME", scenario.path("home"))
        .env("BANGDAN_ARCHIVE", scenario.archive())
        .env("BANGDAN_SOURCES", scenario.path("sources"))
        .env("LANG", "en")
        .envs(variables.iter().copied())
        .output()
        .unwrap();
    (output.status.code().unwrap_or(-1), String::from_utf8(output.stderr).unwrap())
}

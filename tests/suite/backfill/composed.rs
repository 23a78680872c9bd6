//! Boards of several bodies: their states come from the history, not from the moment of the backfill.

use super::repository::{Commit, File, Repository, commit};
use super::{git, with};
use crate::support::Scenario;
use bangdan::archive::Archive;
use bangdan::catalogue::Catalogue;
use bangdan::collect::{Keep, Library};
use bangdan::schema::{BoardHistory, MetricId};

/// A list of models, a file for each of them, and their names in a file of their own.
const MANY: &str = r#"
id = "mine"
publisher = "Me"
name = { en = "Mine", zh = "我的" }
homepage = "https://example.org/"
languages = ["en"]

[resource.list]
url = "https://raw.githubusercontent.com/me/board/main/list.json"
bind = { file = { json = "/models/*", all = true } }

[resource.model]
url = "https://raw.githubusercontent.com/me/board/main/models/{list.file}.json"

[[board]]
id = "mine/board"
name = { en = "Board", zh = "榜" }
rolling = true
columns = { model = ["model"] }
variants = [{ resource = "model", union = true, table = { format = "json", at = "/rows" } }]
metric = [{ id = "score", name = { en = "Score", zh = "分" }, header = ["score"], benchmark = "mine", primary = true }]
"#;

/// A table of scores for each release and a table of kinds, joined by the model.
const JOINED: &str = r#"
id = "mine"
publisher = "Me"
name = { en = "Mine", zh = "我的" }
homepage = "https://example.org/"
languages = ["en"]

[resource.table]
url = "https://raw.githubusercontent.com/me/board/main/table.csv"

[resource.kinds]
url = "https://raw.githubusercontent.com/me/board/main/kinds.csv"

[[board]]
id = "mine/board"
name = { en = "Board", zh = "榜" }
rolling = true
columns = { model = ["model"] }
variants = [{ resource = "table", table = { format = "csv" }, join = [{ resource = "kinds", table = { format = "csv" } }] }]
metric = [
    { id = "score", name = { en = "Score", zh = "分" }, header = ["score"], benchmark = "mine", primary = true },
    { id = "size", name = { en = "Size", zh = "大小" }, header = ["size"], better = "neither" },
]
"#;

fn history(scenario: &Scenario) -> BoardHistory {
    let (catalogue, broken) = Catalogue::with_overlay(&scenario.path("sources")).unwrap();
    assert!(broken.is_empty(), "{broken:?}");
    let library = Library::open(Archive::open(scenario.archive()).unwrap(), catalogue, Keep::Nothing).unwrap();
    let (source, board) = library.catalogue().board("mine/board").unwrap();
    library.history(source, board).unwrap()
}

/// From when to when each content was public, and what it shows.
fn states(scenario: &Scenario, metrics: &[&str]) -> Vec<String> {
    let day = |at: bangdan::schema::Timestamp| at.to_string()[5..10].to_owned();
    let history = history(scenario);
    assert!(history.refused.is_empty(), "{:?}", history.refused);
    let shown = |snapshot: &bangdan::schema::Snapshot| {
        let rows = snapshot.entries.iter().map(|entry| {
            let values = metrics.iter().map(|id| entry.readings[&MetricId::from(*id)].text().to_owned());
            format!("{}={}", entry.name, values.collect::<Vec<_>>().join("/"))
        });
        let rows: Vec<String> = rows.collect();
        assert_eq!(snapshot.observed_at.to_string(), "2026-11-23T00:00:00Z");
        let (from, to) = (day(snapshot.published_at.unwrap()), day(snapshot.last_seen_at));
        format!("{from} {to} {}", rows.join(" "))
    };
    history.snapshots.iter().map(shown).collect()
}

fn file(score: &str, model: &str) -> String {
    format!(r#"{{"rows": [{{"model": "{model}", "score": "{score}"}}]}}"#)
}

#[test]
fn each_commit_is_a_state_of_the_set() {
    let (a, b, better) = (file("1", "a"), file("2", "b"), file("3", "a"));
    let repository = Repository::of(&[
        commit("2023-01-01T00:00:00Z", &[("list.json", r#"{"models": ["a"]}"#), ("models/a.json", &a)]),
        commit("2023-02-01T00:00:00Z", &[("list.json", r#"{"models": ["a", "b"]}"#), ("models/b.json", &b)]),
        commit("2023-03-01T00:00:00Z", &[("other", "x")]),
        commit("2023-04-01T00:00:00Z", &[("models/a.json", &better)]),
        Commit {
            files: vec![("list.json", File::Text(br#"{"models": ["a"]}"#)), ("models/b.json", File::Gone)],
            ..commit("2023-05-01T00:00:00Z", &[])
        },
        commit("2023-06-01T00:00:00Z", &[("other", "y")]),
    ]);
    let scenario = with(MANY);
    git(&scenario, repository.path(), &[]).succeeded();
    let expected = ["01-01 02-01 a=1", "02-01 04-01 a=1 b=2", "04-01 05-01 a=3 b=2", "05-01 06-01 a=3"];
    assert_eq!(states(&scenario, &["score"]), expected);
}

#[test]
fn a_table_beside_it_that_changes_makes_another_content() {
    let scores = |score: &str| format!("model,score\nm,{score}\n");
    let kinds = |size: &str| format!("model,size\nm,{size}\n");
    let (first, second, small, large) = (scores("1"), scores("2"), kinds("7"), kinds("70"));
    let repository = Repository::of(&[
        commit("2023-01-01T00:00:00Z", &[("table.csv", &first), ("kinds.csv", &small)]),
        commit("2023-02-01T00:00:00Z", &[("kinds.csv", &large)]),
        // A minute later: two states, though a fetch would take both together.
        commit("2023-02-01T00:01:00Z", &[("table.csv", &second)]),
    ]);
    let scenario = with(JOINED);
    git(&scenario, repository.path(), &[]).succeeded();
    assert_eq!(
        states(&scenario, &["score", "size"]),
        ["01-01 02-01 m=1/7", "02-01 02-01 m=1/70", "02-01 02-01 m=2/70"]
    );
    let of = |as_of: &str| {
        let shown = scenario.run(&["show", "mine/board", "--as-of", as_of]).succeeded();
        let row = shown.lines().find(|line| line.trim_start().starts_with("m ")).unwrap_or_default();
        row.split_whitespace().map(str::to_owned).collect::<Vec<_>>().join(" ")
    };
    assert_eq!(of("2023-01-15"), "m 1 7");
    assert_eq!(of("2023-02-01T00:00:30Z"), "m 1 70");
    assert_eq!(of("2023-02-02"), "m 2 70");
}

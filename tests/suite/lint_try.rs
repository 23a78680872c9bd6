//! A first definition for a body that nobody has seen before, and a definition tried on one.

use crate::support::Scenario;
use bangdan::catalogue::Catalogue;
use bangdan::lint::{survey, trial};
use bangdan::schema::Timestamp;
use std::path::Path;
use std::{env, fs};

const PAGE: &str = "# 榜\n\n## Results 2026\n\n| # | Model | Team | Accuracy (%) | Cost ($) | Votes | License |\n|--|--|--|--|--|--|--|\n\
| 1 | Alpha-7B | Ay | 81.50% | 1.20 | 1203 | MIT |\n| 2 | Beta | Bee | 80.10% | 0.30 | 99 | - |\n| 3 | Gamma | Bee | 55.00% | - | 7 | Apache |\n";

#[test]
fn a_table_gives_a_definition_that_reads_it() {
    let found = survey("https://board.example/README.md", None, PAGE.as_bytes(), None).unwrap();
    let catalogue = Catalogue::from_text("draft", &found.definition).unwrap();
    let (source, board) = catalogue.board("board-example/table-1").unwrap();
    assert_eq!((board.columns.rank[0].as_str(), board.columns.model[0].as_str()), ("#", "Model"));
    assert_eq!(board.columns.organization, ["Team"]);
    assert_eq!(board.primary().unwrap().id.as_str(), "accuracy");
    let said: Vec<_> =
        board.metrics.iter().map(|metric| (metric.unit.as_str(), metric.better.code(), metric.range)).collect();
    assert_eq!(said, [("percent", "higher", Some((0.0, 100.0))), ("USD", "lower", None), ("count", "neither", None)]);
    let now: Timestamp = "2026-11-26T00:00:00Z".parse().unwrap();
    let trials = trial(source, PAGE.as_bytes(), None, now).unwrap();
    let [snapshot] = trials[0].outcome.as_ref().unwrap().as_slice() else { panic!("one content") };
    let scores: Vec<&str> = snapshot.entries.iter().map(|entry| entry.readings[&"accuracy".into()].text()).collect();
    assert_eq!(scores, ["81.50%", "80.10%", "55.00%"]);
    assert!(snapshot.problems.is_empty(), "{:?}", snapshot.problems);
}

#[test]
fn the_command_prints_the_definition_and_tells_the_rest() {
    let scenario = Scenario::new();
    fs::write(scenario.path("page.md"), PAGE).unwrap();
    let ended = scenario.run(&["lint", "--try", "page.md"]);
    assert_eq!(ended.code, 0, "{}", ended.stderr);
    assert!(ended.stderr.contains("table 1 \"Results 2026\": 3 rows [# | Model | Team"), "{}", ended.stderr);
    assert!(ended.stderr.contains("page/table-1: 3 entries, from Alpha-7B to Gamma"), "{}", ended.stderr);
    fs::write(scenario.path("mine.toml"), &ended.stdout).unwrap();
    let again = scenario.run(&["lint", "mine.toml", "--try", "page.md"]);
    assert_eq!((again.code, again.stdout.as_str()), (0, "page/table-1: 3 entries, from Alpha-7B to Gamma\n"));
    fs::write(scenario.path("other.md"), PAGE.replace("Model", "Who")).unwrap();
    let other = scenario.run(&["lint", "mine.toml", "--try", "other.md"]);
    assert_eq!(other.code, 1);
    assert!(other.stdout.contains("missing-column"), "{}", other.stdout);
}

#[test]
fn a_page_that_a_script_fills_is_told_and_not_drafted() {
    let scenario = Scenario::new();
    fs::write(scenario.path("page.html"), "<html><body><table></table><script>fill()</script></body></html>").unwrap();
    let ended = scenario.run(&["lint", "--try", "page.html"]);
    assert_eq!((ended.code, ended.stdout.as_str()), (1, ""));
    assert!(ended.stderr.contains("no rows here: the page is filled by a script"), "{}", ended.stderr);
}

/// Recordings of several formats: whatever is drafted can be loaded and reads at least one board.
#[test]
fn drafts_of_real_pages_can_be_loaded_and_read_them() {
    let folder = env::var_os("BANGDAN_RECORDINGS")
        .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/recordings"), Into::into);
    if !folder.join("world").is_dir() {
        return;
    }
    let now: Timestamp = "2026-11-26T00:00:00Z".parse().unwrap();
    for recording in [
        "bfcl/data_overall.2025-12-16.csv",
        "vectara-hallucination/README.2026-03-10.md",
        "balrog/index.2025-07-22.html",
        "squad/index.2023-10-13.html",
        "cruxeval/model_info.tsv",
        "evalplus/results.2024-12-26.json",
        "webdev-arena/actualData.ts",
        "nyt-connections/README.2026-07-17.md",
        "livebench/table_2026_01_08.csv",
        "../clue/superclue-general/RECONSTRUCTED.2026年3月.xlsx",
    ] {
        let body = fs::read(folder.join("world").join(recording)).unwrap();
        let found =
            survey(recording, None, &body, None).unwrap_or_else(|problem| panic!("{recording}: {}", problem.what.en));
        assert!(found.boards > 0, "{recording}");
        let catalogue = Catalogue::from_text(recording, &found.definition)
            .unwrap_or_else(|error| panic!("{recording}: {error}\n{}", found.definition));
        let trials = trial(&catalogue.sources()[0], &body, None, now).unwrap();
        let read = trials.iter().filter(|trial| trial.outcome.is_ok()).count();
        assert!(read > 0, "{recording}: {trials:?}");
    }
}

//! A page whose columns were renamed: what was expected, what came, and a repair that reads it again.

use crate::support::Scenario;
use bangdan::archive::{Archive, Capture, Outcome};
use bangdan::schema::{Digest, SourceId};
use std::fs;

const DEFINITION: &str = r#"
id = "mine"
publisher = "me"
name = { en = "Mine", zh = "我的" }
homepage = "https://mine.example/"
languages = ["en"]

[resource.page]
url = "https://mine.example/page.md"

[[board]]
id = "mine/one"
name = { en = "My board", zh = "我的榜单" }
rolling = true
columns = { rank = ["Rank"], model = ["Model"], organization = ["Org"] }
variants = [
    { resource = "page", table = { format = "markdown", heading = ["Results"] } }, # keep this remark
]
metric = [
    { id = "total", header = ["Total"], range = [0, 100], primary = true },
    { id = "cost", header = ["Cost"], unit = "USD", better = "lower" },
]
"#;

const GOOD: &str = "## Results\n\n| Rank | Model | Org | Total | Cost |\n|--|--|--|--|--|\n| 1 | Alpha | Ay | 81.50 | 1.2 |\n\
| 2 | Beta | Bee | 80.10 | 0.3 |\n| 3 | Gamma | Bee | 55.00 | 0.1 |\n| 4 | Delta | Dee | 41.25 | 0.7 |\n";

fn held_back(page: &str) -> Scenario {
    let scenario = Scenario::new();
    fs::create_dir(scenario.path("sources")).unwrap();
    scenario.write("sources/mine.toml", DEFINITION);
    let archive = Archive::create(scenario.archive()).unwrap();
    let mut run = archive.begin_run("2026-02-01T00:00:00Z".parse().unwrap(), "test").unwrap();
    let url = "https://mine.example/page.md";
    let mut last: Option<Digest> = None;
    for (time, body) in [("2026-01-01T00:00:00Z", GOOD), ("2026-01-02T00:00:00Z", page)] {
        let outcome = Outcome::of_body(body.as_bytes(), last, url, None);
        last = Some(Digest::of(body.as_bytes()));
        let capture = Capture::new(SourceId::from("mine".to_owned()), "page", url, time.parse().unwrap(), outcome);
        run.record(capture, Some(body.as_bytes())).unwrap();
    }
    run.finish().unwrap();
    scenario
}

#[test]
fn renamed_columns_are_known_again_by_their_figures_and_the_patch_reads_the_page() {
    let page =
        GOOD.replace("| Rank | Model | Org | Total | Cost |", "| Rank | LLM system | Org | Overall mark | Cost |");
    let scenario = held_back(&page);
    let ended = scenario.run(&["--sources", "sources", "doctor", "mine", "--apply", "--save", "mended.toml"]);
    assert_eq!(ended.code, 4, "{}", ended.stderr);
    for said in [
        "missing-column",
        "4 of its 4 cells are names of the last good content",
        "4 of 4 models have the score there that they had",
        "+columns = { rank = [\"Rank\"], model = [\"Model\", \"LLM system\"], organization = [\"Org\"] }",
        "+    { id = \"total\", header = [\"Total\", \"Overall mark\"], range = [0, 100], primary = true },",
        "1 → 2",
        "1 → 0",
    ] {
        assert!(ended.stdout.contains(said), "{said}\n{}", ended.stdout);
    }
    let mended = fs::read_to_string(scenario.path("mended.toml")).unwrap();
    assert!(mended.contains("# keep this remark") && !mended.contains("\"Cost\", "), "{mended}");
    fs::rename(scenario.path("mended.toml"), scenario.path("sources/mine.toml")).unwrap();
    let shown = scenario.run(&["--sources", "sources", "show", "mine/one", "--format", "csv"]);
    assert_eq!(shown.code, 0, "{}", shown.stderr);
    assert!(shown.stdout.contains("Alpha") && shown.stdout.contains("81.50"), "{}", shown.stdout);
    assert_eq!(scenario.run(&["--sources", "sources", "doctor", "mine"]).code, 0);
}

#[test]
fn a_table_under_another_heading_is_found_by_its_columns() {
    let scenario = held_back(&GOOD.replace("## Results", "## Results of February"));
    let ended = scenario.run(&["--sources", "sources", "doctor", "mine"]);
    assert_eq!(ended.code, 4);
    assert!(ended.stdout.contains("heading = [\"Results\", \"Results of February\"]"), "{}", ended.stdout);
    assert!(ended.stdout.contains("under a heading \"Results\""), "{}", ended.stdout);
    assert!(ended.stderr.contains("--apply"), "{}", ended.stderr);
}

#[test]
fn figures_in_doubt_are_no_fault_of_the_definition() {
    let page = GOOD.replace("81.50", "8150").replace("80.10", "8010").replace("55.00", "5500").replace("41.25", "4125");
    let ended = held_back(&page).in_chinese().run(&["--sources", "sources", "doctor", "mine"]);
    assert_eq!(ended.code, 4);
    assert!(ended.stdout.contains("存疑的是数值而非定义"), "{}", ended.stdout);
    assert!(!ended.stdout.contains("+++"), "{}", ended.stdout);
}

#[test]
fn a_page_without_the_table_gets_no_invented_repair() {
    let scenario = held_back("<html><body>503 Service Unavailable</body></html>");
    let ended = scenario.run(&["--sources", "sources", "doctor", "mine"]);
    assert_eq!(ended.code, 4);
    assert!(ended.stdout.contains("no table that is like the board's"), "{}", ended.stdout);
}

#[test]
fn what_stands_beside_a_score_is_expected_and_the_patch_names_the_file_as_it_is_called() {
    let page = GOOD
        .replace(
            "| Rank | Model | Org | Total | Cost |\n|--",
            "| Rank | LLM system | Org | Total | Cost | Votes | CI |\n|--|--|--",
        )
        .replace("1.2 |", "1.2 | 90 | 3 |")
        .replace("0.3 |", "0.3 | 80 | 4 |")
        .replace("0.1 |", "0.1 | 70 | 5 |")
        .replace("0.7 |", "0.7 | 60 | 6 |");
    let scenario = held_back(&page);
    let declared = "primary = true, n = [\"Votes\"], interval = { half = [\"CI\"] }";
    scenario.write("sources/mine.toml", &DEFINITION.replace("primary = true", declared));
    let folder = scenario.path("sources");
    let ended = scenario.run(&["--sources", folder.to_str().unwrap(), "doctor", "mine"]);
    assert_eq!(ended.code, 4, "{}", ended.stderr);
    assert!(!ended.stdout.contains("not expected"), "{}", ended.stdout);
    assert!(ended.stdout.contains("--- a/mine.toml") && ended.stdout.contains("+++ b/mine.toml"), "{}", ended.stdout);
}

//! A table that is not found: every command says what was asked for and what was there.

use crate::support::Scenario;
use bangdan::archive::{Archive, Capture, Outcome};
use bangdan::schema::SourceId;
use std::fs;

const HEAD: &str = r#"
id = "mine"
publisher = "me"
name = { en = "Mine", zh = "我的" }
homepage = "https://mine.example/"
languages = ["en"]

[resource.page]
url = "https://mine.example/page"
"#;

const PAGE: &str = "## Results of July\n\n| Model | Total |\n|--|--|\n| Alpha | 81.50 |\n| Beta | 80.10 |\n";

/// One board, whose table is chosen so.
fn board(id: &str, table: &str) -> String {
    format!(
        "\n[[board]]\nid = \"mine/{id}\"\nname = {{ en = \"{id}\", zh = \"{id}\" }}\nrolling = true\n\
         columns = {{ model = [\"Model\"] }}\nvariants = [{{ resource = \"page\", table = {table} }}]\n\
         metric = [{{ id = \"total\", header = [\"Total\"], primary = true }}]\n"
    )
}

const RIGHT: &str = r#"{ format = "markdown", heading = ["Results of July"] }"#;
const WRONG: &str = r#"{ format = "markdown", heading = ["Results of June"] }"#;

/// An archive into which a page came once.
fn captured(boards: &[(&str, &str)]) -> Scenario {
    let scenario = Scenario::new();
    let boards: String = boards.iter().map(|(id, table)| board(id, table)).collect();
    scenario.write("sources/mine.toml", &format!("{HEAD}{boards}"));
    let archive = Archive::create(&scenario.path("recorded")).unwrap();
    let time = "2026-01-01T00:00:00Z".parse().unwrap();
    let mut run = archive.begin_run(time, "test").unwrap();
    let url = "https://mine.example/page";
    let outcome = Outcome::of_body(PAGE.as_bytes(), None, url, None);
    run.record(Capture::new(SourceId::from("mine".to_owned()), "page", url, time, outcome), Some(PAGE.as_bytes()))
        .unwrap();
    run.finish().unwrap();
    scenario
}

#[test]
fn a_trial_says_what_was_asked_for_and_what_is_likest() {
    for (table, said) in [
        (
            WRONG,
            "under a heading \"Results of June\" (\"Results of June\" is not there; the nearest is \"Results of July\")",
        ),
        (r#"{ format = "markdown", has = ["Totals"] }"#, "(\"Totals\" is not there; the nearest is \"Total\")"),
        (
            r#"{ format = "markdown", lacks = ["Total"] }"#,
            "no table without columns Total; seen was one table: table 1",
        ),
        (r#"{ format = "markdown", nth = 2 }"#, "no table that is number 2 of those; seen was one table"),
    ] {
        let scenario = Scenario::new();
        scenario.write("mine.toml", &format!("{HEAD}{}", board("one", table)));
        scenario.write("page.md", PAGE);
        let ended = scenario.run(&["lint", "mine.toml", "--try", "page.md"]);
        assert_eq!(ended.code, 1, "{table}");
        assert!(ended.stdout.starts_with("mine/one: no-table: ") && ended.stdout.contains(said), "{}", ended.stdout);
        assert!(ended.stderr.contains("mine: 0 of 1 board can be read"), "{}", ended.stderr);
    }
}

#[test]
fn a_path_that_leads_nowhere_names_the_likest_place() {
    let scenario = Scenario::new();
    let table = r#"{ format = "json", at = "/result" }"#;
    scenario.write("mine.toml", &format!("{HEAD}{}", board("one", table)));
    scenario.write("page.json", r#"{"results": [{"Model": "Alpha", "Total": 81.5}], "other": 1}"#);
    let ended = scenario.run(&["lint", "mine.toml", "--try", "page.json"]);
    assert_eq!(ended.code, 1);
    assert!(ended.stdout.contains("the nearest is \"/results\""), "{}", ended.stdout);
}

#[test]
fn a_board_beside_one_that_is_read_is_counted() {
    let scenario = Scenario::new();
    scenario.write("mine.toml", &format!("{HEAD}{}{}", board("one", RIGHT), board("two", WRONG)));
    scenario.write("page.md", PAGE);
    let ended = scenario.run(&["lint", "mine.toml", "--try", "page.md"]);
    assert_eq!(ended.code, 1, "{}", ended.stdout);
    assert!(ended.stdout.contains("mine/one: 2 entries") && ended.stdout.contains("mine/two: no-table"));
    assert!(ended.stderr.contains("1 of 2 boards"), "{}", ended.stderr);
}

#[test]
fn every_command_says_that_the_table_of_a_board_that_was_never_read_is_not_there() {
    let scenario = captured(&[("one", RIGHT), ("two", WRONG)]);
    let fetched = scenario.run(&["fetch", "mine", "--replay", "recorded"]);
    assert_eq!(fetched.code, 4, "{}", fetched.stderr);
    let held = "mine/two: the newest capture is held back: no-table, since 2026-01-01";
    assert!(fetched.stderr.contains(held) && fetched.stderr.contains("1 board held back"), "{}", fetched.stderr);
    let linted = scenario.run(&["lint", "mine"]);
    assert_eq!(linted.code, 1);
    assert!(linted.stdout.contains("no-table") && linted.stdout.contains("0 without a capture"), "{}", linted.stdout);
    let doctor = scenario.run(&["doctor", "mine"]);
    assert_eq!(doctor.code, 4);
    assert!(doctor.stdout.contains("+    ") || doctor.stdout.contains("Results of July"), "{}", doctor.stdout);
    assert!(doctor.stdout.contains("no-table"), "{}", doctor.stdout);
    let shown = scenario.run(&["show", "mine/two"]);
    assert_ne!(shown.code, 0);
    assert!(shown.stderr.contains("no table under a heading") && !shown.stderr.contains("gets it"), "{}", shown.stderr);
    let states = scenario.run(&["list", "mine", "--format", "csv"]).succeeded();
    assert!(states.contains("quarantined"), "{states}");
    assert!(fs::metadata(scenario.archive()).is_ok());
}

#[test]
fn a_trial_names_every_declared_column_that_is_not_there() {
    let scenario = Scenario::new();
    let declared = board("one", RIGHT)
        .replace(
            "columns = { model",
            "labels = { licence = [\"License\"] }\ncolumns = { organization = [\"Lab\"], model",
        )
        .replace("metric = [", "metric = [{ id = \"cost\", header = [\"Cost ($)\"], unit = \"USD\" },")
        .replace("header = [\"Total\"]", "header = [\"Total\"], n = [\"Votes\"], interval = { half = [\"Totals ±\"] }");
    scenario.write("mine.toml", &format!("{HEAD}{declared}"));
    scenario.write("page.md", PAGE);
    let ended = scenario.run(&["lint", "mine.toml", "--try", "page.md"]);
    let said: Vec<&str> = ended.stdout.lines().filter_map(|line| line.strip_prefix("  not there: ")).collect();
    let expected = [
        "organization: nothing is called \"Lab\"",
        "label licence: nothing is called \"License\"",
        "metric cost: nothing is called \"Cost ($)\"",
        "beside metric total: nothing is called \"Totals ±\"; the nearest header is \"Total\"",
        "beside metric total: nothing is called \"Votes\"",
    ];
    assert_eq!(said, expected, "{}", ended.stdout);
}

#[test]
fn what_stands_after_a_failure_is_told_only_where_something_stands() {
    let scenario = captured(&[("one", RIGHT)]);
    let definition = fs::read_to_string(scenario.path("sources/mine.toml")).unwrap();
    // Nobody listens there.
    let nowhere = definition.replace("https://mine.example/page", "http://127.0.0.1:9/page");
    scenario.write("sources/mine.toml", &nowhere);
    let failed = scenario.run(&["fetch", "mine"]);
    assert_eq!(failed.code, 3, "{}", failed.stderr);
    assert!(!failed.stderr.contains("still there"), "{}", failed.stderr);
    scenario.run(&["fetch", "mine", "--replay", "recorded"]).succeeded();
    let failed = scenario.run(&["fetch", "mine"]);
    assert_eq!(failed.code, 3, "{}", failed.stderr);
    let told = "mine: the last good figures are still there: `bangdan show mine/one`";
    assert!(failed.stderr.contains(told), "{}", failed.stderr);
}

#[test]
fn a_saved_file_is_kept_as_a_capture_that_says_so() {
    let scenario = captured(&[("one", RIGHT)]);
    scenario.write("saved page.md", PAGE);
    let fetched = scenario.run(&["fetch", "mine", "--from", "saved page.md"]);
    assert_eq!(fetched.code, 0, "{}", fetched.stderr);
    assert!(fetched.stderr.contains("1 new"), "{}", fetched.stderr);
    let shown = scenario.run(&["show", "mine/one", "--format", "csv"]).succeeded();
    assert!(shown.contains("Alpha") && shown.contains("81.50"), "{shown}");
    let captures = Archive::open(scenario.archive()).unwrap().captures().unwrap();
    let note = captures[0].note.as_ref().unwrap();
    assert_eq!((captures.len(), note.of.as_str()), (1, "the file saved page.md, saved by hand"));
    assert_eq!(captures[0].url, "https://mine.example/page");
    let again = scenario.run(&["fetch", "mine", "--from", "saved page.md", "--resource", "page"]);
    assert!(again.stderr.contains("0 new, 1 unchanged"), "{}", again.stderr);
    scenario.run(&["verify"]).succeeded();
    let wrong = scenario.run(&["fetch", "mine", "--from", "saved page.md", "--resource", "pages"]);
    assert!(wrong.code == 2 && wrong.stderr.contains("did you mean page?"), "{}", wrong.stderr);
    assert_eq!(scenario.run(&["fetch", "--from", "saved page.md"]).code, 2);
}

//! A folder of the user's own definitions: doubles, mistakes, replaced sources, and where a mistake stands.

use crate::support::Scenario;

const GOOD: &str = r#"id = "mine"
publisher = "Me"
name = { en = "Mine", zh = "我的" }
homepage = "https://e.example"
languages = ["en"]

[resource.page]
url = "https://e.example/a.csv"

[[board]]
id = "mine/score"
name = { en = "A", zh = "甲" }
rolling = true
columns = { model = ["model"] }
variants = [
    { resource = "page", table = { format = "csv", has = ["model"] } },
]
metric = [
    { id = "score", header = ["score"], range = [0, 100], primary = true },
    { id = "cost", header = ["cost"], unit = "USD" },
]
"#;

#[test]
fn two_files_of_one_id_are_named_and_the_rest_works() {
    let scenario = Scenario::fixtures();
    scenario.write("sources/a.toml", GOOD);
    scenario.write("sources/b.toml", GOOD);
    let ended = scenario.run(&["list", "clue"]);
    assert_eq!(ended.code, 2);
    assert!(ended.stderr.contains("a.toml") && ended.stderr.contains("b.toml"), "{}", ended.stderr);
    assert!(ended.stderr.contains("the source mine is defined in"), "{}", ended.stderr);
    assert!(ended.stdout.contains("clue/classification"), "{}", ended.stdout);
    assert!(scenario.run(&["list", "mine"]).ended_with(2).stdout.is_empty());
}

#[test]
fn a_broken_file_is_told_once_and_stops_no_other_source() {
    let scenario = Scenario::fixtures();
    scenario.write("sources/broken.toml", "id = \"broken\"\nnonsense\n");
    scenario.write("sources/mine.toml", GOOD);
    let ended = scenario.run(&["show", "superclue-agent", "--format", "csv"]);
    assert_eq!(ended.code, 2);
    assert_eq!(ended.stderr.matches("broken.toml:2").count(), 1, "{}", ended.stderr);
    assert!(ended.stdout.contains("ChatGLM3-Turbo"), "{}", ended.stdout);
    assert!(scenario.run(&["list", "--declared"]).ended_with(2).stdout.contains("mine"));
    let file = scenario.path("sources/mine.toml");
    scenario.run(&["lint", file.to_str().unwrap()]).succeeded();
}

#[test]
fn a_file_that_replaces_a_built_in_source_says_how_many_boards_go() {
    let scenario = Scenario::new();
    let replacing = GOOD.replace("\"mine", "\"superclue-agent");
    let file = scenario.write("agent.toml", &replacing);
    let said = scenario.run(&["lint", file.to_str().unwrap()]).succeeded();
    assert!(said.contains("superclue-agent: replaces the built-in source, of whose 1 boards 1 are gone"), "{said}");
    let own = scenario.write("mine.toml", GOOD);
    assert!(!scenario.run(&["lint", own.to_str().unwrap()]).succeeded().contains("replaces"));
}

#[test]
fn a_board_without_a_primary_metric_is_warned_of() {
    let scenario = Scenario::new();
    let file = scenario.write("mine.toml", &GOOD.replace(", primary = true", ""));
    let file = file.to_str().unwrap();
    let said = scenario.run(&["lint", file]).succeeded();
    assert!(said.contains("mine/score: no metric is `primary`"), "{said}");
    let _ = scenario.run(&["lint", file, "--strict"]).ended_with(1);
}

#[test]
fn a_mistake_is_shown_where_it_stands_with_the_nearest_of_what_would_be_right() {
    let scenario = Scenario::new();
    for (from, to, place, said) in [
        ("[0, 100]", "[100, 0]", "19:13", "score: 100 to 0 is no range"),
        ("resource = \"page\"", "resource = \"pages\"", "16:19", "hint: the nearest resource is \"page\""),
        ("id = \"cost\"", "id = \"score\"", "20:13", "two metrics have the id score"),
        ("unit = \"USD\"", "unit = \"USD\", primary = true", "20:13", "two metrics are primary"),
        ("unit = \"USD\"", "units = \"USD\"", "20:", "hint: the nearest valid key is `unit`"),
        ("\"csv\"", "\"cvs\"", "16:", "hint: the nearest valid value is \"csv\""),
        ("header = [\"cost\"]", "header = \"cost\"", "20:", "hint: a list is written [\"cost\"]"),
        ("has = [\"model\"]", "hass = [\"model\"]", "16:", "hint: the nearest valid key is `has`"),
    ] {
        let file = scenario.write("mine.toml", &GOOD.replace(from, to));
        let ended = scenario.run(&["lint", file.to_str().unwrap()]);
        assert_eq!(ended.code, 2, "{to}");
        let at = format!("mine.toml:{place}");
        assert!(ended.stderr.contains(&at) && ended.stderr.contains(said), "{to}: {}", ended.stderr);
    }
}

#[test]
fn what_the_reader_of_toml_says_has_a_chinese_frame() {
    let scenario = Scenario::new().in_chinese();
    for (from, to, said) in [
        ("unit = \"USD\"", "units = \"USD\"", "未知的键 `units`"),
        ("\"csv\"", "\"cvs\"", "未知的值 `cvs`"),
        ("publisher = \"Me\"\n", "", "缺少键 `publisher`"),
        ("header = [\"cost\"]", "header = \"cost\"", "应为列表"),
        ("rolling = true", "rolling = = true", "TOML 有误："),
    ] {
        let file = scenario.write("mine.toml", &GOOD.replace(from, to));
        let ended = scenario.run(&["lint", file.to_str().unwrap()]);
        assert_eq!(ended.code, 2, "{to}");
        assert!(ended.stderr.contains(said), "{to}: {}", ended.stderr);
    }
}

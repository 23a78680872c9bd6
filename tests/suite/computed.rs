//! A board whose publisher prints tasks and computes the total on its page, from the archive to every output.

use crate::support::Scenario;
use bangdan::archive::{Archive, Capture, Outcome};
use bangdan::schema::SourceId;

const DEFINITION: &str = r#"
id = "mine"
publisher = "Me"
name = { en = "Mine", zh = "我的" }
homepage = "https://example.org/"
languages = ["en"]
resource.data.url = "https://example.org/table.csv"

[[board]]
id = "mine/tasks"
name = { en = "Tasks", zh = "任务" }
rolling = true
republishes = "superclue/general"
withdrawn = { en = "the questions leaked", zh = "题目泄露" }
columns = { model = ["model"] }
labels = { released = ["date"] }
dates = { released = "day/month/year" }
variants = [{ resource = "data", table = { format = "csv" } }]

[[board.metric]]
id = "total"
name = { en = "Total", zh = "总分" }
primary = true
note = { en = "without the practice questions", zh = "不含练习题" }
derive = { mean = ["solving", "coding"], source = "About page, paragraph 2" }

[[board.metric]]
id = "solving"
name = { en = "Solving", zh = "解题" }
derive = { ratio = ["solved", "all"], times = 100, source = "About page, paragraph 1" }

[[board.metric]]
id = "solved"
header = ["solved"]

[[board.metric]]
id = "all"
header = ["all"]

[[board.metric]]
id = "coding"
name = { en = "Coding", zh = "代码" }
header = ["coding"]
missing = ["-1"]
interval = { low = ["low"], high = ["high"] }
n = ["votes"]
"#;

// 44 / 48 = 91.666… %; (91.666… + 70.1) / 2 = 80.88333…
const BODY: &str = "model,solved,all,coding,low,high,votes,date\nAlpha,44,48,70.1,68.5,71.75,1200,23/7/2024\n\
                    Beta,12,48,-1.0,,,,\n";

fn scenario() -> Scenario {
    let scenario = Scenario::new();
    scenario.write("sources/mine.toml", DEFINITION);
    let archive = Archive::create(scenario.archive()).unwrap();
    let seen = "2026-11-20T08:00:00Z".parse().unwrap();
    let mut run = archive.begin_run(seen, "first").unwrap();
    let url = "https://example.org/table.csv";
    let outcome = Outcome::of_body(BODY.as_bytes(), None, url, Some("text/csv"));
    run.record(Capture::new(SourceId::from("mine"), "data", url, seen, outcome), Some(BODY.as_bytes())).unwrap();
    run.finish().unwrap();
    scenario
}

fn json(text: &str) -> serde_json::Value {
    serde_json::from_str(text).unwrap()
}

#[test]
fn show_tells_a_computed_number_from_a_printed_one_also_once_it_is_stored() {
    let scenario = scenario();
    for time in ["derived", "stored"] {
        let text = scenario.run(&["show", "mine/tasks", "--format", "json"]).succeeded();
        assert!(text.contains("\"value\": 80.8833,"), "{text}");
        let shown = json(&text);
        let blocks = shown["sections"][0]["blocks"].as_array().unwrap();
        let table = &blocks[2]["table"];
        let headers: Vec<&str> =
            table["columns"].as_array().unwrap().iter().map(|column| column["header"].as_str().unwrap()).collect();
        let expected = ["model", "Total (computed)", "Solving (computed)", "solved", "all", "Coding", "released"];
        assert_eq!(headers, expected, "{time}");
        let total = &table["rows"][0]["total"];
        assert_eq!(total["text"], "80.8833", "{time}");
        assert_eq!(total["note"], "computed by bangdan, not printed");
        assert!(total.get("source").is_none(), "a computed number stands nowhere: {total}");
        assert_eq!(
            table["rows"][0]["coding"]["source"]["locator"].as_str().unwrap().split('@').next(),
            Some("table 1!R2C4")
        );
        assert_eq!(table["rows"][0]["released"]["note"], "2024-07-23");
        assert_eq!(
            table["rows"][1]["total"]["note"],
            "not computed, since a part has no number: not reported by the publisher"
        );
        let notices: Vec<&str> = blocks.iter().filter_map(|block| block["notice"].as_str()).collect();
        let expected = [
            "Withdrawn by the publisher: the questions leaked",
            "A copy of the board superclue/general, counted once.",
            "Total (computed): mean of Solving, Coding; the publisher computes so: About page, paragraph 2",
            "Total (computed): without the practice questions",
            "Solving (computed): solved / all × 100; the publisher computes so: About page, paragraph 1",
        ];
        assert_eq!(notices, expected, "{time}");
    }
}

#[test]
fn explain_lists_the_parts_with_their_places() {
    let scenario = scenario();
    let text = scenario.run(&["explain", "mine/tasks", "Alpha", "solving", "--format", "csv"]).succeeded();
    let digest = bangdan::schema::Digest::of(BODY.as_bytes()).short();
    for line in [
        "number,91.67",
        "computed as,solved / all × 100",
        "the publisher computes so,\"About page, paragraph 1\"",
        &format!("part: solved,\"\"\"44\"\", table 1, row 2, column 2, of {digest}\""),
        &format!("part: all,\"\"\"48\"\", table 1, row 2, column 3, of {digest}\""),
    ] {
        assert!(text.contains(line), "{line}\n{text}");
    }
    assert!(!text.contains("printed as"), "{text}");
    let text = scenario.run(&["explain", "mine/tasks", "Alpha", "total"]).succeeded();
    assert!(text.contains("91.67, computed as solved / all × 100"), "{text}");
    let printed = scenario.run(&["explain", "mine/tasks", "Alpha", "coding"]).succeeded();
    assert!(printed.contains("printed as") && !printed.contains("computed"), "{printed}");
}

#[test]
fn exports_tell_computed_from_printed() {
    let scenario = scenario();
    let long = scenario.run(&["export", "mine/tasks"]).succeeded();
    let mut reader = csv::Reader::from_reader(long.as_bytes());
    let header = reader.headers().unwrap().clone();
    let column = |name: &str| header.iter().position(|cell| cell == name).unwrap();
    let (metric, kind) = (column("metric"), column("row_kind"));
    let picked = ["value", "missing", "low", "high", "n", "computed"].map(column);
    let rows: Vec<String> = reader
        .records()
        .map(Result::unwrap)
        .filter(|row| &row[kind] == "score")
        .map(|row| format!("{} {}", &row[metric], picked.map(|column| row[column].to_owned()).join(",")))
        .collect();
    let expected = [
        "total 80.8833,,,,,true",
        "solving 91.67,,,,,true",
        "solved 44,,,,,false",
        "all 48,,,,,false",
        "coding 70.1,,68.5,71.75,1200,false",
        "total ,not-reported,,,,true",
        "solving 25.00,,,,,true",
        "solved 12,,,,,false",
        "all 48,,,,,false",
        "coding ,not-reported,,,,false",
    ];
    assert_eq!(rows, expected);
    let wide = scenario.run(&["export", "mine/tasks", "--layout", "wide"]).succeeded();
    let header = wide.lines().next().unwrap();
    assert!(header.ends_with(",released,released_date,computed.total,computed.solving,solved,all,coding"), "{header}");
}

#[test]
fn the_list_says_whose_board_it_copies_and_that_it_was_withdrawn() {
    let scenario = scenario();
    let list = json(&scenario.run(&["list", "mine", "--format", "json", "--as-of", "2026-11-21"]).succeeded());
    let row = &list["sections"][0]["blocks"][0]["table"]["rows"][0];
    assert_eq!(row["republishes"]["text"], "superclue/general");
    assert!(row["state"]["text"].as_str().unwrap().ends_with(", withdrawn"), "{row}");
    let summary: Vec<&str> = list["summary"].as_array().unwrap().iter().map(|text| text.as_str().unwrap()).collect();
    assert_eq!(
        summary,
        ["1 board of 1 source by 0 publishers and 1 who only copies", "1 of them copies another's board"]
    );
    let folder = scenario.path("pages");
    scenario.run(&["report", "mine", "--output", folder.to_str().unwrap()]).succeeded();
    let page = std::fs::read_to_string(folder.join("en/mine.tasks.html")).unwrap();
    for said in ["Withdrawn by the publisher", "A copy of the board superclue/general", "Total (computed)"] {
        assert!(page.contains(said), "{said}");
    }
    let history = scenario.run(&["history", "Alpha", "--format", "json"]).succeeded();
    assert!(history.contains("computed by bangdan, not printed"), "{history}");
}

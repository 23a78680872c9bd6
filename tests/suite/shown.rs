//! What `show`, `history` and `explain` say to someone who has not seen the board before.

use crate::support::Scenario;
use serde_json::Value;

/// The first table of a command's JSON.
fn rows(json: &str) -> Vec<Value> {
    let report: Value = serde_json::from_str(json).unwrap();
    let blocks = report["sections"][0]["blocks"].as_array().unwrap();
    blocks.iter().find_map(|block| block["table"]["rows"].as_array()).unwrap().clone()
}

fn text(row: &Value, key: &str) -> String {
    row[key]["text"].as_str().unwrap_or_else(|| panic!("no {key} in {row}")).to_owned()
}

#[test]
fn a_file_in_no_order_is_shown_by_its_main_metric_with_places_that_are_said_to_be_computed() {
    let scenario = Scenario::fixtures();
    // Sorted by hand from the file: it begins with its newest rows, and eight have no such score.
    let expected = [
        ("1", "GPT-4o", "17.5"),
        ("2", "Claude 3.5 Sonnet", "15"),
        ("2", "Llama 3.1 405B Instruct", "15"),
        ("4", "Claude 3 Opus", "12.5"),
        ("5", "OpenAI o1-preview", "10"),
        ("6", "Llama 3 70b Chat", "7.5"),
        ("7", "Mixtral 8x22b Instruct", "5"),
        ("7", "Gemini 1.5 Pro", "5"),
        ("·", "Claude 4.5 Sonnet **", "·"),
        ("·", "Claude 4.1 Opus **", "·"),
    ];
    let json = scenario.run(&["show", "cybench/subtask-guided", "--format", "json"]).succeeded();
    let rows = rows(&json);
    assert_eq!(rows.len(), 16);
    for (row, (place, name, score)) in rows.iter().zip(expected) {
        let shown = [text(row, "computed_rank"), text(row, "name"), text(row, "solved")];
        assert_eq!(shown, [place, name, score].map(str::to_owned));
        let note = row["computed_rank"]["note"].as_str();
        assert_eq!(
            note.is_some_and(|note| note.starts_with("computed by bangdan from Solved")),
            place != "·",
            "{name}"
        );
        assert!(row.get("rank").is_none(), "nobody printed a place");
    }
    let shown = scenario.run(&["show", "cybench/subtask-guided"]).succeeded();
    assert!(shown.contains("sorted by Solved (percent): the publisher's file is in no order"), "{shown}");
    assert!(!shown.contains("in the publisher's order"), "{shown}");
}

#[test]
fn what_is_kept_of_a_file_in_no_order_stays_as_it_stands_there() {
    let scenario = Scenario::fixtures();
    let csv = scenario.run(&["export", "cybench/subtask-guided", "--format", "csv"]).succeeded();
    let mut reader = csv::Reader::from_reader(csv.as_bytes());
    let header = reader.headers().unwrap().clone();
    let at = |name: &str| header.iter().position(|column| column == name).unwrap_or_else(|| panic!("{header:?}"));
    let (name, rank) = (at("name"), at("rank"));
    let mut names: Vec<String> = Vec::new();
    for row in reader.records().map(|row| row.unwrap()) {
        assert_eq!(&row[rank], "");
        if names.last().is_none_or(|last| *last != row[name]) {
            names.push(row[name].to_owned());
        }
    }
    assert_eq!(names[..2], ["Claude 4.5 Sonnet **", "Claude 4.1 Opus **"]);
}

#[test]
fn a_board_with_printed_places_keeps_them_though_its_rows_follow_no_score() {
    let shown = Scenario::fixtures().run(&["show", "squad/v2"]).succeeded();
    assert!(shown.contains("in the publisher's order; main metric: F1 (percent)"), "{shown}");
}

#[test]
fn headers_are_names_in_both_languages_with_the_printed_header_behind_them() {
    let headers = |scenario: Scenario| -> Vec<(String, String, String)> {
        let json = scenario.run(&["show", "balrog/llm", "--format", "json"]).succeeded();
        let report: Value = serde_json::from_str(&json).unwrap();
        let blocks = report["sections"][0]["blocks"].as_array().unwrap();
        let columns = blocks.iter().find_map(|block| block["table"]["columns"].as_array()).unwrap();
        let of = |column: &Value, what: &str| column[what].as_str().unwrap_or_default().to_owned();
        columns.iter().map(|column| (of(column, "key"), of(column, "header"), of(column, "note"))).collect()
    };
    let shown = |key: &str, header: &str, note: &str| [key, header, note].map(str::to_owned).into();
    let english = headers(Scenario::fixtures());
    let chinese = headers(Scenario::fixtures().in_chinese());
    for (headers, expected) in [
        (&english, shown("progress", "Progress", "printed as % Progress")),
        (&english, shown("babaisai", "Baba Is AI", "printed as BabaIsAI")),
        (&english, shown("babyai", "BabyAI", "")),
        (&english, shown("open_system", "open system", "")),
        (&chinese, shown("progress", "平均完成度", "原表头：% Progress")),
        (&chinese, shown("babyai", "BabyAI", "")),
        (&chinese, shown("open_system", "开放系统", "")),
        (&chinese, shown("checked", "已核验", "")),
    ] {
        assert!(headers.contains(&expected), "{expected:?} in {headers:?}");
    }
}

#[test]
fn units_are_said_in_the_language_of_the_reader() {
    let shown = Scenario::fixtures().in_chinese().run(&["show", "lawbench/zero-shot"]).succeeded();
    assert!(shown.contains("各任务平均分（计算所得，比率）"), "{shown}");
    let html = Scenario::fixtures().run(&["show", "superclue/general", "--format", "html"]).succeeded();
    assert!(html.contains("title=\"printed as 总分\">Total</th>"), "{html}");
}

#[test]
fn rows_of_one_name_are_told_apart_by_what_the_definition_says() {
    let scenario = Scenario::fixtures();
    let json = scenario.run(&["history", "claude-3-opus", "--board", "sad", "--format", "json"]).succeeded();
    let names: Vec<String> = rows(&json).iter().map(|row| text(row, "name")).collect();
    assert_eq!(names, ["claude-3-opus [Plain Prompt]", "claude-3-opus [Situating Prompt]"]);
}

#[test]
fn a_source_of_several_boards_says_which_one_is_shown_and_names_the_others() {
    let scenario = Scenario::fixtures();
    let ended = scenario.run(&["show", "balrog"]);
    assert!(ended.stderr.contains("this is balrog/llm; BALROG has 1 more board:"), "{}", ended.stderr);
    assert!(ended.stderr.contains("bangdan show balrog/vlm"), "{}", ended.stderr);
    assert!(ended.succeeded().contains("BALROG, language alone"));
    let ended = scenario.run(&["show", "lawbench"]);
    assert!(ended.stderr.contains("and the others: bangdan list lawbench"), "{}", ended.stderr);
    assert_eq!(ended.stderr.matches("bangdan show lawbench/").count(), 20, "{}", ended.stderr);
    for board in ["balrog/vlm", "balrog.llm", "metr"] {
        assert_eq!(scenario.run(&["show", board]).stderr, "", "{board}");
    }
}

#[test]
fn one_thing_is_counted_in_the_singular() {
    let scenario = Scenario::fixtures();
    let listed = scenario.run(&["list", "epoch-ai"]).succeeded();
    assert!(listed.contains("20 boards of 1 source by 1 publisher\n"), "{listed}");
    assert!(scenario.run(&["list", "balrog/llm"]).succeeded().contains("1 board of 1 source by 1 publisher\n"));
}

#[test]
fn a_date_is_one_column_with_its_iso_form_behind_it() {
    let json = Scenario::fixtures().run(&["show", "squad/v2", "--format", "json"]).succeeded();
    let rows = rows(&json);
    assert!(rows.iter().all(|row| row.get("date_date").is_none()));
    let dated: Vec<&Value> = rows.iter().filter(|row| text(row, "name") == "IE-Net (ensemble)").collect();
    assert_eq!(dated[0]["date"]["text"], "Jun 04, 2021");
    assert_eq!(dated[0]["date"]["note"], "2021-06-04");
}

#[test]
fn places_of_cells_are_said_in_chinese_too() {
    let json = Scenario::fixtures().in_chinese().run(&["show", "balrog/llm", "--format", "json"]).succeeded();
    let note = rows(&json)[0]["progress"]["note"].as_str().unwrap().to_owned();
    assert!(note.contains("的表格 1，第") && !note.contains("table"), "{note}");
}

#[test]
fn explain_says_how_an_interval_came_to_be_and_on_how_many_trials_a_score_rests() {
    let scenario = Scenario::fixtures();
    let plain = scenario.run(&["explain", "sad", "claude-3-opus", "score"]).succeeded();
    // 0.5026740303753915 ± 1.96 × 0.0062777020277266045, worked out apart.
    for said in [
        "Score of claude-3-opus [Plain Prompt]",
        "0.4903697344010",
        " to 0.5149783263497",
        "the number printed in column \"std\" × 1.96, to either side",
        "12789, printed in column \"num_trials\"",
    ] {
        assert!(plain.contains(said), "{said}\n{plain}");
    }
    let cell = scenario.run(&["explain", "balrog/llm", "Grok-4", "progress"]).succeeded();
    assert!(cell.contains("printed in the cell of the score, which is read as {value} ± {half}"), "{cell}");
    assert!(!cell.contains("sample size"), "{cell}");
    let none = scenario.run(&["explain", "superclue/general", "GPT4-Turbo", "总分"]);
    assert!(!none.stdout.contains("interval"), "{}", none.stdout);
}

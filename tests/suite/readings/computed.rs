//! Metrics that are computed from others, with the results that a person gets by hand.

use super::paper::{board, column, problems, read, read_joined, said, shown, table};
use bangdan::catalogue::{Board, Catalogue};
use bangdan::gate::judge;
use bangdan::schema::MetricId;

/// A board with these printed metrics and these computed ones, as TOML.
fn computing(printed: &[&str], computed: &str) -> Board {
    let printed: Vec<String> =
        printed.iter().map(|id| format!("[[board.metric]]\nid = \"{id}\"\nheader = [\"{id}\"]\n")).collect();
    board(&format!("{}{computed}", printed.concat()))
}

fn derived(id: &str, more: &str, rule: &str) -> String {
    format!("[[board.metric]]\nid = \"{id}\"\n{more}\nderive = {{ {rule}, source = \"README, line 3\" }}\n")
}

fn results(rule: &str, header: &str, rows: &[&str]) -> Vec<String> {
    let metrics: Vec<&str> = header.split('|').skip(1).collect();
    let board = computing(&metrics, &derived("total", "", rule));
    column(&read(&board, &table("table 1", header, rows)).unwrap(), "total")
}

#[test]
fn each_rule_gives_what_a_person_computes() {
    // (70.1 + 65.25) / 2 = 67.675; (1 + 2 + 2) / 3 = 1.666…
    assert_eq!(results(r#"mean = ["a", "b"]"#, "模型|a|b", &["m|70.1|65.25", "n|80|81"]), ["67.6750", "80.50"]);
    assert_eq!(results(r#"mean = ["a", "b", "c"]"#, "模型|a|b|c", &["m|1|2|2"]), ["1.667"]);
    assert_eq!(results(r#"sum = ["a", "b"]"#, "模型|a|b", &["m|70.1|65.25"]), ["135.3500"]);
    // 44 / 48 = 0.916666…, 1 / 1893 = 0.000528262…
    assert_eq!(results(r#"ratio = ["a", "b"], times = 100"#, "模型|a|b", &["m|44|48", "n|0|48"]), ["91.67", "0.00"]);
    assert_eq!(results(r#"ratio = ["a", "b"]"#, "模型|a|b", &["m|44|48", "n|1|1893"]), ["0.9167", "0.0005283"]);
    // 0.7 × 10.5 + 0.3 × 20 = 13.35; a third of 10.5 is 3.5 by hand, 3.4999965 by the weight as written.
    assert_eq!(results("weighted = { a = 0.7, b = 0.3 }", "模型|a|b", &["m|10.5|20"]), ["13.350"]);
    assert_eq!(results("weighted = { a = 0.333333 }", "模型|a", &["m|10.5"]), ["3.500"]);
    // Floating-point parts: (0.1 + 0.2) / 2, with 17 digits.
    let long = results(r#"mean = ["a", "b"]"#, "模型|a|b", &["m|0.30000000000000004|0.1"]);
    assert_eq!(long, ["0.200000"]);
}

#[test]
fn an_entry_that_lacks_a_part_has_none_or_the_mean_of_the_others_as_declared() {
    let rows = ["m|10|-", "n|-|待补充", "o|10|<5", "p|x9|-"];
    let none = results(r#"mean = ["a", "b"]"#, "模型|a|b", &rows);
    assert_eq!(none, ["not-reported \"\"", "pending \"\"", "bound \"\"", "unreadable \"\""]);
    let skip = results(r#"mean = ["a", "b"], missing = "skip""#, "模型|a|b", &rows);
    assert_eq!(skip, ["10.00", "pending \"\"", "10.00", "unreadable \"\""]);
    let nothing = results(r#"ratio = ["a", "b"]"#, "模型|a|b", &["m|1|0", "n|0|0.0"]);
    assert_eq!(nothing, ["not-reported \"\"", "not-reported \"\""]);
}

#[test]
fn means_of_means_are_computed_in_the_order_of_their_needs_and_stand_first() {
    // LiveBench: a category is the mean of its tasks, the total that of the categories. Declared in the wrong order.
    let computed = [
        derived("total", "primary = true", r#"mean = ["coding", "math"]"#),
        derived("coding", "", r#"mean = ["lcb", "cf"]"#),
        derived("math", "", r#"mean = [["amps", "aime", "imo"], ["amps", "imo"]]"#),
    ];
    let board = computing(&["lcb", "cf", "amps", "aime", "imo"], &computed.concat());
    let printed = table("table 1", "模型|imo|amps|cf|lcb", &["m|60|70|20.5|30", "n|-|70|20|30"]);
    let snapshot = read(&board, &printed).unwrap();
    let ids: Vec<&str> = snapshot.metrics.iter().map(|metric| metric.id.as_str()).collect();
    assert_eq!(ids, ["total", "coding", "math", "imo", "amps", "cf", "lcb"]);
    assert_eq!(column(&snapshot, "coding"), ["25.250", "25.00"]);
    assert_eq!(column(&snapshot, "math"), ["65.00", "not-reported \"\""]);
    // (25.250 + 65.00) / 2 = 45.125
    assert_eq!(column(&snapshot, "total"), ["45.12500", "not-reported \"\""]);
    // Thirds of thirds: (1/3 + 2/3) / 2 is a half and not 0.4999… or 0.3335.
    let thirds = [derived("x", "", r#"ratio = ["a", "c"]"#), derived("y", "", r#"ratio = ["b", "c"]"#)].concat();
    let thirds = format!("{thirds}{}", derived("mean", "", r#"mean = ["x", "y"]"#));
    let thirds = computing(&["a", "b", "c"], &thirds);
    let read_thirds = read(&thirds, &table("table 1", "模型|a|b|c", &["m|1|2|3", "n|1|1|3"])).unwrap();
    assert_eq!(column(&read_thirds, "mean"), ["0.500000", "0.333333"]);
    let total = snapshot.primary().unwrap();
    let how = total.computed.as_ref().unwrap();
    assert_eq!((how.rule.en.as_str(), how.rule.zh.as_str()), ("mean of coding, math", "coding、math 的平均值"));
    assert_eq!((how.source.as_str(), total.header.as_str()), ("README, line 3", ""));
    let parts: Vec<&str> = snapshot
        .metric(&"math".into())
        .unwrap()
        .computed
        .as_ref()
        .unwrap()
        .parts
        .iter()
        .map(MetricId::as_str)
        .collect();
    assert_eq!(parts, ["amps", "imo"]);
    assert!(snapshot.metric(&"imo".into()).unwrap().computed.is_none());
    assert_eq!(snapshot.entries[0].score(&"total".into()).unwrap().text, "45.12500");
    assert_eq!(judge(&board, &snapshot), Ok(()));
}

#[test]
fn what_the_table_prints_is_never_computed() {
    let computed = derived("total", "header = [\"Average\"]\nprimary = true", r#"mean = ["a", "b"]"#);
    let board = computing(&["a", "b"], &computed);
    let snapshot = read(&board, &table("table 1", "模型|a|b|Average", &["m|1|2|7", "n|1|2|-"])).unwrap();
    assert_eq!(column(&snapshot, "total"), ["7", "not-reported \"-\""]);
    assert!(snapshot.primary().unwrap().computed.is_none());
    let snapshot = read(&board, &table("table 1", "模型|a|b", &["m|1|2"])).unwrap();
    assert_eq!(column(&snapshot, "total"), ["1.500"]);
}

#[test]
fn a_computed_primary_metric_is_needed_judged_and_held_against_the_order() {
    let board = computing(&["a", "b"], &derived("total", "primary = true\nrange = [0, 100]", r#"mean = ["a", "b"]"#));
    let refusal = read(&board, &table("table 1", "模型|a", &["m|1"])).unwrap_err();
    let expected = "missing-column table 1!R1C1: table 1: total cannot be computed without b";
    assert_eq!(said(&refusal), expected);
    let left_out = read_joined(&board, &table("table 1", "模型|a", &["m|1"]), &[], &["b".to_owned()]).unwrap();
    assert!(left_out.primary().is_none());
    let snapshot = read(&board, &table("table 1", "排名|模型|a|b", &["1|m|10|20", "2|n|30|40"])).unwrap();
    let expected = "order-disagrees table 1!R3C2: m (total 15.00) is placed 1, before n (35.00), placed 2; the places are kept as printed, \
         total is computed";
    assert_eq!(problems(&snapshot), [expected]);
    let snapshot = read(&board, &table("table 1", "模型|a|b", &["m|1000|2000", "n|3000|4000"])).unwrap();
    assert_eq!(judge(&board, &snapshot).unwrap_err().code.as_str(), "scale-changed");
    let snapshot = read(&board, &table("table 1", "模型|a|b", &["m|5级|1", "n|4级|2"])).unwrap();
    assert_eq!(judge(&board, &snapshot).unwrap_err().code.as_str(), "unreadable-metric");
}

#[test]
fn nothing_is_said_to_be_printed_of_a_doubtful_figure_that_was_computed() {
    let more = "range = [0, 20]\nmean_of = [\"a\", \"b\"]\nheader = [\"总分\"]";
    let board = computing(&["a", "b"], &derived("total", more, r#"sum = ["a", "b"]"#));
    let doubts = |header: &str, row: &str| -> Vec<(String, String)> {
        let snapshot = read(&board, &table("table 1", header, &[row])).unwrap();
        snapshot.problems.iter().map(|problem| (problem.what.en.clone(), problem.what.zh.clone())).collect()
    };
    let said = |text: &str, en: &str, zh: &str| {
        [
            (
                format!("total of m is {text}, outside of 0 to 20; {en}"),
                format!("m 的 total 为 {text}，超出 0 至 20；{zh}"),
            ),
            (
                format!("total of m is {text}, but its parts lie between 10 and 15; {en}"),
                format!("m 的 total 为 {text}，但其各部分介于 10 与 15 之间；{zh}"),
            ),
        ]
    };
    let computed = said("25.00", "computed from parts that are kept as printed", "由各部分计算所得，各部分按原文保留");
    assert_eq!(doubts("模型|a|b", "m|10|15"), computed);
    assert_eq!(doubts("模型|a|b|总分", "m|10|15|25"), said("25", "kept as printed", "按原文保留"));
}

#[test]
fn parts_may_stand_in_two_tables() {
    let board = computing(&["a", "b"], &derived("total", "", r#"sum = ["a", "b"]"#));
    let first = table("table 1", "模型|a", &["m|1", "n|2"]);
    let second = table("table 2", "模型|b", &["m|10"]);
    let snapshot = read_joined(&board, &first, &[second], &[]).unwrap();
    assert_eq!(column(&snapshot, "total"), ["11.00", "not-listed"]);
    assert_eq!(shown(&snapshot.entries[0].readings[&"b".into()]), "10");
}

#[test]
fn a_circle_is_a_mistake_of_the_definition_with_its_place() {
    let text = format!(
        "id = \"p\"\npublisher = \"p\"\nname = {{ en = \"p\", zh = \"p\" }}\nhomepage = \"\"\nlanguages = []\n\
         [[board]]\nid = \"p\"\nname = {{ en = \"p\", zh = \"p\" }}\nrolling = true\nvariants = []\ncolumns = {{ model = [\"m\"] }}\n{}{}",
        derived("first-one", "", r#"sum = ["second-one"]"#),
        derived("second-one", "", r#"sum = ["first-one"]"#)
    );
    let mistake = Catalogue::from_text("mine.toml", &text).unwrap_err().to_string();
    assert_eq!(mistake, "mine.toml:13:7: first-one is computed from itself by way of others");
    let text = text.replace("sum = [\"first-one\"]", "ratio = [\"x\", \"y\"], missing = \"skip\"");
    let mistake = Catalogue::from_text("mine.toml", &text).unwrap_err().to_string();
    assert!(
        mistake.ends_with("second-one: only a mean or a sum can be computed without one of its parts"),
        "{mistake}"
    );
}

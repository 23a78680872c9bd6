//! What a first definition makes of a table's columns, and in which format a body is read.

use crate::support::Scenario;
use bangdan::catalogue::{Board, Catalogue, Format, IntervalColumns};
use bangdan::lint::survey;

fn drafted(name: &str, body: &str) -> (Board, String) {
    let found = survey(name, None, body.as_bytes(), None).unwrap();
    let catalogue = Catalogue::from_text("draft", &found.definition)
        .unwrap_or_else(|error| panic!("{error}\n{}", found.definition));
    (catalogue.sources()[0].boards[0].clone(), found.definition)
}

fn metric_ids(board: &Board) -> Vec<&str> {
    board.metrics.iter().map(|metric| metric.id.as_str()).collect()
}

#[test]
fn names_are_chosen_by_words_and_differences_and_never_by_links() {
    let body = "model_url,title,type,acc\nhttps://a.example,Alpha,open,81.5\nhttps://b.example,Beta,open,80.1\n\
                https://c.example,Gamma,closed,70.2\n";
    assert_eq!(drafted("a.csv", body).0.columns.model, ["title"]);
    let body = "model_org,family,entry,acc\nAy,F,Alpha,81.5\nBee,F,Beta,80.1\nBee,F,Gamma,70.2\n";
    let board = drafted("a.csv", body).0;
    assert_eq!((board.columns.model[0].as_str(), board.columns.organization[0].as_str()), ("entry", "model_org"));
    let body = "Model link,Model,Lab,acc\nsee,Alpha,Ay,81.5\nsee,Beta,Bee,80.1\nsee,Gamma,Bee,70.2\n";
    let board = drafted("a.csv", body).0;
    assert_eq!((board.columns.model[0].as_str(), board.columns.organization[0].as_str()), ("Model", "Lab"));
}

#[test]
fn places_intervals_counts_days_and_shares_are_known() {
    let body = "No,Model,Accuracy,std,Games,Released,License\n1,Alpha,81.5,0.3,1203,2026-01-05,MIT\n\
                2,Beta,80.1,0.4,99,2025-12-01,MIT\n3,Gamma,55.0,0.9,7,2025-03-31,Apache\n";
    let (board, text) = drafted("a.csv", body);
    assert_eq!(board.columns.rank, ["No"], "{text}");
    assert_eq!(metric_ids(&board), ["accuracy", "games"]);
    let accuracy = &board.metrics[0];
    assert_eq!((accuracy.unit.as_str(), accuracy.range), ("percent", Some((0.0, 100.0))));
    assert_eq!(accuracy.interval, Some(IntervalColumns::Around { column: vec!["std".to_owned()], times: 1.0 }));
    assert_eq!(board.metrics[1].better.code(), "neither");
    assert_eq!(board.labels["released"], ["Released"]);
    assert_eq!(board.labels["licence"], ["License"]);
    assert!(text.contains("name = { en = \"Accuracy\", zh = \"Accuracy\" }"), "{text}");
    let (board, text) = drafted("a.csv", "Model,Acc\nAlpha,81.5\nBeta,80.1\n");
    assert!(board.columns.rank.is_empty() && !text.contains("rank ="), "{text}");
}

#[test]
fn what_tells_rows_of_one_model_apart_is_the_key() {
    let body = "Model,Harness,Effort,Acc\nAlpha,x,high,81.5\nAlpha,x,low,80.1\nBeta,x,high,70.0\nBeta,x,low,60.5\n";
    let board = drafted("a.csv", body).0;
    assert_eq!((board.columns.model[0].as_str(), board.key), ("Model", vec!["effort".to_owned()]));
    assert!(drafted("a.csv", "Model,Effort,Acc\nAlpha,high,8.5\nBeta,low,8.1\n").0.key.is_empty());
}

#[test]
fn models_in_the_header_bring_a_hint() {
    let body = "Benchmark,GPT-5,Claude 4,Gemini 3\nMath,81.5,80.1,70.0\nCode,61.5,60.1,50.0\n";
    assert!(drafted("a.csv", body).1.contains("`transpose = true`"));
    assert!(!drafted("a.csv", "Model,Math,Phishing\nGPT-5,81.5,2.5\nGemini,80.1,2.0\n").1.contains("transpose"));
}

#[test]
fn a_heading_is_written_where_there_is_one() {
    let body = "## Results\n\n| 模型 | 总分 | 数学 |\n|--|--|--|\n| Alpha | 81.5 | 1.5 |\n| Beta | 80.1 | 2.5 |\n";
    let (board, text) = drafted("a.md", body);
    assert!(text.contains("heading = [\"Results\"]"), "{text}");
    assert_eq!(metric_ids(&board), ["total", "math"]);
}

#[test]
fn the_name_outweighs_the_guess_and_one_value_is_json() {
    let format = |name: &str, media_type: Option<&str>, body: &str| {
        survey(name, media_type, body.as_bytes(), None).unwrap().format
    };
    let object = r#"{"gpt-4": {"score": 1.5}, "llama": {"score": 2.5}}"#;
    assert_eq!(format("a", None, object), Format::Json);
    assert_eq!(format("a.txt", None, "{\n  \"Alpha\": 81.5,\n  \"Beta\": 80.1\n}\n"), Format::Json);
    assert_eq!(format("https://e.example/api", Some("text/csv"), "a\tb,c\nx\ty,1\nz\tu,2\n"), Format::Csv);
}

#[test]
fn an_object_of_scalars_is_read_whether_or_not_its_format_is_said() {
    let scenario = Scenario::new();
    scenario.write("scores.json", "{\n  \"Alpha\": 81.50,\n  \"Beta\": 80.1,\n  \"Gamma\": 7\n}\n");
    for more in [&[][..], &["--format", "json"]] {
        let drafted = scenario.run(&[&["lint", "--try", "scores.json"], more].concat());
        assert_eq!(drafted.code, 0, "{}", drafted.stderr);
        assert!(drafted.stderr.contains("3 entries, from Alpha to Gamma"), "{}", drafted.stderr);
    }
}

//! Published intervals beside the scores that `show` prints, held against the publisher's own column.

use crate::support::{Scenario, fixtures};
use bangdan::archive::{Archive, Capture};

/// Scores and intervals of a resource's newest capture, read without bangdan: `1317` and `+9/-9`.
fn printed(resource: &str) -> Vec<(String, String)> {
    let archive = Archive::open(&fixtures()).unwrap();
    let captures = archive.captures().unwrap();
    let of = captures.iter().filter(|one| one.source.as_str() == "lmarena-csv" && one.resource == resource);
    let body = archive.body(&of.max_by_key(|one| one.published_at).and_then(Capture::object).unwrap()).unwrap();
    let mut reader = csv::Reader::from_reader(body.as_slice());
    let header = reader.headers().unwrap().clone();
    let at = |name: &str| header.iter().position(|column| column == name).unwrap();
    let (score, interval) = (at("arena_score"), at("95_pct_ci"));
    reader.records().map(|row| row.unwrap()).map(|row| (row[score].to_owned(), row[interval].to_owned())).collect()
}

/// `± 9` for `+9/-9`, `+5/−4` for `+5/-4`.
fn compact(interval: &str) -> String {
    let (plus, minus) = interval.split_once('/').unwrap();
    let (plus, minus) = (plus.strip_prefix('+').unwrap(), minus.strip_prefix('-').unwrap());
    if plus == minus { format!("± {plus}") } else { format!("+{plus}/−{minus}") }
}

#[test]
fn every_published_interval_stands_after_its_score_and_in_no_csv() {
    let scenario = Scenario::fixtures();
    let mut uneven = 0;
    let boards = [
        ("text", "lmarena-csv/text", "2025-09-01"),
        ("image", "lmarena-csv/image", "2025-09-01"),
        // Until July 2025 in another file.
        ("lmsys", "lmarena-csv/text", "2025-08-01"),
    ];
    for (resource, board, day) in boards {
        let printed = printed(resource);
        assert!(printed.len() > 10, "{resource}");
        let shown = |format: &str| scenario.run(&["show", board, "--as-of", day, "--format", format]).succeeded();
        let (markdown, html, csv, json) = (shown("markdown"), shown("html"), shown("csv"), shown("json"));
        let json: serde_json::Value = serde_json::from_str(&json).unwrap();
        let blocks = json["sections"][0]["blocks"].as_array().unwrap();
        let rows = blocks.iter().find_map(|block| block["table"]["rows"].as_array()).unwrap();
        let mut rows_of_csv = csv::Reader::from_reader(csv.as_bytes());
        let column = rows_of_csv.headers().unwrap().iter().position(|column| column == "score").unwrap();
        let scores: Vec<String> = rows_of_csv.records().map(|row| row.unwrap()[column].to_owned()).collect();
        assert_eq!(rows.len(), printed.len());
        for ((row, plain), (score, interval)) in rows.iter().zip(scores).zip(&printed) {
            let expected = compact(interval);
            uneven += usize::from(!expected.starts_with('±'));
            assert_eq!(
                (row["score"]["text"].as_str(), row["score"]["interval"].as_str()),
                (Some(&**score), Some(&*expected))
            );
            assert_eq!(plain, *score);
            assert!(markdown.contains(&format!("| {score} {expected} |")), "{score} {expected}");
            assert!(html.contains(&format!(">{score} <span class=\"interval\">{expected}</span></td>")), "{expected}");
        }
        let (score, interval) = &printed[0];
        let terminal = scenario.run(&["show", board, "--as-of", day]).succeeded();
        assert!(terminal.contains(&format!("{score} {}", compact(interval))), "{terminal}");
    }
    assert!(uneven > 5, "intervals of two different halves: {uneven}");
}

#[test]
fn the_ends_stand_in_the_note_and_a_score_without_an_interval_has_none() {
    let scenario = Scenario::fixtures();
    let json = scenario.run(&["show", "lmarena-csv/image", "--format", "json"]).succeeded();
    let (score, interval) = &printed("image")[0];
    let (plus, minus) = interval.split_once('/').unwrap();
    let end = |step: &str| score.parse::<i64>().unwrap() + step.parse::<i64>().unwrap();
    assert!(json.contains(&format!("; interval from {} to {}\"", end(minus), end(plus))), "{interval}");
    for board in ["superclue/general", "lmarena-csv/image"] {
        let json = scenario.run(&["show", board, "--format", "json"]).succeeded();
        assert_eq!(json.contains("\"interval\""), board == "lmarena-csv/image", "{board}");
    }
}

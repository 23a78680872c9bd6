//! `history` of boards and models and `diff --since`, as a user runs them.

use crate::support::{Scenario, fixtures};
use bangdan::archive::{Archive, Capture};
use bangdan::text::width;

/// SuperCLUE's captures of the fixtures, published when they were and first seen in November 2026.
fn backfilled() -> Scenario {
    let scenario = Scenario::new();
    let from = Archive::open(&fixtures()).unwrap();
    let to = Archive::create(scenario.archive()).unwrap();
    let mut run = to.begin_run("2026-11-23T00:00:00Z".parse().unwrap(), "test").unwrap();
    let captures = from.captures().unwrap().into_iter().filter(|capture| capture.source.as_str() == "superclue");
    let captures: Vec<Capture> = captures.filter(|capture| capture.resource == "readme").collect();
    assert!(captures.len() > 10);
    for (number, capture) in captures.into_iter().enumerate() {
        let Some(object) = capture.object() else { continue };
        let observed_at = format!("2026-11-23T00:{:02}:{:02}Z", number / 60, number % 60).parse().unwrap();
        run.record(Capture { observed_at, ..capture }, Some(&from.body(&object).unwrap())).unwrap();
    }
    run.finish().unwrap();
    scenario
}

#[test]
fn what_was_public_is_told_of_captures_that_came_years_later_and_what_was_known_is_not() {
    let scenario = backfilled();
    let since = ["diff", "superclue/general", "--since", "2023-09-01", "--format", "csv"];
    let with = |more: &[&str]| scenario.run(&[&since[..], more].concat());
    let all = with(&[]).succeeded();
    assert!(all.contains("2023年12月"), "{all}");
    let public = with(&["--as-of", "2023-10-31"]).succeeded();
    assert!(public.contains("2023年9月") && !public.contains("2023年12月,"), "{public}");
    assert!(public.lines().skip(1).all(|line| line.contains(",2026-11-23,")), "first seen in 2026: {public}");
    let known = with(&["--known-at", "2024-01-01"]);
    assert!(
        known.stderr.contains("the archive holds nothing of superclue/general for that choice"),
        "{}",
        known.stderr
    );
    assert_eq!(known.code, 2);
    let of_hint = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let learnt = "the archive first learnt of it on 2026-11-23";
    assert!(of_hint(&known.stderr).contains(learnt) && !known.stderr.contains("2023-"), "{}", known.stderr);
    // What was public is another question.
    let early = with(&["--as-of", "2019-01-01"]);
    assert!(of_hint(&early.stderr).contains("its first content is of 2023-"), "{}", early.stderr);
    let history =
        scenario.run(&["history", "superclue/general", "--as-of", "2023-10-31", "--format", "csv"]).succeeded();
    assert!(history.contains("2023年9月") && !history.contains("2023年12月"), "{history}");
}

#[test]
fn since_sums_up_first_and_ends_with_one_where_anything_happened() {
    let scenario = Scenario::fixtures();
    let text = scenario.run(&["diff", "superclue/general", "--since", "2026-09-04"]).succeeded();
    let (net, steps) = text.split_once("2026年7月 (2026-09-11), revision").unwrap();
    for told in ["On the whole", "silently revised 1 time", "Qwen3.8-Max-0902(max) (#1)", "would look like -5.7"] {
        assert!(net.split_whitespace().collect::<Vec<_>>().join(" ").contains(told), "{told}: {net}");
    }
    assert!(steps.contains("GLM-5.3(max) entered at place"), "{steps}");
    let with_code = |day: &str| scenario.run(&["diff", "superclue/general", "--since", day, "--exit-code"]).code;
    assert_eq!((with_code("2026-09-04"), with_code("2026-09-12")), (1, 0));
    let both = scenario.run(&["diff", "superclue/general", "2026年3月", "--since", "2026-09-04"]);
    assert_eq!(both.code, 2, "{}", both.stderr);
    let wrong = scenario.run(&["diff", "superclue/general", "--since", "yesterday"]);
    assert!(wrong.code == 2 && wrong.stderr.contains("is not a day or time"), "{}", wrong.stderr);
}

#[test]
fn a_board_over_time_fits_80_and_200_columns_in_both_languages() {
    for (scenario, word) in [(Scenario::fixtures(), "What happened"), (Scenario::fixtures().in_chinese(), "大事记")]
    {
        let text = scenario.run(&["history", "superclue/general", "--top", "5"]).succeeded();
        assert!(text.contains(word) && text.contains('┊') && text.contains("Qwen3.8-Max-0902(max)"), "{text}");
        assert!(text.lines().all(|line| width(line) <= 100), "{text}");
        let json = scenario.run(&["history", "superclue/general", "--format", "json"]).succeeded();
        let json: serde_json::Value = serde_json::from_str(&json).unwrap();
        let blocks = json["sections"][0]["blocks"].as_array().unwrap();
        let rows = blocks[1]["table"]["rows"].as_array().unwrap();
        let contents = blocks[0]["chart"]["contents"].as_array().unwrap();
        assert!(rows.len() == contents.len() && rows.len() > 5, "one row and one column for each edition");
        let row = rows.last().unwrap();
        for key in
            ["content", "public", "entries", "entered", "left", "revisions", "leader", "score", "metric", "remarks"]
        {
            assert!(row.get(key).is_some(), "{key}: {row}");
        }
        assert_eq!(row["leader"]["text"].as_str().unwrap().split(['(', '（']).next(), Some("Qwen3.8-Max-0902"));
    }
}

#[test]
fn a_board_is_told_from_a_model_and_either_can_be_asked_for() {
    let scenario = Scenario::fixtures();
    let csv = |arguments: &[&str]| scenario.run(&[arguments, &["--format", "csv"]].concat()).succeeded();
    let by_name = csv(&["history", "superclue/general"]);
    assert!(by_name.starts_with("content,public,entries,entered,left,revisions,leader,score"), "{by_name}");
    assert_eq!(csv(&["history", "--board", "superclue/general"]), by_name);
    let model = csv(&["history", "--model", "vivoLM", "--board", "superclue/general"]);
    assert!(model.starts_with("content,public,rank,of,score"), "{model}");
    assert_eq!(csv(&["history", "vivoLM", "--board", "superclue/general"]), model);
    let nobody = scenario.run(&["history", "nobody-knows-this"]);
    assert!(nobody.code == 2 && nobody.stderr.contains("no board has that name either"), "{}", nobody.stderr);
    assert_eq!(scenario.run(&["history"]).code, 2);
    assert_eq!(scenario.run(&["history", "a", "--model", "b"]).code, 2);
}

#[test]
fn a_series_is_drawn_in_bars_turned_round_where_lower_is_better_and_split_at_breaks() {
    let scenario = Scenario::fixtures();
    let text = scenario.run(&["history", "GPT-4", "--board", "vectara-hallucination"]).succeeded();
    let bars = text.lines().find(|line| line.contains("lower is better")).unwrap();
    assert!(bars.starts_with(['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█']) && bars.contains('┊'), "{bars}");
    let csv = scenario.run(&["history", "GPT-4", "--board", "vectara-hallucination", "--format", "csv"]).succeeded();
    assert!(csv.starts_with("content,public,rank,computed_rank,of,score"), "{csv}");
}

#[test]
fn a_span_of_news_is_counted_back_from_the_time_that_is_asked_for() {
    let scenario = Scenario::fixtures();
    let news = |arguments: &[&str]| scenario.run(&[&["news"], arguments].concat()).succeeded();
    let asked = news(&["--since", "30d", "--as-of", "2023-12-31"]);
    assert!(asked.contains("public from 2023-12-01 to 2023-12-31"), "{asked}");
    let asked = news(&["--as-of", "2023-12-31"]);
    assert!(asked.contains("public from 2023-12-24 to 2023-12-31"), "{asked}");
    let until = news(&["--since", "2d", "--until", "2023-12-29", "--as-of", "2023-12-31"]);
    assert!(until.contains("public from 2023-12-27 to 2023-12-29"), "{until}");
    let later = news(&["--since", "30d", "--as-of", "2099-12-31"]);
    assert!(later.contains(" to 2026-"), "a time to come is not looked at: {later}");
}

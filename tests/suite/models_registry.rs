//! `models list`, `models search` and `models show`: held against the registry's tables, read here by another road.

use crate::support::Scenario;
use std::collections::BTreeSet;

const MODELS: &str = include_str!("../../src/identity/data/models.csv");
const DEVELOPERS: &str = include_str!("../../src/identity/data/developers.csv");
const ALIASES: &str = include_str!("../../src/identity/data/aliases.csv");

fn table(text: &str) -> Vec<csv::StringRecord> {
    csv::Reader::from_reader(text.as_bytes()).into_records().map(Result::unwrap).collect()
}

/// The ids of the registry's rows for which `wanted` holds: of the model's row and of the country of its developer.
fn ids(wanted: impl Fn(&csv::StringRecord, &str) -> bool) -> Vec<String> {
    let developers = table(DEVELOPERS);
    let country =
        |id: &str| developers.iter().find(|row| Some(&row[0]) == id.split('/').next()).map_or("", |row| &row[3]);
    let models = table(MODELS);
    models.iter().filter(|row| wanted(row, country(&row[0]))).map(|row| row[0].to_owned()).collect()
}

fn listed(arguments: &[&str]) -> Vec<csv::StringRecord> {
    let command = [&["models", "list", "--format", "csv"], arguments].concat();
    table(&Scenario::new().run(&command).succeeded())
}

#[test]
fn the_list_is_the_registry_and_its_filters_narrow_it() {
    let first = |rows: &[csv::StringRecord]| rows.iter().map(|row| row[0].to_owned()).collect::<Vec<_>>();
    assert_eq!(first(&listed(&[])), ids(|_, _| true));
    for class in ["decision", "决策大模型"] {
        let rows = listed(&["--class", class]);
        assert_eq!(first(&rows), ids(|row, _| &row[2] == "decision"));
        assert!(first(&rows).contains(&"google/alphago".to_owned()));
    }
    for developer in ["alibaba", "阿里巴巴", "Alibaba Cloud"] {
        let rows = listed(&["--developer", developer, "--open"]);
        assert_eq!(first(&rows), ids(|row, _| row[0].starts_with("alibaba/") && &row[4] == "yes"), "{developer}");
    }
    let rows = listed(&["--country", "fr", "--class", "llm"]);
    assert_eq!(first(&rows), ids(|row, country| country == "FR" && &row[2] == "llm"));
    assert!(rows.len() > 5);
}

#[test]
fn unknown_facts_are_empty_and_names_of_developers_follow_the_language() {
    let chinese = Scenario::new().in_chinese().run(&["models", "list", "--developer", "baidu", "--format", "csv"]);
    let rows = table(&chinese.succeeded());
    assert!(!rows.is_empty() && rows.iter().all(|row| &row[2] == "百度" && &row[3] == "CN"));
    let models = table(MODELS);
    for row in listed(&["--developer", "alibaba"]) {
        let known = models.iter().find(|known| known[0] == row[0]).unwrap();
        let open = match &known[4] {
            "unknown" => "",
            other => other,
        };
        assert_eq!((&row[1], &row[4], &row[5], &row[6]), (&known[1], open, &known[5], &known[6]), "{}", &row[0]);
        assert_eq!(&row[2], "Alibaba");
    }
}

#[test]
fn a_developer_or_country_that_nobody_knows_is_an_error_with_a_hint() {
    for (arguments, told) in [
        (["--developer", "Alibba"], "did you mean"),
        (["--country", "XX"], "known are"),
        (["--class", "poet"], "llm, vision, multimodal, decision, vertical-industry"),
    ] {
        let ended = Scenario::new().run(&[["models", "list"], arguments].concat());
        assert_eq!(ended.code, 2);
        assert!(ended.stdout.is_empty() && ended.stderr.contains(told), "{}", ended.stderr);
    }
}

fn found(words: &[&str]) -> (Vec<String>, String) {
    let command = [&["models", "search"], words, &["--format", "json"]].concat();
    let text = Scenario::new().run(&command).succeeded();
    let json: serde_json::Value = serde_json::from_str(&text).unwrap();
    let rows = json["sections"][0]["blocks"][0]["table"]["rows"].as_array().unwrap().clone();
    let ids = rows.iter().map(|row| row["id"]["text"].as_str().unwrap().to_owned()).collect();
    (ids, json["summary"][0].as_str().unwrap().to_owned())
}

#[test]
fn search_finds_words_in_ids_names_aliases_and_developers_whatever_case_width_and_signs() {
    for (words, first) in [
        (&["gpt4turbo"][..], "openai/gpt-4-turbo"),
        (&["ＧＰＴ－４ Turbo"], "openai/gpt-4-turbo"),
        (&["通义千问2.0"], "alibaba/tongyi-qianwen-2.0"),
        (&["阿里巴巴", "qwen2.5-72b-instruct"], "alibaba/qwen2.5-72b-instruct"),
        (&["openai/gpt-4o"], "openai/gpt-4o"),
    ] {
        let (ids, summary) = found(words);
        assert_eq!(ids[0], first, "{words:?}: {ids:?}");
        assert!(summary.contains(&format!(": {}", ids.len())), "{summary}");
    }
    // Every model that has the word in its id, name, alias or developer, and no other.
    let bare = |text: &str| text.to_lowercase().chars().filter(|c| c.is_alphanumeric()).collect::<String>();
    let of_alias = |row: &csv::StringRecord| bare(&row[0]).contains("mixtral").then(|| row[1].to_owned());
    let mut expected: BTreeSet<String> = table(ALIASES).iter().filter_map(of_alias).collect();
    expected.extend(ids(|row, _| bare(&row[0]).contains("mixtral") || bare(&row[1]).contains("mixtral")));
    let known: BTreeSet<String> = ids(|_, _| true).into_iter().collect();
    let (ids, _) = found(&["MIXTRAL"]);
    assert_eq!(ids.into_iter().collect::<BTreeSet<_>>(), expected.intersection(&known).cloned().collect());
}

#[test]
fn what_is_only_alike_is_said_to_be_and_what_is_not_is_not_found() {
    let (ids, summary) = found(&["claud opsu 4"]);
    assert_eq!(ids[0], "anthropic/claude-opus-4");
    assert!(summary.contains("these names are like it"), "{summary}");
    for nothing in ["zzzzqqqq", " - "] {
        let ended = Scenario::new().run(&["models", "search", nothing]);
        assert_eq!(ended.code, 2);
        assert!(ended.stdout.is_empty() && ended.stderr.contains("no model is called"), "{}", ended.stderr);
    }
}

#[test]
fn a_model_is_shown_with_its_names_and_its_place_on_every_board() {
    let scenario = Scenario::fixtures();
    let text = scenario.run(&["models", "show", "文心一言4.0", "--format", "json"]).succeeded();
    let json: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert!(text.contains("developer: Baidu (百度)") && text.contains("id: baidu/ernie-4.0"), "{text:.600}");
    let rows = |section: usize, block: usize| -> Vec<serde_json::Value> {
        json["sections"][section]["blocks"][block]["table"]["rows"].as_array().unwrap().clone()
    };
    let cells = |row: &serde_json::Value, keys: &[&str]| -> Vec<String> {
        keys.iter().map(|key| row[key]["text"].as_str().unwrap().to_owned()).collect()
    };
    let stands: BTreeSet<Vec<String>> =
        rows(1, 1).iter().map(|row| cells(row, &["board", "rank", "score", "name", "config"])).collect();
    // As the README of December 2023 prints them.
    for row in [
        ["superclue/open", "🏅\u{fe0f}", "75.00", "文心一言4.0(API)", "access=api"],
        ["superclue/open", "-", "62.59", "文心一言4.0(网页)", "access=web"],
        ["superclue/opt", "🏅\u{fe0f}", "88.38", "文心一言4.0(API)", "access=api"],
    ] {
        assert!(stands.contains(row.map(str::to_owned).as_slice()), "{row:?}: {stands:?}");
    }
    // The same rows as the export of the newest contents has.
    let wide = table(&scenario.run(&["export", "--layout", "wide"]).succeeded());
    let wide = wide.iter().filter(|row| &row[8] == "baidu/ernie-4.0");
    let wide: BTreeSet<[String; 3]> = wide.map(|row| [&row[0], &row[6], &row[9]].map(str::to_owned)).collect();
    let shown: BTreeSet<[String; 3]> =
        rows(1, 1).iter().map(|row| cells(row, &["board", "name", "config"]).try_into().unwrap()).collect();
    assert_eq!(shown, wide);
    // Every name that the registry has for it, with where it was seen.
    let names: BTreeSet<[String; 2]> =
        rows(2, 0).iter().map(|row| cells(row, &["alias", "seen_on"]).try_into().unwrap()).collect();
    let known: BTreeSet<[String; 2]> = (table(ALIASES).iter())
        .filter(|row| &row[1] == "baidu/ernie-4.0")
        .map(|row| [&row[0], &row[8]].map(str::to_owned))
        .collect();
    assert_eq!(names, known);
}

#[test]
fn a_model_is_shown_without_an_archive_too_and_only_if_it_is_one() {
    let scenario = Scenario::new();
    let command = ["models", "show", "google/alphago", "--archive"];
    let nowhere = scenario.run(&[&command[..], &["nowhere"]].concat());
    assert_eq!(nowhere.code, 5, "an archive that was named must be there: {}", nowhere.stdout);
    let fixtures = crate::support::fixtures();
    let text = scenario.run(&["models", "show", "google/alphago", "--replay", fixtures.to_str().unwrap()]).succeeded();
    assert!(text.contains("class: decision model") && text.contains("on 0 of the"), "{text}");
    for (name, told) in [
        ("人类", "is no model"),
        ("DeepSeek R1 + claude-3-5-sonnet-20241022", "more than one model fits"),
        ("Claud Opsu 4", "did you mean"),
    ] {
        let ended = scenario.run(&["models", "show", name]);
        assert_eq!(ended.code, 2);
        assert!(ended.stderr.contains(told), "{name}: {}", ended.stderr);
    }
}

//! `models resolve`, for one name: what the specification of names says about them, spelled out by hand.

use crate::support::{Ended, Scenario};

/// The first data row of a CSV: name, id, configuration, kind, developer in English and in Chinese.
fn answer(ended: &Ended) -> Vec<String> {
    let rows: Vec<_> = csv::Reader::from_reader(ended.stdout.as_bytes()).into_records().map(Result::unwrap).collect();
    assert_eq!(rows.len(), 1, "{}", ended.stdout);
    rows[0].iter().map(str::to_owned).collect()
}

fn resolve(arguments: &[&str]) -> Ended {
    let command = [&["models", "resolve"], arguments, &["--format", "csv"]].concat();
    Scenario::new().run(&command)
}

#[test]
fn a_name_gives_id_configuration_kind_and_developer_in_both_languages() {
    for (name, id, config, kind, developer, developer_zh) in [
        ("文心一言(v2.0.4)", "baidu/ernie-bot@v2.0.4", "", "a dated release", "Baidu", "百度"),
        ("文心一言", "baidu/ernie-bot", "", "an undated name, which moves", "Baidu", "百度"),
        ("claude-3-opus-20240229", "anthropic/claude-3-opus", "", "one set of weights", "Anthropic", "Anthropic"),
        ("Meta-Llama-3-70B-Instruct", "meta/llama-3-70b-instruct", "", "one set of weights", "Meta", "Meta"),
        ("gpt-4o-2024-05-13", "openai/gpt-4o@2024-05-13", "", "a dated release", "OpenAI", "OpenAI"),
        (
            "Qwen3-235B-A22B-no-thinking",
            "alibaba/qwen3-235b-a22b",
            "thinking=off",
            "one set of weights",
            "Alibaba",
            "阿里巴巴",
        ),
    ] {
        let ended = resolve(&[name]);
        assert_eq!(ended.code, 0, "{name}: {}", ended.stderr);
        assert_eq!(answer(&ended), [name, id, config, kind, developer, developer_zh]);
    }
}

#[test]
fn people_are_no_model_and_what_nothing_explains_is_new_with_a_slug_of_its_own() {
    let people = resolve(&["人类"]);
    assert_eq!(people.code, 0);
    assert_eq!(answer(&people)[1..], ["NONE", "", "not a model", "", ""]);

    let unknown = Scenario::new().run(&["models", "resolve", "Zzyzx Wombat 9000"]);
    assert_eq!(unknown.code, 2);
    assert!(unknown.stdout.contains("NEW") && unknown.stdout.contains("?/zzyzx-wombat-9000"), "{}", unknown.stdout);
    assert!(!unknown.stdout.contains("Why, strongest first"));
}

#[test]
fn what_stands_beside_a_name_decides_with_it() {
    // On OpenCompass `-hf` is the runtime; elsewhere it is the form of the files.
    assert_eq!(answer(&resolve(&["yi-1.5-34b-hf", "--source", "OpenCompass/model-configs"]))[2], "route=huggingface");
    assert_eq!(answer(&resolve(&["yi-1.5-34b-hf"]))[1..3], ["01-ai/yi-1.5-34b", ""]);
    assert_eq!(answer(&resolve(&["文心一言4.0", "--access", "网页"]))[1..3], ["baidu/ernie-4.0", "access=web"]);

    // Another organisation, or a date before the release, speaks against the model; it stays a candidate.
    for contrary in [["--organization", "Google"], ["--at", "2023-05"], ["--source", "SuperCLUE/README@2023-05"]] {
        let arguments = [&["models", "resolve", "claude-3-opus-20240229", "--explain"], contrary.as_slice()].concat();
        let ended = Scenario::new().run(&arguments);
        assert_eq!(ended.code, 2, "{contrary:?}: {}", ended.stdout);
        assert!(ended.stdout.contains("NEW") && ended.stdout.contains("anthropic/claude-3-opus"), "{}", ended.stdout);
    }
    assert_eq!(answer(&resolve(&["claude-3-opus-20240229", "--at", "2024-06-30"]))[1], "anthropic/claude-3-opus");
    assert_eq!(
        answer(&resolve(&["claude-3-opus-20240229", "--source", "SuperCLUE/README@2023-05", "--at", "2024-06"]))[1],
        "anthropic/claude-3-opus"
    );
}

#[test]
fn the_evidence_is_given_in_words_of_both_languages() {
    let english = Scenario::new().run(&["models", "resolve", "GPT-4o", "--organization", "Google", "--explain"]);
    let chinese =
        Scenario::new().in_chinese().run(&["models", "resolve", "GPT-4o", "--organization", "Google", "--explain"]);
    for part in ["Why, strongest first", "the board names \"Google\", who is not the developer of openai/gpt-4o"] {
        assert!(english.stdout.contains(part), "{}", english.stdout);
    }
    for part in ["依据（由强到弱）", "榜单所列机构为 \"Google\"，并非 openai/gpt-4o 的开发者", "未能确定"]
    {
        assert!(chinese.stdout.contains(part), "{}", chinese.stdout);
    }
    let json = Scenario::new().run(&["models", "resolve", "GPT-4o", "--explain", "--format", "json"]).succeeded();
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(json["sections"][0]["blocks"][0]["table"]["rows"][0]["id"]["text"], "openai/gpt-4o");
    assert_eq!(json["sections"][1]["heading"], "Why, strongest first");
}

#[test]
fn a_place_that_nobody_knows_is_an_error_with_the_likest_names() {
    for (arguments, told) in [
        (["--source", "supercleu"], "did you mean SuperCLUE"),
        (["--board", "superclue/genral"], "did you mean superclue/general"),
        (["--at", "spring"], "is not a month or day like 2023-11"),
        (["--at", "2023-13"], "is not a month or day like 2023-11"),
    ] {
        let ended = resolve(&[["GPT-4o"].as_slice(), &arguments].concat());
        assert_eq!(ended.code, 2);
        assert!(ended.stdout.is_empty() && ended.stderr.contains(told), "{arguments:?}: {}", ended.stderr);
    }
    let other = resolve(&["GPT-4o", "--source", "clue", "--board", "superclue/general"]);
    assert_eq!(other.code, 2);
    assert!(other.stderr.contains("superclue/general is a board of superclue, not of clue"), "{}", other.stderr);
}

#[test]
fn empty_overlong_and_controlled_names_are_answered_and_not_guessed() {
    for name in ["", "   ", "GPT\u{1}4", &"x".repeat(10_000), &"GPT-4 ".repeat(2_000)] {
        let ended = resolve(&[name, "--lang", "zh"]);
        assert_eq!(ended.code, 2, "{name:.20?}");
        assert_eq!(answer(&ended)[1], "NEW", "{name:.20?}");
    }
}

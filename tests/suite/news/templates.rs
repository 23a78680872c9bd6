//! Templates: what they print is JSON whatever the names are, and what is not is refused before anything is sent.

use super::hook::{Answer, Hook};
use crate::support::{Scenario, fixtures};
use bangdan::news::{Batch, Flavour, Frame, Template, Told, fit};
use bangdan::text::{Language, Message};
use proptest::prelude::*;
use serde_json::Value;

fn told(name: &str) -> Told {
    Told {
        id: "0".to_owned(),
        kind: "new-leader".to_owned(),
        rule: "new-leader".to_owned(),
        section: "New".to_owned(),
        text: name.to_owned(),
        place: name.to_owned(),
        board: "a/b".to_owned(),
        url: String::new(),
        edition: String::new(),
        name: name.to_owned(),
        organization: String::new(),
        model: String::new(),
        country: String::new(),
        open: None,
        rank: Some(1),
        rank_before: None,
        score: Some("82.10".to_owned()),
        public_on: "2026-09-01".to_owned(),
        learnt_at: "2026-09-01T00:00:00Z".to_owned(),
        capture: String::new(),
        more: Vec::new(),
    }
}

fn frame() -> Frame {
    Frame { title: Message::same("T \"x\""), footer: Message::same("F"), language: Language::Chinese }
}

fn render(flavour: Flavour, items: &[Told]) -> Value {
    let template = Template::new(flavour.name(), flavour.template()).unwrap();
    let batch = Batch { named: 0..items.len(), counted: 0..0 };
    let json = frame().render(&template, items, &batch, (1, "s")).unwrap();
    serde_json::from_str(&json).unwrap()
}

/// Every text of a document.
fn texts(value: &Value, found: &mut Vec<String>) {
    match value {
        Value::String(text) => found.push(text.clone()),
        Value::Array(list) => list.iter().for_each(|one| texts(one, found)),
        Value::Object(map) => map.values().for_each(|one| texts(one, found)),
        _ => {}
    }
}

proptest! {
    #[test]
    fn no_name_breaks_out_of_its_place(name in "\\PC*|[\"\\\\{}%<>\n\t\u{0}-\u{1f}]{0,12}") {
        for flavour in [Flavour::Feishu, Flavour::Slack, Flavour::Json] {
            let mut found = Vec::new();
            texts(&render(flavour, &[told(&name)]), &mut found);
            // Feishu reads `<at …>` as a mention.
            let expected = if flavour == Flavour::Feishu { name.replace('<', "＜") } else { name.clone() };
            prop_assert!(found.iter().any(|text| text.contains(&expected)), "{found:?}");
        }
    }
}

#[test]
fn the_templates_that_come_with_the_program_give_what_their_targets_ask_for() {
    let items = [told("A"), told("<at user_id=\"all\">")];
    let feishu = render(Flavour::Feishu, &items);
    assert_eq!(
        (&feishu["msg_type"], &feishu["sign"], &feishu["timestamp"]),
        (&"post".into(), &"s".into(), &"1".into())
    );
    let lines = feishu["content"]["post"]["zh_cn"]["content"].as_array().unwrap();
    assert_eq!(lines.len(), 3);
    assert!(!feishu.to_string().contains("<at"));
    let slack = render(Flavour::Slack, &items);
    let kinds: Vec<&str> =
        slack["blocks"].as_array().unwrap().iter().map(|block| block["type"].as_str().unwrap()).collect();
    assert_eq!(kinds, ["header", "rich_text", "rich_text", "context"]);
    let json = render(Flavour::Json, &items);
    assert_eq!(json["items"][0]["score"], "82.10");
    assert_eq!((&json["items"][0]["open"], &json["items"][0]["rank"]), (&Value::Null, &1.into()));
}

#[test]
fn slacks_blocks_and_feishus_bytes_are_kept() {
    let long = "长".repeat(1_400);
    let items: Vec<Told> = (0..300).map(|_| told(&long)).collect();
    for flavour in [Flavour::Feishu, Flavour::Slack] {
        let template = Template::new(flavour.name(), flavour.template()).unwrap();
        let batches = fit(&frame(), &template, &items, flavour.limits()).unwrap();
        assert_eq!(batches.len(), flavour.limits().messages);
        let told: usize = batches.iter().map(|batch| batch.named.len() + batch.counted.len()).sum();
        assert_eq!(told, 300);
        for batch in &batches {
            let json = frame().render(&template, &items, batch, (1_700_000_000, "s")).unwrap();
            let value: Value = serde_json::from_str(&json).unwrap();
            match flavour {
                Flavour::Feishu => assert!(json.len() <= 20_000, "{}", json.len()),
                _ => assert!(value["blocks"].as_array().unwrap().len() <= 50),
            }
            let mut found = Vec::new();
            texts(&value, &mut found);
            assert!(found.iter().all(|text| text.chars().count() <= 3_000));
        }
    }
    let tiny = bangdan::news::Limits { bytes: 200, items: 10, messages: 1 };
    let template = Template::new("feishu", Flavour::Feishu.template()).unwrap();
    assert_eq!(fit(&frame(), &template, &items, tiny).unwrap_err().exit_code(), 2);
}

#[test]
fn a_template_that_gives_no_json_is_refused_before_anything_is_sent() {
    static TAKEN: &[Answer] = &[(200, "", "ok")];
    let hook = Hook::start(TAKEN);
    let scenario = Scenario::fixtures();
    let url = hook.url("/x");
    for (text, part) in [
        ("{\"text\": \"{{ title }}\"}", "no JSON at line 1, column"),
        ("{\n  \"text\": {{ titel }}\n}", "t.json:2:"),
        ("{\n\n  {% if %}\n}", "t.json:3:"),
        ("{{ title }}", "neither an object nor a list"),
        ("{% for a in range(9000000) %}{% for b in range(9000000) %}{% endfor %}{% endfor %}{}", "t.json"),
    ] {
        scenario.write("t.json", text);
        let ended = scenario.run(&["news", "--webhook", &url, "--template", "t.json", "superclue/general"]);
        assert_eq!((ended.code, ended.stdout.as_str()), (2, ""), "{text}\n{}", ended.stderr);
        assert!(ended.stderr.contains(part), "{text}\n{}", ended.stderr);
    }
    let ended = scenario.run(&["news", "--webhook", &url, "--template", "feisu", "superclue/general"]);
    assert_eq!(ended.code, 2);
    assert!(ended.stderr.contains("did you mean feishu?"), "{}", ended.stderr);
    assert!(hook.posted().is_empty());
}

#[test]
fn a_template_of_ones_own_is_sent_as_it_renders() {
    static TAKEN: &[Answer] = &[(204, "", "")];
    let hook = Hook::start(TAKEN);
    let scenario = Scenario::new();
    scenario.run(&["fetch", "--replay", fixtures().to_str().unwrap(), "superclue"]).succeeded();
    scenario.write("t.json", "{\"n\": {{ items | length }}, \"first\": {{ items[0].name }}, \"more\": {{ more }}}");
    let url = hook.url("/x");
    let arguments = ["news", "--webhook", &url, "--template", "t.json", "superclue/general", "--until", "2026-09-12"];
    scenario.run(&arguments).succeeded();
    let message = &hook.messages()[0];
    assert_eq!((message["first"].as_str(), message["more"].as_u64()), (Some("Qwen3.8-Max-0902(max)"), Some(0)));
    assert!(message["n"].as_u64().unwrap() >= 2);
}

//! What is sent to a webhook: once, after failures too, and never with a secret on show.

use super::hook::{Answer, Hook};
use crate::support::{Scenario, fixtures};
use bangdan::archive::{Archive, Delivery};
use std::collections::BTreeSet;
use std::fs;

const TOKEN: &str = "8f1c2d3e-aaaa-bbbb-cccc-0123456789ab";
const SECRET: &str = "s3cret-signing-key";
const TAKEN: &[Answer] = &[(200, "", r#"{"code":0,"msg":"success"}"#)];

/// SuperCLUE's part of the fixtures in an archive of its own.
fn superclue() -> Scenario {
    let scenario = Scenario::new();
    scenario.run(&["fetch", "--replay", fixtures().to_str().unwrap(), "superclue"]).succeeded();
    scenario
}

/// The rules of a webhook called `team`, for news of SuperCLUE's general ranking.
fn file(hook: &Hook, more: &str) -> String {
    let url = hook.url(&format!("/open-apis/bot/v2/hook/{TOKEN}"));
    format!(
        "[[webhook]]\nname = \"team\"\nurl = \"{url}\"\nsecret = \"{SECRET}\"\ntemplate = \"feishu\"\nlang = \"zh\"\n{more}"
    )
}

fn deliveries(scenario: &Scenario) -> Vec<Delivery> {
    Archive::open(scenario.archive()).unwrap().deliveries().unwrap()
}

/// Everything that is said and kept, in which no secret may stand.
fn holds_no_secret(scenario: &Scenario, said: &str) {
    let folder = scenario.archive().join("deliveries");
    let files = fs::read_dir(folder).map(|files| files.map(|file| fs::read(file.unwrap().path()).unwrap()).collect());
    let kept: Vec<Vec<u8>> = files.unwrap_or_default();
    let kept: String = kept.iter().map(|bytes| String::from_utf8_lossy(bytes)).collect();
    for secret in [TOKEN, SECRET] {
        assert!(!said.contains(secret), "{said}");
        assert!(!kept.contains(secret), "{kept}");
    }
}

#[test]
fn what_is_refused_twice_is_sent_at_the_third_try_and_never_again() {
    static ANSWERS: &[Answer] =
        &[(503, "", "busy"), (429, "Retry-After: 0\r\n", ""), (200, "", r#"{"code":0,"msg":"success"}"#)];
    let hook = Hook::start(ANSWERS);
    let scenario = superclue();
    scenario.write("news.toml", &file(&hook, ""));
    let send = || scenario.run(&["news", "--rules", "news.toml", "--webhook", "team", "superclue/general"]);
    let first = send();
    let said = format!("{}{}", first.stdout, first.stderr);
    assert_eq!(first.code, 0, "{said}");
    assert_eq!(first.stdout, "");
    let posted = hook.posted();
    assert_eq!(posted.len(), 3, "{said}");
    assert!(posted.iter().all(|one| one.body == posted[0].body && one.target.ends_with(TOKEN)), "{said}");
    assert!(posted[0].head.to_ascii_lowercase().contains("content-type: application/json"));
    let message = &hook.messages()[0];
    let timestamp: i64 = message["timestamp"].as_str().unwrap().parse().unwrap();
    assert_eq!(message["sign"].as_str().unwrap(), bangdan::news::sign(timestamp, SECRET));
    let post = &message["content"]["post"]["zh_cn"];
    assert!(post["title"].as_str().unwrap().starts_with("大模型榜单动态（截至 2026-09-11）"), "{post}");
    assert!(post["content"][0][1]["text"].as_str().unwrap().contains("Qwen3.8-Max-0902(max)"), "{post}");
    holds_no_secret(&scenario, &said);

    // The record names who came first in the last week of the fixtures.
    let records = deliveries(&scenario);
    assert_eq!(records.len(), 1);
    let told: BTreeSet<(&str, &str)> =
        records[0].items.iter().map(|told| (told.kind.as_str(), told.subject.as_str())).collect();
    assert!(told.contains(&("new-leader", "Qwen3.8-Max-0902(max)")), "{told:?}");
    assert_eq!((records[0].target.as_str(), records[0].items.iter().all(|told| told.named)), ("team", true));
    let verified = scenario.run(&["verify"]).succeeded();
    assert!(verified.contains("1 message sent"), "{verified}");

    let again = send();
    assert_eq!((again.code, again.stdout.as_str()), (0, ""), "{}", again.stderr);
    assert!(again.stderr.contains("nothing new for team"), "{}", again.stderr);
    assert_eq!((hook.posted().len(), deliveries(&scenario).len()), (3, 1));
}

#[test]
fn an_address_is_the_same_target_under_any_name() {
    let hook = Hook::start(TAKEN);
    let scenario = superclue();
    scenario.write("news.toml", &file(&hook, ""));
    let run = |arguments: &[&str]| scenario.run(arguments).succeeded();
    run(&["news", "--rules", "news.toml", "--webhook", "team", "superclue/general"]);
    let url = hook.url(&format!("/open-apis/bot/v2/hook/{TOKEN}"));
    run(&["news", "--webhook", &url, "--template", "feishu", "superclue/general"]);
    assert_eq!(hook.posted().len(), 1);
}

#[test]
fn feishu_refuses_with_a_status_of_success_and_then_nothing_counts_as_sent() {
    static ANSWERS: &[Answer] = &[
        (200, "", r#"{"code":19021,"msg":"sign match fail or timestamp is not within one hour from current time"}"#),
        (200, "", r#"{"code":0,"msg":"success"}"#),
    ];
    let hook = Hook::start(ANSWERS);
    let scenario = superclue();
    scenario.write("news.toml", &file(&hook, ""));
    let send = || scenario.run(&["news", "--rules", "news.toml", "--webhook", "team", "superclue/general"]);
    let refused = send();
    assert_eq!((refused.code, refused.stdout.as_str()), (3, ""), "{}", refused.stderr);
    assert!(refused.stderr.contains("19021") && refused.stderr.contains("the secret is another"), "{}", refused.stderr);
    assert!(refused.stderr.contains("http://127.0.0.1"), "{}", refused.stderr);
    holds_no_secret(&scenario, &refused.stderr);
    assert_eq!((hook.posted().len(), deliveries(&scenario).len()), (1, 0));
    assert_eq!(send().code, 0);
    assert_eq!((hook.posted().len(), deliveries(&scenario).len()), (2, 1));
}

#[test]
fn an_answer_that_repeats_the_secret_is_not_quoted_and_a_redirect_is_not_followed() {
    static ECHO: &[Answer] = &[(400, "", "no such hook: 8f1c2d3e-aaaa-bbbb-cccc-0123456789ab")];
    static MOVED: &[Answer] = &[(307, "Location: http://127.0.0.1:9/elsewhere\r\n", "")];
    for (answers, expected) in [(ECHO, "400"), (MOVED, "307")] {
        let hook = Hook::start(answers);
        let scenario = superclue();
        scenario.write("news.toml", &file(&hook, ""));
        let ended = scenario.run(&["news", "--rules", "news.toml", "--webhook", "team", "superclue/general"]);
        assert_eq!(ended.code, 3, "{}", ended.stderr);
        assert!(ended.stderr.contains(expected), "{}", ended.stderr);
        holds_no_secret(&scenario, &ended.stderr);
        assert_eq!((hook.posted().len(), deliveries(&scenario).len()), (1, 0));
    }
}

#[test]
fn a_dry_run_shows_the_message_and_sends_and_records_nothing() {
    let hook = Hook::start(TAKEN);
    let scenario = superclue();
    scenario.write("news.toml", &file(&hook, ""));
    let shown = scenario.run(&[
        "news",
        "--rules",
        "news.toml",
        "--webhook",
        "team",
        "--dry-run",
        "--exit-code",
        "superclue/general",
    ]);
    assert_eq!(shown.code, 1, "{}", shown.stderr);
    let message: serde_json::Value = serde_json::from_str(&shown.stdout).unwrap();
    assert_eq!(message["sign"], "***");
    assert!(shown.stderr.contains("nothing was sent"), "{}", shown.stderr);
    holds_no_secret(&scenario, &format!("{}{}", shown.stdout, shown.stderr));
    assert!(hook.posted().is_empty() && deliveries(&scenario).is_empty());
}

#[test]
fn what_cannot_be_recorded_is_not_sent() {
    let hook = Hook::start(TAKEN);
    let scenario = superclue();
    scenario.write("news.toml", &file(&hook, ""));
    fs::write(scenario.archive().join("deliveries"), "").unwrap();
    let ended = scenario.run(&["news", "--rules", "news.toml", "--webhook", "team", "superclue/general"]);
    assert_eq!(ended.code, 5, "{}", ended.stderr);
    assert!(hook.posted().is_empty());
}

#[test]
fn much_news_is_cut_into_messages_and_the_rest_is_counted() {
    let hook = Hook::start(TAKEN);
    let scenario = superclue();
    scenario.write("news.toml", &file(&hook, "most_items = 2\nmost_messages = 2\n"));
    let send = || {
        let arguments =
            ["news", "--rules", "news.toml", "--webhook", "team", "--template", "json", "--since", "2023-08-01"];
        scenario.run(&[&arguments[..], &["superclue/general"]].concat())
    };
    let first = send();
    assert_eq!(first.code, 0, "{}", first.stderr);
    let messages = hook.messages();
    let named: Vec<usize> = messages.iter().map(|message| message["items"].as_array().unwrap().len()).collect();
    let more: Vec<u64> = messages.iter().map(|message| message["more"].as_u64().unwrap()).collect();
    assert_eq!((named.as_slice(), more[0]), ([2, 2].as_slice(), 0));
    assert!(more[1] > 0 && messages[1]["footer"].as_str().unwrap().contains(&format!("另有 {} 条", more[1])));
    let ids: BTreeSet<&str> = messages
        .iter()
        .flat_map(|message| message["items"].as_array().unwrap())
        .map(|item| item["id"].as_str().unwrap())
        .collect();
    assert_eq!(ids.len(), 4);
    let records = deliveries(&scenario);
    assert!(records.iter().flat_map(|record| &record.items).any(|told| !told.named));
    assert_eq!(send().code, 0);
    assert_eq!(hook.posted().len(), 2, "what was counted was told");
}

#[test]
fn a_message_stays_within_the_bytes_that_a_target_takes() {
    let hook = Hook::start(TAKEN);
    let scenario = superclue();
    scenario.write("news.toml", &file(&hook, "most_bytes = 3000\nmost_messages = 50\n"));
    let arguments = ["news", "--rules", "news.toml", "--webhook", "team", "--since", "2023-08-01", "superclue"];
    let sent = scenario.run(&arguments);
    assert_eq!(sent.code, 0, "{}", sent.stderr);
    let posted = hook.posted();
    assert!(posted.len() > 2, "{}", posted.len());
    for one in &posted {
        assert!(one.body.len() <= 3000, "{}", one.body.len());
    }
}

#[test]
fn a_webhook_that_is_not_known_is_refused_with_what_to_do() {
    let scenario = Scenario::fixtures();
    scenario.write("news.toml", "[[webhook]]\nname = \"team\"\nurl_env = \"TEAM_URL\"\n");
    let refused = |name: &str| {
        let ended = scenario.run(&["news", "--rules", "news.toml", "--webhook", name]);
        assert_eq!((ended.code, ended.stdout.as_str()), (2, ""), "{}", ended.stderr);
        ended.stderr
    };
    assert!(refused("teem").contains("did you mean team?"));
    assert!(refused("team").contains("export TEAM_URL=https://"));
    assert!(refused("other").contains("BANGDAN_WEBHOOK_OTHER"));
    let shown = refused("ftp://files.example/very-secret-path");
    assert!(!shown.contains("very-secret-path") && shown.contains("https://"), "{shown}");
}

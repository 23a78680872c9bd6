//! A body taken out on request: it goes and what was read from it, and every command says so instead of telling that
//! models left.

use crate::support::{Ended, Scenario};
use bangdan::archive::{Archive, Capture, Outcome};
use bangdan::schema::{Digest, SourceId, Timestamp};
use std::fs;
use std::path::Path;

/// A board in one page, and a board of one file for each model that a list names.
const DEFINITION: &str = r#"
id = "test"
publisher = "Test"
homepage = "https://example.org/"
languages = ["zh"]
name = { en = "Test", zh = "测试" }

[resource.page]
url = "https://example.org/page.md"

[resource.list]
url = "https://example.org/list.json"
bind = { file = { json = "/files/*", all = true } }

[resource.file]
url = "https://example.org/{list.file}.json"

[[board]]
id = "test/page"
rolling = true
name = { en = "Page", zh = "页" }
columns = { model = ["model"] }
variants = [{ resource = "page", table = { format = "markdown" } }]

[[board.metric]]
id = "score"
header = ["score"]
range = [0, 100]
primary = true

[[board]]
id = "test/files"
rolling = true
name = { en = "Files", zh = "文件" }
columns = { model = ["model"] }
variants = [{ resource = "file", union = true, table = { format = "json", at = "/rows" } }]

[[board.metric]]
id = "score"
header = ["score"]
range = [0, 100]
primary = true
"#;

const FIRST: &str = "| model | score |\n|---|---|\n| A | 90.10 |\n| B | 80.20 |\n";
const SECOND: &str = "| model | score |\n|---|---|\n| A | 90.10 |\n| B | 81.30 |\n| Secret | 95.50 |\n";
const THIRD: &str = "| model | score |\n|---|---|\n| A | 90.10 |\n| B | 82.40 |\n";
const LIST: &str = r#"{"files": ["a", "b", "c"]}"#;

fn file(model: &str, score: &str) -> String {
    format!("{{\"rows\": [{{\"model\": \"{model}\", \"score\": {score}}}]}}")
}

fn digest(body: &str) -> String {
    Digest::of(body.as_bytes()).hex()
}

/// Records answers as runs of these days would: resource, address, body.
fn record(root: &Path, day: u32, answers: &[(&str, &str, &str)]) {
    let archive = Archive::create(root).unwrap();
    let at: Timestamp = format!("2026-03-{day:02}T12:00:00Z").parse().unwrap();
    let mut run = archive.begin_run(at, "test").unwrap();
    for (resource, name, body) in answers {
        let url = format!("https://example.org/{name}");
        let outcome = Outcome::of_body(body.as_bytes(), None, &url, None);
        let capture = Capture::new(SourceId::from("test"), resource, &url, at, outcome);
        run.record(capture, Some(body.as_bytes())).unwrap();
    }
    run.finish().unwrap();
}

fn pages() -> Scenario {
    let scenario = Scenario::new();
    scenario.write("sources/test.toml", DEFINITION);
    for (day, body) in [(1, FIRST), (2, SECOND), (3, THIRD)] {
        record(scenario.archive(), day, &[("page", "page.md", body)]);
    }
    scenario
}

fn forget(scenario: &Scenario, body: &str) -> Ended {
    scenario.run(&["forget", &digest(body)[..12], "--reason", "its publisher asked on 2026-03-04", "--who", "me"])
}

/// Whether these bytes stand in any file of a folder, compressed tables aside.
fn stands_in(folder: &Path, text: &str) -> bool {
    fs::read_dir(folder).unwrap().any(|entry| {
        let path = entry.unwrap().path();
        if path.is_dir() {
            stands_in(&path, text)
        } else {
            String::from_utf8_lossy(&fs::read(&path).unwrap()).contains(text)
        }
    })
}

#[test]
fn a_body_goes_with_its_figures_and_its_digest_and_the_reason_stay() {
    let scenario = pages();
    let shown = scenario.run(&["show", "test/page", "--as-of", "2026-03-02"]).succeeded();
    assert!(shown.contains("95.50"), "{shown}");
    let ended = forget(&scenario, SECOND);
    assert!(ended.stderr.contains("taken out; its digest and the reason are kept"), "{}", ended.stderr);
    assert!(ended.stderr.contains("1 request in the log still names it"), "{}", ended.stderr);
    ended.succeeded();
    assert!(!stands_in(scenario.archive(), "Secret"), "the name is still there");
    let record = fs::read_to_string(scenario.archive().join(format!("forgotten/{}.toml", digest(SECOND)))).unwrap();
    assert!(record.contains("its publisher asked on 2026-03-04") && record.contains("who = \"me\""), "{record}");
    let verified = scenario.run(&["verify"]).succeeded();
    assert!(verified.contains("1 body taken out on request") && verified.contains("is whole"), "{verified}");
    // The log still says what was asked and which bytes came.
    assert_eq!(Archive::open(scenario.archive()).unwrap().captures().unwrap().len(), 3);
}

#[test]
fn boards_say_that_figures_were_taken_out_and_nobody_has_left() {
    let scenario = pages();
    forget(&scenario, SECOND).succeeded();
    let why = "what 1 capture showed was taken out on request (its publisher asked on 2026-03-04)";
    let shown = scenario.run(&["show", "test/page"]).succeeded();
    let line = shown.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(line.contains(why) && line.contains("82.40"), "{shown}");
    let listed = scenario.run(&["list", "test"]).succeeded();
    assert!(listed.split_whitespace().collect::<Vec<_>>().join(" ").contains(why), "{listed}");
    let ended = scenario.run(&["diff", "test/page"]);
    assert!(ended.stderr.contains(why), "{}", ended.stderr);
    let changes = ended.succeeded();
    // B went from 80.20 to 82.40; Secret neither entered nor left.
    assert!(changes.contains("2.20") && !changes.contains("Secret"), "{changes}");
    let ended = scenario.run(&["explain", "test/page", "B", "score"]);
    assert!(ended.stderr.contains(why), "{}", ended.stderr);
    ended.succeeded();
    let chinese = pages().in_chinese();
    forget(&chinese, SECOND).succeeded();
    let shown = chinese.run(&["show", "test/page"]).succeeded();
    assert!(shown.contains("应要求移除了 1 次抓取的数据"), "{shown}");
    scenario.run(&["report", "test", "--output", "out"]).succeeded();
    assert!(fs::read_to_string(scenario.path("out/en/test.page.md")).unwrap().contains(why));
}

#[test]
fn the_newest_or_the_only_body_taken_out_is_said_so() {
    let scenario = pages();
    forget(&scenario, THIRD).succeeded();
    let shown = scenario.run(&["show", "test/page"]).succeeded();
    let line = shown.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(line.contains("95.50"), "{shown}");
    assert!(line.contains("the newest of them is of 2026-03-03, and the figures here are older"), "{shown}");
    assert!(!line.contains("held back"), "{shown}");
    for body in [FIRST, SECOND] {
        forget(&scenario, body).succeeded();
    }
    let ended = scenario.run(&["show", "test/page"]);
    assert!(ended.stderr.contains("what 3 captures showed were taken out on request"), "{}", ended.stderr);
    let _ = ended.ended_with(2);
    // A board that never stood in that page says nothing of it.
    assert!(!scenario.run(&["list", "test/files"]).succeeded().contains("taken out"));
}

#[test]
fn a_set_without_one_of_its_bodies_is_no_content_of_the_board() {
    let scenario = Scenario::new();
    scenario.write("sources/test.toml", DEFINITION);
    let all = [file("A", "90.1"), file("B", "80.2"), file("Secret", "95.5")];
    let day = |day, c: &str| {
        let answers = [
            ("list", "list.json", LIST),
            ("file", "a.json", &all[0]),
            ("file", "b.json", &all[1]),
            ("file", "c.json", c),
        ];
        record(scenario.archive(), day, &answers);
    };
    day(1, &all[2]);
    let third = file("Secret", "96.6");
    day(2, &third);
    let last = file("Secret", "97.7");
    day(3, &last);
    let shown = scenario.run(&["show", "test/files"]).succeeded();
    assert!(shown.contains("97.7") && shown.contains("80.2"), "{shown}");
    forget(&scenario, &third).succeeded();
    let ended = scenario.run(&["diff", "test/files"]);
    assert!(ended.stderr.contains("what 1 capture showed was taken out"), "{}", ended.stderr);
    // From the first set to the third: 95.5 to 97.7, and nobody entered or left in between.
    let changes = ended.succeeded();
    assert!(changes.contains("2.2") && changes.contains("Secret"), "{changes}");
    assert!(changes.contains("none entered, none left"), "{changes}");
    // The list is a body of the set as well: without it nothing says what belongs together.
    forget(&scenario, LIST).succeeded();
    let ended = scenario.run(&["show", "test/files"]);
    assert!(ended.stderr.contains("taken out on request"), "{}", ended.stderr);
    let _ = ended.ended_with(2);
}

#[test]
fn neither_a_fetch_nor_another_archive_brings_it_back() {
    let scenario = pages();
    let whole = scenario.path("whole");
    for (day, body) in [(1, FIRST), (2, SECOND), (3, THIRD)] {
        record(&whole, day, &[("page", "page.md", body)]);
    }
    forget(&scenario, SECOND).succeeded();
    let held = |root: &Path| Archive::open(root).unwrap().body(&Digest::of(SECOND.as_bytes())).is_ok();
    // The same bytes again: named, not kept.
    record(scenario.archive(), 5, &[("page", "page.md", SECOND)]);
    assert!(!held(scenario.archive()));
    scenario.run(&["fetch", "--replay", whole.to_str().unwrap(), "test"]).succeeded();
    let saved = scenario.write("page.md", SECOND);
    scenario.run(&["fetch", "test", "--from", saved.to_str().unwrap(), "--resource", "page"]).succeeded();
    let ended = scenario.run(&["merge", whole.to_str().unwrap()]);
    assert!(!held(scenario.archive()) && held(&whole));
    ended.succeeded();
    scenario.run(&["verify"]).succeeded();
    // The other way round the removal travels, and takes the body with it.
    let other = scenario.run(&["merge", scenario.archive().to_str().unwrap(), "--archive", whole.to_str().unwrap()]);
    assert!(other.stderr.contains("1 body taken out here, as the other archive was asked to"), "{}", other.stderr);
    other.succeeded();
    assert!(!held(&whole));
    scenario.run(&["verify", "--archive", whole.to_str().unwrap()]).succeeded();
    // So does a replay into a new archive.
    let fresh = scenario.path("fresh");
    let replay = ["fetch", "--replay", whole.to_str().unwrap(), "test", "--archive", fresh.to_str().unwrap()];
    scenario.run(&replay).succeeded();
    assert!(!held(&fresh));
    scenario.run(&["verify", "--archive", fresh.to_str().unwrap()]).succeeded();
}

#[test]
fn an_interrupted_removal_is_found_and_completed_without_a_reason() {
    let scenario = pages();
    let body = scenario.archive().join(format!("objects/{}/{}.md", &digest(SECOND)[..2], digest(SECOND)));
    let bytes = fs::read(&body).unwrap();
    forget(&scenario, SECOND).succeeded();
    fs::write(&body, &bytes).unwrap();
    let verified = scenario.run(&["verify"]);
    let command = format!("bangdan forget {}", &digest(SECOND)[..12]);
    assert!(verified.stdout.contains(&command), "{}", verified.stdout);
    let _ = verified.ended_with(5);
    // Nothing is read from it even so.
    let shown = scenario.run(&["history", "Secret"]);
    let _ = shown.ended_with(2);
    let ended = scenario.run(&["forget", &digest(SECOND)[..12]]);
    assert!(ended.stderr.contains("of earlier is completed (its publisher asked"), "{}", ended.stderr);
    ended.succeeded();
    assert!(!body.exists());
    scenario.run(&["verify"]).succeeded();
}

#[test]
fn a_removal_needs_a_reason_and_one_body() {
    let scenario = pages();
    let ended = scenario.run(&["forget", &digest(SECOND)[..12]]);
    assert!(ended.stderr.contains("a removal needs a reason") && ended.stderr.contains("--reason"), "{}", ended.stderr);
    let _ = ended.ended_with(2);
    let ended = scenario.run(&["forget", "ffffffffffff", "--reason", "x"]);
    assert!(ended.stderr.contains("no capture is called"), "{}", ended.stderr);
    let _ = ended.ended_with(2);
    assert!(!scenario.archive().join("forgotten").exists());
}

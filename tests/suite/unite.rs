//! Two archives into one: nothing doubled, nothing lost, and what is damaged there stays there.

use crate::support::Scenario;
use bangdan::archive::{Archive, Capture, Decision, Outcome, Ruling};
use bangdan::schema::{BoardId, Digest, SourceId, Timestamp};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

fn at(second: i64) -> Timestamp {
    Timestamp::from_second(1_795_000_000 + second).unwrap()
}

fn capture(second: i64, url: &str, body: &str) -> Capture {
    let outcome = Outcome::of_body(body.as_bytes(), None, url, None);
    Capture::new(SourceId::from("test"), "page", url, at(second), outcome)
}

/// A run of this name that began at this second, with answers of the seconds after.
fn record(root: &Path, second: i64, name: &str, bodies: &[&str]) {
    let mut run = Archive::create(root).unwrap().begin_run(at(second), name).unwrap();
    for (later, body) in (second + 1..).zip(bodies) {
        let capture = capture(later, "https://example.org/a.md", body);
        run.record(capture, Some(body.as_bytes())).unwrap();
    }
    run.finish().unwrap();
}

fn merge(scenario: &Scenario, other: &Path) -> (i32, String) {
    let ended = scenario.run(&["merge", other.to_str().unwrap()]);
    (ended.code, ended.stderr)
}

/// Every file above `derived/` with its bytes.
fn files(root: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut files = BTreeMap::new();
    let mut folders = vec![root.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_file() {
                files.insert(path.strip_prefix(root).unwrap().to_owned(), fs::read(&path).unwrap());
            } else if path.file_name().is_some_and(|name| name != "derived") {
                folders.push(path);
            }
        }
    }
    files
}

/// The lines of all logs, as they stand in the files.
fn lines(root: &Path) -> Vec<String> {
    let mut lines: Vec<String> = fs::read_dir(root.join("captures"))
        .unwrap()
        .flat_map(|log| fs::read_to_string(log.unwrap().path()).unwrap().lines().map(str::to_owned).collect::<Vec<_>>())
        .collect();
    lines.sort();
    lines
}

#[test]
fn what_either_holds_the_union_holds_once_whichever_way_round() {
    let scenario = Scenario::new();
    let (one, other) = (scenario.archive().to_owned(), scenario.path("other"));
    record(&one, 0, "p1", &["first", "second"]);
    record(&other, 100, "p2", &["second", "third"]);
    // A run that both hold: the same bytes under the same name.
    record(&one, 200, "p3", &["shared"]);
    record(&other, 200, "p3", &["shared"]);
    let decision = Decision {
        capture: Digest::of(b"third"),
        board: BoardId::from("test/board"),
        ruling: Ruling::Accept,
        reason: "right".to_owned(),
        who: None,
        when: at(300),
    };
    Archive::open(&other).unwrap().decide(&decision).unwrap();
    fs::create_dir(other.join("deliveries")).unwrap();
    let message =
        r#"{"target":"team","address":"ADDRESS","sent_at":"2026-11-23T12:00:00Z","message":"ADDRESS","items":[]}"#;
    let message = message.replace("ADDRESS", &Digest::of(b"notice").hex());
    let delivery = format!("deliveries/{}.json", Digest::of(message.as_bytes()).hex());
    fs::write(other.join(&delivery), message).unwrap();
    let expected: BTreeMap<PathBuf, Vec<u8>> = files(&one).into_iter().chain(files(&other)).collect();
    let (code, said) = merge(&scenario, &other);
    assert_eq!(code, 0, "{said}");
    assert!(said.contains("taken: 2 requests, 1 body, 1 decision, 1 notice, 0 removals; 1 request was here"), "{said}");
    assert_eq!(files(&one), expected);
    assert_eq!(Archive::open(&one).unwrap().decisions().unwrap(), [decision]);
    scenario.run(&["verify"]).succeeded();
    // Again: nothing; the other way round: the same archive.
    let (code, said) = merge(&scenario, &other);
    assert_eq!((code, files(&one)), (0, expected.clone()), "{said}");
    let other_of = ["merge", one.to_str().unwrap(), "--archive", other.to_str().unwrap()];
    scenario.run(&other_of).succeeded();
    assert_eq!(files(&other), expected);
}

#[test]
fn equal_names_with_other_content_and_a_run_that_went_on_lose_and_double_nothing() {
    let scenario = Scenario::new();
    let (one, other) = (scenario.archive().to_owned(), scenario.path("other"));
    record(&one, 0, "p1", &["ours"]);
    record(&other, 0, "p1", &["theirs", "more"]);
    let all: BTreeSet<String> = lines(&one).into_iter().chain(lines(&other)).collect();
    assert_eq!(merge(&scenario, &other).0, 0);
    assert_eq!(lines(&one), all.into_iter().collect::<Vec<_>>());
    let names: BTreeSet<String> = fs::read_dir(one.join("captures"))
        .unwrap()
        .map(|log| log.unwrap().file_name().into_string().unwrap())
        .collect();
    assert!(names.iter().all(|name| name.contains("-p1")) && names.len() == 2, "{names:?}");
    // The other's run goes on, and is cut in the middle of a line.
    let log = fs::read_dir(other.join("captures")).unwrap().next().unwrap().unwrap().path();
    let whole = fs::read_to_string(&log).unwrap();
    let line = whole.lines().last().unwrap().replace("/a.md", "/b.md");
    fs::write(&log, format!("{whole}{line}\n{}", &line[..40])).unwrap();
    let (code, said) = merge(&scenario, &other);
    assert_eq!(code, 0);
    assert!(said.contains("1 run there was interrupted, or still goes on"), "{said}");
    assert_eq!(lines(&one).len(), 4);
    assert!(lines(&one).contains(&line));
    assert_eq!(merge(&scenario, &other).0, 0);
    assert_eq!(lines(&one).len(), 4);
    scenario.run(&["verify"]).succeeded();
}

#[test]
fn what_is_whole_of_a_damaged_archive_is_taken_and_the_rest_is_said() {
    let scenario = Scenario::new();
    let (one, other) = (scenario.archive().to_owned(), scenario.path("other"));
    record(&one, 500, "p9", &["held here"]);
    record(&other, 0, "p1", &["whole", "damaged", "missing", "held here"]);
    let object = |body: &str| {
        let hex = Digest::of(body.as_bytes()).hex();
        format!("objects/{}/{hex}.md", &hex[..2])
    };
    fs::write(other.join(object("damaged")), "xxx").unwrap();
    fs::remove_file(other.join(object("missing"))).unwrap();
    fs::remove_file(other.join(object("held here"))).unwrap();
    let log = fs::read_dir(other.join("captures")).unwrap().next().unwrap().unwrap().path();
    let whole = fs::read_to_string(&log).unwrap();
    fs::write(&log, format!("not a line\n{whole}")).unwrap();
    let (code, said) = merge(&scenario, &other);
    assert_eq!(code, 3, "{said}");
    assert!(said.contains("line 1: it cannot be read"), "{said}");
    assert!(said.contains(&object("damaged")) && said.contains("it is damaged"), "{said}");
    assert!(said.contains("2 lines name a body that neither archive has whole, the first is line 3"), "{said}");
    assert!(said.contains("taken: 2 requests, 1 body"), "{said}");
    assert_eq!(lines(&one).len(), 3);
    scenario.run(&["verify"]).succeeded();
    // Mended there, it is taken; nothing twice.
    fs::write(other.join(object("damaged")), "damaged").unwrap();
    fs::write(other.join(object("missing")), "missing").unwrap();
    fs::write(&log, whole).unwrap();
    let (code, said) = merge(&scenario, &other);
    assert_eq!(code, 0, "{said}");
    assert_eq!(lines(&one).len(), 5);
    scenario.run(&["verify"]).succeeded();
}

#[test]
fn a_body_that_is_lost_here_comes_back_from_the_other() {
    let scenario = Scenario::new();
    let (one, other) = (scenario.archive().to_owned(), scenario.path("other"));
    record(&one, 0, "p1", &["body"]);
    record(&other, 0, "p1", &["body"]);
    let hex = Digest::of(b"body").hex();
    fs::remove_file(one.join(format!("objects/{}/{hex}.md", &hex[..2]))).unwrap();
    let _ = scenario.run(&["verify"]).ended_with(5);
    let (code, said) = merge(&scenario, &other);
    assert!(code == 0 && said.contains("taken: 0 requests, 1 body"), "{said}");
    scenario.run(&["verify"]).succeeded();
}

#[test]
fn another_format_the_same_folder_and_no_archive_are_refused_with_a_sentence() {
    let scenario = Scenario::new();
    let (one, other) = (scenario.archive().to_owned(), scenario.path("other"));
    record(&one, 0, "p1", &["body"]);
    record(&other, 10, "p2", &["new"]);
    for (format, sentence) in [("1.9", "a later bangdan made it"), ("2.0", "its format is 2.0 and this program reads")]
    {
        fs::write(other.join("archive.toml"), format!("format = \"{format}\"\n")).unwrap();
        let (code, said) = merge(&scenario, &other);
        assert!(code == 5 && said.contains(sentence) && said.contains("later"), "{said}");
    }
    let (code, said) = merge(&scenario, &one);
    assert!(code == 2 && said.contains("this archive itself"), "{said}");
    let (code, said) = merge(&scenario, &scenario.path("nowhere"));
    assert!(code == 5 && said.contains("there is no archive here"), "{said}");
    let (code, said) = merge(&scenario, Path::new("https://example.org/archive/"));
    assert!(code == 2 && said.contains("bangdan pull"), "{said}");
    assert_eq!(lines(&one).len(), 1);
}

#[test]
fn a_listing_is_written_where_the_archive_is_whole_and_a_stale_one_is_said() {
    let scenario = Scenario::new();
    let root = scenario.archive().to_owned();
    record(&root, 0, "p1", &["one", "two"]);
    assert!(scenario.run(&["verify", "--listing"]).stderr.contains("listing.jsonl lists 4 files"));
    let text = fs::read_to_string(root.join("listing.jsonl")).unwrap();
    // Held against the files themselves, read without the program.
    let expected: BTreeSet<(String, u64, String)> = files(&root)
        .into_iter()
        .filter(|(path, _)| path != Path::new("listing.jsonl"))
        .map(|(path, bytes)| (path.to_str().unwrap().to_owned(), bytes.len() as u64, Digest::of(&bytes).hex()))
        .collect();
    let listed: BTreeSet<(String, u64, String)> = text
        .lines()
        .skip(1)
        .map(|line| {
            let line: serde_json::Value = serde_json::from_str(line).unwrap();
            let text = |key: &str| line[key].as_str().unwrap().to_owned();
            (text("path"), line["bytes"].as_u64().unwrap(), text("sha256"))
        })
        .collect();
    assert_eq!(listed, expected);
    assert!(!scenario.run(&["verify"]).succeeded().contains("listing"), "a fresh listing is nothing to note");
    record(&root, 10, "p2", &["three"]);
    let verified = scenario.run(&["verify"]).succeeded();
    assert!(
        verified.contains("· listing.jsonl: it is of an earlier state: 2 files that are here now are not in it"),
        "{verified}"
    );
    scenario.run(&["verify", "--listing"]).succeeded();
    assert!(!scenario.run(&["verify"]).succeeded().contains("listing"));
    // A listing that is no listing is wrong; a damaged archive gets none.
    fs::write(root.join("listing.jsonl"), "<html>").unwrap();
    let _ = scenario.run(&["verify"]).ended_with(5);
    scenario.run(&["verify", "--listing"]).succeeded();
    let hex = Digest::of(b"one").hex();
    fs::write(root.join(format!("objects/{}/{hex}.md", &hex[..2])), "onE").unwrap();
    let before = fs::read(root.join("listing.jsonl")).unwrap();
    let ended = scenario.run(&["verify", "--listing"]);
    assert!(ended.stderr.contains("was not written"), "{}", ended.stderr);
    let _ = ended.ended_with(5);
    assert_eq!(fs::read(root.join("listing.jsonl")).unwrap(), before);
}

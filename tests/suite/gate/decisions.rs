//! A capture that the gate holds back: what is said of it everywhere, and what a person's decision changes.

use crate::support::{Scenario, fixtures};
use std::fs;
use std::path::Path;

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}

/// An archive with SuperCLUE-Auto as recorded: out of 10 in the morning, out of 100 later that day, and no decision.
fn undecided() -> Scenario {
    let scenario = Scenario::new();
    let from = scenario.path("fixtures");
    copy(&fixtures(), &from);
    fs::remove_dir_all(from.join("decisions")).unwrap();
    let ended = scenario.run(&["fetch", "superclue-auto", "--replay", "fixtures"]);
    assert!(ended.stderr.contains("superclue-auto/abilities: the newest capture is held back"), "{}", ended.stderr);
    let _ = ended.ended_with(4);
    scenario
}

const WHY: &str = "scale-changed, since 2023-12-25, capture";

#[test]
fn a_capture_that_is_held_back_is_spoken_of_everywhere() {
    let scenario = undecided();
    let list = scenario.run(&["list", "superclue-auto", "--format", "csv"]).succeeded();
    assert!(list.contains(",quarantined,CLUE,,2023-12-25,scale-changed,"), "{list}");
    for format in ["terminal", "json", "markdown"] {
        let list = scenario.run(&["list", "superclue-auto", "--format", format]).succeeded();
        assert!(list.contains("scale-changed"), "{list}");
        let show = scenario.run(&["show", "superclue-auto/abilities", "--format", format]).succeeded();
        assert!(show.contains("scale-changed"), "{show}");
        assert!(show.contains("7.94") && !show.contains("79.4 "), "the last good figures: {show}");
    }
    scenario.run(&["report", "superclue-auto", "--output", "pages"]).succeeded();
    let page = fs::read_to_string(scenario.path("pages/en/superclue-auto.abilities.md")).unwrap();
    assert!(page.contains(WHY), "{page}");
    let found = scenario.run(&["lint", "superclue-auto"]).ended_with(1).stdout;
    assert!(found.contains("scale-changed"), "{found}");
}

#[test]
fn a_decision_lets_it_in_travels_with_the_archive_and_can_be_taken_back() {
    let scenario = undecided();
    let digest = "1942205918820e65e4c35bc164d8a2068faf8651985bd65e48cc0443360f8847";
    let accept = |more: &[&str], now: &str| {
        let fixed = ["accept", &digest[..6], "--reason", "marks out of 100", "--now", now];
        scenario.run(&[&fixed[..], more].concat())
    };
    let _ = scenario.run(&["accept", &digest[..6]]).ended_with(2);
    let _ = scenario.run(&["accept", &digest[..6], "--reason", " "]).ended_with(2);
    let _ = scenario.run(&["accept", "ffffffff", "--reason", "x"]).ended_with(2);
    let _ = accept(&["--board", "superclue-auto/turns"], "2026-11-24T00:00:00Z").ended_with(2);
    let _ = accept(&["--who", "a reader"], "2026-11-24T00:00:00Z").ended_with(0);
    let decisions: Vec<_> = fs::read_dir(scenario.archive().join("decisions")).unwrap().collect();
    assert_eq!(decisions.len(), 1);
    let text = fs::read_to_string(decisions[0].as_ref().unwrap().path()).unwrap();
    let expected = format!(
        "capture = \"{digest}\"\nboard = \"superclue-auto/abilities\"\nverdict = \"accept\"\n\
         reason = \"marks out of 100\"\nwho = \"a reader\"\nwhen = \"2026-11-24T00:00:00Z\"\n"
    );
    assert_eq!(text, expected);

    // The later capture has the new scale too and gets in by itself: the board learnt.
    let list = |archive: &str| {
        let row =
            scenario.run(&["list", "superclue-auto/abilities", "--format", "csv", "--archive", archive]).succeeded();
        row.lines().nth(1).unwrap().split(',').map(str::to_owned).collect::<Vec<_>>()
    };
    let row = list("archive");
    assert_eq!((row[4].as_str(), row[7].as_str()), ("3", "fresh"), "{row:?}");
    let page = scenario.run(&["show", "superclue-auto/abilities", "--as-of", "2023-12-25T11:00:00Z"]).succeeded();
    assert!(page.contains("accepted by a person: marks out of 100; the gate had found"), "{page}");
    let verified = scenario.run(&["verify"]).succeeded();
    assert!(verified.contains("1 decision of people"), "{verified}");

    scenario.run(&["fetch", "--replay", "archive", "--archive", "other"]).succeeded();
    assert_eq!(list("other"), row);

    let _ = accept(&["--reject"], "2026-11-25T00:00:00Z").ended_with(0);
    let row = list("archive");
    assert_eq!((row[4].as_str(), row[7].as_str()), ("1", "quarantined"), "{row:?}");
    let decision = decisions[0].as_ref().unwrap().path();
    fs::write(&decision, text.replace("100", "10")).unwrap();
    let _ = scenario.run(&["verify"]).ended_with(5);
    let _ = scenario.run(&["list"]).ended_with(5);
}

#[test]
fn figures_that_cannot_be_read_cannot_be_accepted() {
    let scenario = undecided();
    scenario.run(&["fetch", "superclue", "--replay", "fixtures"]).succeeded();
    // The OPEN table of this README has a header of another length than its rows.
    let found = scenario.run(&["lint", "superclue"]);
    let line = found.stdout.lines().find(|line| line.contains("ragged-header")).unwrap().to_owned();
    let capture = line.split("capture ").nth(1).unwrap().split(':').next().unwrap();
    let ended = scenario.run(&["accept", capture, "--reason", "x"]);
    assert!(ended.stderr.contains("has no figures of"), "{}", ended.stderr);
    let _ = ended.ended_with(2);
}

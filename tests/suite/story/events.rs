//! What happened between two contents, told once and with the right words.

use crate::diff::board::{JULY, edition, snapshot, superclue, time};
use bangdan::compare::{Follower, events, nobody};
use bangdan::identity::Identified;
use bangdan::schema::{BoardEvent, Code, Happening, PlaceBasis, Placed, Problem, ROWS_LEFT_OUT, Snapshot, StepKind};
use bangdan::text::Message;

fn history() -> Vec<Snapshot> {
    vec![
        superclue::march_24(),
        superclue::march_27(),
        superclue::march_30(),
        superclue::july_03(),
        superclue::july_11(),
    ]
}

fn told(history: &[Snapshot]) -> Vec<BoardEvent> {
    events(history, &nobody)
}

fn codes(events: &[BoardEvent]) -> Vec<&'static str> {
    events.iter().map(BoardEvent::code).collect()
}

fn names(placed: &[Placed]) -> Vec<&str> {
    placed.iter().map(|placed| placed.name.as_str()).collect()
}

#[test]
fn a_reused_label_is_two_renamings_and_said_to_be_one() {
    let told = told(&[superclue::july_03(), superclue::july_11()]);
    let renamed: Vec<(&str, &str)> = told
        .iter()
        .filter_map(|event| match &event.what {
            Happening::Renamed { from, to, .. } => Some((from.name.as_str(), to.name.as_str())),
            _ => None,
        })
        .collect();
    let expected = [
        ("DeepSeek-V4-Pro(max)", "DeepSeek-V4-Pro-0813(max)"),
        ("DeepSeek-V4-Pro(max) 预览版", "DeepSeek-V4-Pro(max)"),
    ];
    assert_eq!(renamed, expected);
    let reused: Vec<&Happening> =
        told.iter().map(|event| &event.what).filter(|what| what.code() == "label-reused").collect();
    let [Happening::LabelReused { label, was, now, apparent }] = reused.as_slice() else { panic!("{reused:?}") };
    assert_eq!(label, "DeepSeek-V4-Pro(max)");
    assert_eq!((was.name.as_str(), now.name.as_str()), ("DeepSeek-V4-Pro-0813(max)", "DeepSeek-V4-Pro(max) 预览版"));
    assert_eq!(apparent.as_deref(), Some("-5.7"), "what a comparison by name would have said");
    assert!(!codes(&told).contains(&"rescored"), "nobody's score changed: {told:#?}");
    assert_eq!(codes(&told).iter().filter(|code| **code == "entered").count(), 5);
    assert!(told[1..].iter().all(|event| event.step == StepKind::Revision));
    assert!(!codes(&told).contains(&"column"), "what the recorder left out is no event");
}

#[test]
fn two_entered_in_march_and_eighteen_were_only_displaced() {
    let told = told(&history()[..2]);
    // 18 rows stood below them; among them those whose places the page prints in no column.
    assert_eq!(codes(&told), ["began", "revised", "entered", "entered", "displaced"]);
    let Happening::Began { entries, leaders, basis } = &told[0].what else { panic!() };
    assert_eq!((*entries, names(leaders), *basis), (22, vec!["Claude-Opus-4.6(max)"], PlaceBasis::Computed));
    let Happening::Entered { who, of } = &told[2].what else { panic!() };
    assert_eq!(
        (who.name.as_str(), who.place, *of, who.score.as_deref()),
        ("DeepSeek-V4-Pro(max)", Some(5), 24, Some("70.98"))
    );
    let Happening::Displaced { moves, count } = &told[4].what else { panic!() };
    assert_eq!((*count, moves.len()), (18, 18));
    let kimi = moves.iter().find(|moved| moved.name == "Kimi-K2.5-Thinking").unwrap();
    assert_eq!((kimi.from, kimi.to), (Some(7), Some(9)));
    assert_eq!(told[1].observed_at, time("2026-04-27T00:00:00Z"));
    assert_eq!((told[4].before, told[4].after), (told[0].after, told[4].after));
}

#[test]
fn full_precision_is_no_event_and_a_corrected_organisation_is_one_for_each() {
    let told = told(&history()[1..3]);
    let corrected: Vec<(&str, Option<&str>, Option<&str>)> = told
        .iter()
        .filter_map(|event| match &event.what {
            Happening::Organization { who, from } => {
                Some((who.name.as_str(), from.as_deref(), who.organization.as_deref()))
            }
            _ => None,
        })
        .collect();
    let expected = [("MiMo-V2-Pro", Some("小米集团"), Some("小米")), ("MiMo-V2-Flash", Some("小米集团"), Some("小米"))];
    assert_eq!(corrected, expected);
    assert_eq!(codes(&told), ["began", "revised", "organization", "organization"]);
}

#[test]
fn a_tombstone_says_when_and_where_it_was_last_seen() {
    let told = told(&history());
    let gone = told.iter().find_map(|event| match &event.what {
        Happening::Left { who, edition, last_seen_at, of } if who.name == "Kimi-K2.5-Thinking" => {
            Some((event.edition.clone(), who.clone(), edition.clone(), *last_seen_at, *of))
        }
        _ => None,
    });
    let (at, who, last, last_seen_at, of) = gone.unwrap();
    assert_eq!((at, last), (Some(edition(2026, 7)), Some(edition(2026, 3))));
    assert_eq!(last_seen_at, time("2026-04-30T00:00:00Z"));
    // The workbook of March ranks the domestic models only: 16 of its 24 rows have a place.
    assert_eq!((who.rank.as_str(), who.place, of), ("🥉", Some(3), 16));
}

#[test]
fn contents_that_say_the_same_give_no_event_and_prolong_what_was_seen() {
    let mut again = superclue::march_30();
    again.observed_at = time("2026-06-01T00:00:00Z");
    again.last_seen_at = again.observed_at;
    again.captures.clear();
    let mut follower = Follower::new(&nobody);
    follower.take(&superclue::march_30());
    assert!(follower.take(&again).is_empty());
    let mut elsewhere = superclue::march_30();
    elsewhere.address = "another".into();
    assert!(follower.take(&elsewhere).is_empty(), "another address says the same");
    let left = follower.take(&superclue::july_03()).into_iter().find_map(|event| match event.what {
        Happening::Left { last_seen_at, .. } => Some(last_seen_at),
        _ => None,
    });
    assert_eq!(left, Some(time("2026-04-30T00:00:00Z")), "the copy was seen on that day");
}

#[test]
fn the_order_of_the_snapshots_does_not_matter_and_following_is_the_same_as_all_at_once() {
    let history = history();
    let at_once = told(&history);
    let mut turned = history.clone();
    turned.reverse();
    assert_eq!(told(&turned), at_once);
    let mut follower = Follower::new(&nobody);
    let one_by_one: Vec<BoardEvent> = history.iter().flat_map(|snapshot| follower.take(snapshot)).collect();
    assert_eq!(one_by_one, at_once);
}

#[test]
fn events_read_back_as_they_were_written() {
    for event in told(&history()) {
        let text = serde_json::to_string(&event).unwrap();
        assert_eq!(serde_json::from_str::<BoardEvent>(&text).unwrap(), event, "{text}");
        let value: serde_json::Value = serde_json::from_str(&text).unwrap();
        assert_eq!(value["what"]["kind"], event.code());
    }
}

#[test]
fn a_recording_of_some_rows_is_stepped_over() {
    let mut partial = superclue::march_30();
    partial.edition = Some(edition(2026, 5));
    partial.observed_at = time("2026-06-01T00:00:00Z");
    partial.entries.truncate(5);
    partial.left_out = vec![ROWS_LEFT_OUT.to_owned()];
    let whole = [superclue::march_30(), superclue::july_03()];
    let count = |events: &[BoardEvent], code: &str| events.iter().filter(|event| event.code() == code).count();
    let (with, without) = (told(&[whole[0].clone(), partial, whole[1].clone()]), told(&whole));
    for code in ["entered", "left", "led"] {
        assert_eq!(count(&with, code), count(&without, code), "{code}");
    }
}

#[test]
fn a_row_that_cannot_be_read_neither_leaves_nor_leads_nor_enters() {
    let mut unread = superclue::march_30();
    unread.observed_at = time("2026-05-02T00:00:00Z");
    let leader = unread.entries.iter().position(|entry| entry.name == "Doubao-Seed-2.0-pro-260215(high)").unwrap();
    let row = unread.entries.remove(leader);
    assert_eq!(row.rank.place(), Some(1));
    let what = Message::same(format!("row 6 has 10 of 11 cells and is left out: 🏅 | {}", row.name));
    unread.problems.push(Problem { code: Code::RaggedRow, at: None, what });
    let mut back = superclue::march_30();
    back.observed_at = time("2026-05-03T00:00:00Z");
    back.entries[0].labels.insert("new".into(), "so that it is another content".into());
    let told = told(&[superclue::march_30(), unread, back]);
    let codes = codes(&told);
    assert!(!codes.iter().any(|code| ["left", "entered", "led"].contains(code)), "{codes:?}");
}

#[test]
fn a_board_in_no_order_has_leaders_by_its_main_metric_and_no_overtaking_by_rows() {
    let lines = |rows: &[(&str, &str)]| -> String {
        rows.iter().map(|(name, score)| format!("| {name} | | {score}")).collect::<Vec<_>>().join("\n")
    };
    let board = |day: &str, rows: &[(&str, &str)]| snapshot(None, day, &JULY[..1], &lines(rows));
    let first = board("2026-01-01", &[("a", "70.1"), ("b", "80.2"), ("c", "60.3"), ("d", "50.4")]);
    let shuffled = board("2026-01-02", &[("d", "50.4"), ("c", "60.3"), ("b", "80.2"), ("a", "70.1")]);
    let risen = board("2026-01-03", &[("d", "50.4"), ("c", "75.5"), ("b", "80.2"), ("a", "70.1")]);
    let told = told(&[first, shuffled, risen]);
    assert_eq!(codes(&told), ["began", "overtook", "rescored", "displaced"]);
    let Happening::Began { leaders, .. } = &told[0].what else { panic!() };
    assert_eq!(names(leaders), ["b"]);
    let Happening::Overtook { who, from, whom, count } = &told[1].what else { panic!() };
    assert_eq!((who.name.as_str(), *from, who.place, names(whom), *count), ("c", Some(3), Some(2), vec!["a"], 1));
    let Happening::Rescored { scores, .. } = &told[2].what else { panic!() };
    assert_eq!((scores[0].delta.as_deref(), scores[0].better), (Some("+15.2"), Some(true)));
    let Happening::Displaced { moves, .. } = &told[3].what else { panic!() };
    assert_eq!((moves[0].name.as_str(), moves[0].from, moves[0].to), ("a", Some(2), Some(3)));
    assert!(told[1..].iter().all(|event| event.step == StepKind::Update && event.edition.is_none()));
}

#[test]
fn ties_at_the_top_are_told_as_ties() {
    let board = |day: &str, rows: &str| snapshot(None, day, &JULY[..1], rows);
    let history = [
        board("2026-01-01", "1 | a | | 70.1\n2 | b | | 69.2"),
        board("2026-01-02", "1 | a | | 70.1\n1 | b | | 70.1"),
        board("2026-01-03", "2 | a | | 70.1\n1 | b | | 71.0"),
    ];
    let told = told(&history);
    let led: Vec<(Vec<&str>, Vec<&str>)> = told
        .iter()
        .filter_map(|event| match &event.what {
            Happening::Led { leaders, before, basis: PlaceBasis::Printed } => Some((names(leaders), names(before))),
            _ => None,
        })
        .collect();
    assert_eq!(led, [(vec!["a", "b"], vec!["a"]), (vec!["b"], vec!["a", "b"])]);
}

#[test]
fn a_renaming_between_two_models_of_the_registry_stays_a_proposal() {
    let board = |day: &str, rows: &str| snapshot(None, day, JULY, rows);
    let before = board("2026-01-01", "1 | old | | 70.1 | 1.11 | 2.22 | 3.33 | 4.44 | 5.55 | 6.66");
    let after = board("2026-01-02", "1 | new | | 70.1 | 1.11 | 2.22 | 3.33 | 4.44 | 5.55 | 6.66");
    let who = |_: &Snapshot, entry: &bangdan::schema::Entry| Some(Identified::model(format!("maker/{}", entry.name)));
    let told = events(&[before.clone(), after.clone()], &who);
    let Happening::Renamed { models, why, .. } = &told[1].what else { panic!("{told:#?}") };
    assert_eq!(models.as_ref().map(|(a, b)| (a.as_str(), b.as_str())), Some(("maker/old", "maker/new")));
    assert!(why.en.starts_with("equal scores under another name"), "{why}");
    let told = events(&[before, after], &nobody);
    assert!(matches!(&told[1].what, Happening::Renamed { models: None, .. }));
}

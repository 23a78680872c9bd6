//! Missing scores, rows that could not be read, repeated names and labels.

use super::board::{reading, snapshot, superclue};
use super::{names, pair};
use bangdan::compare::{Cause, Change, Link, Side, diff};
use bangdan::schema::{Code, Missing, Problem, Rank, Snapshot};
use bangdan::text::Message;

const COLUMNS: &[(&str, &str)] = &[("score", "总分"), ("part", "分项")];

fn board(lines: &str) -> Snapshot {
    snapshot(None, "2026-01-01", COLUMNS, lines)
}

#[test]
fn a_row_that_could_not_be_read_has_not_left() {
    let from = superclue::march_27();
    let mut to = superclue::march_27();
    to.entries.retain(|entry| !entry.name.starts_with("MiniMax-M2") && entry.name != "GLM-5");
    to.problems.push(Problem {
        code: Code::RaggedRow,
        at: None,
        what: Message::same("row 19 has 9 of 10 cells: MiniMax-M2.5 | 开源 | 55.96"),
    });
    let forth = diff(&from, &to);
    assert_eq!(names(&forth.left), ["GLM-5", "MiniMax-M2.7"]);
    let [unread] = forth.unread.as_slice() else { panic!("{:?}", forth.unread) };
    assert_eq!((unread.seen_in, unread.seat.name.as_str()), (Side::From, "MiniMax-M2.5"));
    assert_eq!(unread.problem.code, Code::RaggedRow);
    let back = diff(&to, &from);
    assert_eq!(names(&back.entered), ["GLM-5", "MiniMax-M2.7"]);
    assert_eq!(back.unread[0].seen_in, Side::To);
}

#[test]
fn scores_that_come_and_go_keep_their_reasons() {
    let from = board("1 | A | x | 80.25 | -\n2 | B | x | 70.50 | 61.00\n3 | C | x | 60.75 | -");
    let mut to = board("1 | A | x | 80.25 | 62.00\n2 | B | x | 70.50 | -\n3 | C | x | 60.75 | -");
    let part = "part".into();
    if let Some(bangdan::schema::Reading::Missing { reason, .. }) = to.entries[2].readings.get_mut(&part) {
        *reason = Missing::Pending;
    }
    let diff = diff(&from, &to);
    let change = |name: &str| &pair(&diff, name).scores[0].change;
    assert!(matches!(change("A"), Change::Appeared { from: Missing::NotReported, to } if to.text == "62.00"));
    assert!(matches!(change("B"), Change::Vanished { from, to: Missing::NotReported } if from.text == "61.00"));
    assert!(matches!(change("C"), Change::Reason { from: Missing::NotReported, to: Missing::Pending }));
    assert!(diff.pairs.iter().all(|pair| pair.link == Link::SameName));
}

#[test]
fn one_equal_number_is_no_proof_between_two_editions() {
    let edition = |month| Some(super::edition(2025, month));
    let columns = &COLUMNS[..1];
    let from = snapshot(edition(1), "2025-01-31", columns, "1 | Old | x | 81.37\n2 | Both | x | 60.10");
    let other = snapshot(edition(3), "2025-03-31", columns, "1 | New | x | 81.37\n2 | Both | x | 55.20");
    assert_eq!(names(&diff(&from, &other).left), ["Old"]);
    let revised = snapshot(edition(1), "2025-02-05", columns, "1 | New | x | 81.37\n2 | Both | x | 60.10");
    assert!(pair(&diff(&from, &revised), "New").link.is_probable());
}

#[test]
fn equal_scores_of_different_organisations_are_no_renaming() {
    let from = board("1 | A | Alpha | 80.25 | 61.50\n2 | B | Beta | 70.50 | 51.25");
    let to = board("1 | C | Gamma | 80.25 | 61.50\n2 | B | Beta | 70.50 | 51.25");
    let diff = diff(&from, &to);
    assert_eq!((names(&diff.left), names(&diff.entered)), (vec!["A"], vec!["C"]));
}

#[test]
fn scores_that_two_rows_share_prove_nothing() {
    let from = board("1 | A | | 80.25 | 61.50\n1 | B | | 80.25 | 61.50");
    let to = board("1 | C | | 80.25 | 61.50\n1 | D | | 80.25 | 61.50");
    let diff = diff(&from, &to);
    assert!(diff.pairs.is_empty());
    assert_eq!((diff.left.len(), diff.entered.len()), (2, 2));
}

#[test]
fn repeated_names_pair_with_the_row_that_agrees_most() {
    let from = board("1 | GPT4 | x | 80.25 | 61.50\n2 | GPT4 | x | 70.50 | 51.25");
    let to = board("1 | GPT4 | x | 80.25 | 61.50\n2 | GPT4 | x | 75.00 | 51.25\n3 | GPT4 | x | 70.10 | 40.00");
    let diff = diff(&from, &to);
    let indices: Vec<(usize, usize)> = diff.pairs.iter().map(|pair| (pair.from.index, pair.to.index)).collect();
    assert_eq!(indices, [(0, 0), (1, 1)]);
    assert_eq!(diff.entered[0].index, 2);
}

#[test]
fn a_key_label_tells_rows_of_one_name_apart() {
    let with_access = |lines: &str, access: [&str; 2]| {
        let mut board = board(lines);
        for (entry, access) in board.entries.iter_mut().zip(access) {
            entry.labels.insert("access".into(), access.into());
            entry.key = vec!["access".into()];
        }
        board
    };
    let from = with_access("1 | GPT4 | x | 80.25 | 61.50\n2 | GPT4 | x | 70.50 | 51.25", ["API", "网页"]);
    let to = with_access("1 | GPT4 | x | 79.00 | 60.00\n2 | GPT4 | x | 78.00 | 59.00", ["网页", "API"]);
    let pairs = diff(&from, &to).pairs;
    let indices: Vec<(usize, usize)> = pairs.iter().map(|pair| (pair.from.index, pair.to.index)).collect();
    assert_eq!(indices, [(1, 0), (0, 1)]);
    assert!(pairs.iter().all(|pair| pair.labels.is_empty()));
}

#[test]
fn a_changed_label_is_reported_and_a_left_out_one_is_not() {
    let labelled = |openness: Option<&str>| {
        let mut board = board("1 | A | x | 80.25 | 61.50");
        if let Some(openness) = openness {
            board.entries[0].labels.insert("openness".into(), openness.into());
        }
        board
    };
    let changed = diff(&labelled(Some("闭源")), &labelled(Some("开源")));
    let label = &changed.pairs[0].labels[0];
    assert_eq!((label.text.from.as_deref(), label.text.to.as_deref()), (Some("闭源"), Some("开源")));
    assert!(!diff(&labelled(Some("闭源")), &labelled(None)).is_empty());
    let mut partial = labelled(None);
    partial.left_out.push("开/闭源".into());
    assert!(diff(&labelled(Some("闭源")), &partial).is_empty());
}

#[test]
fn places_say_who_passed_whom() {
    let from = board("1 | A | x | 80.25 | 1.00\n2 | B | x | 70.50 | 2.00\n3 | C | x | 60.75 | 3.00");
    let mut to = board("1 | C | x | 90.00 | 3.00\n2 | A | x | 80.25 | 1.00\n3 | B | x | 70.50 | 2.00");
    let cause = |name: &str, to: &Snapshot| pair(&diff(&from, to), name).place.clone().unwrap().cause;
    assert_eq!(cause("C", &to), Cause::Score);
    let Cause::Displaced(displaced) = cause("A", &to) else { panic!("A was passed") };
    assert_eq!((displaced.overtaken_by, displaced.entered_above), (1, 0));
    to = board("1 | A | x | 80.25 | 1.00\n3 | B | x | 70.50 | 2.00\n3 | C | x | 60.75 | 3.00");
    assert_eq!(cause("B", &to), Cause::Recounted, "nobody passed it: the publisher counts otherwise");
    to.entries[2].rank = Rank::Reference { text: "-".into() };
    assert_eq!(cause("C", &to), Cause::Recounted);
}

#[test]
fn a_rounded_integer_among_decimals_is_a_change() {
    let from = board("1 | A | x | 84.40 | 1.25\n2 | B | x | 70.55 | 2.25\n3 | C | x | 60.75 | 3.25");
    let to = board("1 | A | x | 84 | 1.25\n2 | B | x | 70.55 | 2.25\n3 | C | x | 60.75 | 3.25");
    let diff = diff(&from, &to);
    let Change::Moved { delta, .. } = &pair(&diff, "A").scores[0].change else { panic!("84 is 84.00 there") };
    assert_eq!(delta.signed(), "-0.40");
}

#[test]
fn more_battles_at_the_same_score_are_seen() {
    let from = board("1 | A | x | 1200 | 1.00");
    let mut to = from.clone();
    let at = from.entries[0].at.clone();
    let bangdan::schema::Reading::Score(mut score) = reading("1200", &at) else { panic!("a number") };
    score.n = Some(5000);
    to.entries[0].readings.insert("score".into(), bangdan::schema::Reading::Score(score));
    let diff = diff(&from, &to);
    assert!(matches!(diff.pairs[0].scores[0].change, Change::Interval { .. }));
    assert!(!diff.is_empty());
}

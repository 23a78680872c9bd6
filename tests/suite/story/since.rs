//! What `diff --since` says on the whole, and how it names steps, names and those that are gone.

use crate::diff::board::{edition, snapshot, time};
use bangdan::catalogue::Catalogue;
use bangdan::compare::{Event, chains, diff_through, events, model_history, nobody};
use bangdan::report::{Since, Steps, board_history_report, since_report};
use bangdan::schema::{Block, BoardEvent, Happening, MethodChange, MetricId, Report, Snapshot, StepKind, Timestamp};
use bangdan::text::Message;

const COLUMNS: &[(&str, &str)] = &[("points", "分数"), ("other", "其他")];

/// Contents of a rolling board, each seen until the very moment of the next one's publication, as a backfill takes them.
fn rolling(contents: &[(&str, &str)]) -> Vec<Snapshot> {
    let mut all: Vec<Snapshot> = contents
        .iter()
        .map(|(at, lines)| {
            let (at, learnt) = (time(at), time("2026-11-23T00:00:00Z"));
            let captures = vec![bangdan::schema::Digest::of(at.to_string().as_bytes())];
            let content = snapshot(None, "2026-11-23", COLUMNS, lines);
            Snapshot { published_at: Some(at), observed_at: learnt, last_seen_at: at, captures, ..content }
        })
        .collect();
    let next: Vec<Timestamp> = all.iter().skip(1).map(Snapshot::public_at).collect();
    for (content, next) in all.iter_mut().zip(next) {
        content.last_seen_at = next;
    }
    all
}

fn report_of(history: &[Snapshot], told: &[BoardEvent]) -> Report {
    let catalogue = Catalogue::built_in().unwrap();
    let (_, board) = catalogue.board("superclue/general").unwrap();
    let (from, to) = (history.first().unwrap(), history.last().unwrap());
    let chains = chains(from, told);
    let net = diff_through(from, to, &nobody, &chains);
    let since = Since {
        typed: "2021-01-01",
        from,
        begins_later: false,
        to,
        net: &net,
        chains: &chains,
        events: told,
        steps: Steps::Sentences,
    };
    since_report(board, &since)
}

fn lines(report: &Report, section: usize) -> Vec<String> {
    let blocks = report.sections[section].blocks.iter();
    blocks
        .flat_map(|block| match block {
            Block::List(cells) => cells.iter().map(|cell| cell.text.en.clone()).collect(),
            _ => Vec::new(),
        })
        .collect()
}

/// `Old` is renamed twice and stays, `Lost` is renamed and leaves; in between their scores change, so that the ends alone
/// show neither.
fn renamed() -> Vec<Snapshot> {
    rolling(&[
        ("2021-01-01T08:00:00Z", "1 | Old | | 71.37 | 61.52\n2 | Lost | | 55.81 | 45.23\n3 | Same | | 33.17 | 21.94"),
        ("2021-02-01T08:00:00Z", "1 | Mid | | 71.37 | 61.52\n2 | Gone | | 55.81 | 45.23\n3 | Same | | 33.17 | 21.94"),
        ("2021-03-01T08:00:00Z", "1 | Mid | | 79.91 | 68.13\n2 | Gone | | 59.73 | 47.77\n3 | Same | | 33.17 | 21.94"),
        ("2021-03-01T09:30:00Z", "1 | New | | 79.91 | 68.13\n2 | Gone | | 59.73 | 47.77\n3 | Same | | 33.17 | 21.94"),
        ("2021-04-01T08:00:00Z", "1 | New | | 79.91 | 68.13\n2 | Same | | 33.17 | 21.94"),
    ])
}

#[test]
fn an_entry_is_followed_through_the_renames_of_the_steps() {
    let history = renamed();
    let told = events(&history, &nobody);
    let net = diff_through(&history[0], &history[4], &nobody, &chains(&history[0], &told[1..]));
    let left: Vec<&str> = net.left.iter().map(|seat| seat.name.as_str()).collect();
    assert_eq!((left, net.entered.len()), (vec!["Lost"], 0));
    let lines = lines(&report_of(&history, &told[1..]), 0);
    let has = |line: &str| lines.iter().any(|told| told == line);
    assert!(has("probably renamed on the way: Old → Mid → New, Lost → Gone"), "{lines:#?}");
    assert!(has("left: Gone (2021-03-01, #2; formerly Lost)"), "{lines:#?}");
    assert!(!lines.iter().any(|line| line.starts_with("entered")), "{lines:#?}");
}

#[test]
fn names_that_are_exchanged_in_one_step_are_followed_to_the_right_ones() {
    let history = rolling(&[
        ("2021-01-01T08:00:00Z", "1 | A | | 71.37 | 61.52\n2 | B | | 55.81 | 45.23\n3 | Same | | 33.17 | 21.94"),
        ("2021-02-01T08:00:00Z", "1 | B | | 71.37 | 61.52\n2 | A | | 55.81 | 45.23\n3 | Same | | 33.17 | 21.94"),
        ("2021-03-01T08:00:00Z", "1 | B | | 71.37 | 61.52\n2 | Same | | 33.17 | 21.94"),
    ]);
    let told = events(&history, &nobody);
    let chains = chains(&history[0], &told[1..]);
    let of = |start: usize| chains.iter().find(|chain| chain.start == Some(start)).unwrap();
    assert_eq!((of(0).names.clone(), of(0).left.is_some()), (vec!["A".to_owned(), "B".to_owned()], false));
    assert_eq!((of(1).names.clone(), of(1).left.is_some()), (vec!["B".to_owned(), "A".to_owned()], true));
}

#[test]
fn who_leads_is_named_as_the_newest_content_prints_it() {
    let history = rolling(&[
        ("2021-01-01T08:00:00Z", "1 | First | | 91.37 | 61.52\n2 | Old | | 71.37 | 45.23"),
        ("2021-02-01T08:00:00Z", "1 | Old | | 95.81 | 48.13\n2 | First | | 91.37 | 61.52"),
        ("2021-03-01T08:00:00Z", "1 | New | | 95.81 | 48.13\n2 | First | | 91.37 | 61.52"),
    ]);
    let told = events(&history, &nobody);
    let lines = lines(&report_of(&history, &told[1..]), 0);
    assert!(lines.iter().any(|line| line == "the lead went from First to New (1 change)"), "{lines:#?}");
}

#[test]
fn steps_of_one_day_are_told_apart_by_the_minute() {
    let history = renamed();
    let told = events(&history, &nobody);
    let report = report_of(&history, &told[1..]);
    let headings: Vec<&str> = report.sections[1..].iter().map(|section| section.heading.en.as_str()).collect();
    let expected =
        ["2021-02-01, update", "2021-03-01 08:00 UTC, update", "2021-03-01 09:30 UTC, update", "2021-04-01, update"];
    assert_eq!(headings, expected);
}

#[test]
fn what_was_seen_until_it_was_replaced_is_named_by_its_own_day() {
    let history = renamed();
    let seen = events(&history, &nobody).into_iter().find_map(|event| match event.what {
        Happening::Left { last_seen_at, .. } => Some(last_seen_at),
        _ => None,
    });
    assert_eq!(seen, Some(time("2021-03-01T09:30:00Z")), "not the day on which it is gone");
    let rows = model_history(|_, entry| entry.name == "Gone", &nobody, [history.as_slice()]);
    let seen = rows.iter().find_map(|row| match row.event {
        Event::Left { last_seen_at, .. } => Some(last_seen_at),
        _ => None,
    });
    assert_eq!(seen, Some(time("2021-03-01T09:30:00Z")));
    // A content that was really seen again later keeps that.
    let mut history = renamed();
    history[3].last_seen_at = time("2021-03-28T00:00:00Z");
    let told = events(&history, &nobody);
    let again = told.iter().any(|event| {
        matches!(&event.what, Happening::Left { last_seen_at, .. } if *last_seen_at == time("2021-03-28T00:00:00Z"))
    });
    assert!(again, "{told:#?}");
}

#[test]
fn who_leaves_within_an_edition_or_a_day_was_last_seen_before_it() {
    let lines_of = |history: &[Snapshot]| {
        let told = events(history, &nobody);
        lines(&report_of(history, &told[1..]), 1)
    };
    let contents = [
        ("2021-03-01T08:00:00Z", "1 | A | | 79.91 | 68.13\n2 | B | | 59.73 | 47.77"),
        ("2021-03-01T09:30:00Z", "1 | A | | 79.91 | 68.13"),
    ];
    let mut history = rolling(&contents);
    let lines = lines_of(&history);
    assert!(lines.contains(&"B left; last seen in 2021-03-01 08:00 UTC at place 2 of 2".to_owned()), "{lines:#?}");
    for content in &mut history {
        content.edition = Some(edition(2021, 3));
    }
    let lines = lines_of(&history);
    let expected = "B left; last seen in 2021年3月 (2021-03-01 08:00 UTC) at place 2 of 2";
    assert!(lines.contains(&expected.to_owned()), "{lines:#?}");
}

#[test]
fn a_change_of_method_that_concerns_two_metrics_is_told_once_with_their_names() {
    let history = renamed();
    let broke = |metric: &str, why: &str, splits: bool| BoardEvent {
        board: "superclue/general".into(),
        edition: None,
        public_at: time("2021-04-01T08:00:00Z"),
        observed_at: time("2026-11-23T00:00:00Z"),
        step: StepKind::Update,
        before: None,
        after: None,
        what: Happening::MethodBroke {
            metric: Some(MetricId::from(metric)),
            declared: true,
            change: MethodChange::Declared,
            why: Message::same(why),
            splits,
        },
    };
    let told =
        [broke("reading", "another judge", false), broke("writing", "another judge", true), broke("x", "y", false)];
    let expected = "reading, writing: another judge; no difference of scores is to be taken across";
    let catalogue = Catalogue::built_in().unwrap();
    let (_, board) = catalogue.board("superclue/general").unwrap();
    let over_time = board_history_report(board, &history, &told, &nobody, 5);
    let since = report_of(&history, &told);
    for lines in [lines(&since, 0), lines(&since, 1), lines(&over_time, 1)] {
        let judged: Vec<&String> = lines.iter().filter(|line| line.contains("another judge")).collect();
        assert!(judged.len() == 1 && judged[0].ends_with(expected), "{lines:#?}");
        assert!(lines.iter().any(|line| line.ends_with("method changed: y") || line.ends_with(": y")), "{lines:#?}");
    }
}

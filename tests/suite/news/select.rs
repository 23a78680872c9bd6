//! Which occurrences are told, in which order, and that each story is told once.

use bangdan::catalogue::Catalogue;
use bangdan::news::{
    Boards, By, Facts, Horizon, Item, Kind, Meaning, Occurrence, Rule, Rules, Selected, Window, list_report, select,
};
use bangdan::schema::{Block, BoardEvent, BoardId, Digest, Happening, Move, PlaceBasis, Placed, StepKind, Timestamp};
use jiff::SignedDuration;
use std::collections::BTreeSet;

fn at(day: &str) -> Timestamp {
    format!("2026-09-{day}T00:00:00Z").parse().unwrap()
}

fn entry(kind: Kind, board: &str, name: &str, place: Option<u32>, before: Option<u32>) -> Occurrence {
    Occurrence {
        name: name.to_owned(),
        place,
        before,
        was_there: before.is_some(),
        capture: Some(Digest::of(board.as_bytes())),
        edition: Some("e".to_owned()),
        ..Occurrence::of_board(kind, &BoardId::from(board), at("03"), at("03"))
    }
}

fn boards() -> Boards {
    Boards::new(&Catalogue::built_in().unwrap(), &|_| 1)
}

/// What is told by the built-in rules, where `Q…` is of a Chinese developer and `O…` has open weights.
fn told_in(occurrences: Vec<Occurrence>, window: &Window) -> Selected {
    let rules = Rules::built_in().unwrap();
    let rules: Vec<&Rule> = rules.rules.iter().collect();
    let facts = |one: &Occurrence| Facts {
        country: one.name.starts_with('Q').then(|| "CN".to_owned()),
        open: Some(one.name.starts_with('O')),
        ..Facts::default()
    };
    let forwards = select(occurrences.clone(), &rules, window, &boards(), &facts);
    let backwards = select(occurrences.into_iter().rev(), &rules, window, &boards(), &facts);
    assert_eq!(forwards, backwards, "the order of the input does not matter");
    forwards
}

fn told(occurrences: Vec<Occurrence>) -> Vec<Item> {
    told_in(occurrences, &Window::default()).items
}

fn lines(items: &[Item]) -> Vec<(&str, &str, &str)> {
    items
        .iter()
        .map(|item| (item.rule.as_str(), item.occurrence.board.as_str(), item.occurrence.name.as_str()))
        .collect()
}

const MAIN: &str = "superclue/general";
const SUB: &str = "superclue/open-source";

#[test]
fn the_most_important_is_told_first_and_each_under_one_rule() {
    use Kind::{EnteredTop, LeftTop, NewLeader};
    let items = told(vec![
        entry(LeftTop, MAIN, "L", Some(11), Some(3)),
        entry(EnteredTop, MAIN, "X", Some(2), Some(12)),
        entry(EnteredTop, MAIN, "Q1", Some(9), None),
        entry(EnteredTop, MAIN, "O1", Some(5), None),
        // The new leader came from nowhere: that is one story.
        entry(EnteredTop, MAIN, "Q0", Some(1), None),
        entry(NewLeader, MAIN, "Q0", Some(1), None),
        // Within the top, or outside of it, nothing is crossed.
        entry(EnteredTop, MAIN, "Y", Some(3), Some(7)),
        entry(EnteredTop, MAIN, "Z", Some(11), Some(30)),
        entry(LeftTop, MAIN, "W", Some(9), Some(4)),
    ]);
    let expected = [
        ("new-leader", MAIN, "Q0"),
        ("domestic-top", MAIN, "Q1"),
        ("open-top", MAIN, "O1"),
        ("entered-top", MAIN, "X"),
        ("left-top", MAIN, "L"),
    ];
    assert_eq!(lines(&items), expected);
}

#[test]
fn what_happened_on_several_boards_of_a_source_at_once_is_one_story() {
    let items = told(vec![
        entry(Kind::NewLeader, SUB, "A", Some(1), None),
        entry(Kind::NewLeader, MAIN, "A", Some(1), None),
        entry(Kind::NewLeader, "superclue/opt", "A", Some(1), None),
        entry(Kind::NewLeader, "livebench/overall", "A", Some(1), None),
    ]);
    assert_eq!(lines(&items), [("new-leader", "livebench/overall", "A"), ("new-leader", MAIN, "A")]);
    let also: Vec<&str> = items[1].also.iter().map(|other| other.board.as_str()).collect();
    let order: Vec<String> = Catalogue::built_in()
        .unwrap()
        .boards()
        .map(|(_, board)| board.id.to_string())
        .filter(|id| also.contains(&id.as_str()))
        .collect();
    assert_eq!(also, order, "in the order of the source");
    assert_eq!(also.len(), 2);
}

#[test]
fn many_who_came_or_went_at_once_are_one_sentence() {
    let came = (1..=4).map(|n| entry(Kind::EnteredTop, MAIN, &format!("N{n}"), Some(n + 1), None));
    let left = (1..=2).map(|n| entry(Kind::LeftTop, MAIN, &format!("L{n}"), None, Some(n)));
    let items = told(came.chain(left).collect());
    assert_eq!(items.len(), 3);
    let names: Vec<&str> = items[0].all().map(|item| item.occurrence.name.as_str()).collect();
    assert_eq!(names, ["N1", "N2", "N3", "N4"]);
    assert!(items[1..].iter().all(|item| item.more.is_empty()));
}

#[test]
fn two_who_share_a_new_lead_are_one_piece_of_news() {
    let leads = |board: &str, name: &str, beside: &[&str]| Occurrence {
        former: vec!["Old".to_owned()],
        beside: beside.iter().map(|name| (*name).to_owned()).collect(),
        score: Some("96.3".to_owned()),
        ..entry(Kind::NewLeader, board, name, Some(1), None)
    };
    // Together on two boards of the source, one of them alone on a third, and by another rule where it is Chinese.
    let occurrences = vec![
        leads(MAIN, "A", &["Q"]),
        leads(MAIN, "Q", &["A"]),
        leads(SUB, "A", &["Q"]),
        leads(SUB, "Q", &["A"]),
        leads("superclue/opt", "Q", &[]),
    ];
    let items = told(occurrences);
    let [only] = items.as_slice() else { panic!("{items:#?}") };
    let names: BTreeSet<&str> = only.all().map(|item| item.occurrence.name.as_str()).collect();
    assert_eq!(names, BTreeSet::from(["A", "Q"]));
    let text = |items: &[Item]| {
        let report = list_report(items, &boards(), &Window::default(), at("04"));
        match &report.sections[0].blocks[0] {
            Block::List(cells) => (cells[0].text.en.clone(), cells[0].text.zh.clone()),
            other => panic!("{other:?}"),
        }
    };
    let (en, zh) = text(&items);
    let said = "A and Q (China) share first place, scoring 96.3; before: Old; also on ";
    assert!(en.contains(said) && en.contains("; Q also on "), "{en}");
    assert!(zh.contains("A、Q（国内）并列榜首，得分 96.3，此前为 Old；同样见于："), "{zh}");
    // Who led before and still does is named beside them.
    let level = |name: &str, other: &str| Occurrence { former: Vec::new(), ..leads(MAIN, name, &[other, "Old"]) };
    let (en, _) = text(&told(vec![level("A", "B"), level("B", "A")]));
    assert!(en.ends_with("A and B draw level with Old in first place, scoring 96.3"), "{en}");
}

#[test]
fn what_came_late_is_not_missed_and_what_a_backfill_brings_is_history() {
    let occurrence = |public: &str, learnt: &str| Occurrence {
        public_at: public.parse().unwrap(),
        learnt_at: learnt.parse().unwrap(),
        ..entry(Kind::NewLeader, MAIN, public, Some(1), None)
    };
    let all = || {
        vec![
            occurrence("2026-09-01T00:00:00Z", "2026-09-20T00:00:00Z"),
            occurrence("2021-03-01T00:00:00Z", "2026-09-20T00:00:00Z"),
            occurrence("2026-09-18T00:00:00Z", "2026-09-18T00:00:00Z"),
        ]
    };
    let (since, until) = (Some(at("14")), Some(at("21")));
    let by = |by: By, oldest: Option<SignedDuration>| told_in(all(), &Window { by, since, until, oldest });
    let days: Vec<String> = by(By::Public, None).items.iter().map(|item| item.occurrence.day()).collect();
    assert_eq!(days, ["2026-09-18"], "by publication what came late is missed");
    assert_eq!(by(By::Learnt, None).items.len(), 3);
    let sent = by(By::Learnt, Some(SignedDuration::from_hours(30 * 24)));
    let days: Vec<String> = sent.items.iter().map(|item| item.occurrence.day()).collect();
    assert_eq!((days, sent.too_old), (vec!["2026-09-18".to_owned(), "2026-09-01".to_owned()], 1));
}

#[test]
fn boards_that_show_anothers_figures_again_are_not_counted_twice() {
    let catalogue = Catalogue::built_in().unwrap();
    let copy = BoardId::from("benchbench-snapshots/wildbench");
    let copies: Vec<BoardId> = catalogue
        .boards()
        .filter(|(_, board)| board.republishes.is_some())
        .map(|(_, board)| board.id.clone())
        .collect();
    assert!(copies.len() > 10, "{copy}");
    let all = Boards::new(&catalogue, &|_| 1);
    let originals = catalogue.boards().filter(|(_, board)| board.republishes.is_none());
    assert!(originals.into_iter().all(|(_, board)| !all.is_copy(&board.id)));
    // Where nothing is held of the original, one of its copies tells.
    let without = Boards::new(&catalogue, &|id| usize::from(copies.contains(id)));
    let told = copies.iter().filter(|id| !without.is_copy(id)).count();
    let silent = copies.iter().filter(|id| !all.is_copy(id)).count();
    assert!(told > silent, "{told} {silent}");
    assert!(told < copies.len(), "of several copies of one board only one tells");
}

/// A board that is read daily for `days` days, of which something happened on each: who leads changes, one comes, one
/// goes, one climbs, and the others are displaced.
fn busy(board: &str, days: u32) -> Vec<BoardEvent> {
    let begin: Timestamp = "2016-01-01T00:00:00Z".parse().unwrap();
    let placed = |name: u32, place: u32| Placed {
        name: format!("M{name}"),
        place: Some(place),
        rank: place.to_string(),
        score: Some(format!("{place}.5")),
        ..Placed::default()
    };
    let happenings = |day: u32| {
        let moves = (2..60).map(|place| Move {
            name: format!("N{place}"),
            key: Vec::new(),
            organization: None,
            from: Some(place),
            to: Some(place + 1),
        });
        vec![
            Happening::Led {
                leaders: vec![placed(day, 1)],
                before: vec![placed(day - 1, 1)],
                basis: PlaceBasis::Printed,
            },
            Happening::Entered { who: placed(day, 1), of: 100 },
            Happening::Left { who: placed(day - 9, 9), of: 100, edition: None, last_seen_at: begin },
            Happening::Overtook { who: placed(day - 2, 7), from: Some(40), whom: Vec::new(), count: 33 },
            Happening::Displaced { moves: moves.collect(), count: 58 },
        ]
    };
    let event = |day: u32, what: Happening| {
        let at = begin + SignedDuration::from_hours(24 * i64::from(day));
        let capture = |day: u32| Some(Digest::of(&day.to_le_bytes()));
        BoardEvent {
            board: BoardId::from(board),
            edition: None,
            public_at: at,
            // What a later look found of an earlier day.
            observed_at: at + SignedDuration::from_hours(24 * i64::from(day % 5)),
            step: StepKind::Update,
            before: capture(day - 1),
            after: capture(day),
            what,
        }
    };
    (10..days).flat_map(|day| happenings(day).into_iter().map(move |what| event(day, what))).collect()
}

#[test]
fn what_is_passed_over_of_a_long_history_would_not_be_told() {
    let events = busy("x/y", 400);
    let read = |horizon: Horizon| -> Vec<Occurrence> {
        let mut meaning = Meaning::new(horizon);
        events.iter().flat_map(|event| meaning.of(event)).collect()
    };
    let (since, until) = ("2016-12-20T00:00:00Z".parse().unwrap(), "2016-12-27T00:00:00Z".parse().unwrap());
    let everything = read(Horizon { since: None, top: u32::MAX });
    let little = read(Horizon { since: Some(since), top: 10 });
    assert!(little.len() * 10 < everything.len(), "{} of {}", little.len(), everything.len());
    for by in [By::Public, By::Learnt] {
        let window = Window { by, since: Some(since), until: Some(until), oldest: None };
        let told = told_in(little.clone(), &window);
        assert_eq!(told, told_in(everything.clone(), &window));
        // The leader of each day; and the one who fell from the tenth place to the eleventh.
        let leaders = told.items.iter().filter(|item| item.rule == "new-leader").count();
        assert_eq!(leaders, if by == By::Public { 8 } else { leaders });
        let fell = told.items.iter().flat_map(Item::all).filter(|item| item.occurrence.name == "N10").count();
        assert!(fell >= 7, "{fell}");
    }
}

#[test]
fn a_board_that_goes_back_to_an_earlier_body_is_told_again() {
    let mut events = busy("x/y", 14);
    let ids = |events: &[BoardEvent]| -> Vec<String> {
        let mut meaning = Meaning::new(Horizon { since: None, top: 10 });
        let all: Vec<Occurrence> = events.iter().flat_map(|event| meaning.of(event)).collect();
        told(all).iter().flat_map(Item::all).map(Item::id).collect()
    };
    let before = ids(&events);
    // The same content once more, a month later.
    let month = SignedDuration::from_hours(24 * 30);
    let again: Vec<BoardEvent> =
        events.iter().map(|event| BoardEvent { public_at: event.public_at + month, ..event.clone() }).collect();
    events.extend(again);
    let after = ids(&events);
    let distinct: std::collections::BTreeSet<&String> = after.iter().collect();
    assert_eq!(distinct.len(), after.len());
    assert_eq!(after.len(), 2 * before.len());
    assert!(before.iter().all(|id| after.contains(id)), "what was told keeps its id");
}

//! Contents of which only one prints places, and who stands outside the ranking.

use crate::diff::board::{JULY, MARCH, edition, snapshot, superclue};
use bangdan::compare::{events, nobody};
use bangdan::schema::{BoardEvent, Happening, PlaceBasis, Snapshot};

/// Day, who leads and who led.
fn led(history: &[Snapshot]) -> Vec<(String, Vec<String>, Vec<String>)> {
    let day = |event: &BoardEvent| event.public_at.to_string()[..10].to_owned();
    let told = events(history, &nobody);
    let led = told.iter().filter_map(|event| match &event.what {
        Happening::Led { leaders, before, basis: PlaceBasis::Printed } => {
            let names = |placed: &[bangdan::schema::Placed]| placed.iter().map(|one| one.name.clone()).collect();
            Some((day(event), names(leaders), names(before)))
        }
        Happening::Led { basis, .. } => panic!("told by {basis:?}: {event:?}"),
        _ => None,
    });
    led.collect()
}

#[test]
fn the_leader_of_march_2026_is_told_when_its_places_are_printed() {
    let rows = "- | GPT4-Turbo | OpenAI | 90.89\n🏅 | 文心一言4.0(API) | 百度 | 79.02";
    let december = snapshot(Some(edition(2023, 12)), "2023-12-28", &MARCH[..1], rows);
    let history = [december, superclue::march_24(), superclue::march_27(), superclue::march_30()];
    let now = vec!["Doubao-Seed-2.0-pro-260215(high)".to_owned(), "DeepSeek-V4-Pro(max)".to_owned()];
    assert_eq!(led(&history), [("2026-04-30".to_owned(), now, vec!["文心一言4.0(API)".to_owned()])]);
}

fn content(day: &str, rows: &str) -> Snapshot {
    snapshot(None, day, &JULY[..1], rows)
}

const RANKED: &str = "- | foreign | | 90.1\n1 | a | | 80.2\n2 | b | | 70.3\n3 | c | | 60.4";
const BARE: &str = " | new foreign | | 95.1\n | foreign | | 90.1\n | c | | 85.5\n | a | | 80.2\n | b | | 70.3";

#[test]
fn no_place_is_told_where_it_is_not_known_who_stands_outside() {
    for turned in [false, true] {
        let (first, second) = if turned { (BARE, RANKED) } else { (RANKED, BARE) };
        let told = events(&[content("2026-01-01", first), content("2026-01-02", second)], &nobody);
        let codes: Vec<&str> = told[1..].iter().map(BoardEvent::code).collect();
        assert_eq!(codes, [if turned { "left" } else { "entered" }, "rescored"], "{told:#?}");
        for event in &told[1..] {
            match &event.what {
                Happening::Entered { who, .. } | Happening::Left { who, .. } => assert_eq!(who.place, None),
                Happening::Rescored { who, from, .. } => assert_eq!((who.place, *from), (None, None)),
                _ => {}
            }
        }
    }
}

#[test]
fn who_took_the_lead_meanwhile_is_told_once_and_against_the_last_printed_leader() {
    let later = RANKED.replace("3 | c | | 60.4", "1 | c | | 85.5").replace("1 | a", "2 | a").replace("2 | b", "3 | b");
    let history = [content("2026-01-01", RANKED), content("2026-01-02", BARE), content("2026-01-03", &later)];
    assert_eq!(led(&history), [("2026-01-03".to_owned(), vec!["c".to_owned()], vec!["a".to_owned()])]);
    let same = [content("2026-01-01", RANKED), content("2026-01-02", BARE), content("2026-01-03", RANKED)];
    assert_eq!(led(&same), [], "a leads as before");
}

#[test]
fn without_rows_outside_the_ranking_printed_places_meet_those_by_score() {
    let ranked = "1 | a | | 80.2\n2 | b | | 70.3\n3 | c | | 60.4";
    let bare = " | c | | 85.5\n | a | | 80.2\n | b | | 70.3";
    let told = events(&[content("2026-01-01", ranked), content("2026-01-02", bare)], &nobody);
    let codes: Vec<&str> = told[1..].iter().map(BoardEvent::code).collect();
    assert_eq!(codes, ["led", "overtook", "rescored", "displaced"]);
}

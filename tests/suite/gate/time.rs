//! What the gate makes of time: a break that the definition dates, and how long names that were always there are
//! waited for.

use super::learnt::{HEADER, ROWS, changed, content, in_edition, judged_by, noted, refused};
use crate::readings::paper::board;
use bangdan::catalogue::Board;
use bangdan::schema::{Snapshot, Timestamp};

/// The board of the other tests, on which `math` is another quantity from March on where `breaks` says so.
fn paper(breaks: bool) -> Board {
    let why = "why = { en = \"of a thousand\", zh = \"满分一千\" }";
    let breaks = if breaks { format!(", break = [{{ published = \"2026-03-01\", {why} }}]") } else { String::new() };
    board(&format!(
        "metric = [{{ id = \"total\", header = [\"总分\"], primary = true }},\
         {{ id = \"math\", header = [\"数学\"]{breaks} }}, {{ id = \"code\", header = [\"代码\"] }}]"
    ))
}

fn at(time: &str) -> Timestamp {
    time.parse().unwrap()
}

/// A content that was put up, and seen, on a day.
fn on(day: &str, snapshot: Snapshot) -> Snapshot {
    let time = at(&format!("{day}T00:00:00Z"));
    Snapshot { published_at: Some(time), observed_at: time, last_seen_at: time, ..snapshot }
}

/// The rows with a column a hundred times as large, digit for digit.
fn hundredfold(column: usize) -> Vec<String> {
    changed(|_, cells| cells[column] = cells[column].replace('.', ""))
}

/// The rows under names that nobody has seen.
fn renamed(rows: &[String]) -> Vec<String> {
    called("model", rows)
}

fn called(what: &str, rows: &[String]) -> Vec<String> {
    let name = |(index, row): (usize, &String)| {
        let mut cells: Vec<&str> = row.split('|').collect();
        let name = format!("{what} {index}");
        (cells[1], cells[2]) = (&name, "");
        cells.join("|")
    };
    rows.iter().enumerate().map(name).collect()
}

fn rows() -> Vec<String> {
    ROWS.map(str::to_owned).to_vec()
}

const TOTAL: usize = 3;
const MATH: usize = 4;

#[test]
fn another_scale_gets_in_across_the_break_that_dates_it_and_nowhere_else() {
    let of = |breaks: bool, first: &str, then: &str, column: usize| {
        let board = paper(breaks);
        let past = [on(first, content(&board, HEADER, &rows()))];
        judged_by(&board, &past, &on(then, content(&board, HEADER, &hundredfold(column))))
    };
    assert_eq!(of(true, "2026-02-20", "2026-03-01", MATH), noted(&[]), "the day of the break is the first of the new");
    assert_eq!(of(false, "2026-02-20", "2026-03-01", MATH), refused("scale-changed"), "no break is declared");
    assert_eq!(of(true, "2026-02-20", "2026-02-28", MATH), refused("scale-changed"), "both before the break");
    assert_eq!(of(true, "2026-03-01", "2026-03-02", MATH), refused("scale-changed"), "both after it");
    assert_eq!(of(true, "2026-02-20", "2026-03-01", TOTAL), refused("scale-changed"), "another metric has none");
}

#[test]
fn where_a_metric_lay_before_its_break_says_nothing_of_where_it_lies_after() {
    let of = |breaks: bool, past: &[(&str, &[String])], then: &str, rows: &[String]| {
        let board = paper(breaks);
        let past: Vec<Snapshot> = past.iter().map(|(day, rows)| on(day, content(&board, HEADER, rows))).collect();
        judged_by(&board, &past, &on(then, content(&board, HEADER, rows)))
    };
    // No entry is in both, so only where the values lie can tell.
    let large = renamed(&hundredfold(MATH));
    let gone = noted(&["column-gone", "entries-gone"]);
    assert_eq!(of(true, &[("2026-01-01", &rows())], "2026-03-05", &large), gone);
    assert_eq!(of(false, &[("2026-01-01", &rows())], "2026-03-05", &large), refused("another-quantity"));
    // After the break the former figures are out of place: what was learnt of them is forgotten.
    let past: [(&str, &[String]); 2] = [("2026-01-01", &rows()), ("2026-03-05", &large)];
    assert_eq!(of(true, &past, "2026-05-05", &called("system", &rows())), refused("another-quantity"));
}

/// Three editions of the same names, and a fourth one of others, a number of hours after the third was last seen.
fn fourth_edition(hours: i64, looked_again: Option<&str>) -> Result<Vec<String>, String> {
    let board = paper(false);
    let edition = |month: u8, rows: &[String]| {
        on(&format!("2026-{month:02}-01"), in_edition(content(&board, HEADER, rows), month))
    };
    let mut past = [edition(1, &rows()), edition(2, &rows()), edition(3, &rows())];
    if let Some(time) = looked_again {
        past[2].last_seen_at = at(time);
    }
    let time = past[2].last_seen_at + jiff::SignedDuration::from_hours(hours);
    let now = edition(8, &renamed(&rows()));
    judged_by(&board, &past, &Snapshot { published_at: Some(time), observed_at: time, last_seen_at: time, ..now })
}

#[test]
fn names_of_three_editions_are_expected_for_forty_five_days() {
    assert_eq!(fourth_edition(24 * 30, None), refused("canary-missing"));
    assert_eq!(fourth_edition(24 * 45, None), refused("canary-missing"), "the last day counts");
    assert_eq!(fourth_edition(24 * 45 + 1, None), noted(&["column-gone"]), "another generation may have come");
    // It counts from the last look, not from the publication.
    assert_eq!(fourth_edition(24 * 45, Some("2026-05-20T00:00:00Z")), refused("canary-missing"));
}

#[test]
fn names_that_three_editions_do_not_all_have_are_not_expected() {
    let board = paper(false);
    let edition = |month: u8, rows: &[String]| {
        on(&format!("2026-{month:02}-01"), in_edition(content(&board, HEADER, rows), month))
    };
    let other = renamed(&rows());
    let two = [edition(1, &rows()), edition(2, &rows())];
    assert_eq!(judged_by(&board, &two, &edition(3, &other)), noted(&["column-gone"]), "two editions are no habit");
    let mixed = [edition(1, &rows()), edition(2, &other), edition(3, &rows())];
    assert_eq!(judged_by(&board, &mixed, &edition(4, &other)), noted(&["column-gone"]), "one of the three had others");
    // One of the names is enough.
    let mut one = other.clone();
    one[5].clone_from(&rows()[5]);
    let three = [edition(1, &rows()), edition(2, &rows()), edition(3, &rows())];
    assert_eq!(judged_by(&board, &three, &edition(4, &one)), noted(&[]));
}

#[test]
fn the_names_of_a_rolling_board_are_held_against_the_content_before_for_forty_five_days() {
    let board = paper(false);
    let past = [on("2026-01-01", content(&board, HEADER, &rows()))];
    // Other figures too, or the entries would be known by them.
    let others = renamed(&changed(|_, cells| cells[TOTAL..].iter_mut().for_each(|cell| cell.push('7'))));
    let judged = |day: &str| judged_by(&board, &past, &on(day, content(&board, HEADER, &others)));
    assert_eq!(judged("2026-02-15"), refused("names-changed"), "forty-five days");
    assert_eq!(judged("2026-02-16"), noted(&["column-gone", "entries-gone"]), "forty-six");
}

//! What holds for any two snapshots.

use super::board::{snapshot, superclue};
use super::names;
use bangdan::compare::{Diff, Link, diff};
use bangdan::schema::Snapshot;
use proptest::prelude::*;
use std::collections::BTreeSet;

const COLUMNS: &[(&str, &str)] = &[("score", "总分"), ("part", "分项"), ("rest", "其余")];

/// A board of up to 14 rows, from few names and few numbers so that repetitions are frequent.
fn boards() -> impl Strategy<Value = Snapshot> {
    let number = prop_oneof![
        4 => (0_u32..60).prop_map(|units| format!("{}.{:02}", 50 + units / 10, units % 10 * 7)),
        1 => Just("-".to_owned()),
        1 => (50_u32..56).prop_map(|whole| whole.to_string()),
    ];
    let row = (0_usize..16, 0_usize..3, proptest::collection::vec(number, 3));
    proptest::collection::vec(row, 0..14).prop_map(|rows| {
        let line = |(place, (name, organization, scores)): (usize, &(usize, usize, Vec<String>))| {
            let organization = ["", "甲", "乙"][*organization];
            format!("{} | Model-{name} | {organization} | {}", place + 1, scores.join(" | "))
        };
        let lines: Vec<String> = rows.iter().enumerate().map(line).collect();
        snapshot(None, "2026-01-01", COLUMNS, &lines.join("\n"))
    })
}

/// The pairs by what the rows say, without where they stand.
fn contents(diff: &Diff, from: &Snapshot, to: &Snapshot) -> Vec<String> {
    let text = |snapshot: &Snapshot, index: usize| {
        let entry = &snapshot.entries[index];
        let readings: Vec<&str> = entry.readings.values().map(bangdan::schema::Reading::text).collect();
        format!("{} {:?} {} {readings:?}", entry.name, entry.organization, entry.rank.text())
    };
    let mut pairs: Vec<String> = diff
        .pairs
        .iter()
        .map(|pair| format!("{} -> {}", text(from, pair.from.index), text(to, pair.to.index)))
        .collect();
    pairs.sort();
    pairs
}

proptest! {
    #[test]
    fn a_snapshot_does_not_differ_from_itself(board in boards()) {
        let diff = diff(&board, &board);
        prop_assert!(diff.is_empty(), "{}", diff.summary());
        prop_assert_eq!(diff.precision_changes(), 0);
    }

    #[test]
    fn who_entered_forwards_left_backwards(from in boards(), to in boards()) {
        let (forth, back) = (diff(&from, &to), diff(&to, &from));
        let sorted = |seats: &[bangdan::compare::Seat]| {
            let mut sorted: Vec<String> = names(seats).into_iter().map(str::to_owned).collect();
            sorted.sort();
            sorted
        };
        prop_assert_eq!(sorted(&forth.entered), sorted(&back.left));
        prop_assert_eq!(sorted(&forth.left), sorted(&back.entered));
    }

    #[test]
    fn every_row_is_paired_once_or_entered_or_left(from in boards(), to in boards()) {
        let diff = diff(&from, &to);
        let old: BTreeSet<usize> =
            diff.pairs.iter().map(|pair| pair.from.index).chain(diff.left.iter().map(|seat| seat.index)).collect();
        let new: BTreeSet<usize> =
            diff.pairs.iter().map(|pair| pair.to.index).chain(diff.entered.iter().map(|seat| seat.index)).collect();
        prop_assert_eq!(old.len(), from.entries.len());
        prop_assert_eq!(new.len(), to.entries.len());
        prop_assert_eq!(diff.pairs.len() + diff.left.len(), from.entries.len());
        prop_assert_eq!(diff.pairs.len() + diff.entered.len(), to.entries.len());
    }

    #[test]
    fn the_order_of_rows_does_not_decide_about_pairs(
        (from, shuffled) in boards().prop_flat_map(|board| {
            let entries = Just(board.entries.clone()).prop_shuffle();
            (Just(board), entries)
        }),
        to in boards(),
    ) {
        let mut other = from.clone();
        other.entries = shuffled;
        prop_assert_eq!(contents(&diff(&from, &to), &from, &to), contents(&diff(&other, &to), &other, &to));
    }
}

#[test]
fn renaming_everybody_keeps_the_pairs_by_their_scores() {
    let from = superclue::march_30();
    let mut to = from.clone();
    for (number, entry) in to.entries.iter_mut().enumerate() {
        entry.name = format!("Anonymous {number}");
    }
    let diff = diff(&from, &to);
    assert_eq!(diff.pairs.len(), 24);
    assert!(diff.pairs.iter().all(|pair| pair.from.index == pair.to.index));
    assert!(diff.pairs.iter().all(|pair| matches!(pair.link, Link::Renamed { outranks_name: false, .. })));
}

#[test]
fn names_passed_round_do_not_deceive() {
    let from = superclue::march_30();
    let mut to = from.clone();
    let names: Vec<String> = from.entries.iter().map(|entry| entry.name.clone()).collect();
    for (entry, name) in to.entries.iter_mut().zip(names.iter().cycle().skip(1)) {
        entry.name.clone_from(name);
    }
    let diff = diff(&from, &to);
    assert!(diff.pairs.iter().all(|pair| pair.from.index == pair.to.index && !pair.has_new_scores()));
    assert!(diff.pairs.iter().all(|pair| matches!(pair.link, Link::Renamed { outranks_name: true, .. })));
}

/// All pairs of 20,000 rows would be 400,000,000 comparisons: a test that ends only if they are not made.
#[test]
fn twenty_thousand_renamed_rows_are_paired() {
    let count: u64 = 20_000;
    let lines = |prefix: &str| {
        let line = |row: u64| {
            let (a, b, c) = (row * 7_919 % 10_000, row * 104_729 % 9_973, row * 1_299_709 % 9_967);
            format!(
                " | {prefix}{row} |  | {}.{:02} | {}.{:02} | {}.{:02}",
                a / 100,
                a % 100,
                b / 100,
                b % 100,
                c / 100,
                c % 100
            )
        };
        (0..count).map(line).collect::<Vec<_>>().join("\n")
    };
    let from = snapshot(None, "2026-01-01", COLUMNS, &lines("old-"));
    let to = snapshot(None, "2026-01-02", COLUMNS, &lines("new-"));
    let diff = diff(&from, &to);
    assert_eq!((diff.pairs.len(), diff.entered.len()), (20_000, 0));
    assert!(diff.pairs.iter().all(|pair| pair.from.index == pair.to.index));
}

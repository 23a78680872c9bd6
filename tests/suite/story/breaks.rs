//! Methods that changed, found in the figures.

use crate::diff::board::{JULY, edition, snapshot, superclue};
use bangdan::compare::{events, nobody};
use bangdan::schema::{Happening, MethodChange, Snapshot};
use std::fmt::Write as _;

/// Metric, declared, change and whether it splits, of every break.
fn broken(history: &[Snapshot]) -> Vec<(Option<String>, bool, MethodChange, bool)> {
    events(history, &nobody)
        .into_iter()
        .filter_map(|event| match event.what {
            Happening::MethodBroke { metric, declared, change, splits, .. } => {
                Some((metric.map(|metric| metric.to_string()), declared, change, splits))
            }
            _ => None,
        })
        .collect()
}

#[test]
fn the_weights_of_july_2026_are_found_and_told_apart_from_what_is_declared() {
    let history = [superclue::march_30(), superclue::july_03()];
    let broken = broken(&history);
    let [declared, found] = broken.as_slice() else { panic!("{broken:?}") };
    assert_eq!(*declared, (Some("total".into()), true, MethodChange::Declared, true));
    let (Some(metric), false, MethodChange::Weights { from, to }, true) = found else { panic!("{found:?}") };
    assert_eq!(metric, "total");
    assert!(from.len() == 6 && from.iter().all(|(_, weight)| (weight - 1.0 / 6.0).abs() < 1e-12), "{from:?}");
    let to: Vec<(&str, f64)> = to.iter().map(|(metric, weight)| (metric.as_str(), *weight)).collect();
    let expected = [
        ("math", 0.18),
        ("hallucination", 0.16),
        ("science", 0.16),
        ("instruction", 0.16),
        ("agentic-coding", 0.25),
        ("agent-planning", 0.09),
    ];
    assert_eq!(to, expected);
}

#[test]
fn the_evidence_is_said_in_both_languages_and_only_seems() {
    let told = events(&[superclue::march_30(), superclue::july_03()], &nobody);
    let why = told.iter().find_map(|event| match &event.what {
        Happening::MethodBroke { change: MethodChange::Weights { .. }, why, .. } => Some(why.clone()),
        _ => None,
    });
    let why = why.unwrap();
    assert!(why.en.starts_with("the weights of total seem to have changed"), "{why}");
    assert!(why.en.contains("0.25 agentic-coding + 0.18 math + 0.16 hallucination"), "{why}");
    assert!(why.zh.contains("似乎") && why.zh.contains("0.25 智能体编程 + 0.18 数学推理"), "{}", why.zh);
}

#[test]
fn too_few_rows_and_figures_that_do_not_add_up_tell_nothing() {
    let mut few = superclue::july_03();
    few.entries.truncate(8);
    assert_eq!(broken(&[superclue::march_30(), few]).len(), 1, "six parts need nine rows");
    let mut off = superclue::july_03();
    let total = "total".into();
    if let Some(bangdan::schema::Reading::Score(score)) = off.entries[3].readings.get_mut(&total) {
        score.number = bangdan::text::Decimal::parse("71.00").unwrap();
    }
    assert_eq!(broken(&[superclue::march_30(), off]).len(), 1, "one total of thirteen is no sum of its parts");
}

/// Rows of `name` and numbers.
fn board(day: &str, columns: &[(&str, &str)], rows: impl Iterator<Item = Vec<f64>>, decimals: usize) -> Snapshot {
    let mut lines = String::new();
    for (index, numbers) in rows.enumerate() {
        let cells: Vec<String> = numbers.iter().map(|number| format!("{number:.decimals$}")).collect();
        writeln!(lines, "| model {index} | | {}", cells.join(" | ")).unwrap();
    }
    snapshot(None, day, columns, lines.trim_end())
}

/// Numbers without a pattern, each from 0 to 1.
fn scattered(index: usize, salt: usize) -> f64 {
    f64::from(u32::try_from((index * 7919 + salt * 104_729 + 12_345) % 1009).unwrap()) / 1009.0
}

#[test]
fn the_same_weights_over_other_figures_are_no_break() {
    let weighted = |salt: usize| {
        (0..20).map(move |index| {
            let parts: Vec<f64> = (1..4).map(|part| (30.0 + 60.0 * scattered(index, salt + part)).round()).collect();
            let total = 0.5 * parts[0] + 0.3 * parts[1] + 0.2 * parts[2];
            [vec![total], parts].concat()
        })
    };
    let columns = &JULY[..4];
    let history = [board("2026-01-01", columns, weighted(10), 2), board("2026-01-02", columns, weighted(50), 2)];
    assert_eq!(broken(&history), []);
}

#[test]
fn scores_that_all_rise_alike_are_a_mass_shift_and_scattered_ones_are_none() {
    let scores = |shift: f64, spread: f64| {
        (0..20).map(move |index| {
            vec![40.0 + 2.0 * scattered(index, 3).mul_add(10.0, shift / 2.0) + spread * (scattered(index, 8) - 0.5)]
        })
    };
    let columns = &JULY[..1];
    let first = || board("2026-01-01", columns, scores(0.0, 0.0), 2);
    let shifted = board("2026-01-02", columns, scores(6.0, 1.0), 2);
    let found = broken(&[first(), shifted]);
    let [(_, false, MethodChange::MassShift { median, shared, same_way }, true)] = found.as_slice() else {
        panic!("{found:?}")
    };
    assert!((median - 6.0).abs() < 0.5 && (*shared, *same_way) == (20, 20), "{found:?}");
    for (shift, spread, what) in [(0.0, 8.0, "scattered"), (0.05, 0.02, "immaterial"), (1.0, 9.0, "mostly apart")] {
        let other = board("2026-01-02", columns, scores(shift, spread), 2);
        assert_eq!(broken(&[first(), other]), [], "{what}");
    }
}

#[test]
fn marks_out_of_ten_became_marks_out_of_a_hundred() {
    // SuperCLUE-Auto on 2023-12-25, before and after: 智能座舱.
    let marks = ["7.94", "8.10", "7.78", "7.61", "7.33", "7.02"];
    let lines = |power: usize| {
        let rows = marks.iter().enumerate().map(|(index, mark)| {
            let digits = mark.replace('.', "");
            let text = format!("{}.{}", &digits[..=power], &digits[1 + power..]);
            format!("| model {index} | | {}", text.trim_end_matches('.'))
        });
        rows.collect::<Vec<_>>().join("\n")
    };
    let history =
        [snapshot(None, "2023-12-24", &JULY[..1], &lines(0)), snapshot(None, "2023-12-25", &JULY[..1], &lines(1))];
    let told = events(&history, &nobody);
    let codes: Vec<&str> = told.iter().map(bangdan::schema::BoardEvent::code).collect();
    assert_eq!(codes, ["began", "method-broke"], "no score changed");
    assert_eq!(broken(&history), [(Some("total".into()), false, MethodChange::Scale { power: 1 }, true)]);
}

#[test]
fn another_range_is_another_quantity() {
    let scores = |low: f64, high: f64| (0..12).map(move |index| vec![low + (high - low) * scattered(index, 5)]);
    let columns = &JULY[..1];
    let history =
        [board("2026-01-01", columns, scores(0.2, 0.9), 3), board("2026-01-02", columns, scores(900.0, 1300.0), 0)];
    let found = broken(&history);
    assert!(matches!(found.as_slice(), [(_, false, MethodChange::Range { .. }, true)]), "{found:?}");
}

#[test]
fn another_number_of_questions_is_found_where_it_is_one_for_all() {
    let with_n = |day: &str, counts: [u64; 4]| {
        // A count alone is no other content: one score changes with the day.
        let lines = format!("| a | | 7{}.1\n| b | | 60.2\n| c | | 50.3\n| d | | 40.4", &day[9..]);
        let mut content = snapshot(None, day, &JULY[..1], &lines);
        for (entry, count) in content.entries.iter_mut().zip(counts) {
            for reading in entry.readings.values_mut() {
                if let bangdan::schema::Reading::Score(score) = reading {
                    score.n = Some(count);
                }
            }
        }
        content
    };
    let found = broken(&[with_n("2026-01-01", [3337; 4]), with_n("2026-01-02", [2194; 4])]);
    assert_eq!(found, [(Some("total".into()), false, MethodChange::Questions { from: 3337, to: 2194 }, true)]);
    let votes = broken(&[with_n("2026-01-01", [10, 20, 30, 40]), with_n("2026-01-02", [15, 25, 35, 45])]);
    assert_eq!(votes, [], "votes grow by themselves");
}

#[test]
fn a_part_that_comes_with_new_totals_is_a_break_within_an_edition_and_no_split_between_editions() {
    let scores = |salt: usize, of_two: bool| {
        (0..10).map(move |index| {
            let parts = [1, 2].map(|part| (30.0 + 60.0 * scattered(index, salt + part)).round());
            let total = if of_two { 0.5 * (parts[0] + parts[1]) } else { parts[0] * 0.9 };
            [vec![total, parts[0]], if of_two { vec![parts[1]] } else { Vec::new() }].concat()
        })
    };
    let mut second = board("2026-01-02", &JULY[..3], scores(40, true), 2);
    let mut first = board("2026-01-01", &JULY[..2], scores(20, false), 2);
    let found = broken(&[first.clone(), second.clone()]);
    assert_eq!(found, [(None, false, MethodChange::MetricSet, true)]);
    let why = events(&[first.clone(), second.clone()], &nobody).into_iter().find_map(|event| match event.what {
        Happening::MethodBroke { why, .. } => Some(why.en),
        _ => None,
    });
    assert!(why.unwrap().contains("(hallucination came), and with them 10 of 10 main scores"));
    first.edition = Some(edition(2025, 1));
    second.edition = Some(edition(2025, 3));
    assert_eq!(broken(&[first, second]), [(None, false, MethodChange::MetricSet, false)]);
}

#[test]
fn a_column_that_is_no_part_of_the_main_score_comes_and_goes_without_a_break() {
    let scores = |salt: usize, columns: usize| {
        (0..10).map(move |index| (0..columns).map(|column| 30.0 + 60.0 * scattered(index, salt + column)).collect())
    };
    let few = |day: &str, salt: usize| board(day, &JULY[..2], scores(salt, 2), 2);
    let many = |day: &str, salt: usize| board(day, &JULY[..4], scores(salt, 4), 2);
    assert_eq!(broken(&[few("2026-01-01", 20), many("2026-01-02", 40)]), [], "totals that nothing explains");
    assert_eq!(broken(&[many("2026-01-01", 40), few("2026-01-02", 20)]), []);
}

/// SuperCLUE on 2023-05-08 and 2023-05-09: the mean of two abilities went, which the total is not made of, and the
/// academic scores are printed anew.
#[test]
fn a_mean_of_other_columns_that_goes_is_no_break() {
    let columns =
        [("score", "总分"), ("mean", "基础与中文"), ("basic", "基础能力"), ("academic", "专业"), ("chinese", "中文")];
    let before = "\
1 | GPT-4 | | 76.77 | 79.00 | 90.00 | 72.32 | 68.00
2 | ChatGPT | | 66.21 | 72.00 | 85.00 | 54.64 | 59.00
3 | 星火 | | 53.42 | 59.00 | 74.00 | 42.27 | 44.00
4 | MiniMax | | 46.35 | 50.50 | 72.00 | 38.04 | 29.00
5 | BELLE-13B | | 43.70 | 46.00 | 69.00 | 39.11 | 23.00
6 | ChatGLM-6B | | 42.13 | 46.50 | 60.00 | 33.39 | 33.00
7 | MOSS-16B | | 36.51 | 39.50 | 52.00 | 30.54 | 27.00
8 | Vicuna-13B | | 34.49 | 37.50 | 45.00 | 28.46 | 30.00
9 | 文心一言 | | 32.44 | 32.00 | 40.00 | 33.33 | 24.00";
    let after = "\
1 | GPT-4 | | 76.67 | 90.00 | 72.00 | 68.00
2 | GPT-3.5-turbo | | 66.18 | 85.00 | 54.55 | 59.00
3 | 星火认知大模型 | | 53.58 | 74.00 | 42.73 | 44.00
4 | MiniMax | | 46.45 | 72.00 | 38.36 | 29.00
5 | BELLE-13B | | 43.70 | 69.00 | 39.09 | 23.00
6 | ChatGLM-6B | | 42.15 | 60.00 | 33.45 | 33.00
7 | MOSS-16B | | 36.52 | 52.00 | 30.55 | 27.00
8 | Vicuna-13B | | 34.33 | 45.00 | 28.00 | 30.00
9 | 文心一言 | | 32.61 | 40.00 | 33.82 | 24.00";
    let history = [
        snapshot(None, "2023-05-08", &columns, before),
        snapshot(None, "2023-05-09", &[columns[0], columns[2], columns[3], columns[4]], after),
    ];
    assert_eq!(broken(&history), []);
}

//! Intervals and counts in columns beside the score.

use super::paper::{board, column, problems, read, table};
use bangdan::schema::Snapshot;

/// `1199 to 1208`, from the first entry to the last.
fn intervals(snapshot: &Snapshot) -> Vec<String> {
    let scores = snapshot.entries.iter().map(|entry| entry.score(&"score".into()));
    let shown = scores.map(|score| match score.and_then(|score| score.interval) {
        Some(ends) => format!("{} to {}", ends.low, ends.high),
        None => "none".to_owned(),
    });
    shown.collect()
}

fn read_beside(interval: &str, header: &str, rows: &[&str]) -> Snapshot {
    let board = board(&format!(
        "[[board.metric]]\nid = \"score\"\nheader = [\"score\"]\nunit = \"percent\"\nn = [\"votes\"]\ninterval = {{ {interval} }}"
    ));
    read(&board, &table("table 1", header, rows)).unwrap()
}

#[test]
fn the_two_ends_stand_in_columns_of_their_own() {
    let snapshot = read_beside(
        r#"low = ["rating_q025"], high = ["rating_q975"]"#,
        "模型|score|rating_q025|rating_q975",
        &["a|50.5|48.25|52%", "b|40.0|-|42", "c|-|1|2"],
    );
    assert_eq!(intervals(&snapshot), ["48.25 to 52", "none", "none"]);
    assert_eq!(problems(&snapshot), [""; 0], "the columns are read, and an absence is none");
}

#[test]
fn a_half_width_reaches_to_both_sides_and_a_standard_error_so_many_times() {
    let half = read_beside(r#"half = ["ci"]"#, "模型|score|ci", &["a|50.5|1.25", "b|40|-2"]);
    assert_eq!(intervals(&half), ["49.25 to 51.75", "38 to 42"]);
    // 50.5 ± 1.96 × 1.5 = 50.5 ± 2.94.
    let error = read_beside(r#"error = ["std"], times = 1.96"#, "模型|score|std", &["a|50.5|1.5"]);
    assert_eq!(intervals(&error), ["47.56 to 53.44"]);
}

#[test]
fn one_cell_prints_both_ends_or_both_offsets() {
    let cell = r#"cell = ["95_pct_ci"], shape = ["{plus}/{minus}", "({minus}, {plus})", "[{low}, {high}]"]"#;
    let snapshot = read_beside(
        cell,
        "模型|score|95_pct_ci",
        &["a|50|+5/-4", "b|50.0|(-1.88, +1.97)", "c|50|[48.5, 51.5]", "d|50|", "e|50|±3"],
    );
    assert_eq!(intervals(&snapshot), ["46 to 55", "48.12 to 51.97", "48.5 to 51.5", "none", "none"]);
    let said = r#"unread-number table 1!R6C3: "95_pct_ci" beside score of e is "±3", which cannot be read; the score stands without it"#;
    assert_eq!(problems(&snapshot), [said]);
    assert_eq!(column(&snapshot, "score"), ["50", "50.0", "50", "50", "50"]);
}

#[test]
fn votes_stand_beside_the_score() {
    let snapshot =
        read_beside(r#"half = ["ci"]"#, "模型|score|votes", &["a|50|1,200", "b|50|1200.0", "c|50|-", "d|50|1.5"]);
    let votes: Vec<Option<u64>> =
        snapshot.entries.iter().map(|entry| entry.score(&"score".into()).unwrap().n).collect();
    assert_eq!(votes, [Some(1200), Some(1200), None, None]);
    let said = r#"unread-number table 1!R5C3: "votes" beside score of d is "1.5", which cannot be read; the score stands without it"#;
    assert_eq!(problems(&snapshot), [said]);
}

#[test]
fn an_interval_of_which_the_table_has_one_end_is_none_and_the_column_is_reported() {
    let snapshot = read_beside(r#"low = ["low"], high = ["high"]"#, "模型|score|low", &["a|50|48"]);
    assert_eq!(intervals(&snapshot), ["none"]);
    assert_eq!(problems(&snapshot), [r#"new-column table 1!R1C3: the column "low" is neither read nor ignored"#]);
}

#[test]
fn an_interval_that_cannot_be_the_scores_own_is_a_contradiction_and_kept() {
    let snapshot = read_beside(
        r#"low = ["low"], high = ["high"]"#,
        "模型|score|low|high",
        &["a|50|52|48", "b|88.7|-1.88|1.97", "c|50.0|50.1|51", "d|50|50.4|50.4"],
    );
    assert_eq!(intervals(&snapshot), ["52 to 48", "-1.88 to 1.97", "50.1 to 51", "50.4 to 50.4"]);
    let expected = [
        "contradiction table 1!R2C2: the interval of score of a begins at 52 and ends at 48; kept as printed",
        "contradiction table 1!R3C2: score of b is 88.7, far outside of its interval from -1.88 to 1.97; kept as printed",
    ];
    assert_eq!(problems(&snapshot), expected);
}

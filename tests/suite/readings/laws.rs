//! What holds for any table whatever.

use super::paper::{board, capture, read_joined};
use bangdan::catalogue::Board;
use bangdan::gate::judge;
use bangdan::schema::{Code, Missing, RawCell, RawRow, RawTable, Reading};
use bangdan::text::Decimal;
use proptest::collection::vec;
use proptest::prelude::*;

fn any_board() -> Board {
    board(
        "key = [\"access\"]\nlabels = { access = [\"使用\"] }\nmissing = [\"Comming\"]\nmetric = [\n\
         { id = \"total\", header = [\"总分\"], range = [0, 100], primary = true, strip = [\"N\"], mean_of = [\"a\", \"b\"] },\n\
         { id = \"a\", header = [\"甲\"], shape = [\"{value} ({_})\", \"{value} [{low}, {high}] {n}\"] },\n\
         { id = \"b\", header = [\"乙\", \"甲\"], shape = [\"F1:{_} Acc:{value}\"] },\n\
         { id = \"gap\", header = [\"差\"], difference_of = [\"a\", \"b\"] }]",
    )
}

fn header() -> impl Strategy<Value = String> {
    prop_oneof![
        9 => prop::sample::select(vec!["排名", "模型", "机构", "使用", "总分", "甲", "乙", "差"]).prop_map(str::to_owned),
        1 => "\\PC{0,6}",
    ]
}

fn cell() -> impl Strategy<Value = RawCell> {
    let text = prop_oneof![
        4 => "[+-−－]?[0-9０-９,]{1,6}(\\.[0-9]{0,4})?[%％N ]{0,2}",
        2 => "[0-9]{1,2}\\.[0-9] ?[(（\\[][0-9., ]{0,8}[)）\\]] ?[0-9]{0,3}",
        1 => "F1:[0-9.]{1,4} Acc:[0-9.]{1,4}",
        2 => prop::sample::select(vec!["", "-", "🏅\u{fe0f}", "🥈", "3", "待补充", "?", "模型", "GPT4", "文心一言", "NaN"])
            .prop_map(str::to_owned),
        1 => any::<String>(),
    ];
    text.prop_map(RawCell::text)
}

fn table() -> impl Strategy<Value = RawTable> {
    (vec(header(), 0..8), vec((vec(cell(), 0..9), 0..3_usize), 0..12)).prop_map(|(header, rows)| {
        let width = header.len();
        let row = |(number, (mut cells, fit)): (u32, (Vec<RawCell>, usize))| {
            if fit > 0 {
                cells.resize(width, RawCell::text("7"));
            }
            RawRow { number, cells, bytes: None }
        };
        RawTable {
            capture: capture(),
            place: "table 1".into(),
            heading: None,
            header_row: 1,
            header: header.into_iter().map(RawCell::text).collect(),
            rows: (2..).zip(rows).map(row).collect(),
            moved: Vec::new(),
        }
    })
}

/// A table that is not refused for its header.
fn bound() -> impl Strategy<Value = RawTable> {
    table().prop_map(|mut table| {
        let names = ["模型", "排名", "总分", "甲", "使用", "差", "机构", "新"];
        let width = table.header.len();
        for (cell, name) in table.header.iter_mut().zip(names) {
            *cell = RawCell::text(name);
        }
        for name in names.iter().take(3).skip(width) {
            table.header.push(RawCell::text(*name));
            table.rows.iter_mut().for_each(|row| row.cells.push(RawCell::text("5")));
        }
        table
    })
}

proptest! {
    #[test]
    fn no_table_makes_it_fail(first in table(), second in table()) {
        let board = any_board();
        if let Ok(snapshot) = read_joined(&board, &first, &[second], &["总分".to_owned()]) {
            let _ = judge(&board, &snapshot);
        }
    }

    #[test]
    fn every_row_is_an_entry_or_left_out_with_its_place(table in bound()) {
        if let Ok(snapshot) = read_joined(&any_board(), &table, &[], &[]) {
            let left_out = |code: Code| matches!(code, Code::RaggedRow | Code::UnnamedRow | Code::NotAnEntry);
            let mut rows: Vec<u32> = snapshot.entries.iter().map(|entry| entry.at.row).collect();
            let problems = snapshot.problems.iter().filter(|problem| left_out(problem.code));
            rows.extend(problems.map(|problem| problem.at.as_ref().unwrap().row));
            rows.sort_unstable();
            prop_assert_eq!(rows, table.rows.iter().map(|row| row.number).collect::<Vec<_>>());
        }
    }

    #[test]
    fn every_reading_says_what_its_cell_says(table in bound()) {
        if let Ok(snapshot) = read_joined(&any_board(), &table, &[], &[]) {
            for entry in &snapshot.entries {
                for reading in entry.readings.values() {
                    let at = reading.at();
                    let row = table.rows.iter().find(|row| row.number == at.row).unwrap();
                    let printed = &row.cells[at.column as usize - 1].text;
                    prop_assert_eq!(reading.text(), bangdan::text::squeeze(printed));
                }
                prop_assert_eq!(entry.readings.len(), snapshot.metrics.len());
            }
        }
    }

    #[test]
    fn a_score_is_the_number_that_its_text_begins_with(table in bound()) {
        if let Ok(snapshot) = read_joined(&any_board(), &table, &[], &[]) {
            for score in snapshot.entries.iter().filter_map(|entry| entry.score(&"total".into())) {
                let half: String = bangdan::text::half_width(&score.text);
                let digits = half.trim().trim_end_matches(['N', ' ']).trim_end_matches(['%', ' ']);
                let number = Decimal::parse(digits).unwrap();
                prop_assert_eq!(number.to_string(), score.number.to_string());
            }
        }
    }

    #[test]
    fn an_unreadable_cell_of_an_entry_is_always_reported(table in bound()) {
        if let Ok(snapshot) = read_joined(&any_board(), &table, &[], &[]) {
            let readings = snapshot.entries.iter().flat_map(|entry| entry.readings.values());
            let unreadable = |reading: &&Reading| matches!(reading, Reading::Missing { reason: Missing::Unreadable, .. });
            let reported = snapshot.problems.iter().filter(|problem| problem.code == Code::UnreadNumber).count();
            prop_assert_eq!(readings.filter(unreadable).count(), reported);
        }
    }
}

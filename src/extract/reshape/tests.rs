use super::apply;
use crate::catalogue::{Cut, Group, Melt, Only, Pivot, Reshape};
use crate::extract::Found;
use crate::schema::{Code, Digest, Problem, RawCell, RawRow, RawTable, Span};
use proptest::prelude::*;
use regex::Regex;

fn words(line: &str) -> Vec<String> {
    line.split('|').map(|cell| cell.trim().to_owned()).collect()
}

fn texts(names: &[&str]) -> Vec<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}

/// A table whose first line is the header. Each cell's bytes are its row and column, so that a test sees them again.
fn table(place: &str, lines: &[&str]) -> Found {
    let cells = |row: u32, line: &str| {
        let cell =
            |(column, text)| RawCell { bytes: Span::new(usize::try_from(row).unwrap(), column), ..RawCell::text(text) };
        (1..).zip(words(line)).map(cell).collect::<Vec<_>>()
    };
    let rows = (2..).zip(&lines[1..]).map(|(number, line)| RawRow { number, cells: cells(number, line), bytes: None });
    let table = RawTable {
        capture: Digest::of(place.as_bytes()),
        place: place.into(),
        heading: None,
        header_row: 1,
        header: cells(1, lines[0]),
        rows: rows.collect(),
        moved: Vec::new(),
    };
    Found { table, edition: None }
}

fn shown(found: &Found) -> Vec<String> {
    let join = |cells: &[RawCell]| cells.iter().map(|cell| cell.text.as_str()).collect::<Vec<_>>().join(" | ");
    let rows = found.table.rows.iter().map(|row| join(&row.cells));
    std::iter::once(join(&found.table.header)).chain(rows).collect()
}

/// The places of a row's cells, of the header with 0: `R2C1 R2C3`, with `~` where the cell has no bytes of its own.
fn places(found: &Found, index: usize) -> String {
    let table = &found.table;
    let cells = if index == 0 { &table.header } else { &table.rows[index - 1].cells };
    let place = |column: usize| {
        let at = if index == 0 { table.locate_header(column) } else { table.locate(&table.rows[index - 1], column) };
        assert!(at.bytes.is_none() || at.bytes == Some((at.row, at.column)), "{at}");
        format!("R{}C{}{}", at.row, at.column, if at.bytes.is_some() { "" } else { "~" })
    };
    (0..cells.len()).map(place).collect::<Vec<_>>().join(" ")
}

fn one(found: Vec<Found>, reshape: &Reshape) -> Found {
    let mut found = apply(found, reshape).unwrap();
    assert_eq!(found.len(), 1);
    found.remove(0)
}

fn refusal(found: Vec<Found>, reshape: &Reshape) -> Problem {
    apply(found, reshape).err().unwrap()
}

fn melt(keep: &[&str]) -> Reshape {
    let melt = Melt { keep: texts(keep), name: "model".to_owned(), value: "elo".to_owned() };
    Reshape { melt: Some(melt), ..Reshape::default() }
}

fn pivot(keep: &[&str]) -> Reshape {
    let pivot = Pivot { keep: texts(keep), by: "task".to_owned(), value: "score".to_owned() };
    Reshape { pivot: Some(pivot), ..Reshape::default() }
}

fn only(column: &str, typed: &[&str]) -> Reshape {
    let only = [(column.to_owned(), Only::new(&texts(typed)).unwrap())];
    Reshape { only: only.into(), ..Reshape::default() }
}

#[test]
fn a_melted_cell_is_a_row_with_its_header_and_points_at_both() {
    let days = table("table 1", &["|gpt-4|palm-2", "20230508|1200.5|0.0", "20230522|1201|990"]);
    let melted = one(vec![days.clone()], &melt(&[""]));
    let rows =
        ["20230508 | gpt-4 | 1200.5", "20230508 | palm-2 | 0.0", "20230522 | gpt-4 | 1201", "20230522 | palm-2 | 990"];
    assert_eq!(shown(&melted)[0], " | model | elo");
    assert_eq!(shown(&melted)[1..], rows);
    assert_eq!(places(&melted, 0), "R1C1 R1C2~ R1C2~");
    assert_eq!(places(&melted, 4), "R3C1 R1C3 R3C3");
    let split = Reshape { split: Some(String::new()), ..melt(&[""]) };
    let split = Reshape { only: only("elo", &["!=0"]).only, ..split };
    let days = apply(vec![days], &split).unwrap();
    assert_eq!(
        days.iter().map(|found| found.edition.as_deref().unwrap()).collect::<Vec<_>>(),
        ["20230508", "20230522"]
    );
    assert_eq!(shown(&days[0]), [" | model | elo", "20230508 | gpt-4 | 1200.5"]);
    assert_eq!(shown(&days[1])[1..], rows[2..]);
    assert_eq!(places(&days[1], 2), "R3C1 R1C3 R3C3");
}

#[test]
fn tables_are_united_by_their_headers_and_every_cell_names_its_own_table() {
    let first = table("table 1", &["model|a|a|b", "x|1|2|3"]);
    let second = table("table 2", &["B|Model|c|A", "4|y|5|6", "7|z|8|9"]);
    let united = one(vec![first.clone(), second, first], &Reshape { union: true, ..Reshape::default() });
    let rows =
        ["model | a | a | b | c", "x | 1 | 2 | 3 | ", "y | 6 |  | 4 | 5", "z | 9 |  | 7 | 8", "x | 1 | 2 | 3 | "];
    assert_eq!(shown(&united), rows);
    assert_eq!(places(&united, 1), "R2C1 R2C2 R2C3 R2C4 R2C1~");
    assert_eq!(places(&united, 3), "R3C2 R3C4 R3C1~ R3C1 R3C3");
    let at = united.table.locate(&united.table.rows[2], 4);
    assert_eq!((at.to_string().as_str(), at.capture), ("table 2!R3C3@3-3", Digest::of(b"table 2")));
    assert_eq!(united.table.locate_header(4).to_string(), "table 2!R1C3@1-3");
    assert_eq!(united.table.locate(&united.table.rows[0], 1).to_string(), "table 1!R2C2@2-2");
}

#[test]
fn tables_of_different_editions_stay_apart_when_they_are_united() {
    let of = |edition: &str, row: &str| Found { edition: Some(edition.to_owned()), ..table("t", &["model|a", row]) };
    let found = vec![of("2023年1月", "x|1"), of("2023年2月", "x|2"), of("2023年1月", "y|3")];
    let united = apply(found, &Reshape { union: true, ..Reshape::default() }).unwrap();
    assert_eq!(united.iter().map(|found| shown(found).len()).collect::<Vec<_>>(), [3, 2]);
}

#[test]
fn groups_of_an_expression_are_columns_behind_the_others() {
    let regex = Regex::new(r"^(?<name>.+?) \((?<shots>\d+)-shot(?:, (?<mode>\w+))?\)$").unwrap();
    let reshape = Reshape { cut: vec![Cut { column: "MODEL".to_owned(), regex }], ..Reshape::default() };
    let found = table("t", &["score|model", "1|GPT-4 (5-shot)", "2|PaLM", "3", "4|X (0-shot, cot)|9"]);
    let cut = one(vec![found], &reshape);
    let rows = [
        "score | model | name | shots | mode",
        "1 | GPT-4 (5-shot) | GPT-4 | 5 | ",
        "2 | PaLM |  |  | ",
        // Ragged rows fit no header before and none now.
        "3 |  |  | ",
        "4 | X (0-shot, cot) | 9 |  |  | ",
    ];
    assert_eq!(shown(&cut), rows);
    assert_eq!(places(&cut, 1), "R2C1 R2C2 R2C2 R2C2 R2C2~");
}

#[test]
fn rows_that_are_not_wanted_are_left_out_and_ragged_ones_are_kept_to_be_told_of() {
    let found = table("t", &["model|tag", "a|Holistic", "b|other", "c", "d|holistic"]);
    let kept = one(vec![found], &only("Tag", &["holistic"]));
    assert_eq!(shown(&kept), ["model | tag", "a | Holistic", "c", "d | holistic"]);
    assert_eq!(places(&kept, 3), "R5C1 R5C2");
    assert_eq!(kept.table.row_in_body(&kept.table.rows[2]), 5);
}

#[test]
fn groups_have_exact_sums_and_means_and_no_number_is_none() {
    let lines = [
        "model|pass|cost|date",
        "A|10|0.1|mon",
        "B|-|n/a|tue",
        "a|0|0.2|wed",
        "A|0|0.3|thu",
        "B||0.5|fri",
        "C|82.10|1|sat",
    ];
    let group =
        Group { by: texts(&["model"]), mean: texts(&["pass"]), sum: texts(&["cost"]), count: Some("n".to_owned()) };
    let reshape = Reshape { group: Some(group), ..Reshape::default() };
    let grouped = one(vec![table("t", &lines)], &reshape);
    let rows = [
        "model | pass | cost | date | n",
        "A | 3.333333 | 0.6 | mon | 3",
        "B |  | 0.5 | tue | 2",
        "C | 82.10 | 1 | sat | 1",
    ];
    assert_eq!(shown(&grouped), rows);
    assert_eq!(places(&grouped, 1), "R2C1 R2C2~ R2C3~ R2C4 R2C1~");
    assert_eq!(places(&grouped, 3), "R7C1 R7C2 R7C3 R7C4 R7C1~");
    for (cells, mean) in [
        (["82.1", "82.30"], "82.20"),
        (["1", "2"], "1.5"),
        (["-0.05", "0.04"], "-0.005"),
        (["100", "100"], "100"),
        (["0.12345678", "0.12345679"], "0.123456785"),
        (["0.0000000000001", "0.0000000000002"], "0.0000000000002"),
    ] {
        let rows = [format!("a|{}|0|x", cells[0]), format!("a|{}|0|x", cells[1])];
        let found = table("t", &["model|pass|cost|date", &rows[0], &rows[1]]);
        assert_eq!(one(vec![found], &reshape).table.rows[0].cells[1].text, mean);
    }
    let found = table("t", &["model|pass|cost|date", "a|44/48|0|x", "a|1|0|x"]);
    let said = refusal(vec![found], &reshape);
    assert_eq!((said.code, said.at.unwrap().to_string().as_str()), (Code::UnreadableMetric, "t!R2C2@2-2"));
}

#[test]
fn pivoted_rows_are_one_and_what_comes_twice_is_a_second_row() {
    let lines =
        ["model|score|task|org|run", "a|1|mmlu|X|r1", "b|2|MMLU|Y|r2", "A|3|arc|x|r3", "a|4|mmlu|X|r4", "b|5|gsm|Y|r5"];
    let pivoted = one(vec![table("t", &lines)], &pivot(&["model"]));
    let rows = ["model | org | mmlu | arc | gsm", "a | X | 1 | 3 | ", "b | Y | 2 |  | 5", "a | X | 4 |  | "];
    assert_eq!(shown(&pivoted), rows);
    assert_eq!(places(&pivoted, 0), "R1C1 R1C4 R2C3 R4C3 R6C3");
    assert_eq!(places(&pivoted, 1), "R2C1 R2C4 R2C2 R4C2 R2C1~");
}

#[test]
fn models_as_columns_become_rows() {
    let found = table("t", &["task|GPT-4|PaLM", "mmlu|86|78", "arc|96|95"]);
    let turned = one(vec![found], &Reshape { transpose: true, ..Reshape::default() });
    assert_eq!(shown(&turned), ["task | mmlu | arc", "GPT-4 | 86 | 96", "PaLM | 78 | 95"]);
    assert_eq!(places(&turned, 2), "R1C3 R2C3 R3C3");
}

#[test]
fn a_column_that_is_not_there_or_there_twice_is_a_refusal() {
    let said = refusal(vec![table("t", &["model|b|c", "x|1|2"])], &pivot(&["model"]));
    assert_eq!(said.code, Code::MissingColumn);
    assert!(
        said.what.en.contains("\"task\"") && said.what.en.ends_with("the header is: model | b | c"),
        "{}",
        said.what.en
    );
    let said = refusal(vec![table("t", &["model|task|Task|score", "x|1|2|3"])], &pivot(&["model"]));
    assert_eq!((said.code, said.at.unwrap().to_string().as_str()), (Code::DuplicateColumn, "t!R1C3@1-3"));
}

#[test]
fn a_ragged_row_is_never_laid_out_anew() {
    for reshape in [melt(&["model"]), pivot(&["model"]), Reshape { transpose: true, ..Reshape::default() }] {
        let said = refusal(vec![table("t", &["model|task|score", "x|1", "y|2|3"])], &reshape);
        assert_eq!((said.code, said.at.unwrap().to_string().as_str()), (Code::RaggedHeader, "t!R2C2@2-2"));
    }
}

#[test]
fn what_would_grow_beyond_any_leaderboard_is_refused() {
    let header = format!("model{}", "|h".repeat(1000));
    let mut lines = vec![header.as_str()];
    lines.resize(402, &header);
    let said = refusal(vec![table("t", &lines)], &melt(&["model"]));
    assert_eq!(said.code, Code::UnreadableBody);
    assert!(said.what.en.contains("401000 rows"), "{}", said.what.en);
}

proptest! {
    #[test]
    fn what_is_melted_and_pivoted_is_the_same_table(
        cells in (1_usize..6, 1_usize..6).prop_flat_map(|(rows, columns)| {
            prop::collection::vec(prop::collection::vec("[a-z0-9.-]{0,4}", columns), rows)
        }),
    ) {
        let header: Vec<String> = (0..cells[0].len()).map(|column| format!("m{column}")).collect();
        let mut lines = vec![format!("model|{}", header.join("|"))];
        lines.extend((0..).zip(&cells).map(|(row, cells)| format!("e{row}|{}", cells.join("|"))));
        let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
        let before = table("t", &lines);
        let there = Melt { keep: texts(&["model"]), name: "task".to_owned(), value: "score".to_owned() };
        let reshape = Reshape { melt: Some(there), ..pivot(&["model"]) };
        let after = one(vec![before.clone()], &reshape);
        prop_assert_eq!(shown(&after), shown(&before));
        for row in 0..=cells.len() {
            prop_assert_eq!(places(&after, row), places(&before, row));
        }
        let twice = Reshape { transpose: true, ..Reshape::default() };
        let turned = one(vec![one(vec![before.clone()], &twice)], &twice);
        prop_assert_eq!(shown(&turned), shown(&before));
        for row in 0..=cells.len() {
            prop_assert_eq!(places(&turned, row), places(&before, row));
        }
    }
}

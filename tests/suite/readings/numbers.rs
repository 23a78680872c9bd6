//! Score cells: numbers with their printed digits, stated absences, and what is neither.

use super::paper::{board, built_in, column, problems, read, scored, shown, table};
use bangdan::catalogue::{Board, Catalogue};
use bangdan::schema::Snapshot;

/// One row with a place, so that it is an entry whatever the cell holds.
fn one(board: &Board, cell: &str) -> Snapshot {
    read(board, &table("table 1", "排名|模型|总分", &[&format!("1|m|{cell}")])).unwrap()
}

fn reads_as(more: &str, expected: &[(&str, &str)]) {
    let board = scored(more);
    for (cell, reading) in expected {
        let snapshot = one(&board, cell);
        let found = shown(snapshot.entries[0].readings.values().next().unwrap());
        assert_eq!(found, *reading, "{cell:?}");
        let unread = snapshot.problems.iter().filter(|problem| problem.code.as_str() == "unread-number").count();
        assert_eq!(unread == 1, reading.starts_with("unreadable"), "{cell:?}");
    }
}

#[test]
fn printed_digits_are_kept() {
    reads_as(
        "",
        &[
            ("82.10", "82.10"),
            ("20.0", "20.0"),
            ("84", "84"),
            ("70.1002228428", "70.1002228428"),
            ("85.70999999999999", "85.70999999999999"),
            ("1,203.5", "1203.5"),
            ("+3.44", "3.44"),
            ("-2.67", "-2.67"),
            ("\u{2212}11.06", "-11.06"),
            ("８２．１０", "82.10"),
            ("－1.88", "-1.88"),
            ("0", "0"),
            ("0.00", "0.00"),
            ("1e-05", "0.00001"),
            ("2.3E+02", "230"),
        ],
    );
}

#[test]
fn a_percent_sign_is_no_part_of_a_percentage() {
    for unit in ["percent", "points"] {
        let unit = format!(", unit = {unit:?}");
        reads_as(&unit, &[("74.89%", "74.89"), ("78.02 ％", "78.02"), ("50.19%", "50.19"), ("%", "unreadable \"%\"")]);
    }
    let snapshot = one(&scored(", unit = \"percent\""), "74.89%");
    let score = snapshot.entries[0].score(&"score".into()).unwrap();
    assert_eq!((score.text.as_str(), score.value()), ("74.89%", 74.89));
}

#[test]
fn a_percentage_in_a_column_of_another_unit_is_not_read() {
    let snapshot = one(&scored(", unit = \"elo\""), "74.89%");
    assert_eq!(column(&snapshot, "score"), ["unreadable \"74.89%\""]);
    let expected = r#"unread-number table 1!R2C3: score of m is "74.89%", a percentage in a column of elo"#;
    assert_eq!(problems(&snapshot), [expected]);
}

#[test]
fn absences_are_stated_and_never_zero() {
    let absent =
        ["", "-", "--", "—", "–", "/", "\\", "n/a", "na", "None", "null", "?", "？", "未报告", "暂无", "无", "未测"];
    for cell in absent {
        reads_as("", &[(cell, &format!("not-reported {cell:?}"))]);
    }
    for cell in ["待补充", "测评中", "Pending", "TBD"] {
        reads_as("", &[(cell, &format!("pending {cell:?}"))]);
    }
    let own = board("missing = [\"Comming\", \"0\"]\nmetric = [{ id = \"score\", header = [\"总分\"] }]");
    assert_eq!(column(&one(&own, "comming"), "score"), ["not-reported \"comming\""]);
    assert_eq!(column(&one(&own, "0"), "score"), ["not-reported \"0\""]);
    assert_eq!(column(&one(&own, "0.0"), "score"), ["0.0"]);
}

#[test]
fn a_number_is_never_cut_out_of_a_cell() {
    let junk = [
        "57.7(52.9)",
        "90.0N",
        "76.4？",
        "5级",
        "NaN",
        "inf",
        "58/61%",
        "84 83",
        "82. 1",
        "82.1²",
        "①",
        "1-",
        "0x10",
        "1.2.3",
        "1,23",
        "1600B",
        ".5",
        "5.",
        "40.00现在您的表格",
        "**80.42 **",
        "٣",
    ];
    for cell in junk {
        reads_as("", &[(cell, &format!("unreadable {cell:?}"))]);
    }
    let said = r#"unread-number table 1!R2C3: score of m is "90.0N", which is no number"#;
    assert_eq!(problems(&one(&scored(""), "90.0N")), [said]);
}

#[test]
fn declared_marks_after_a_number_are_no_part_of_it() {
    let marks = ", strip = [\"N\", \"?\"]";
    reads_as(
        marks,
        &[("90.0N", "90.0"), ("43.36N", "43.36"), ("76.4？", "76.4"), ("74.0?", "74.0"), ("76.4？N", "76.4")],
    );
    reads_as(marks, &[("？", "not-reported \"？\""), ("N", "unreadable \"N\""), ("90.0n", "unreadable \"90.0n\"")]);
}

#[test]
fn a_cell_of_two_numbers_is_read_as_its_board_declares() {
    let shape = ", shape = [\"{value} ({_})\"]";
    reads_as(shape, &[("57.7(52.9)", "57.7"), ("59.6（56.7)", "59.6"), ("56.8 (0.4)", "56.8"), ("62.0", "62.0")]);
    reads_as(shape, &[("na", "not-reported \"na\""), ("57.7(52.9", "unreadable \"57.7(52.9\"")]);
    reads_as(", shape = [\"{value}级\"]", &[("5级", "5"), ("5 级", "5"), ("五级", "unreadable \"五级\"")]);
    let said = r#"unread-number table 1!R2C3: score of m is "59.6（56.7））", which is not written as `{value} ({_})`"#;
    assert_eq!(problems(&one(&scored(shape), "59.6（56.7））")), [said]);
}

#[test]
fn intervals_and_counts_are_read_beside_the_value() {
    let board = scored(", unit = \"elo\", shape = [\"{value} +{plus}/-{minus} (n={n})\", \"{value} ± {half}\"]");
    let score = |cell: &str| one(&board, cell).entries[0].score(&"score".into()).cloned().unwrap();
    let elo = score("1203 +5/-4 (N=1,200)");
    let interval = elo.interval.unwrap();
    assert_eq!(
        (elo.number.to_string().as_str(), interval.low, interval.high, elo.n),
        ("1203", 1199.0, 1208.0, Some(1200))
    );
    let interval = score("16.2 ± 1.6").interval.unwrap();
    assert_eq!((interval.low, interval.high), (14.6, 17.8));
}

#[test]
fn two_metrics_of_one_column_are_told_apart_by_their_shapes() {
    let board = built_in("qbqtc");
    let printed = table(
        "t",
        "模型|训练集（train)|验证集（dev)|公开测试集（test_public)|训练参数",
        &[
            "BERT-base|F1:80.3 Acc:84.3|F1:64.9 Acc:72.4|F1:64.1 Acc:71.8|batch=64, length=52, epoch=7",
            "RoBERTa-wwm-ext|F1:67.4 Acc:74.6|65.1|F1:64.0 Acc:71.0|batch=64",
        ],
    );
    let snapshot = read(&board, &printed).unwrap();
    assert_eq!(column(&snapshot, "train-f1"), ["80.3", "67.4"]);
    assert_eq!(column(&snapshot, "train-accuracy"), ["84.3", "74.6"]);
    assert_eq!(column(&snapshot, "test-accuracy"), ["71.8", "71.0"]);
    // A number alone does not say which of the two it is.
    assert_eq!(column(&snapshot, "dev-f1"), ["64.9", "unreadable \"65.1\""]);
    assert_eq!(column(&snapshot, "dev-accuracy"), ["72.4", "unreadable \"65.1\""]);
}

#[test]
fn a_shape_that_cannot_be_meant_is_a_mistake_of_the_definition_with_its_line() {
    let text = "id = \"p\"\npublisher = \"p\"\nname = { en = \"p\", zh = \"p\" }\nhomepage = \"\"\nlanguages = []\n\
                [[board]]\nid = \"p\"\nname = { en = \"p\", zh = \"p\" }\nrolling = true\nvariants = []\ncolumns = { model = [\"m\"] }\n\
                metric = [{ id = \"s\", header = [\"s\"], shape = [\"{score} ({_})\"] }]\n";
    let mistake = Catalogue::from_text("mine.toml", text).unwrap_err();
    let expected = "mine.toml:12:49: the placeholders are {value}, {low}, {high}, {half}, {plus}, {minus}, {n} and {_}";
    assert_eq!(mistake.to_string(), expected);
}

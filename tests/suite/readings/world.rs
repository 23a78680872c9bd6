//! Every spelling that the recorded boards of the world print in a metric's cell, with the declaration that reads it.

use super::paper::{problems, read, scored, table};
use bangdan::schema::{Reading, Score};

/// `44 [n 48]`, `1203 [1199 to 1208]`, `bound "<0.001"`.
fn told(reading: &Reading) -> String {
    match reading {
        Reading::Score(Score { number, interval, n, .. }) => {
            let interval = interval.map(|ends| format!(" [{} to {}]", ends.low, ends.high)).unwrap_or_default();
            format!("{number}{interval}{}", n.map(|n| format!(" [n {n}]")).unwrap_or_default())
        }
        Reading::Missing { reason, text, .. } => format!("{} {text:?}", reason.code()),
    }
}

/// Declaration, cell, reading.
const CASES: &[(&str, &str, &str)] = &[
    // The missing values of the world. A spelling that is a number is one whatever its digits.
    ("missing = [\"0\"]", "0", "not-reported \"0\""),
    ("missing = [\"0\"]", "0.0", "not-reported \"0.0\""),
    ("missing = [\"0\"]", "0.00", "not-reported \"0.00\""),
    ("missing = [\"0\"]", "0.01", "0.01"),
    ("missing = [\"0\"]", "-0.0", "not-reported \"-0.0\""),
    ("", "0.0", "0.0"),
    ("missing = [\"-1\"]", "-1", "not-reported \"-1\""),
    ("missing = [\"-1\"]", "-1.00", "not-reported \"-1.00\""),
    ("missing = [\"-1\"]", "1", "1"),
    ("missing = [\"-@@-1\"], shape = [\"{value} ± {half}@@{_}\"]", "-@@-1", "not-reported \"-@@-1\""),
    ("missing = [\"0\"], shape = [\"${value}\"]", "$0.00", "not-reported \"$0.00\""),
    ("missing = [\"NaN\"]", "nan", "not-reported \"nan\""),
    ("", "null", "not-reported \"null\""),
    ("", "N/A", "not-reported \"N/A\""),
    ("", "—", "not-reported \"—\""),
    ("", "-", "not-reported \"-\""),
    ("", "", "not-reported \"\""),
    ("", "?", "not-reported \"?\""),
    ("", "TBD", "pending \"TBD\""),
    // Never numbers.
    ("", "NaN", "unreadable \"NaN\""),
    ("", "Infinity", "unreadable \"Infinity\""),
    ("", "-inf", "unreadable \"-inf\""),
    ("", "TRUE", "unreadable \"TRUE\""),
    ("unit = \"seconds\"", "0:42", "unreadable \"0:42\""),
    // Intervals in the cell.
    ("shape = [\"{value} +{plus}/-{minus}\"]", "1203 +5/-4", "1203 [1199 to 1208]"),
    ("shape = [\"{value} ({minus}, {plus})\"]", "88.7 (-1.88, +1.97)", "88.7 [86.82 to 90.67]"),
    ("shape = [\"{value} [{low}, {high}]\"]", "0.085 [0.074, 0.095]", "0.085 [0.074 to 0.095]"),
    ("shape = [\"{value} ± {half}\"]", "16.2 ± 1.6", "16.2 [14.6 to 17.8]"),
    ("shape = [\"{value} ± {half}\"]", "0.85±0.02", "0.85 [0.83 to 0.87]"),
    ("shape = [\"{_}:{value}±{half}\"]", "choice:0.85±0.02", "0.85 [0.83 to 0.87]"),
    ("unit = \"percent\", shape = [\"{value} ± {half}\"]", "64.5% ± 0.6", "64.5 [63.9 to 65.1]"),
    ("shape = [\"{value} ± {half} / {_}@@{_}\"]", "60.17 ± 1.40 / 72.92 ± 1.18@@60.17", "60.17 [58.77 to 61.57]"),
    ("shape = [\"{_} / {value} ± {half}@@{_}\"]", "60.17 ± 1.40 / 72.92 ± 1.18@@60.17", "72.92 [71.74 to 74.1]"),
    ("better = \"lower\", shape = [\"{value}@@{_}\"]", "1.15@@1.15", "1.15"),
    // More than a number.
    ("shape = [\"{value}/{n}\"]", "44/48", "44 [n 48]"),
    ("", "44/48", "unreadable \"44/48\""),
    ("shape = [\"{value} ({_})\"]", "96.3 (1st)", "96.3"),
    ("shape = [\"{value} **({_})**\"]", "96.3 **(1st)**", "96.3"),
    ("", "96.3 **(1st)**", "unreadable \"96.3 **(1st)**\""),
    ("shape = [\"[{value}]({_})\"]", "[1008](https://example.org)", "1008"),
    ("shape = [\"score: {value}\"]", "score: 88.7", "88.7"),
    ("shape = [\"average #tokens: {value}\"]", "average #tokens: 1217", "1217"),
    ("shape = [\"{value}B-A{_}B\", \"{value}B\"]", "235B-A22B", "235"),
    ("shape = [\"{value}B-A{_}B\", \"{value}B\"]", "7B", "7"),
    // A bound is no number.
    ("", "<0.001", "bound \"<0.001\""),
    ("", "≥ 5", "bound \"≥ 5\""),
    ("unit = \"percent\"", "> 99 %", "bound \"> 99 %\""),
    ("shape = [\"{value}K\"]", ">128K", "bound \">128K\""),
    ("", ">128K", "unreadable \">128K\""),
    ("", "<", "unreadable \"<\""),
    ("", "<>5", "unreadable \"<>5\""),
    ("", "<p>5", "unreadable \"<p>5\""),
    // Units.
    ("shape = [\"{value}K\"]", "128K", "128"),
    ("shape = [\"{value}K\", \"{value*1000}M\"]", "1.5M", "1500.0"),
    ("", "128K", "unreadable \"128K\""),
    ("unit = \"USD\", shape = [\"${value}\"]", "$0.1300", "0.1300"),
    ("unit = \"USD\", shape = [\"${value}\"]", "$1,234.50", "1234.50"),
    ("unit = \"USD\"", "$1.25", "unreadable \"$1.25\""),
    ("unit = \"percent\"", "97.0 %", "97.0"),
    ("unit = \"percent\"", "77.47%", "77.47"),
    ("unit = \"ratio\"", "42%", "unreadable \"42%\""),
    ("unit = \"ratio\", shape = [\"{value*0.01}%\"]", "62.4%", "0.624"),
    ("unit = \"percent\"", "38.100", "38.100"),
    ("unit = \"ratio\"", "0.850", "0.850"),
    // Digits.
    ("", "1,234", "1234"),
    ("", "256128.0", "256128.0"),
    ("", "1754438400000", "1754438400000"),
    ("", "1e-05", "0.00001"),
    ("", "2.3E+02", "230"),
    ("", "5.551115123125783e-17", "0.00000000000000005551115123125783"),
    ("", "1e400", "unreadable \"1e400\""),
    ("", "\u{2212}11.06", "-11.06"),
    ("", "71,5", "unreadable \"71,5\""),
    ("", "0,850", "unreadable \"0,850\""),
    ("", "1.234,5", "unreadable \"1.234,5\""),
    ("", "1 234", "unreadable \"1 234\""),
    ("shape = [\"{value} ± {half}\"]", "71,5 ± 1", "unreadable \"71,5 ± 1\""),
];

#[test]
fn every_spelling_of_the_world_is_read_as_declared_and_not_otherwise() {
    for (declared, cell, expected) in CASES {
        let more = if declared.is_empty() { String::new() } else { format!(", {declared}") };
        let snapshot = read(&scored(&more), &table("table 1", "排名|模型|总分", &[&format!("1|m|{cell}")])).unwrap();
        let entry = snapshot.entries.first().unwrap();
        assert_eq!(told(entry.readings.values().next().unwrap()), *expected, "{declared}: {cell}");
        let problems = problems(&snapshot);
        assert_eq!(problems.len(), usize::from(expected.starts_with("unreadable")), "{cell}: {problems:?}");
    }
}

#[test]
fn a_column_that_prints_a_decimal_comma_is_refused_and_never_ten_times_too_large() {
    use bangdan::gate::judge;
    let board = scored(", range = [0, 100]");
    let refused = |rows: &[&str]| {
        let snapshot = read(&board, &table("table 1", "模型|总分", rows)).unwrap();
        judge(&board, &snapshot).unwrap_err().code.as_str()
    };
    assert_eq!(refused(&["a|71,5", "b|64,25", "c|-"]), "unreadable-metric");
    assert_eq!(refused(&["a|71,500", "b|64,250", "c|58,125"]), "scale-changed");
    assert_eq!(refused(&["a|0,715", "b|0,642", "c|0,581"]), "unreadable-metric");
}

//! Figures that cannot be right as they stand are noticed and kept as printed.

use super::paper::{board, built_in, column, problems, read, scored, table};

#[test]
fn a_total_above_all_its_parts_is_flagged_and_kept() {
    let printed = table(
        "table 3",
        "排名|模型|机构|OPT分数|基础能力|中文特性|学术专业能力|使用",
        &[
            "-|GPT4-Turbo|OpenAI|90.03|90.76|84.77|94.56|API",
            "-|文心一言4.0(网页)|百度|88.22|76.48|78.32|57.05|网页",
            "🏅|通义千问2.0|阿里云|87.64|78.65|81.28|63.48|API",
        ],
    );
    let snapshot = read(&built_in("superclue/opt"), &printed).unwrap();
    assert_eq!(column(&snapshot, "total"), ["90.03", "88.22", "87.64"]);
    assert_eq!(
        problems(&snapshot),
        [
            "contradiction table 3!R3C4: total of 文心一言4.0(网页) is 88.22, but its parts lie between 57.05 and 78.32; kept as printed",
            "contradiction table 3!R4C4: total of 通义千问2.0 is 87.64, but its parts lie between 63.48 and 81.28; kept as printed",
        ]
    );
}

#[test]
fn a_change_that_is_not_the_difference_of_its_turns_is_flagged_and_kept() {
    let printed = table(
        "table 3",
        "模型|机构|总分|第一轮得分|第二轮得分|分数差异",
        &["讯飞星火4.0|科大讯飞|86.98|85.6|88.36|-1.24", "gpt-4|OpenAI|87.43|88.76|86.09|-2.67"],
    );
    let snapshot = read(&built_in("superclue-safety/turns"), &printed).unwrap();
    assert_eq!(column(&snapshot, "difference"), ["-1.24", "-2.67"]);
    let said =
        "contradiction table 3!R2C6: difference of 讯飞星火4.0 is -1.24, but 88.36 - 85.6 is 2.76; kept as printed";
    assert_eq!(problems(&snapshot), [said]);
}

#[test]
fn rounding_is_no_contradiction() {
    let board = board(
        "metric = [{ id = \"mean\", header = [\"均分\"], mean_of = [\"a\", \"b\"] }, { id = \"a\", header = [\"甲\"] },\n\
         { id = \"b\", header = [\"乙\"] }, { id = \"gap\", header = [\"差\"], difference_of = [\"a\", \"b\"] }]",
    );
    let doubts = |row: &str| {
        let snapshot = read(&board, &table("t", "模型|均分|甲|乙|差", &[row])).unwrap();
        snapshot.problems.iter().filter(|problem| problem.code.as_str() == "contradiction").count()
    };
    for fits in ["m|50.01|50.00|50.00|0.01", "m|49.9|50.00|50.00|0", "m|51|50.00|50.00|0.0", "m|-|50.00|50.00|-"] {
        assert_eq!(doubts(fits), 0, "{fits}");
    }
    // A part that is not known can explain any total.
    assert_eq!(doubts("m|90|50.00|-|7"), 0);
    for contradicts in ["m|50.02|50.00|50.00|0", "m|49.98|50.00|50.00|0", "m|50|50.00|50.00|0.6", "m|50|50.0|49.8|0.05"]
    {
        assert_eq!(doubts(contradicts), 1, "{contradicts}");
    }
}

#[test]
fn a_value_outside_of_its_range_is_flagged_and_kept() {
    let printed = table("table 1", "模型|总分", &["gpt-4|87.43", "360智脑|360", "x|100", "y|0", "z|-0.01"]);
    let snapshot = read(&scored(", range = [0, 100]"), &printed).unwrap();
    assert_eq!(column(&snapshot, "score"), ["87.43", "360", "100", "0", "-0.01"]);
    assert_eq!(
        problems(&snapshot),
        [
            "out-of-range table 1!R3C2: score of 360智脑 is 360, outside of 0 to 100; kept as printed",
            "out-of-range table 1!R6C2: score of z is -0.01, outside of 0 to 100; kept as printed",
        ]
    );
}

#[test]
fn places_against_the_scores_are_noted_once() {
    let rows = ["-|GPT4|90", "1|a|80", "2|b|70", "2|c|75", "3|d|74", "4|e|73"];
    let snapshot = read(&scored(""), &table("table 1", "排名|模型|总分", &rows)).unwrap();
    let said = "order-disagrees table 1!R6C3: b (score 70) is placed 2, before d (74), placed 3; kept as printed";
    assert_eq!(problems(&snapshot), [said]);
    let places: Vec<_> = snapshot.entries.iter().map(|entry| entry.rank.place()).collect();
    assert_eq!(places, [None, Some(1), Some(2), Some(2), Some(3), Some(4)]);
}

#[test]
fn ties_rows_beside_the_ranking_and_rows_out_of_order_are_no_disorder() {
    let rows = ["6|a|58.53", "6|b|59.16", "-|GPT4|10", "1|c|80", "7|d|-", "8|e|58.53"];
    assert_eq!(problems(&read(&scored(""), &table("t", "排名|模型|总分", &rows)).unwrap()), [""; 0]);
}

#[test]
fn the_better_side_decides_what_disorder_is() {
    let disorders = |better: &str, rows: &[&str]| {
        let board = scored(&format!(", better = {better:?}"));
        read(&board, &table("t", "排名|模型|总分", rows)).unwrap().problems.len()
    };
    let (falling, rising) = (["1|a|2.50", "2|b|2.5", "3|c|1"], ["1|a|1", "2|b|2", "3|c|3"]);
    assert_eq!(["higher", "lower", "neither"].map(|better| disorders(better, &falling)), [0, 1, 0]);
    assert_eq!(["higher", "lower", "neither"].map(|better| disorders(better, &rising)), [1, 0, 0]);
}

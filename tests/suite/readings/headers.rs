//! Headers: folded, bound, ignored, or reported.

use super::paper::{board, built_in, column, names, problems, read, read_joined, said, scored, table};

#[test]
fn breaks_width_case_and_spaces_in_a_header_do_not_matter() {
    let board = board(
        "labels = { access = [\"使用方式\"] }\nmetric = [\n{ id = \"open\", header = [\"OPEN多轮开放问题\"] },\n\
         { id = \"share\", header = [\"题目占比（%）\"] },\n{ id = \"tnews\", header = [\"TNEWS'\"] }]",
    );
    let mut printed = table("t", "模型|x|题目占比(%)|tnews'|y", &["GPT4|90.89|12.5|58.61|API"]);
    printed.header[1].text = "ＯＰＥＮ多轮\n开放问题".into();
    printed.header[4].text = "使用\n方式".into();
    let snapshot = read(&board, &printed).unwrap();
    let values = ["open", "share", "tnews"].map(|metric| column(&snapshot, metric).concat());
    assert_eq!(values, ["90.89", "12.5", "58.61"]);
    assert_eq!(snapshot.entries[0].labels["access"], "API");
    let headers: Vec<&str> = snapshot.metrics.iter().map(|metric| metric.header.as_str()).collect();
    assert_eq!(headers, ["ＯＰＥＮ多轮 开放问题", "题目占比(%)", "tnews'"]);
    assert_eq!(problems(&snapshot), [""; 0]);
}

#[test]
fn metrics_stand_in_the_order_of_the_table() {
    let general = built_in("superclue/general");
    let printed = table("t", "模型|OPT三大能力客观题|总分|OPEN多轮开放问题", &["GPT4-Turbo|90.03|90.63|90.89"]);
    let snapshot = read(&general, &printed).unwrap();
    let ids: Vec<&str> = snapshot.metrics.iter().map(|metric| metric.id.as_str()).collect();
    assert_eq!(ids, ["opt", "total", "open"]);
}

#[test]
fn a_column_that_nobody_reads_is_reported_by_name() {
    let board = board("ignore = [\"训练参数\"]\nmetric = [{ id = \"score\", header = [\"总分\"] }]");
    let mut printed = table("table 1", "模型|总分|训练参数|新指标||", &["GPT4|81.5|epoch=3|7.0|1|"]);
    printed.rows[0].cells.truncate(6);
    assert_eq!(
        problems(&read(&board, &printed).unwrap()),
        [
            r#"new-column table 1!R1C4: the column "新指标" is neither read nor ignored"#,
            "new-column table 1!R1C5: column 5 has no header and is not read",
        ]
    );
}

#[test]
fn an_empty_header_can_be_the_models_column() {
    let printed = table("t", "|CIC (macro F1)|IFLYTEK (macro F1)", &["Human|87.4|?", "Data-centric|?|40.86"]);
    let snapshot = read(&built_in("dataclue"), &printed).unwrap();
    assert_eq!(names(&snapshot), ["Human", "Data-centric"]);
    assert_eq!(column(&snapshot, "cic"), ["87.4", "not-reported \"?\""]);
}

#[test]
fn a_table_without_the_models_column_is_refused() {
    let refusal = read(&scored(""), &table("table 3", "章节|描述", &["简介|基准"])).unwrap_err();
    assert_eq!(
        said(&refusal),
        r#"missing-column table 3!R1C1: table 3: no column is called "模型" or "模型名称"; the header is: 章节 | 描述"#
    );
}

#[test]
fn a_table_without_the_metric_that_orders_the_board_is_refused_unless_it_was_left_out() {
    let printed = table("table 1", "排名|模型|机构", &["1|GPT4|OpenAI"]);
    let refusal = read(&scored(""), &printed).unwrap_err();
    let expected =
        r#"missing-column table 1!R1C1: table 1: no column is called "总分"; the header is: 排名 | 模型 | 机构"#;
    assert_eq!(said(&refusal), expected);
    let snapshot = read_joined(&scored(""), &printed, &[], &["总分".to_owned()]).unwrap();
    assert_eq!(names(&snapshot), ["GPT4"]);
    assert!(snapshot.entries[0].readings.is_empty() && snapshot.metrics.is_empty());
    assert_eq!(snapshot.left_out, ["score"]);
}

#[test]
fn a_table_of_none_of_the_metrics_is_refused() {
    let board = board("metric = [{ id = \"a\", header = [\"甲\"] }, { id = \"b\", header = [\"乙\", \"丙\"] }]");
    let refusal = read(&board, &table("table 1", "模型|参数", &["GPT4|1T"])).unwrap_err();
    assert_eq!(
        said(&refusal),
        r#"missing-column table 1!R1C1: table 1: no column is called "甲" or "乙" or "丙"; the header is: 模型 | 参数"#
    );
}

#[test]
fn two_columns_that_answer_to_one_name_are_refused() {
    let board = board("metric = [{ id = \"open\", header = [\"OPEN总分\", \"多轮开放问题\"] }]");
    let refusal = read(&board, &table("table 2", "模型|OPEN总分|多轮开放问题", &["GPT4|90.89|90.03"])).unwrap_err();
    let expected = "duplicate-column table 2!R1C3: table 2: columns 2 and 3, \"OPEN总分\" and \"多轮开放问题\", \
                    answer to one name";
    assert_eq!(said(&refusal), expected);
    let refusal = read(&scored(""), &table("table 2", "模型|总分|总分", &["GPT4|90|91"])).unwrap_err();
    assert_eq!(refusal.code.as_str(), "duplicate-column");
    assert!(refusal.what.zh.contains("第 2 列") && refusal.what.zh.contains("第 3 列"), "{}", refusal.what.zh);
}

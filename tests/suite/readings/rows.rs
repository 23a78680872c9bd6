//! Rows: an entry, or left out with a reason; never shifted.

use super::paper::{board, built_in, column, names, problems, read, said, scored, table};
use bangdan::schema::{Place, RawCell, RawRow, Span};

#[test]
fn a_row_one_cell_short_is_left_out_and_not_shifted() {
    let board = board(
        "metric = [{ id = \"calculation\", header = [\"计算\"] }, { id = \"reasoning\", header = [\"逻辑推理\"] },\n\
         { id = \"code\", header = [\"代码\"] }]",
    );
    let printed = table(
        "table 4",
        "模型|机构|计算|逻辑推理|代码",
        &["GPT4-Turbo|OpenAI|97.27|91.60|94.10", "通义千问2.0|62.96|71.01|57.80", "文心一言4.0|百度|79.30|61.80|59.10"],
    );
    let snapshot = read(&board, &printed).unwrap();
    assert_eq!(names(&snapshot), ["GPT4-Turbo", "文心一言4.0"]);
    assert_eq!(column(&snapshot, "calculation"), ["97.27", "79.30"]);
    let said = "ragged-row table 4!R3C1: row 3 has 4 cells where the header has 5; it is left out: \
                通义千问2.0 | 62.96 | 71.01 | 57.80";
    assert_eq!(problems(&snapshot), [said]);
}

#[test]
fn a_row_longer_than_the_header_is_left_out_unless_the_rest_is_empty() {
    let printed = table(
        "table 1",
        "模型|总分|AFQMC",
        &[
            "BERT-base|69.70%|73.70%",
            "ALBERT-xxlarge|-|-|-|-",
            "ERNIE-base|70.55%|73.83%||",
            "XLNet-mid|68.65%|70.50%|x",
        ],
    );
    let snapshot = read(&scored(""), &printed).unwrap();
    assert_eq!(names(&snapshot), ["BERT-base", "ERNIE-base"]);
    assert_eq!(
        problems(&snapshot)[1..],
        [
            "ragged-row table 1!R3C1: row 3 has 5 cells where the header has 3; it is left out: ALBERT-xxlarge | - | - | - | -",
            "ragged-row table 1!R5C1: row 5 has 4 cells where the header has 3; it is left out: XLNet-mid | 68.65% | 70.50% | x",
        ]
    );
}

#[test]
fn a_header_longer_than_its_rows_refuses_the_table() {
    let printed = table(
        "table 2",
        "排名|模型|机构|OPEN总分|多轮开放问题|语言与知识|专业与技能|工具使用|传统安全|使用",
        &[
            "-|GPT4-Turbo|OpenAI|90.89|90.39|91.51|89.37|93.28|API",
            "1|文心一言4.0(API)|百度|75.00|73.67|74.81|77.12|84.56|API",
            "2|通义千问2.0|阿里巴巴|71.78|71.19|69.64|72.60|81.93|API",
        ],
    );
    let refusal = read(&built_in("superclue/open"), &printed).unwrap_err();
    assert_eq!(
        said(&refusal),
        "ragged-header table 2!R1C1: table 2: the header has 10 cells, but 3 of 3 rows have another number, most often 9"
    );
    assert_eq!(refusal.what.zh, "表格 2：表头有 10 格，但 3 行中有 3 行格数不同，最常见为 9 格");
}

#[test]
fn half_of_the_rows_may_be_ragged_and_no_more() {
    let rows = |ragged: usize| -> Vec<&str> { [vec!["a|1|2"; ragged], vec!["b|1"; 4 - ragged]].concat() };
    assert_eq!(read(&scored(""), &table("t", "模型|总分", &rows(2))).unwrap().entries.len(), 2);
    assert_eq!(read(&scored(""), &table("t", "模型|总分", &rows(3))).unwrap_err().code.as_str(), "ragged-header");
}

#[test]
fn section_rows_and_second_header_lines_are_no_entries() {
    let printed = table(
        "table 1",
        "模型|总分|eprstmt|bustm",
        &[
            "|Single |Sentence | Tasks",
            "|Single |Sentence",
            "模型|总分|eprstmt|bustm",
            "|Accuracy|Accuracy|Accuracy",
            "指标|Accuracy|F1|EM",
            "零样本|||",
            "Human|82.50N|90.0N|88.0N",
            "RoBERTa ZeroCLUE|42.67N|85.2N|?",
        ],
    );
    let mut zero = built_in("zeroclue");
    zero.metrics[0].header = vec!["总分".to_owned()];
    let snapshot = read(&zero, &printed).unwrap();
    assert_eq!(names(&snapshot), ["Human", "RoBERTa ZeroCLUE"]);
    assert_eq!(column(&snapshot, "bustm"), ["88.0", "not-reported \"?\""]);
    let left_out = |row: u32, words: &str| {
        format!("not-an-entry table 1!R{row}C1: row {row} is no entry; it is left out: {words}")
    };
    let unnamed = |row: u32, words: &str| {
        format!("unnamed-row table 1!R{row}C1: row {row} names no model; it is left out: {words}")
    };
    assert_eq!(
        problems(&snapshot),
        [
            unnamed(2, " | Single | Sentence | Tasks"),
            left_out(3, " | Single | Sentence"),
            left_out(4, "模型 | 总分 | eprstmt | bustm"),
            unnamed(5, " | Accuracy | Accuracy | Accuracy"),
            left_out(6, "指标 | Accuracy | F1 | EM"),
            left_out(7, "零样本 |  |  | "),
        ]
    );
}

#[test]
fn a_model_whose_figures_cannot_be_read_is_still_an_entry() {
    let printed =
        table("table 1", "排名|模型|总分", &["|ERNIE-base|60.8(55.9)", "4|XLNet-mid|see text", "|x|-", "|y|72.7"]);
    let snapshot = read(&scored(""), &printed).unwrap();
    assert_eq!(names(&snapshot), ["ERNIE-base", "XLNet-mid", "x", "y"]);
    assert_eq!(
        problems(&snapshot),
        [
            r#"unread-number table 1!R2C3: score of ERNIE-base is "60.8(55.9)", which is no number"#,
            r#"unread-number table 1!R3C3: score of XLNet-mid is "see text", which is no number"#,
        ]
    );
}

#[test]
fn a_list_of_models_without_scores_is_a_board_too() {
    let snapshot =
        read(&board(""), &table("sheet 测评模型列表", "模型名称|机构", &["GPT-Image-1.5|OpenAI", "即梦4.0|"])).unwrap();
    assert_eq!(names(&snapshot), ["GPT-Image-1.5", "即梦4.0"]);
    assert_eq!(snapshot.entries[1].organization, None);
    assert_eq!(problems(&snapshot), [""; 0]);
}

#[test]
fn names_vendors_links_and_labels_are_kept_as_printed() {
    let board = board(
        "labels = { access = [\"使用\"], listed = [\"发布日期\"] }\nmetric = [{ id = \"score\", header = [\"总分\"] }]",
    );
    let mut printed = table(
        "sheet 总榜",
        "模型|机构|总分|使用|发布日期",
        &["x|y|88.4|API|2025.10", "云雀大模型（豆包）|字节跳动|80||"],
    );
    printed.rows[0].cells[0] = RawCell {
        text: "Gemini-3-Pro-Image-Preview\n（Nano Banana Pro）".into(),
        link: Some("https://example.org".into()),
        bytes: Span::new(10, 20),
    };
    printed.rows[0].cells[1].text = "\t清华&智谱AI \t".into();
    let snapshot = read(&board, &printed).unwrap();
    let [first, second] = &snapshot.entries[..] else { panic!("two entries") };
    assert_eq!(first.name, "Gemini-3-Pro-Image-Preview （Nano Banana Pro）");
    assert_eq!(first.organization.as_deref(), Some("清华&智谱AI"));
    assert_eq!(first.link.as_deref(), Some("https://example.org"));
    assert_eq!(first.labels["listed"], "2025.10");
    assert_eq!(first.at.to_string(), "sheet 总榜!R2C1@10-20");
    assert_eq!(second.name, "云雀大模型（豆包）");
    assert!(second.labels.is_empty(), "an empty cell is no label");
}

#[test]
fn equal_names_are_both_kept_and_noted_unless_their_key_differs() {
    let printed = table(
        "table 1",
        "模型|总分|发布日期",
        &["Kling 2.1|1100|2025.5", "kling 2.1|1050|2025.6", "Kling 2.1|1000|2025.5"],
    );
    let board = |key: &str| {
        board(&format!(
            "{key}labels = {{ listed = [\"发布日期\"] }}\nmetric = [{{ id = \"score\", header = [\"总分\"] }}]"
        ))
    };
    let snapshot = read(&board(""), &printed).unwrap();
    assert_eq!(column(&snapshot, "score"), ["1100", "1050", "1000"]);
    assert_eq!(problems(&snapshot).len(), 2);
    let snapshot = read(&board("key = [\"listed\"]\n"), &printed).unwrap();
    assert_eq!(snapshot.entries[1].key, ["2025.6"]);
    let said = "duplicate-entry table 1!R4C1: Kling 2.1 stands twice, in row 2, column 1: Kling 2.1 | 2025.5 | 1100; and in \
                row 4, column 1: Kling 2.1 | 2025.5 | 1000; both are kept";
    assert_eq!(problems(&snapshot), [said]);
}

#[test]
fn places_of_a_turned_table_point_at_the_body() {
    let mut printed = table("table 5", "|1.成语", &["ChatGPT3.5|64.0", "GPT-4|8x"]);
    let place = |row, column| Place { origin: None, row, column };
    printed.moved = (1..=3).map(|column| vec![place(91, column), place(93, column)]).collect();
    printed.rows = (2..).zip(printed.rows).map(|(number, row)| RawRow { number, ..row }).collect();
    let mut board = board("metric = [{ id = \"idioms\", header = [\"1.成语\"] }]");
    board.columns.model = vec![String::new()];
    let snapshot = read(&board, &printed).unwrap();
    assert_eq!(column(&snapshot, "idioms"), ["64.0", "unreadable \"8x\""]);
    assert_eq!(snapshot.entries[1].at.to_string(), "table 5!R91C3");
    assert_eq!(problems(&snapshot), [r#"unread-number table 5!R93C3: idioms of GPT-4 is "8x", which is no number"#]);
}

//! Further tables of one body.

use super::paper::{board, built_in, column, names, problems, read_joined, said, table};

#[test]
fn the_two_tables_of_superclue_agent_make_one_board() {
    let agent = built_in("superclue-agent");
    let abilities = table(
        "table 1",
        "序号|模型|机构|工具使用|任务规划|长短期记忆",
        &["1|GPT4|OpenAI|80.15|78.20|87.30", "2|ChatGLM3-Turbo|清华&智谱AI|73.87|68.37|77.03", "3|x|y|1|2|3"],
    );
    let tasks = table(
        "table 2",
        "模型|机构|总分|任务分解|自我反思",
        &["GPT4|OpenAI|81.61|85.2|75.4", "chatglm3-turbo|清华大学|73.09|70.1|66.6", "MiniMax|稀宇|60|1|2"],
    );
    let snapshot = read_joined(&agent, &abilities, &[tasks], &[]).unwrap();
    assert_eq!(names(&snapshot), ["GPT4", "ChatGLM3-Turbo", "x"]);
    assert_eq!(column(&snapshot, "total"), ["81.61", "73.09", "not-listed"]);
    assert_eq!(snapshot.entries[1].organization.as_deref(), Some("清华&智谱AI"));
    let total = snapshot.entries[1].score(&"total".into()).unwrap();
    assert_eq!(total.at.to_string(), "table 2!R3C3");
    let not_listed = &snapshot.entries[2].readings[&"total".into()];
    assert_eq!((not_listed.text(), not_listed.at().to_string().as_str()), ("", "table 1!R4C2"));
    let headers: Vec<&str> = snapshot.metrics.iter().map(|metric| metric.header.as_str()).collect();
    assert_eq!(headers, ["工具使用", "任务规划", "长短期记忆", "总分", "任务分解", "自我反思"]);
    let joins: Vec<String> = problems(&snapshot).into_iter().filter(|problem| problem.starts_with("join")).collect();
    let said = "join-unmatched table 2!R4C1: MiniMax has no partner in the first table; its readings are left out";
    assert_eq!(joins, [said]);
}

#[test]
fn a_joined_board_without_its_total_is_refused() {
    let agent = built_in("superclue-agent");
    let abilities = table("table 1", "序号|模型|机构|工具使用", &["1|GPT4|OpenAI|80.15"]);
    let tasks = table("table 2", "模型|任务分解", &["GPT4|85.2"]);
    let refusal = read_joined(&agent, &abilities, &[tasks], &[]).unwrap_err();
    assert_eq!(refusal.code.as_str(), "missing-column");
    let tasks = table("table 2", "名称|总分", &["GPT4|81.61"]);
    let refusal = read_joined(&agent, &abilities, &[tasks], &[]).unwrap_err();
    assert_eq!(
        said(&refusal),
        r#"missing-column table 2!R1C1: table 2: no column is called "模型" or "模型名称"; the header is: 名称 | 总分"#
    );
}

#[test]
fn which_rows_belong_together_is_never_guessed() {
    let board = board(
        "key = [\"access\"]\nlabels = { access = [\"使用\"] }\n\
         metric = [{ id = \"a\", header = [\"甲\"] }, { id = \"b\", header = [\"乙\"] }]",
    );
    let first = table("table 1", "模型|使用|甲", &["文心一言|API|1", "文心一言|网页|2", "GPT4|API|3"]);
    let with_key = table("table 2", "模型|使用|乙", &["文心一言|网页|20", "文心一言|API|10", "GPT4|API|30"]);
    let snapshot = read_joined(&board, &first, &[with_key], &[]).unwrap();
    assert_eq!(column(&snapshot, "b"), ["10", "20", "30"]);
    let without = table("table 2", "模型|乙", &["文心一言|20", "GPT4|30", "GPT4|31"]);
    let snapshot = read_joined(&board, &first, &[without], &[]).unwrap();
    assert_eq!(column(&snapshot, "b"), ["not-listed", "not-listed", "not-listed"]);
    let unknown = |row: u32, name: &str| {
        format!(
            "join-unmatched table 2!R{row}C1: which rows of {name} belong together cannot be told; the readings of the \
             further table are left out"
        )
    };
    assert_eq!(problems(&snapshot), [unknown(2, "文心一言"), unknown(3, "GPT4"), unknown(4, "GPT4")]);
}

#[test]
fn a_number_that_both_tables_print_is_the_first_one_and_must_agree() {
    let board = board("metric = [{ id = \"a\", header = [\"甲\"] }, { id = \"b\", header = [\"乙\"] }]");
    let first = table("table 1", "模型|甲", &["x|70.1", "y|64.40"]);
    let second = table("table 2", "模型|甲|乙", &["x|70.1002228428|1", "y|64.5|2"]);
    let snapshot = read_joined(&board, &first, &[second], &[]).unwrap();
    assert_eq!(column(&snapshot, "a"), ["70.1", "64.40"]);
    assert_eq!(column(&snapshot, "b"), ["1", "2"]);
    let said =
        "contradiction table 2!R3C2: a of y is 64.40 in the first table and 64.5 in a further one; the first is kept";
    assert_eq!(problems(&snapshot), [said]);
}

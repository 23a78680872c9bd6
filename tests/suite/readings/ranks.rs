//! Rank cells: stored as printed, never recomputed.

use super::paper::{board, built_in, problems, read, scored, table};
use bangdan::schema::{Rank, Snapshot};

/// `1 🏅` for a place, `reference -`, or `none`.
fn ranks(snapshot: &Snapshot) -> Vec<String> {
    let shown = |rank: &Rank| match rank {
        Rank::Place { place, text } => format!("{place} {text}"),
        Rank::Reference { text } => format!("reference {text}"),
        Rank::NotGiven => "none".to_owned(),
    };
    snapshot.entries.iter().map(|entry| shown(&entry.rank)).collect()
}

#[test]
fn medals_places_and_reference_rows_of_december_2023_keep_what_is_printed() {
    let printed = table(
        "table 1",
        "排名|模型|机构|总分|OPEN多轮<br/>开放问题|OPT三大能力客观题|使用",
        &[
            "-|GPT4-Turbo|OpenAI|90.63|90.89|90.03|API",
            "-|文心一言4.0(网页)|百度|79.18|75.00|88.94|网页",
            "🏅\u{fe0f}|文心一言4.0(API)|百度|79.02|75.00|88.38|API",
            "🥈|通义千问2.0|阿里巴巴|76.54|71.78|87.64|API",
            "🥉|AndesGPT|OPPO|75.04|71.69|82.84|API",
            "9|PCI-TransGPT|佳都科技|68.33|62.87|81.06|API",
            "9|360GPT_Pro|360|68.32|63.15|80.36|API",
            "11|ChatGLM3-Turbo|清华&智谱AI|67.66|60.87|83.50|API",
        ],
    );
    let mut printed = printed;
    printed.header[4].text = "OPEN多轮\n开放问题".into();
    let snapshot = read(&built_in("superclue/general"), &printed).unwrap();
    let expected =
        ["reference -", "reference -", "1 🏅\u{fe0f}", "2 🥈", "3 🥉", "9 9", "9 9", "11 11"].map(str::to_owned);
    assert_eq!(ranks(&snapshot), expected);
    assert_eq!(problems(&snapshot), [""; 0]);
}

#[test]
fn dense_and_competition_ties_are_both_kept() {
    let rows = |places: &[&str]| -> Vec<String> { places.iter().map(|place| format!("{place}|m{place}|60")).collect() };
    for places in [["3", "3", "3", "4", "4"], ["🥉", "🥉", "5", "6", "6"]] {
        let rows = rows(&places);
        let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
        let snapshot = read(&scored(""), &table("t", "排名|模型|总分", &rows)).unwrap();
        let texts: Vec<&str> = snapshot.entries.iter().map(|entry| entry.rank.text()).collect();
        assert_eq!(texts, places);
    }
}

#[test]
fn an_elf_is_a_human_baseline_and_a_crown_the_first_place() {
    let printed = table("t", "排名|模型|总分", &["🧝|人类|96.50", "👑|GPT-4|76.67", "1|x|70", "|y|60"]);
    let snapshot = read(&scored(""), &printed).unwrap();
    assert_eq!(ranks(&snapshot), ["reference 🧝", "1 👑", "1 1", "none"]);
    assert_eq!(problems(&snapshot), [""; 0]);
}

#[test]
fn a_boards_own_mark_stands_beside_the_ranking_and_is_unread_elsewhere() {
    let printed = table("table 2", "排名|模型|总分", &["0|人类|96.50", "1|GPT-4|76.67"]);
    let own = board("reference = [\"0\"]\nmetric = [{ id = \"score\", header = [\"总分\"], primary = true }]");
    assert_eq!(ranks(&read(&own, &printed).unwrap()), ["reference 0", "1 1"]);
    let snapshot = read(&scored(""), &printed).unwrap();
    assert_eq!(ranks(&snapshot), ["none", "1 1"]);
    assert_eq!(problems(&snapshot), [r#"unread-rank table 2!R2C1: the place of 人类 is "0", which is none"#]);
}

#[test]
fn headers_of_the_rank_vary_and_may_be_missing() {
    let safety = built_in("superclue-safety/turns");
    let printed = table("t", "-|模型|总分|第一轮得分", &["-|gpt-4|87.43|88.76", "1|文心一言|80.6|80.1"]);
    assert_eq!(ranks(&read(&safety, &printed).unwrap()), ["reference -", "1 1"]);
    let printed = table("t", "序号|模型|总分", &["1|GPT4|81.5"]);
    assert_eq!(ranks(&read(&scored(""), &printed).unwrap()), ["1 1"]);
    let printed = table("t", "模型|总分", &["GPT4|81.5"]);
    assert_eq!(ranks(&read(&scored(""), &printed).unwrap()), ["none"]);
}

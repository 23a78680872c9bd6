//! What the sources print, cell by cell, as a person reads it off the recordings: the facts that the reports rest on.

use crate::recordings::{self, Body};
use bangdan::catalogue::Catalogue;
use bangdan::extract::Document;
use bangdan::schema::{Digest, RawTable};
use std::collections::BTreeSet;

/// The table of a board in the fixture made of `of`, and the tables joined to it.
fn tables(of: &str, board: &str) -> Vec<RawTable> {
    let catalogue = Catalogue::built_in().unwrap();
    let fixtures = recordings::fixtures();
    let body: &Body = fixtures.iter().find(|body| body.of.contains(of)).unwrap();
    let (_, boards) = body.boards(&catalogue);
    let (_, variants) = boards.iter().find(|(found, _)| found.id.as_str() == board).unwrap();
    variants
        .iter()
        .find_map(|variant| {
            let document = Document::open(Digest::of(&body.bytes), &body.bytes);
            let mut tables: Vec<RawTable> =
                document.tables(&variant.table).ok()?.into_iter().map(|f| f.table).collect();
            let joined = variant.join.iter().flat_map(|selector| document.tables(&selector.table).unwrap());
            tables.extend(joined.map(|found| found.table));
            Some(tables)
        })
        .unwrap()
}

fn column(table: &RawTable, header: &str) -> usize {
    table.header.iter().position(|cell| cell.text == header).unwrap_or_else(|| panic!("no {header}"))
}

/// The cells of a column, by the cells of another.
fn by_name(table: &RawTable, name: &str, header: &str) -> Vec<(String, String)> {
    let (name, value) = (column(table, name), column(table, header));
    let text = |cell: Option<&bangdan::schema::RawCell>| cell.map(|cell| cell.text.to_string()).unwrap_or_default();
    table.rows.iter().map(|row| (text(row.cells.get(name)), text(row.cells.get(value)))).collect()
}

fn one(table: &RawTable, name: &str, model: &str, header: &str) -> String {
    let cells = by_name(table, name, header);
    let found: Vec<&String> = cells.iter().filter(|(found, _)| found == model).map(|(_, value)| value).collect();
    assert_eq!(found.len(), 1, "{model}");
    found[0].clone()
}

const DECEMBER: &str = "SuperCLUE/README.e734665";

#[test]
fn superclue_of_december_2023() {
    let [table] = &tables(DECEMBER, "superclue/general")[..] else { panic!() };
    assert_eq!(table.rows.len(), 26);
    let said = |model: &str| ["排名", "总分"].map(|header| one(table, "模型", model, header));
    assert_eq!(said("GPT4-Turbo"), ["-", "90.63"]);
    assert_eq!(said("文心一言4.0(API)"), ["\u{1f3c5}\u{fe0f}", "79.02"]);
    assert_eq!(said("PCI-TransGPT"), ["9", "68.33"]);
    assert_eq!(said("360GPT_Pro"), ["9", "68.32"]);
    let ranks: Vec<String> = by_name(table, "模型", "排名").into_iter().map(|(_, rank)| rank).collect();
    let places: Vec<&String> = ranks.iter().filter(|rank| *rank != "-").collect();
    assert_eq!(places[8..12], ["9", "9", "11", "12"]);
    assert_eq!(ranks.iter().filter(|rank| *rank == "-").count(), 8);
}

#[test]
fn opt_totals_of_december_2023_that_lie_above_all_their_parts_are_kept() {
    let [table] = &tables(DECEMBER, "superclue/opt")[..] else { panic!() };
    let said = |model: &str| ["OPT分数"].map(|header| one(table, "模型", model, header));
    assert_eq!(said("文心一言4.0(网页)"), ["88.22"]);
    assert_eq!(said("通义千问2.0"), ["87.64"]);
}

#[test]
fn superclue_agent_has_seventeen_models_in_both_tables() {
    let [abilities, tasks] = &tables("SuperCLUE-Agent/README.40e2aff", "superclue-agent")[..] else { panic!() };
    assert_eq!((abilities.rows.len(), tasks.rows.len()), (17, 17));
    assert_eq!(one(abilities, "模型", "ChatGLM3-Turbo", "长短期记忆"), "77.03");
    assert_eq!(one(tasks, "模型", "ChatGLM3-Turbo", "总分"), "73.09");
    assert_eq!(one(abilities, "模型", "ChatGLM3-Turbo", "机构"), "清华&智谱AI");
}

#[test]
fn clue_classification_prints_parameters_beside_scores() {
    let [table] = &tables("CLUE/README.9d23293", "clue/classification")[..] else { panic!() };
    assert_eq!(one(table, "模型", "RoBERTa-wwm-large", "Score"), "72.83");
    assert_eq!(one(table, "模型", "RoBERTa-wwm-large", "参数"), "330M");
    assert_eq!(one(table, "模型", "ALBERT-tiny", "参数"), "4M");
}

#[test]
fn vivolm_goes_from_fourth_to_first_between_september_and_october_2023() {
    let [september] = &tables("SuperCLUE/README.596308f", "superclue/general")[..1] else { panic!() };
    let [october] = &tables("SuperCLUE/README.59b9298", "superclue/general")[..] else { panic!() };
    let said = |table: &RawTable| ["排名", "总分"].map(|header| one(table, "模型", "vivoLM", header));
    assert_eq!(said(september), ["4", "58.29"]);
    assert_eq!(said(october), ["\u{1f3c5}\u{fe0f}", "70.74"]);
}

#[test]
fn two_models_were_put_into_the_edition_of_march_2026_without_a_score_changing() {
    let [before] = &tables("seen-2026-04-24", "superclue/general")[..] else { panic!() };
    let [after] = &tables("seen-2026-04-27", "superclue/general")[..] else { panic!() };
    for metric in ["总分", "数学推理", "幻觉控制", "科学推理", "精确指令遵循", "代码生成", "智能体(任务规划)"]
    {
        let cells = |table| by_name(table, "模型名称", metric).into_iter().collect::<BTreeSet<_>>();
        assert!(cells(before).is_subset(&cells(after)), "{metric}");
    }
    let totals = |table| by_name(table, "模型名称", "总分").into_iter().collect::<BTreeSet<_>>();
    let entered: Vec<_> = totals(after).difference(&totals(before)).cloned().collect();
    let expected = [("DeepSeek-V4-Flash(max)", "68.82"), ("DeepSeek-V4-Pro(max)", "70.98")];
    assert_eq!(entered, expected.map(|(name, total)| (name.to_owned(), total.to_owned())));
}

#[test]
fn a_label_moved_to_other_scores_within_the_edition_of_july_2026() {
    let [before] = &tables("fetched-2026-09-03.总排行榜", "superclue/general")[..] else { panic!() };
    let [after] = &tables("fetched-2026-09-11.总排行榜", "superclue/general")[..] else { panic!() };
    assert_eq!((before.rows.len(), after.rows.len()), (13, 18));
    assert_eq!(one(before, "模型名称", "DeepSeek-V4-Pro(max)", "总分"), "70.1002228428");
    assert_eq!(one(before, "模型名称", "DeepSeek-V4-Pro(max) 预览版", "总分"), "64.401387");
    assert_eq!(one(after, "模型名称", "DeepSeek-V4-Pro-0813(max)", "总分"), "70.1");
    assert_eq!(one(after, "模型名称", "DeepSeek-V4-Pro(max)", "总分"), "64.4");
}

#[test]
fn places_of_a_workbook_are_medals_and_numbers_with_dense_ties() {
    let [table] = &tables("fetched-2026-04-30.总排行榜", "superclue/general")[..] else { panic!() };
    let ranks = by_name(table, "模型名称", "排名").into_iter().map(|(_, rank)| rank).filter(|rank| rank != "-");
    let expected = "🏅 🏅 🥈 🥉 🥉 🥉 4 5 6 6 7 8 8 8 9 10";
    assert_eq!(ranks.collect::<Vec<_>>().join(" "), expected);
    let [open] = &tables("fetched-2026-04-30.总排行榜", "superclue/open-source")[..] else { panic!() };
    assert_eq!(one(open, "模型名称", "DeepSeek-V4-Pro(max)", "参数量(B)"), "1600B");
}

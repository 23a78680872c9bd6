//! The gate: refusals that need the whole snapshot.

use super::paper::{board, read, said, scored, table};
use bangdan::catalogue::Board;
use bangdan::gate::judge;

fn judged(board: &Board, header: &str, rows: &[&str]) -> Option<String> {
    let snapshot = read(board, &table("table 1", header, rows)).unwrap();
    judge(board, &snapshot).err().map(|problem| said(&problem))
}

fn points() -> Board {
    scored(", range = [0, 100]")
}

#[test]
fn a_table_without_entries_is_refused_with_the_first_reason() {
    assert_eq!(judged(&points(), "模型|总分", &[]).unwrap(), "no-entries: the table has no rows");
    let found = judged(&points(), "模型|总分", &["|Tasks", "模型|总分"]).unwrap();
    let expected = "no-entries table 1!R2C1: none of the 2 rows is an entry; the first: row 2 names no model; it is left \
                    out:  | Tasks";
    assert_eq!(found, expected);
}

#[test]
fn a_metric_that_became_text_refuses_the_table() {
    let found =
        judged(&points(), "模型|总分", &["GPT-4|5级", "文心一言4.0|4级", "讯飞星火3.0|3.1", "x|-", "y|-", "z|-"]);
    let expected = r#"unreadable-metric table 1!R2C2: 2 of 3 figures of score are no numbers; the first is "5级""#;
    assert_eq!(found.unwrap(), expected);
    assert_eq!(judged(&points(), "模型|总分", &["GPT-4|5级", "文心一言4.0|84.0", "x|-"]), None);
}

#[test]
fn fractions_in_place_of_a_hundred_refuse_the_table() {
    // 成语 in the README of 2023-05-09: 0.80 for 80.
    let found = judged(&points(), "模型|总分", &["人类|0.80", "GPT-4|0.70", "文心一言|0.40", "x|-"]).unwrap();
    let expected = "scale-changed table 1!R2C2: all 3 figures of score lie between 0 and 1, where 0 to 100 is declared; the \
                    first is 0.80";
    assert_eq!(found, expected);
    for fine in [&["a|0.97", "b|1.5"][..], &["a|0.97"], &["a|0", "b|1"], &["a|0.80%", "b|0.90%"], &["a|-", "b|-"]] {
        assert_eq!(judged(&points(), "模型|总分", fine), None, "{fine:?}");
    }
    assert_eq!(judged(&scored(", unit = \"ratio\", range = [0, 1]"), "模型|总分", &["a|0.97", "b|0.80"]), None);
}

#[test]
fn a_metric_that_left_its_range_refuses_the_table() {
    let found = judged(&points(), "模型|总分", &["GPT4|1203", "x|1100", "y|97"]).unwrap();
    let expected = "scale-changed table 1!R2C2: 2 of 3 figures of score are outside of 0 to 100; the first is 1203";
    assert_eq!(found, expected);
    assert_eq!(judged(&points(), "模型|总分", &["360智脑|360", "x|78.21"]), None);
}

#[test]
fn the_scale_of_one_capture_alone_can_be_plausible() {
    // SuperCLUE-Auto on 2023-12-25: 7.78 at 09:26 UTC, 77.8 at 10:58 UTC. Only two captures together tell.
    assert_eq!(judged(&points(), "模型|总分", &["文心一言3.5|7.78", "x|6.91"]), None);
    assert_eq!(judged(&points(), "模型|总分", &["文心一言3.5|77.8", "x|69.1"]), None);
}

#[test]
fn only_the_metric_that_orders_the_board_is_judged() {
    let board = board("metric = [{ id = \"score\", header = [\"总分\"], range = [0, 100] }]");
    assert_eq!(judged(&board, "模型|总分", &["a|0.97", "b|0.80", "c|5级", "d|6级", "e|7级"]), None);
}

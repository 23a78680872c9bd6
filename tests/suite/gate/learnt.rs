//! What the gate learns from one content and holds against the next: each kind of damage on a small table, and the
//! changes that are none.

use crate::readings::paper::{board, read, table};
use bangdan::catalogue::Board;
use bangdan::gate::Memory;
use bangdan::schema::{BoardId, Edition, EditionOrder, Snapshot};

pub const HEADER: &str = "排名|模型|机构|总分|数学|代码";

pub const ROWS: [&str; 6] = [
    "1|GPT-4|OpenAI|83.20|90.10|76.30",
    "2|文心一言4.0|百度|79.02|80.15|77.89",
    "3|讯飞星火V3.0|科大讯飞|74.18|71.40|76.96",
    "4|ChatGLM2-Pro|清华&智谱AI|64.69|60.01|69.37",
    "5|通义千问2.0|阿里巴巴|60.30|58.27|62.33",
    "6|Llama-2-13B|Meta|31.05|20.56|41.54",
];

fn paper() -> Board {
    board(
        "metric = [{ id = \"total\", header = [\"总分\"], primary = true },\
         { id = \"math\", header = [\"数学\"] }, { id = \"code\", header = [\"代码\"] }]",
    )
}

pub fn content(board: &Board, header: &str, rows: &[impl AsRef<str>]) -> Snapshot {
    let rows: Vec<&str> = rows.iter().map(AsRef::as_ref).collect();
    read(board, &table("table 1", header, &rows)).unwrap()
}

pub fn in_edition(snapshot: Snapshot, month: u8) -> Snapshot {
    let order = EditionOrder { year: 2026, month, day: 0, rank: 0 };
    Snapshot { edition: Some(Edition { order, label: format!("2026年{month}月") }), ..snapshot }
}

fn judged(past: &[Snapshot], now: &Snapshot) -> Result<Vec<String>, String> {
    judged_by(&paper(), past, now)
}

/// The codes of the refusal, or of what is noted.
pub fn judged_by(board: &Board, past: &[Snapshot], now: &Snapshot) -> Result<Vec<String>, String> {
    assert_eq!(now.board, BoardId::from("paper"));
    let mut memory = Memory::default();
    for index in 0..past.len() {
        memory.assess(board, &past[..index], &past[index]).unwrap();
        memory.learn(&past[..=index], index);
    }
    match memory.assess(board, past, now) {
        Ok(problems) => Ok(problems.iter().map(|problem| problem.code.as_str().to_owned()).collect()),
        Err(problem) => Err(problem.code.as_str().to_owned()),
    }
}

fn after(header: &str, rows: &[impl AsRef<str>]) -> Result<Vec<String>, String> {
    let board = paper();
    judged(&[content(&board, HEADER, &ROWS)], &content(&board, header, rows))
}

pub fn refused(code: &str) -> Result<Vec<String>, String> {
    Err(code.to_owned())
}

#[expect(clippy::unnecessary_wraps, reason = "it stands beside refusals")]
pub fn noted(codes: &[&str]) -> Result<Vec<String>, String> {
    Ok(codes.iter().map(|code| (*code).to_owned()).collect())
}

/// The rows with other cells: `change(row, cells)`.
pub fn changed(mut change: impl FnMut(usize, &mut Vec<String>)) -> Vec<String> {
    let rows = ROWS.iter().enumerate().map(|(index, row)| {
        let mut cells: Vec<String> = row.split('|').map(str::to_owned).collect();
        change(index, &mut cells);
        cells.join("|")
    });
    rows.collect()
}

#[test]
fn a_column_that_moved_by_one_row_is_held_back_whichever_way() {
    let board = paper();
    let past = [content(&board, HEADER, &ROWS)];
    let totals: Vec<&str> = ROWS.iter().map(|row| row.split('|').nth(3).unwrap()).collect();
    for step in [1, ROWS.len() - 1] {
        let moved: Vec<String> =
            (0..ROWS.len()).map(|row| ROWS[row].replace(totals[row], totals[(row + step) % ROWS.len()])).collect();
        assert_eq!(judged(&past, &content(&board, HEADER, &moved)), Err("cells-moved".to_owned()), "{step}");
    }
}

#[test]
fn the_same_and_small_drift_get_in() {
    assert_eq!(after(HEADER, &ROWS), noted(&[]));
    let reordered: Vec<&str> = ROWS.iter().rev().copied().collect();
    assert_eq!(after(HEADER, &reordered), noted(&[]), "places are printed, so the order of rows is no matter");
    assert_eq!(after(HEADER, &[&["1|Grok-4|xAI|85.00|91.00|79.00"], &ROWS[..]].concat()), noted(&[]));
    assert_eq!(after(HEADER, &ROWS[..5]), noted(&["entries-gone"]));
    assert_eq!(after("排名|模型|机构|总分|代码", &changed(|_, cells| drop(cells.remove(4)))), noted(&["column-gone"]));
    let revised = changed(|row, cells| cells[3] = if row == 2 { "74.81".into() } else { cells[3].clone() });
    assert_eq!(after(HEADER, &revised), noted(&[]));
}

#[test]
fn rows_and_names_that_are_no_longer_there_hold_the_capture_back() {
    assert_eq!(after(HEADER, &ROWS[..2]), refused("rows-lost"));
    let others = changed(|row, cells| {
        cells[1] = format!("model {row}");
        cells[3] = format!("{}.5", 60 - row);
        (cells[4], cells[5]) = ("50.5".into(), "41.5".into());
    });
    assert_eq!(after(HEADER, &others), refused("names-changed"));
    let renamed = changed(|_, cells| cells[1].push_str("(网页)"));
    assert_eq!(
        after(HEADER, &renamed),
        noted(&["entries-gone"]),
        "entries with their former figures are the same ones"
    );
    assert_eq!(after(HEADER, &[ROWS, ROWS].concat()), refused("duplicate-rows"));
}

#[test]
fn another_scale_holds_the_capture_back() {
    for scale in [|text: &str| text.replace('.', ""), |text: &str| format!("0.{}", text.replace('.', ""))] {
        let scaled = changed(|_, cells| cells[4] = scale(&cells[4]));
        assert_eq!(after(HEADER, &scaled), refused("scale-changed"));
    }
    // 71.5 → 715 and 60.01 → 6001: the powers differ.
    let mixed = changed(|row, cells| cells[4] = if row % 2 == 0 { "715".into() } else { cells[4].replace('.', "") });
    assert!(after(HEADER, &mixed).is_err());
    let board = paper();
    let past = [in_edition(content(&board, HEADER, &ROWS), 3)];
    let other = changed(|row, cells| {
        cells[1] = format!("model {row}");
        cells[4] = format!("{}", 700 + row);
    });
    assert_eq!(judged(&past, &in_edition(content(&board, HEADER, &other), 5)), refused("another-quantity"));
    // One entry, as of a baseline, does not say where the figures of others lie.
    let past = [in_edition(content(&board, HEADER, &ROWS[..1]), 3)];
    assert_ne!(judged(&past, &in_edition(content(&board, HEADER, &other), 5)), refused("another-quantity"));
}

#[test]
fn figures_in_the_place_of_others_hold_the_capture_back() {
    let names = changed(|row, cells| match row {
        1 => cells[1] = "ChatGLM2-Pro".into(),
        3 => cells[1] = "文心一言4.0".into(),
        _ => {}
    });
    assert_eq!(after(HEADER, &names), refused("names-exchanged"));
    assert_eq!(after("排名|模型|机构|总分|代码|数学", &ROWS), refused("columns-exchanged"));
    let cells: Vec<Vec<&str>> = ROWS.iter().map(|row| row.split('|').collect()).collect();
    let moved = changed(|row, own| own[5] = cells[(row + 5) % 6][5].into());
    assert_eq!(after(HEADER, &moved), refused("cells-moved"));
    let places = changed(|row, own| own[0] = cells[(row + 5) % 6][0].into());
    assert_eq!(after(HEADER, &places), refused("cells-moved"));
    let row = changed(|row, cells| {
        if row == 3 {
            cells[3..].rotate_left(1);
        }
    });
    assert_eq!(after(HEADER, &row), noted(&["row-moved"]));
    let everywhere = changed(|_, cells| cells[3..].rotate_left(1));
    assert!(after(HEADER, &everywhere).is_err());
}

/// Figures of BFCL's web searches, of a hundred questions each: those of weak models are met with again by chance.
#[test]
fn figures_of_one_digit_do_not_tell_that_names_were_exchanged() {
    let table =
        |figures: [[&str; 3]; 6]| changed(|row, cells| cells[3..].clone_from_slice(&figures[row].map(str::to_owned)));
    let before = [
        ["85.00", "86.00", "84.00"],
        ["5.00", "4.00", "6.00"],
        ["1.50", "2.00", "1.00"],
        ["1.50", "1.00", "2.00"],
        ["3.00", "5.00", "1.00"],
        ["2.00", "2.00", "2.00"],
    ];
    let now = [
        ["81.00", "82.00", "80.00"],
        ["4.50", "4.00", "5.00"],
        ["3.00", "5.00", "1.00"],
        ["2.00", "2.00", "2.00"],
        ["5.00", "4.00", "6.00"],
        ["1.50", "1.00", "2.00"],
    ];
    let board = paper();
    let past = [content(&board, HEADER, &table(before))];
    assert_eq!(judged(&past, &content(&board, HEADER, &table(now))), noted(&[]));
    // The same moves of figures that do tell.
    let longer = |figures: [[&str; 3]; 6]| table(figures).iter().map(|row| row.replace("00", "17")).collect::<Vec<_>>();
    let past = [content(&board, HEADER, &longer(before))];
    assert_eq!(judged(&past, &content(&board, HEADER, &longer(now))), refused("names-exchanged"));
}

#[test]
fn in_a_new_edition_exchanged_organisations_give_exchanged_names_away() {
    let board = paper();
    let past = [in_edition(content(&board, HEADER, &ROWS), 3)];
    let retested = |swap: bool| {
        changed(|row, cells| {
            match (row, swap) {
                (1, true) => cells[1] = "ChatGLM2-Pro".into(),
                (3, true) => cells[1] = "文心一言4.0".into(),
                _ => {}
            }
            for cell in &mut cells[3..] {
                *cell = format!("{cell}7");
            }
        })
    };
    assert_eq!(judged(&past, &in_edition(content(&board, HEADER, &retested(false)), 5)), noted(&[]));
    assert_eq!(judged(&past, &in_edition(content(&board, HEADER, &retested(true)), 5)), refused("names-exchanged"));
}

#[test]
fn values_that_vanish_or_jump_are_named_one_by_one() {
    let gone = changed(|row, cells| {
        if row < 2 {
            cells[5] = "-".into();
        }
    });
    assert_eq!(after(HEADER, &gone), noted(&["score-gone", "score-gone"]));
    assert_eq!(after(HEADER, &changed(|_, cells| cells[5] = "-".into())), refused("values-missing"));
    let jump = changed(|row, cells| {
        if row == 5 {
            cells[4] = "89.56".into();
        }
    });
    assert_eq!(after(HEADER, &jump), noted(&["value-jumped"]));
    let cut = changed(|row, cells| {
        if row == 5 {
            cells[5] = "41".into();
        }
    });
    assert_eq!(after(HEADER, &cut), noted(&["value-jumped"]));
}

#[test]
fn damaged_text_and_markup_in_names_are_seen_without_any_history() {
    let first = |change: fn(&str) -> String| {
        let rows = changed(|_, cells| cells[1] = change(&cells[1]));
        judged(&[], &content(&paper(), HEADER, &rows))
    };
    let latin1 = |text: &str| text.bytes().map(char::from).collect::<String>();
    assert_eq!(first(latin1), refused("damaged-text"));
    assert_eq!(first(|name| name.replace(|c: char| !c.is_ascii(), "\u{fffd}")), refused("damaged-text"));
    assert_eq!(first(|name| format!("<b>{name}</b>")), refused("markup-in-names"));
    let one = changed(|row, cells| {
        if row == 2 {
            cells[1] = "3".into();
        }
    });
    assert_eq!(judged(&[], &content(&paper(), HEADER, &one)), noted(&["number-as-name"]));
}

#[test]
fn an_order_that_four_contents_kept_is_the_boards() {
    let board = paper();
    let step = |number: u32| {
        let rows = changed(|_, cells| cells[5] = format!("{}{number}", cells[5]));
        content(&board, HEADER, &rows)
    };
    let past: Vec<Snapshot> = (1..5).map(step).collect();
    let shuffled = changed(|row, cells| cells[0] = [6, 4, 2, 5, 1, 3][row].to_string());
    let shuffled = content(&board, HEADER, &shuffled);
    assert_eq!(judged(&past[..3], &shuffled), refused("cells-moved"), "the places moved and no figure did");
    let rows = changed(|row, cells| {
        cells[0] = [6, 4, 2, 5, 1, 3][row].to_string();
        cells[3].push('5');
        cells[3].replace_range(0..1, "5");
    });
    assert_eq!(judged(&past, &content(&board, HEADER, &rows)), refused("order-broken"));
}

#[test]
fn what_was_held_back_teaches_nothing_and_what_came_back_is_known() {
    let board = paper();
    let good = content(&board, HEADER, &ROWS);
    let other = content(
        &board,
        HEADER,
        &changed(|row, cells| {
            if row == 0 {
                cells[3] = "84.00".into();
            }
        }),
    );
    assert_eq!(judged(&[good.clone(), other], &good), noted(&[]));
}

//! A definition that no longer fits: what it expected, what came, the likeliest repair and what that would change.

use crate::catalogue::Board;
use crate::lint::{Diagnosis, Effect, Field};
use crate::message;
use crate::schema::{Block, Cell, Column, Notice, Report, Row, Section, Table, Tone};
use crate::text::{Message, counted};

/// A section for each board that is held back, the patch, and what it would change where that was tried.
#[must_use]
pub fn doctor_report(
    source: &str,
    diagnoses: &[(&Board, Diagnosis)],
    patch: Option<&str>,
    effects: Option<&[Effect]>,
) -> Report {
    let count = diagnoses.len();
    let summary = if count == 0 {
        message!("every board's newest capture fits its definition", "各榜单的最新抓取均符合定义")
    } else {
        let boards = counted(count, "board is", "boards are");
        message!("{boards} held back", "{count} 个榜单被隔离")
    };
    let mut sections: Vec<Section> = diagnoses.iter().map(|(board, diagnosis)| section(board, diagnosis)).collect();
    if let Some(patch) = patch {
        sections.push(Section {
            anchor: "patch".to_owned(),
            heading: message!("The likeliest repair", "最可能的修复"),
            blocks: vec![Block::Quote(patch.to_owned())],
        });
    }
    if let Some(effects) = effects {
        sections.push(Section {
            anchor: "effect".to_owned(),
            heading: message!("What it would change", "修复的影响"),
            blocks: vec![effect_block(effects)],
        });
    }
    Report {
        slug: format!("doctor.{source}"),
        title: message!("{source}: definition and captures", "{source}：定义与抓取"),
        summary: vec![summary],
        sections,
    }
}

fn section(board: &Board, diagnosis: &Diagnosis) -> Section {
    let (code, en, zh) = (diagnosis.problem.code.as_str(), &diagnosis.problem.what.en, &diagnosis.problem.what.zh);
    let capture: String = diagnosis.capture.hex().chars().take(12).collect();
    let held = message!("capture {capture} is held back: {code}: {en}", "抓取 {capture} 已隔离：{code}：{zh}");
    let mut blocks = vec![Block::Notice(Notice { tone: Tone::Warning, text: held })];
    if let Some(table) = &diagnosis.table {
        blocks.push(Block::Text(message!("the table that was probably meant: {table}", "可能所指的表格：{table}")));
        blocks.push(Block::Table(side_by_side(&diagnosis.fields)));
    }
    if !diagnosis.unexpected.is_empty() {
        let headers = diagnosis.unexpected.join(" | ");
        blocks.push(Block::Text(message!("not expected: {headers}", "未预期的列：{headers}")));
    }
    if diagnosis.repairs.is_empty() {
        blocks.push(Block::Text(diagnosis.advice()));
    } else {
        blocks.push(Block::List(diagnosis.repairs.iter().map(|repair| Cell::words(repair.words())).collect()));
    }
    Section { anchor: board.id.key(), heading: board.name.clone(), blocks }
}

fn side_by_side(fields: &[Field]) -> Table {
    let column = |header: Message, key: &str, optional: u8| Column {
        header,
        key: key.to_owned(),
        optional,
        ..Column::default()
    };
    let row = |field: &Field| {
        let came = match (&field.came, &field.why) {
            (Some(came), None) => Cell::plain(came),
            (Some(came), Some(_)) => Cell::plain(came).toned(Tone::Warning),
            (None, _) => Cell::words(message!("not there", "不存在")).toned(Tone::Bad),
        };
        let why = field.why.clone().map_or_else(Cell::default, Cell::words);
        Row {
            cells: vec![Cell::plain(&field.what), Cell::plain(field.expected.join(" | ")), came, why],
            tone: Tone::Plain,
        }
    };
    Table {
        caption: message!("expected and found columns", "预期与实际的列"),
        columns: vec![
            column(message!("what", "项目"), "what", 0),
            column(message!("expected", "预期表头"), "expected", 0),
            column(message!("came", "实际表头"), "came", 0),
            column(message!("why", "依据"), "why", 1),
        ],
        rows: fields.iter().map(row).collect(),
    }
}

fn effect_block(effects: &[Effect]) -> Block {
    if effects.is_empty() {
        return Block::Text(message!("nothing: no capture would be read otherwise", "无变化：各次抓取的读取结果不变"));
    }
    let header = |en: &str, zh: &str, key: &str| Column {
        header: Message { en: en.to_owned(), zh: zh.to_owned() },
        key: key.to_owned(),
        ..Column::default()
    };
    let change = |(before, after): (usize, usize)| Cell::plain(format!("{before} → {after}"));
    let rows = effects.iter().map(|effect| Row {
        cells: vec![
            Cell::plain(effect.board.as_str()),
            change(effect.read),
            change(effect.refused),
            Cell::plain(effect.gained.to_string()).toned(if effect.gained > 0 { Tone::Good } else { Tone::Plain }),
            Cell::plain(effect.lost.to_string()).toned(if effect.lost > 0 { Tone::Bad } else { Tone::Plain }),
        ],
        tone: Tone::Plain,
    });
    Block::Table(Table {
        caption: message!("contents under the repaired definition", "修复后各榜单的内容"),
        rows: rows.collect(),
        columns: vec![
            header("board", "榜单", "board"),
            header("contents read", "已读取内容", "read"),
            header("held back", "被隔离", "refused"),
            header("read anew", "新读取", "gained"),
            header("no longer read so", "不再如此读取", "lost"),
        ],
    })
}

//! What is measured: generated with a fixed seed, or the bodies of `fixtures/archive`.

use bangdan::archive::Archive;
use bangdan::catalogue::{Board, Catalogue, Format, Source};
use bangdan::extract::Document;
use bangdan::normalize::{Context, normalize};
use bangdan::schema::{BoardHistory, Digest, RawTable, Snapshot, Timestamp};
use rust_xlsxwriter::Workbook;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

/// Numbers that are the same in every run (a linear congruential generator, Knuth's constants).
pub struct Dice(u64);

impl Dice {
    pub fn new(seed: u64) -> Dice {
        Dice(seed)
    }

    pub fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % limit
    }

    fn score(&mut self) -> String {
        let hundredths = self.below(10_000);
        format!("{}.{:02}", hundredths / 100, hundredths % 100)
    }
}

/// The headers of the generated tables.
const HEADERS: [&str; 8] = ["排名", "模型", "机构", "总分", "代码", "数学", "推理", "备注"];

/// The cells of a generated table, without its headers.
pub fn cells(rows: usize, seed: u64) -> Vec<Vec<String>> {
    let mut dice = Dice::new(seed);
    let row = |row: usize| {
        let mut cells = vec![(row + 1).to_string(), format!("模型-{row}B-Chat"), format!("机构{}", row % 97)];
        cells.extend((0..4).map(|_| dice.score()));
        cells.push("API".to_owned());
        cells
    };
    (0..rows).map(row).collect()
}

/// The Markdown bodies of the fixtures, one after the other and again until there is a megabyte of them.
pub fn markdown() -> Vec<u8> {
    let folder = fixtures();
    let archive = Archive::open(&folder).unwrap();
    let mut all = Vec::new();
    for capture in archive.captures().unwrap() {
        let Some(object) = capture.object() else { continue };
        let path = archive.body_path(&object).unwrap();
        if path.extension().is_some_and(|extension| extension == "md") {
            all.extend(archive.body(&object).unwrap());
            all.extend(b"\n\n");
        }
    }
    let once = all.clone();
    while all.len() < 1 << 20 {
        all.extend(&once);
    }
    all
}

pub fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/archive")
}

/// Four sheets of 1,000 rows.
pub fn workbook() -> Vec<u8> {
    let mut workbook = Workbook::new();
    for sheet in 0..4_u16 {
        let worksheet = workbook.add_worksheet();
        for (column, header) in (0_u16..).zip(HEADERS) {
            worksheet.write_string(0, column, header).unwrap();
        }
        for (row, cells) in (1_u32..).zip(cells(1000, u64::from(sheet))) {
            for (column, cell) in (0_u16..).zip(cells) {
                match cell.parse::<f64>() {
                    Ok(number) => worksheet.write_number(row, column, number).unwrap(),
                    Err(_) => worksheet.write_string(row, column, cell).unwrap(),
                };
            }
        }
    }
    workbook.save_to_buffer().unwrap()
}

/// A page with one table of 5,000 rows.
pub fn html() -> Vec<u8> {
    let mut text =
        "<!doctype html><html><head><title>榜</title></head><body><h1>总排行榜</h1><table><thead><tr>".to_owned();
    for header in HEADERS {
        write!(text, "<th>{header}</th>").unwrap();
    }
    text.push_str("</tr></thead><tbody>\n");
    for row in cells(5000, 1) {
        text.push_str("<tr>");
        for cell in row {
            write!(text, "<td class=\"cell\"><span>{cell}</span></td>").unwrap();
        }
        text.push_str("</tr>\n");
    }
    text.push_str("</tbody></table></body></html>");
    text.into_bytes()
}

/// 5,000 records.
pub fn json() -> Vec<u8> {
    format!("{{\"data\":[{}]}}", records(|header| format!("\"{header}\""))).into_bytes()
}

/// The same as a literal of a front-end bundle.
pub fn script() -> Vec<u8> {
    format!("import x from './x.js';\nexport const board = [{}];\n", records(str::to_owned)).into_bytes()
}

fn records(key: impl Fn(&str) -> String) -> String {
    let record = |cells: Vec<String>| {
        let field = |(header, cell): (&str, &String)| match cell.parse::<f64>() {
            Ok(_) => format!("{}:{cell}", key(header)),
            Err(_) => format!("{}:\"{cell}\"", key(header)),
        };
        let fields: Vec<String> = HEADERS.into_iter().zip(&cells).map(field).collect();
        format!("{{{}}}", fields.join(","))
    };
    let records: Vec<String> = cells(5000, 1).into_iter().map(record).collect();
    records.join(",\n")
}

/// 5,000 rows.
pub fn csv() -> Vec<u8> {
    let mut text = HEADERS.join(",");
    for row in cells(5000, 1) {
        text.push('\n');
        text.push_str(&row.join(","));
    }
    text.into_bytes()
}

/// A source with one board, whose tables have the generated headers.
pub fn catalogue() -> Catalogue {
    let text = r#"
        id = "bench"
        publisher = "Nobody"
        name = { en = "Bench", zh = "测速" }
        homepage = "https://bench.example/"
        languages = ["zh"]
        [resource.page]
        url = "https://bench.example/board.csv"
        [[board]]
        id = "bench"
        name = { en = "Bench", zh = "测速" }
        rolling = true
        columns = { rank = ["排名"], model = ["模型"], organization = ["机构"] }
        labels = { note = ["备注"] }
        variants = [{ resource = "page", table = { format = "csv" } }]
        metric = [
            { id = "total", name = { en = "Total", zh = "总分" }, header = ["总分"], range = [0, 100], primary = true },
            { id = "code", name = { en = "Code", zh = "代码" }, header = ["代码"], range = [0, 100] },
            { id = "maths", name = { en = "Maths", zh = "数学" }, header = ["数学"], range = [0, 100] },
            { id = "reasoning", name = { en = "Reasoning", zh = "推理" }, header = ["推理"], range = [0, 100] },
        ]
    "#;
    Catalogue::from_text("bench.toml", text).unwrap()
}

/// The source and the board of [`catalogue`].
pub fn board(catalogue: &Catalogue) -> (&Source, &Board) {
    catalogue.board("bench").unwrap()
}

/// A table as extraction gives it.
pub fn table(cells: &[Vec<String>]) -> RawTable {
    let lines: Vec<String> = cells.iter().map(|row| row.join(",")).collect();
    let body = format!("{}\n{}", HEADERS.join(","), lines.join("\n"));
    let bytes = body.as_bytes();
    Document::open(Digest::of(bytes), bytes).all(Format::Csv).unwrap().remove(0)
}

/// A table as a snapshot of the day with this number.
pub fn snapshot(board: &Board, table: &RawTable, day: i64) -> Snapshot {
    normalize(&context(board, day), table, &[]).unwrap()
}

pub fn context(board: &Board, day: i64) -> Context<'_> {
    Context {
        board,
        edition: None,
        address: "page https://bench.example/board.csv".to_owned(),
        published_at: None,
        observed_at: Timestamp::from_second(1_700_000_000 + day * 86_400).unwrap(),
        captures: vec![Digest::of(&day.to_le_bytes())],
        left_out: &[],
    }
}

/// Two days of a board: one entry in a hundred has changed, one in two hundred entered and one left, and the rows
/// stand in another order.
pub fn two_days(board: &Board, entries: usize) -> (Snapshot, Snapshot) {
    let old = cells(entries + entries / 200, 7);
    let mut new = old.clone();
    let mut dice = Dice::new(11);
    new.rotate_left(entries / 3);
    new.truncate(entries);
    for row in new.iter_mut().step_by(100) {
        row[3] = dice.score();
    }
    let old = &old[..entries];
    (snapshot(board, &table(old), 0), snapshot(board, &table(&new), 1))
}

/// A board of 40 models over so many days, every third score moving each day.
pub fn history(board: &Board, days: i64) -> BoardHistory {
    let mut cells = cells(40, 3);
    let mut dice = Dice::new(5);
    let day = |day| {
        for row in cells.iter_mut().step_by(3) {
            row[3] = dice.score();
        }
        snapshot(board, &table(&cells), day)
    };
    BoardHistory { snapshots: (0..days).map(day).collect(), ..BoardHistory::default() }
}

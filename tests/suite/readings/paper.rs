//! Tables as they would come out of a body, boards as they would be declared, and readings as short text.

use bangdan::catalogue::{Board, Catalogue};
use bangdan::normalize::{Context, normalize};
use bangdan::schema::{Digest, Missing, Problem, RawCell, RawRow, RawTable, Reading, Snapshot};

/// The body that all tables here are said to be of.
pub fn capture() -> Digest {
    Digest::of(b"a body")
}

/// A table from lines of cells between bars; a bar within a cell is not needed here.
pub fn table(place: &str, header: &str, rows: &[&str]) -> RawTable {
    let cells = |line: &str| line.split('|').map(|cell| RawCell::text(cell.trim())).collect();
    let row = |(index, line): (u32, &&str)| RawRow { number: index, cells: cells(line), bytes: None };
    RawTable {
        capture: capture(),
        place: place.into(),
        heading: None,
        header_row: 1,
        header: cells(header),
        rows: (2..).zip(rows).map(row).collect(),
        moved: Vec::new(),
    }
}

/// The built-in definition of a board.
pub fn built_in(id: &str) -> Board {
    Catalogue::built_in().unwrap().board(id).unwrap().1.clone()
}

/// A board with `排名`, `模型` and `机构`, and whatever else is declared.
pub fn board(declared: &str) -> Board {
    let text = format!(
        "id = \"paper\"\npublisher = \"p\"\nname = {{ en = \"p\", zh = \"p\" }}\nhomepage = \"\"\nlanguages = []\n\
         [[board]]\nid = \"paper\"\nname = {{ en = \"p\", zh = \"p\" }}\nrolling = true\nvariants = []\n\
         columns = {{ rank = [\"排名\", \"序号\"], model = [\"模型\", \"模型名称\"], organization = [\"机构\"] }}\n{declared}"
    );
    Catalogue::from_text("paper.toml", &text).unwrap().board("paper").unwrap().1.clone()
}

/// A board with one metric `score`, printed as `总分`.
pub fn scored(more: &str) -> Board {
    board(&format!("metric = [{{ id = \"score\", header = [\"总分\"], primary = true{more} }}]"))
}

pub fn read(board: &Board, table: &RawTable) -> Result<Snapshot, Problem> {
    read_joined(board, table, &[], &[])
}

pub fn read_joined(
    board: &Board,
    table: &RawTable,
    joined: &[RawTable],
    left_out: &[String],
) -> Result<Snapshot, Problem> {
    let context = Context {
        board,
        edition: None,
        address: "readme https://example.org/README.md".to_owned(),
        published_at: None,
        observed_at: "2026-11-23T00:00:00Z".parse().unwrap(),
        captures: vec![capture()],
        left_out,
    };
    normalize(&context, table, joined)
}

/// `82.10` for a number as printed, `pending "待补充"` for none.
pub fn shown(reading: &Reading) -> String {
    match reading {
        Reading::Score(score) => score.number.to_string(),
        Reading::Missing { reason: Missing::NotListed, .. } => "not-listed".to_owned(),
        Reading::Missing { reason, text, .. } => format!("{} {text:?}", reason.code()),
    }
}

/// The readings of a metric, from the first entry to the last.
pub fn column(snapshot: &Snapshot, metric: &str) -> Vec<String> {
    let id = metric.into();
    snapshot.entries.iter().map(|entry| entry.readings.get(&id).map_or_else(|| "none".to_owned(), shown)).collect()
}

pub fn names(snapshot: &Snapshot) -> Vec<&str> {
    snapshot.entries.iter().map(|entry| entry.name.as_str()).collect()
}

/// `ragged-row table 1!R3C1: row 3 has …`.
pub fn problems(snapshot: &Snapshot) -> Vec<String> {
    snapshot.problems.iter().map(said).collect()
}

pub fn said(problem: &Problem) -> String {
    let at = problem.at.as_ref().map(|at| format!(" {at}")).unwrap_or_default();
    format!("{}{at}: {}", problem.code.as_str(), problem.what.en)
}

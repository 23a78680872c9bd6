//! What is to be written, read back and held against the recording.

use crate::piece::{Piece, Result, failure};
use crate::recorded::Sheet;
use crate::script::Row;
use bangdan::archive::{Capture, Outcome};
use bangdan::catalogue::{Board, Format, Heading, Source, TableSelector};
use bangdan::collect::{derive_source, sightings};
use bangdan::extract::{Document, Found};
use bangdan::schema::{BoardHistory, BoardId, Code, Digest, Problem, RawCell, RawTable, Snapshot};
use bangdan::text::fold;
use std::collections::{BTreeMap, HashMap, HashSet};

fn open(body: &[u8]) -> Document<'_> {
    Document::open(Digest::of(body), body)
}

/// Every selector finds the same in the body as in the recording, or refuses it for the same reason.
pub fn readme(name: &str, recorded: &Document<'_>, body: &str, selectors: &[&TableSelector]) -> Result<()> {
    let written = open(body.as_bytes());
    for selector in selectors {
        let (recorded, written) = (said(recorded.tables(selector)), said(written.tables(selector)));
        if recorded != written {
            let headings: Vec<String> = selector.heading.iter().map(Heading::to_string).collect();
            return failure(format!("{name}: {headings:?}\nrecorded: {recorded:#?}\nwritten: {written:#?}"));
        }
    }
    Ok(())
}

/// A table without its places: heading, edition, and per row (the header is the first) its number and cells.
#[derive(Debug, PartialEq)]
struct Said {
    heading: String,
    edition: Option<String>,
    rows: Vec<(u32, Vec<(String, bool)>)>,
}

fn said(found: std::result::Result<Vec<Found>, Problem>) -> std::result::Result<Vec<Said>, &'static str> {
    let cells = |cells: &[RawCell]| cells.iter().map(|cell| (cell.text.to_string(), cell.link.is_some())).collect();
    let table = |table: &RawTable| {
        let header = (table.header_row, cells(&table.header));
        std::iter::once(header).chain(table.rows.iter().map(|row| (row.number, cells(&row.cells)))).collect()
    };
    let found = found.map_err(|problem| problem.code.as_str())?;
    Ok(found
        .into_iter()
        .map(|found| Said {
            heading: fold(found.table.heading.as_deref().unwrap_or_default()),
            edition: found.edition,
            rows: table(&found.table),
        })
        .collect())
}

/// Read by the definition, all bodies of a source say what their recordings say: the same contents of the same boards, and
/// the same doubts. Of a body that keeps only some rows, the contents are a part of the recording's.
pub fn world(source: &Source, pairs: &[(&Piece, &[u8])]) -> Result<()> {
    let recorded = history(source, pairs.iter().map(|(piece, body)| (*piece, *body)))?;
    let written = history(source, pairs.iter().map(|(piece, _)| (*piece, piece.body.as_slice())))?;
    let partial: Vec<Digest> = pairs
        .iter()
        .filter(|(piece, _)| !piece.note.left_out.is_empty())
        .map(|(piece, _)| Digest::of(&piece.body))
        .collect();
    for (board, history) in &recorded {
        let Some(other) = written.get(board) else { return failure(format!("{board}: nothing was written")) };
        let (count, found) = (history.snapshots.len(), other.snapshots.len());
        if partial.is_empty() && count != found {
            let why: Vec<&str> = other.refused.iter().map(|refused| refused.problem.what.en.as_str()).collect();
            return failure(format!("{board}: {found} contents came out of {count}: {why:?}"));
        }
        if history.snapshots.is_empty() != other.snapshots.is_empty() {
            return failure(format!("{board}: no row of it is among those that are kept"));
        }
        for snapshot in &other.snapshots {
            let is_partial = snapshot.captures.iter().any(|capture| partial.contains(capture));
            let meant = history.snapshots.iter().find(|meant| {
                meant.address == snapshot.address
                    && meant.edition == snapshot.edition
                    && meant.observed_at <= snapshot.observed_at
                    && snapshot.observed_at <= meant.last_seen_at
            });
            let Some(meant) = meant else { return failure(format!("{board}: a content came out of nothing")) };
            contents(board.as_str(), meant, snapshot, is_partial)?;
        }
    }
    Ok(())
}

fn contents(board: &str, meant: &Snapshot, found: &Snapshot, is_partial: bool) -> Result<()> {
    let (meant_lines, found_lines) = (lines(meant, is_partial), lines(found, is_partial));
    let when = found.observed_at;
    if is_partial {
        let known: HashSet<&String> = meant_lines.iter().collect();
        return match found_lines.iter().find(|line| !known.contains(line)) {
            Some(line) => failure(format!("{board} {when}: {line} came out of nothing")),
            None => Ok(()),
        };
    }
    if meant_lines != found_lines {
        let differ = meant_lines.iter().zip(&found_lines).find(|(a, b)| a != b);
        return failure(format!("{board} {when}: {} entries for {}: {differ:?}", found_lines.len(), meant_lines.len()));
    }
    let doubts = |snapshot: &Snapshot| {
        let mut codes: Vec<&str> = snapshot
            .problems
            .iter()
            .filter(|problem| problem.code != Code::NewColumn)
            .map(|problem| problem.code.as_str())
            .collect();
        codes.sort_unstable();
        codes
    };
    if doubts(meant) != doubts(found) {
        return failure(format!("{board} {when}: doubts {:?} came out of {:?}", doubts(found), doubts(meant)));
    }
    Ok(())
}

/// Every entry in words, without its place. Rows that are left out may be the only ones with some column.
fn lines(snapshot: &Snapshot, is_partial: bool) -> Vec<String> {
    let line = |entry: &bangdan::schema::Entry| {
        let readings: Vec<String> = entry
            .readings
            .iter()
            .filter(|(_, reading)| !is_partial || reading.score().is_some())
            .map(|(id, reading)| format!("{id}={:?}{}", reading.score().map(|score| score.interval), reading.text()))
            .collect();
        format!("{} {:?} {} {readings:?} {:?}", entry.name, entry.organization, entry.rank.text(), entry.labels)
    };
    snapshot.entries.iter().map(line).collect()
}

fn history<'a>(
    source: &Source,
    bodies: impl Iterator<Item = (&'a Piece, &'a [u8])>,
) -> Result<BTreeMap<BoardId, BoardHistory>> {
    let mut by_digest: HashMap<Digest, &[u8]> = HashMap::new();
    let mut captures = Vec::new();
    let mut last: HashMap<&str, Digest> = HashMap::new();
    for (piece, body) in bodies {
        let digest = Digest::of(body);
        by_digest.insert(digest, body);
        // Without the note: what it excuses would hide what was lost.
        let outcome = Outcome::of_body(body, last.insert(&piece.url, digest), &piece.url, None);
        captures.push(Capture { outcome, note: None, ..piece.capture(None) });
    }
    captures.sort_by_key(|capture| capture.observed_at);
    let seen = sightings(&source.id, &captures);
    Ok(derive_source(
        source,
        &captures,
        &seen,
        |_| true,
        |digest| Ok(by_digest.get(digest).map(|body| body.to_vec()).unwrap_or_default()),
    )?)
}

/// The workbook has these sheets with these cells and nothing else.
pub fn workbook(body: &[u8], sheets: &[Sheet]) -> Result<()> {
    let tables = open(body).all(Format::Xlsx).map_err(|problem| problem.what.en)?;
    if tables.len() != sheets.len() {
        return failure(format!("{} sheets came out of {}", tables.len(), sheets.len()));
    }
    for (table, sheet) in tables.iter().zip(sheets) {
        let name = &sheet.name;
        if table.heading.as_deref() != Some(name) {
            return failure(format!("{name} came out as {:?}", table.heading));
        }
        let header: Vec<&str> = table.header.iter().map(|cell| cell.text.as_str()).collect();
        let expected: Vec<&str> = sheet.header.iter().map(|text| text.trim()).collect();
        if header != expected || table.rows.len() != sheet.rows.len() {
            return failure(format!("{name}: {header:?} with {} rows came out", table.rows.len()));
        }
        for (row, expected) in table.rows.iter().zip(&sheet.rows) {
            let mut cells: Vec<&str> = row.cells.iter().map(|cell| cell.text.as_str()).collect();
            cells.resize(cells.len().max(expected.len()), "");
            let expected: Vec<&str> = expected.iter().map(|cell| cell.text().trim()).collect();
            if cells != expected {
                return failure(format!("{name}, row {}: {cells:?} came out for {expected:?}", row.number));
            }
        }
    }
    Ok(())
}

/// The board's selector finds these rows.
pub fn script(body: &[u8], board: &Board, rows: &[Row]) -> Result<()> {
    let Some(variant) = board.variants.first() else { return failure(format!("{} has no variant", board.id)) };
    let found = open(body).tables(&variant.table).map_err(|problem| problem.what.en)?;
    let [Found { table, .. }] = found.as_slice() else { return failure(format!("{} tables came out", found.len())) };
    let header: Vec<&str> = table.header.iter().map(|cell| cell.text.as_str()).collect();
    if table.rows.len() != rows.len() {
        return failure(format!("{}: {} rows came out of {}", board.id, table.rows.len(), rows.len()));
    }
    for (row, expected) in table.rows.iter().zip(rows) {
        for (key, value) in expected {
            let column = header.iter().position(|header| header == key);
            let cell = column.and_then(|column| row.cells.get(column)).map(|cell| cell.text.as_str());
            if cell != Some(value) {
                return failure(format!("{}, row {}: {key} is {cell:?}, not {value:?}", board.id, row.number));
            }
        }
    }
    Ok(())
}

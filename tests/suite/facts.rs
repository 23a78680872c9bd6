//! Facts of the sources, read off the recordings in another way than bangdan's: the table `facts.tsv` by `facts.py`,
//! which splits lines at pipes; the rest by a person.

use crate::recordings::{self, Body};
use bangdan::catalogue::{Board, Catalogue, Format};
use bangdan::extract::{Document, Found};
use bangdan::schema::{Code, Digest, RawRow, RawTable};
use bangdan::text::fold;
use std::collections::{BTreeMap, BTreeSet};

const FACTS: &str = include_str!("facts.tsv");

/// What is said of each table: board, edition, entries, rows left out, then name, rank and score of the first and the
/// last entry, folded, since HTML line breaks in cells are white space to some readers and nothing to others.
type Said = BTreeSet<String>;

fn expected() -> BTreeMap<&'static str, Said> {
    let mut facts: BTreeMap<&str, Said> = BTreeMap::new();
    for line in FACTS.lines().filter(|line| !line.starts_with('#')) {
        let fields: Vec<&str> = line.split('\t').collect();
        let kept: Vec<String> = fields[1..5].iter().chain(&fields[8..14]).map(|field| fold(field)).collect();
        assert!(facts.entry(fields[0]).or_default().insert(kept.join("\t")), "twice: {line}");
    }
    facts
}

/// What the definitions and the extraction make of a body.
fn found(catalogue: &Catalogue, body: &Body) -> Said {
    let mut said = Said::new();
    let document = Document::open(Digest::of(&body.bytes), &body.bytes);
    for (board, variants) in body.boards(catalogue).1 {
        for variant in variants {
            let format = variant.table.format;
            for found in document.tables(&variant.table).unwrap_or_default() {
                let edition = found.edition.clone().or(variant.edition.clone()).or(body.edition.clone());
                said.extend(say(board, edition.as_deref(), &found, format));
            }
        }
    }
    said
}

fn say(board: &Board, edition: Option<&str>, Found { table, .. }: &Found, format: Format) -> Option<String> {
    let rank = column(table, &board.columns.rank);
    let model = column(table, &board.columns.model)?;
    let primary = board.primary().and_then(|metric| column(table, &metric.header));
    // Only in Markdown does the number of a row's cells tell whether one is missing.
    let ragged = |row: &&RawRow| format == Format::Markdown && row.cells.len() != table.header.len();
    let metrics: Vec<usize> = board.metrics.iter().filter_map(|metric| column(table, &metric.header)).collect();
    let cell = |row: &RawRow, column: usize| row.cells.get(column).map_or(String::new(), |cell| fold(&cell.text));
    let says = |row: &&RawRow| metrics.is_empty() || metrics.iter().any(|metric| !cell(row, *metric).is_empty());
    let left_out = table.rows.iter().filter(ragged).count();
    let entries: Vec<&RawRow> = table.rows.iter().filter(|row| !ragged(row)).filter(says).collect();
    let text = |row: &RawRow, column: Option<usize>| column.map_or(String::new(), |column| cell(row, column));
    let three = |row: &RawRow| [text(row, Some(model)), text(row, rank), text(row, primary)].join("\t");
    let (first, last) = (three(entries.first()?), three(entries.last()?));
    let edition = fold(edition.unwrap_or_default());
    Some(format!("{}\t{edition}\t{}\t{left_out}\t{first}\t{last}", board.id, entries.len()))
}

fn column(table: &RawTable, headers: &[String]) -> Option<usize> {
    table.header.iter().position(|cell| headers.iter().any(|header| fold(header) == fold(&cell.text)))
}

/// The board of joined tables has its score in the second one.
fn is_compared(body: &Body) -> bool {
    body.source != "superclue-agent"
}

#[test]
fn the_fixtures_hold_exactly_the_tables_that_were_read_off_the_recordings() {
    let catalogue = Catalogue::built_in().unwrap();
    let expected = expected();
    let mut seen: BTreeSet<&str> = BTreeSet::new();
    for body in recordings::fixtures().iter().filter(|body| is_compared(body) && !body.is_of_the_world()) {
        let of: Vec<&&str> = expected.keys().filter(|recording| body.of.contains(**recording)).collect();
        seen.extend(of.iter().copied());
        let expected: Said = of.iter().flat_map(|recording| expected[**recording].clone()).collect();
        assert_eq!(found(&catalogue, body), expected, "{}", body.of);
    }
    let missed: Vec<&&str> = expected.keys().filter(|recording| !seen.contains(*recording)).collect();
    assert!(missed.iter().all(|recording| recording.contains("SuperCLUE-Agent")), "{missed:?}");
}

#[test]
fn the_recordings_hold_exactly_the_tables_that_were_read_off_them() {
    let Some(folder) = recordings::folder() else { return };
    let catalogue = Catalogue::built_in().unwrap();
    let expected = expected();
    let mut compared = 0;
    for body in recordings::readmes(&folder).iter().filter(|body| is_compared(body)) {
        let Some(expected) = expected.get(body.of.as_str()) else { continue };
        assert_eq!(found(&catalogue, body), *expected, "{}", body.of);
        compared += 1;
    }
    // The past editions lie in files of their own, which the fixtures hold.
    let readmes = |recording: &&&str| recording.starts_with("github/") && !recording.contains("/editions/");
    assert_eq!(compared, expected.keys().filter(readmes).filter(|recording| !recording.contains("-Agent/")).count());
}

/// Boards that a README of their time lacks, by the beginnings of the commits. On 2023-12-28 and on 2019-11-25 the
/// authors put a page together in several steps; the README of 2023-07-24 14:46Z had lost its table of Chinese features.
const LACKING: &[(&str, &[&str])] = &[
    ("superclue/chinese", &["8981441"]),
    ("superclue/open", &["bb1b61e", "90d696b"]),
    ("superclue/opt", &["bb1b61e", "90d696b", "938821c", "67be855", "bbff427", "649dd86"]),
    ("superclue/abilities", &["bb1b61e", "90d696b", "938821c", "67be855", "bbff427", "649dd86", "408cda5"]),
    (
        "superclue/open-source",
        &["bb1b61e", "90d696b", "938821c", "67be855", "bbff427", "649dd86", "408cda5", "9d4b064", "b373b2a"],
    ),
    ("clue/classification-v0", NOVEMBER),
    ("clue/drcd", NOVEMBER),
    ("clue/cmrc2018", NOVEMBER),
    ("clue/chid", NOVEMBER),
    ("clue/xnli", NOVEMBER),
    ("clue/lcqmc", NOVEMBER),
    ("clue/tnews-v0", NOVEMBER),
    ("clue/inews", NOVEMBER),
    ("clue/bq", NOVEMBER),
    ("clue/msraner", NOVEMBER),
    ("clue/thucnews", NOVEMBER),
    ("clue/iflytekdata", NOVEMBER),
];

const NOVEMBER: &[&str] = &["58b7e77", "6131cbe", "08d9536", "d8c12f8", "1f437a5"];

#[test]
fn every_recorded_readme_has_its_boards_but_for_those_known_to_be_lacking() {
    let Some(folder) = recordings::folder() else { return };
    let catalogue = Catalogue::built_in().unwrap();
    let mut lacking = BTreeSet::new();
    let mut uneven = BTreeSet::new();
    for body in recordings::readmes(&folder) {
        let commit = body.of.split('.').nth(1).unwrap().to_owned();
        let document = Document::open(Digest::of(&body.bytes), &body.bytes);
        for (board, variants) in body.boards(&catalogue).1 {
            let tables: Vec<Result<Vec<Found>, _>> =
                variants.iter().map(|variant| document.tables(&variant.table)).collect();
            if tables.iter().all(Result::is_err) {
                let codes: BTreeSet<Code> =
                    tables.iter().filter_map(|table| Some(table.as_ref().err()?.code)).collect();
                assert_eq!(codes, BTreeSet::from([Code::NoTable]), "{} {}", body.of, board.id);
                lacking.insert((board.id.to_string(), commit.clone()));
            }
            for table in tables.into_iter().flatten().flatten().map(|found| found.table) {
                let short = table.rows.iter().filter(|row| row.cells.len() != table.header.len()).count();
                if short * 2 > table.rows.len() {
                    uneven.insert((board.id.to_string(), commit.clone()));
                }
            }
        }
    }
    let expected = LACKING.iter().flat_map(|(board, commits)| commits.iter().map(|commit| (*board, *commit)));
    let expected: BTreeSet<_> = expected.map(|(board, commit)| (board.to_owned(), commit.to_owned())).collect();
    assert_eq!(lacking, expected);
    // A header with ten cells over rows of nine.
    let headers = ["938821c", "67be855"].map(|commit| ("superclue/open".to_owned(), commit.to_owned()));
    assert_eq!(uneven, BTreeSet::from(headers));
}

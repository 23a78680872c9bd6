//! The fixtures: `NAME.md` (or `.html`, `.json` …) is the body, `NAME.toml` says what must be read from it. A workbook
//! has no body file: its sheets stand in the TOML and are written by other software than the one that reads them.

use bangdan::catalogue::{Catalogue, Format, TableSelector};
use bangdan::extract::{Document, Found};
use bangdan::schema::{Digest, Problem, RawTable};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

/// What a fixture says.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Fixture {
    /// The oddity, in a sentence.
    what: String,
    /// Where it was seen.
    seen: String,
    /// How the definition looks for the table; every table is read if absent.
    select: Option<toml::Table>,
    /// The reading, or the problem's code and English sentence.
    expect: String,
    /// The problem's Chinese sentence.
    expect_zh: Option<String>,
    /// How the body's file is encoded, if not as it stands.
    encoding: Option<String>,
    /// The sheets of a workbook.
    #[serde(default)]
    sheet: Vec<Sheet>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Sheet {
    name: String,
    /// How many rows are empty above the first.
    #[serde(default)]
    skip: u32,
    rows: Vec<Vec<toml::Value>>,
    /// Number formats by column, counted from 0.
    #[serde(default)]
    formats: BTreeMap<String, String>,
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/tables")
}

fn format(extension: &str) -> Option<Format> {
    Some(match extension {
        "md" => Format::Markdown,
        "html" => Format::Html,
        "csv" => Format::Csv,
        "tsv" => Format::Tsv,
        "json" => Format::Json,
        "jsonl" => Format::Jsonl,
        "yaml" => Format::Yaml,
        "js" | "ts" => Format::Script,
        "xlsx" => Format::Xlsx,
        _ => return None,
    })
}

#[test]
fn every_oddity_gives_exactly_its_reading() {
    let mut bodies: BTreeMap<String, PathBuf> = BTreeMap::new();
    let mut fixtures: BTreeMap<String, PathBuf> = BTreeMap::new();
    for entry in fs::read_dir(folder()).expect("the folder of fixtures") {
        let path = entry.expect("an entry").path();
        let name = path.file_stem().expect("a name").to_string_lossy().into_owned();
        let is_fixture = path.extension().is_some_and(|extension| extension == "toml");
        let earlier = if is_fixture { fixtures.insert(name, path) } else { bodies.insert(name, path) };
        assert_eq!(earlier, None, "two files of one name");
    }
    let mut wrong = Vec::new();
    for (name, path) in &fixtures {
        let text = fs::read_to_string(path).expect("a fixture");
        let fixture: Fixture = toml::from_str(&text).unwrap_or_else(|error| panic!("{name}.toml: {error}"));
        assert!(!fixture.what.is_empty() && !fixture.seen.is_empty(), "{name}.toml says what and where");
        if let Err(difference) = hold(&fixture, bodies.get(name)) {
            wrong.push(format!("## {name}: {}\n{difference}", fixture.what));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    let orphans: BTreeSet<&String> = bodies.keys().filter(|name| !fixtures.contains_key(*name)).collect();
    assert!(orphans.is_empty(), "bodies without a reading: {orphans:?}");
    assert!(fixtures.len() >= 60, "{} fixtures are fewer than there were", fixtures.len());
}

fn hold(fixture: &Fixture, body: Option<&PathBuf>) -> Result<(), String> {
    let (format, bytes) = match body {
        Some(path) => {
            let extension = path.extension().expect("an extension").to_string_lossy();
            let format = format(&extension).ok_or_else(|| format!("no format is called {extension}"))?;
            assert!(fixture.sheet.is_empty(), "a body and sheets");
            (format, encode(fs::read(path).expect("a body"), fixture.encoding.as_deref()))
        }
        None if fixture.sheet.is_empty() => return Err("a reading without a body".to_owned()),
        None => (Format::Xlsx, workbook(&fixture.sheet)),
    };
    let read = read(format, &bytes, fixture.select.as_ref());
    let (shown, zh) = match read {
        Ok(found) => {
            for found in &found {
                super::bodies::assert_located(&found.table, &bytes);
            }
            (found.iter().map(show).collect(), None)
        }
        Err(problem) => (format!("{}: {}\n", problem.code.as_str(), problem.what.en), Some(problem.what.zh)),
    };
    if shown.trim() != fixture.expect.trim() {
        return Err(format!("--- expected\n{}\n--- read\n{shown}", fixture.expect));
    }
    match (&fixture.expect_zh, zh) {
        (Some(expected), zh) if Some(expected) != zh.as_ref() => Err(format!("expected {expected}, read {zh:?}")),
        _ => Ok(()),
    }
}

fn encode(body: Vec<u8>, encoding: Option<&str>) -> Vec<u8> {
    match encoding {
        None => body,
        Some("bom") => [b"\xef\xbb\xbf".to_vec(), body].concat(),
        Some("crlf") => String::from_utf8(body).expect("UTF-8").replace('\n', "\r\n").into_bytes(),
        // The encoding that browsers take for UTF-16 is read only: pages are never written in it.
        Some("utf-16le") => {
            let text = String::from_utf8(body).expect("UTF-8");
            std::iter::once('\u{feff}').chain(text.chars()).flat_map(utf16).collect()
        }
        Some("cut") => body[..body.len() / 2].to_vec(),
        Some("latin1") => String::from_utf8(body).expect("UTF-8").chars().map(|c| c as u8).collect(),
        Some(label) => {
            let encoding = encoding_rs::Encoding::for_label(label.as_bytes()).expect("an encoding");
            encoding.encode(std::str::from_utf8(&body).expect("UTF-8")).0.into_owned()
        }
    }
}

fn utf16(c: char) -> Vec<u8> {
    c.encode_utf16(&mut [0; 2]).iter().flat_map(|unit| unit.to_le_bytes()).collect()
}

fn read(format: Format, bytes: &[u8], select: Option<&toml::Table>) -> Result<Vec<Found>, Problem> {
    let document = Document::open(Digest::of(bytes), bytes);
    match select {
        Some(select) => document.tables(&selector(format, select)),
        None => Ok(document.all(format)?.into_iter().map(|table| Found { table, edition: None }).collect()),
    }
}

/// The selector as a definition would say it, read by what reads definitions. The body's own format need not be said.
fn selector(format: Format, select: &toml::Table) -> TableSelector {
    let mut table = select.clone();
    let named = toml::Value::try_from(format).expect("a format's name");
    table.entry("format").or_insert(named);
    let definition = format!(
        r#"
        id = "fixture"
        publisher = "Fixture"
        name = {{ en = "Fixture", zh = "样例" }}
        homepage = "https://example.invalid/"
        languages = ["en"]
        [[editions]]
        name = "{{year}}年{{month}}月"
        [resource.page]
        url = "https://example.invalid/"
        [[board]]
        id = "fixture/board"
        rolling = true
        name = {{ en = "Board", zh = "榜单" }}
        columns = {{ model = ["model"] }}
        variants = [{{ resource = "page", table = {table} }}]
        [[board.metric]]
        id = "score"
        header = ["score"]
        primary = true
        "#,
        table = toml::Value::Table(table),
    );
    let catalogue = Catalogue::from_text("fixture.toml", &definition).unwrap_or_else(|error| panic!("{error:?}"));
    let (_, board) = catalogue.boards().next().expect("a board");
    board.variants[0].table.clone()
}

/// A table as fixtures write it: `[place] heading`, the header, then the rows. A row whose count is not the header's
/// says so.
fn show(found: &Found) -> String {
    let Found { table, edition } = found;
    let mut shown = format!("[{}]", table.place);
    if let Some(heading) = &table.heading {
        let _ = write!(shown, " {heading}");
    }
    if let Some(edition) = edition {
        let _ = write!(shown, " => {edition}");
    }
    let _ = writeln!(shown, "\n{}: {}", table.header_row, cells(&table.header));
    for row in &table.rows {
        let count = if row.cells.len() == table.header.len() {
            String::new()
        } else {
            format!(" ({} of {})", row.cells.len(), table.header.len())
        };
        let _ = writeln!(shown, "{}{count}: {}", row.number, cells(&row.cells));
    }
    shown + &moved(table)
}

/// Where the cells of a table that was laid out anew stand in the body.
fn moved(table: &RawTable) -> String {
    let Some(row) = table.rows.first().filter(|_| !table.moved.is_empty()) else { return String::new() };
    let places: Vec<String> = (0..row.cells.len())
        .map(|column| {
            let place = table.locate(row, column);
            format!("R{}C{}", place.row, place.column)
        })
        .collect();
    format!("first row from: {}\n", places.join(" "))
}

fn cells(cells: &[bangdan::schema::RawCell]) -> String {
    let shown: Vec<String> = cells
        .iter()
        .map(|cell| {
            let text = cell.text.replace('\n', "⏎").replace('\t', "⇥").replace('|', "¦");
            match &cell.link {
                Some(link) => format!("{text} <{}>", &**link),
                None => text,
            }
        })
        .collect();
    shown.join(" | ").trim_end().to_owned()
}

fn workbook(sheets: &[Sheet]) -> Vec<u8> {
    let mut workbook = rust_xlsxwriter::Workbook::new();
    for sheet in sheets {
        let worksheet = workbook.add_worksheet();
        worksheet.set_name(&sheet.name).expect("a sheet name");
        for (row, cells) in (sheet.skip..).zip(&sheet.rows) {
            for (column, value) in (0_u16..).zip(cells) {
                let format = sheet
                    .formats
                    .get(&column.to_string())
                    .map_or_else(Default::default, |format| rust_xlsxwriter::Format::new().set_num_format(format));
                let written = match value {
                    toml::Value::String(text) if text.is_empty() => continue,
                    toml::Value::String(text) => worksheet.write_string(row, column, text),
                    toml::Value::Integer(number) => {
                        worksheet.write_number_with_format(row, column, *number as f64, &format)
                    }
                    toml::Value::Float(number) => worksheet.write_number_with_format(row, column, *number, &format),
                    toml::Value::Boolean(truth) => worksheet.write_boolean(row, column, *truth),
                    other => panic!("no cell: {other}"),
                };
                written.expect("a cell");
            }
        }
    }
    workbook.save_to_buffer().expect("a workbook")
}

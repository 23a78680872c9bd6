//! Every cell of every table of a body as one CSV, and how fast that goes: what `docs/performance.md` measures with.
//!
//! ```sh
//! cargo run --release --example cells -- FILE... OUT.csv          # format by extension, or --format NAME
//! cargo run --release --example cells -- --floor FILE OUT.csv     # the same by the crate of the format alone
//! cargo run --release --example cells -- --all FOLDER             # every file of a folder, on all cores
//! cargo run --release --example cells -- --derive FOLDER TIMES    # every recording of a folder, to contents of boards
//! ```

#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a command speaks to its user")]

mod derive;
mod floor;
mod folder;
#[path = "../record/map.rs"]
mod map;

use bangdan::catalogue::Format;
use bangdan::extract::Document;
use bangdan::schema::{Digest, RawCell, RawTable};
use std::error::Error;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::{env, fs};

type Result<T> = std::result::Result<T, Box<dyn Error>>;

fn main() -> ExitCode {
    match run(env::args().skip(1).collect()) {
        Ok(said) => {
            println!("{said}");
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn run(mut arguments: Vec<String>) -> Result<String> {
    const USAGE: &str =
        "usage: cells [--format NAME] FILE... OUT.csv | --floor FILE OUT.csv | --all FOLDER | --derive FOLDER TIMES";
    let mut take = |flag: &str| {
        let at = arguments.iter().position(|argument| argument == flag)?;
        arguments.remove(at);
        Some(at)
    };
    if take("--all").is_some() {
        return folder::run(Path::new(arguments.first().ok_or(USAGE)?));
    }
    if take("--derive").is_some() {
        let [folder, times] = arguments.as_slice() else { return Err(USAGE.into()) };
        return derive::run(Path::new(folder), times.parse()?);
    }
    let is_floor = take("--floor").is_some();
    let asked = match take("--format") {
        Some(at) if at < arguments.len() => Some(arguments.remove(at)),
        Some(_) => return Err(USAGE.into()),
        None => None,
    };
    let out = PathBuf::from(arguments.pop().ok_or(USAGE)?);
    if arguments.is_empty() {
        return Err(USAGE.into());
    }
    if is_floor {
        return floor::run(Path::new(arguments.first().ok_or(USAGE)?), &out);
    }
    let mut writer = csv::WriterBuilder::new().flexible(true).from_path(&out)?;
    let (mut tables, mut rows, mut cells) = (0, 0, 0);
    for file in &arguments {
        let file = Path::new(file);
        let format = match &asked {
            Some(name) => by_name(name),
            None => of(file),
        };
        let bytes = fs::read(file)?;
        for table in read(format.ok_or("no such format")?, &bytes)? {
            tables += 1;
            for row in std::iter::once(&table.header).chain(table.rows.iter().map(|row| &row.cells)) {
                rows += 1;
                cells += row.len();
                write(&mut writer, row)?;
            }
        }
    }
    writer.flush()?;
    Ok(format!("{tables} tables, {rows} rows, {cells} cells"))
}

/// The tables of a body. Its digest is not needed here, and not made.
fn read(format: Format, bytes: &[u8]) -> Result<Vec<RawTable>> {
    Ok(Document::tables_of(format, Digest::of(b""), bytes).map_err(|problem| problem.what.en)?)
}

fn write<W: std::io::Write>(writer: &mut csv::Writer<W>, row: &[RawCell]) -> Result<()> {
    for cell in row {
        writer.write_field(&cell.text)?;
    }
    Ok(writer.write_record(None::<&[u8]>)?)
}

/// The format of a file by its extension.
fn of(file: &Path) -> Option<Format> {
    by_name(file.extension()?.to_str()?)
}

fn by_name(name: &str) -> Option<Format> {
    Some(match name {
        "html" => Format::Html,
        "md" | "markdown" => Format::Markdown,
        "csv" => Format::Csv,
        "tsv" => Format::Tsv,
        "json" => Format::Json,
        "jsonl" | "ndjson" => Format::Jsonl,
        "yml" | "yaml" => Format::Yaml,
        "js" | "ts" | "script" => Format::Script,
        "xlsx" => Format::Xlsx,
        "parquet" => Format::Parquet,
        "zip" => Format::Zip,
        "tar" => Format::Tar,
        _ => return None,
    })
}

//! Writes `fixtures/archive` from recordings: the facts of each response (names, figures, headers,
//! table structure, oddities) in the shape of its source, without anything else of it.
//!
//! ```sh
//! cargo run --example distil -- RECORDINGS fixtures/archive
//! ```
//!
//! Nothing is written unless every body, read back with the program's own extraction, gives the cells of its
//! recording exactly. An archive that is already in the folder is replaced.

#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a command speaks to its user")]

mod check;
#[path = "../record/map.rs"]
mod map;
mod piece;
mod plan;
mod readme;
mod recorded;
mod relay;
mod script;
mod workbook;
mod world;

use bangdan::archive::Archive;
use bangdan::catalogue::Catalogue;
use piece::{Failure, Piece, Result};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::{env, fs};

fn main() -> ExitCode {
    let mut arguments = env::args_os().skip(1).map(PathBuf::from);
    let (Some(recordings), Some(target), None) = (arguments.next(), arguments.next(), arguments.next()) else {
        eprintln!("usage: distil RECORDINGS ARCHIVE");
        return ExitCode::from(2);
    };
    match distil(&recordings, &target) {
        Ok(count) => {
            println!("{count} captures written to {}", target.display());
            ExitCode::SUCCESS
        }
        Err(Failure(what)) => {
            eprintln!("nothing written: {what}");
            ExitCode::FAILURE
        }
    }
}

fn distil(recordings: &Path, target: &Path) -> Result<usize> {
    let catalogue = Catalogue::built_in()?;
    let clue = recordings.join("clue");
    let mut pieces = readme::pieces(&catalogue, &clue)?;
    pieces.extend(workbook::pieces(&catalogue, &clue)?);
    pieces.extend(script::pieces(&catalogue, &clue)?);
    let tables = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/recordings");
    pieces.extend(world::pieces(&catalogue, recordings, &tables)?);
    pieces.sort_by(|a, b| (a.observed_at, &a.url).cmp(&(b.observed_at, &b.url)));
    write(&pieces, target)?;
    Ok(pieces.len())
}

fn write(pieces: &[Piece], target: &Path) -> Result<()> {
    // What people decided about captures is nobody's recording: it stays.
    let mut decisions = Vec::new();
    if target.join("archive.toml").exists() {
        decisions = Archive::open(target)?.decisions()?;
        fs::remove_dir_all(target)?;
    }
    let archive = Archive::create(target)?;
    // A fixed name, so that the same recordings give the same archive.
    let mut run = archive.begin_run("2026-11-23T00:00:00Z".parse()?, "distil")?;
    let mut last = std::collections::HashMap::new();
    for piece in pieces {
        let capture = piece.capture(last.get(&piece.url).copied());
        last.insert(&piece.url, bangdan::schema::Digest::of(&piece.body));
        run.record(capture, Some(&piece.body))?;
    }
    run.finish()?;
    let held: std::collections::HashSet<_> =
        archive.captures()?.iter().filter_map(bangdan::archive::Capture::object).collect();
    for decision in decisions.iter().filter(|decision| held.contains(&decision.capture)) {
        archive.decide(decision)?;
    }
    Ok(())
}

//! How well names are resolved, held against labelled names and pairs of names.
//!
//! `cargo run --release --example identity -- FOLDER [--rows]`, where FOLDER has `gold-dev.csv` and `pairs-dev.csv`. Prints
//! the measured part of `docs/identity.md`; with `--rows`, every name that is not decided as labelled.
#![expect(clippy::print_stdout, reason = "a program that prints its figures")]

mod measure;

use std::error::Error;
use std::path::Path;
use std::{env, fs};

fn main() -> Result<(), Box<dyn Error>> {
    let folder = env::args().nth(1).ok_or("which folder has the labelled names?")?;
    let rows = env::args().any(|argument| argument == "--rows");
    let read = |file: &str| fs::read_to_string(Path::new(&folder).join(file));
    println!("{}", measure::figures(&read("gold-dev.csv")?, &read("pairs-dev.csv")?, rows)?);
    Ok(())
}

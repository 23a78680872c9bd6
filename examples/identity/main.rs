//! How well names are resolved: held against labelled names and pairs of names.
//!
//! `cargo run --release --example identity -- FOLDER [--rows]`, where FOLDER has `gold-dev.csv` and `pairs-dev.csv`.
//! Half of the sources were tuned on; for the other half everything that only they have is taken out of the registry.
#![expect(clippy::print_stdout, reason = "a program that prints its figures")]

mod measure;

use bangdan::identity::{PrintedSources, Registry};
use measure::{Gold, Pair, table};
use std::error::Error;
use std::path::Path;
use std::{env, fs};

/// Sources on which nothing was tuned, as the labelled tables and as the registry name them.
const HELD_OUT: &[(&str, &[&str])] = &[
    ("OpenCompass", &["opencompass-configs", "opencompass"]),
    ("Vectara", &["vectara-hallucination"]),
    ("LMArena/image", &[]),
    ("LMArena/vision", &[]),
    ("MMLU-Pro", &["mmlu-pro"]),
    ("CLUE/README", &["clue"]),
    ("C-Eval", &["c-eval"]),
];

fn main() -> Result<(), Box<dyn Error>> {
    let folder = env::args().nth(1).ok_or("which folder has the labelled names?")?;
    let rows = env::args().any(|argument| argument == "--rows");
    let read = |file: &str| fs::read_to_string(Path::new(&folder).join(file));
    let gold: Vec<Gold> = measure::read(&read("gold-dev.csv")?)?;
    let pairs: Vec<Pair> = measure::read(&read("pairs-dev.csv")?)?;
    let held_out = |source: &str| HELD_OUT.iter().any(|(name, _)| source.starts_with(name));
    let ids: Vec<&str> = HELD_OUT.iter().flat_map(|(_, ids)| ids.iter().copied()).collect();
    let sources = PrintedSources::built_in()?;
    let whole = Registry::built_in()?;
    let half = Registry::built_in()?.unseen(&ids);
    let tuned = [
        "aider-polyglot",
        "alpaca-eval",
        "superclue",
        "lmarena-csv",
        "lmarena-catalog",
        "lmarena",
        "gradio-config",
        "lmarena-history",
        "maas-rank",
        "wildbench",
        "livebench",
    ];
    if rows {
        let without = Registry::built_in()?.unseen(&tuned);
        println!("{}", table("tuning", &without, &sources, &gold, &pairs, &|one| !held_out(one), rows));
    }
    println!("{}", table("Tuned on, whole registry", &whole, &sources, &gold, &pairs, &|one| !held_out(one), rows));
    println!("{}", table("Not tuned on, registry without them", &half, &sources, &gold, &pairs, &held_out, rows));
    println!("{}", table("All, whole registry", &whole, &sources, &gold, &pairs, &|_| true, false));
    Ok(())
}

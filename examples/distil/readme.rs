//! READMEs: the headings and tables that the definitions select, and nothing else.

use crate::check;
use crate::piece::{Piece, Result, failure};
use crate::plan::{READMES, Readme};
use bangdan::archive::Note;
use bangdan::catalogue::{Catalogue, Format, Resource, Source, TableSelector, Variant};
use bangdan::extract::Document;
use bangdan::schema::{Digest, RawTable, Span};
use jiff::Timestamp;
use regex::Regex;
use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

pub fn pieces(catalogue: &Catalogue, recordings: &Path) -> Result<Vec<Piece>> {
    let mut pieces = Vec::new();
    for plan in READMES {
        let folder = recordings.join("github").join(plan.folder);
        let history = history(&folder)?;
        for version in plan.versions {
            let prefix = format!("{version}.");
            let Some((file, committed_at)) = history.iter().find(|(file, _)| file.starts_with(&prefix)) else {
                return failure(format!("{} has no {version}", plan.folder));
            };
            let bytes = fs::read(folder.join(file))?;
            pieces.push(piece(catalogue, plan, file, &bytes, *committed_at)?);
        }
    }
    Ok(pieces)
}

/// The recorded files with the times of their commits.
fn history(folder: &Path) -> Result<Vec<(String, Timestamp)>> {
    let mut reader = csv::Reader::from_path(folder.join("history.csv"))?;
    let mut history = Vec::new();
    for record in reader.records() {
        let record = record?;
        let (Some(file), Some(time)) = (record.get(0), record.get(2)) else {
            return failure(format!("{} has an odd history", folder.display()));
        };
        history.push((file.to_owned(), time.parse()?));
    }
    Ok(history)
}

fn piece(catalogue: &Catalogue, plan: &Readme, file: &str, bytes: &[u8], at: Timestamp) -> Result<Piece> {
    let source = catalogue.source(plan.source)?;
    let Some(resource) = source.resources.get(plan.resource) else {
        return failure(format!("{} has no {}", plan.source, plan.resource));
    };
    let name = format!("{}/{file}", plan.folder);
    let selectors = selectors(source, resource, at);
    let recorded = Document::open(Digest::of(bytes), bytes);
    let body = write(&name, bytes, &recorded, &selectors)?;
    check::readme(&name, &recorded, &body, &selectors)?;
    Ok(Piece {
        source: plan.source.to_owned(),
        resource: plan.resource.to_owned(),
        edition: None,
        url: resource.url.clone(),
        observed_at: at,
        published_at: Some(at),
        media_type: "text/plain; charset=utf-8",
        body: body.into_bytes(),
        note: Note { of: format!("recordings/clue/github/{name}"), left_out: Vec::new(), left_out_sheets: Vec::new() },
    })
}

/// The selectors that hold for a README of this time.
fn selectors<'a>(source: &'a Source, resource: &Resource, at: Timestamp) -> Vec<&'a TableSelector> {
    let holds = |variant: &&Variant| {
        variant.resource == resource.id
            && variant.published_since.is_none_or(|since| since <= at)
            && variant.published_until.is_none_or(|until| at < until)
    };
    let variants = source.boards.iter().flat_map(|board| board.variants.iter().filter(holds));
    variants
        .flat_map(|variant| std::iter::once(&variant.table).chain(variant.join.iter().map(|join| &join.table)))
        .collect()
}

fn write(name: &str, bytes: &[u8], recorded: &Document<'_>, selectors: &[&TableSelector]) -> Result<String> {
    let mut wanted = BTreeSet::new();
    for selector in selectors {
        for found in recorded.tables(selector).unwrap_or_default() {
            wanted.insert(found.table.place);
        }
    }
    let mut text = String::new();
    let mut heading = None;
    let tables = recorded.all(Format::Markdown).map_err(|problem| problem.what.en)?;
    for table in tables.iter().filter(|table| wanted.contains(&table.place)) {
        if heading != table.heading {
            heading.clone_from(&table.heading);
            write!(text, "### {}\n\n", heading.as_deref().unwrap_or_default())?;
        }
        text.push_str(&relay(name, bytes, table)?);
        text.push('\n');
    }
    if text.is_empty() {
        return failure(format!("{name} has no table that a definition means"));
    }
    Ok(text)
}

/// The tables of a body that selectors mean, under their headings.
pub fn tables(name: &str, bytes: &[u8], selectors: &[&TableSelector]) -> Result<String> {
    let recorded = Document::open(Digest::of(bytes), bytes);
    write(name, bytes, &recorded, selectors)
}

/// The lines of a table: the header and separator written anew, the rows as they stand, links without targets.
fn relay(name: &str, bytes: &[u8], table: &RawTable) -> Result<String> {
    let slice = |span: Option<Span>| {
        let (start, end) = span?.ends();
        std::str::from_utf8(bytes.get(usize::try_from(start).ok()?..usize::try_from(end).ok()?)?).ok()
    };
    let header: Option<Vec<&str>> = table.header.iter().map(|cell| slice(cell.bytes)).collect();
    let Some(header) = header else { return failure(format!("{name}: a header without its bytes")) };
    let mut text = format!("| {} |\n|{}\n", header.join(" | "), ":-:|".repeat(header.len()));
    for row in &table.rows {
        let Some(line) = slice(row.bytes) else { return failure(format!("{name}: a row without its bytes")) };
        if !line.contains('|') {
            return failure(format!("{name}: a row without cells may be prose: {line}"));
        }
        text.push_str(line.trim());
        text.push('\n');
    }
    Ok(without_targets(&text)?)
}

/// Links stay links, and lead nowhere.
fn without_targets(text: &str) -> std::result::Result<String, regex::Error> {
    let attribute = Regex::new(r#"(?i)(<a\s+[a-z]+\s*=\s*)("[^"\n]*"|'[^'\n]*')"#)?;
    let markdown = Regex::new(r"\]\((?:[^()\s]|\([^()\s]*\))*\)")?;
    let text = attribute.replace_all(text, "$1'#'");
    Ok(markdown.replace_all(&text, "](#)").into_owned())
}

//! Recordings of the world's boards: those that `fixtures/recordings` marks become captures.

use crate::check;
use crate::map::{self, Recording};
use crate::piece::{Failure, Piece, Result, failure};
use crate::relay::{Keep, relay};
use bangdan::archive::Note;
use bangdan::catalogue::{Catalogue, Source, TableSelector, Variant};
use bangdan::schema::{ROWS_LEFT_OUT, Timestamp};
use std::fs;
use std::path::Path;

pub fn pieces(catalogue: &Catalogue, recordings: &Path, tables: &Path) -> Result<Vec<Piece>> {
    let all = map::read(tables, recordings).map_err(|error| Failure(error.to_string()))?;
    let mut pieces = Vec::new();
    let mut failures = Vec::new();
    for source in catalogue.sources() {
        let mine: Vec<&Recording> =
            all.iter().filter(|one| one.source == source.id.as_str() && one.fixture != "no").collect();
        match of_source(source, recordings, &mine) {
            Ok(laid) => pieces.extend(laid),
            Err(Failure(why)) => failures.push(format!("{}: {why}", source.id)),
        }
    }
    // All at once: each may be another mistake.
    if failures.is_empty() { Ok(pieces) } else { failure(failures.join("\n")) }
}

fn of_source(source: &Source, recordings: &Path, mine: &[&Recording]) -> Result<Vec<Piece>> {
    let mut laid: Vec<(Vec<u8>, Piece)> = Vec::new();
    for recording in mine {
        let body = fs::read(recordings.join(&recording.file))?;
        let piece = piece(source, recording, &body)?;
        laid.push((body, piece));
    }
    let pairs: Vec<(&Piece, &[u8])> = laid.iter().map(|(body, piece)| (piece, body.as_slice())).collect();
    check::world(source, &pairs)?;
    Ok(laid.into_iter().map(|(_, piece)| piece).collect())
}

fn piece(source: &Source, recording: &Recording, body: &[u8]) -> Result<Piece> {
    let name = recording.file.as_str();
    let at = recording.time().map_err(|error| Failure(error.to_string()))?;
    let rows = match recording.fixture.as_str() {
        "yes" => None,
        number => {
            Some(number.parse().map_err(|_| Failure(format!("{name}: {number:?} is neither yes, no nor a number")))?)
        }
    };
    let selectors = selectors(source, &recording.resource, at);
    let gives_addresses = source.resources.get(&recording.resource).is_some_and(|resource| !resource.bind.is_empty());
    if selectors.is_empty() && !gives_addresses {
        return failure(format!("{name}: no board reads {} then", recording.resource));
    }
    let keep = Keep::new(source, &selectors, rows);
    let laid = relay(name, body, &keep).map_err(|Failure(why)| Failure(format!("{name}: {why}")))?;
    let remark = recording.remark.as_deref().filter(|remark| !remark.is_empty() && !remark.starts_with("no fact"));
    Ok(Piece {
        source: source.id.to_string(),
        resource: recording.resource.clone(),
        edition: recording.edition.clone(),
        url: recording.address(source).map_err(|error| Failure(error.to_string()))?,
        observed_at: at,
        published_at: Some(at),
        media_type: "",
        body: laid,
        note: Note {
            of: format!("recordings/{name}{}", remark.map(|remark| format!("; {remark}")).unwrap_or_default()),
            left_out: if rows.is_some() { vec![ROWS_LEFT_OUT.to_owned()] } else { Vec::new() },
            left_out_sheets: Vec::new(),
        },
    })
}

/// The selectors that read a body of this resource at this time.
fn selectors<'a>(source: &'a Source, resource: &str, at: Timestamp) -> Vec<&'a TableSelector> {
    let holds = |variant: &&Variant| {
        variant.published_since.is_none_or(|since| since <= at)
            && variant.published_until.is_none_or(|until| at < until)
    };
    let mut all = Vec::new();
    for variant in source.boards.iter().flat_map(|board| board.variants.iter().filter(holds)) {
        if variant.resource == resource {
            all.push(&variant.table);
        }
        for join in &variant.join {
            if join.resource.as_deref().unwrap_or(&variant.resource) == resource {
                all.push(&join.table);
            }
        }
    }
    all
}

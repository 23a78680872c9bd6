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
    for source in catalogue.sources() {
        let mut mine: Vec<(&Recording, Vec<u8>, Piece)> = Vec::new();
        for recording in all.iter().filter(|one| one.source == source.id.as_str() && one.fixture != "no") {
            let body = fs::read(recordings.join(&recording.file))?;
            let piece = piece(source, recording, &body)?;
            mine.push((recording, body, piece));
        }
        let pairs: Vec<(&Piece, &[u8])> = mine.iter().map(|(_, body, piece)| (piece, body.as_slice())).collect();
        check::world(source, &pairs)?;
        pieces.extend(mine.into_iter().map(|(_, _, piece)| piece));
    }
    Ok(pieces)
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
    if selectors.is_empty() {
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

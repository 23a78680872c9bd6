//! The container, unpacked within bounds: a small file may claim to be a large one, and the other way round.

use crate::extract::refusal::unreadable;
use crate::message;
use crate::schema::Problem;
use rayon::prelude::*;
use std::io::{Cursor, Read, Write};
use std::sync::atomic::{AtomicU64, Ordering};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

/// Bytes that all parts of a workbook may have when unpacked. The largest seen of a leaderboard has 2 MB.
const MOST_BYTES: u64 = 64 << 20;
/// Parts that a workbook may have.
const MOST_PARTS: usize = 2_000;

/// The workbook with its parts unpacked, on all cores, in a container that only holds them: so they are unpacked once,
/// and its reader, which sets no bounds, meets none that are larger than they may be.
///
/// # Errors
/// For what is no workbook, what is cut off, and what unpacks to more than a workbook has.
pub(super) fn unpack(bytes: &[u8]) -> Result<Vec<u8>, Problem> {
    if !bytes.starts_with(b"PK") {
        let start: String = String::from_utf8_lossy(bytes.get(..bytes.len().min(16)).unwrap_or_default()).into_owned();
        return Err(unreadable(message!(
            "not a workbook: it begins with {start:?} and not with PK",
            "不是工作簿：以 {start:?} 开头，而非 PK"
        )));
    }
    let container = ZipArchive::new(Cursor::new(bytes)).map_err(|error| damaged(&error))?;
    if container.len() > MOST_PARTS {
        return Err(unreadable(message!(
            "the workbook has more than {MOST_PARTS} parts",
            "工作簿的部件超过 {MOST_PARTS} 个"
        )));
    }
    let left = AtomicU64::new(MOST_BYTES);
    let parts = (0..container.len()).into_par_iter().map(|index| part(&mut container.clone(), index, &left));
    let parts: Vec<Option<Part>> = parts.collect::<Result<_, _>>()?;
    let mut unpacked = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    for (name, bytes) in parts.into_iter().flatten() {
        unpacked.start_file(name, options).map_err(|error| damaged(&error))?;
        unpacked.write_all(&bytes).map_err(|error| damaged(&error))?;
    }
    Ok(unpacked.finish().map_err(|error| damaged(&error))?.into_inner())
}

/// The name and content of a part.
type Part = (String, Vec<u8>);

/// Unpacks a part, if it is one that is read: pictures and their like are not. The sizes that the container states may be wrong, so what comes is counted; `left` is what all
/// parts together may still have.
fn part(container: &mut ZipArchive<Cursor<&[u8]>>, index: usize, left: &AtomicU64) -> Result<Option<Part>, Problem> {
    let part = container.by_index(index).map_err(|error| damaged(&error))?;
    let name = part.name().map_err(|error| damaged(&error))?.into_owned();
    if !is_read(&name) {
        return Ok(None);
    }
    let mut bytes = Vec::new();
    let most = left.load(Ordering::Relaxed);
    part.take(most + 1).read_to_end(&mut bytes).map_err(|error| damaged(&error))?;
    let taken = bytes.len() as u64;
    let enough = left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| left.checked_sub(taken)).is_ok();
    if enough {
        return Ok(Some((name, bytes)));
    }
    let limit = MOST_BYTES >> 20;
    Err(unreadable(message!("the workbook unpacks to more than {limit} MB", "工作簿解压后超过 {limit} MB")))
}

fn is_read(name: &str) -> bool {
    let extension = name.rsplit_once('.').map_or("", |(_, extension)| extension);
    extension.eq_ignore_ascii_case("xml") || extension.eq_ignore_ascii_case("rels")
}

pub(super) fn damaged(error: &dyn std::error::Error) -> Problem {
    unreadable(message!("a damaged or incomplete workbook: {error}", "工作簿损坏或不完整：{error}"))
}

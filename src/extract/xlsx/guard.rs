//! A look at the container before it is unpacked: a small file may claim to be a large one, and the other way round.

use crate::extract::refusal::unreadable;
use crate::message;
use crate::schema::Problem;
use std::io::{Cursor, Read};

/// Bytes that all parts of a workbook may have when unpacked. The largest seen of a leaderboard has 2 MB.
const MOST_BYTES: u64 = 64 << 20;
/// Parts that a workbook may have.
const MOST_PARTS: usize = 2_000;

/// Refuses what is no workbook, what is cut off, and what unpacks to more than a workbook has.
pub(super) fn check(bytes: &[u8]) -> Result<(), Problem> {
    if !bytes.starts_with(b"PK") {
        let start: String = String::from_utf8_lossy(bytes.get(..bytes.len().min(16)).unwrap_or_default()).into_owned();
        return Err(unreadable(message!(
            "not a workbook: it begins with {start:?} and not with PK",
            "不是工作簿：以 {start:?} 开头，而非 PK"
        )));
    }
    let mut container = zip::ZipArchive::new(Cursor::new(bytes)).map_err(|error| damaged(&error))?;
    if container.len() > MOST_PARTS {
        return Err(unreadable(message!(
            "the workbook has more than {MOST_PARTS} parts",
            "工作簿的部件超过 {MOST_PARTS} 个"
        )));
    }
    // The sizes that the container states may be wrong, so the parts are unpacked and counted.
    let mut left = MOST_BYTES;
    for index in 0..container.len() {
        let part = container.by_index(index).map_err(|error| damaged(&error))?;
        let unpacked =
            std::io::copy(&mut part.take(left + 1), &mut std::io::sink()).map_err(|error| damaged(&error))?;
        left = left.checked_sub(unpacked).ok_or_else(|| {
            let limit = MOST_BYTES >> 20;
            unreadable(message!("the workbook unpacks to more than {limit} MB", "工作簿解压后超过 {limit} MB"))
        })?;
    }
    Ok(())
}

pub(super) fn damaged(error: &dyn std::error::Error) -> Problem {
    unreadable(message!("a damaged or incomplete workbook: {error}", "工作簿损坏或不完整：{error}"))
}

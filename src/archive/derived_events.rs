//! What happened on each board, kept so that the news of years need no entries: one compressed file of lines a board.
//! As all that is derived, it may be deleted at any time, and one that is damaged counts as missing.

use super::derived::{file_key, replace};
use super::open::{Archive, broken};
use super::{disk, layout};
use crate::error::Result;
use crate::message;
use crate::schema::{BoardEvent, BoardId, Digest};
use flate2::Compression;
use flate2::bufread::GzDecoder;
use flate2::write::GzEncoder;
use serde::{Deserialize, Serialize};
use std::fs;
use std::io::{self, BufRead, BufReader, ErrorKind as Io, Write};
use std::path::PathBuf;

/// The form of the files. Those of another one are made again.
const FORM: u32 = 1;

/// The first line of a file.
#[derive(Serialize, Deserialize)]
struct Header {
    form: u32,
    board: BoardId,
    stamp: Digest,
    events: usize,
}

impl Archive {
    /// Replaces what is kept of a board's events. `stamp` says from what they were derived.
    ///
    /// # Errors
    /// Where the archive cannot be written.
    pub fn write_events(&self, board: &BoardId, stamp: Digest, events: &[BoardEvent]) -> Result<()> {
        self.writable()?;
        let path = self.events_path(board);
        let bytes = write(board, stamp, events).map_err(|error| {
            broken(&path, message!("the events cannot be written", "无法写入事件")).caused_by(error)
        })?;
        replace(&path, &bytes)
    }

    /// Hands over the events of a board in their order, and says whether they were all there. They were not where none
    /// are kept, where they were derived from something else, or where the file is damaged: what was handed over is
    /// then to be forgotten.
    ///
    /// # Errors
    /// Where a file is there and cannot be read.
    pub fn events(&self, board: &BoardId, stamp: Digest, take: &mut dyn FnMut(BoardEvent)) -> Result<bool> {
        let path = self.events_path(board);
        match fs::read(&path) {
            Ok(bytes) => Ok(read(&bytes, board, stamp, take).is_some()),
            Err(error) if matches!(error.kind(), Io::NotFound | Io::NotADirectory) => Ok(false),
            Err(error) => Err(disk::cannot_read(&path)(error)),
        }
    }

    fn events_path(&self, board: &BoardId) -> PathBuf {
        self.root().join(layout::DERIVED).join("events").join(format!("{}.jsonl.gz", file_key(board)))
    }
}

fn write(board: &BoardId, stamp: Digest, events: &[BoardEvent]) -> io::Result<Vec<u8>> {
    let mut file = GzEncoder::new(Vec::new(), Compression::fast());
    let header = Header { form: FORM, board: board.clone(), stamp, events: events.len() };
    serde_json::to_writer(&mut file, &header)?;
    for event in events {
        file.write_all(b"\n")?;
        serde_json::to_writer(&mut file, event)?;
    }
    file.write_all(b"\n")?;
    file.finish()
}

fn read(bytes: &[u8], board: &BoardId, stamp: Digest, take: &mut dyn FnMut(BoardEvent)) -> Option<()> {
    let mut file = BufReader::with_capacity(1 << 16, GzDecoder::new(bytes));
    let mut line = Vec::new();
    file.read_until(b'\n', &mut line).ok()?;
    let header: Header = serde_json::from_slice(&line).ok()?;
    if header.form != FORM || header.board != *board || header.stamp != stamp {
        return None;
    }
    for _ in 0..header.events {
        line.clear();
        file.read_until(b'\n', &mut line).ok()?;
        take(serde_json::from_slice(&line).ok()?);
    }
    line.clear();
    // The end of the stream holds the checksum of all that was read.
    (file.read_until(b'\n', &mut line).ok()? == 0).then_some(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema::{Happening, PlaceBasis, StepKind};
    use jiff::Timestamp;

    fn event(second: i64) -> BoardEvent {
        let at = Timestamp::from_second(second).unwrap();
        BoardEvent {
            board: BoardId::from("a/b"),
            edition: None,
            public_at: at,
            observed_at: at,
            step: StepKind::Beginning,
            before: None,
            after: Some(Digest::of(b"x")),
            what: Happening::Began { entries: 3, leaders: Vec::new(), basis: PlaceBasis::None },
        }
    }

    fn all(bytes: &[u8], board: &str, stamp: &[u8]) -> Option<Vec<BoardEvent>> {
        let mut events = Vec::new();
        read(bytes, &BoardId::from(board), Digest::of(stamp), &mut |event| events.push(event))?;
        Some(events)
    }

    #[test]
    fn what_is_kept_is_read_and_damage_is_seen() {
        let events = [event(10), event(20), event(30)];
        let bytes = write(&BoardId::from("a/b"), Digest::of(b"stamp"), &events).unwrap();
        assert_eq!(all(&bytes, "a/b", b"stamp"), Some(events.to_vec()));
        assert_eq!(all(&bytes, "a/b", b"other"), None);
        assert_eq!(all(&bytes, "a/c", b"stamp"), None);
        for at in 0..bytes.len() {
            assert_eq!(all(&bytes[..at], "a/b", b"stamp"), None, "cut at {at}");
            let mut damaged = bytes.clone();
            damaged[at] ^= 0x55;
            let read = all(&damaged, "a/b", b"stamp");
            assert!(read.is_none() || read.as_deref() == Some(&events[..]), "damaged at {at}");
        }
    }
}

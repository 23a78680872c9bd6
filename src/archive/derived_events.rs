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
use jiff::Timestamp;
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

/// When the later content of an event became public, and when it was seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EventTimes {
    /// When it became public, to the second.
    pub public_at: Timestamp,
    /// When it was first seen, to the second.
    pub observed_at: Timestamp,
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

    /// The events of a board for whose times `of_time` holds and that are `wanted`, in their order; `None` where none are kept, where they were
    /// derived from something else, or where the file is damaged.
    ///
    /// # Errors
    /// Where a file is there and cannot be read.
    pub fn events(
        &self,
        board: &BoardId,
        stamp: Digest,
        of_time: impl Fn(EventTimes) -> bool,
        wanted: impl Fn(&BoardEvent) -> bool,
    ) -> Result<Option<Vec<BoardEvent>>> {
        let path = self.events_path(board);
        match fs::read(&path) {
            Ok(bytes) => Ok(read(&bytes, board, stamp, of_time, wanted)),
            Err(error) if matches!(error.kind(), Io::NotFound | Io::NotADirectory) => Ok(None),
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
        // The times stand before the event, so that those that are not asked for need not be read.
        write!(file, "\n{} {} ", event.public_at.as_second(), event.observed_at.as_second())?;
        serde_json::to_writer(&mut file, event)?;
    }
    file.write_all(b"\n")?;
    file.finish()
}

fn read(
    bytes: &[u8],
    board: &BoardId,
    stamp: Digest,
    of_time: impl Fn(EventTimes) -> bool,
    wanted: impl Fn(&BoardEvent) -> bool,
) -> Option<Vec<BoardEvent>> {
    let mut file = BufReader::with_capacity(1 << 16, GzDecoder::new(bytes));
    let mut line = Vec::new();
    file.read_until(b'\n', &mut line).ok()?;
    let header: Header = serde_json::from_slice(&line).ok()?;
    if header.form != FORM || header.board != *board || header.stamp != stamp {
        return None;
    }
    let mut events = Vec::new();
    for _ in 0..header.events {
        line.clear();
        file.read_until(b'\n', &mut line).ok()?;
        let mut parts = line.splitn(3, |byte| *byte == b' ');
        let mut time = || {
            let second = std::str::from_utf8(parts.next()?).ok()?.parse().ok()?;
            Timestamp::from_second(second).ok()
        };
        let times = EventTimes { public_at: time()?, observed_at: time()? };
        if of_time(times) {
            let event = serde_json::from_slice(parts.next()?).ok()?;
            if wanted(&event) {
                events.push(event);
            }
        }
    }
    line.clear();
    // The end of the stream holds the checksum of all that was read.
    (file.read_until(b'\n', &mut line).ok()? == 0).then_some(events)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema::{Happening, PlaceBasis, StepKind};

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

    #[test]
    fn what_is_kept_is_read_by_its_time_and_damage_is_seen() {
        let (board, stamp) = (BoardId::from("a/b"), Digest::of(b"stamp"));
        let events = [event(10), event(20), event(30)];
        let bytes = write(&board, stamp, &events).unwrap();
        assert_eq!(read(&bytes, &board, stamp, |_| true, |_| true), Some(events.to_vec()));
        let late = |times: EventTimes| times.public_at.as_second() > 10;
        assert_eq!(read(&bytes, &board, stamp, late, |_| true), Some(events[1..].to_vec()));
        assert_eq!(read(&bytes, &board, Digest::of(b"other"), |_| true, |_| true), None);
        assert_eq!(read(&bytes, &BoardId::from("a/c"), stamp, |_| true, |_| true), None);
        for at in 0..bytes.len() {
            assert_eq!(read(&bytes[..at], &board, stamp, |_| true, |_| true), None, "cut at {at}");
            let mut damaged = bytes.clone();
            damaged[at] ^= 0x55;
            let read = read(&damaged, &board, stamp, |_| true, |_| true);
            assert!(read.is_none() || read.as_deref() == Some(&events[..]), "damaged at {at}");
        }
    }
}

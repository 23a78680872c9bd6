//! Reading the logs of all runs.

use super::capture::Capture;
use super::open::{Archive, broken};
use super::{disk, layout, line};
use crate::error::Result;
use crate::message;
use crate::text::Message;
use rayon::prelude::*;
use std::fs;
use std::path::{Path, PathBuf};

/// Below this many lines the threads cost more than they bring.
const WORTH_THREADS: usize = 2000;

/// The log of one run, in bytes.
pub(super) struct Log {
    pub(super) path: PathBuf,
    bytes: Vec<u8>,
}

/// One line of a log.
pub(super) enum Line {
    Capture(Box<Capture>),
    /// The last line has no end: the run was interrupted, or still writes.
    Unfinished,
    Damaged(Message),
}

impl Archive {
    /// Every request of every run, ordered by time, address and body.
    ///
    /// # Errors
    /// Where a log cannot be read, or a line of it is damaged. An unfinished last line is an interrupted run and no
    /// damage.
    pub fn captures(&self) -> Result<Vec<Capture>> {
        let logs = logs(self.root())?;
        let lines: Vec<(&Path, usize, &[u8])> =
            logs.iter().flat_map(|log| log.lines().map(|(number, line)| (log.path.as_path(), number, line))).collect();
        let read = |&(path, number, bytes): &(&Path, usize, &[u8])| match read_line(bytes) {
            Line::Capture(capture) => Some(Ok(*capture)),
            Line::Unfinished => None,
            Line::Damaged(Message { en, zh }) => {
                let what = message!("line {number}: {en}", "第 {number} 行：{zh}");
                Some(Err(broken(path, what)
                    .with_hint(message!("`bangdan verify` lists all damage", "运行 `bangdan verify` 查看全部损坏"))))
            }
        };
        let mut captures: Vec<Capture> = if lines.len() < WORTH_THREADS {
            lines.iter().filter_map(read).collect::<Result<_>>()?
        } else {
            lines.par_iter().filter_map(read).collect::<Result<_>>()?
        };
        captures.sort_by(|a, b| order(a).cmp(&order(b)));
        Ok(captures)
    }
}

fn order(capture: &Capture) -> impl Ord + '_ {
    (capture.observed_at, &capture.url, capture.object(), &capture.source, &capture.resource)
}

/// The logs, by name and so by time.
pub(super) fn logs(root: &Path) -> Result<Vec<Log>> {
    let folder = root.join(layout::CAPTURES);
    let names = disk::list(&folder)?.into_iter().filter(|(name, is_folder)| !is_folder && layout::is_log(name));
    names
        .map(|(name, _)| {
            let path = folder.join(name);
            match fs::read(&path) {
                Ok(bytes) => Ok(Some(Log { path, bytes })),
                // A run that asked nothing takes its empty log away.
                Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
                Err(error) => Err(disk::cannot_read(&path)(error)),
            }
        })
        .filter_map(Result::transpose)
        .collect()
}

impl Log {
    /// The lines with their numbers, counted from 1, and with their line breaks.
    pub(super) fn lines(&self) -> impl Iterator<Item = (usize, &[u8])> {
        self.bytes.split_inclusive(|byte| *byte == b'\n').enumerate().map(|(index, line)| (index + 1, line))
    }
}

/// Reads a line. One that lacks nothing but its line break counts.
pub(super) fn read_line(bytes: &[u8]) -> Line {
    match (line::read(bytes), bytes.ends_with(b"\n")) {
        (Ok(capture), _) => Line::Capture(Box::new(capture)),
        (Err(_), false) => Line::Unfinished,
        (Err(what), true) => Line::Damaged(what),
    }
}

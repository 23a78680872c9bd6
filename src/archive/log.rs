//! Reading the logs of all runs.

use super::capture::Capture;
use super::intern::Texts;
use super::open::{Archive, broken};
use super::{disk, layout, line};
use crate::error::Result;
use crate::message;
use crate::text::Message;
use rayon::prelude::*;
use std::fs;
use std::path::{Path, PathBuf};

/// Below this many logs the threads cost more than they bring.
const WORTH_THREADS: usize = 16;

/// So many shares for each thread, so that none waits long for the last one.
const SHARES_EACH: usize = 4;

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
        let mut captures = self.logged()?;
        captures.sort_unstable_by(|a, b| order(a).cmp(&order(b)));
        Ok(captures)
    }

    /// The same, source by source.
    ///
    /// # Errors
    /// As [`captures`](Archive::captures).
    pub fn captures_by_source(&self) -> Result<Vec<Capture>> {
        let mut captures = self.logged()?;
        captures.sort_unstable_by(|a, b| a.source.cmp(&b.source).then_with(|| order(a).cmp(&order(b))));
        Ok(captures)
    }

    fn logged(&self) -> Result<Vec<Capture>> {
        let paths = paths(self.root())?;
        // One log after the other: the bytes of ten years are not held beside what was read of them.
        let share = |paths: &[PathBuf]| -> Result<Vec<Capture>> {
            let (mut texts, mut captures) = (Texts::default(), Vec::new());
            for log in paths.iter().map(|path| Log::read(path)) {
                if let Some(log) = log? {
                    captures_of(&log, &mut texts, &mut captures)?;
                }
            }
            Ok(captures)
        };
        if paths.len() < WORTH_THREADS {
            return share(&paths);
        }
        let size = paths.len().div_ceil(rayon::current_num_threads() * SHARES_EACH);
        let shares: Vec<Vec<Capture>> = paths.par_chunks(size).map(share).collect::<Result<_>>()?;
        let mut all = Vec::with_capacity(shares.iter().map(Vec::len).sum());
        for share in shares {
            all.extend(share);
        }
        Ok(all)
    }
}

fn captures_of(log: &Log, texts: &mut Texts, captures: &mut Vec<Capture>) -> Result<()> {
    for (number, bytes) in log.lines() {
        match read_line(bytes, texts) {
            Line::Capture(capture) => captures.push(*capture),
            Line::Unfinished => {}
            Line::Damaged(Message { en, zh }) => {
                let what = message!("line {number}: {en}", "第 {number} 行：{zh}");
                return Err(broken(&log.path, what)
                    .with_hint(message!("`bangdan verify` lists all damage", "运行 `bangdan verify` 查看全部损坏")));
            }
        }
    }
    Ok(())
}

fn order(capture: &Capture) -> impl Ord + '_ {
    (capture.observed_at, &capture.url, capture.object(), &capture.source, &capture.resource)
}

/// The logs, by name and so by time.
pub(super) fn logs(root: &Path) -> Result<Vec<Log>> {
    paths(root)?.iter().map(|path| Log::read(path)).filter_map(Result::transpose).collect()
}

fn paths(root: &Path) -> Result<Vec<PathBuf>> {
    let folder = root.join(layout::CAPTURES);
    let names = disk::list(&folder)?.into_iter().filter(|(name, is_folder)| !is_folder && layout::is_log(name));
    Ok(names.map(|(name, _)| folder.join(name)).collect())
}

impl Log {
    /// `None` for a log that is gone: a run that asked nothing takes its empty log away.
    fn read(path: &Path) -> Result<Option<Log>> {
        match fs::read(path) {
            Ok(bytes) => Ok(Some(Log { path: path.to_owned(), bytes })),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(disk::cannot_read(path)(error)),
        }
    }

    /// The lines with their numbers, counted from 1, and with their line breaks.
    pub(super) fn lines(&self) -> impl Iterator<Item = (usize, &[u8])> {
        self.bytes.split_inclusive(|byte| *byte == b'\n').enumerate().map(|(index, line)| (index + 1, line))
    }
}

/// Reads a line. One that lacks nothing but its line break counts.
pub(super) fn read_line(bytes: &[u8], texts: &mut Texts) -> Line {
    match (line::read(bytes, texts), bytes.ends_with(b"\n")) {
        (Ok(capture), _) => Line::Capture(Box::new(capture)),
        (Err(_), false) => Line::Unfinished,
        (Err(what), true) => Line::Damaged(what),
    }
}

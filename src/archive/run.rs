//! A run: the one writer of its own log.

use super::capture::{Capture, Outcome};
use super::extension::extension;
use super::open::{Archive, broken};
use super::{disk, layout, line};
use crate::error::Result;
use crate::message;
use crate::schema::Digest;
use jiff::{SignedDuration, Timestamp};
use std::collections::{BTreeSet, HashMap};
use std::fs::{self, File, OpenOptions};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// A batch is made durable when it holds so many requests …
const BATCH_LINES: usize = 128;
/// … or so many bytes …
const BATCH_BYTES: usize = 16 << 20;
/// … or is so old when the next request comes.
const BATCH_AGE: Duration = Duration::from_secs(2);

/// After this time a temporary file is no longer that of a running process.
const TEMPORARY_FOR: SignedDuration = SignedDuration::from_hours(48);

/// A run that adds captures to an archive. What is recorded is durable after [`commit`](Run::commit) or
/// [`finish`](Run::finish); full batches are committed by themselves. Dropping a run commits it as far as possible,
/// without saying whether that succeeded.
#[derive(Debug)]
pub struct Run {
    archive: Archive,
    stem: String,
    path: PathBuf,
    log: File,
    /// Length of the log up to its last durable line, in bytes.
    length: u64,
    lines: String,
    count: usize,
    waiting: HashMap<Digest, Waiting>,
    waiting_bytes: usize,
    /// The folders of bodies that the waiting lines name.
    folders: BTreeSet<PathBuf>,
    written: u32,
    since: Instant,
    broken: bool,
}

/// A body in a temporary file.
#[derive(Debug)]
struct Waiting {
    temporary: PathBuf,
    file: File,
    extension: &'static str,
}

impl Archive {
    /// Begins a run that adds captures. `now` is the time; `id` tells apart runs that begin in the same second,
    /// though two with the same id do no harm.
    ///
    /// Temporary files that crashed runs left more than two days before `now` are removed.
    ///
    /// # Errors
    /// Where the archive cannot be written.
    pub fn begin_run(&self, now: Timestamp, id: &str) -> Result<Run> {
        self.writable()?;
        let captures = self.root().join(layout::CAPTURES);
        let objects = self.root().join(layout::OBJECTS);
        disk::make_folder(&captures)?;
        disk::make_folder(&objects)?;
        sweep(self.root(), now)?;
        sweep(&objects, now)?;
        let first = layout::log_stem(now, id);
        let mut stem = first.clone();
        let mut tries = 1;
        let (path, log) = loop {
            let path = captures.join(format!("{stem}.jsonl"));
            let opened = disk::step().and_then(|()| OpenOptions::new().append(true).create_new(true).open(&path));
            match opened {
                Ok(log) => break (path, log),
                Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists && tries < 10_000 => {
                    tries += 1;
                    stem = format!("{first}-{tries}");
                }
                Err(error) => return Err(disk::cannot_write(&path)(error)),
            }
        };
        let run = Run {
            archive: self.clone(),
            stem,
            path,
            log,
            length: 0,
            lines: String::new(),
            count: 0,
            waiting: HashMap::new(),
            waiting_bytes: 0,
            folders: BTreeSet::new(),
            written: 0,
            since: Instant::now(),
            broken: false,
        };
        disk::sync_folder(&captures)?;
        Ok(run)
    }
}

impl Run {
    /// Adds a request and what came of it. `body` goes with [`Outcome::New`], and may go with
    /// [`Outcome::Unchanged`]; other outcomes have none, and none is kept for them.
    ///
    /// # Errors
    /// Where the outcome names a body that is neither given nor in the archive, or the disk cannot be written. The
    /// request is then not recorded. After a failed commit every further call fails.
    pub fn record(&mut self, mut capture: Capture, body: Option<&[u8]>) -> Result<()> {
        self.usable()?;
        if let Some(object) = capture.object() {
            let stored = self.keep(&capture, &object, body)?;
            if let Outcome::New { bytes, ext, .. } = &mut capture.outcome {
                *ext = stored;
                *bytes = body.map_or(*bytes, |body| body.len() as u64);
            }
        }
        let line = line::write(&capture).map_err(|error| {
            broken(&self.path, message!("the line cannot be written", "无法写入该行")).caused_by(error)
        })?;
        if self.count == 0 {
            self.since = Instant::now();
        }
        self.lines.push_str(&line);
        self.count += 1;
        let full = self.count >= BATCH_LINES || self.waiting_bytes >= BATCH_BYTES || self.since.elapsed() >= BATCH_AGE;
        if full { self.commit() } else { Ok(()) }
    }

    /// Makes everything recorded so far durable: bodies first, then the lines that name them.
    ///
    /// # Errors
    /// Where the disk cannot be written. The log then ends with its last durable line, and the run is of no more use.
    pub fn commit(&mut self) -> Result<()> {
        self.usable()?;
        let result = self.commit_objects().and_then(|()| self.commit_lines());
        self.broken = result.is_err();
        result
    }

    /// Makes everything durable and closes the log. A run that asked nothing leaves no log.
    ///
    /// # Errors
    /// As [`commit`](Run::commit).
    pub fn finish(mut self) -> Result<()> {
        self.commit()
    }

    /// The name of the run's log without its extension: when it began, and its id.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.stem
    }

    /// Puts another file in the log's place.
    #[cfg(test)]
    pub(super) fn write_to(&mut self, log: File) {
        self.log = log;
    }

    fn usable(&self) -> Result<()> {
        if self.broken {
            let what = message!("a former write of this run failed", "本次运行先前的写入已失败");
            return Err(broken(&self.path, what));
        }
        Ok(())
    }

    /// Sees to it that the body is in the archive when the batch is committed; gives its extension.
    fn keep(&mut self, capture: &Capture, object: &Digest, body: Option<&[u8]>) -> Result<&'static str> {
        if body.is_some_and(|body| Digest::of(body) != *object) {
            let what = message!("{object} is not the digest of the body", "{object} 不是该内容的摘要");
            return Err(broken(&self.path, what));
        }
        if self.archive.is_forgotten(object) {
            // Whoever asked that it be taken out asked for good: the line keeps its digest alone.
            let Outcome::New { ext, .. } = &capture.outcome else { return Ok("bin") };
            return Ok(ext);
        }
        if let Some(waiting) = self.waiting.get(object) {
            return Ok(waiting.extension);
        }
        let folder = |path: &Path| path.parent().map(Path::to_owned);
        if let Some((path, extension)) = self.archive.stored(object) {
            // One of another length is damaged, and is put right by the true one.
            let length = path.metadata().map(|metadata| metadata.len());
            if body.is_none_or(|body| length.is_ok_and(|length| length == body.len() as u64)) {
                // Another run may have named it and not yet synced the name.
                self.folders.extend(folder(&path));
                return Ok(extension);
            }
        }
        let Some(body) = body else {
            let url = &capture.url;
            let what = message!(
                "the answer of {url} stands for the body {object}, which is not here",
                "{url} 的响应对应内容 {object}，但存档中没有它"
            );
            return Err(broken(self.archive.root(), what));
        };
        let extension = match &capture.outcome {
            Outcome::New { ext, .. } => ext,
            _ => extension(body, &capture.url, capture.media_type.as_deref()),
        };
        self.written += 1;
        let name = format!("{}{}-{}", layout::TEMPORARY, self.stem, self.written);
        let temporary = self.archive.root().join(layout::OBJECTS).join(name);
        let file = disk::write_new(&temporary, body)?;
        self.waiting.insert(*object, Waiting { temporary, file, extension });
        self.waiting_bytes += body.len();
        Ok(extension)
    }

    fn commit_objects(&mut self) -> Result<()> {
        let mut renames = Vec::new();
        let mut files = Vec::new();
        for (object, Waiting { temporary, file, extension }) in self.waiting.drain() {
            renames.push((temporary.clone(), layout::object(self.archive.root(), &object, extension), object));
            files.push((temporary, file));
        }
        self.waiting_bytes = 0;
        let result = disk::sync_files(&files).and_then(|()| {
            drop(files);
            self.place(&renames)
        });
        if result.is_err() && disk::step().is_ok() {
            for (temporary, ..) in renames {
                let _ = fs::remove_file(temporary);
            }
        }
        result
    }

    /// Gives bodies their names, and makes these names durable.
    fn place(&mut self, renames: &[(PathBuf, PathBuf, Digest)]) -> Result<()> {
        for (temporary, path, object) in renames {
            if let Some(folder) = path.parent() {
                disk::make_folder(folder)?;
                self.folders.insert(folder.to_owned());
            }
            self.archive.place(temporary, path, object)?;
        }
        std::mem::take(&mut self.folders).iter().try_for_each(|folder| disk::sync_folder(folder))
    }

    fn commit_lines(&mut self) -> Result<()> {
        if self.count == 0 {
            return Ok(());
        }
        let lines = std::mem::take(&mut self.lines);
        self.count = 0;
        let written = disk::write_all(&mut self.log, lines.as_bytes())
            .and_then(|()| disk::step())
            .and_then(|()| self.log.sync_data());
        if let Err(error) = written {
            // A full disk leaves part of the lines; without this they would look like an interrupted run, which
            // is no damage either, so that a second failure changes nothing.
            if disk::step().is_ok() {
                let _ = self.log.set_len(self.length);
            }
            return Err(disk::cannot_write(&self.path)(error));
        }
        self.length += lines.len() as u64;
        Ok(())
    }
}

impl Drop for Run {
    fn drop(&mut self) {
        if !self.broken {
            let _ = self.commit();
        }
        if disk::step().is_err() {
            return;
        }
        for waiting in self.waiting.values() {
            let _ = fs::remove_file(&waiting.temporary);
        }
        if self.length == 0 && self.log.metadata().is_ok_and(|log| log.is_file() && log.len() == 0) {
            let _ = fs::remove_file(&self.path);
        }
    }
}

/// Removes temporary files that are too old to be a running process's. One that cannot be removed harms nobody.
fn sweep(folder: &Path, now: Timestamp) -> Result<()> {
    for (name, is_folder) in disk::list(folder)? {
        let path = folder.join(&name);
        if is_folder || !name.starts_with(layout::TEMPORARY) {
            continue;
        }
        let modified = path.metadata().and_then(|metadata| metadata.modified());
        let modified = modified.ok().and_then(|time| Timestamp::try_from(time).ok());
        if modified.is_some_and(|time| now.duration_since(time) > TEMPORARY_FOR) && disk::step().is_ok() {
            let _ = fs::remove_file(&path);
        }
    }
    Ok(())
}

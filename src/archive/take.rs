//! Files of another archive as files of this one: durable when they have their names.

use super::open::{Archive, broken, temporary_name};
use super::{disk, layout};
use crate::error::Result;
use crate::message;
use crate::schema::Digest;
use std::collections::BTreeSet;
use std::fs::{self, File, OpenOptions};
use std::io::ErrorKind as Io;
use std::path::{Path, PathBuf};

/// A batch is made durable when it holds so many bodies …
const BATCH: usize = 128;
/// … or so many bytes.
const BATCH_BYTES: usize = 16 << 20;

/// A log is given another name so many times at most.
const MOST_NAMES: u32 = 10_000;

/// Bodies on their way into an archive. No log names them yet: that is done when all are here.
pub struct Taking<'a> {
    archive: &'a Archive,
    waiting: Vec<(PathBuf, File)>,
    names: Vec<(PathBuf, PathBuf, Digest)>,
    bytes: usize,
}

impl<'a> Taking<'a> {
    /// On their way into this one.
    #[must_use]
    pub fn new(archive: &'a Archive) -> Taking<'a> {
        Taking { archive, waiting: Vec::new(), names: Vec::new(), bytes: 0 }
    }

    /// A body that has this digest, and stands at this path of an archive.
    ///
    /// # Errors
    /// Where the disk cannot be written.
    pub fn body(&mut self, digest: Digest, path: &Path, body: &[u8]) -> Result<()> {
        let folder = self.archive.root().join(layout::OBJECTS);
        disk::make_folder(&folder)?;
        let temporary = folder.join(temporary_name());
        let file = disk::write_new(&temporary, body)?;
        self.waiting.push((temporary.clone(), file));
        self.names.push((temporary, self.archive.root().join(path), digest));
        self.bytes += body.len();
        if self.waiting.len() >= BATCH || self.bytes >= BATCH_BYTES { self.commit() } else { Ok(()) }
    }

    /// Gives the bodies their names; they are durable when this returns.
    ///
    /// # Errors
    /// Where the disk cannot be written.
    pub fn commit(&mut self) -> Result<()> {
        let (files, names) = (std::mem::take(&mut self.waiting), std::mem::take(&mut self.names));
        self.bytes = 0;
        let result = disk::sync_files(&files).and_then(|()| {
            drop(files);
            self.place(&names)
        });
        if result.is_err() && disk::step().is_ok() {
            for (temporary, ..) in names {
                let _ = fs::remove_file(temporary);
            }
        }
        result
    }

    fn place(&self, names: &[(PathBuf, PathBuf, Digest)]) -> Result<()> {
        let mut folders = BTreeSet::new();
        for (temporary, path, digest) in names {
            if let Some(folder) = path.parent() {
                disk::make_folder(folder)?;
                folders.insert(folder);
            }
            self.archive.place(temporary, path, digest)?;
        }
        folders.into_iter().try_for_each(disk::sync_folder)
    }
}

impl Drop for Taking<'_> {
    fn drop(&mut self) {
        for (temporary, ..) in &self.names {
            if disk::step().is_ok() {
                let _ = fs::remove_file(temporary);
            }
        }
    }
}

impl Archive {
    /// Gives a body its name, unless it was taken out on request meanwhile: then either that removal found it in its
    /// place, or it goes now.
    pub(super) fn place(&self, temporary: &Path, path: &Path, object: &Digest) -> Result<()> {
        let placed = disk::rename(temporary, path);
        if self.is_forgotten(object) {
            return self.remove_body(object).map(|_| ());
        }
        placed
    }

    /// A file at this path of an archive, whole or not at all.
    pub(super) fn take_file(&self, path: &Path, bytes: &[u8]) -> Result<()> {
        let path = self.root().join(path);
        let folder = path.parent().unwrap_or(self.root());
        disk::make_folder(folder)?;
        disk::write_whole(&folder.join(temporary_name()), &path, bytes)
    }

    /// A log of these lines, under this name or, where it is taken, under the next one that is free. One that is cut
    /// short by a crash is an interrupted run: its whole lines count, and the others are missing still.
    pub(super) fn add_log(&self, path: &Path, lines: &[u8]) -> Result<()> {
        let captures = self.root().join(layout::CAPTURES);
        disk::make_folder(&captures)?;
        let stem = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        for tries in 1..=MOST_NAMES {
            let name = if tries == 1 { format!("{stem}.jsonl") } else { format!("{stem}-{tries}.jsonl") };
            let path = captures.join(name);
            let opened = disk::step().and_then(|()| OpenOptions::new().append(true).create_new(true).open(&path));
            let mut file = match opened {
                Ok(file) => file,
                Err(error) if error.kind() == Io::AlreadyExists => continue,
                Err(error) => return Err(disk::cannot_write(&path)(error)),
            };
            let written = disk::write_all(&mut file, lines).and_then(|()| disk::step()).and_then(|()| file.sync_data());
            if let Err(error) = written {
                // Half of the lines would be taken for all of them by nobody; but without them the next try is whole.
                if disk::step().is_ok() {
                    let _ = fs::remove_file(&path);
                }
                return Err(disk::cannot_write(&path)(error));
            }
            return disk::sync_folder(&captures);
        }
        let what = message!("no name is free for another log like {stem}", "没有可用于日志 {stem} 的名称");
        Err(broken(&captures, what))
    }
}

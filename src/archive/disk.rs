//! Writing to the disk so that it is there after a crash, and saying clearly why not.

use crate::error::{Error, ErrorKind, Result};
use crate::message;
use crate::text::Message;
use std::fs::{self, File, OpenOptions};
use std::io::{self, ErrorKind as Io, Write};
use std::path::{Path, PathBuf};

/// How many files are synced at once: file systems write a group of waiting syncs in one go.
const SYNCS_AT_ONCE: usize = 16;

/// The error of a file operation, with what a person can do about it.
pub(super) fn failed(doing: Message, path: &Path, error: io::Error) -> Error {
    let hint = match error.kind() {
        Io::StorageFull | Io::QuotaExceeded => {
            Some(message!("free some space and run it again; nothing is lost", "请释放空间后重试；已有数据没有丢失"))
        }
        Io::ReadOnlyFilesystem | Io::PermissionDenied => {
            Some(message!("name a folder that you may write with --archive", "请用 --archive 指定有写入权限的文件夹"))
        }
        _ => None,
    };
    let error = Error::new(ErrorKind::Io { doing, path: path.to_owned() }).caused_by(error);
    match hint {
        Some(hint) => error.with_hint(hint),
        None => error,
    }
}

pub(super) fn cannot_read(path: &Path) -> impl FnOnce(io::Error) -> Error {
    move |error| failed(message!("read", "读取"), path, error)
}

pub(super) fn cannot_write(path: &Path) -> impl FnOnce(io::Error) -> Error {
    move |error| failed(message!("write", "写入"), path, error)
}

/// Makes a folder and those above it; the names of new ones are on the disk when it returns.
pub(super) fn make_folder(path: &Path) -> Result<()> {
    if path.is_dir() {
        return Ok(());
    }
    if let Some(above) = path.parent().filter(|above| !above.as_os_str().is_empty()) {
        make_folder(above)?;
    }
    step()
        .and_then(|()| match fs::create_dir(path) {
            Err(error) if error.kind() == Io::AlreadyExists && path.is_dir() => Ok(()),
            other => other,
        })
        .map_err(|error| failed(message!("make the folder", "创建文件夹"), path, error))?;
    match path.parent().filter(|above| !above.as_os_str().is_empty()) {
        Some(above) => sync_folder(above),
        None => sync_folder(Path::new(".")),
    }
}

/// Writes a new file, not yet synced.
pub(super) fn write_new(path: &Path, bytes: &[u8]) -> Result<File> {
    step()
        .and_then(|()| OpenOptions::new().write(true).create_new(true).open(path))
        .and_then(|mut file| write_all(&mut file, bytes).map(|()| file))
        .map_err(|error| {
            // Half a temporary file is of no use to anyone; where it cannot be removed, a later run does.
            if step().is_ok() && error.kind() != Io::AlreadyExists {
                let _ = fs::remove_file(path);
            }
            cannot_write(path)(error)
        })
}

/// Writes to an open file.
pub(super) fn write_all(file: &mut File, bytes: &[u8]) -> io::Result<()> {
    // For the tests a write is two, so that a crash may leave half of it.
    if cfg!(test) {
        let (first, second) = bytes.split_at(bytes.len() / 2);
        step()?;
        file.write_all(first)?;
        step()?;
        return file.write_all(second);
    }
    file.write_all(bytes)
}

/// Syncs files, several at once.
pub(super) fn sync_files(files: &[(PathBuf, File)]) -> Result<()> {
    let Some((first, _)) = files.first() else { return Ok(()) };
    step().map_err(cannot_write(first))?;
    let share = files.len().div_ceil(SYNCS_AT_ONCE).max(1);
    std::thread::scope(|scope| {
        let sync = |share: &[(PathBuf, File)]| {
            share.iter().try_for_each(|(path, file)| file.sync_data().map_err(cannot_write(path)))
        };
        let mut shares = files.chunks(share);
        let own = shares.next().unwrap_or_default();
        let others: Vec<_> =
            shares.map(|share| (share, std::thread::Builder::new().spawn_scoped(scope, move || sync(share)))).collect();
        let mut result = sync(own);
        for (share, thread) in others {
            // Where the system gives no more threads, this one does the work.
            let other = match thread {
                Ok(thread) => thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)),
                Err(_) => sync(share),
            };
            result = result.and(other);
        }
        result
    })
}

/// Gives a file its final name.
pub(super) fn rename(from: &Path, to: &Path) -> Result<()> {
    step().and_then(|()| fs::rename(from, to)).map_err(cannot_write(to))
}

/// Writes a file under a temporary name in the same folder, and gives it its own when it is whole. It is durable when
/// this returns; one that cannot be written whole leaves what was there.
pub(super) fn write_whole(temporary: &Path, path: &Path, bytes: &[u8]) -> Result<()> {
    let file = write_new(temporary, bytes)?;
    sync_files(&[(temporary.to_owned(), file)]).and_then(|()| rename(temporary, path)).inspect_err(|_| {
        if step().is_ok() {
            let _ = fs::remove_file(temporary);
        }
    })?;
    path.parent().map_or(Ok(()), sync_folder)
}

/// Makes new names in a folder durable. Windows does so by itself and cannot open folders.
pub(super) fn sync_folder(path: &Path) -> Result<()> {
    if cfg!(windows) {
        return Ok(());
    }
    step().and_then(|()| File::open(path)).and_then(|folder| folder.sync_all()).map_err(cannot_write(path))
}

/// The entries of a folder as (name, is a folder), sorted; nothing if there is no such folder.
pub(super) fn list(path: &Path) -> Result<Vec<(String, bool)>> {
    let entries = match fs::read_dir(path) {
        Err(error) if error.kind() == Io::NotFound => return Ok(Vec::new()),
        other => other.map_err(cannot_read(path))?,
    };
    let mut list = Vec::new();
    for entry in entries {
        let entry = entry.map_err(cannot_read(path))?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let folder = match entry.file_type() {
            Ok(kind) if kind.is_symlink() => entry.path().is_dir(),
            Ok(kind) => kind.is_dir(),
            // Another run renamed it meanwhile.
            Err(error) if error.kind() == Io::NotFound => continue,
            Err(error) => return Err(cannot_read(&entry.path())(error)),
        };
        list.push((name, folder));
    }
    list.sort();
    Ok(list)
}

#[cfg(not(test))]
#[expect(clippy::unnecessary_wraps, reason = "the tests' version fails")]
pub(super) fn step() -> io::Result<()> {
    Ok(())
}

#[cfg(test)]
pub(super) use crash::step;

/// Crashes for the tests: after a number of steps nothing reaches the disk any more, as after `kill -9`.
#[cfg(test)]
pub(super) mod crash {
    use std::cell::Cell;
    use std::io;

    thread_local! {
        static LEFT: Cell<Option<u32>> = const { Cell::new(None) };
        static FOR_GOOD: Cell<bool> = const { Cell::new(true) };
    }

    /// Kills this thread's writing after `steps` more changes to the disk; `None` brings it back to life.
    pub(in crate::archive) fn after(steps: Option<u32>) {
        LEFT.set(steps);
        FOR_GOOD.set(true);
    }

    /// Lets one change to the disk fail, after `steps` more.
    pub(in crate::archive) fn once_after(steps: u32) {
        LEFT.set(Some(steps));
        FOR_GOOD.set(false);
    }

    /// Whether [`after`] or [`once_after`] has struck.
    pub(in crate::archive) fn has_struck() -> bool {
        match LEFT.get() {
            Some(left) => FOR_GOOD.get() && left == 0,
            None => !FOR_GOOD.get(),
        }
    }

    pub(in crate::archive) fn step() -> io::Result<()> {
        match LEFT.get() {
            None => Ok(()),
            Some(0) => {
                if !FOR_GOOD.get() {
                    LEFT.set(None);
                }
                Err(io::Error::from(io::ErrorKind::StorageFull))
            }
            Some(left) => {
                LEFT.set(Some(left - 1));
                Ok(())
            }
        }
    }
}

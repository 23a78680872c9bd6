//! One fetch at a time: two at once do no harm to the archive, but ask every publisher twice.

use super::open::Archive;
use super::{disk, layout};
use crate::error::Result;
use jiff::Timestamp;
use std::fs::{self, File, OpenOptions};
use std::io::{ErrorKind as Io, Write};

/// The right to fetch into an archive. It ends when this is dropped, and when the process ends, however it ends.
#[derive(Debug)]
pub struct Lock {
    /// `None` where the file system has no locks.
    _file: Option<File>,
}

/// Whether the right to fetch was free.
#[derive(Debug)]
pub enum Locked {
    /// It was, and is held now.
    Free(Lock),
    /// Another process has it: what it said of itself.
    Busy(String),
}

impl Archive {
    /// Takes the right to fetch into this archive, if no other process has it. It is a lock of the system upon a file,
    /// so that nothing is left behind by a process that was killed.
    ///
    /// # Errors
    /// Where the archive cannot be written.
    pub fn lock(&self) -> Result<Locked> {
        self.writable()?;
        let folder = self.root().join(layout::DERIVED);
        disk::make_folder(&folder)?;
        let path = folder.join(layout::LOCK);
        let opened = OpenOptions::new().create(true).truncate(false).read(true).write(true).open(&path);
        let mut file = opened.map_err(disk::cannot_write(&path))?;
        match fs4::FileExt::try_lock(&file) {
            Ok(()) => {}
            Err(fs4::TryLockError::WouldBlock) => {
                let holder = fs::read_to_string(&path).unwrap_or_default();
                return Ok(Locked::Busy(holder.trim().chars().take(80).collect()));
            }
            Err(fs4::TryLockError::Error(error)) if error.kind() == Io::Unsupported => {
                return Ok(Locked::Free(Lock { _file: None }));
            }
            Err(fs4::TryLockError::Error(error)) => return Err(disk::cannot_write(&path)(error)),
        }
        // For whoever asks who it is; that it cannot be written, on a full disk say, keeps nobody from fetching.
        let now = Timestamp::now().strftime("%Y-%m-%dT%H:%M:%SZ");
        let said = format!("pid {}, {now}\n", std::process::id());
        let _ = file.set_len(0).and_then(|()| file.write_all(said.as_bytes()));
        Ok(Locked::Free(Lock { _file: Some(file) }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_right_is_one_processs_and_ends_with_its_holder() {
        let folder = tempfile::tempdir().unwrap();
        let archive = Archive::create(folder.path()).unwrap();
        let held = archive.lock().unwrap();
        assert!(matches!(held, Locked::Free(_)));
        let Locked::Busy(holder) = archive.lock().unwrap() else { panic!("it was given twice") };
        assert!(holder.starts_with(&format!("pid {}, 2", std::process::id())), "{holder}");
        // What is derived may be removed meanwhile.
        archive.clear_derived().unwrap();
        assert!(matches!(archive.lock().unwrap(), Locked::Busy(_)));
        drop(held);
        assert!(matches!(archive.lock().unwrap(), Locked::Free(_)));
        assert!(archive.verify().unwrap().is_whole());
    }
}

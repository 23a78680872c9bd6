//! Bodies that were taken out on request. What stays is which one it was, why, and when: one immutable file each, named
//! by the body. It is durable before the body goes, so that whatever happens between is seen and can be completed.

use super::extension::EXTENSIONS;
use super::open::{Archive, broken, temporary_name};
use super::{disk, layout};
use crate::error::Result;
use crate::message;
use crate::schema::Digest;
use crate::text::Message;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::fs;
use std::io::ErrorKind as Io;
use std::path::{Path, PathBuf};

/// That a body was taken out on request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Forgotten {
    /// The body.
    pub capture: Digest,
    /// Why.
    pub reason: String,
    /// Who asked or decided, in their own words.
    pub who: Option<String>,
    /// When.
    pub when: Timestamp,
}

/// What [`Archive::forget`] did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Removal {
    /// Whether it was recorded now, and not before.
    pub recorded: bool,
    /// Whether the body was there.
    pub removed: bool,
}

/// The file.
#[derive(Serialize, Deserialize)]
struct File {
    capture: Digest,
    reason: String,
    who: Option<String>,
    when: String,
}

impl Archive {
    /// Every body that was taken out, the earliest first.
    ///
    /// # Errors
    /// Where a file cannot be read, or is damaged.
    pub fn forgotten(&self) -> Result<Vec<Forgotten>> {
        let folder = self.root().join(layout::FORGOTTEN);
        let mut forgotten = Vec::new();
        for (name, _) in disk::list(&folder)? {
            let Some(digest) = layout::read_digest(&name, ".toml") else { continue };
            let path = folder.join(name);
            let bytes = fs::read(&path).map_err(disk::cannot_read(&path))?;
            forgotten.push(read(&bytes, &digest).map_err(|what| {
                broken(&path, what)
                    .with_hint(message!("`bangdan verify` lists all damage", "运行 `bangdan verify` 查看全部损坏"))
            })?);
        }
        forgotten.sort_by_key(|one| (one.when, one.capture));
        Ok(forgotten)
    }

    /// Whether a body was taken out on request.
    #[must_use]
    pub fn is_forgotten(&self, object: &Digest) -> bool {
        layout::forgotten(self.root(), object).exists()
    }

    /// Records that a body is taken out, if that is not recorded yet, and removes it and everything derived. An
    /// earlier record stands as it is. What was interrupted is completed by doing it again.
    ///
    /// # Errors
    /// Where the archive cannot be written.
    pub fn forget(&self, forgotten: &Forgotten) -> Result<Removal> {
        self.writable()?;
        let path = layout::forgotten(self.root(), &forgotten.capture);
        let recorded = !path.exists();
        if recorded {
            let folder = self.root().join(layout::FORGOTTEN);
            let text = write(forgotten).map_err(|error| {
                broken(&path, message!("the removal cannot be recorded", "无法记录该移除")).caused_by(error)
            })?;
            disk::make_folder(&folder)?;
            disk::write_whole(&folder.join(temporary_name()), &path, text.as_bytes())?;
        }
        let removed = self.remove_body(&forgotten.capture)?;
        // The figures of the body stand in the tables, too.
        self.clear_derived()?;
        Ok(Removal { recorded, removed })
    }

    /// Removes the files of a body, those of crashed runs too; whether there were any.
    pub(super) fn remove_body(&self, object: &Digest) -> Result<bool> {
        let files = EXTENSIONS.into_iter().map(|extension| layout::object(self.root(), object, extension));
        let mut removed = false;
        for path in files.chain(self.temporary_copies(object)?) {
            match disk::step().and_then(|()| fs::remove_file(&path)) {
                Ok(()) => removed = true,
                Err(error) if error.kind() == Io::NotFound => {}
                Err(error) => return Err(disk::failed(message!("remove", "删除"), &path, error)),
            }
        }
        if let Some(folder) =
            layout::object(self.root(), object, "bin").parent().filter(|folder| removed && folder.is_dir())
        {
            disk::sync_folder(folder)?;
        }
        Ok(removed)
    }

    /// Temporary files with these bytes.
    fn temporary_copies(&self, object: &Digest) -> Result<Vec<PathBuf>> {
        let folder = self.root().join(layout::OBJECTS);
        let names = disk::list(&folder)?.into_iter().filter(|(name, _)| name.starts_with(layout::TEMPORARY));
        let paths = names.map(|(name, _)| folder.join(name));
        Ok(paths.filter(|path| fs::read(path).is_ok_and(|bytes| Digest::of(&bytes) == *object)).collect())
    }
}

/// The record of one removal, if there is one.
pub(super) fn one(archive: &Archive, digest: &Digest) -> Result<Option<Forgotten>> {
    let path = layout::forgotten(archive.root(), digest);
    match fs::read(&path) {
        Ok(bytes) => read(&bytes, digest).map(Some).map_err(|what| broken(&path, what)),
        Err(error) if error.kind() == Io::NotFound => Ok(None),
        Err(error) => Err(disk::cannot_read(&path)(error)),
    }
}

/// What is wrong with the file, if anything is.
pub(super) fn check(path: &Path, name: &Digest) -> Result<Option<Message>> {
    let bytes = fs::read(path).map_err(disk::cannot_read(path))?;
    Ok(read(&bytes, name).err())
}

fn read(bytes: &[u8], name: &Digest) -> std::result::Result<Forgotten, Message> {
    let unreadable =
        |why: String| message!("the record of a removal cannot be read: {why}", "无法读取该移除记录：{why}");
    let text = std::str::from_utf8(bytes).map_err(|error| unreadable(error.to_string()))?;
    let File { capture, reason, who, when } =
        toml::from_str(text).map_err(|error| unreadable(error.message().to_owned()))?;
    let when = when.parse().map_err(|error: jiff::Error| unreadable(error.to_string()))?;
    if capture != *name {
        return Err(message!("it is about another body, {capture}", "其所指为另一份内容 {capture}"));
    }
    Ok(Forgotten { capture, reason, who, when })
}

fn write(forgotten: &Forgotten) -> std::result::Result<String, toml::ser::Error> {
    let Forgotten { capture, reason, who, when } = forgotten.clone();
    toml::to_string(&File { capture, reason, who, when: when.to_string() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_removal_reads_back_and_is_of_the_body_in_its_name() {
        let forgotten = Forgotten {
            capture: Digest::of(b"x"),
            reason: "asked for by its publisher\n\"really\"".to_owned(),
            who: Some("me".to_owned()),
            when: "2026-11-23T12:00:00Z".parse().unwrap(),
        };
        let text = write(&forgotten).unwrap();
        assert_eq!(read(text.as_bytes(), &Digest::of(b"x")), Ok(forgotten));
        assert!(read(text.as_bytes(), &Digest::of(b"y")).unwrap_err().en.contains("another body"));
        assert!(read(b"capture = 1", &Digest::of(b"x")).is_err());
    }
}

//! What comes from a published archive, until it is whole: bodies go where they belong at once, since their names are
//! their digests; everything that names them waits beside the archive.

use super::listing::Listed;
use super::open::{Archive, temporary_name};
use super::part::Part;
use super::{disk, layout};
use crate::error::Result;
use crate::schema::Digest;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// The folder in an archive's own, which no version control should keep.
const FOLDER: &str = ".pull";

/// Files of one published archive that wait, and what is known of it.
#[derive(Debug)]
pub struct Stage {
    folder: PathBuf,
    state: PathBuf,
}

/// What was taken over from a published archive, so that it need not be asked for again.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Known {
    /// Its listing.
    pub listing: Option<Digest>,
    /// The listing's `ETag`, as sent.
    pub etag: Option<String>,
    /// The listing's `Last-Modified`, as sent.
    pub last_modified: Option<String>,
    /// Its logs, by path.
    pub logs: BTreeMap<String, Digest>,
}

impl Archive {
    /// The place where files wait that come from this address.
    ///
    /// # Errors
    /// Where the archive cannot be written.
    pub fn stage(&self, address: &str) -> Result<Stage> {
        self.writable()?;
        let all = self.root().join(FOLDER);
        let ignored = all.join(".gitignore");
        if !ignored.exists() {
            disk::make_folder(&all)?;
            disk::write_whole(&all.join(temporary_name()), &ignored, b"*\n")?;
        }
        let name = Digest::of(address.as_bytes()).short();
        Ok(Stage { folder: all.join(&name), state: all.join(format!("{name}.json")) })
    }

    /// What was taken over from this address; nothing where that is not known.
    #[must_use]
    pub fn known_of(&self, address: &str) -> Known {
        let name = Digest::of(address.as_bytes()).short();
        let file = self.root().join(FOLDER).join(format!("{name}.json"));
        fs::read(file).ok().and_then(|bytes| serde_json::from_slice(&bytes).ok()).unwrap_or_default()
    }

    /// Whether a listed file is here, or was taken out here on request.
    #[must_use]
    pub fn has(&self, file: &Listed) -> bool {
        match file.part {
            Part::Object(digest) => {
                let whole = |(path, _): (PathBuf, _)| path.metadata().is_ok_and(|own| own.len() == file.bytes);
                self.is_forgotten(&digest) || self.stored(&digest).is_some_and(whole)
            }
            Part::Mark => false,
            // A log only grows; what is listed is its beginning.
            Part::Log => begins(&self.root().join(&file.path), file),
            Part::Forgotten(_) | Part::Decision(_) | Part::Delivery(_) => self.root().join(&file.path).exists(),
        }
    }

    /// Whether this body is here, damaged or not.
    #[must_use]
    pub fn stores(&self, object: &Digest) -> bool {
        self.stored(object).is_some()
    }
}

impl Stage {
    /// Whether a file waits here as it is listed.
    #[must_use]
    pub fn has(&self, file: &Listed) -> bool {
        begins(&self.folder.join(&file.path), file)
    }

    /// Lets a file wait here.
    ///
    /// # Errors
    /// Where the disk cannot be written.
    pub fn put(&self, file: &Listed, bytes: &[u8]) -> Result<()> {
        let path = self.folder.join(&file.path);
        disk::make_folder(path.parent().unwrap_or(&self.folder))?;
        disk::write_whole(&self.folder.join(temporary_name()), &path, bytes)
    }

    /// Removes what waits and is not among these files: a published archive may have taken it back.
    ///
    /// # Errors
    /// Where the disk cannot be written.
    pub fn keep_only(&self, files: &[&Listed]) -> Result<()> {
        for folder in [layout::CAPTURES, layout::DECISIONS, layout::DELIVERIES, layout::FORGOTTEN] {
            for (name, _) in disk::list(&self.folder.join(folder))? {
                let path = format!("{folder}/{name}");
                if !files.iter().any(|file| file.path == path) {
                    remove(&self.folder.join(path))?;
                }
            }
        }
        Ok(())
    }

    /// What waits, as an archive that lacks its bodies.
    ///
    /// # Errors
    /// Where it is of a format that this program does not read.
    pub fn archive(&self) -> Result<Archive> {
        Archive::open(&self.folder)
    }

    /// Keeps what is known now; nothing waits any more.
    ///
    /// # Errors
    /// Where the disk cannot be written.
    pub fn finish(self, known: &Known) -> Result<()> {
        let text = serde_json::to_vec(known).unwrap_or_default();
        let above = self.state.parent().unwrap_or(&self.folder);
        disk::write_whole(&above.join(temporary_name()), &self.state, &text)?;
        fs::remove_dir_all(&self.folder).map_err(disk::cannot_write(&self.folder))
    }
}

fn remove(path: &Path) -> Result<()> {
    fs::remove_file(path).map_err(disk::cannot_write(path))
}

/// Whether a file begins with what is listed.
fn begins(path: &Path, file: &Listed) -> bool {
    let length = usize::try_from(file.bytes).unwrap_or(usize::MAX);
    fs::read(path).is_ok_and(|own| own.get(..length).is_some_and(|own| Digest::of(own) == file.sha256))
}

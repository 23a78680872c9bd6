//! The listing of an archive, written for those who take it over plain HTTP, and held against what is there.

use super::listing::{LARGEST_LISTING, LISTING, Listing};
use super::open::{Archive, broken, temporary_name};
use super::part::Part;
use super::{disk, layout};
use crate::error::Result;
use crate::message;
use crate::schema::Digest;
use std::fs::{self, File};
use std::io::{ErrorKind as Io, Read};

impl Archive {
    /// Writes the listing of what is here now, in place of a former one. Bodies that were taken out on request are not
    /// in it, even where an interrupted removal has left one. The digests of bodies are taken from their names:
    /// [`verify`](Archive::verify) holds them against each other.
    ///
    /// # Errors
    /// Where a file cannot be read, or the archive cannot be written.
    pub fn write_listing(&self) -> Result<Listing> {
        self.writable()?;
        let listing = self.list_files()?;
        let path = self.root().join(LISTING);
        let text = listing.write().map_err(|error| {
            broken(&path, message!("the listing cannot be written", "无法写入清单")).caused_by(error)
        })?;
        if fs::read(&path).is_ok_and(|bytes| bytes == text.as_bytes()) {
            return Ok(listing);
        }
        disk::write_whole(&self.root().join(temporary_name()), &path, text.as_bytes())?;
        Ok(listing)
    }

    /// The listing that was written here, if one was.
    ///
    /// # Errors
    /// Where it cannot be read: see [`Listing::read`].
    pub fn listing(&self) -> Result<Option<Listing>> {
        let path = self.root().join(LISTING);
        let mut bytes = Vec::new();
        let read = File::open(&path).and_then(|file| file.take(LARGEST_LISTING + 1).read_to_end(&mut bytes));
        match read {
            Ok(_) => Listing::read(&path.display().to_string(), &bytes).map(Some),
            Err(error) if error.kind() == Io::NotFound => Ok(None),
            Err(error) => Err(disk::cannot_read(&path)(error)),
        }
    }

    /// Every file above `derived/` that is the archive's own, with its length and digest.
    pub(super) fn list_files(&self) -> Result<Listing> {
        let mut paths = vec![layout::MARK.to_owned()];
        for folder in [layout::CAPTURES, layout::DECISIONS, layout::DELIVERIES, layout::FORGOTTEN] {
            let names = disk::list(&self.root().join(folder))?.into_iter().filter(|(_, is_folder)| !is_folder);
            paths.extend(names.map(|(name, _)| format!("{folder}/{name}")));
        }
        let objects = self.root().join(layout::OBJECTS);
        for (folder, _) in disk::list(&objects)?.into_iter().filter(|(_, is_folder)| *is_folder) {
            let names = disk::list(&objects.join(&folder))?.into_iter().filter(|(_, is_folder)| !is_folder);
            paths.extend(names.map(|(name, _)| format!("{}/{folder}/{name}", layout::OBJECTS)));
        }
        let mut files = Vec::new();
        for path in paths {
            let Some(part) = Part::of(&path) else { continue };
            let file = self.root().join(&path);
            let found = match part {
                Part::Object(digest) if layout::forgotten(self.root(), &digest).exists() => continue,
                Part::Object(digest) => file.metadata().map(|metadata| (metadata.len(), digest)),
                _ => fs::read(&file).map(|bytes| (bytes.len() as u64, Digest::of(&bytes))),
            };
            match found {
                Ok((bytes, digest)) => files.push((path, bytes, digest)),
                // A run that asked nothing takes its empty log away.
                Err(error) if error.kind() == Io::NotFound => {}
                Err(error) => return Err(disk::cannot_read(&file)(error)),
            }
        }
        Ok(Listing::of(files))
    }
}

//! The bytes of files, by their ids in git: one process for all of them.

use super::command::{Running, failed};
use super::open::Repository;
use crate::error::Result;
use crate::message;
use crate::schema::MOST_BODY_BYTES;
use crate::text::Message;
use std::io;

/// How a file begins that stands for one kept elsewhere.
const ELSEWHERE: &[u8] = b"version https://git-lfs.github.com/spec/";

/// Reads bytes of a repository.
pub(super) struct Blobs<'r> {
    running: Running,
    repository: &'r Repository,
}

/// Bytes, or why there are none.
pub(super) enum Blob {
    Bytes(Vec<u8>),
    /// They are not in the clone.
    Missing,
    Refused(Message),
}

impl<'r> Blobs<'r> {
    pub(super) fn open(repository: &'r Repository) -> Result<Blobs<'r>> {
        let running = repository.git().args(["cat-file", "--batch"]).start()?;
        Ok(Blobs { running, repository })
    }

    /// The bytes with this id.
    ///
    /// # Errors
    /// git ended.
    pub(super) fn read(&mut self, id: &str) -> Result<Blob> {
        match self.ask(id) {
            // Some gits end where bytes are missing that are kept elsewhere, instead of saying so.
            Err(_) if self.repository.partial => {
                *self = Blobs::open(self.repository)?;
                Ok(Blob::Missing)
            }
            read => read.map_err(|error| failed(&self.repository.name, &format!("cat-file {id}: {error}"))),
        }
    }

    fn ask(&mut self, id: &str) -> io::Result<Blob> {
        self.running.tell(format!("{id}\n").as_bytes())?;
        let header = self.running.line()?;
        if header.is_empty() {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        let mut words = header.split(' ').skip(1);
        let (kind, size) = (words.next().unwrap_or_default(), words.next());
        if kind == "missing" {
            return Ok(Blob::Missing);
        }
        let size = size.and_then(|size| size.parse::<u64>().ok());
        let size = size.ok_or_else(|| io::Error::other(format!("it answered {header:?}")))?;
        if size > MOST_BODY_BYTES as u64 || kind != "blob" {
            self.running.pass(size + 1)?;
            let most = MOST_BODY_BYTES >> 20;
            return Ok(Blob::Refused(message!("it has more than {most} MB", "超过 {most} MB")));
        }
        let mut bytes = self.running.exactly(usize::try_from(size).map_err(io::Error::other)? + 1)?;
        bytes.pop();
        if bytes.len() < 1024 && bytes.starts_with(ELSEWHERE) {
            return Ok(Blob::Refused(message!(
                "it is a pointer of Git LFS: the bytes themselves are kept elsewhere",
                "这是 Git LFS 指针，内容本身存放在别处"
            )));
        }
        Ok(Blob::Bytes(bytes))
    }
}

/// Those of the ids whose bytes may not be in the clone.
///
/// # Errors
/// git cannot be started.
pub(super) fn missing(repository: &Repository, ids: &[String]) -> Result<Vec<String>> {
    let mut running = repository.git().args(["cat-file", "--batch-check"]).start()?;
    let mut missing = Vec::new();
    for (index, id) in ids.iter().enumerate() {
        match running.tell(format!("{id}\n").as_bytes()).and_then(|()| running.line()) {
            Ok(answer) if answer.ends_with(" missing") => missing.push(id.clone()),
            Ok(answer) if !answer.is_empty() => {}
            // It ended at the first that is missing: nothing is known of the rest.
            _ => {
                missing.extend(ids.iter().skip(index).cloned());
                break;
            }
        }
    }
    Ok(missing)
}

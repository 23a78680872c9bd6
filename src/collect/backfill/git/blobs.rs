//! The bytes of files, by their ids in git: one process for all of them.

use super::command::{Running, failed};
use super::open::Repository;
use crate::error::Result;
use crate::message;
use crate::schema::MOST_BODY_BYTES;
use crate::text::Message;

/// How a file begins that stands for one kept elsewhere.
const ELSEWHERE: &[u8] = b"version https://git-lfs.github.com/spec/";

/// Reads bytes of a repository.
pub(super) struct Blobs {
    running: Running,
    name: String,
}

/// Bytes, or why there are none.
pub(super) enum Blob {
    Bytes(Vec<u8>),
    /// They are not in the clone.
    Missing,
    Refused(Message),
}

impl Blobs {
    pub(super) fn open(repository: &Repository) -> Result<Blobs> {
        let running = repository.git().args(["cat-file", "--batch"]).start()?;
        Ok(Blobs { running, name: repository.name.clone() })
    }

    /// The bytes with this id.
    ///
    /// # Errors
    /// git ended.
    pub(super) fn read(&mut self, id: &str) -> Result<Blob> {
        let name = self.name.clone();
        self.ask(id).map_err(|error| failed(&name, &format!("cat-file {id}: {error}")))
    }

    fn ask(&mut self, id: &str) -> std::io::Result<Blob> {
        self.running.tell(format!("{id}\n").as_bytes())?;
        let header = self.running.line()?;
        let mut words = header.split(' ').skip(1);
        let (kind, size) = (words.next().unwrap_or_default(), words.next());
        if kind == "missing" {
            return Ok(Blob::Missing);
        }
        let size = size.and_then(|size| size.parse::<u64>().ok());
        let size = size.ok_or_else(|| std::io::Error::other(format!("it answered {header:?}")))?;
        if size > MOST_BODY_BYTES as u64 || kind != "blob" {
            self.running.pass(size + 1)?;
            let most = MOST_BODY_BYTES >> 20;
            return Ok(Blob::Refused(message!("it has more than {most} MB", "超过 {most} MB")));
        }
        let mut bytes = self.running.exactly(usize::try_from(size).unwrap_or(0) + 1)?;
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

/// Those of the ids whose bytes are not in the clone.
///
/// # Errors
/// What git says.
pub(super) fn missing(repository: &Repository, ids: &[String]) -> Result<Vec<String>> {
    let mut running = repository.git().args(["cat-file", "--batch-check"]).start()?;
    let mut missing = Vec::new();
    let broken = |error: std::io::Error| failed(&repository.name, &error.to_string());
    for id in ids {
        running.tell(format!("{id}\n").as_bytes()).map_err(broken)?;
        if running.line().map_err(broken)?.ends_with(" missing") {
            missing.push(id.clone());
        }
    }
    running.end(&repository.name)?;
    Ok(missing)
}

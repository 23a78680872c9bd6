//! What was sent to whom: one immutable file for each message, named by its bytes and written before it is sent, so
//! that after the answer only a renaming stands between the sending and the record of it.

use super::open::{Archive, broken, temporary_name};
use super::{disk, layout};
use crate::error::Result;
use crate::message;
use crate::schema::{BoardId, Digest};
use crate::text::Message;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::fs;
use std::path::{Path, PathBuf};

/// One message that was sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Delivery {
    /// The name of the target in the configuration; empty where only its address was given.
    pub target: String,
    /// The first digits of the digest of its address, which itself is kept nowhere.
    pub address: String,
    /// When it was sent.
    #[serde(with = "time")]
    pub sent_at: Timestamp,
    /// Which times were looked at for it, where it was all that the archive had learnt since the message before.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub looked: Option<Looked>,
    /// The digest of the message.
    pub message: Digest,
    /// What it told.
    pub items: Vec<Told>,
}

/// Times at which the archive learnt of news; both ends belong to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Looked {
    /// From when on.
    #[serde(with = "time")]
    pub since: Timestamp,
    /// Until when.
    #[serde(with = "time")]
    pub through: Timestamp,
}

/// One piece of news that was told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Told {
    /// Its id: the same for the same news however often it is worked out.
    pub id: String,
    /// The board.
    pub board: BoardId,
    /// What happened there: `new-leader`.
    pub kind: String,
    /// Who or what it is about, as printed.
    pub subject: String,
    /// When it was public.
    #[serde(with = "time")]
    pub public_at: Timestamp,
    /// Whether the message named it, and not only counted it among others.
    pub named: bool,
}

/// A record that lies ready. Dropped without [`commit`](Prepared::commit), nothing of it remains.
#[derive(Debug)]
pub struct Prepared {
    folder: PathBuf,
    temporary: PathBuf,
    path: PathBuf,
    done: bool,
}

impl Archive {
    /// Every message that was sent, the earliest first.
    ///
    /// # Errors
    /// Where a file cannot be read, or is damaged.
    pub fn deliveries(&self) -> Result<Vec<Delivery>> {
        let folder = self.root().join(layout::DELIVERIES);
        let mut deliveries = Vec::new();
        for (name, _) in disk::list(&folder)? {
            let Some(digest) = layout::read_delivery(&name) else { continue };
            let path = folder.join(name);
            let bytes = fs::read(&path).map_err(disk::cannot_read(&path))?;
            let delivery = read(&bytes, &digest).map_err(|what| {
                broken(&path, what)
                    .with_hint(message!("`bangdan verify` lists all damage", "运行 `bangdan verify` 查看全部损坏"))
            })?;
            deliveries.push((delivery, digest));
        }
        deliveries.sort_by_key(|(delivery, digest)| (delivery.sent_at, *digest));
        Ok(deliveries.into_iter().map(|(delivery, _)| delivery).collect())
    }

    /// Writes the record of a message that is about to be sent; it counts only once it is committed.
    ///
    /// # Errors
    /// Where the archive cannot be written.
    pub fn prepare_delivery(&self, delivery: &Delivery) -> Result<Prepared> {
        self.writable()?;
        let folder = self.root().join(layout::DELIVERIES);
        let mut text = serde_json::to_string_pretty(delivery).map_err(|error| {
            broken(&folder, message!("the delivery cannot be written", "无法写入发送记录")).caused_by(error)
        })?;
        text.push('\n');
        let path = layout::delivery(self.root(), &Digest::of(text.as_bytes()));
        disk::make_folder(&folder)?;
        let temporary = folder.join(temporary_name());
        let prepared = Prepared { folder, temporary: temporary.clone(), path, done: false };
        let file = disk::write_new(&temporary, text.as_bytes())?;
        disk::sync_files(&[(temporary, file)])?;
        Ok(prepared)
    }
}

impl Prepared {
    /// The message was sent. It is durable when this returns.
    ///
    /// # Errors
    /// Where the archive cannot be written.
    pub fn commit(mut self) -> Result<()> {
        disk::rename(&self.temporary, &self.path)?;
        self.done = true;
        disk::sync_folder(&self.folder)
    }
}

impl Drop for Prepared {
    fn drop(&mut self) {
        // After a crash nothing more reaches the disk: a later run finds a temporary file, which counts for nothing.
        if !self.done && disk::step().is_ok() {
            let _ = fs::remove_file(&self.temporary);
        }
    }
}

/// What is wrong with the file of a delivery, if anything is.
pub(super) fn check(path: &Path, name: &Digest) -> Result<std::result::Result<(), Message>> {
    let bytes = fs::read(path).map_err(disk::cannot_read(path))?;
    Ok(read(&bytes, name).map(|_| ()))
}

fn read(bytes: &[u8], name: &Digest) -> std::result::Result<Delivery, Message> {
    let actual = Digest::of(bytes);
    if actual != *name {
        return Err(message!("it is damaged: its digest is {actual}", "已损坏：其摘要为 {actual}"));
    }
    serde_json::from_slice(bytes)
        .map_err(|why| message!("the delivery cannot be read: {why}", "无法读取该发送记录：{why}"))
}

/// Times as RFC 3339.
mod time {
    use jiff::Timestamp;
    use serde::{Deserialize, Deserializer, Serializer, de};

    pub(super) fn serialize<S: Serializer>(time: &Timestamp, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(time)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Timestamp, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn delivery(at: &str) -> Delivery {
        Delivery {
            target: "team".to_owned(),
            address: "0123456789abcdef".to_owned(),
            sent_at: at.parse().unwrap(),
            looked: Some(Looked {
                since: "2026-11-16T12:00:00Z".parse().unwrap(),
                through: "2026-11-23T12:00:00Z".parse().unwrap(),
            }),
            message: Digest::of(b"{}"),
            items: vec![Told {
                id: "a".to_owned(),
                board: BoardId::from("a/b"),
                kind: "new-leader".to_owned(),
                subject: "GPT\u{202e}\n\"x".to_owned(),
                public_at: "2026-11-20T12:00:00Z".parse().unwrap(),
                named: true,
            }],
        }
    }

    #[test]
    fn what_was_committed_reads_back_and_what_was_not_leaves_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let archive = Archive::create(folder.path()).unwrap();
        assert_eq!(archive.deliveries().unwrap(), []);
        let (first, second) = (delivery("2026-11-23T12:00:00Z"), delivery("2026-11-24T12:00:00Z"));
        archive.prepare_delivery(&second).unwrap().commit().unwrap();
        archive.prepare_delivery(&first).unwrap().commit().unwrap();
        drop(archive.prepare_delivery(&delivery("2026-11-25T12:00:00Z")).unwrap());
        assert_eq!(archive.deliveries().unwrap(), [first, second]);
        assert_eq!(fs::read_dir(folder.path().join("deliveries")).unwrap().count(), 2);
        let verification = archive.verify().unwrap();
        assert!(verification.is_whole(), "{:?}", verification.findings);
        assert_eq!(verification.deliveries, 2);
    }

    #[test]
    fn damage_is_seen() {
        let folder = tempfile::tempdir().unwrap();
        let archive = Archive::create(folder.path()).unwrap();
        archive.prepare_delivery(&delivery("2026-11-23T12:00:00Z")).unwrap().commit().unwrap();
        let file = fs::read_dir(folder.path().join("deliveries")).unwrap().next().unwrap().unwrap().path();
        let text = fs::read_to_string(&file).unwrap();
        fs::write(&file, text.replace("team", "tean")).unwrap();
        assert_eq!(archive.deliveries().unwrap_err().exit_code(), 5);
        assert_eq!(archive.verify().unwrap().findings.len(), 1);
    }

    #[test]
    fn a_crash_at_any_write_leaves_an_archive_that_is_whole() {
        for steps in 0..12 {
            let folder = tempfile::tempdir().unwrap();
            let archive = Archive::create(folder.path()).unwrap();
            disk::crash::after(Some(steps));
            let done = archive.prepare_delivery(&delivery("2026-11-23T12:00:00Z")).and_then(Prepared::commit);
            disk::crash::after(None);
            assert!(archive.verify().unwrap().is_whole(), "after {steps} steps");
            let kept = archive.deliveries().unwrap().len();
            assert!(done.is_err() || kept == 1, "after {steps} steps");
        }
    }
}

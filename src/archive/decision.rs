//! What people settled: a capture accepted or rejected for a board. One immutable file each, named by its bytes.

use super::open::{Archive, broken, temporary_name};
use super::{disk, layout};
use crate::error::Result;
use crate::message;
use crate::schema::{BoardId, Digest};
use crate::text::Message;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::fs;
use std::path::Path;

/// A person's word on what one body shows of one board.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decision {
    /// The body.
    pub capture: Digest,
    /// The board.
    pub board: BoardId,
    /// Accepted or rejected.
    pub ruling: Ruling,
    /// Why.
    pub reason: String,
    /// Who decided, in their own words.
    pub who: Option<String>,
    /// When. Of two decisions about the same, the later one holds.
    pub when: Timestamp,
}

/// What was decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Ruling {
    /// It is right, whatever the gate finds.
    Accept,
    /// It is wrong, though the gate finds nothing.
    Reject,
}

/// The file of a decision.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    capture: Digest,
    board: BoardId,
    verdict: Ruling,
    reason: String,
    who: Option<String>,
    when: String,
}

impl Archive {
    /// Every decision, the earliest first.
    ///
    /// # Errors
    /// Where a file cannot be read, or is damaged.
    pub fn decisions(&self) -> Result<Vec<Decision>> {
        let folder = self.root().join(layout::DECISIONS);
        let mut decisions = Vec::new();
        for (name, _) in disk::list(&folder)? {
            let Some(digest) = layout::read_decision(&name) else { continue };
            let path = folder.join(name);
            let bytes = fs::read(&path).map_err(disk::cannot_read(&path))?;
            let decision = read(&bytes, &digest).map_err(|what| {
                broken(&path, what)
                    .with_hint(message!("`bangdan verify` lists all damage", "运行 `bangdan verify` 查看全部损坏"))
            })?;
            decisions.push((decision, digest));
        }
        decisions.sort_by_key(|(decision, digest)| (decision.when, *digest));
        Ok(decisions.into_iter().map(|(decision, _)| decision).collect())
    }

    /// Keeps a decision; one that is held already is left as it is. It is durable when this returns.
    ///
    /// # Errors
    /// Where the archive cannot be written.
    pub fn decide(&self, decision: &Decision) -> Result<()> {
        self.writable()?;
        let folder = self.root().join(layout::DECISIONS);
        let text = write(decision).map_err(|error| {
            broken(&folder, message!("the decision cannot be written", "无法写入决定")).caused_by(error)
        })?;
        let path = layout::decision(self.root(), &Digest::of(text.as_bytes()));
        if fs::read(&path).is_ok_and(|bytes| bytes == text.as_bytes()) {
            return Ok(());
        }
        disk::make_folder(&folder)?;
        disk::write_whole(&folder.join(temporary_name()), &path, text.as_bytes())
    }
}

/// What is wrong with the file of a decision, if anything is; with the body that it is about.
pub(super) fn check(path: &Path, name: &Digest) -> Result<std::result::Result<Digest, Message>> {
    let bytes = fs::read(path).map_err(disk::cannot_read(path))?;
    Ok(read(&bytes, name).map(|decision| decision.capture))
}

fn read(bytes: &[u8], name: &Digest) -> std::result::Result<Decision, Message> {
    let actual = Digest::of(bytes);
    if actual != *name {
        return Err(message!("it is damaged: its digest is {actual}", "已损坏：其摘要为 {actual}"));
    }
    let unreadable = |why: String| message!("the decision cannot be read: {why}", "无法读取该决定：{why}");
    let text = std::str::from_utf8(bytes).map_err(|error| unreadable(error.to_string()))?;
    let file: File = toml::from_str(text).map_err(|error| unreadable(error.message().to_owned()))?;
    let when = file.when.parse().map_err(|error: jiff::Error| unreadable(error.to_string()))?;
    let File { capture, board, verdict: ruling, reason, who, .. } = file;
    Ok(Decision { capture, board, ruling, reason, who, when })
}

fn write(decision: &Decision) -> std::result::Result<String, toml::ser::Error> {
    let Decision { capture, board, ruling, reason, who, when } = decision.clone();
    toml::to_string(&File { capture, board, verdict: ruling, reason, who, when: when.to_string() })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decision() -> Decision {
        Decision {
            capture: Digest::of(b"x"),
            board: BoardId::from("a/b"),
            ruling: Ruling::Accept,
            reason: "the scale is 100 now\n\"really\"".to_owned(),
            who: None,
            when: "2026-11-23T12:00:00Z".parse().unwrap(),
        }
    }

    #[test]
    fn a_decision_reads_back_and_damage_is_seen() {
        let text = write(&decision()).unwrap();
        let name = Digest::of(text.as_bytes());
        assert_eq!(read(text.as_bytes(), &name), Ok(decision()));
        assert!(read(text.replace("accept", "reject").as_bytes(), &name).is_err());
        let other = "capture = \"x\"\n";
        assert!(read(other.as_bytes(), &Digest::of(other.as_bytes())).is_err());
    }

    #[test]
    fn decisions_are_kept_once_and_in_their_order() {
        let folder = tempfile::tempdir().unwrap();
        let archive = Archive::create(folder.path()).unwrap();
        let later = Decision { ruling: Ruling::Reject, when: "2026-11-24T12:00:00Z".parse().unwrap(), ..decision() };
        for decision in [&later, &decision(), &later] {
            archive.decide(decision).unwrap();
        }
        assert_eq!(archive.decisions().unwrap(), [decision(), later]);
    }
}

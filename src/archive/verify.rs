//! Whether an archive is whole.

use super::capture::Outcome;
use super::intern::Texts;
use super::listing::LISTING;
use super::log::{self, Line};
use super::open::Archive;
use super::{decision, delivery, disk, forgotten, layout};
use crate::error::{ErrorKind, Result};
use crate::message;
use crate::schema::Digest;
use crate::text::{Message, counted};
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// What [`Archive::verify`] found.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Verification {
    /// Logs of runs.
    pub logs: usize,
    /// Requests in them.
    pub captures: usize,
    /// Bodies.
    pub objects: usize,
    /// Bodies together, in bytes.
    pub bytes: u64,
    /// Decisions of people.
    pub decisions: usize,
    /// Bodies that were taken out on request.
    pub forgotten: usize,
    /// Messages that were sent.
    pub deliveries: usize,
    /// Bodies that no log names: what an interrupted run had stored and not yet logged.
    pub unnamed: usize,
    /// What is wrong, by path.
    pub findings: Vec<Finding>,
    /// What is not wrong but may be asked about: interrupted runs, by path.
    pub notes: Vec<Finding>,
}

/// Something about a file of the archive.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Finding {
    /// The file, from the archive's folder on.
    pub path: PathBuf,
    /// What about it.
    pub what: Message,
}

/// Whether a file of this name belongs into a folder.
type Belongs = fn(&str) -> bool;

/// A body as its file and as the digest of its bytes.
struct Object {
    path: PathBuf,
    name: Digest,
    content: Digest,
    bytes: u64,
}

impl Verification {
    /// Whether nothing is wrong.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        self.findings.is_empty()
    }

    fn finding(&mut self, path: impl Into<PathBuf>, what: Message) {
        self.findings.push(Finding { path: path.into(), what });
    }

    fn stray(&mut self, path: impl Into<PathBuf>) {
        self.finding(path, message!("no file of an archive", "不是存档的文件"));
    }
}

impl Archive {
    /// Reads everything above `derived/` and holds it against the rules: every body has the digest that is its name,
    /// every line of a log can be read and names a body that is there, and there is nothing else.
    ///
    /// # Errors
    /// Where a file cannot be read at all.
    pub fn verify(&self) -> Result<Verification> {
        let mut verification = Verification::default();
        // The logs first: what they name was durable before they named it, even while another run writes.
        let logs = log::logs(self.root())?;
        let objects = self.objects(&mut verification)?;
        let gone = self.verify_forgotten(&objects, &mut verification)?;
        let sizes: BTreeMap<Digest, u64> = objects.iter().map(|object| (object.name, object.bytes)).collect();
        let mut named = BTreeSet::new();
        for log in &logs {
            let path = log.path.strip_prefix(self.root()).unwrap_or(&log.path);
            verify_log(log, path, (&sizes, &gone), &mut named, &mut verification);
        }
        for object in &objects {
            if object.content != object.name {
                let actual = object.content;
                let what = message!("it is damaged: its digest is {actual}", "已损坏：其摘要为 {actual}");
                verification.finding(&object.path, what);
            }
        }
        verification.logs = logs.len();
        verification.objects = objects.len();
        verification.bytes = objects.iter().map(|object| object.bytes).sum();
        verification.unnamed = sizes.keys().filter(|object| !named.contains(*object)).count();
        self.verify_decisions((&sizes, &gone), &mut verification)?;
        self.verify_deliveries(&mut verification)?;
        self.verify_names(&mut verification)?;
        self.verify_listing(&mut verification)?;
        verification.findings.sort();
        verification.notes.sort();
        Ok(verification)
    }

    fn objects(&self, verification: &mut Verification) -> Result<Vec<Object>> {
        let top = Path::new(layout::OBJECTS);
        let mut files = Vec::new();
        for (folder, is_folder) in disk::list(&self.root().join(top))? {
            let path = top.join(&folder);
            if !is_folder {
                if !folder.starts_with(layout::TEMPORARY) {
                    verification.stray(path);
                }
                continue;
            }
            for (name, is_folder) in disk::list(&self.root().join(&path))? {
                match layout::read_object(&name) {
                    Some((digest, _)) if !is_folder && digest.hex().starts_with(&folder) && folder.len() == 2 => {
                        files.push((path.join(name), digest));
                    }
                    _ => verification.stray(path.join(name)),
                }
            }
        }
        files
            .into_par_iter()
            .map(|(path, name)| {
                let file = self.root().join(&path);
                let body = fs::read(&file).map_err(disk::cannot_read(&file))?;
                Ok(Object { path, name, content: Digest::of(&body), bytes: body.len() as u64 })
            })
            .collect()
    }

    /// Every record of a removal can be read, and its body is gone. Gives the bodies that were taken out.
    fn verify_forgotten(&self, objects: &[Object], verification: &mut Verification) -> Result<BTreeSet<Digest>> {
        let folder = Path::new(layout::FORGOTTEN);
        let mut gone = BTreeSet::new();
        for (name, is_folder) in disk::list(&self.root().join(folder))? {
            let Some(digest) = layout::read_digest(&name, ".toml").filter(|_| !is_folder) else { continue };
            let path = folder.join(name);
            gone.insert(digest);
            if let Some(what) = forgotten::check(&self.root().join(&path), &digest)? {
                verification.finding(path, what);
            }
        }
        for object in objects.iter().filter(|object| gone.contains(&object.name)) {
            let short = object.name.short();
            let what = message!(
                "it was taken out on request and is still there: `bangdan forget {short}` completes that",
                "应要求移除，但仍在存档中：运行 `bangdan forget {short}` 完成移除"
            );
            verification.finding(&object.path, what);
        }
        verification.forgotten = gone.len();
        Ok(gone)
    }

    /// Every decision can be read, and is about a body that is there.
    fn verify_decisions(
        &self,
        (sizes, gone): (&BTreeMap<Digest, u64>, &BTreeSet<Digest>),
        verification: &mut Verification,
    ) -> Result<()> {
        let folder = Path::new(layout::DECISIONS);
        for (name, is_folder) in disk::list(&self.root().join(folder))? {
            let Some(digest) = layout::read_decision(&name).filter(|_| !is_folder) else { continue };
            let path = folder.join(name);
            verification.decisions += 1;
            match decision::check(&self.root().join(&path), &digest)? {
                Err(what) => verification.finding(path, what),
                Ok(capture) if !sizes.contains_key(&capture) && !gone.contains(&capture) => {
                    let what =
                        message!("it is about the body {capture}, which is not there", "其所指内容 {capture} 不存在");
                    verification.finding(path, what);
                }
                Ok(_) => {}
            }
        }
        Ok(())
    }

    /// Whether the listing, where there is one, says what is here. One that does not is no damage, but those who take
    /// the archive by it miss something.
    fn verify_listing(&self, verification: &mut Verification) -> Result<()> {
        let listing = match self.listing() {
            Ok(None) => return Ok(()),
            Ok(Some(listing)) => listing,
            Err(error) if matches!(error.kind(), ErrorKind::Io { .. }) => return Err(error),
            Err(error) => {
                let Message { en, zh } = error.message();
                let what = message!(
                    "{en}; `bangdan verify --listing` writes it anew",
                    "{zh}；运行 `bangdan verify --listing` 重新写入"
                );
                verification.finding(LISTING, what);
                return Ok(());
            }
        };
        let now = self.list_files()?;
        let known: BTreeSet<_> = listing.files().iter().map(|file| (&file.path, file.bytes, file.sha256)).collect();
        let here: BTreeSet<_> = now.files().iter().map(|file| (&file.path, file.bytes, file.sha256)).collect();
        let (missing, gone) = (here.difference(&known).count(), known.difference(&here).count());
        if missing + gone > 0 {
            let files = counted(missing, "file", "files");
            let what = message!(
                "it is of an earlier state: {files} that are here now are not in it, and {gone} that are in it are not here; \
                 `bangdan verify --listing` writes it anew",
                "清单已过时：缺少 {missing} 个现有文件，另有 {gone} 个与现状不符；运行 `bangdan verify --listing` 重新写入"
            );
            verification.notes.push(Finding { path: LISTING.into(), what });
        }
        Ok(())
    }

    /// Every record of a message can be read.
    fn verify_deliveries(&self, verification: &mut Verification) -> Result<()> {
        let folder = Path::new(layout::DELIVERIES);
        for (name, is_folder) in disk::list(&self.root().join(folder))? {
            let Some(digest) = layout::read_delivery(&name).filter(|_| !is_folder) else { continue };
            let path = folder.join(name);
            verification.deliveries += 1;
            if let Err(what) = delivery::check(&self.root().join(&path), &digest)? {
                verification.finding(path, what);
            }
        }
        Ok(())
    }

    /// Whether there is anything that belongs to no archive.
    fn verify_names(&self, verification: &mut Verification) -> Result<()> {
        for (name, is_folder) in disk::list(self.root())? {
            let known = match name.as_str() {
                layout::CAPTURES
                | layout::OBJECTS
                | layout::DECISIONS
                | layout::DELIVERIES
                | layout::FORGOTTEN
                | layout::DERIVED => is_folder,
                layout::MARK | LISTING => !is_folder,
                // A version control's own files, a temporary file, and a page that says what this is.
                other => other.starts_with('.') || (!is_folder && other.starts_with("README")),
            };
            if !known {
                verification.stray(name);
            }
        }
        let folders: [(&str, Belongs); 4] = [
            (layout::CAPTURES, layout::is_log),
            (layout::DECISIONS, |name| layout::read_decision(name).is_some()),
            (layout::DELIVERIES, |name| layout::read_delivery(name).is_some()),
            (layout::FORGOTTEN, |name| layout::read_digest(name, ".toml").is_some()),
        ];
        for (folder, belongs) in folders {
            for (name, is_folder) in disk::list(&self.root().join(folder))? {
                if is_folder || !(belongs(&name) || name.starts_with(layout::TEMPORARY)) {
                    verification.stray(Path::new(folder).join(name));
                }
            }
        }
        Ok(())
    }
}

fn verify_log(
    log: &log::Log,
    path: &Path,
    (sizes, gone): (&BTreeMap<Digest, u64>, &BTreeSet<Digest>),
    named: &mut BTreeSet<Digest>,
    verification: &mut Verification,
) {
    let (mut empty, mut texts) = (true, Texts::default());
    for (number, line) in log.lines() {
        empty = false;
        let capture = match log::read_line(line, &mut texts) {
            Line::Capture(capture) => capture,
            Line::Unfinished => {
                let what = message!(
                    "line {number} is unfinished: the run was interrupted, or is still going on",
                    "第 {number} 行不完整：该次运行被中断，或仍在进行"
                );
                verification.notes.push(Finding { path: path.to_owned(), what });
                continue;
            }
            Line::Damaged(Message { en, zh }) => {
                verification.finding(path, message!("line {number}: {en}", "第 {number} 行：{zh}"));
                continue;
            }
        };
        verification.captures += 1;
        let Some(object) = capture.object() else { continue };
        named.insert(object);
        match (sizes.get(&object), &capture.outcome) {
            // Taken out on request: that the line stays is meant.
            (None, _) if gone.contains(&object) => {}
            (None, _) => {
                let what = message!(
                    "line {number} names the body {object}, which is not there",
                    "第 {number} 行所指内容 {object} 不存在"
                );
                verification.finding(path, what);
            }
            (Some(actual), Outcome::New { bytes, .. }) if actual != bytes => {
                let what = message!(
                    "line {number} says that the body {object} has {bytes} bytes; it has {actual}",
                    "第 {number} 行称内容 {object} 有 {bytes} 字节，实际为 {actual} 字节"
                );
                verification.finding(path, what);
            }
            _ => {}
        }
    }
    if empty {
        let what =
            message!("it is empty: the run was interrupted, or is still going on", "为空：该次运行被中断，或仍在进行");
        verification.notes.push(Finding { path: path.to_owned(), what });
    }
}

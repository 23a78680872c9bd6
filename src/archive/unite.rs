//! Two archives into one: what another one holds and this one does not. Whatever a file names is durable before it, so
//! that an interruption leaves no damage, and doing it again completes it.

use super::capture::{Capture, Identity};
use super::intern::Texts;
use super::listing::Listing;
use super::log::{self, Line, Log};
use super::open::{Archive, broken};
use super::part::Part;
use super::take::Taking;
use super::{decision, disk, forgotten};
use crate::error::{ErrorKind, Result};
use crate::message;
use crate::schema::{Digest, MOST_BODY_BYTES};
use crate::text::{Message, counted};
use std::collections::{BTreeMap, HashSet};
use std::fs;
use std::path::{Path, PathBuf};

/// What a union brought, and what it could not bring.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Union {
    /// Requests that this archive did not hold.
    pub captures: usize,
    /// Requests that it held already.
    pub known: usize,
    /// Bodies.
    pub bodies: usize,
    /// Decisions of people.
    pub decisions: usize,
    /// Notices that were sent.
    pub deliveries: usize,
    /// Bodies that the other had taken out on request.
    pub forgotten: usize,
    /// Of these, the ones that were here and are gone now.
    pub removed: Vec<Digest>,
    /// Bodies that this archive took out on request and the other still has: they are not brought back.
    pub refused: Vec<Digest>,
    /// What was left in the other archive, by path, and why.
    pub left: Vec<(PathBuf, Message)>,
    /// Runs of the other that were interrupted or go on: their last, unfinished line is left for the next time.
    pub unfinished: usize,
}

impl Archive {
    /// Takes over what another archive holds: removals first, then bodies, decisions, notices, and the logs that name
    /// them. Logs are taken whole and under their own names where nothing of them is held; else the lines that are
    /// missing go into one of their own. What is damaged there stays there and is said.
    ///
    /// # Errors
    /// The same folder; an archive of a later format; one that cannot be read or written.
    pub fn unite(&self, other: &Archive) -> Result<Union> {
        self.writable()?;
        if !other.is_writable() {
            let what = message!(
                "a later bangdan made it: what it holds might lose something on its way",
                "它由更新版本的 bangdan 创建：合并可能丢失其中内容"
            );
            return Err(broken(other.root(), what).with_hint(message!(
                "use the bangdan that made it, or a later one",
                "请使用创建它的或更新版本的 bangdan"
            )));
        }
        if fs::canonicalize(self.root()).is_ok_and(|own| fs::canonicalize(other.root()).is_ok_and(|path| path == own)) {
            let what = message!("it is this archive itself", "它就是当前存档");
            return Err(ErrorKind::Usage { what }.into());
        }
        let mut union = Union::default();
        // The logs first: what they name was durable before they named it, even while another run writes there.
        let logs = log::logs(other.root())?;
        let listing = other.list_files()?;
        self.take_forgotten(other, &listing, &mut union)?;
        let mut taking = Taking::new(self);
        let lines = self.wanted(&logs, other, &mut union)?;
        self.take_bodies(other, &listing, &lines, &mut taking, &mut union)?;
        self.take_files(other, &listing, &mut union)?;
        for (log, lines) in logs.iter().zip(lines) {
            self.take_log(other, log, lines, &mut union)?;
        }
        union.left.sort();
        Ok(union)
    }

    /// A removal holds in the union, whichever side asked for it.
    fn take_forgotten(&self, other: &Archive, listing: &Listing, union: &mut Union) -> Result<()> {
        for file in listing.files() {
            let Part::Forgotten(digest) = file.part else { continue };
            if self.is_forgotten(&digest) {
                continue;
            }
            if let Some(what) = forgotten::check(&other.root().join(&file.path), &digest)? {
                union.left.push((file.path.clone().into(), what));
                continue;
            }
            let Some(one) = forgotten::one(other, &digest)? else { continue };
            if self.forget(&one)?.removed {
                union.removed.push(digest);
            }
            union.forgotten += 1;
        }
        Ok(())
    }

    /// Of each log the lines that this archive does not hold, in their order.
    fn wanted<'l>(&self, logs: &'l [Log], other: &Archive, union: &mut Union) -> Result<Vec<Vec<Wanted<'l>>>> {
        let mut held: HashSet<Identity> = self.captures()?.iter().map(Capture::identity).collect();
        let (mut all, mut texts) = (Vec::new(), Texts::default());
        for log in logs {
            let mut lines = Vec::new();
            let mut own = Vec::new();
            for (number, bytes) in log.lines() {
                match log::read_line(bytes, &mut texts) {
                    Line::Capture(capture) => {
                        let identity = capture.identity();
                        if held.contains(&identity) {
                            union.known += 1;
                            continue;
                        }
                        own.push(identity);
                        lines.push(Wanted { number, bytes, object: capture.object() });
                    }
                    Line::Unfinished => union.unfinished += 1,
                    Line::Damaged(Message { en, zh }) => {
                        let what = message!("line {number}: {en}", "第 {number} 行：{zh}");
                        union.left.push((within(other, &log.path), what));
                    }
                }
            }
            // A log may say the same twice; two logs that do are one that was taken over before.
            held.extend(own);
            all.push(lines);
        }
        Ok(all)
    }

    fn take_bodies(
        &self,
        other: &Archive,
        listing: &Listing,
        lines: &[Vec<Wanted<'_>>],
        taking: &mut Taking<'_>,
        union: &mut Union,
    ) -> Result<()> {
        let mut named: HashSet<Digest> = lines.iter().flatten().filter_map(|line| line.object).collect();
        // A body that is missing or cut short here may be whole there.
        named
            .extend(self.captures()?.iter().filter_map(Capture::object).filter(|object| self.stored(object).is_none()));
        let there: BTreeMap<Digest, (String, u64)> = listing
            .files()
            .iter()
            .filter_map(|file| match file.part {
                Part::Object(digest) if named.contains(&digest) => Some((digest, (file.path.clone(), file.bytes))),
                _ => None,
            })
            .collect();
        for (digest, (path, bytes)) in there {
            if self.is_forgotten(&digest) {
                union.refused.push(digest);
                continue;
            }
            let is_held = |(path, _): (PathBuf, _)| path.metadata().is_ok_and(|own| own.len() == bytes);
            if self.stored(&digest).is_some_and(is_held) {
                continue;
            }
            if bytes > MOST_BODY_BYTES as u64 {
                let most = MOST_BODY_BYTES >> 20;
                union.left.push((path.into(), message!("it has more than {most} MB", "超过 {most} MB")));
                continue;
            }
            let file = other.root().join(&path);
            let body = match fs::read(&file) {
                Ok(body) => body,
                Err(error) => {
                    let error = error.to_string();
                    union.left.push((path.into(), message!("it cannot be read: {error}", "无法读取：{error}")));
                    continue;
                }
            };
            let actual = Digest::of(&body);
            if actual != digest {
                let what = message!("it is damaged: its digest is {actual}", "已损坏：其摘要为 {actual}");
                union.left.push((path.into(), what));
                continue;
            }
            taking.body(digest, Path::new(&path), &body)?;
            union.bodies += 1;
        }
        taking.commit()
    }

    /// Decisions about bodies that are here now, and notices that were sent.
    fn take_files(&self, other: &Archive, listing: &Listing, union: &mut Union) -> Result<()> {
        for file in listing.files() {
            let (path, source) = (Path::new(&file.path), other.root().join(&file.path));
            let is_decision = match file.part {
                Part::Decision(_) => true,
                Part::Delivery(_) => false,
                _ => continue,
            };
            if self.root().join(path).exists() {
                continue;
            }
            if let Part::Decision(digest) = file.part {
                match decision::check(&source, &digest)? {
                    Err(what) => {
                        union.left.push((path.to_owned(), what));
                        continue;
                    }
                    Ok(about) if self.stored(&about).is_none() && !self.is_forgotten(&about) => {
                        let what = message!(
                            "it is about the body {about}, which neither archive has",
                            "其所指内容 {about} 两个存档均没有"
                        );
                        union.left.push((path.to_owned(), what));
                        continue;
                    }
                    Ok(_) => {}
                }
            }
            let bytes = fs::read(&source).map_err(disk::cannot_read(&source))?;
            self.take_file(path, &bytes)?;
            *(if is_decision { &mut union.decisions } else { &mut union.deliveries }) += 1;
        }
        Ok(())
    }

    fn take_log(&self, other: &Archive, log: &Log, mut lines: Vec<Wanted<'_>>, union: &mut Union) -> Result<()> {
        let path = within(other, &log.path);
        let lost = |line: &Wanted<'_>| {
            line.object.is_some_and(|object| self.stored(&object).is_none() && !self.is_forgotten(&object))
        };
        let (first, count) = (lines.iter().find(|line| lost(line)).map(|line| line.number), lines.len());
        lines.retain(|line| !lost(line));
        if let Some(number) = first {
            let without = counted(count - lines.len(), "line names", "lines name");
            let zh = count - lines.len();
            let what = message!(
                "{without} a body that neither archive has whole, the first is line {number}",
                "{zh} 行所指内容在两个存档中均不完整，首个为第 {number} 行"
            );
            union.left.push((path.clone(), what));
        }
        if lines.is_empty() {
            return Ok(());
        }
        let mut text: Vec<u8> = lines.iter().flat_map(|line| line.bytes.iter().copied()).collect();
        if !text.ends_with(b"\n") {
            text.push(b'\n');
        }
        self.add_log(&path, &text)?;
        union.captures += lines.len();
        Ok(())
    }
}

/// A line that is to be taken.
struct Wanted<'l> {
    number: usize,
    bytes: &'l [u8],
    object: Option<Digest>,
}

fn within(archive: &Archive, path: &Path) -> PathBuf {
    path.strip_prefix(archive.root()).unwrap_or(path).to_owned()
}

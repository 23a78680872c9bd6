//! One pass over the log: which commit put which bytes at which path.

use super::command::failed;
use super::open::Repository;
use crate::error::{Error, ErrorKind, Result};
use crate::message;
use std::collections::HashMap;

/// The most changes of wanted files that are read.
const MOST_CHANGES: usize = 2_000_000;

/// What a log says of some paths.
#[derive(Debug, Default)]
pub(super) struct Log {
    /// The commits that changed any of them, the newest first.
    pub(super) commits: Vec<Commit>,
    /// The changes of each path, the newest first.
    pub(super) changes: HashMap<String, Vec<Change>>,
}

/// A commit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Commit {
    pub(super) id: String,
    /// By the committer's clock, in seconds.
    pub(super) committed_at: i64,
}

/// What a commit put at a path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Change {
    /// Its place among the commits.
    pub(super) commit: usize,
    pub(super) what: What,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum What {
    /// Bytes, by their id in git.
    File(String),
    Symlink,
    Submodule,
    /// Nothing.
    Gone,
}

/// Reads the log of what lies at or below these paths, as far as `wanted` says.
///
/// # Errors
/// What git says, or more changes than are read.
pub(super) fn read(repository: &Repository, roots: &[String], wanted: impl Fn(&str) -> bool) -> Result<Log> {
    let mut git = repository.git().args([
        "log",
        "--first-parent",
        "-m",
        "--raw",
        "-z",
        "--no-abbrev",
        "--no-renames",
        "--no-ext-diff",
        "--no-textconv",
        "--no-show-signature",
        "--ignore-submodules=none",
        "--format=tformat:%H %ct",
        &repository.tip,
        "--",
    ]);
    if !roots.iter().any(String::is_empty) {
        git = git.args(roots);
    }
    let mut running = git.start()?;
    running.input = None;
    let broken = |error: std::io::Error| failed(&repository.name, &error.to_string());
    let (mut log, mut token, mut count) = (Log::default(), Vec::new(), 0);
    let mut change: Option<What> = None;
    let mut commit: Option<Commit> = None;
    while running.token(&mut token).map_err(broken)?.is_some() {
        if let Some(what) = change.take() {
            // Names that are no text are names that no address has.
            let Some(path) = std::str::from_utf8(&token).ok().filter(|path| wanted(path)) else { continue };
            if let Some(new) = commit.take() {
                log.commits.push(new);
            }
            count += 1;
            if count > MOST_CHANGES {
                let what =
                    message!("more than {MOST_CHANGES} changes are not read", "变更超过 {MOST_CHANGES} 次，不予读取");
                return Err(Error::new(ErrorKind::Usage { what }));
            }
            let at = log.commits.len().saturating_sub(1);
            log.changes.entry(path.to_owned()).or_default().push(Change { commit: at, what });
            continue;
        }
        let text = std::str::from_utf8(token.trim_ascii_start()).unwrap_or_default();
        if let Some(entry) = text.strip_prefix(':') {
            change = Some(entry_of(entry).ok_or_else(|| failed(&repository.name, &format!("its log says {text:?}")))?);
        } else if !text.is_empty() {
            let read = text
                .split_once(' ')
                .and_then(|(id, time)| Some(Commit { id: id.to_owned(), committed_at: time.trim().parse().ok()? }));
            commit = Some(read.ok_or_else(|| failed(&repository.name, &format!("its log says {text:?}")))?);
        }
    }
    running.end(&repository.name)?;
    Ok(log)
}

/// `100644 100644 <id> <id> M`
fn entry_of(entry: &str) -> Option<What> {
    let mut parts = entry.split(' ');
    let (_, mode, _, id) = (parts.next()?, parts.next()?, parts.next()?, parts.next()?);
    Some(match mode {
        "000000" => What::Gone,
        "120000" => What::Symlink,
        "160000" => What::Submodule,
        _ => What::File(id.to_owned()),
    })
}

/// The name that a path had before a commit gave it that one.
pub(super) fn name_before(repository: &Repository, commit: &str, path: &str) -> Option<String> {
    let parent = format!("{commit}^1");
    // Likeness needs bytes; where they are missing, only files that were moved unchanged are recognised.
    ["-M", "-M100%"].into_iter().find_map(|likeness| {
        let diff = ["diff-tree", "-r", "-z", "--raw", "--no-ext-diff", "--diff-filter=R", likeness, &parent, commit];
        let printed = repository.git().args(diff).output(&repository.name, 4 << 20).ok()?;
        let mut tokens = printed.split(|byte| *byte == 0);
        while let (Some(_), Some(old), Some(new)) = (tokens.next(), tokens.next(), tokens.next()) {
            if new == path.as_bytes() {
                return String::from_utf8(old.to_vec()).ok();
            }
        }
        None
    })
}

//! A repository that is here, and the commit at the tip of what is wanted of it.

use super::command::{Git, failed};
use crate::error::{Error, ErrorKind, Result};
use crate::message;
use crate::text::printable_line;
use std::path::{Path, PathBuf};

/// The most of a short answer that is read.
const SHORT: usize = 64 << 10;

/// A repository and a commit of it.
pub(super) struct Repository {
    /// Its folder.
    pub(super) folder: PathBuf,
    /// What a person calls it.
    pub(super) name: String,
    /// The id of the commit.
    pub(super) tip: String,
    /// When it was made, by its clock, in seconds.
    pub(super) tip_at: i64,
    /// The branch that was asked for and is not there.
    pub(super) lacks_branch: Option<String>,
    /// Whether commits before some are left out.
    pub(super) shallow: bool,
    /// Whether bytes are left out until they are asked for.
    pub(super) partial: bool,
    /// Whether this program made the clone.
    pub(super) ours: bool,
    /// The addresses that it was cloned from.
    pub(super) remotes: Vec<String>,
}

impl Repository {
    /// Opens the repository in a folder at a branch; at its current one where none is named, or where it is not there.
    ///
    /// # Errors
    /// No repository, no commit in it, no git.
    pub(super) fn open(folder: &Path, name: &str, branch: Option<&str>) -> Result<Repository> {
        let ask = |arguments: &[&str]| Git::new(Some(folder)).alone().args(arguments).output(name, SHORT);
        let text = |bytes: Vec<u8>| String::from_utf8_lossy(&bytes).trim().to_owned();
        if !folder.is_dir() {
            let what = message!("there is no folder {name}", "没有目录 {name}");
            return Err(Error::new(ErrorKind::Usage { what }));
        }
        let bare = text(ask(&["rev-parse", "--is-bare-repository"])?) == "true";
        let commit = |reference: &str| {
            let whole = format!("{reference}^{{commit}}");
            ask(&["rev-parse", "--verify", "--quiet", "--end-of-options", &whole]).ok().map(text)
        };
        // What a clone's own branches have besides the origin's was never public.
        let named = branch.and_then(|branch| {
            let (own, origin) = (format!("refs/heads/{branch}"), format!("refs/remotes/origin/{branch}"));
            if bare { commit(&own).or_else(|| commit(&origin)) } else { commit(&origin).or_else(|| commit(&own)) }
        });
        let current =
            || if bare { commit("HEAD") } else { commit("refs/remotes/origin/HEAD").or_else(|| commit("HEAD")) };
        let lacks_branch = branch.filter(|_| named.is_none()).map(str::to_owned);
        let Some(tip) = named.or_else(current) else {
            let what = message!("{name} has no commit", "{name} 没有提交");
            return Err(Error::new(ErrorKind::Usage { what }));
        };
        let shown = text(ask(&["log", "-1", "--no-show-signature", "--format=%ct", &tip])?);
        let tip_at = shown.parse().map_err(|_| failed(name, &format!("{shown:?} is no time")))?;
        let shallow = text(ask(&["rev-parse", "--is-shallow-repository"])?) == "true";
        let config = |pattern: &str| ask(&["config", "-z", "--get-regexp", pattern]).map(text).unwrap_or_default();
        let partial = !config(r"^(extensions\.partialclone|remote\..*\.promisor)$").is_empty();
        let remotes = config(r"^remote\..*\.url$");
        let remotes = remotes.split('\0').filter_map(|entry| Some(entry.split_once('\n')?.1.to_owned())).collect();
        let (folder, name) = (folder.to_owned(), name.to_owned());
        Ok(Repository { folder, name, tip, tip_at, lacks_branch, shallow, partial, ours: false, remotes })
    }

    /// A call of git in it, without asking another repository for what is not there.
    pub(super) fn git(&self) -> Git {
        Git::new(Some(&self.folder)).alone()
    }

    /// The names of the files at the tip, at most so many.
    ///
    /// # Errors
    /// What git says.
    pub(super) fn files(&self, most: usize) -> Result<Vec<String>> {
        self.names(&["ls-tree", "-r", "-z", "--name-only", &self.tip], most)
    }

    /// The names that files ever had, the latest first, at most so many.
    ///
    /// # Errors
    /// What git says.
    pub(super) fn names_ever(&self, most: usize) -> Result<Vec<String>> {
        let log = ["log", "--first-parent", "-m", "--no-renames", "--diff-filter=AD", "--name-only", "-z", "--format="];
        self.names(&[&log[..], &[&self.tip, "--"]].concat(), most)
    }

    fn names(&self, arguments: &[&str], most: usize) -> Result<Vec<String>> {
        let mut running = self.git().args(arguments).start()?;
        let (mut names, mut token) = (Vec::new(), Vec::new());
        let broken = |error: std::io::Error| failed(&self.name, &error.to_string());
        while running.token(&mut token).map_err(broken)?.is_some() {
            let name = String::from_utf8_lossy(token.trim_ascii_start()).into_owned();
            if !name.is_empty() {
                names.push(name);
            }
            if names.len() >= most {
                return Ok(names);
            }
        }
        running.end(&self.name)?;
        Ok(names)
    }

    /// Whether it was cloned from this address, as far as it says.
    pub(super) fn is_of(&self, address: &str) -> bool {
        let bare = |address: &str| {
            let address = address.trim_end_matches('/').trim_end_matches(".git").to_ascii_lowercase();
            address.rsplit(['/', ':']).take(2).map(str::to_owned).collect::<Vec<_>>()
        };
        self.remotes.iter().any(|remote| bare(remote) == bare(address))
    }
}

/// A name as it is shown.
pub(super) fn shown(name: &str) -> String {
    printable_line(name).into_owned()
}

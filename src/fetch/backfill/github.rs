//! A file's history over GitHub's interface: the commits that touched it, through renames, and its bytes at each.

use super::link;
use super::percent::decoded;
use crate::error::{Error, FetchFailure, Result};
use crate::fetch::visit::{Visit, Visited, Visitor};
use crate::message;
use crate::schema::Timestamp;
use crate::text::{Message, printable_line};
use serde::Deserialize;
use std::collections::HashSet;
use url::Url;

/// The most pages of a list that are asked for; a page of commits has 100.
const MOST_PAGES: usize = 500;
/// The most pages of one commit's files; GitHub gives no more.
const MOST_FILE_PAGES: usize = 10;
/// The most renames of a file that are followed.
const MOST_RENAMES: usize = 30;
/// The largest answer of the interface that is read, in bytes.
const LARGEST: u64 = 16 << 20;

/// A file of a repository, followed on a branch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    /// Who owns the repository.
    pub owner: String,
    /// The repository's name.
    pub repository: String,
    /// The branch; the default one if absent.
    pub branch: Option<String>,
    /// Where the file is now, without a leading slash.
    pub path: String,
}

/// A commit that touched a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Commit {
    /// Its id.
    pub id: String,
    /// When it was made, by the committer's clock.
    pub at: Timestamp,
    /// Where the file was then.
    pub path: String,
}

/// A file's history as far as it could be listed.
#[derive(Debug, Default)]
pub struct Listed {
    /// The commits, the newest first.
    pub commits: Vec<Commit>,
    /// Where the file was before, the last place first, and the commit that moved it from there.
    pub moved: Vec<(String, String)>,
    /// Why there may be more, further back.
    pub broken: Option<Error>,
}

/// GitHub's interface.
pub struct Github {
    visitor: Visitor,
    interface: Url,
    raw: Url,
}

#[derive(Deserialize)]
struct Entry {
    sha: String,
    commit: Details,
}

#[derive(Deserialize)]
struct Details {
    committer: Option<Signature>,
    author: Option<Signature>,
}

#[derive(Deserialize)]
struct Signature {
    date: Option<String>,
}

#[derive(Deserialize)]
struct Changes {
    #[serde(default)]
    files: Vec<Change>,
}

#[derive(Deserialize)]
struct Change {
    filename: String,
    previous_filename: Option<String>,
}

impl File {
    /// The file that an address names: on `raw.githubusercontent.com`, `github.com` or jsDelivr's copy of them.
    #[must_use]
    pub fn of_address(address: &str) -> Option<File> {
        let url = Url::parse(address).ok()?;
        let parts: Vec<String> = url.path_segments()?.map(decoded).collect::<Option<_>>()?;
        let parts: Vec<&str> = parts.iter().map(String::as_str).collect();
        let (owner, repository, branch, path) = match (url.host_str()?, parts.as_slice()) {
            ("raw.githubusercontent.com", [owner, repository, rest @ ..])
            | ("github.com", [owner, repository, "raw" | "blob", rest @ ..]) => {
                let rest = rest.strip_prefix(&["refs", "heads"]).unwrap_or(rest);
                let (branch, path) = rest.split_first()?;
                (*owner, *repository, *branch, path)
            }
            ("cdn.jsdelivr.net", ["gh", owner, repository, path @ ..]) => {
                let (repository, branch) = repository.split_once('@').unwrap_or((repository, "HEAD"));
                (*owner, repository, branch, path)
            }
            _ => return None,
        };
        let file = File {
            owner: owner.to_owned(),
            repository: repository.to_owned(),
            branch: Some(branch).filter(|branch| *branch != "HEAD").map(str::to_owned),
            path: path.join("/"),
        };
        file.is_sound().then_some(file)
    }

    /// Whether its parts can stand in an address as themselves.
    #[must_use]
    pub fn is_sound(&self) -> bool {
        let name = |name: &str| {
            let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.');
            !matches!(name, "" | "." | "..") && name.bytes().all(plain)
        };
        name(&self.owner) && name(&self.repository) && is_sound_path(&self.path)
    }
}

impl Github {
    /// `interface` is `https://api.github.com/`, `raw` is `https://raw.githubusercontent.com/`, or what stands for
    /// them.
    #[must_use]
    pub fn new(visitor: Visitor, interface: Url, raw: Url) -> Github {
        Github { visitor, interface, raw }
    }

    /// The commits that touched a file. What was listed before a failure is given with it.
    pub async fn list(&self, file: &File) -> Listed {
        let mut listed = Listed::default();
        if let Err(error) = self.list_into(file, &mut listed).await {
            listed.broken = Some(error);
        }
        listed
    }

    async fn list_into(&self, file: &File, listed: &mut Listed) -> Result<()> {
        if !file.is_sound() {
            let what = message!("its address names no file of a repository", "其地址没有指明仓库中的文件");
            return Err(self.visitor.error(&self.interface, FetchFailure::Unexpected(what)));
        }
        let mut seen = HashSet::new();
        let (mut path, mut from) = (file.path.clone(), file.branch.clone());
        for _ in 0..=MOST_RENAMES {
            self.list_path(file, &path, from.as_deref(), &mut seen, &mut listed.commits).await?;
            let Some(first) = listed.commits.last().filter(|commit| commit.path == path) else { return Ok(()) };
            let id = first.id.clone();
            let Some(before) = self.came_from(file, &path, &id).await? else { return Ok(()) };
            listed.moved.push((before.clone(), id.clone()));
            (path, from) = (before, Some(id));
        }
        Ok(())
    }

    /// The commits that touched this path, before and at `from`.
    async fn list_path(
        &self,
        file: &File,
        path: &str,
        from: Option<&str>,
        seen: &mut HashSet<String>,
        commits: &mut Vec<Commit>,
    ) -> Result<()> {
        let mut url = self.address(&self.interface, ["repos", &file.owner, &file.repository, "commits"])?;
        url.query_pairs_mut().append_pair("path", path).append_pair("per_page", "100");
        if let Some(from) = from {
            url.query_pairs_mut().append_pair("sha", from);
        }
        let mut next = Some(url);
        for _ in 0..MOST_PAGES {
            let Some(url) = next.take() else { return Ok(()) };
            let (entries, following): (Vec<Entry>, _) = self.ask(&url).await?;
            for entry in entries {
                let signature = entry.commit.committer.or(entry.commit.author);
                let date = signature.and_then(|signature| signature.date?.parse().ok());
                let Some(at) = date.filter(|_| is_id(&entry.sha)) else { return Err(self.odd(&url)) };
                if seen.insert(entry.sha.clone()) {
                    commits.push(Commit { id: entry.sha, at, path: path.to_owned() });
                }
            }
            next = following;
        }
        Err(self.visitor.error(&self.interface, FetchFailure::TooManyPages(u32::try_from(MOST_PAGES).unwrap_or(0))))
    }

    /// Where a file was before a commit moved it.
    async fn came_from(&self, file: &File, path: &str, id: &str) -> Result<Option<String>> {
        let url = self.address(&self.interface, ["repos", &file.owner, &file.repository, "commits", id])?;
        let mut next = Some(url);
        for _ in 0..MOST_FILE_PAGES {
            let Some(url) = next.take() else { break };
            let (changes, following): (Changes, _) = self.ask(&url).await?;
            let own = changes.files.into_iter().find(|change| change.filename == path);
            if let Some(change) = own {
                return Ok(change.previous_filename.filter(|before| before != path && is_sound_path(before)));
            }
            next = following;
        }
        Ok(None)
    }

    /// The bytes of a file at a commit; `None` where the commit took it away.
    ///
    /// # Errors
    /// Why there are none.
    pub async fn body(&self, file: &File, commit: &Commit) -> Result<Option<Visited>> {
        let url = self.body_address(file, commit)?;
        let visited = self.visitor.get(Visit::to(url)).await?;
        Ok((visited.status == 200).then_some(visited))
    }

    /// Where the bytes of a file at a commit are.
    ///
    /// # Errors
    /// A base that can have no path.
    pub fn body_address(&self, file: &File, commit: &Commit) -> Result<Url> {
        let start = [file.owner.as_str(), &file.repository, &commit.id];
        self.address(&self.raw, start.into_iter().chain(commit.path.split('/')))
    }

    async fn ask<T: serde::de::DeserializeOwned>(&self, url: &Url) -> Result<(T, Option<Url>)> {
        let visit = Visit::to(url.clone()).accepting("application/vnd.github+json").at_most(LARGEST);
        let visited = self.visitor.get(visit).await?;
        if visited.status != 200 {
            return Err(self.visitor.error(url, FetchFailure::Status(visited.status)).with_hint(message!(
                "the repository, the branch or the commit is not there, or not public",
                "仓库、分支或提交不存在，或未公开"
            )));
        }
        let value = serde_json::from_slice(&visited.body).map_err(|cause| self.odd(url).caused_by(cause))?;
        let following = visited.header("link").and_then(|header| link::next(header, &visited.url));
        match following {
            // A list that goes on elsewhere is none of this interface's.
            Some(next) if next.origin() != self.interface.origin() => {
                let place = printable_line(next.host_str().unwrap_or_default()).into_owned();
                Err(self.visitor.error(url, FetchFailure::ForbiddenAddress(place)))
            }
            following => Ok((value, following)),
        }
    }

    fn odd(&self, url: &Url) -> Error {
        let what: Message = message!("the answer is no list of commits", "返回的不是提交列表");
        self.visitor.error(url, FetchFailure::Unexpected(what))
    }

    fn address<'s>(&self, base: &Url, parts: impl IntoIterator<Item = &'s str>) -> Result<Url> {
        let mut url = base.clone();
        let joined = url.path_segments_mut().map(|mut path| {
            path.pop_if_empty().extend(parts);
        });
        match joined {
            Ok(()) => Ok(url),
            Err(()) => Err(self.visitor.error(base, FetchFailure::ForbiddenAddress(base.scheme().to_owned()))),
        }
    }
}

fn is_id(text: &str) -> bool {
    matches!(text.len(), 40 | 64) && text.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// Whether a path stays within its repository.
fn is_sound_path(path: &str) -> bool {
    path.len() <= 4096 && path.split('/').all(|part| !matches!(part, "" | "." | "..")) && !path.contains('\0')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_read_from_the_addresses_that_github_and_its_copies_have() {
        let of = |address: &str| {
            let file = File::of_address(address)?;
            Some(format!("{} {} {:?} {}", file.owner, file.repository, file.branch.as_deref(), file.path))
        };
        for (address, expected) in [
            ("https://raw.githubusercontent.com/a/b/main/data/x.csv", "a b Some(\"main\") data/x.csv"),
            ("https://raw.githubusercontent.com/a/b/refs/heads/main/x.csv", "a b Some(\"main\") x.csv"),
            ("https://raw.githubusercontent.com/a/b/HEAD/x@0.1/y", "a b None x@0.1/y"),
            ("https://github.com/a/b/raw/dev/x%20%E6%A6%9C.md", "a b Some(\"dev\") x 榜.md"),
            ("https://github.com/a/b/blob/dev/x.md", "a b Some(\"dev\") x.md"),
            ("https://cdn.jsdelivr.net/gh/a/b@v1/x.md", "a b Some(\"v1\") x.md"),
            ("https://cdn.jsdelivr.net/gh/a/b/x.md", "a b None x.md"),
        ] {
            assert_eq!(of(address).as_deref(), Some(expected), "{address}");
        }
        for address in [
            "https://raw.githubusercontent.com/a/b/main",
            "https://raw.githubusercontent.com/a/b/main/",
            "https://raw.githubusercontent.com/a/b/main/x/..%2F..%2Fy",
            "https://raw.githubusercontent.com/a%20b/b/main/x",
            "https://github.com/a/b/tree/main/x",
            "https://gist.github.com/a/b/raw/main/x",
            "https://raw.githubusercontent.com.evil.example/a/b/main/x",
            "not an address",
        ] {
            assert_eq!(of(address), None, "{address}");
        }
    }
}

//! `--from github`: the commits of a file over GitHub's interface, and its bytes at each. No clone is made.

use super::git::times;
use super::intake::Intake;
use super::online::{PATIENCE, Told, addresses, passed_over, runtime, waits, watched, why};
use super::way::{Content, Version, Wanted, Way};
use super::ways::{Options, address, usage};
use crate::archive::Keeper;
use crate::error::{Error, Result};
use crate::fetch::{Commit, Environment, Fetcher, File, Github, Listed, Settings, Visited, shuts_out};
use crate::message;
use crate::text::{counted, printable_line};
use std::collections::{HashSet, VecDeque};
use std::sync::Arc;
use std::time::Duration;
use tokio::task::JoinHandle;
use url::Url;

const INTERFACE: &str = "https://api.github.com/";
const RAW: &str = "https://raw.githubusercontent.com/";

/// How many files are asked for before the one in hand has come.
const AHEAD: usize = 6;

/// GitHub as a way.
pub struct FromGithub {
    /// How to ask.
    pub settings: Settings,
    /// Proxies, and the token if there is one.
    pub environment: Environment,
    /// The interface, with a slash at its end.
    pub interface: Url,
    /// Where files are, with a slash at its end.
    pub raw: Url,
}

/// A file that is under way.
type Coming = JoinHandle<Result<Option<Visited>>>;

pub(super) fn make(options: &Options) -> Result<Box<dyn Way>> {
    let server = options.server.as_deref();
    Ok(Box::new(FromGithub {
        settings: Settings {
            per_host: 3,
            interval: options.pause.unwrap_or(Duration::from_millis(150)),
            ..Settings::default()
        },
        environment: options.environment.clone(),
        interface: address(server.unwrap_or(INTERFACE))?,
        raw: address(server.unwrap_or(RAW))?,
    }))
}

impl Way for FromGithub {
    fn keeper(&self) -> Keeper {
        Keeper::Github
    }

    fn run(&mut self, wanted: &Wanted<'_>, intake: &mut Intake<'_>) -> Result<()> {
        let mut files = Vec::new();
        for (resource, reached) in addresses(wanted, intake) {
            if let Some(file) = File::of_address(&reached.url) {
                let mut version = Version::new(&resource.id, &reached.url, wanted.now, "");
                version.edition = reached.edition;
                files.push((file, version));
            } else {
                let id = &resource.id;
                intake.note(message!("{id} is left out: it is no file on GitHub", "{id} 未取：它不是 GitHub 上的文件"));
            }
        }
        if files.is_empty() {
            let id = &wanted.source.id;
            return Err(usage(message!(
                "{id} has no file on GitHub that can be followed",
                "{id} 没有可追溯的 GitHub 文件"
            ))
            .with_hint(message!(
                "`--from git --repository URL` reads a repository; `--from wayback` asks a web archive",
                "`--from git --repository 地址` 读取仓库；`--from wayback` 查询网页存档"
            )));
        }
        let (waits, told) = waits();
        let fetcher = Fetcher::new(self.settings.clone(), self.environment.clone())?;
        let own = [&self.interface, &self.raw];
        let visitor = fetcher.visitor(wanted.source.id.as_str(), &own, wanted.now, waits);
        let github = Arc::new(Github::new(visitor, self.interface.clone(), self.raw.clone()));
        let mut conversation = Conversation { github, wanted, told, failures: 0 };
        runtime()?.block_on(async {
            let mut first = None;
            for (file, version) in &files {
                if let Some(error) = conversation.follow(file, version, intake).await? {
                    first.get_or_insert(error);
                }
            }
            first.map_or(Ok(()), Err)
        })
    }
}

struct Conversation<'w> {
    github: Arc<Github>,
    wanted: &'w Wanted<'w>,
    told: Told,
    /// In a row.
    failures: usize,
}

impl Conversation<'_> {
    /// Hands over one file's history; what kept it from being whole.
    async fn follow(&mut self, file: &File, like: &Version, intake: &mut Intake<'_>) -> Result<Option<Error>> {
        let listed = watched(self.github.list(file), &mut self.told, intake.progress).await;
        let versions = self.versions(file, like, &listed, intake);
        let broken = listed.broken;
        if versions.is_empty() && broken.is_none() && like.edition.is_none() {
            let path = printable_line(&file.path).into_owned();
            let branch = file.branch.as_deref().unwrap_or("HEAD");
            let (owner, repository) = (&file.owner, &file.repository);
            intake.note(message!(
                "{owner}/{repository} has no commit with {path} on {branch}",
                "{owner}/{repository} 的 {branch} 分支上没有涉及 {path} 的提交"
            ));
        }
        self.hand_over(file, &versions, intake).await?;
        match broken {
            Some(error) if shuts_out(&error) => Err(error),
            broken => Ok(broken),
        }
    }

    /// The versions from the oldest on.
    fn versions(
        &self,
        file: &File,
        like: &Version,
        listed: &Listed,
        intake: &mut Intake<'_>,
    ) -> Vec<(Version, Commit)> {
        let is_whole = listed.broken.is_none();
        for (before, commit) in &listed.moved {
            let (before, commit) = (printable_line(before).into_owned(), commit.get(..12).unwrap_or(commit));
            let path = printable_line(&file.path).into_owned();
            intake.note(message!(
                "{path} was at {before} before commit {commit}",
                "{path} 在提交 {commit} 之前位于 {before}"
            ));
        }
        let mut commits: Vec<&Commit> = listed.commits.iter().collect();
        commits.reverse();
        let seconds: Vec<i64> = commits.iter().map(|commit| commit.at.as_second()).collect();
        let (times, doubted) = times(&seconds, self.wanted.now);
        for commit in doubted.iter().filter_map(|index| commits.get(*index)) {
            let (short, at) = (commit.id.get(..12).unwrap_or(&commit.id), commit.at);
            intake.note(message!(
                "commit {short} says {at}, which its neighbours deny: it is taken as of the one after it",
                "提交 {short} 的时间为 {at}，与前后提交矛盾：按其后一个提交的时间计"
            ));
        }
        // The branch has the newest one now.
        let ends = times.iter().skip(1).copied().chain([self.wanted.now]);
        let mut versions = Vec::new();
        for ((commit, published_at), seen_at) in commits.into_iter().zip(&times).zip(ends) {
            let version = Version {
                published_at: *published_at,
                seen_at,
                reference: commit.id.clone(),
                final_url: self.github.body_address(file, commit).ok().map(String::from),
                ..like.clone()
            };
            versions.push((version, commit.clone()));
        }
        // Only a whole list shows that a commit is gone.
        let listed: HashSet<&str> = versions.iter().map(|(version, _)| version.reference.as_str()).collect();
        let held = intake.held_references(&like.resource, &like.url);
        let lost = held.into_iter().filter(|reference| is_whole && !listed.contains(reference)).count();
        if lost > 0 {
            let path = printable_line(&file.path).into_owned();
            let counted = counted(lost, "version", "versions");
            intake.note(message!(
                "{path}: {counted} held of commits that the branch no longer has: its history was rewritten; they stay",
                "{path}：已存的 {lost} 个版本所属的提交已不在该分支：历史被改写；这些版本予以保留"
            ));
        }
        versions
    }

    async fn hand_over(&mut self, file: &File, versions: &[(Version, Commit)], intake: &mut Intake<'_>) -> Result<()> {
        intake.announce(versions.len());
        let mut coming: VecDeque<(usize, Coming)> = VecDeque::new();
        let mut next = 0;
        for (index, (version, commit)) in versions.iter().enumerate() {
            if passed_over(version, intake)? {
                continue;
            }
            next = next.max(index);
            while coming.len() < AHEAD
                && let Some((version, commit)) = versions.get(next)
            {
                if next == index || intake.needs(version) {
                    let (github, file, commit) = (Arc::clone(&self.github), file.clone(), commit.clone());
                    coming.push_back((next, tokio::spawn(async move { github.body(&file, &commit).await })));
                }
                next += 1;
            }
            // What was asked ahead for a version that was then passed over is of no more use.
            while coming.front().is_some_and(|(asked, _)| *asked < index) {
                coming.pop_front();
            }
            let is_own = coming.front().is_some_and(|(asked, _)| *asked == index);
            let own = if is_own { coming.pop_front() } else { None };
            let answer = match own {
                Some((_, task)) => match watched(task, &mut self.told, intake.progress).await {
                    Ok(answer) => answer,
                    // Nobody cancels a task, so it panicked: not to be hidden.
                    Err(panicked) => std::panic::resume_unwind(panicked.into_panic()),
                },
                None => watched(self.github.body(file, commit), &mut self.told, intake.progress).await,
            };
            self.take(version, answer, intake)?;
        }
        Ok(())
    }

    fn take(&mut self, version: &Version, answer: Result<Option<Visited>>, intake: &mut Intake<'_>) -> Result<()> {
        match answer {
            Ok(Some(visited)) => {
                self.failures = 0;
                if is_lfs_pointer(&visited.body) {
                    let why = message!(
                        "it is only a pointer to the file, which lies in Git LFS",
                        "它只是指针，文件本身存于 Git LFS"
                    );
                    intake.skip(version, why);
                    return Ok(());
                }
                let version = Version { status: Some(visited.status), ..version.clone() };
                intake.take(&version, Content::Body(&visited.body))
            }
            Ok(None) => {
                self.failures = 0;
                intake.take(version, Content::Gone)
            }
            Err(error) => {
                self.failures += 1;
                if shuts_out(&error) || self.failures >= PATIENCE {
                    return Err(error);
                }
                intake.skip(version, why(&error));
                Ok(())
            }
        }
    }
}

fn is_lfs_pointer(body: &[u8]) -> bool {
    body.len() < 1024 && body.starts_with(b"version https://git-lfs.github.com/spec/")
}

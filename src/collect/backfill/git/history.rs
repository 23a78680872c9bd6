//! The versions of a source's files, each file's from the oldest to the newest.

use super::clock;
use super::log::{self, Change, Commit, Log, What};
use super::open::{Repository, shown};
use super::path::{PathTemplate, encode};
use crate::catalogue::{Resource, Source};
use crate::collect::backfill::pattern::Values;
use crate::collect::backfill::{Version, Wanted};
use crate::error::Result;
use crate::fetch::address;
use crate::message;
use crate::schema::Timestamp;
use crate::text::Message;
use std::collections::BTreeMap;

/// How often a file's names are followed back.
const MOST_NAMES: usize = 20;

/// A resource and its path in the repository.
pub(super) struct File<'a> {
    pub(super) resource: &'a Resource,
    pub(super) path: PathTemplate,
    /// The address of one commit's file, with `{commit}` and `{path}`.
    pub(super) raw: Option<String>,
    /// Names that it had before: each with the commit that gave it the next one.
    names: Vec<(String, String)>,
}

impl<'a> File<'a> {
    pub(super) fn new(resource: &'a Resource, path: PathTemplate, raw: Option<String>) -> File<'a> {
        File { resource, path, raw, names: Vec::new() }
    }
}

/// One version, and what git calls its bytes.
pub(super) struct Step {
    pub(super) version: Version,
    pub(super) what: What,
}

/// What a repository holds of some files.
#[derive(Default)]
pub(super) struct History {
    /// In the order of commits.
    pub(super) steps: Vec<Step>,
    /// What is to be said about it.
    pub(super) notes: Vec<Message>,
    /// The files of which it never had anything.
    pub(super) never: Vec<String>,
}

/// Reads what a repository holds of these files.
///
/// # Errors
/// What git says.
pub(super) fn read(repository: &Repository, files: &mut [File<'_>], wanted: &Wanted<'_>) -> Result<History> {
    let mut history = History::default();
    let log = follow(repository, files, &mut history.notes)?;
    let committed: Vec<i64> = log.commits.iter().rev().map(|commit| commit.committed_at).collect();
    let is_last = log.commits.first().is_some_and(|commit| commit.id == repository.tip);
    let with_tip: Vec<i64> = committed.iter().copied().chain((!is_last).then_some(repository.tip_at)).collect();
    let (mut times, doubted) = clock::times(&with_tip, wanted.now);
    let tip_at = times.last().copied().unwrap_or(wanted.now);
    times.truncate(committed.len());
    // As the commits: the newest first.
    times.reverse();
    tell_of_clocks(&doubted, &log, &mut history.notes);
    if repository.shallow {
        tell_of_shallow(repository, &log, &times, &mut history.notes);
    }
    let mut steps: Vec<(usize, Step)> = Vec::new();
    for file in files.iter() {
        let before = steps.len();
        for (path, values) in paths_of(file, &log) {
            let Some(place) = place_of(wanted.source, file.resource, &values) else { continue };
            let changes = changes_of(file, &path, &log);
            for (index, (path, change)) in changes.iter().enumerate() {
                let next = index.checked_sub(1).and_then(|next| times.get(changes.get(next)?.1.commit));
                let moment = Moment { at: times.get(change.commit).copied(), until: next.copied().unwrap_or(tip_at) };
                steps
                    .extend(step(file, &place, (path, change), moment, &log.commits).map(|step| (change.commit, step)));
            }
        }
        if steps.len() == before {
            history.never.push(file.path.to_string());
        }
    }
    steps.sort_by_key(|(commit, _)| std::cmp::Reverse(*commit));
    history.steps = steps.into_iter().map(|(_, step)| step).collect();
    Ok(history)
}

/// The log of the files under every name that they had.
fn follow(repository: &Repository, files: &mut [File<'_>], notes: &mut Vec<Message>) -> Result<Log> {
    loop {
        let mut roots: Vec<String> = files.iter().map(|file| file.path.root().to_owned()).collect();
        roots.extend(files.iter().flat_map(|file| file.names.iter().map(|(name, _)| name.clone())));
        roots.sort();
        roots.dedup();
        let is_wanted = |path: &str| {
            files.iter().any(|file| file.path.read(path).is_some() || file.names.iter().any(|(name, _)| name == path))
        };
        let log = log::read(repository, &roots, is_wanted)?;
        let mut found = false;
        for file in files.iter_mut() {
            let Some(path) = file.path.literal().map(str::to_owned) else { continue };
            let oldest = changes_of(file, &path, &log).last().map(|(name, change)| (name.clone(), change.commit));
            let Some((name, commit)) = oldest.and_then(|(name, at)| Some((name, log.commits.get(at)?))) else {
                continue;
            };
            if file.names.len() >= MOST_NAMES || file.names.iter().any(|(_, known)| *known == commit.id) {
                continue;
            }
            let Some(before) = log::name_before(repository, &commit.id, &name) else { continue };
            let (old, new, at) = (shown(&before), shown(&name), short(&commit.id));
            notes.push(message!("{new} was called {old} before {at}", "{new} 在 {at} 之前名为 {old}"));
            file.names.push((before, commit.id.clone()));
            found = true;
        }
        if !found {
            return Ok(log);
        }
    }
}

/// The changes of a file under all its names, the newest first.
fn changes_of<'l>(file: &File<'_>, path: &str, log: &'l Log) -> Vec<(String, &'l Change)> {
    let of = |name: &str| log.changes.get(name).map(Vec::as_slice).unwrap_or_default();
    let mut changes: Vec<(String, &Change)> = of(path).iter().map(|change| (path.to_owned(), change)).collect();
    for (name, commit) in &file.names {
        let Some(given) = log.commits.iter().position(|known| known.id == *commit) else { continue };
        changes.extend(of(name).iter().filter(|change| change.commit > given).map(|change| (name.clone(), change)));
    }
    changes
}

/// The paths of a file at any time, with the values that make them.
fn paths_of(file: &File<'_>, log: &Log) -> BTreeMap<String, Values> {
    match file.path.literal() {
        Some(path) => [(path.to_owned(), Values::new())].into(),
        None => log.changes.keys().filter_map(|path| Some((path.clone(), file.path.read(path)?))).collect(),
    }
}

/// An address and its edition.
struct Address {
    url: String,
    edition: Option<String>,
}

/// The address that these values make; `None` where they are none of the source's.
fn place_of(source: &Source, resource: &Resource, values: &Values) -> Option<Address> {
    let edition = values.get("edition").cloned();
    if let Some(label) = &edition {
        source.editions.read(label)?;
    }
    Some(Address { url: address(&resource.url, |name| values.get(name).cloned())?, edition })
}

#[derive(Clone, Copy)]
struct Moment {
    at: Option<Timestamp>,
    until: Timestamp,
}

fn step(
    file: &File<'_>,
    place: &Address,
    (path, change): (&str, &Change),
    moment: Moment,
    commits: &[Commit],
) -> Option<Step> {
    let (commit, at) = (commits.get(change.commit)?, moment.at?);
    let raw = file.raw.as_ref().map(|raw| raw.replace("{commit}", &commit.id).replace("{path}", &encode(path)));
    let version = Version {
        edition: place.edition.clone(),
        final_url: raw,
        seen_at: moment.until.max(at),
        ..Version::new(&file.resource.id, &place.url, at, &commit.id)
    };
    Some(Step { version, what: change.what.clone() })
}

fn tell_of_clocks(doubted: &[usize], log: &Log, notes: &mut Vec<Message>) {
    let count = doubted.len();
    let Some(first) = doubted.first() else { return };
    // Counted from the oldest; one beyond the last is the tip.
    let commit = log.commits.len().checked_sub(first + 1).and_then(|index| log.commits.get(index));
    let id = commit.map_or("the tip", |commit| short(&commit.id));
    notes.push(message!(
        "the clocks of {count} commits run backwards or ahead (the first is {id}): each is taken as public when the \
         next one was, at the latest now",
        "{count} 个提交的时钟倒退或超前（首个为 {id}）：均按下一提交公开之时计，最迟为现在"
    ));
}

fn tell_of_shallow(repository: &Repository, log: &Log, times: &[Timestamp], notes: &mut Vec<Message>) {
    let name = shown(&repository.name);
    let from: String = times.last().map_or_else(String::new, |at| at.to_string().chars().take(10).collect());
    let id = log.commits.last().map_or("", |commit| short(&commit.id));
    notes.push(message!(
        "{name} is a shallow clone: its history begins at {from} ({id}), and what stood then may be older; \
         `git fetch --unshallow` gets the rest",
        "{name} 是浅克隆：其历史始于 {from}（{id}），当时的内容可能更早；`git fetch --unshallow` 可取得其余部分"
    ));
}

/// A commit's id as people write it.
pub(super) fn short(id: &str) -> &str {
    id.get(..12).unwrap_or(id)
}

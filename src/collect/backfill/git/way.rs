//! `--from git`

use super::blobs::{self, Blob, Blobs};
use super::clone::{clone, fetch_missing, is_address, not_had, without_password};
use super::history::{self, File, History, Step};
use super::log::What;
use super::open::{Repository, shown};
use super::path::PathTemplate;
use super::place::{Place, place_of};
use crate::archive::Keeper;
use crate::catalogue::Resource;
use crate::collect::backfill::{Content, Intake, Options, Wanted, Way};
use crate::error::{Error, ErrorKind, Result};
use crate::message;
use crate::schema::Digest;
use crate::text::{Message, nearest};
use std::collections::{BTreeMap, HashMap, HashSet};
use std::path::{Path, PathBuf};

/// Folders of a repository in which a site's pages stand, the likeliest first.
const SITES: &[&str] = &["", "docs/", "public/", "static/", "site/", "website/", "web/", "src/", "dist/", "build/"];

/// The most names of files that are looked through.
const MOST_NAMES: usize = 200_000;

struct Git {
    repository: Option<String>,
    cache: Option<PathBuf>,
}

/// Makes the way ready.
pub(in crate::collect::backfill) fn make(options: &Options) -> Result<Box<dyn Way>> {
    if let Some(file) = options.files.first() {
        let file = file.display();
        let what = message!("--from git reads no file ({file})", "--from git 不读取文件（{file}）");
        let hint = message!("--repository names a clone, or an address", "用 --repository 指明克隆目录或地址");
        return Err(Error::new(ErrorKind::Usage { what }).with_hint(hint));
    }
    Ok(Box::new(Git { repository: options.repository.clone(), cache: options.cache.clone() }))
}

/// What is read of one repository at one branch.
type Groups<'a> = BTreeMap<(Option<String>, Option<String>), Vec<(&'a Resource, Place)>>;

impl Way for Git {
    fn keeper(&self) -> Keeper {
        Keeper::Git
    }

    fn run(&mut self, wanted: &Wanted<'_>, intake: &mut Intake<'_>) -> Result<()> {
        let groups = self.groups(wanted, intake)?;
        let mut late = None;
        for ((address, branch), places) in groups {
            let address = self.repository.clone().or(address);
            let Some(address) = address else { continue };
            match self.repository(&address, branch.as_deref(), places, wanted, intake) {
                Ok(stopped) => late = late.or(stopped),
                Err(error) if is_of_the_archive(&error) => return Err(error),
                Err(error) => late = late.or(Some(error)),
            }
        }
        late.map_or(Ok(()), Err)
    }
}

fn is_of_the_archive(error: &Error) -> bool {
    matches!(error.kind(), ErrorKind::Archive { .. } | ErrorKind::Io { .. })
}

impl Git {
    /// The resources by repository and branch; those that no repository has are told of.
    fn groups<'a>(&self, wanted: &Wanted<'a>, intake: &mut Intake<'_>) -> Result<Groups<'a>> {
        let (mut placed, mut elsewhere) = (Vec::new(), Vec::new());
        for resource in &wanted.resources {
            match place_of(resource) {
                Some(place) => placed.push((*resource, place)),
                None => elsewhere.push(resource.id.as_str()),
            }
        }
        // A site's pages are looked for in a repository that is named, where no address names one itself.
        let named: HashSet<String> = placed.iter().filter_map(|(_, place)| place.repository.clone()).collect();
        let is_here = |place: &Place| match (&self.repository, &place.repository) {
            (_, None) => self.repository.is_some() && named.is_empty(),
            (None, Some(_)) => true,
            (Some(own), Some(other)) => named.len() == 1 || base(own) == base(other),
        };
        let (placed, other): (Vec<_>, Vec<_>) = placed.into_iter().partition(|(_, place)| is_here(place));
        elsewhere.extend(other.iter().map(|(resource, _)| resource.id.as_str()));
        if placed.is_empty() {
            return Err(self.nowhere(wanted, &named));
        }
        if !elsewhere.is_empty() {
            let (en, zh) = (elsewhere.join(", "), elsewhere.join("、"));
            intake.note(message!(
                "not in the repository, by their addresses: {en}",
                "按地址判断不在该仓库中的资源：{zh}"
            ));
        }
        let mut groups = Groups::new();
        for (resource, place) in placed {
            let address = place.repository.clone().filter(|_| self.repository.is_none());
            groups.entry((address, place.branch.clone())).or_default().push((resource, place));
        }
        Ok(groups)
    }

    fn nowhere(&self, wanted: &Wanted<'_>, named: &HashSet<String>) -> Error {
        let id = &wanted.source.id;
        let usage = |what: Message| Error::new(ErrorKind::Usage { what });
        if self.repository.is_some() && named.len() > 1 {
            let mut all: Vec<&str> = named.iter().map(String::as_str).collect();
            all.sort_unstable();
            let (en, zh) = (all.join(", "), all.join("、"));
            return usage(message!(
                "the resources of {id} stand in several repositories: {en}",
                "{id} 的资源分布在多个仓库中：{zh}"
            ))
            .with_hint(message!(
                "name the resource that this one has with --resource",
                "请用 --resource 指明该仓库所含的资源"
            ));
        }
        usage(message!(
            "no address of {id} says in which git repository it is kept",
            "{id} 的地址没有表明其所在的 git 仓库"
        ))
        .with_hint(message!(
            "--repository names one; `--from wayback` asks a web archive instead",
            "用 --repository 指明仓库；或用 `--from wayback` 查询网页存档"
        ))
    }

    /// Reads one repository; what kept some of it from being had.
    fn repository(
        &self,
        address: &str,
        branch: Option<&str>,
        places: Vec<(&Resource, Place)>,
        wanted: &Wanted<'_>,
        intake: &mut Intake<'_>,
    ) -> Result<Option<Error>> {
        let ours = is_address(address)?;
        let (folder, name, mut late) = if ours {
            let (folder, late) = clone(address, self.cache.as_deref(), wanted.source.id.as_str(), intake)?;
            (folder, without_password(address), late)
        } else {
            (PathBuf::from(address), address.to_owned(), None)
        };
        if let Some(error) = &late {
            let why = error.message();
            let (en, zh) = (why.en, why.zh);
            intake.note(message!("the clone at hand is read as it is: {en}", "按现有克隆读取：{zh}"));
        }
        let mut repository = Repository::open(&folder, &name, branch)?;
        if let Some(branch) = &repository.lacks_branch {
            let (name, branch) = (shown(&name), shown(branch));
            intake.note(message!(
                "{name} has no branch {branch}: its current one is read",
                "{name} 没有分支 {branch}：读取其当前分支"
            ));
        }
        let mut files = settle(&mut repository, &folder, places)?;
        repository.ours = ours;
        let history = history::read(&repository, &mut files, wanted)?;
        if history.steps.is_empty() {
            return Err(never(&repository, &history.never));
        }
        tell(&history, intake);
        tell_of_rewritten(&history, intake);
        let stopped = hand_over(&repository, history, intake)?;
        late = late.or(stopped);
        Ok(late)
    }
}

/// The last part of a repository's address or folder.
fn base(address: &str) -> String {
    let address = address.trim_end_matches('/').trim_end_matches(".git");
    let canonical = Path::new(address).canonicalize().ok().map(|path| path.to_string_lossy().into_owned());
    let last = canonical.unwrap_or_else(|| address.to_owned());
    last.rsplit(['/', ':', '\\']).next().unwrap_or_default().trim_end_matches(".git").to_ascii_lowercase()
}

/// The files' paths, where only the tree can tell them.
fn settle<'a>(repository: &mut Repository, folder: &Path, places: Vec<(&'a Resource, Place)>) -> Result<Vec<File<'a>>> {
    let mut files = Vec::new();
    let floats = places.iter().any(|(_, place)| place.floating);
    let mut names = if floats { repository.files(MOST_NAMES)? } else { Vec::new() };
    let is_there = |names: &[String]| places.iter().any(|(_, place)| site(&place.path, names).is_some());
    if floats
        && !is_there(&names)
        && let Ok(pages) = Repository::open(folder, &repository.name, Some("gh-pages"))
        && pages.lacks_branch.is_none()
    {
        names = pages.files(MOST_NAMES)?;
        *repository = pages;
    }
    for (resource, place) in places {
        let path = match site(&place.path, &names).filter(|_| place.floating) {
            Some(below) => place.path.below(below),
            None => place.path,
        };
        // A commit's address is only known of a clone of that repository.
        let known = place.repository.as_deref().is_some_and(|address| repository.is_of(address));
        files.push(File::new(resource, path, place.raw.filter(|_| known)));
    }
    Ok(files)
}

/// The folder of a site below which the most files fit a path.
fn site(path: &PathTemplate, names: &[String]) -> Option<&'static str> {
    let fitting = |folder: &str| {
        let path = path.below(folder);
        names.iter().filter(|name| path.read(name).is_some()).count()
    };
    let counts = SITES.iter().map(|folder| (*folder, fitting(folder))).filter(|(_, count)| *count > 0);
    counts.rev().max_by_key(|(_, count)| *count).map(|(folder, _)| folder)
}

fn never(repository: &Repository, paths: &[String]) -> Error {
    let (name, en) = (shown(&repository.name), paths.join(", "));
    let zh = paths.join("、");
    let what = message!("{name} never had {en}", "{name} 从未有过 {zh}");
    let error = Error::new(ErrorKind::Usage { what });
    let names = repository.names_ever(MOST_NAMES).unwrap_or_default();
    let near: Vec<String> = paths.iter().flat_map(|path| near(path, &names)).collect();
    if near.is_empty() {
        return error;
    }
    let (en, zh) = (near.join(", "), near.join("、"));
    error.with_hint(message!("the nearest names in its history are {en}", "其历史中最接近的名称：{zh}"))
}

/// Names like a path: those with the same last part first.
fn near(path: &str, names: &[String]) -> Vec<String> {
    let last = |path: &str| path.rsplit('/').next().unwrap_or_default().to_lowercase();
    let mut same: Vec<String> = names.iter().filter(|name| last(name) == last(path)).cloned().collect();
    same.sort();
    same.dedup();
    same.truncate(3);
    if same.is_empty() {
        same = nearest(path, names.iter().map(String::as_str));
    }
    same.iter().map(|name| shown(name)).collect()
}

fn tell(history: &History, intake: &mut Intake<'_>) {
    for note in &history.notes {
        intake.note(note.clone());
    }
    if !history.never.is_empty() {
        let (en, zh) = (history.never.join(", "), history.never.join("、"));
        intake.note(message!("the repository never had {en}", "仓库中从未有过 {zh}"));
    }
}

/// Says where the archive holds versions of commits that the history no longer has.
fn tell_of_rewritten(history: &History, intake: &mut Intake<'_>) {
    let mut by_address: HashMap<(&str, &str), HashSet<&str>> = HashMap::new();
    for Step { version, .. } in &history.steps {
        by_address.entry((&version.resource, &version.url)).or_default().insert(&version.reference);
    }
    let lost: usize = by_address
        .iter()
        .map(|((resource, url), known)| {
            let held = intake.held_references(resource, url);
            held.into_iter().filter(|reference| !known.contains(reference)).count()
        })
        .sum();
    if lost > 0 {
        intake.note(message!(
            "{lost} versions that are held are of commits that this history does not have: it was rewritten, or is \
             another branch; they stay",
            "已存的 {lost} 个版本所属的提交不在此历史中：历史被改写，或属于另一分支；这些版本予以保留"
        ));
    }
}

/// Hands over every version; what kept some from being had.
fn hand_over(repository: &Repository, history: History, intake: &mut Intake<'_>) -> Result<Option<Error>> {
    intake.announce(history.steps.len());
    let refused = complete(repository, &history, intake)?;
    let mut lacking = 0;
    let mut blobs = Blobs::open(repository)?;
    // A body that stands in many versions is read once.
    let mut read: HashMap<(String, String), Result<(Digest, u64), Message>> = HashMap::new();
    for Step { version, what } in history.steps {
        if intake.is_settled(&version)? {
            continue;
        }
        let id = match what {
            What::Gone => {
                intake.take(&version, Content::Gone)?;
                continue;
            }
            What::Symlink => {
                intake.skip(&version, message!("it is a symbolic link", "是符号链接"));
                continue;
            }
            What::Submodule => {
                intake.skip(&version, message!("it is another repository (a submodule)", "是另一个仓库（子模块）"));
                continue;
            }
            What::File(id) => id,
        };
        let key = (version.resource.clone(), id);
        match read.get(&key) {
            Some(Ok((object, bytes))) => {
                intake.take(&version, Content::Same { object: *object, bytes: *bytes })?;
                continue;
            }
            Some(Err(why)) => {
                intake.skip(&version, why.clone());
                continue;
            }
            None => {}
        }
        let known = match blobs.read(&key.1)? {
            Blob::Bytes(bytes) => {
                intake.take(&version, Content::Body(&bytes))?;
                Ok((Digest::of(&bytes), bytes.len() as u64))
            }
            Blob::Missing => {
                lacking += 1;
                let why = message!("its bytes are not in the clone", "克隆中没有其内容");
                intake.skip(&version, why.clone());
                Err(why)
            }
            Blob::Refused(why) => {
                intake.skip(&version, why.clone());
                Err(why)
            }
        };
        read.insert(key, known);
    }
    Ok(refused.filter(|_| lacking > 0).map(|cause| not_had(&repository.name, &cause, lacking)))
}

/// Asks the remote of a clone without bytes for those that are needed; why it did not give them.
fn complete(repository: &Repository, history: &History, intake: &Intake<'_>) -> Result<Option<Error>> {
    if !repository.partial {
        return Ok(None);
    }
    let mut needed: Vec<String> = Vec::new();
    let mut seen: HashSet<&str> = HashSet::new();
    for Step { version, what } in &history.steps {
        if let What::File(id) = what
            && intake.needs(version)
            && seen.insert(id)
        {
            needed.push(id.clone());
        }
    }
    let missing = blobs::missing(repository, &needed)?;
    if missing.is_empty() {
        return Ok(None);
    }
    let _working = intake.working(&repository.name);
    let fetched = fetch_missing(&repository.folder, &repository.name, &missing, repository.ours);
    Ok(fetched.err())
}

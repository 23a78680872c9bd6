//! A published archive into this one, over plain HTTP: only what is missing here is asked for.
//!
//! The listing says what there is. Bodies come first and go where they belong, several at once, each held against its
//! digest; then the logs and decisions that name them, which wait until all is here; then both archives are united. What
//! is interrupted goes on from there the next time.

use crate::archive::{Archive, Known, LARGEST_LISTING, LISTING, Listed, Listing, Part, Stage, Taking, Union};
use crate::collect::gather::no_runtime;
use crate::error::{Error, ErrorKind, FetchFailure, Result};
use crate::fetch::{Fetcher, Progress, Settings, Visit, Visited, Visitor, shuts_out};
use crate::message;
use crate::schema::{Digest, MOST_BODY_BYTES, Timestamp};
use crate::text::Message;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::task::JoinSet;
use url::Url;

/// How many files are asked for at once.
const AT_ONCE: usize = 6;
/// After so many failures in a row no more is asked.
const PATIENCE: usize = 5;
/// The largest file that is no body, in bytes.
const LARGEST_FILE: u64 = 256 << 20;
/// How much a log may have grown since it was listed, in bytes.
const GROWN: u64 = 16 << 20;

/// What came is durable after so long at the latest, when more comes.
const DURABLE_AFTER: Duration = Duration::from_secs(2);

/// What to pull.
#[derive(Debug, Clone)]
pub struct Pull {
    /// The address of the published archive's folder, with a slash at its end.
    pub base: Url,
    /// The most bytes that may have to come.
    pub most: u64,
    /// Whether bodies that are held here are removed too, where the published archive was asked to take them out.
    pub forget: bool,
    /// The time.
    pub now: Timestamp,
}

/// What came.
#[derive(Debug, Default)]
pub struct Pulled {
    /// Whether nothing is new there since the last time.
    pub unchanged: bool,
    /// Files that the listing names.
    pub listed: usize,
    /// Bodies that came.
    pub bodies: usize,
    /// Everything that came, in bytes.
    pub bytes: u64,
    /// What of it this archive did not hold.
    pub union: Union,
    /// Bodies that are held here and that the published archive was asked to take out.
    pub withheld: Vec<Digest>,
    /// What could not be taken, by path, and why.
    pub left: BTreeSet<(PathBuf, Message)>,
    /// What stopped it before its end, and how many files are still to come.
    pub stopped: Option<(Error, usize)>,
}

/// How to ask: a server of files is no publisher's page.
#[must_use]
pub fn pull_settings() -> Settings {
    Settings { size_limit: LARGEST_LISTING, per_host: AT_ONCE, interval: Duration::ZERO, ..Settings::default() }
}

/// The folder that an address means: with a slash at its end, without the listing's name.
///
/// # Errors
/// An address that is none, or has a query, which no file below it could have.
pub fn pull_base(address: &str) -> Result<Url> {
    let usage = |what: Message| Error::new(ErrorKind::Usage { what });
    let folder = address.strip_suffix(LISTING).unwrap_or(address).trim_end_matches('/');
    let url = Url::parse(&format!("{folder}/")).ok().filter(|url| matches!(url.scheme(), "http" | "https"));
    match url {
        Some(url) if address.contains(['?', '#']) || url.query().is_some() => Err(usage(message!(
            "the address has a query, which the files of an archive cannot have",
            "该网址带有查询参数，存档中的文件无法使用"
        ))),
        Some(url) => Ok(url),
        None => Err(usage(message!("{address:?} is no address of an archive", "{address:?} 不是存档的网址"))),
    }
}

/// Takes over what a published archive holds and the one in this folder does not; makes that if it is not there.
///
/// # Errors
/// No listing, or one that is not to be trusted; more to come than allowed; an archive that cannot be read or written.
/// What stopped it later is part of what is returned.
pub fn pull(fetcher: &Fetcher, pull: &Pull, folder: &Path, progress: Arc<dyn Progress>) -> Result<Pulled> {
    let visitor = fetcher.visitor("pull", &[&pull.base], pull.now, progress);
    let address = address(&pull.base);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(no_runtime)?;
    runtime.block_on(async {
        let known = Archive::open(folder).map(|archive| archive.known_of(&address)).unwrap_or_default();
        let Some((listing, mut now_known)) = listing(&visitor, pull, &known).await? else {
            return Ok(Pulled { unchanged: true, ..Pulled::default() });
        };
        let archive = Archive::create(folder)?;
        let stage = archive.stage(&address)?;
        let mut pulled = Pulled { listed: listing.files().len(), ..Pulled::default() };
        let wanted = Wanted::of(&listing, &archive, &known, pull.forget, &mut pulled);
        wanted.judge_size(pull)?;
        let mut coming = Coming { visitor: &visitor, base: &pull.base, pulled: &mut pulled };
        // What says the format comes before all that is of it.
        let mark = coming.bring(&wanted.mark, |file, bytes| stage.put(file, &bytes)).await?;
        if mark {
            check_mark(&stage, &visitor, &pull.base)?;
            let mut bodies = Bodies { taking: Taking::new(&archive), since: Instant::now() };
            let all_bodies = coming.bring(&wanted.bodies, |file, bytes| bodies.take(file, &bytes)).await?;
            bodies.taking.commit()?;
            let waiting: Vec<&Listed> = wanted.others.iter().copied().filter(|file| !stage.has(file)).collect();
            if all_bodies && coming.bring(&waiting, |file, bytes| stage.put(file, &bytes)).await? {
                stage.keep_only(&wanted.others)?;
                pulled.union = archive.unite(&stage.archive()?)?;
                let left = std::mem::take(&mut pulled.union.left);
                pulled.left.extend(left);
                let logs = listing.files().iter().filter(|file| file.part == Part::Log);
                now_known.logs = logs.map(|file| (file.path.clone(), file.sha256)).collect();
                // What could not be taken is asked for the next time.
                stage.finish(if pulled.left.is_empty() { &now_known } else { &known })?;
            }
        }
        Ok(pulled)
    })
}

/// The address as it is known by: without credentials.
fn address(base: &Url) -> String {
    let mut base = base.clone();
    let _ = base.set_username("");
    let _ = base.set_password(None);
    base.into()
}

/// The listing, and what is then known of it; `None` where it is the one that was taken over the last time.
async fn listing(visitor: &Visitor, pull: &Pull, known: &Known) -> Result<Option<(Listing, Known)>> {
    let url = join(visitor, &pull.base, LISTING)?;
    let ask = Visit::to(url.clone()).at_most(LARGEST_LISTING);
    // Whoever wants bodies removed is not told that nothing is new.
    let is_known = known.listing.is_some() && !pull.forget;
    let ask = if is_known { ask.unless(known.etag.clone(), known.last_modified.clone()) } else { ask };
    let visited = visitor.get(ask).await?;
    match visited.status {
        304 if is_known => return Ok(None),
        200 => {}
        status => {
            return Err(visitor.error(&url, FetchFailure::Status(status)).with_hint(message!(
                "a published archive has a listing: its publisher makes it with `bangdan verify --listing`",
                "已发布的存档应有清单：发布者用 `bangdan verify --listing` 生成"
            )));
        }
    }
    let digest = Digest::of(&visited.body);
    if is_known && known.listing == Some(digest) {
        return Ok(None);
    }
    let listing = Listing::read(&address(&url), &visited.body)?;
    let header = |name: &str| visited.header(name).map(str::to_owned);
    let now_known = Known {
        listing: Some(digest),
        etag: header("etag"),
        last_modified: header("last-modified"),
        ..Known::default()
    };
    Ok(Some((listing, now_known)))
}

/// What is asked for.
#[derive(Default)]
struct Wanted<'l> {
    mark: Vec<&'l Listed>,
    bodies: Vec<&'l Listed>,
    others: Vec<&'l Listed>,
}

impl<'l> Wanted<'l> {
    fn of(listing: &'l Listing, archive: &Archive, known: &Known, forget: bool, pulled: &mut Pulled) -> Wanted<'l> {
        let mut wanted = Wanted::default();
        for file in listing.files() {
            let most = if matches!(file.part, Part::Object(_)) { MOST_BODY_BYTES as u64 } else { LARGEST_FILE };
            match file.part {
                Part::Mark => wanted.mark.push(file),
                Part::Log if known.logs.get(&file.path) == Some(&file.sha256) => {}
                // A stranger's word alone removes nothing that is held here.
                Part::Forgotten(digest) if archive.stores(&digest) && !forget => pulled.withheld.push(digest),
                _ if archive.has(file) => {}
                _ if file.bytes > most => {
                    let most = most >> 20;
                    let what = message!("it has more than {most} MB", "超过 {most} MB");
                    pulled.left.insert((file.path.clone().into(), what));
                }
                Part::Object(_) => wanted.bodies.push(file),
                _ => wanted.others.push(file),
            }
        }
        wanted
    }

    fn judge_size(&self, pull: &Pull) -> Result<()> {
        let all = self.bodies.iter().chain(&self.others).map(|file| file.bytes);
        let (sum, most) = (all.fold(0, u64::saturating_add), pull.most);
        if sum <= most {
            return Ok(());
        }
        let (sum, most) = (sum.div_ceil(1 << 20), most >> 20);
        let what = message!("{sum} MB would have to come, and {most} MB may", "需获取 {sum} MB，而上限为 {most} MB");
        Err(Error::new(ErrorKind::Usage { what })
            .with_hint(message!("`--at-most {sum}` allows it", "可用 `--at-most {sum}` 放行")))
    }
}

/// Whether this program takes over an archive of the format that it says it has.
fn check_mark(stage: &Stage, visitor: &Visitor, base: &Url) -> Result<()> {
    stage.archive().map(|_| ()).map_err(|error| visitor.error(base, FetchFailure::Unexpected(error.message())))
}

/// Bodies as they come, made durable by and by: what is killed has lost little.
struct Bodies<'a> {
    taking: Taking<'a>,
    since: Instant,
}

impl Bodies<'_> {
    fn take(&mut self, file: &Listed, bytes: &[u8]) -> Result<()> {
        if let Part::Object(digest) = file.part {
            self.taking.body(digest, Path::new(&file.path), bytes)?;
        }
        if self.since.elapsed() >= DURABLE_AFTER {
            self.taking.commit()?;
            self.since = Instant::now();
        }
        Ok(())
    }
}

fn join(visitor: &Visitor, base: &Url, path: &str) -> Result<Url> {
    base.join(path).map_err(|_| visitor.error(base, FetchFailure::ForbiddenAddress(base.scheme().to_owned())))
}

/// Files under way.
struct Coming<'p> {
    visitor: &'p Visitor,
    base: &'p Url,
    pulled: &'p mut Pulled,
}

impl Coming<'_> {
    /// Asks for files, several at once, and hands over each as it comes; whether it came to the end. One that is not
    /// what the listing says is left, and said.
    async fn bring(&mut self, files: &[&Listed], mut take: impl FnMut(&Listed, Vec<u8>) -> Result<()>) -> Result<bool> {
        let host = self.base.host_str().unwrap_or_default();
        self.visitor.progress().planned(host, files.len());
        let mut tasks = JoinSet::new();
        let (mut next, mut done, mut failures) = (0, 0, 0);
        loop {
            while tasks.len() < AT_ONCE
                && let Some(file) = files.get(next)
            {
                let (index, url) = (next, join(self.visitor, self.base, &file.path)?);
                let grown = if file.part == Part::Log { GROWN } else { 0 };
                let visit = Visit::to(url).at_most(file.bytes.saturating_add(grown));
                let visitor = self.visitor.clone();
                tasks.spawn(async move { (index, visitor.get(visit).await) });
                next += 1;
            }
            let (index, answer) = match tasks.join_next().await {
                None => return Ok(true),
                Some(Ok(done)) => done,
                // Nobody cancels a task, so it panicked: not to be hidden.
                Some(Err(panicked)) => std::panic::resume_unwind(panicked.into_panic()),
            };
            self.visitor.progress().request_done(host);
            let Some(file) = files.get(index) else { continue };
            match answer.map(|visited| as_listed(file, visited)) {
                Ok(Ok(bytes)) => {
                    (failures, done) = (0, done + 1);
                    self.pulled.bytes += bytes.len() as u64;
                    self.pulled.bodies += usize::from(matches!(file.part, Part::Object(_)));
                    take(file, bytes)?;
                }
                Ok(Err(what)) => {
                    done += 1;
                    self.pulled.left.insert((file.path.clone().into(), what));
                }
                Err(error) => {
                    // A file that is another one than listed says nothing against its server.
                    let is_longer = matches!(error.kind(), ErrorKind::Fetch { failure: FetchFailure::TooLarge(_), .. });
                    failures += usize::from(!is_longer);
                    if failures >= PATIENCE || ends(&error) {
                        self.pulled.stopped = Some((error, files.len() - done));
                        return Ok(false);
                    }
                    done += 1;
                    let stated = file.bytes;
                    let what = match error.kind() {
                        ErrorKind::Fetch { failure: FetchFailure::TooLarge(_), .. } => message!(
                            "it is longer than the {stated} bytes of the listing",
                            "长于清单所列的 {stated} 字节"
                        ),
                        ErrorKind::Fetch { failure, .. } => failure.words(),
                        _ => error.message(),
                    };
                    self.pulled.left.insert((file.path.clone().into(), what));
                }
            }
        }
    }
}

/// Whether nothing more can be asked of the server. One that says 403 may only mean that there is no such file.
fn ends(error: &Error) -> bool {
    let missing = matches!(error.kind(), ErrorKind::Fetch { failure: FetchFailure::Status(403), .. });
    shuts_out(error) && !missing
}

/// The bytes of a file, held against the listing.
fn as_listed(file: &Listed, visited: Visited) -> std::result::Result<Vec<u8>, Message> {
    let Visited { status, mut body, .. } = visited;
    if status != 200 {
        return Err(message!("it is listed, and is not there ({status})", "清单中有它，但服务器上没有（{status}）"));
    }
    let (length, stated) = (body.len() as u64, file.bytes);
    if length < stated || (length > stated && file.part != Part::Log) {
        return Err(message!(
            "it has {length} bytes, and {stated} by the listing",
            "它有 {length} 字节，而清单为 {stated}"
        ));
    }
    // A log may have grown since it was listed.
    body.truncate(usize::try_from(stated).unwrap_or(usize::MAX));
    if Digest::of(&body) != file.sha256 {
        return Err(message!(
            "its bytes are not those of the listing: it changed there, or on its way",
            "其字节与清单不符：在服务器上或传输中被改动"
        ));
    }
    Ok(body)
}

//! Bytes into the archive: from the network, or from another archive.

use crate::archive::{Archive, Capture, Outcome, Run};
use crate::catalogue::Source;
use crate::error::{Error, Result};
use crate::fetch::{self, Absence, Asked, Fetched, Fetcher, Last, Memory, Progress};
use crate::schema::{BoardId, Digest, SourceId, Timestamp};
use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::Arc;

/// What a run brought.
#[derive(Debug, Default)]
pub struct Gathered {
    /// Bodies that the archive did not hold at their address.
    pub new: usize,
    /// Requests whose last body still holds.
    pub unchanged: usize,
    /// Editions that do not exist.
    pub absent: usize,
    /// Requests that gave no usable answer, and for which source.
    pub failed: Vec<(SourceId, Error)>,
    /// Bodies that came and were taken out on request before, so that they are not kept again.
    pub forgotten: BTreeSet<Digest>,
    /// Whether it was told to stop before everything was asked for.
    pub stopped: bool,
    /// Sources for which anything came.
    pub touched: BTreeSet<SourceId>,
}

/// Asks for the resources of sources and keeps every answer as it comes.
///
/// # Errors
/// An archive that cannot be written, at once. A source that fails is part of what is returned.
pub fn gather(
    fetcher: &Fetcher,
    sources: &[&Source],
    asked: Asked,
    archive: &Archive,
    progress: Arc<dyn Progress>,
) -> Result<Gathered> {
    gather_until(fetcher, sources, asked, archive, progress, std::future::pending())
}

/// The same until `stop` is done: then what came is kept, and nothing more is asked for.
///
/// # Errors
/// As [`gather`].
pub fn gather_until(
    fetcher: &Fetcher,
    sources: &[&Source],
    asked: Asked,
    archive: &Archive,
    progress: Arc<dyn Progress>,
    stop: impl Future<Output = ()>,
) -> Result<Gathered> {
    gather_told(fetcher, sources, asked, archive, progress, stop, &mut |_| {})
}

/// As [`gather_until`], and every answer is told before it is kept.
///
/// # Errors
/// As [`gather`].
pub(super) fn gather_told(
    fetcher: &Fetcher,
    sources: &[&Source],
    asked: Asked,
    archive: &Archive,
    progress: Arc<dyn Progress>,
    stop: impl Future<Output = ()>,
    told: &mut dyn FnMut(&Fetched),
) -> Result<Gathered> {
    let memory = Known::of(archive)?;
    let mut run = archive.begin_run(asked.now, &run_id())?;
    let mut gathered = Gathered::default();
    let mut stopped = false;
    let mut keep = |fetched: Fetched| {
        told(&fetched);
        keep(&mut run, &memory, &mut gathered, fetched)
    };
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(no_runtime)?;
    runtime.block_on(async {
        tokio::select! {
            biased;
            // What is under way is dropped; it is asked for the next time.
            () = stop => {
                stopped = true;
                Ok(())
            }
            ran = fetcher.run(sources, asked, &memory, progress, &mut keep) => ran,
        }
    })?;
    run.finish()?;
    gathered.stopped = stopped;
    Ok(gathered)
}

pub(super) fn no_runtime(cause: std::io::Error) -> Error {
    let doing = crate::message!("start the network runtime for", "启动网络运行环境");
    Error::new(crate::error::ErrorKind::Io { doing, path: "network".into() }).caused_by(cause)
}

fn keep(run: &mut Run, memory: &Known<'_>, gathered: &mut Gathered, fetched: Fetched) -> Result<()> {
    let mut body = None;
    let outcome = match fetched.outcome {
        fetch::Outcome::New(bytes) => {
            let last = memory.last(&fetched.url).map(|last| last.digest);
            let outcome = Outcome::of_body(&bytes, last, &fetched.url, fetched.media_type.as_deref());
            gathered.new += 1;
            body = Some(bytes);
            outcome
        }
        fetch::Outcome::Unchanged(object) => {
            gathered.unchanged += 1;
            Outcome::Unchanged { object }
        }
        fetch::Outcome::Absent(Absence::Status(_) | Absence::WrongBody(_)) => {
            gathered.absent += 1;
            Outcome::Absent
        }
        fetch::Outcome::Failed(error) => {
            let reason = error.to_string();
            if !fetched.auxiliary {
                gathered.failed.push((fetched.source.clone(), error));
            }
            Outcome::Failed { reason }
        }
    };
    if let Some(object) = outcome.object() {
        if memory.archive.is_forgotten(&object) {
            gathered.forgotten.insert(object);
        }
        gathered.touched.insert(fetched.source.clone());
    }
    let final_url = fetched.final_url.filter(|url| *url != fetched.url);
    let capture = Capture {
        edition: fetched.edition.map(|edition| edition.label),
        final_url,
        published_at: fetched.published_at,
        status: fetched.status,
        etag: fetched.etag,
        last_modified: fetched.last_modified,
        media_type: fetched.media_type,
        ..Capture::new(fetched.source, &fetched.resource, &fetched.url, Timestamp::now(), outcome)
    };
    run.record(capture, body.as_deref())
}

/// What the archive knows before the first request.
struct Known<'a> {
    archive: &'a Archive,
    last: HashMap<String, Last>,
    absent: HashSet<String>,
}

impl<'a> Known<'a> {
    fn of(archive: &'a Archive) -> Result<Known<'a>> {
        let mut known = Known { archive, last: HashMap::new(), absent: HashSet::new() };
        // What others kept says nothing of what the address gives now.
        for capture in archive.captures()?.into_iter().filter(|capture| capture.via.is_none()) {
            match capture.outcome {
                Outcome::New { object, .. } | Outcome::Unchanged { object } => {
                    known.absent.remove(capture.url.as_str());
                    let last = Last { etag: capture.etag, last_modified: capture.last_modified, digest: object };
                    known.last.insert(capture.url.into(), last);
                }
                Outcome::Absent => {
                    known.absent.insert(capture.url.into());
                }
                Outcome::Failed { .. } => {}
            }
        }
        Ok(known)
    }
}

impl Memory for Known<'_> {
    fn last(&self, url: &str) -> Option<Last> {
        self.last.get(url).cloned()
    }

    fn body(&self, digest: &Digest) -> Option<Vec<u8>> {
        self.archive.body(digest).ok()
    }

    fn absent(&self, url: &str) -> bool {
        self.absent.contains(url)
    }
}

/// Takes the captures of sources from another archive; those that are held already are left as they are.
///
/// # Errors
/// An archive that cannot be read or written.
pub fn replay(from: &Archive, sources: &[&Source], into: &Archive, now: Timestamp) -> Result<Gathered> {
    let wanted: HashSet<&SourceId> = sources.iter().map(|source| &source.id).collect();
    let held = into.captures()?;
    let held: HashSet<_> = held.iter().map(Capture::identity).collect();
    let captures = from.captures()?;
    let objects: HashSet<Digest> =
        captures.iter().filter(|capture| wanted.contains(&capture.source)).filter_map(Capture::object).collect();
    for forgotten in from.forgotten()?.iter().filter(|forgotten| objects.contains(&forgotten.capture)) {
        into.forget(forgotten)?;
    }
    let mut run = into.begin_run(now, &run_id())?;
    let mut gathered = Gathered::default();
    for capture in captures.iter().filter(|capture| wanted.contains(&capture.source)) {
        if held.contains(&capture.identity()) {
            gathered.unchanged += 1;
            continue;
        }
        let body = match &capture.outcome {
            // What either side took out is not brought back.
            Outcome::New { object, .. } if into.is_forgotten(object) => None,
            Outcome::New { object, .. } => Some(from.body(object)?),
            Outcome::Unchanged { .. } | Outcome::Absent | Outcome::Failed { .. } => None,
        };
        match &capture.outcome {
            Outcome::New { .. } => gathered.new += 1,
            Outcome::Unchanged { .. } => gathered.unchanged += 1,
            Outcome::Absent => gathered.absent += 1,
            Outcome::Failed { .. } => {}
        }
        gathered.touched.insert(capture.source.clone());
        run.record(capture.clone(), body.as_deref())?;
    }
    run.finish()?;
    carry_decisions(from, sources, into)?;
    Ok(gathered)
}

/// People's decisions about these sources' captures go with them.
fn carry_decisions(from: &Archive, sources: &[&Source], into: &Archive) -> Result<()> {
    let is_wanted = |board: &BoardId| sources.iter().any(|source| source.boards.iter().any(|own| own.id == *board));
    let decisions = from.decisions()?.into_iter().filter(|decision| is_wanted(&decision.board));
    let held: HashSet<Digest> = into.captures()?.iter().filter_map(Capture::object).collect();
    decisions.filter(|decision| held.contains(&decision.capture)).try_for_each(|decision| into.decide(&decision))
}

/// Tells apart runs that begin in the same second: the process that made them.
pub(super) fn run_id() -> String {
    format!("p{}", std::process::id())
}

//! Which bodies a board is made of at a moment: the addresses that the definition gives from the bodies then current.

use super::decisions::Decisions;
use super::moments::{Current, Known};
use crate::catalogue::{Resource, Source};
use crate::error::{Error, FetchFailure, Result};
use crate::fetch::{Absence, Asked, Job, Last, Memory, Outcome, Step, Walk};
use crate::schema::{Digest, Timestamp};
use crate::text::Message;
use std::cell::{Cell, RefCell};

/// Reads a body.
pub(super) type ReadBody<'r> = &'r (dyn Fn(&Digest) -> Result<Vec<u8>> + Sync);

/// One address that belongs to a set.
#[derive(Debug, Clone)]
pub(super) struct Member<'a> {
    pub(super) url: String,
    pub(super) edition: Option<String>,
    /// `None` where it was never asked for.
    pub(super) known: Option<Known<'a>>,
}

/// The addresses of a resource at a moment, in their order, and why they may not be all.
#[derive(Debug, Default)]
#[expect(clippy::struct_field_names, reason = "the members are what it is about")]
pub(super) struct Members<'a> {
    pub(super) members: Vec<Member<'a>>,
    pub(super) broken: Option<Message>,
    /// A body that says which members there are, and was taken out on request.
    pub(super) gone: Option<Digest>,
}

impl Member<'_> {
    pub(super) fn digest(&self) -> Option<Digest> {
        Some(self.known?.body?.0)
    }
}

/// The members of a resource at a moment.
///
/// # Errors
/// A body that cannot be read from the archive.
pub(super) fn members<'a>(
    source: &Source,
    resource: &Resource,
    current: &Current<'a>,
    now: Timestamp,
    (body, decisions): (ReadBody<'_>, &Decisions),
) -> Result<Members<'a>> {
    let needed = resource.needs();
    // A recording may lack the list that named its files: then all that are there are meant.
    let listed =
        needed.is_empty() || needed.iter().any(|(id, _)| current.of(id).any(|(_, known)| known.body.is_some()));
    match (source.has_many(resource), resource.page.is_some()) {
        (false, false) => Ok(newest(resource, current)),
        (true, _) if !listed => Ok(all(resource, current)),
        _ => walked(source, resource, current, now, (body, decisions)),
    }
}

fn all<'a>(resource: &Resource, current: &Current<'a>) -> Members<'a> {
    let there = current.of(&resource.id).filter(|(_, known)| !known.absent);
    let member = |(url, known): (&str, Known<'a>)| Member {
        url: url.to_owned(),
        edition: known.body.and_then(|(_, capture)| capture.edition.clone()),
        known: Some(known),
    };
    Members { members: there.map(member).collect(), ..Members::default() }
}

/// One address for each edition: the one that was seen last, since addresses change.
fn newest<'a>(resource: &Resource, current: &Current<'a>) -> Members<'a> {
    let mut newest: Vec<Member<'a>> = Vec::new();
    for member in all(resource, current).members {
        let Some(known) = member.known.filter(|known| known.body.is_some()) else { continue };
        match newest.iter_mut().find(|other| other.edition == member.edition) {
            Some(other) if other.known.is_some_and(|other| other.last_seen_at >= known.last_seen_at) => {}
            Some(other) => *other = member,
            None => newest.push(member),
        }
    }
    Members { members: newest, ..Members::default() }
}

/// The road that a fetch would take if every answer were the one that is known.
fn walked<'a>(
    source: &Source,
    resource: &Resource,
    current: &Current<'a>,
    now: Timestamp,
    (body, decisions): (ReadBody<'_>, &Decisions),
) -> Result<Members<'a>> {
    let memory = Held { body, decisions, failed: RefCell::new(None), gone: Cell::new(None) };
    let mut walk = Walk::to(source, &resource.id, Asked { now, all_editions: true }, &memory);
    let mut found: Vec<((usize, u32), Member<'a>)> = Vec::new();
    let mut lost = Vec::new();
    let mut broken = None;
    loop {
        let steps = walk.ready();
        if steps.is_empty() {
            break;
        }
        for step in steps {
            match step {
                Step::Tell(told) => {
                    if let (Outcome::Failed(error), false) = (told.outcome, told.auxiliary) {
                        broken.get_or_insert_with(|| error.message());
                    }
                }
                Step::Ask(job) => {
                    let known = current.at(&job.resource, &job.address());
                    take(&mut walk, &job, known);
                    let edition = job.edition.as_ref().map(|edition| edition.label.clone());
                    let member = Member { url: job.address(), edition, known };
                    let there = known.is_some_and(|known| known.body.is_some() || known.absent);
                    if job.resource == resource.id {
                        if !walk.ended_at(&job) && !is_end(resource, &job, known) {
                            found.push((job.order, member));
                        }
                    } else if !there && !job.auxiliary && job.edition.is_none() {
                        lost.push(member);
                    }
                }
            }
        }
    }
    if let Some(error) = memory.failed.into_inner() {
        return Err(error);
    }
    let gone = memory.gone.get();
    // Under another definition the same bodies stood at other addresses.
    if found.iter().all(|(_, member)| member.known.is_none()) && current.of(&resource.id).next().is_some() {
        let mut there = all(resource, current);
        there.members.sort_by(|a, b| (a.url.len(), &a.url).cmp(&(b.url.len(), &b.url)));
        return Ok(Members { gone, ..there });
    }
    found.sort_by_key(|(order, _)| *order);
    // Editions of which nothing was ever there were not published.
    let published = |edition: &Option<String>| {
        edition.is_none() || found.iter().any(|(_, other)| other.edition == *edition && other.digest().is_some())
    };
    let mut members: Vec<Member<'a>> =
        found.iter().filter(|(_, member)| published(&member.edition)).map(|(_, member)| member.clone()).collect();
    members.extend(lost);
    Ok(Members { members, broken, gone })
}

/// Whether a page that is not there only shows that the one before was the last.
fn is_end(resource: &Resource, job: &Job, known: Option<Known<'_>>) -> bool {
    let counted = resource.page.as_ref().is_none_or(|page| page.total.is_some());
    !counted && job.order.1 > 1 && known.is_some_and(|known| known.absent)
}

fn take(walk: &mut Walk<'_>, job: &Job, known: Option<Known<'_>>) {
    let (outcome, media_type) = match known {
        Some(Known { body: Some((digest, capture)), .. }) => (Outcome::Unchanged(digest), capture.media_type.clone()),
        Some(Known { absent: true, .. }) => (Outcome::Absent(Absence::Status(404)), None),
        _ => (Outcome::Failed(job.error(FetchFailure::NotRecorded)), None),
    };
    let mut fetched = job.fetched(outcome);
    fetched.media_type = media_type;
    walk.done(job, &fetched);
}

/// The bodies of the archive; the first that cannot be read is told in the end.
struct Held<'r> {
    body: ReadBody<'r>,
    decisions: &'r Decisions,
    failed: RefCell<Option<Error>>,
    gone: Cell<Option<Digest>>,
}

impl Memory for Held<'_> {
    fn last(&self, _url: &str) -> Option<Last> {
        None
    }

    fn body(&self, digest: &Digest) -> Option<Vec<u8>> {
        if self.decisions.forgotten(digest).is_some() {
            self.gone.set(Some(*digest));
            return None;
        }
        match (self.body)(digest) {
            Ok(body) => Some(body),
            Err(error) => {
                self.failed.borrow_mut().get_or_insert(error);
                None
            }
        }
    }

    fn absent(&self, _url: &str) -> bool {
        false
    }
}

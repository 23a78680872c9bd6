//! Where a way's versions go: judged, counted and kept.

use super::account::{Account, Skipped};
use super::held::{Held, Kept};
use super::way::{Content, Version, Wanted};
use crate::archive::{Capture, Keeper, Outcome, Run, Via};
use crate::error::Result;
use crate::fetch::{Progress, mismatch};
use crate::message;
use crate::schema::{Digest, MOST_BODY_BYTES, Timestamp};
use crate::text::Message;
use std::collections::HashMap;

/// Takes what a way hands over.
pub struct Intake<'a> {
    pub(super) wanted: &'a Wanted<'a>,
    pub(super) keeper: Keeper,
    /// `None` where it is only said what would be taken.
    pub(super) run: Option<Run>,
    pub(super) held: Held,
    pub(super) account: Account,
    pub(super) progress: &'a dyn Progress,
    /// The bytes of the version before, at each address.
    pub(super) before: HashMap<(String, String), Option<Digest>>,
    /// What is wrong with bodies that are handed over as the same again.
    pub(super) refused: HashMap<(String, Digest), Message>,
}

/// Something under way besides versions: a clone.
pub struct Working<'p> {
    progress: &'p dyn Progress,
    on: String,
}

impl Drop for Working<'_> {
    fn drop(&mut self) {
        self.progress.request_done(&self.on);
    }
}

impl Intake<'_> {
    /// Says how many versions are to come, for whoever watches.
    pub fn announce(&self, count: usize) {
        self.progress.planned(&self.title(), count);
    }

    /// Says that something else is under way for a while, until the guard is dropped.
    #[must_use]
    pub fn working(&self, on: &str) -> Working<'_> {
        self.progress.planned(on, 1);
        Working { progress: self.progress, on: on.to_owned() }
    }

    /// Whether the bytes of a version will be asked for; it is not counted.
    #[must_use]
    pub fn needs(&self, version: &Version) -> bool {
        let admitted = self.wanted.admits(version.published_at.min(self.wanted.now));
        admitted && self.held.by_reference(self.keeper, version).is_none()
    }

    /// What the record is known to have called the versions of an address that the archive holds.
    pub fn held_references(&self, resource: &str, url: &str) -> Vec<&str> {
        self.held.references(self.keeper, resource, url)
    }

    /// Whether nothing is to be done about a version, so that its bytes need not be asked for: the archive holds it
    /// already, by what the record calls it, or it lies outside of the days asked for. It is counted then, and that one
    /// stood longer than was known is kept.
    ///
    /// # Errors
    /// An archive that cannot be written.
    pub fn is_settled(&mut self, version: &Version) -> Result<bool> {
        let kept = self.held.by_reference(self.keeper, version);
        let published_at = kept.map_or(version.published_at.min(self.wanted.now), |kept| kept.published_at);
        if !self.admits(published_at) {
            return Ok(true);
        }
        let Some(kept) = kept else { return Ok(false) };
        self.account.count(&version.resource, kept.published_at);
        self.pass(version, kept)?;
        Ok(true)
    }

    /// Takes a version.
    ///
    /// # Errors
    /// An archive that cannot be written.
    pub fn take(&mut self, version: &Version, content: Content<'_>) -> Result<()> {
        let mut version = version.clone();
        let is_ahead = version.published_at > self.wanted.now;
        if is_ahead {
            let (reference, at) = (short(&version.reference), version.published_at);
            self.note(message!(
                "{reference} is dated {at}, which is yet to come: it is taken as of now",
                "{reference} 的日期为 {at}，尚未到来：按现在计"
            ));
            version.published_at = self.wanted.now;
        }
        version.seen_at = version.seen_at.clamp(version.published_at, self.wanted.now.max(version.published_at));
        if !self.admits(version.published_at) {
            return Ok(());
        }
        self.account.count(&version.resource, version.published_at);
        let (object, body) = match content {
            Content::Body(body) => (Some(Digest::of(body)), Some(body)),
            Content::Same { object, .. } => (Some(object), None),
            Content::Gone => (None, None),
        };
        if let Some(why) = object.and_then(|object| self.wrong(&version, object, body)) {
            self.refuse(&version, why);
            return Ok(());
        }
        if let (Some(object), None) = (object, body)
            && !self.held.has(&object)
        {
            let why = message!("its bytes are those of a version that was not taken", "其内容与一个未取的版本相同");
            self.refuse(&version, why);
            return Ok(());
        }
        let again = if is_ahead { self.held.named_alike(self.keeper, &version, object) } else { None };
        if let Some(kept) = again.or_else(|| self.held.by_content(&version, object)) {
            return self.pass(&version, kept);
        }
        let place = (version.resource.clone(), version.url.clone());
        let before = self.before.insert(place, object);
        let outcome = match (object, body) {
            (None, _) if before == Some(None) => return Ok(()),
            (None, _) => Outcome::Absent,
            (Some(object), _) if before == Some(Some(object)) => Outcome::Unchanged { object },
            (Some(_), Some(body)) => Outcome::of_body(body, None, &version.url, version.media_type.as_deref()),
            (Some(object), None) => {
                let bytes = if let Content::Same { bytes, .. } = content { bytes } else { 0 };
                // The archive knows the extension of a body that it holds.
                Outcome::New { object, bytes, ext: "bin" }
            }
        };
        let title = self.title();
        match object {
            None => self.account.gone += 1,
            Some(object) if before == Some(Some(object)) => self.account.identical += 1,
            Some(object) => {
                self.account.new += 1;
                self.account.objects.insert(object);
            }
        }
        self.record(&version, outcome, body)?;
        self.progress.request_done(&title);
        Ok(())
    }

    /// A version that cannot be had, and why.
    pub fn skip(&mut self, version: &Version, why: Message) {
        if self.admits(version.published_at) {
            self.account.count(&version.resource, version.published_at);
            self.refuse(version, why);
        }
    }

    /// Something that was not even a version of a resource: a response of another status, a record that is cut short.
    pub fn leave_out(&mut self, resource: &str, reference: &str, at: Option<Timestamp>, why: Message) {
        if at.is_none_or(|at| self.wanted.admits(at)) {
            let (resource, reference) = (resource.to_owned(), reference.to_owned());
            self.account.skip(Skipped { resource, reference, published_at: at, why });
        }
    }

    /// Says something about the record as a whole, once.
    pub fn note(&mut self, note: Message) {
        self.account.note(note);
    }

    /// Whether it is only said what would be taken: what costs a request is then not asked for.
    #[must_use]
    pub fn is_dry(&self) -> bool {
        self.run.is_none()
    }

    /// A version whose bytes would be asked for, were this no dry run.
    pub fn leave_unasked(&mut self, version: &Version) {
        self.account.count(&version.resource, version.published_at);
        self.account.unasked += 1;
        self.progress.request_done(&self.title());
    }

    fn admits(&mut self, published_at: Timestamp) -> bool {
        let admitted = self.wanted.admits(published_at);
        if !admitted {
            self.account.outside += 1;
            self.progress.request_done(&self.title());
        }
        admitted
    }

    fn refuse(&mut self, version: &Version, why: Message) {
        let Version { resource, reference, published_at, .. } = version.clone();
        self.account.skip(Skipped { resource, reference, published_at: Some(published_at), why });
        self.progress.request_done(&self.title());
    }

    /// What shows that the bytes are not the resource at all. What is only in a shape that no definition reads is kept.
    fn wrong(&mut self, version: &Version, object: Digest, body: Option<&[u8]>) -> Option<Message> {
        let key = (version.resource.clone(), object);
        let Some(body) = body else { return self.refused.get(&key).cloned() };
        let resource = self.wanted.resources.iter().find(|resource| resource.id == version.resource)?;
        let why = if body.len() > MOST_BODY_BYTES {
            let most = MOST_BODY_BYTES >> 20;
            Some(message!("it has more than {most} MB", "超过 {most} MB"))
        } else {
            mismatch(&resource.expect, body, version.media_type.as_deref())
        };
        if let Some(why) = &why {
            self.refused.insert(key, why.clone());
        }
        why
    }

    /// Counts a version that is held, and keeps that it stood longer than was known.
    fn pass(&mut self, version: &Version, kept: Kept) -> Result<()> {
        self.account.held += 1;
        self.before.insert((version.resource.clone(), version.url.clone()), kept.object);
        // A clock that runs ahead would vouch for a little more each time.
        let seen_at = version.seen_at;
        if let Some(object) = kept.object.filter(|_| seen_at > kept.seen_at && seen_at < self.wanted.now) {
            self.account.prolonged += 1;
            let again = Version { published_at: kept.published_at, seen_at, ..version.clone() };
            self.record(&again, Outcome::Unchanged { object }, None)?;
        }
        self.progress.request_done(&self.title());
        Ok(())
    }

    fn record(&mut self, version: &Version, outcome: Outcome, body: Option<&[u8]>) -> Result<()> {
        let (resource, url, keeper) = (version.resource.as_str(), version.url.as_str(), self.keeper);
        let kept = Kept { object: outcome.object(), published_at: version.published_at, seen_at: version.seen_at };
        self.held.add(resource, url, Some((keeper, &version.reference)), kept);
        let Some(run) = &mut self.run else { return Ok(()) };
        let source = self.wanted.source.id.clone();
        let via = Via { kept_by: keeper, reference: version.reference.clone(), seen_at: version.seen_at };
        let capture = Capture {
            edition: version.edition.clone(),
            final_url: version.final_url.clone().filter(|other| other != url),
            published_at: Some(version.published_at),
            status: version.status,
            last_modified: version.last_modified.clone(),
            media_type: version.media_type.clone(),
            via: Some(via),
            ..Capture::new(source, resource, url, self.wanted.now, outcome)
        };
        run.record(capture, body)
    }

    fn title(&self) -> String {
        format!("{} ({})", self.wanted.source.id, self.keeper.code())
    }
}

/// A commit's id as people write it; anything else as it is.
fn short(reference: &str) -> &str {
    let is_id = reference.len() >= 40 && reference.bytes().all(|byte| byte.is_ascii_hexdigit());
    reference.get(..12).filter(|_| is_id).unwrap_or(reference)
}

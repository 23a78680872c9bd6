//! The order in which a source's resources are asked for: a pure state machine over their needs.

use super::address::Declared;
use super::addresses::{Address, Maker};
use super::bound::Bound;
use super::expect;
use super::job::Job;
use super::known::{Asked, Memory};
use super::outcome::{Fetched, Outcome};
use super::paging::{Next, next};
use super::template::{bare_template, declared};
use crate::catalogue::{Resource, Source};
use crate::error::{Error, ErrorKind, FetchFailure};
use crate::message;
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// The walk over one source's resources. [`ready`](Walk::ready) says what can be asked for, [`done`](Walk::done) takes
/// each outcome, until there is nothing more and nothing under way.
pub struct Walk<'a> {
    source: &'a Source,
    asked: Asked,
    memory: &'a dyn Memory,
    declared: Arc<Declared>,
    read_by_boards: BTreeSet<&'a str>,
    states: BTreeMap<&'a str, State>,
    bound: Bound,
    /// Further pages, and why there are none.
    pages: Vec<Step>,
    /// Pages whose emptiness showed that the one before was the last.
    ends: BTreeSet<(String, (usize, u32))>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    Waiting,
    /// So many of its requests have no outcome yet.
    Open(usize),
    Settled,
}

/// What a walk gives.
pub enum Step {
    /// To be asked for.
    Ask(Box<Job>),
    /// An outcome that needs no request: its address cannot be known.
    Tell(Box<Fetched>),
}

impl<'a> Walk<'a> {
    /// A walk over all resources of a source.
    #[must_use]
    pub fn new(source: &'a Source, asked: Asked, memory: &'a dyn Memory) -> Walk<'a> {
        Walk {
            source,
            asked,
            memory,
            declared: Arc::new(declared(source)),
            read_by_boards: read_by_boards(source),
            states: source.resources.keys().map(|id| (id.as_str(), State::Waiting)).collect(),
            bound: Bound::default(),
            pages: Vec::new(),
            ends: BTreeSet::new(),
        }
    }

    /// A walk to one resource: over those that it awaits, and itself.
    #[must_use]
    pub fn to(source: &'a Source, resource: &str, asked: Asked, memory: &'a dyn Memory) -> Walk<'a> {
        let awaited = source.awaited_by(resource);
        let mut walk = Walk::new(source, asked, memory);
        walk.states.retain(|id, _| *id == resource || awaited.contains(*id));
        walk
    }

    /// What can be asked for now, and what cannot be asked for any more.
    pub fn ready(&mut self) -> Vec<Step> {
        let source = self.source;
        let mut steps = std::mem::take(&mut self.pages);
        loop {
            let free = source.resources.values().find(|resource| {
                self.state(&resource.id) == State::Waiting
                    && resource.awaits().iter().all(|id| self.state(id) == State::Settled)
            });
            let open = self.states.values().any(|state| matches!(state, State::Open(_)));
            let resource = match free {
                Some(resource) => resource,
                // Nothing is under way and something still waits: its needs go round in a circle.
                None if !open => match source.resources.values().find(|r| self.state(&r.id) == State::Waiting) {
                    Some(resource) => resource,
                    None => return steps,
                },
                None => return steps,
            };
            let asked = self.steps(resource);
            let jobs = asked.iter().filter(|step| matches!(step, Step::Ask(_))).count();
            self.states.insert(&resource.id, if jobs == 0 { State::Settled } else { State::Open(jobs) });
            steps.extend(asked);
        }
    }

    /// Takes the outcome of a job that [`ready`](Walk::ready) gave.
    pub fn done(&mut self, job: &Job, fetched: &Fetched) {
        let source = self.source;
        let read = source.resources.get(&job.resource).map(|resource| self.read(resource, job, fetched));
        // Another page takes the place of this one.
        if read == Some(true) {
            return;
        }
        if let Some(state) = self.states.get_mut(job.resource.as_str()) {
            *state = match *state {
                State::Open(jobs) if jobs > 1 => State::Open(jobs - 1),
                _ => State::Settled,
            };
        }
    }

    /// Whether the body of a job that was taken has no rows and so showed that the page before it was the last.
    #[must_use]
    pub fn ended_at(&self, job: &Job) -> bool {
        self.ends.contains(&(job.resource.clone(), job.order))
    }

    /// Takes what a body says about other addresses; whether another page follows.
    fn read(&mut self, resource: &Resource, job: &Job, fetched: &Fetched) -> bool {
        if resource.bind.is_empty() && resource.page.is_none() {
            return false;
        }
        let body: Cow<'_, [u8]> = match &fetched.outcome {
            Outcome::New(body) => Cow::Borrowed(body),
            Outcome::Unchanged(digest) => {
                let Some(body) = self.memory.body(digest) else {
                    let gone = message!("its last body is gone from the archive", "存档中已没有其上次的响应正文");
                    self.tell_of(resource, FetchFailure::Unexpected(gone));
                    return false;
                };
                Cow::Owned(body)
            }
            Outcome::Absent(_) | Outcome::Failed(_) => return false,
        };
        let text = expect::readable(&body, fetched.media_type.as_deref());
        self.bound.take(resource, job.order, job.edition.as_ref(), &job.row, &text);
        let (Some(page), Some(turn)) = (&resource.page, job.turn) else { return false };
        match next(page, turn, &text) {
            Next::Page(turn) => {
                let (row, edition) = (job.row.clone(), job.edition.as_ref());
                match self.maker().page(resource, row, edition, turn) {
                    Ok(address) => {
                        let following = self.job(resource, address, job.order.0);
                        self.pages.push(Step::Ask(Box::new(following)));
                        return true;
                    }
                    Err(failure) => self.tell_of(resource, failure),
                }
            }
            Next::End(true) => {
                self.ends.insert((resource.id.clone(), job.order));
            }
            Next::End(false) => {}
            Next::Broken(failure) => self.tell_of(resource, failure),
        }
        false
    }

    fn state(&self, id: &str) -> State {
        self.states.get(id).copied().unwrap_or(State::Settled)
    }

    fn maker(&self) -> Maker<'_> {
        Maker { source: self.source, asked: self.asked, memory: self.memory, bound: &self.bound }
    }

    fn steps(&self, resource: &Resource) -> Vec<Step> {
        match self.maker().addresses(resource) {
            Err(failure) => vec![Step::Tell(Box::new(self.tell(resource, failure)))],
            Ok((addresses, missing)) => {
                let missing = missing.map(|failure| Step::Tell(Box::new(self.tell(resource, failure))));
                let jobs = addresses.into_iter().enumerate();
                let jobs = jobs.map(|(number, address)| Step::Ask(Box::new(self.job(resource, address, number))));
                missing.into_iter().chain(jobs).collect()
            }
        }
    }

    fn job(&self, resource: &Resource, address: Address, number: usize) -> Job {
        let mut job = Job::of(&self.source.id, resource, address, &self.declared);
        job.auxiliary = !self.read_by_boards.contains(resource.id.as_str());
        job.may_be_absent |= self.source.has_many(resource);
        job.order.0 = number;
        job
    }

    fn tell_of(&mut self, resource: &Resource, failure: FetchFailure) {
        let told = Step::Tell(Box::new(self.tell(resource, failure)));
        self.pages.push(told);
    }

    fn tell(&self, resource: &Resource, failure: FetchFailure) -> Fetched {
        let source_id = self.source.id.to_string();
        let url = bare_template(&resource.url);
        let error = Error::new(ErrorKind::Fetch { source_id, url: url.clone(), failure });
        Fetched {
            source: self.source.id.clone(),
            resource: resource.id.clone(),
            edition: None,
            url,
            final_url: None,
            status: None,
            etag: None,
            last_modified: None,
            published_at: None,
            media_type: None,
            auxiliary: !self.read_by_boards.contains(resource.id.as_str()),
            outcome: Outcome::Failed(error),
        }
    }
}

/// The resources that boards read, and those whose values their addresses need.
fn read_by_boards(source: &Source) -> BTreeSet<&str> {
    let variants = source.boards.iter().flat_map(|board| &board.variants);
    let mut wanted: Vec<String> = variants.flat_map(|variant| variant.resources().map(str::to_owned)).collect();
    let mut read = BTreeSet::new();
    while let Some(id) = wanted.pop() {
        if let Some((id, resource)) = source.resources.get_key_value(&id)
            && read.insert(id.as_str())
        {
            wanted.extend(resource.needs().into_iter().map(|(resource, _)| resource));
        }
    }
    read
}

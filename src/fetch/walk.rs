//! The order in which a source's resources are asked for: a pure state machine over their needs.

use super::address::Declared;
use super::job::Job;
use super::known::{Asked, Last, Memory};
use super::outcome::{Fetched, Outcome};
use super::template::{bare, bare_template, declared, fill};
use super::{editions, expect};
use crate::catalogue::{Resource, Source};
use crate::error::{Error, ErrorKind, FetchFailure};
use crate::schema::Edition;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use url::Url;

/// The walk over one source's resources. [`ready`](Walk::ready) says what can be asked for, [`done`](Walk::done) takes
/// each outcome, until there is nothing more and nothing under way.
pub struct Walk<'a> {
    source: &'a Source,
    asked: Asked,
    memory: &'a dyn Memory,
    declared: Arc<Declared>,
    read_by_boards: BTreeSet<&'a str>,
    states: BTreeMap<&'a str, State>,
    bound: BTreeMap<(String, String), (Option<Edition>, String)>,
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
            bound: BTreeMap::new(),
        }
    }

    /// What can be asked for now, and what cannot be asked for any more.
    pub fn ready(&mut self) -> Vec<Step> {
        let source = self.source;
        let mut steps = Vec::new();
        loop {
            let free = source.resources.values().find(|resource| {
                self.state(&resource.id) == State::Waiting
                    && needs(resource).iter().all(|id| self.state(id) == State::Settled)
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
        if let Some(state) = self.states.get_mut(job.resource.as_str()) {
            *state = match *state {
                State::Open(jobs) if jobs > 1 => State::Open(jobs - 1),
                _ => State::Settled,
            };
        }
        let Some(resource) = self.source.resources.get(&job.resource).filter(|resource| !resource.bind.is_empty())
        else {
            return;
        };
        let stored;
        let body: &[u8] = match &fetched.outcome {
            Outcome::New(body) => body,
            Outcome::Unchanged(digest) => match self.memory.body(digest) {
                Some(body) => {
                    stored = body;
                    &stored
                }
                None => return,
            },
            Outcome::Absent(_) | Outcome::Failed(_) => return,
        };
        let text = expect::readable(body, fetched.media_type.as_deref());
        for (name, bind) in &resource.bind {
            let crate::catalogue::BindBy::Regex(regex) = &bind.by else { continue };
            let Some(value) = regex.captures(&text).and_then(|found| found.get(1)) else { continue };
            let name = (job.resource.clone(), name.clone());
            // Of several editions, the newest says.
            if self.bound.get(&name).is_none_or(|(edition, _)| *edition <= job.edition) {
                self.bound.insert(name, (job.edition.clone(), value.as_str().to_owned()));
            }
        }
    }

    fn state(&self, id: &str) -> State {
        self.states.get(id).copied().unwrap_or(State::Settled)
    }

    fn value(&self, name: &str) -> Option<String> {
        let (resource, value) = name.split_once('.')?;
        self.bound.get(&(resource.to_owned(), value.to_owned())).map(|(_, value)| value.clone())
    }

    fn steps(&self, resource: &Resource) -> Vec<Step> {
        let addresses = if resource.has_editions() {
            self.editions(resource)
        } else {
            self.address(resource, None).map(|(url, last)| vec![(None, url, last)])
        };
        match addresses {
            Err(failure) => vec![Step::Tell(Box::new(self.tell(resource, failure)))],
            Ok(addresses) => addresses
                .into_iter()
                .map(|(edition, url, last)| {
                    let mut job = Job::of(&self.source.id, resource, url, &self.declared);
                    job.auxiliary = !self.read_by_boards.contains(resource.id.as_str());
                    job.edition = edition;
                    job.last = last;
                    Step::Ask(Box::new(job))
                })
                .collect(),
        }
    }

    #[expect(clippy::type_complexity, reason = "one use, between two functions")]
    fn editions(&self, resource: &Resource) -> Result<Vec<(Option<Edition>, Url, Option<Last>)>, FetchFailure> {
        let unbound = || FetchFailure::Unbound("edition".to_owned());
        let probe = resource.probe.as_ref().ok_or_else(unbound)?;
        let also = probe.also.iter().filter_map(|name| self.value(name));
        let all = editions::named(&self.source.editions, probe, also, self.asked.now).ok_or_else(unbound)?;
        let mut candidates = Vec::new();
        for edition in all {
            let (url, last) = self.address(resource, Some(&edition))?;
            let absent = last.is_none() && self.memory.absent(&bare(&url));
            candidates.push(editions::Candidate { edition, url, last, absent });
        }
        let chosen = editions::worth_asking(candidates, self.asked);
        Ok(chosen.into_iter().map(|chosen| (Some(chosen.edition), chosen.url, chosen.last)).collect())
    }

    fn address(&self, resource: &Resource, edition: Option<&Edition>) -> Result<(Url, Option<Last>), FetchFailure> {
        let value = |name: &str| match (name, edition) {
            ("edition", Some(edition)) => Some(edition.label.clone()),
            _ => self.value(name),
        };
        let filled = fill(&resource.url, value).map_err(FetchFailure::Unbound)?;
        let url = Url::parse(&filled).map_err(|_| {
            let address = bare_template(&filled);
            FetchFailure::Unexpected(crate::message!("{address} is not an address", "{address} 不是有效地址"))
        })?;
        let last = self.memory.last(&bare(&url));
        // Where values are read from a body that is no longer there, it is asked for anew.
        let last = last.filter(|last| resource.bind.is_empty() || self.memory.body(&last.digest).is_some());
        Ok((url, last))
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

/// The resources that must have their outcome before this one can be asked for.
fn needs(resource: &Resource) -> Vec<String> {
    let also = resource.probe.iter().flat_map(|probe| &probe.also);
    let also = also.filter_map(|name| name.split_once('.')).map(|(resource, _)| resource.to_owned());
    resource.needs().into_iter().map(|(resource, _)| resource).chain(also).collect()
}

/// The resources that boards read, and those whose values their addresses need.
fn read_by_boards(source: &Source) -> BTreeSet<&str> {
    let mut wanted: Vec<String> =
        source.boards.iter().flat_map(|board| &board.variants).map(|variant| variant.resource.clone()).collect();
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

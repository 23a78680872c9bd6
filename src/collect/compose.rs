//! Boards that more than one body makes: pages of one table, one file for each model, a further table elsewhere.

use super::assemble::{Assembly, Part, Tables};
use super::decisions::Decisions;
use super::derive::{within, within_times};
use super::members::{Member, Members, ReadBody, members};
use super::merge::{Outcome, Seen};
use super::moments::{Current, moments, stands_at};
use crate::archive::Capture;
use crate::catalogue::{Board, Resource, Source, Variant};
use crate::error::Result;
use crate::message;
use crate::schema::{Code, Digest, Problem, Timestamp};
use crate::text::Message;
use jiff::SignedDuration;
use std::collections::{BTreeSet, HashMap};
use std::ops::Range;

/// What the composed variants of a board show, in the order of observation; of what others kept, of publication.
///
/// # Errors
/// A body that cannot be read from the archive.
pub(super) fn composed(
    source: &Source,
    board: &Board,
    captures: &[Capture],
    decisions: &Decisions,
    body: ReadBody<'_>,
) -> Result<Vec<Seen>> {
    let mut seen = Vec::new();
    for variant in board.variants.iter().filter(|variant| variant.is_composed()) {
        let Some(resource) = source.resources.get(&variant.resource) else { continue };
        let mut composer = Composer {
            source,
            board,
            variant,
            resource,
            decisions,
            tables: Tables::new(body),
            done: HashMap::new(),
            seen: Vec::new(),
        };
        composer.run(captures, body)?;
        seen.extend(composer.seen.into_iter().map(|outcome| Seen { board: board.id.clone(), outcome }));
    }
    Ok(seen)
}

/// What is known of an address: nothing, that nothing is there, or the body.
type State = Option<Option<Digest>>;

struct Composer<'a> {
    source: &'a Source,
    board: &'a Board,
    variant: &'a Variant,
    resource: &'a Resource,
    decisions: &'a Decisions,
    tables: Tables<'a>,
    /// What was last made of each set, and where it stands in `seen`.
    done: HashMap<String, (Vec<State>, Range<usize>)>,
    seen: Vec<Outcome>,
}

/// The bodies that make one content of the board, or one content for each edition that their tables name.
struct Set<'m> {
    key: String,
    address: String,
    edition: Option<String>,
    members: Vec<Member<'m>>,
}

impl Composer<'_> {
    fn run(&mut self, captures: &[Capture], body: ReadBody<'_>) -> Result<()> {
        let mut relevant: BTreeSet<String> = BTreeSet::new();
        let mut pause = SignedDuration::ZERO;
        for resource in self.variant.resources() {
            relevant.extend(self.source.awaited_by(resource));
            relevant.insert(resource.to_owned());
        }
        for resource in relevant.iter().filter_map(|id| self.source.resources.get(id)) {
            let interval = resource.interval.and_then(|interval| SignedDuration::try_from(interval).ok());
            pause = pause.max(interval.unwrap_or_default());
        }
        let is_relevant =
            |capture: &&Capture| capture.source == self.source.id && relevant.contains(capture.resource.as_str());
        let mut captures: Vec<&Capture> = captures.iter().filter(is_relevant).collect();
        captures.sort_by_key(|capture| stands_at(capture));
        let mut current = Current::default();
        let mut last: Option<(Members<'_>, Vec<Members<'_>>)> = None;
        for (number, moment) in moments(&captures, pause).into_iter().enumerate() {
            let changed = current.take(number, &moment);
            let Some(at) = moment.last().map(|capture| When::of(capture)) else { continue };
            // Where nothing changed, the addresses are the same; what is known of them may be newer.
            let (own, joined) = if let Some((own, joined)) = last.take().filter(|_| !changed) {
                (again(own, self.resource, &current), joined)
            } else {
                let own = members(self.source, self.resource, &current, at.stands, (body, self.decisions))?;
                let further = self.variant.join.iter().filter_map(|join| join.resource.as_deref());
                let further = further.filter_map(|id| self.source.resources.get(id));
                let joined =
                    further.map(|other| members(self.source, other, &current, at.stands, (body, self.decisions)));
                (own, joined.collect::<Result<Vec<_>>>()?)
            };
            self.moment(number, at, &own, &joined)?;
            last = Some((own, joined));
        }
        Ok(())
    }

    /// What the board shows at a moment.
    fn moment(&mut self, number: usize, at: When, own: &Members<'_>, joined: &[Members<'_>]) -> Result<()> {
        if let Some(forgotten) = own.gone.or_else(|| joined.iter().find_map(|others| others.gone)) {
            // Which bodies belong together is not known any more.
            let forgotten = self.decisions.forgotten(&forgotten);
            let address = format!("{} {}", self.resource.id, self.resource.url);
            self.seen.extend(
                forgotten
                    .map(|forgotten| Outcome::gone_from_set(&address, (at.published_at, at.observed_at), forgotten)),
            );
            self.done.clear();
            return Ok(());
        }
        if own.members.iter().all(|member| member.known.is_none()) {
            return Ok(());
        }
        let sets = self.sets(own);
        let alone = sets.len() == 1;
        for set in sets {
            let edition = set.edition.as_deref().and_then(|label| self.source.editions.read(label));
            if edition.is_some_and(|edition| !within(self.variant, &edition, &self.source.editions)) {
                continue;
            }
            let is_asked = |member: &Member<'_>| member.known.is_some_and(|known| known.asked.0 == number);
            let asked = set.members.iter().any(is_asked);
            let further: Vec<Member<'_>> = joined
                .iter()
                .flat_map(|others| &others.members)
                .filter(|other| other.edition.is_none() || set.edition.is_none() || other.edition == set.edition)
                .cloned()
                .collect();
            let bodies = set.members.iter().chain(&further).filter_map(Member::digest);
            if let Some(forgotten) = bodies.into_iter().find_map(|digest| self.decisions.forgotten(&digest)) {
                // Without it the others would show a board that nobody published: entries gone, places moved.
                self.seen.push(Outcome::gone_from_set(&set.address, (at.published_at, at.observed_at), forgotten));
                self.done.remove(&set.key);
                continue;
            }
            let broken = own.broken.clone().or_else(|| joined.iter().find_map(|others| others.broken.clone()));
            let broken = broken.or_else(|| self.torn(&set, number).filter(|_| asked));
            if let Some(what) = broken {
                // What broke concerns the editions that were asked for.
                if !asked && !alone {
                    continue;
                }
                let problem = Problem { code: Code::IncompleteSet, at: None, what };
                self.refuse(&set, &at, problem);
                continue;
            }
            let state = |member: &Member<'_>| member.known.map(|known| known.body.map(|(digest, _)| digest));
            let digests: Vec<State> = set.members.iter().chain(&further).map(state).collect();
            let confirmed = set.members.iter().filter_map(|member| Some(member.known?.last_seen_at)).max();
            match self.done.get(&set.key) {
                Some((same, range)) if *same == digests => {
                    for outcome in self.seen.get_mut(range.clone()).into_iter().flatten() {
                        if let (Outcome::Read(snapshot), Some(confirmed)) = (outcome, confirmed) {
                            snapshot.last_seen_at = snapshot.last_seen_at.max(confirmed);
                        }
                    }
                }
                other => {
                    // Whoever kept the bodies before vouched for each alone; together they stood until now.
                    let before = other.and_then(|(_, range)| self.seen.get_mut(range.clone()));
                    for outcome in before.into_iter().flatten() {
                        if let Outcome::Read(snapshot) = outcome {
                            snapshot.last_seen_at = snapshot.last_seen_at.min(at.stands.max(snapshot.public_at()));
                        }
                    }
                    let start = self.seen.len();
                    self.read(&set, &further, &at)?;
                    self.done.insert(set.key, (digests, start..self.seen.len()));
                }
            }
        }
        Ok(())
    }

    fn sets<'m>(&self, own: &Members<'m>) -> Vec<Set<'m>> {
        let mut sets: Vec<Set<'m>> = Vec::new();
        for member in &own.members {
            let (key, address) = if self.variant.union {
                (member.edition.clone().unwrap_or_default(), &self.resource.url)
            } else {
                (member.url.clone(), &member.url)
            };
            match sets.iter_mut().find(|set| set.key == key) {
                Some(set) => set.members.push(member.clone()),
                None => sets.push(Set {
                    key,
                    address: format!("{} {address}", self.resource.id),
                    edition: member.edition.clone(),
                    members: vec![member.clone()],
                }),
            }
        }
        sets
    }

    /// Pages of different times are no table: a row may have moved from one to the other.
    fn torn(&self, set: &Set<'_>, number: usize) -> Option<Message> {
        self.resource.page.as_ref()?;
        let old = set.members.iter().find(|member| member.known.is_some_and(|known| known.asked != (number, true)));
        let url = &old?.url;
        Some(message!("the page {url} did not come together with the others", "页面 {url} 未能与其余各页同时取得"))
    }

    fn read(&mut self, set: &Set<'_>, further: &[Member<'_>], at: &When) -> Result<()> {
        let (mut parts, mut unasked) = (Vec::new(), Vec::new());
        for member in &set.members {
            let Some(known) = member.known else {
                unasked.push(member.url.as_str());
                continue;
            };
            let part = match known.body {
                None => Part::missing(&member.url, known.absent),
                Some((_, capture)) if !within_times(self.variant, capture) => continue,
                Some((digest, capture)) => {
                    Part::of(&member.url, capture, digest, self.tables.of(&self.variant.table, capture, digest)?)
                }
            };
            parts.push(part);
        }
        let assembly = Assembly {
            source: self.source,
            board: self.board,
            variant: self.variant,
            address: &set.address,
            unasked,
            at: at.observed_at,
            published_at: at.published_at,
            last_seen_at: set
                .members
                .iter()
                .filter_map(|member| Some(member.known?.last_seen_at))
                .max()
                .unwrap_or(at.stands)
                .max(at.stands),
        };
        self.seen.extend(assembly.contents(parts, further, &mut self.tables)?);
        Ok(())
    }

    fn refuse(&mut self, set: &Set<'_>, at: &When, problem: Problem) {
        let captures = set.members.iter().filter_map(Member::digest).collect();
        let edition = set.edition.as_deref().and_then(|label| self.source.editions.read(label));
        self.seen.push(Outcome::refused_set(
            (&set.address, edition),
            (at.published_at, at.observed_at),
            captures,
            problem,
        ));
    }
}

/// The times of a moment.
#[derive(Debug, Clone, Copy)]
struct When {
    /// Where it stands among the others.
    stands: Timestamp,
    /// When the state became public, where it was not seen but kept by others.
    published_at: Option<Timestamp>,
    observed_at: Timestamp,
}

impl When {
    fn of(last: &Capture) -> When {
        let published_at = last.via.as_ref().and(last.published_at);
        When { stands: stands_at(last), published_at, observed_at: last.observed_at }
    }
}

/// The same members with what is now known of them.
fn again<'a>(mut own: Members<'a>, resource: &Resource, current: &Current<'a>) -> Members<'a> {
    for member in &mut own.members {
        member.known = current.at(&resource.id, &member.url).or(member.known);
    }
    own
}

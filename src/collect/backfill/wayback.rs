//! `--from wayback`: what a web archive kept of an address.

use super::intake::Intake;
use super::online::{PATIENCE, Told, addresses, passed_over, runtime, waits, watched, why};
use super::way::{Content, Version, Wanted, Way};
use super::ways::{Options, address};
use crate::archive::Keeper;
use crate::catalogue::Resource;
use crate::error::{Error, Result};
use crate::fetch::{Answered, Environment, Fetcher, Index, Memento, Reached, Settings, Standing, Wayback, shuts_out};
use crate::message;
use crate::schema::{Digest, Timestamp};
use crate::text::{Message, counted};
use std::collections::HashMap;
use std::time::Duration;
use url::Url;

const BASE: &str = "https://web.archive.org/";

/// The usual time between two requests.
const PAUSE: Duration = Duration::from_millis(1500);

/// From so many addresses on, one question is asked for all.
const MANY: usize = 4;

/// A web archive as a way.
pub struct FromWayback {
    /// How to ask.
    pub settings: Settings,
    /// Proxies.
    pub environment: Environment,
    /// The archive, with a slash at its end.
    pub base: Url,
    /// The least time between two questions to its index, if not the usual one.
    pub index_pause: Option<Duration>,
}

pub(super) fn make(options: &Options) -> Result<Box<dyn Way>> {
    Ok(Box::new(FromWayback {
        settings: Wayback::settings(options.pause.unwrap_or(PAUSE)),
        environment: options.environment.clone(),
        base: address(options.server.as_deref().unwrap_or(BASE))?,
        // Another archive's index has limits of its own, which whoever names it knows.
        index_pause: options.pause.filter(|_| options.server.is_some()),
    }))
}

impl Way for FromWayback {
    fn keeper(&self) -> Keeper {
        Keeper::Wayback
    }

    fn run(&mut self, wanted: &Wanted<'_>, intake: &mut Intake<'_>) -> Result<()> {
        let (waits, told) = waits();
        let fetcher = Fetcher::new(self.settings.clone(), self.environment.clone())?;
        let visitor = fetcher.visitor(wanted.source.id.as_str(), &[&self.base], wanted.now, waits);
        let wayback = Wayback::new(visitor, self.base.clone());
        let wayback = match self.index_pause {
            Some(pause) => wayback.with_index_pause(pause),
            None => wayback,
        };
        let mut conversation = Conversation { wayback, told, failures: 0, another: 0, known: HashMap::new() };
        runtime()?.block_on(async {
            let mut first = None;
            let all = addresses(wanted, intake);
            for group in all.chunk_by(|(one, _), (other, _)| one.id == other.id) {
                let mut indexes = conversation.indexes(group, intake).await.into_iter();
                for (resource, reached) in group {
                    let mut version = Version::new(&resource.id, &reached.url, wanted.now, "");
                    version.edition.clone_from(&reached.edition);
                    let index = indexes.next();
                    if let Some(error) = conversation.follow(&version, index, intake).await? {
                        first.get_or_insert(error);
                    }
                }
            }
            if conversation.another > 0 {
                let (count, times) = (conversation.another, counted(conversation.another, "time", "times"));
                intake.note(message!(
                    "{times} the archive gave another memento than the one asked for; its own time was taken",
                    "有 {count} 次网页存档给出的不是所请求的那一份；已按其自身的时间记录"
                ));
            }
            first.map_or(Ok(()), Err)
        })
    }
}

/// What came of bytes that the archive gives a digest.
#[derive(Clone)]
enum Known {
    Taken(Digest, u64),
    Refused(Message),
}

struct Conversation {
    wayback: Wayback,
    told: Told,
    /// In a row.
    failures: usize,
    /// Mementos that were not those asked for.
    another: usize,
    /// By resource, since each has expectations of its own, and digest.
    known: HashMap<(String, String), Known>,
}

impl Conversation {
    /// The index of many addresses that begin alike, by one question; nothing where each is to be asked for alone.
    async fn indexes(&mut self, group: &[(&Resource, Reached)], intake: &Intake<'_>) -> Vec<Index> {
        let Some((resource, _)) = group.first().filter(|_| group.len() >= MANY) else { return Vec::new() };
        let start = resource.url.split('{').next().unwrap_or_default();
        let start = start.rfind('/').map_or("", |end| &start[..=end]);
        // Below a whole site there may be anything.
        if start.split('/').count() < 5 {
            return Vec::new();
        }
        let addresses: Vec<&str> = group.iter().map(|(_, reached)| reached.url.as_str()).collect();
        watched(self.wayback.index_below(start, &addresses), &mut self.told, intake.progress).await
    }

    /// Hands over what the archive has of one address; what kept it from being whole.
    async fn follow(&mut self, like: &Version, index: Option<Index>, intake: &mut Intake<'_>) -> Result<Option<Error>> {
        let index = match index {
            Some(index) => index,
            None => watched(self.wayback.index(&like.url), &mut self.told, intake.progress).await,
        };
        let Index { standings, mementos, odd, broken } = index;
        let url = &like.url;
        if odd > 0 {
            let rows = counted(odd, "row", "rows");
            intake.note(message!("{rows} of the index of {url} cannot be read", "{url} 的索引中有 {odd} 行无法读取"));
        }
        if mementos == 0 && broken.is_none() && like.edition.is_none() {
            intake.note(message!("the web archive has nothing of {url}", "网页存档中没有 {url}"));
        }
        intake.announce(standings.len());
        let mut before: Option<Timestamp> = None;
        for standing in &standings {
            self.hand_over(like, standing, before, intake).await?;
            before = before.max(Some(standing.last));
        }
        match broken {
            Some(error) if shuts_out(&error) => Err(error),
            broken => Ok(broken),
        }
    }

    /// Hands over bytes that stood at the address for some time; `before` is when others were last seen there.
    async fn hand_over(
        &mut self,
        like: &Version,
        standing: &Standing,
        before: Option<Timestamp>,
        intake: &mut Intake<'_>,
    ) -> Result<()> {
        let first = &standing.first;
        let mut version = Version { published_at: first.at, seen_at: standing.last, status: Some(200), ..like.clone() };
        let address = match self.wayback.memento_address(first) {
            Ok(address) => String::from(address),
            Err(error) => {
                intake.leave_out(&version.resource, &first.stamp, Some(first.at), why(&error));
                return Ok(());
            }
        };
        (version.reference, version.final_url) = (address.clone(), Some(address));
        if passed_over(&version, intake)? {
            return Ok(());
        }
        let key = (version.resource.clone(), first.digest.clone());
        match self.known.get(&key) {
            Some(Known::Taken(object, bytes)) => {
                return intake.take(&version, Content::Same { object: *object, bytes: *bytes });
            }
            Some(Known::Refused(why)) => {
                intake.skip(&version, why.clone());
                return Ok(());
            }
            None => {}
        }
        let answer = watched(self.wayback.memento(first), &mut self.told, intake.progress).await;
        let known = match answer {
            Ok(Answered::Memento(memento)) => {
                let Memento { body, url, at, modified, media_type, is_another } = *memento;
                // What was put up while others were still seen there was put up elsewhere.
                let modified = modified.filter(|modified| before.is_none_or(|before| before < *modified));
                version.published_at = modified.map_or(at, |modified| modified.min(at));
                version.seen_at = if is_another { at } else { version.seen_at.max(at) };
                (version.final_url, version.media_type) = (Some(url), media_type);
                self.another += usize::from(is_another);
                intake.take(&version, Content::Body(&body))?;
                (!is_another).then(|| Known::Taken(Digest::of(&body), body.len() as u64))
            }
            Ok(Answered::Refused(why)) => {
                intake.skip(&version, why.clone());
                Some(Known::Refused(why))
            }
            Err(error) => {
                self.failures += 1;
                if shuts_out(&error) || self.failures >= PATIENCE {
                    return Err(error);
                }
                intake.skip(&version, why(&error));
                return Ok(());
            }
        };
        self.failures = 0;
        if let Some(known) = known {
            self.known.insert(key, known);
        }
        Ok(())
    }
}

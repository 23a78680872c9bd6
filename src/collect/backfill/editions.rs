//! `--from editions`: every edition that a source's addresses can name, asked of the publisher itself.

use crate::archive::Archive;
use crate::catalogue::Source;
use crate::collect::gather::{Gathered, gather_told};
use crate::collect::saved;
use crate::error::Result;
use crate::fetch::{self, Asked, Fetched, Fetcher, Progress};
use crate::schema::{Edition, EditionOrder, Timestamp};
use jiff::tz::Offset;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Which editions there are.
#[derive(Debug, Default)]
pub struct Editions {
    /// By resource.
    pub by_resource: BTreeMap<String, Found>,
    /// What the run brought.
    pub gathered: Gathered,
}

/// The editions of a resource, oldest first.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Found {
    /// Those that are there.
    pub there: BTreeSet<Edition>,
    /// Of these, those that the archive did not hold.
    pub new: BTreeSet<Edition>,
    /// Those that are not.
    pub absent: BTreeSet<Edition>,
    /// Those of which it cannot be said: the request failed.
    pub failed: BTreeSet<Edition>,
}

/// The source with nothing but what has editions, and what that needs; `None` where nothing has. Editions before
/// `since` are left out where a pattern names them.
///
/// # Errors
/// No such resource.
pub fn only_editions(source: &Source, resource: Option<&str>, since: Option<Timestamp>) -> Result<Option<Source>> {
    let meant = resource.map(|name| saved::meant(source, Some(name))).transpose()?;
    let is_meant = |id: &str| meant.is_none_or(|meant| meant.id == id);
    let with_editions = source.resources.values().filter(|resource| resource.has_editions() && is_meant(&resource.id));
    let mut kept = BTreeSet::new();
    for resource in with_editions {
        kept.extend(source.awaited_by(&resource.id));
        kept.insert(resource.id.clone());
    }
    let mut trimmed = source.clone();
    trimmed.resources.retain(|id, _| kept.contains(id));
    if let Some(since) = since {
        trimmed.resources.values_mut().for_each(|resource| begin(source, resource, since));
    }
    Ok((!kept.is_empty()).then_some(trimmed))
}

/// Lets a resource's editions begin with the first one of `since` or later.
fn begin(source: &Source, resource: &mut crate::catalogue::Resource, since: Timestamp) {
    let Some(probe) = &mut resource.probe else { return };
    let Some(first) = source.editions.read(&probe.since) else { return };
    let start = EditionOrder { day: 0, ..EditionOrder::of_date(Offset::UTC.to_datetime(since).date()) };
    // One year on at the most there is a label.
    let all = source.editions.enumerate(&first, start.year.saturating_add(1), 12);
    if let Some(edition) = all.into_iter().find(|edition| edition.order >= start) {
        probe.since = edition.label;
    }
}

/// Asks for every edition and says which there are.
///
/// # Errors
/// An archive that cannot be written.
pub fn editions(
    fetcher: &Fetcher,
    source: &Source,
    now: Timestamp,
    archive: &Archive,
    progress: Arc<dyn Progress>,
) -> Result<Editions> {
    let mut by_resource: BTreeMap<String, Found> = BTreeMap::new();
    let mut told = |fetched: &Fetched| {
        let Some(edition) = fetched.edition.clone() else { return };
        let found = by_resource.entry(fetched.resource.clone()).or_default();
        match &fetched.outcome {
            fetch::Outcome::New(_) => {
                found.new.insert(edition.clone());
                found.there.insert(edition);
            }
            fetch::Outcome::Unchanged(_) => {
                found.there.insert(edition);
            }
            fetch::Outcome::Absent(_) => {
                found.absent.insert(edition);
            }
            fetch::Outcome::Failed(_) => {
                found.failed.insert(edition);
            }
        }
    };
    let asked = Asked { now, all_editions: true };
    let gathered = gather_told(fetcher, &[source], asked, archive, progress, std::future::pending(), &mut told)?;
    Ok(Editions { by_resource, gathered })
}

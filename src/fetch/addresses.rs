//! The addresses of a resource: its template filled in with every combination of what it names.

use super::bound::{Bound, EDITION, Row, join};
use super::editions;
use super::known::{Asked, Last, Memory};
use super::paging::Turn;
use super::template::{bare, bare_template, fill, keeps_its_parts};
use crate::catalogue::{Resource, Source};
use crate::error::FetchFailure;
use crate::message;
use crate::schema::Edition;
use std::collections::{BTreeMap, HashSet};
use url::Url;

/// The most addresses that one resource may have, pages not counted. Where bound values give more, none is asked for.
const MOST_ADDRESSES: usize = 2_000;

/// The longest value that may stand in an address, in bytes.
const LONGEST_VALUE: usize = 1_000;

/// One address and what it was made of.
#[derive(Debug, Clone)]
pub(super) struct Address {
    pub(super) edition: Option<Edition>,
    pub(super) row: Row,
    pub(super) url: Url,
    pub(super) last: Option<Last>,
    pub(super) turn: Option<Turn>,
}

/// The addresses of a resource, and why some are missing, if so.
pub(super) type Found = (Vec<Address>, Option<FetchFailure>);

/// What addresses are made from.
pub(super) struct Maker<'m> {
    pub(super) source: &'m Source,
    pub(super) asked: Asked,
    pub(super) memory: &'m dyn Memory,
    pub(super) bound: &'m Bound,
}

impl Maker<'_> {
    /// The addresses of a resource, in the order of editions (the newest first) and then of the values; of each paged
    /// one the first page.
    ///
    /// # Errors
    /// Why there is none.
    pub(super) fn addresses(&self, resource: &Resource) -> Result<Found, FetchFailure> {
        let mut wrong = Wrong::default();
        let mut seen = HashSet::new();
        let mut fill = |rows: Vec<Row>, edition: Option<&Edition>| -> Result<Vec<Address>, FetchFailure> {
            let filled = rows.into_iter().map(|row| self.fill(resource, row, edition));
            let mut addresses = Vec::new();
            for address in filled {
                match address {
                    Ok(address) if seen.insert(address.url.clone()) => addresses.push(address),
                    Ok(_) => {}
                    Err(failure) => wrong.note(failure),
                }
            }
            if seen.len() > MOST_ADDRESSES {
                Err(FetchFailure::TooManyAddresses(MOST_ADDRESSES))
            } else {
                Ok(addresses)
            }
        };
        let addresses = if resource.has_editions() {
            let mut candidates = Vec::new();
            for edition in self.editions(resource)? {
                let addresses = fill(self.combinations(resource, Some(&edition))?, Some(&edition))?;
                let absent = !addresses.is_empty() && addresses.iter().all(|address| self.is_absent(address));
                candidates.push(editions::Candidate { edition, addresses, absent });
            }
            editions::worth_asking(candidates, self.asked).into_iter().flat_map(|chosen| chosen.addresses).collect()
        } else {
            fill(self.combinations(resource, None)?, None)?
        };
        match wrong.first {
            Some(failure) if addresses.is_empty() => Err(failure),
            first => Ok((addresses, first)),
        }
    }

    /// The address of another page.
    pub(super) fn page(
        &self,
        resource: &Resource,
        row: Row,
        edition: Option<&Edition>,
        turn: Turn,
    ) -> Result<Address, FetchFailure> {
        self.fill_page(resource, row, edition, Some(turn))
    }

    fn is_absent(&self, address: &Address) -> bool {
        address.last.is_none() && self.memory.absent(&bare(&address.url))
    }

    fn editions(&self, resource: &Resource) -> Result<Vec<Edition>, FetchFailure> {
        let unbound = || FetchFailure::Unbound(EDITION.to_owned());
        let probe = resource.probe.as_ref().ok_or_else(unbound)?;
        let also = probe.also.iter().flat_map(|name| {
            let rows = name.split_once('.').map(|(other, _)| self.bound.rows(other, std::slice::from_ref(name), false));
            rows.into_iter().flatten().filter_map(|row| row.get(name).cloned())
        });
        let editions = editions::named(&self.source.editions, probe, also, self.asked.now).ok_or_else(unbound)?;
        match probe.also.first() {
            Some(name) if editions.is_empty() => Err(FetchFailure::Unbound(name.clone())),
            _ => Ok(editions),
        }
    }

    /// Every combination of the values that the address names.
    fn combinations(&self, resource: &Resource, edition: Option<&Edition>) -> Result<Vec<Row>, FetchFailure> {
        let mut needs: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for (other, value) in resource.needs() {
            let name = format!("{other}.{value}");
            let names = needs.entry(other).or_default();
            if !names.contains(&name) {
                names.push(name);
            }
        }
        let own = edition.map(|edition| (EDITION.to_owned(), edition.label.clone()));
        let mut rows = vec![own.into_iter().collect::<Row>()];
        for (other, names) in needs {
            let theirs = self.bound.rows(&other, &names, edition.is_some());
            if theirs.is_empty() {
                return Err(FetchFailure::Unbound(self.bound.lacking(&other, &names)));
            }
            rows = join(&rows, &theirs, MOST_ADDRESSES);
            if rows.len() > MOST_ADDRESSES {
                return Err(FetchFailure::TooManyAddresses(MOST_ADDRESSES));
            }
        }
        Ok(rows)
    }

    fn fill(&self, resource: &Resource, row: Row, edition: Option<&Edition>) -> Result<Address, FetchFailure> {
        self.fill_page(resource, row, edition, resource.page.as_ref().map(Turn::first))
    }

    fn fill_page(
        &self,
        resource: &Resource,
        row: Row,
        edition: Option<&Edition>,
        turn: Option<Turn>,
    ) -> Result<Address, FetchFailure> {
        let value = |name: &str| match name {
            "page" => turn.map(|turn| turn.number.to_string()),
            _ => row.get(name).cloned(),
        };
        if let Some((name, _)) = row.iter().find(|(_, value)| value.len() > LONGEST_VALUE) {
            let what = message!(
                "the value of {name} is longer than {LONGEST_VALUE} bytes",
                "{name} 的值超过 {LONGEST_VALUE} 字节"
            );
            return Err(FetchFailure::Unexpected(what));
        }
        let filled = fill(&resource.url, value).map_err(FetchFailure::Unbound)?;
        let address = bare_template(&filled);
        if !keeps_its_parts(&resource.url, &filled) {
            let what = message!(
                "{address} would lead out of its folder, so it is not requested",
                "{address} 会跳出其目录，因此不予请求"
            );
            return Err(FetchFailure::Unexpected(what));
        }
        let url = Url::parse(&filled)
            .map_err(|_| FetchFailure::Unexpected(message!("{address} is not an address", "{address} 不是有效地址")))?;
        let last = self.memory.last(&bare(&url));
        // Where a body is read for values or the next page and is no longer there, it is asked for anew.
        let is_read = !resource.bind.is_empty() || resource.page.is_some();
        let last = last.filter(|last| !is_read || self.memory.body(&last.digest).is_some());
        Ok(Address { edition: edition.cloned(), row, url, last, turn })
    }
}

/// The first thing that is wrong with any address.
#[derive(Default)]
struct Wrong {
    first: Option<FetchFailure>,
}

impl Wrong {
    fn note(&mut self, failure: FetchFailure) {
        self.first.get_or_insert(failure);
    }
}

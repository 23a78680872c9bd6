//! Which entry of one snapshot is which of the other: an assignment, in six steps.
//!
//! 1. Equal name, equal key and no shared score that contradicts: certain.
//! 2. A unique equal row of scores, where the name's own scores changed or the name is gone: probable. Equal
//!    scores outrank equal names, because publishers reuse a label sooner than they repeat a measurement.
//! 3. The remaining equal names, with other scores.
//! 4. Of the rest, those whose equal scores have become unique: probable.
//! 5. Of the rest, those that are the same model, run the same way, which stands once in each table: probable.
//! 6. Of the rest, those that are the same model, where one table leaves open how it was run and no other row could be
//!    meant: probable.

use super::sheet::Sheet;
use super::vectors::{Agreement, Index};
use crate::identity::Identified;
use std::collections::{BTreeMap, HashSet};

/// Groups of one name with more possible pairs than this are paired in their canonical order.
const FEW: usize = 4096;

/// Rows of one model with more possible pairs than this are paired by name and scores only.
const MANY: usize = 1 << 18;

/// Two rows that are one entry, by their indices.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Linked {
    pub from: usize,
    pub to: usize,
    pub by: By,
}

/// From this number of equal scores on, another organisation speaks no longer against a renaming.
const OUTWEIGHS: usize = 5;

/// What they were paired by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum By {
    /// The name; whether the scores agree.
    Name { agrees: bool },
    /// The contents in between, which lead from one name to the other.
    Followed,
    /// The model and how it was run, under another name.
    Model,
    /// The scores: how many agree, and whether another entry bears one of the two names.
    Scores { count: usize, outranks_name: bool },
}

/// The pairs in no particular order. `same_period`: both are contents of one edition, or of a rolling board,
/// so that a single repeated number is the same measurement and no accident of another one.
///
/// `who` says who the entries of the one and of the other are, by their indices.
pub(super) fn pair(
    from: &Sheet,
    to: &Sheet,
    who: (Known<'_>, Known<'_>),
    metrics: usize,
    same_period: bool,
) -> Vec<Linked> {
    let mut pairing = Pairing {
        from,
        to,
        metrics,
        same_period,
        from_free: vec![true; from.names.len()],
        to_free: vec![true; to.names.len()],
        links: Vec::new(),
        respelled: HashSet::new(),
    };
    let with_key = |sheet: &Sheet, index: usize| sheet.keys.get(index).cloned().unwrap_or_default();
    let without_key = |_: &Sheet, _: usize| Vec::new();
    pairing.by_name(with_key, |agreement| agreement.shared > 0 && agreement.is_full());
    pairing.learn_organizations();
    pairing.by_scores();
    pairing.by_name(with_key, |_| true);
    pairing.by_name(without_key, |_| true);
    pairing.by_scores();
    pairing.by_model(who.0, who.1);
    pairing.links
}

/// Who the entry with an index is.
pub(super) type Known<'a> = &'a dyn Fn(usize) -> Option<Identified>;

struct Pairing<'a> {
    from: &'a Sheet,
    to: &'a Sheet,
    metrics: usize,
    same_period: bool,
    from_free: Vec<bool>,
    to_free: Vec<bool>,
    links: Vec<Linked>,
    /// Organisations that stand on both sides of a certain pair: two spellings of one.
    respelled: HashSet<(&'a str, &'a str)>,
}

impl<'a> Pairing<'a> {
    fn take(&mut self, from: usize, to: usize, by: By) {
        let free = (self.from_free.get_mut(from), self.to_free.get_mut(to));
        if let (Some(from_free @ true), Some(to_free @ true)) = free {
            (*from_free, *to_free) = (false, false);
            self.links.push(Linked { from, to, by });
        }
    }

    fn free(free: &[bool]) -> impl Iterator<Item = usize> {
        free.iter().enumerate().filter(|(_, free)| **free).map(|(index, _)| index)
    }

    /// Pairs the free entries of equal name and key that are `eligible`, those that agree most first.
    fn by_name(&mut self, key: impl Fn(&Sheet, usize) -> Vec<String>, eligible: impl Fn(Agreement) -> bool) {
        let mut groups: BTreeMap<Key<'a>, Group> = BTreeMap::new();
        let (from, to) = (self.from, self.to);
        for index in Self::free(&self.from_free) {
            if let Some(name) = from.names.get(index) {
                groups.entry((name, key(from, index))).or_default().0.push(index);
            }
        }
        for index in Self::free(&self.to_free) {
            if let Some(name) = to.names.get(index) {
                groups.entry((name, key(to, index))).or_default().1.push(index);
            }
        }
        for (mut old, mut new) in groups.into_values() {
            old.sort_by_key(|&index| from.canonical(index));
            new.sort_by_key(|&index| to.canonical(index));
            for (a, b) in self.ordered(&old, &new) {
                let agreement = Agreement::of(from.row(a), to.row(b));
                if eligible(agreement) {
                    self.take(a, b, By::Name { agrees: agreement.is_full() });
                }
            }
        }
    }

    /// The possible pairs of two groups, the likeliest first; the same pairs whichever snapshot is the earlier.
    fn ordered(&self, old: &[usize], new: &[usize]) -> Vec<(usize, usize)> {
        if old.len().saturating_mul(new.len()) > FEW {
            return old.iter().copied().zip(new.iter().copied()).collect();
        }
        let mut pairs = Vec::with_capacity(old.len() * new.len());
        for (i, &a) in old.iter().enumerate() {
            for (j, &b) in new.iter().enumerate() {
                let agreement = Agreement::of(self.from.row(a), self.to.row(b));
                let likeness = (agreement.shared - agreement.agreeing, usize::MAX - agreement.agreeing);
                let organization = self.from.organization(a) != self.to.organization(b);
                pairs.push(((likeness, organization, i + j, i.abs_diff(j)), (a, b)));
            }
        }
        pairs.sort_by_key(|(likeness, _)| *likeness);
        pairs.into_iter().map(|(_, pair)| pair).collect()
    }

    fn learn_organizations(&mut self) {
        for link in &self.links {
            if let (Some(old), Some(new)) = (self.from.organization(link.from), self.to.organization(link.to)) {
                self.respelled.insert((old, new));
            }
        }
    }

    /// Pairs free entries whose scores agree with those of exactly one free entry, in both directions.
    fn by_scores(&mut self) {
        let (from, to) = (self.from, self.to);
        if self.metrics == 0 || !self.from_free.contains(&true) || !self.to_free.contains(&true) {
            return;
        }
        let mut from_index = Index::new(from, self.metrics);
        let mut to_index = Index::new(to, self.metrics);
        let mut found = Vec::new();
        for a in Self::free(&self.from_free) {
            let Some(all_new) = to_index.agreeing(from.row(a)) else { continue };
            let Some(b) = only(&all_new, &self.to_free) else { continue };
            let Some(all_old) = from_index.agreeing(to.row(b)) else { continue };
            if only(&all_old, &self.from_free) != Some(a) {
                continue;
            }
            let agreement = Agreement::of(from.row(a), to.row(b));
            let alone = all_new.len() == 1 && all_old.len() == 1;
            let enough = agreement.shared >= 2 || (self.same_period && agreement.tells && alone);
            // So many equal scores outweigh a corrected organisation.
            if enough && (agreement.shared >= OUTWEIGHS || !self.organizations_contradict(a, b)) {
                found.push((a, b, agreement.shared));
            }
        }
        let old_names = free_names(&self.from_free, from);
        let new_names = free_names(&self.to_free, to);
        for (a, b, count) in found {
            let (old, new) = (from.names.get(a), to.names.get(b));
            let by = if old == new {
                By::Name { agrees: true }
            } else {
                let bears = |name: Option<&String>, names: &HashSet<&str>| {
                    name.is_some_and(|name| names.contains(name.as_str()))
                };
                By::Scores { count, outranks_name: bears(old, &new_names) || bears(new, &old_names) }
            };
            self.take(a, b, by);
        }
    }

    /// Pairs free entries that are the same model, run the same way, where no other entry of either table is; then
    /// those of which one table states more settings than the other.
    fn by_model(&mut self, who_from: Known<'_>, who_to: Known<'_>) {
        let known = |sheet: &Sheet, who: Known<'_>, rows: &mut dyn Iterator<Item = usize>| {
            let mut known = Models::new();
            for index in rows {
                if let Some(who) = who(index) {
                    let key = sheet.keys.get(index).cloned().unwrap_or_default();
                    known.entry((who.model.clone(), key)).or_default().push((index, who));
                }
            }
            known
        };
        if !self.from_free.contains(&true) || !self.to_free.contains(&true) {
            return;
        }
        // Few entries are free: who the others are is asked only where one of these has a partner.
        let old = known(self.from, who_from, &mut Self::free(&self.from_free));
        let new = known(self.to, who_to, &mut Self::free(&self.to_free));
        if !old.keys().any(|model| new.contains_key(model)) {
            return;
        }
        let all_old = known(self.from, who_from, &mut (0..self.from_free.len()));
        let all_new = known(self.to, who_to, &mut (0..self.to_free.len()));
        for same in [|a: &Identified, b: &Identified| a == b, Identified::may_be] {
            for model in old.keys() {
                if let (Some(old), Some(new)) = (all_old.get(model), all_new.get(model)) {
                    self.by_one_model(old, new, same);
                }
            }
        }
    }

    /// Pairs the entries of one model that are the `same`, where neither could be another one.
    fn by_one_model(
        &mut self,
        old: &[(usize, Identified)],
        new: &[(usize, Identified)],
        same: impl Fn(&Identified, &Identified) -> bool,
    ) {
        if old.len().saturating_mul(new.len()) > MANY {
            return;
        }
        for (a, who) in old.iter().filter(|(a, _)| self.from_free.get(*a) == Some(&true)).collect::<Vec<_>>() {
            let Some((b, other)) = sole(new.iter().filter(|(_, other)| same(who, other))) else { continue };
            if sole(old.iter().filter(|(_, who)| same(who, other))).is_some() {
                self.take(*a, *b, By::Model);
            }
        }
    }

    /// Whether both name an organisation and neither is a spelling of the other.
    fn organizations_contradict(&self, from: usize, to: usize) -> bool {
        match (self.from.organization(from), self.to.organization(to)) {
            (Some(old), Some(new)) => !(old.contains(new) || new.contains(old) || self.respelled.contains(&(old, new))),
            _ => false,
        }
    }
}

/// A folded name and the folded texts of its key.
type Key<'a> = (&'a str, Vec<String>);

/// The rows of one key in the earlier and in the later table.
type Group = (Vec<usize>, Vec<usize>);

/// Entries by their model and the texts of their key.
type Models = BTreeMap<(String, Vec<String>), Vec<(usize, Identified)>>;

/// The only one, if there is exactly one.
fn sole<T>(mut items: impl Iterator<Item = T>) -> Option<T> {
    let sole = items.next()?;
    items.next().is_none().then_some(sole)
}

/// The only free one of these rows, if exactly one of them is free.
fn only(rows: &[usize], free: &[bool]) -> Option<usize> {
    sole(rows.iter().copied().filter(|&index| free.get(index) == Some(&true)))
}

fn free_names<'a>(free: &[bool], sheet: &'a Sheet) -> HashSet<&'a str> {
    let names = sheet.names.iter().zip(free);
    names.filter(|(_, free)| **free).map(|(name, _)| name.as_str()).collect()
}

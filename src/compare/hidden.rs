//! Entries whose row could not be read for a while: whether they were there before decides what is told when the row
//! can be read again, or is gone.

use super::diff::{Diff, Side};
use super::step::{Step, Told};
use super::summary::why_same_model;
use super::unread::LostRows;
use crate::identity::Identified;
use crate::schema::{Happening, Placed};
use crate::text::{Message, fold};
use std::collections::{BTreeMap, HashSet};

/// The entries that were last seen before their rows could not be read, by their folded names.
#[derive(Debug, Default)]
pub(super) struct Hidden(BTreeMap<String, Waiting>);

#[derive(Debug)]
struct Waiting {
    /// Where it stood.
    seat: Placed,
    who: Option<Identified>,
    /// What is to be told if it never returns.
    left: Happening,
}

/// An entry that was hidden and returned under another name.
pub(super) struct Returned {
    /// Where it stood before it was hidden.
    from: Placed,
    /// Its index in the later content.
    to: usize,
    why: Message,
}

impl Hidden {
    /// Takes out the entries that can be read again. Those that were not there before have entered; those that bear
    /// another name than before are given back.
    pub fn take_back(&mut self, step: &Step<'_>, diff: &mut Diff) -> Vec<Returned> {
        let mut returned = Vec::new();
        let (mut entered, mut unread) = (Vec::new(), Vec::new());
        for row in std::mem::take(&mut diff.unread) {
            if row.seen_in == Side::To && self.0.remove(&fold(&row.seat.name)).is_none() {
                let Some(found) = self.other_name(step, row.seat.index) else {
                    entered.push(row.seat);
                    continue;
                };
                returned.push(found);
            }
            unread.push(row);
        }
        diff.unread = unread;
        diff.entered.extend(entered);
        diff.entered.sort_by_key(|seat| seat.index);
        returned
    }

    /// Takes out the one hidden entry that may be the same model as one of the later content.
    fn other_name(&mut self, step: &Step<'_>, to: usize) -> Option<Returned> {
        let now = (step.who)(step.to, step.to.entries.get(to)?)?;
        let mut same = self.0.iter().filter(|(_, hidden)| hidden.who.as_ref().is_some_and(|who| who.may_be(&now)));
        let (name, None) = (same.next()?.0.clone(), same.next()) else { return None };
        let Waiting { seat, who, .. } = self.0.remove(&name)?;
        Some(Returned { from: seat, to, why: why_same_model(who, Some(now)) })
    }

    /// What a step tells of those whose unreadable row is gone: they have left.
    pub fn settle(&mut self, told: &Told<'_>) -> Vec<Happening> {
        let mut found = Vec::new();
        let (from, to, who) = (told.step.from, told.step.to, told.step.who);
        if !to.is_partial() && !self.0.is_empty() {
            let names: HashSet<String> = to.entries.iter().map(|entry| fold(&entry.name)).collect();
            let lost = LostRows::of(to, who);
            let mut waiting = BTreeMap::new();
            for (name, hidden) in std::mem::take(&mut self.0) {
                if lost.bearing(&hidden.seat.name).or_else(|| lost.of_model(hidden.who.as_ref()?)).is_some() {
                    waiting.insert(name, hidden);
                } else if !names.contains(&name) {
                    found.push(hidden.left);
                }
            }
            self.0 = waiting;
        }
        for row in told.diff.unread.iter().filter(|row| row.seen_in == Side::From) {
            let who = from.entries.get(row.seat.index).and_then(|entry| who(from, entry));
            let (seat, left) = (told.placed(Side::From, row.seat.index), told.left(row.seat.index));
            self.0.insert(fold(&row.seat.name), Waiting { seat, who, left });
        }
        found
    }
}

impl Returned {
    /// That it probably bears another name now.
    pub fn renamed(self, told: &Told<'_>) -> Happening {
        Happening::Renamed { from: self.from, to: told.placed(Side::To, self.to), why: self.why, models: None }
    }
}

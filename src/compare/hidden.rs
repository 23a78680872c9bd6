//! Entries whose row could not be read for a while: whether they were there before decides what is told when the row
//! can be read again, or is gone.

use super::diff::Side;
use super::step::Told;
use super::unread::LostRows;
use crate::schema::Happening;
use crate::text::fold;
use std::collections::{BTreeMap, HashSet};

/// The entries that were last seen before their rows could not be read, with what is to be told if they never return.
#[derive(Debug, Default)]
pub(super) struct Hidden(BTreeMap<String, Happening>);

impl Hidden {
    /// What a step tells of such entries: those that return are told only if they were not there before, and those
    /// whose unreadable row is gone have left.
    pub fn settle(&mut self, told: &Told<'_>) -> Vec<Happening> {
        let mut found = Vec::new();
        for row in told.diff.unread.iter().filter(|row| row.seen_in == Side::To) {
            if self.0.remove(&fold(&row.seat.name)).is_none() {
                found.push(told.entered(row.seat.index));
            }
        }
        let to = told.step.to;
        if !to.is_partial() && !self.0.is_empty() {
            let names: HashSet<String> = to.entries.iter().map(|entry| fold(&entry.name)).collect();
            let lost = LostRows::of(to);
            let mut waiting = BTreeMap::new();
            for (name, left) in std::mem::take(&mut self.0) {
                let printed = match &left {
                    Happening::Left { who, .. } => who.name.as_str(),
                    _ => "",
                };
                if lost.bearing(printed).is_some() {
                    waiting.insert(name, left);
                } else if !names.contains(&name) {
                    found.push(left);
                }
            }
            self.0 = waiting;
        }
        for row in told.diff.unread.iter().filter(|row| row.seen_in == Side::From) {
            self.0.insert(fold(&row.seat.name), told.left(row.seat.index));
        }
        found
    }
}

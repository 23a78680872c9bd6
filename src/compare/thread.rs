//! Entries followed from content to content.

use super::diff::{Link, Side};
use super::evaluate::links;
use super::who::Who;
use crate::schema::{Entry, Snapshot};
use std::collections::{HashMap, HashSet};

/// One entry, followed as far as the links of diffs lead.
pub(super) struct Thread {
    /// Where it stands, in consecutive contents.
    pub steps: Vec<Step>,
    /// Whether it began because the row could not be read before.
    pub unread_before: bool,
    /// Whether it ends because the row could not be read after.
    pub unread_after: bool,
}

/// One entry in one content.
pub(super) struct Step {
    /// Index of the content.
    pub content: usize,
    /// Index of the entry in it.
    pub entry: usize,
    /// By what it is linked to the step before.
    pub link: Option<Link>,
}

/// The threads in which at least one step matches, in the order of their beginnings.
pub(super) fn threads(contents: &[&Snapshot], who: &Who, matches: impl Fn(&Snapshot, &Entry) -> bool) -> Vec<Thread> {
    let mut threads: Vec<Thread> = Vec::new();
    let mut active: HashMap<usize, usize> = HashMap::new();
    for (content, snapshot) in contents.iter().enumerate() {
        let linked =
            content.checked_sub(1).and_then(|before| contents.get(before)).map(|before| links(before, snapshot, who));
        let mut hidden: HashSet<usize> = HashSet::new();
        let mut next: HashMap<usize, usize> = HashMap::new();
        if let Some((links, unread)) = linked {
            for (from, to, link) in links {
                if let Some((id, thread)) = active.get(&from).and_then(|&id| Some((id, threads.get_mut(id)?))) {
                    thread.steps.push(Step { content, entry: to, link: Some(link) });
                    next.insert(to, id);
                }
            }
            for unread in unread {
                match unread.seen_in {
                    Side::To => {
                        hidden.insert(unread.seat.index);
                    }
                    Side::From => {
                        if let Some(thread) = active.get(&unread.seat.index).and_then(|&id| threads.get_mut(id)) {
                            thread.unread_after = true;
                        }
                    }
                }
            }
        }
        for entry in 0..snapshot.entries.len() {
            next.entry(entry).or_insert_with(|| {
                let steps = vec![Step { content, entry, link: None }];
                threads.push(Thread { steps, unread_before: hidden.contains(&entry), unread_after: false });
                threads.len() - 1
            });
        }
        active = next;
    }
    let is_meant = |step: &Step| {
        let snapshot = contents.get(step.content);
        snapshot.is_some_and(|on| on.entries.get(step.entry).is_some_and(|entry| matches(on, entry)))
    };
    // Most often the newest entry tells.
    threads.retain(|thread| thread.steps.iter().rev().any(is_meant));
    threads
}

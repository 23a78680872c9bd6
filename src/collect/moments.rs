//! Moments: what was current at each address when a set of requests was done.

use crate::archive::{Capture, Keeper, Outcome};
use crate::schema::{Digest, Timestamp};
use jiff::SignedDuration;
use std::collections::{BTreeMap, HashSet};

/// Requests of one set follow each other more closely than this; the pauses that a resource asks for come on top.
const APART: SignedDuration = SignedDuration::from_mins(10);

/// Where a capture stands in time: when it was taken, or when others found its bytes, all of which are handed over at
/// once.
pub(super) fn stands_at(capture: &Capture) -> Timestamp {
    let kept = capture.via.as_ref().and(capture.published_at);
    kept.unwrap_or(capture.observed_at)
}

/// Whether each state is kept for itself: what one commit changed belongs together, and nothing else does.
fn is_of_a_commit(capture: &Capture) -> bool {
    capture.via.as_ref().is_some_and(|via| matches!(via.kept_by, Keeper::Git | Keeper::Github))
}

/// Captures that were taken together: no address twice, and no long pause between any two. They come in the order of
/// [`stands_at`].
pub(super) fn moments<'a>(captures: &[&'a Capture], pause: SignedDuration) -> Vec<Vec<&'a Capture>> {
    let mut moments: Vec<Vec<&Capture>> = Vec::new();
    let mut asked: HashSet<(&str, &str)> = HashSet::new();
    let mut last: Option<&Capture> = None;
    for capture in captures {
        let apart = last.is_none_or(|last| {
            let between = stands_at(capture).duration_since(stands_at(last));
            let commits = (is_of_a_commit(last), is_of_a_commit(capture));
            if commits == (false, false) {
                between > APART + pause
            } else {
                commits != (true, true) || !between.is_zero()
            }
        });
        if apart || asked.contains(&(&*capture.resource, &*capture.url)) {
            moments.push(Vec::new());
            asked.clear();
        }
        asked.insert((&capture.resource, &capture.url));
        last = Some(capture);
        if let Some(moment) = moments.last_mut() {
            moment.push(capture);
        }
    }
    moments
}

/// What is known of an address.
#[derive(Debug, Clone, Copy)]
pub(super) struct Known<'a> {
    /// The body and the first capture of it; `None` where there never was one, or the last answer was that there is
    /// nothing.
    pub(super) body: Option<(Digest, &'a Capture)>,
    /// When the body was last seen there.
    pub(super) last_seen_at: Timestamp,
    /// Whether the last answer was that there is nothing.
    pub(super) absent: bool,
    /// The moment in which it was last asked for, and whether that gave an answer.
    pub(super) asked: (usize, bool),
}

/// What is known of all addresses, by resource and address.
#[derive(Debug, Default)]
pub(super) struct Current<'a> {
    known: BTreeMap<(&'a str, &'a str), Known<'a>>,
}

impl<'a> Current<'a> {
    /// Takes a moment's captures; whether they change what is there.
    pub(super) fn take(&mut self, number: usize, captures: &[&'a Capture]) -> bool {
        let mut changed = false;
        for capture in captures {
            let known = self.known.entry((&capture.resource, &capture.url)).or_insert_with(|| {
                changed = true;
                Known { body: None, last_seen_at: capture.seen_at(), absent: false, asked: (number, false) }
            });
            known.asked = (number, capture.answered());
            match &capture.outcome {
                Outcome::New { object, .. } | Outcome::Unchanged { object } => {
                    if known.body.is_none_or(|(body, _)| body != *object) {
                        known.body = Some((*object, capture));
                        changed = true;
                    }
                    known.absent = false;
                    // Whoever kept it may vouch for it far beyond this moment.
                    let same = known.body.is_some_and(|(_, first)| !std::ptr::eq(first, *capture));
                    known.last_seen_at =
                        if same { known.last_seen_at.max(capture.seen_at()) } else { capture.seen_at() };
                }
                Outcome::Absent => {
                    changed |= !known.absent;
                    known.absent = true;
                    known.body = None;
                }
                // The last body stands.
                Outcome::Failed { .. } => {}
            }
        }
        changed
    }

    pub(super) fn at(&self, resource: &str, url: &str) -> Option<Known<'a>> {
        self.known.get(&(resource, url)).copied()
    }

    /// The addresses of a resource with what is known of them.
    pub(super) fn of<'c>(&'c self, resource: &'c str) -> impl Iterator<Item = (&'a str, Known<'a>)> + 'c {
        self.known.iter().filter(move |((other, _), _)| *other == resource).map(|((_, url), known)| (*url, *known))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema::SourceId;

    fn capture(minute: i64, url: &str, outcome: Outcome) -> Capture {
        Capture::new(SourceId::from("s"), "r", url, Timestamp::from_second(minute * 60).unwrap(), outcome)
    }

    #[test]
    fn an_address_asked_again_or_a_long_pause_begins_a_moment() {
        let absent = |minute, url| capture(minute, url, Outcome::Absent);
        let captures =
            [absent(0, "a"), absent(9, "b"), absent(19, "c"), absent(30, "d"), absent(31, "e"), absent(31, "d")];
        let all: Vec<&Capture> = captures.iter().collect();
        let lengths = |pause| moments(&all, pause).iter().map(Vec::len).collect::<Vec<_>>();
        assert_eq!(lengths(SignedDuration::ZERO), [3, 2, 1]);
        assert_eq!(lengths(SignedDuration::from_mins(1)), [5, 1]);
    }

    #[test]
    fn what_one_commit_changed_is_a_moment_and_its_time_is_that_of_the_commit() {
        let commit = |second: i64, url| {
            let at = Timestamp::from_second(second).unwrap();
            let via = crate::archive::Via { kept_by: Keeper::Git, reference: "c".to_owned(), seen_at: at };
            Capture { published_at: Some(at), via: Some(via), ..capture(90, url, Outcome::Absent) }
        };
        let captures = [commit(1, "a"), commit(1, "b"), commit(2, "c"), capture(1, "d", Outcome::Absent)];
        let all: Vec<&Capture> = captures.iter().collect();
        let moments: Vec<Vec<&str>> = moments(&all, SignedDuration::ZERO)
            .iter()
            .map(|moment| moment.iter().map(|capture| capture.url.as_str()).collect())
            .collect();
        assert_eq!(moments, [vec!["a", "b"], vec!["c"], vec!["d"]]);
    }

    #[test]
    fn a_failure_keeps_the_body_and_an_absence_does_not() {
        let body = |minute, text: &[u8]| capture(minute, "a", Outcome::of_body(text, None, "a", None));
        let captures = [
            body(0, b"1"),
            capture(1, "a", Outcome::Failed { reason: String::new() }),
            capture(2, "a", Outcome::Unchanged { object: Digest::of(b"1") }),
            body(3, b"2"),
            capture(4, "a", Outcome::Absent),
        ];
        let mut current = Current::default();
        let mut seen = Vec::new();
        for (number, capture) in captures.iter().enumerate() {
            let changed = current.take(number, &[capture]);
            let known = current.at("r", "a").unwrap();
            seen.push((changed, known.body.map(|(digest, _)| digest), known.asked.1, known.absent));
        }
        let (one, two) = (Some(Digest::of(b"1")), Some(Digest::of(b"2")));
        let expected = [
            (true, one, true, false),
            (false, one, false, false),
            (false, one, true, false),
            (true, two, true, false),
            (true, None, true, true),
        ];
        assert_eq!(seen, expected);
    }
}

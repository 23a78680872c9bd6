//! Which editions are worth asking for.

use super::addresses::Address;
use super::known::Asked;
use crate::catalogue::{EditionPatterns, Probe};
use crate::schema::{Edition, EditionOrder, Timestamp};
use jiff::tz::Offset;
use std::collections::BTreeSet;

/// How many of the newest captured editions are asked for again: publishers correct these in place.
const REVISED: usize = 3;

/// How many months an edition that was not there is looked for again.
const LATE: i32 = 6;

/// An edition and what is known of it.
#[derive(Debug, Clone)]
pub(super) struct Candidate {
    pub(super) edition: Edition,
    /// Where it stands; none where nothing says so.
    pub(super) addresses: Vec<Address>,
    /// Whether it was asked for, and the answer was that there is none.
    pub(super) absent: bool,
}

impl Candidate {
    fn is_captured(&self) -> bool {
        self.addresses.iter().any(|address| address.last.is_some())
    }
}

/// Every edition from the first to the month of `now`, and those that the source names itself; the newest first.
/// `None` if the first one is not a label of the source.
pub(super) fn named(
    patterns: &EditionPatterns,
    probe: &Probe,
    also: impl Iterator<Item = String>,
    now: Timestamp,
) -> Option<Vec<Edition>> {
    let since = patterns.read(&probe.since)?;
    let (year, month) = year_and_month(now)?;
    let mut all: BTreeSet<Edition> = patterns.enumerate(&since, year, month).into_iter().collect();
    // What a page says and no pattern reads is no edition's label.
    all.extend(also.filter_map(|label| patterns.read(&label)));
    let mut seen = BTreeSet::new();
    Some(all.into_iter().rev().filter(|edition| seen.insert(edition.label.clone())).collect())
}

/// Those of the candidates, the newest first, that are asked for.
pub(super) fn worth_asking(candidates: Vec<Candidate>, asked: Asked) -> Vec<Candidate> {
    // Where nothing was ever found, what was taken for an absence may have been a server in trouble.
    let believed = candidates.iter().any(Candidate::is_captured);
    let mut captured = 0;
    let mut candidates = candidates;
    candidates.retain(|candidate| {
        if asked.all_editions {
            return true;
        }
        if candidate.is_captured() {
            captured += 1;
            return captured <= REVISED;
        }
        !(believed && candidate.absent && is_long_past(candidate.edition.order, asked.now))
    });
    candidates
}

fn is_long_past(order: EditionOrder, now: Timestamp) -> bool {
    let Some((year, month)) = year_and_month(now) else { return false };
    // A label that names no month may come at any time of its year.
    let of = |year: u16, month: u8| i32::from(year) * 12 + i32::from(if month == 0 { 12 } else { month });
    of(year, month) - of(order.year, order.month) > LATE
}

fn year_and_month(now: Timestamp) -> Option<(u16, u8)> {
    let date = Offset::UTC.to_datetime(now);
    Some((u16::try_from(date.year()).ok()?, u8::try_from(date.month()).ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::EditionPattern;
    use crate::fetch::Last;
    use crate::schema::Digest;
    use url::Url;

    fn patterns() -> EditionPatterns {
        EditionPatterns::new(vec![
            EditionPattern::new("{year}年{month}月", None, 0).unwrap(),
            EditionPattern::new("{year}年度测评", Some(12), 1).unwrap(),
        ])
    }

    fn labels(now: &str, also: &[&str]) -> Vec<String> {
        let probe = Probe { since: "2025年11月".to_owned(), also: Vec::new() };
        let also = also.iter().map(|label| (*label).to_owned());
        let all = named(&patterns(), &probe, also, now.parse().unwrap()).unwrap();
        all.into_iter().map(|edition| edition.label).collect()
    }

    #[test]
    fn editions_go_up_to_the_month_of_now_and_what_the_source_names_itself() {
        assert_eq!(labels("2026-01-31T23:59:59Z", &[]), ["2026年1月", "2025年度测评", "2025年12月", "2025年11月"]);
        assert_eq!(labels("2025-11-30T23:59:59Z", &[]), ["2025年11月"]);
        assert_eq!(labels("2025-11-30T00:00:00Z", &["2026年2月", "2025年11月", "soon"]), ["2026年2月", "2025年11月"]);
    }

    fn asked_for(known: &[(&str, char)], all_editions: bool) -> Vec<String> {
        let candidate = |(label, what): &(&str, char)| Candidate {
            edition: patterns().read(label).unwrap(),
            addresses: vec![Address {
                edition: None,
                row: super::super::bound::Row::new(),
                url: Url::parse("https://x.cn/").unwrap(),
                last: (*what == 'c').then(|| Last { etag: None, last_modified: None, digest: Digest::of(b"") }),
                turn: None,
            }],
            absent: *what == 'a',
        };
        let asked = Asked { now: "2026-11-23T00:00:00Z".parse().unwrap(), all_editions };
        let chosen = worth_asking(known.iter().map(candidate).collect(), asked);
        chosen.into_iter().map(|chosen| chosen.edition.label).collect()
    }

    #[test]
    fn the_three_newest_captures_the_unknown_and_the_lately_absent_are_asked_for() {
        let known = [
            ("2026年11月", 'a'),
            ("2026年7月", 'c'),
            ("2026年5月", 'a'),
            ("2026年4月", 'a'),
            ("2026年3月", 'c'),
            ("2025年度测评", 'c'),
            ("2025年12月", 'a'),
            ("2025年11月", 'c'),
            ("2025年9月", '?'),
        ];
        let expected = ["2026年11月", "2026年7月", "2026年5月", "2026年3月", "2025年度测评", "2025年9月"];
        assert_eq!(asked_for(&known, false), expected);
        assert_eq!(asked_for(&known, true).len(), known.len());
    }

    #[test]
    fn absences_are_not_believed_where_nothing_was_ever_found() {
        assert_eq!(asked_for(&[("2026年11月", 'a'), ("2025年3月", 'a')], false), ["2026年11月", "2025年3月"]);
    }
}

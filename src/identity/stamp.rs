//! Dates and revisions within a name: which of a line's releases is meant.

use super::words::{Atom, AtomKind, Words};
use std::ops::Range;

/// What a name says of the release.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stamp {
    /// A whole date: `2024-04-09`, `20240409`.
    Day(u16, u8, u8),
    /// A month: `2407`, `08-2024`.
    Month(u16, u8),
    /// A day whose year is not said: `0613`, `08-13`.
    MonthDay(u8, u8),
    /// A revision: `001`.
    Revision(u16),
    /// `latest`: whatever was newest.
    Latest,
}

impl Stamp {
    /// The stamp of a snapshot's name as ids have it; `None` for a version such as `v2.0.4`.
    pub(super) fn of_snapshot(text: &str) -> Option<Stamp> {
        let mut parts = text.split('-');
        let number = |part: Option<&str>| part.map(str::parse::<u16>);
        match (number(parts.next()), number(parts.next()), number(parts.next())) {
            (Some(Ok(year)), Some(Ok(month)), Some(Ok(day))) => {
                Some(Stamp::Day(year, u8::try_from(month).ok()?, u8::try_from(day).ok()?))
            }
            (Some(Ok(year)), Some(Ok(month)), None) => Some(Stamp::Month(year, u8::try_from(month).ok()?)),
            (Some(Ok(revision)), None, None) if text.len() == 3 => Some(Stamp::Revision(revision)),
            _ => None,
        }
    }

    /// How an id writes it; `None` where the year is not known or nothing is said.
    pub(super) fn as_snapshot(self) -> Option<String> {
        match self {
            Stamp::Day(year, month, day) => Some(format!("{year:04}-{month:02}-{day:02}")),
            Stamp::Month(year, month) => Some(format!("{year:04}-{month:02}")),
            Stamp::Revision(revision) => Some(format!("{revision:03}")),
            Stamp::MonthDay(..) | Stamp::Latest => None,
        }
    }

    /// Whether `self`, from a name, can mean the snapshot `other` of an id.
    pub(super) fn means(self, other: Stamp) -> bool {
        match (self, other) {
            (Stamp::Day(year, month, _), Stamp::Month(y, m)) | (Stamp::Month(year, month), Stamp::Day(y, m, _)) => {
                (year, month) == (y, m)
            }
            (Stamp::MonthDay(month, day), Stamp::Day(_, m, d)) => (month, day) == (m, d),
            // `08-24` of a line that is stamped by months is August 2024.
            (Stamp::MonthDay(month, day), Stamp::Month(y, m)) => month == m && u16::from(day) + 2000 == y,
            _ => self == other,
        }
    }

    /// Year and month, where both are said.
    pub(super) fn month(self) -> Option<(u16, u8)> {
        match self {
            Stamp::Day(year, month, _) | Stamp::Month(year, month) => Some((year, month)),
            _ => None,
        }
    }

    /// With the year in which a line came out at or after `released`.
    pub(super) fn dated_from(self, released: (u16, u8)) -> Stamp {
        match self {
            Stamp::MonthDay(month, day) => {
                Stamp::Day(if month >= released.1 { released.0 } else { released.0 + 1 }, month, day)
            }
            other => other,
        }
    }
}

/// Where a stamp stands among the atoms of a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Stamped {
    pub stamp: Stamp,
    pub atoms: Range<usize>,
}

/// The last stamp among some atoms of a name.
pub(super) fn find(words: &Words, atoms: &[Atom]) -> Option<Stamped> {
    // The first atom names the family: a name does not begin with its date.
    (1..atoms.len()).rev().find_map(|at| read(words, atoms, at)).map(|stamped| {
        // Read from the end, a whole date is met by its last parts first.
        let wider = [2, 1].into_iter().filter_map(|back| read(words, atoms, stamped.atoms.start.checked_sub(back)?));
        wider.into_iter().find(|other| other.atoms.end >= stamped.atoms.end).unwrap_or(stamped)
    })
}

fn read(words: &Words, atoms: &[Atom], at: usize) -> Option<Stamped> {
    let first = atoms.get(at).filter(|_| at > 0)?;
    let text = words.of(first);
    if first.kind == AtomKind::Word {
        return (text == "latest").then_some(Stamped { stamp: Stamp::Latest, atoms: at..at + 1 });
    }
    if first.kind != AtomKind::Number {
        return None;
    }
    let follows = |offset: usize| -> Option<&str> {
        let atom = atoms.get(at + offset)?;
        (atom.kind == AtomKind::Number && !atom.glued && matches!(atom.after, b'-' | b'_' | b'/'))
            .then(|| words.of(atom))
    };
    let stamped = |stamp: Option<Stamp>, length: usize| Some(Stamped { stamp: stamp?, atoms: at..at + length });
    let second = follows(1);
    match (text.len(), second.map(str::len), follows(2).map(str::len)) {
        (4, Some(2), Some(2)) => {
            if let Some(found) = stamped(day(text, second?, follows(2)?), 3) {
                return Some(found);
            }
        }
        (4, Some(2), _) => {
            if let Some(found) = stamped(month(text, second?), 2) {
                return Some(found);
            }
        }
        (2, Some(4), _) => {
            if let Some(found) = stamped(month(second?, text), 2) {
                return Some(found);
            }
        }
        (2, Some(2), _) => {
            if let Some(found) = stamped(month_day(text, second?), 2) {
                return Some(found);
            }
        }
        _ => {}
    }
    let alone = match text.len() {
        8 => day(text.get(..4)?, text.get(4..6)?, text.get(6..)?),
        6 => month(text.get(..4)?, text.get(4..)?)
            .or_else(|| day(&format!("20{}", text.get(..2)?), text.get(2..4)?, text.get(4..)?)),
        5 => month(&format!("20{}", text.get(..2)?), text.get(2..)?.strip_prefix('.')?),
        4 => month(&format!("20{}", text.get(..2)?), text.get(2..)?)
            .filter(|stamp| stamp.month().is_some_and(|(year, _)| year >= 2023))
            .or_else(|| month_day(text.get(..2)?, text.get(2..)?)),
        3 if text.starts_with("00") => Some(Stamp::Revision(text.parse().ok()?)),
        _ => None,
    };
    stamped(alone, 1)
}

fn day(year: &str, month_: &str, day: &str) -> Option<Stamp> {
    let (Stamp::Month(year, month), Stamp::MonthDay(_, day)) = (month(year, month_)?, month_day(month_, day)?) else {
        return None;
    };
    Some(Stamp::Day(year, month, day))
}

/// A month of the years in which there are models to be stamped.
fn month(year: &str, month: &str) -> Option<Stamp> {
    let (year, month) = (year.parse().ok()?, month.parse().ok()?);
    ((2019..=2039).contains(&year) && (1..=12).contains(&month)).then_some(Stamp::Month(year, month))
}

fn month_day(month: &str, day: &str) -> Option<Stamp> {
    let (month, day) = (month.parse().ok()?, day.parse().ok()?);
    ((1..=12).contains(&month) && (1..=31).contains(&day)).then_some(Stamp::MonthDay(month, day))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(name: &str) -> Option<Stamp> {
        let words = Words::read(name).unwrap();
        find(&words, &words.atoms).map(|found| found.stamp)
    }

    #[test]
    fn every_way_of_writing_a_release_is_read() {
        assert_eq!(of("gpt-4-turbo-2024-04-09"), Some(Stamp::Day(2024, 4, 9)));
        assert_eq!(of("Claude 3.5 Sonnet (20241022)"), Some(Stamp::Day(2024, 10, 22)));
        assert_eq!(of("Command R+ (08-2024)"), Some(Stamp::Month(2024, 8)));
        assert_eq!(of("mistral-large-2407"), Some(Stamp::Month(2024, 7)));
        assert_eq!(of("gpt-4-0613"), Some(Stamp::MonthDay(6, 13)));
        assert_eq!(of("gpt4_1106_preview"), Some(Stamp::MonthDay(11, 6)));
        assert_eq!(of("Grok-2-08-13"), Some(Stamp::MonthDay(8, 13)));
        assert_eq!(of("Gemini-1.5-Pro-002"), Some(Stamp::Revision(2)));
        assert_eq!(of("chatgpt-4o-latest"), Some(Stamp::Latest));
        assert_eq!(of("gpt-5-high-2025-08-07"), Some(Stamp::Day(2025, 8, 7)));
        assert_eq!(of("Codestral 25.01"), Some(Stamp::Month(2025, 1)));
    }

    #[test]
    fn versions_and_sizes_are_no_dates() {
        for name in ["claude-3-5-sonnet", "gemini-2.5-pro", "llama-3.1-405b", "llama3-70b-8192", "0613"] {
            assert_eq!(of(name), None, "{name}");
        }
    }
}

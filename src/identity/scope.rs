//! How the scopes of two decisions lie to each other.

use super::alias::{Narrow, Scope};
use crate::message;
use crate::text::Message;

impl Scope {
    /// Whether there may be a place where both hold.
    #[must_use]
    pub fn overlaps(&self, other: &Scope) -> bool {
        let (Some(a), Some(b)) = (self.narrow(), other.narrow()) else { return true };
        let together = |a: &str, b: &str| a.is_empty() || b.is_empty() || a == b;
        together(&a.organization, &b.organization)
            && together(source(a), source(b))
            && together(&a.board, &b.board)
            && !ends_before(&a.until, &b.from)
            && !ends_before(&b.until, &a.from)
    }

    /// Whether the other one holds wherever this one does.
    #[must_use]
    pub fn within(&self, other: &Scope) -> bool {
        let Some(outer) = other.narrow() else { return true };
        let Some(inner) = self.narrow() else { return false };
        let fits = |outer: &str, inner: &str| outer.is_empty() || outer == inner;
        fits(&outer.organization, &inner.organization)
            && fits(&outer.source, source(inner))
            && fits(&outer.board, &inner.board)
            && (outer.from.is_empty() || (!inner.from.is_empty() && outer.from <= inner.from))
            && (outer.until.is_empty() || (!inner.until.is_empty() && ends_by(&inner.until, &outer.until)))
    }

    /// Whether there can be a place that meets all of its conditions.
    pub(super) fn is_possible(&self) -> bool {
        let Some(narrow) = self.narrow() else { return true };
        let of_source = narrow.source.is_empty()
            || narrow.board.is_empty()
            || narrow.board.split('/').next() == Some(narrow.source.as_str());
        of_source && !ends_before(&narrow.until, &narrow.from)
    }

    /// Where it holds, in words.
    #[must_use]
    pub fn words(&self) -> Message {
        let Some(Narrow { organization, source, board, from, until }) = self.narrow() else {
            return message!("everywhere", "各处");
        };
        let conditions = [
            (source, message!("source {source}", "来源 {source}")),
            (board, message!("board {board}", "榜单 {board}")),
            (organization, message!("organisation {organization}", "机构 {organization}")),
            (from, message!("from {from}", "自 {from}")),
            (until, message!("until {until}", "至 {until}")),
        ];
        let words = conditions.into_iter().filter(|(condition, _)| !condition.is_empty()).map(|(_, words)| words);
        let (en, zh): (Vec<String>, Vec<String>) = words.map(|Message { en, zh }| (en, zh)).unzip();
        Message { en: en.join(", "), zh: zh.join("，") }
    }

    /// The source and the board that it names; empty where it names none.
    #[must_use]
    pub fn named(&self) -> (&str, &str) {
        self.narrow().map_or(("", ""), |narrow| (&narrow.source, &narrow.board))
    }
}

/// The source, which a board's id says as well.
fn source(narrow: &Narrow) -> &str {
    if narrow.source.is_empty() { narrow.board.split('/').next().unwrap_or_default() } else { &narrow.source }
}

/// Whether a time that ends with `until` is over before `from` begins.
fn ends_before(until: &str, from: &str) -> bool {
    !until.is_empty() && !from.is_empty() && later(from, until)
}

/// Whether a day or month has ended by the end of another one.
fn ends_by(end: &str, limit: &str) -> bool {
    !later(end, limit) && (end.len() >= limit.len() || !limit.starts_with(end))
}

/// Whether a day or month begins after another one, which may be a month, has ended.
fn later(at: &str, end: &str) -> bool {
    at.get(..end.len()).unwrap_or(at) > end
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scope(parts: [&str; 5]) -> Scope {
        let [organization, source, board, from, until] = parts.map(str::to_owned);
        Scope::new(organization, source, board, from, until)
    }

    #[test]
    fn scopes_of_other_sources_boards_organisations_and_times_do_not_overlap() {
        let everywhere = Scope::default();
        let superclue = scope(["", "superclue", "", "", ""]);
        let general = scope(["", "", "superclue/general", "", ""]);
        let autumn = scope(["", "superclue", "", "2023-09", "2023-11"]);
        for (a, b, overlap) in [
            (&everywhere, &superclue, true),
            (&superclue, &general, true),
            (&superclue, &scope(["", "clue", "", "", ""]), false),
            (&general, &scope(["", "", "superclue/agent", "", ""]), false),
            (&general, &scope(["", "clue", "", "", ""]), false),
            (&scope(["OpenAI", "", "", "", ""]), &scope(["Google", "", "", "", ""]), false),
            (&autumn, &scope(["", "", "", "2023-11-30", ""]), true),
            (&autumn, &scope(["", "", "", "2023-12", ""]), false),
            (&autumn, &scope(["", "", "", "", "2023-08-31"]), false),
            (&autumn, &scope(["", "", "", "", "2023-09"]), true),
        ] {
            assert_eq!(a.overlaps(b), overlap, "{a:?} {b:?}");
            assert_eq!(b.overlaps(a), overlap, "{b:?} {a:?}");
        }
    }

    #[test]
    fn a_board_lies_within_its_source_and_a_month_within_its_year() {
        let superclue = scope(["", "superclue", "", "", ""]);
        let general = scope(["", "", "superclue/general", "", ""]);
        assert!(general.within(&superclue) && !superclue.within(&general));
        assert!(superclue.within(&Scope::default()) && !Scope::default().within(&superclue));
        let year = scope(["", "", "", "2023-01", "2023-12"]);
        assert!(scope(["", "", "", "2023-11", "2023-12-31"]).within(&year));
        assert!(!scope(["", "", "", "2023-11", "2024-01"]).within(&year));
        assert!(!scope(["", "", "", "2023-11", ""]).within(&year));
        assert!(!scope(["", "", "", "", "2023-12"]).within(&scope(["", "", "", "", "2023-12-15"])));
    }
}

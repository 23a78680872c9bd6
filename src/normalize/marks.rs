//! Spellings that publishers use in place of a number or a place.

use crate::catalogue::Board;
use crate::schema::Missing;
use crate::text::{Decimal, fold, half_width};

/// "No score", folded. Runs of dashes are known besides.
const NOT_REPORTED: &[&str] =
    &["", "/", "\\", "n/a", "#n/a", "na", "none", "null", "?", "未报告", "暂无", "无", "未测", "缺失"];

/// "It will come", folded.
const PENDING: &[&str] = &["待补充", "测评中", "评测中", "待测", "pending", "tbd", "tba"];

/// The spellings of one board.
pub(super) struct Marks {
    missing: Vec<String>,
    reference: Vec<String>,
}

impl Marks {
    pub(super) fn of(board: &Board) -> Marks {
        let folded = |spellings: &[String]| spellings.iter().map(|spelling| fold(spelling)).collect();
        Marks { missing: folded(&board.missing), reference: folded(&board.reference) }
    }

    /// Why there is no number, where the text says so.
    pub(super) fn missing(&self, text: &str) -> Option<Missing> {
        if self.missing.is_empty() && text.starts_with(|c: char| c.is_ascii_digit()) {
            // Most cells are numbers, and no usual spelling begins as one.
            return None;
        }
        let folded = fold(text);
        if self.missing.contains(&folded) || NOT_REPORTED.contains(&folded.as_str()) || is_dashes(&folded) {
            return Some(Missing::NotReported);
        }
        PENDING.contains(&folded.as_str()).then_some(Missing::Pending)
    }

    /// Whether a rank cell says that the row is shown beside the ranking: a dash, the human sign, the board's own.
    pub(super) fn is_reference(&self, text: &str) -> bool {
        let folded = fold(text);
        folded == "\u{1f9dd}" || is_dashes(&folded) || self.reference.contains(&folded)
    }
}

/// The spellings that mean "no score" in one column.
#[derive(Debug)]
pub(super) struct Absent {
    words: Vec<String>,
    numbers: Vec<Decimal>,
}

impl Absent {
    pub(super) fn of(spellings: &[String]) -> Absent {
        let numbers = spellings.iter().filter_map(|spelling| Decimal::parse(half_width(spelling).trim())).collect();
        Absent { words: spellings.iter().map(|spelling| fold(spelling)).collect(), numbers }
    }

    /// Whether the text is one of the spellings.
    pub(super) fn is_text(&self, text: &str) -> bool {
        !self.words.is_empty() && self.words.contains(&fold(text))
    }

    /// Whether a number that was read is one of them, however many digits it is printed with.
    pub(super) fn is_number(&self, number: Decimal) -> bool {
        self.numbers.contains(&number)
    }
}

/// One dash or more and nothing else: `-`, `--`, `—`, `–`, `−`.
pub(super) fn is_dashes(folded: &str) -> bool {
    let dash = |c| matches!(c, '-' | '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{2500}');
    !folded.is_empty() && folded.chars().all(dash)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_absence_is_not_reported_or_pending_and_never_anything_else() {
        let marks = Marks { missing: vec!["comming".to_owned()], reference: Vec::new() };
        let spelt =
            ["", " ", "-", "--", "—", "——", "–", "－", "/", "\\", "N/A", "na", "None", "null", "?", "？", "Comming"];
        for text in spelt.into_iter().chain(["未报告", "暂无", "无", "未测", "\u{200b}"]) {
            assert_eq!(marks.missing(text), Some(Missing::NotReported), "{text:?}");
        }
        for text in ["待补充", "测评中", "Pending", "TBD"] {
            assert_eq!(marks.missing(text), Some(Missing::Pending), "{text:?}");
        }
        for text in ["0", "0.00", "NaN", "inf", "无锡", "-1", "76.4?", "nape"] {
            assert_eq!(marks.missing(text), None, "{text:?}");
        }
    }
}

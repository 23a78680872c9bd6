//! Which rows of a table are meant: values and comparisons of one column.

use crate::text::{Decimal, fold, half_width};
use jiff::civil::Date;
use std::cmp::Ordering;

/// What a cell must be: one of some values, where any are given, and all that the comparisons say.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Only {
    /// Folded.
    values: Vec<String>,
    comparisons: Vec<Comparison>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Comparison {
    /// Another text, and another number where both are numbers.
    Not(String),
    /// A number or day that compares to this one in one of these ways.
    Than(Quantity, [Ordering; 2]),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Quantity {
    Number(Decimal),
    Day(Date),
}

impl Only {
    /// From what is typed: a value, `!=value`, or `<`, `<=`, `>`, `>=` before a number or a day (`2024-02-01`).
    /// `=value` is a value too, for those that begin with one of these signs.
    ///
    /// # Errors
    /// The comparison that compares with neither a number nor a day.
    pub fn new(typed: &[String]) -> Result<Only, &str> {
        use Ordering::{Equal, Greater, Less};
        const SIGNS: [(&str, [Ordering; 2]); 4] =
            [(">=", [Greater, Equal]), ("<=", [Less, Equal]), (">", [Greater, Greater]), ("<", [Less, Less])];
        let mut only = Only::default();
        for text in typed {
            let sign = SIGNS.iter().find_map(|(sign, ways)| Some((text.strip_prefix(sign)?, *ways)));
            if let Some(value) = text.strip_prefix("!=") {
                only.comparisons.push(Comparison::Not(value.to_owned()));
            } else if let Some((value, ways)) = sign {
                only.comparisons.push(Comparison::Than(Quantity::read(value).ok_or(text.as_str())?, ways));
            } else {
                only.values.push(fold(text.strip_prefix('=').unwrap_or(text)));
            }
        }
        Ok(only)
    }

    /// Whether a cell with this text is wanted.
    #[must_use]
    pub fn fits(&self, text: &str) -> bool {
        let value = self.values.is_empty() || self.values.contains(&fold(text));
        value && self.comparisons.iter().all(|comparison| comparison.holds(text))
    }
}

impl Comparison {
    fn holds(&self, text: &str) -> bool {
        match self {
            Comparison::Not(other) => {
                let same = Quantity::read(text).zip(Quantity::read(other)).is_some_and(|(a, b)| a == b);
                !same && fold(text) != fold(other)
            }
            Comparison::Than(bound, ways) => {
                let found = Quantity::read(text).and_then(|quantity| quantity.compare(*bound));
                found.is_some_and(|found| ways.contains(&found))
            }
        }
    }
}

impl Quantity {
    /// A number, or a day with or without a time behind it.
    fn read(text: &str) -> Option<Quantity> {
        let text = half_width(text);
        let text = text.trim();
        if let Some(number) = Decimal::parse(text) {
            return Some(Quantity::Number(number));
        }
        let (day, time) = text.split_at_checked(10)?;
        let day = day.parse().ok().filter(|_| time.is_empty() || time.starts_with(['T', ' ']))?;
        Some(Quantity::Day(day))
    }

    fn compare(self, other: Quantity) -> Option<Ordering> {
        match (self, other) {
            (Quantity::Number(a), Quantity::Number(b)) => Some(a.cmp(&b)),
            (Quantity::Day(a), Quantity::Day(b)) => Some(a.cmp(&b)),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wanted(typed: &[&str], texts: &[&str]) -> Vec<String> {
        let typed: Vec<String> = typed.iter().map(|text| (*text).to_owned()).collect();
        let only = Only::new(&typed).unwrap();
        texts.iter().filter(|text| only.fits(text)).map(|text| (*text).to_owned()).collect()
    }

    #[test]
    fn values_are_alternatives_and_comparisons_hold_all() {
        assert_eq!(wanted(&["Easy", "hard"], &["easy", "HARD ", "medium", ""]), ["easy", "HARD "]);
        assert_eq!(wanted(&[">=2", "<10"], &["1.99", "2", "2.0", "９", "10", "n/a", ""]), ["2", "2.0", "９"]);
        assert_eq!(wanted(&[""], &["", " ", "-"]), ["", " "]);
        assert_eq!(wanted(&["=<0.001", "=="], &["<0.001", "=", "0.0001"]), ["<0.001", "="]);
    }

    #[test]
    fn another_spelling_of_a_number_is_the_same_number() {
        assert_eq!(wanted(&["!=0.0"], &["0", "0.00", "-0", "", "0.01", "x"]), ["", "0.01", "x"]);
        assert_eq!(wanted(&["!="], &["", "0"]), ["0"]);
    }

    #[test]
    fn days_compare_with_days_and_with_nothing_else() {
        let texts = ["2024-01-31", "2024-02-01", "2024-02-01T10:00:00Z", "2024-02-29 1:00", "2024-03-01", "20240201"];
        assert_eq!(wanted(&[">=2024-02-01", "<2024-03-01"], &texts), texts[1..4]);
        assert_eq!(wanted(&[">2024-02-01"], &texts), ["2024-02-29 1:00", "2024-03-01"]);
        assert_eq!(wanted(&["<9"], &["2024-01-31", "\u{4e00}\u{4e00}\u{4e00}\u{4e00}", "8"]), ["8"]);
        assert_eq!(Only::new(&[">=spring".to_owned()]), Err(">=spring"));
    }
}

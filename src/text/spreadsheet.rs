//! Spreadsheet programs run a CSV cell that looks like a formula: strangers' texts are defused, and restored on reading.

use super::Decimal;
use std::borrow::Cow;

/// The text as a CSV cell that no spreadsheet program takes for a formula.
///
/// A text that starts with `=`, `+`, `-`, `@`, a tab or a line break, or with the full-width form of one of the
/// signs, gets an apostrophe before it. So does one that starts with apostrophes and then such a character, which
/// makes the rule reversible: [`restore_formula`] takes one apostrophe away again. Signed numbers (`-1.88`,
/// `+3`, `-5.2%`) and texts of nothing but hyphens (the mark of reference rows) stay as they are.
#[must_use]
pub fn defuse_formula(text: &str) -> Cow<'_, str> {
    let acts = text.trim_start_matches('\'').starts_with(starts_formula);
    if acts && !is_harmless(text) { Cow::Owned(format!("'{text}")) } else { Cow::Borrowed(text) }
}

/// The text that [`defuse_formula`] was given.
#[must_use]
pub fn restore_formula(cell: &str) -> &str {
    match cell.strip_prefix('\'') {
        Some(rest) if rest.trim_start_matches('\'').starts_with(starts_formula) => rest,
        _ => cell,
    }
}

fn starts_formula(c: char) -> bool {
    matches!(c, '=' | '+' | '-' | '@' | '\t' | '\r' | '\n' | '\u{ff1d}' | '\u{ff0b}' | '\u{ff0d}' | '\u{ff20}')
}

fn is_harmless(text: &str) -> bool {
    let number = text.strip_suffix('%').unwrap_or(text);
    text.bytes().all(|byte| byte == b'-') || Decimal::parse(number).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn formulas_are_defused_and_numbers_and_reference_marks_stay() {
        for formula in ["=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\t=1", "\r\n=1", "\u{ff1d}1", "-", "'=1"] {
            let cell = defuse_formula(formula);
            assert_eq!(restore_formula(&cell), formula);
            assert_eq!(cell.starts_with('\''), formula != "-", "{formula:?}");
        }
        for harmless in ["", "-", "--", "-1.88", "+3", "-5.2%", "79.02", "文心一言", "O'Neill", "'quoted'", "a=b"] {
            assert_eq!(defuse_formula(harmless), harmless);
            assert_eq!(restore_formula(harmless), harmless);
        }
    }

    proptest! {
        #[test]
        fn every_text_is_restored(text in "['=+@a0.%\t-]{0,6}") {
            let cell = defuse_formula(&text);
            prop_assert_eq!(restore_formula(&cell), text.as_str());
        }
    }
}

//! Width in terminal columns: Chinese characters and emoji take two.

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// Columns that `text` takes in a terminal.
#[must_use]
pub fn width(text: &str) -> usize {
    text.width()
}

/// The text, filled with spaces on the right to `columns`.
#[must_use]
pub fn pad(text: &str, columns: usize) -> String {
    let missing = columns.saturating_sub(width(text));
    format!("{text}{}", " ".repeat(missing))
}

/// The text, cut with `…` where it is wider than `columns`.
#[must_use]
pub fn truncate(text: &str, columns: usize) -> String {
    if width(text) <= columns {
        return text.to_owned();
    }
    let mut taken = 0;
    let mut cut = String::new();
    for c in text.chars() {
        let next = c.width().unwrap_or(0);
        if taken + next + 1 > columns {
            break;
        }
        taken += next;
        cut.push(c);
    }
    cut.push('…');
    cut
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chinese_and_medals_are_two_columns_wide() {
        assert_eq!(width("文心一言"), 8);
        assert_eq!(width("\u{1f3c5}\u{fe0f}"), 2);
        assert_eq!(width(&pad("榜", 5)), 5);
        assert_eq!(truncate("文心一言4.0", 7), "文心一…");
    }
}

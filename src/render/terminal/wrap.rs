//! Lines of a given width: broken by the Unicode rules (Chinese between characters, but not before `）` or `，`),
//! measured in terminal columns, never inside a character that several code points make up.

use crate::text::width;
use unicode_linebreak::linebreaks;
use unicode_segmentation::UnicodeSegmentation;

/// Brackets of this width at most are not broken within.
const BRACKETED: usize = 16;

/// The text as lines of at most `columns`; one empty line for an empty text. A piece without a place to break
/// that is wider than a line is broken between characters.
pub(super) fn wrap(text: &str, columns: usize) -> Vec<String> {
    let columns = columns.max(2);
    let mut lines = Vec::new();
    let mut line = String::new();
    for piece in pieces(text, columns) {
        if width(format!("{line}{piece}").trim_end()) <= columns {
            line.push_str(piece);
            continue;
        }
        if !line.trim().is_empty() {
            lines.push(std::mem::take(&mut line).trim_end().to_owned());
        }
        line.clear();
        for character in piece.graphemes(true) {
            if width(format!("{line}{character}").trim_end()) > columns {
                lines.push(std::mem::take(&mut line).trim_end().to_owned());
            }
            line.push_str(character);
        }
    }
    if lines.is_empty() || !line.trim().is_empty() {
        lines.push(line.trim_end().to_owned());
    }
    lines
}

/// Like [`wrap`] with at most `height` lines; the last ends with `…` where something is left out.
pub(super) fn wrap_within(text: &str, columns: usize, height: usize) -> Vec<String> {
    let mut lines = wrap(text, columns);
    if lines.len() > height {
        lines.truncate(height);
        if let Some(last) = lines.last_mut() {
            *last = shorten(last, columns.max(2) - 1);
            last.push('…');
        }
    }
    lines
}

/// The width of the widest piece that cannot be broken.
pub(super) fn widest_piece(text: &str) -> usize {
    pieces(text, usize::MAX).into_iter().map(|piece| width(piece.trim_end())).max().unwrap_or(0)
}

/// What stands between two places to break. There is none within brackets that are short and fit on a line of
/// `columns`: `（计算所得）` stays whole.
fn pieces(text: &str, columns: usize) -> Vec<&str> {
    let most = columns.min(BRACKETED);
    let ends: Vec<usize> = linebreaks(text).map(|(end, _)| end).collect();
    let between = |start, end| text.get(start..end).unwrap_or_default();
    let mut pieces = Vec::new();
    let (mut start, mut next) = (0, 0);
    while let Some(&end) = ends.get(next) {
        let whole = ends.iter().enumerate().skip(next).find(|(_, end)| depth(between(start, **end)) <= 0);
        let (last, end) = match whole {
            Some((last, &closed)) if width(between(start, closed).trim_end()) <= most => (last, closed),
            _ => (next, end),
        };
        pieces.push(between(start, end));
        (start, next) = (end, last + 1);
    }
    pieces
}

/// How many brackets are open at the end.
fn depth(text: &str) -> i32 {
    let step = |c| match c {
        '(' | '（' | '[' | '【' => 1,
        ')' | '）' | ']' | '】' => -1,
        _ => 0,
    };
    text.chars().map(step).sum()
}

fn shorten(text: &str, columns: usize) -> String {
    let mut short = String::new();
    for character in text.graphemes(true) {
        if width(&format!("{short}{character}")) > columns {
            break;
        }
        short.push_str(character);
    }
    short
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn chinese_breaks_between_characters_and_not_before_closing_signs() {
        assert_eq!(wrap("中文通用大模型，综合性测评基准。", 14), ["中文通用大模", "型，综合性测评", "基准。"]);
        assert_eq!(wrap("Claude Sonnet 4.5 (thinking)", 14), ["Claude Sonnet", "4.5 (thinking)"]);
        assert_eq!(wrap("", 10), [""]);
    }

    #[test]
    fn short_brackets_stay_whole_where_they_fit() {
        assert_eq!(wrap("各任务平均分（计算所得）", 20), ["各任务平均分", "（计算所得）"]);
        assert_eq!(wrap("place (computed by us)", 12), ["place", "(computed by", "us)"]);
        assert_eq!(wrap("（计算所得）", 6), ["（计算", "所得）"]);
        assert_eq!(wrap("分（算", 4), ["分", "（算"]);
        assert_eq!(widest_piece("各任务平均分（计算所得）"), 12);
    }

    #[test]
    fn a_long_piece_is_broken_between_characters() {
        assert_eq!(wrap("abcdefgh", 3), ["abc", "def", "gh"]);
        assert_eq!(wrap("\u{1f3c5}\u{fe0f}\u{1f3c5}\u{fe0f}", 3), ["\u{1f3c5}\u{fe0f}", "\u{1f3c5}\u{fe0f}"]);
        assert_eq!(wrap_within(&"长".repeat(300), 10, 2), ["长长长长长", "长长长长…"]);
    }

    proptest! {
        #[test]
        fn no_line_is_wider_than_asked_and_nothing_but_spaces_is_lost(text in "[a-zA-Z文心，（）🏅️0-9. ]{0,60}", columns in 4_usize..30) {
            let lines = wrap(&text, columns);
            for line in &lines {
                prop_assert!(width(line) <= columns, "{line:?}");
            }
            let ink = |text: &str| text.chars().filter(|c| *c != ' ').collect::<String>();
            prop_assert_eq!(ink(&lines.concat()), ink(&text));
        }
    }
}

//! A rank cell: a place, a mark that means "outside the ranking", or neither.

use super::marks::Marks;
use crate::schema::Rank;
use crate::text::{fold, half_width, squeeze};

/// Signs that publishers print in place of a number. `🏅` stands for the first place: no board has been seen to
/// print `🥇`, and none to print both.
const MEDALS: &[(&str, u32)] =
    &[("\u{1f3c5}", 1), ("\u{1f947}", 1), ("\u{1f451}", 1), ("\u{1f948}", 2), ("\u{1f949}", 3)];

/// Reads a rank as printed; `None` where the text is neither a place nor a mark of rows beside the ranking. An empty
/// cell gives no rank.
pub(super) fn read_rank(marks: &Marks, text: &str) -> Option<Rank> {
    let folded = fold(text);
    if folded.is_empty() {
        return Some(Rank::NotGiven);
    }
    let printed = squeeze(text);
    if marks.is_reference(text) {
        return Some(Rank::Reference { text: printed });
    }
    let medal = MEDALS.iter().find(|(medal, _)| *medal == folded).map(|(_, place)| *place);
    let place = medal.or_else(|| ordinal(&half_width(&printed)))?;
    Some(Rank::Place { place, text: printed })
}

/// `9`, `第3名`, `#2`. Nothing is folded but the width: `1²` is not 12.
fn ordinal(text: &str) -> Option<u32> {
    let text = text.trim();
    let digits = match (text.strip_prefix('第'), text.strip_prefix('#')) {
        (Some(rest), _) => rest.strip_suffix('名').unwrap_or(rest).trim(),
        (None, Some(rest)) => rest,
        (None, None) => text,
    };
    if !digits.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    digits.parse().ok().filter(|place| *place > 0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::Catalogue;

    fn read(text: &str) -> Option<Rank> {
        let catalogue = Catalogue::from_text(
            "t.toml",
            r#"
            id = "t"
            publisher = "t"
            name = { en = "t", zh = "t" }
            homepage = ""
            languages = []
            [[board]]
            id = "t"
            name = { en = "t", zh = "t" }
            columns = { model = ["m"] }
            reference = ["Ref", "0"]
            rolling = true
            variants = []
            "#,
        )
        .unwrap();
        read_rank(&Marks::of(catalogue.board("t").unwrap().1), text)
    }

    fn place(text: &str) -> Option<u32> {
        read(text).unwrap().place()
    }

    #[test]
    fn medals_with_and_without_variation_selector_are_places() {
        for (text, expected) in [
            ("\u{1f3c5}\u{fe0f}", 1),
            ("🏅", 1),
            ("🥇", 1),
            ("👑", 1),
            ("🥈", 2),
            (" 🥉 ", 3),
            ("9", 9),
            ("１１", 11),
            ("第12名", 12),
            ("第 3 名", 3),
            ("#4", 4),
        ] {
            assert_eq!(place(text), Some(expected), "{text:?}");
        }
    }

    #[test]
    fn dashes_the_human_sign_and_the_boards_own_marks_stand_beside_the_ranking() {
        for text in ["-", " - ", "--", "—", "–", "🧝", "🧝\u{fe0f}", "ref", "0"] {
            assert!(read(text).unwrap().is_reference(), "{text:?}");
        }
        assert_eq!(read(""), Some(Rank::NotGiven));
    }

    #[test]
    fn anything_else_is_no_rank() {
        for text in ["1.0", "1.5", "first", "9=", "+3", "-1", "1²", "1 2", "第名", "99999999999", "*", "🏅🏅"] {
            assert_eq!(read(text), None, "{text:?}");
        }
    }

    #[test]
    fn the_printed_form_is_kept() {
        assert_eq!(read("\u{1f3c5}\u{fe0f} ").unwrap().text(), "\u{1f3c5}\u{fe0f}");
    }
}

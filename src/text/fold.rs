//! Folding: the form in which headers, names and headings are compared, never the form that is shown.

use unicode_normalization::UnicodeNormalization;

/// Half-width forms of full-width letters, digits and brackets (NFKC), nothing else changed.
#[must_use]
pub fn fold_width(text: &str) -> String {
    text.nfkc().collect()
}

/// Full-width ASCII (`９０．５％`) as ASCII and the full-width space as a space, nothing else changed: the form in which
/// numbers are read. NFKC would make `82.12` of `82.1²`.
#[must_use]
pub fn half_width(text: &str) -> String {
    if text.is_ascii() {
        return text.to_owned();
    }
    let half = |c: char| match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        '\u{3000}' => ' ',
        other => other,
    };
    text.chars().map(half).collect()
}

/// The comparison form: NFKC, lower case, without white space, variation selectors, zero-width characters
/// and control characters. `使用\n方式` and `使用方式` fold to the same text, `（API）` and `(api)` too.
#[must_use]
pub fn fold(text: &str) -> String {
    let kept = |c: &char| !c.is_whitespace() && !c.is_control() && !is_invisible(*c);
    // Room for all of it at once: what is left out is little.
    let mut folded = String::with_capacity(text.len());
    if text.chars().all(is_plain) {
        folded.extend(text.chars().filter(kept).map(|c| c.to_ascii_lowercase()));
    } else {
        folded.extend(text.nfkc().flat_map(char::to_lowercase).filter(kept));
    }
    folded
}

/// Trims, and turns every run of white space (line breaks and tabs too) into one space.
#[must_use]
pub fn squeeze(text: &str) -> String {
    let mut squeezed = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !squeezed.is_empty() {
            squeezed.push(' ');
        }
        squeezed.push_str(word);
    }
    squeezed
}

/// Characters that NFKC leaves alone wherever they stand, and that have no case but that of ASCII: nearly all text.
fn is_plain(c: char) -> bool {
    c.is_ascii() || matches!(c, '\u{4e00}'..='\u{9fff}')
}

/// Characters that say nothing and that publishers leave in cells: variation selectors, zero-width characters, BOM, and
/// the arrow that decorates a link (`GPT-4 ↗`).
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{fe00}'..='\u{fe0f}' | '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}' | '\u{2197}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folding_ignores_width_case_space_and_variation_selectors() {
        assert_eq!(fold("使用\n方式"), "使用方式");
        assert_eq!(fold("云雀大模型（豆包）"), fold("云雀大模型(豆包)"));
        assert_eq!(fold("\u{1f3c5}\u{fe0f}"), "\u{1f3c5}");
        assert_eq!(fold("TNEWS'"), "tnews'");
        assert_eq!(fold("GPT-4 ↗"), "gpt-4");
    }

    #[test]
    fn plain_characters_are_those_that_full_folding_leaves_alone_but_for_the_case_of_ascii() {
        let plain: Vec<char> = ('\0'..=char::MAX).filter(|c| is_plain(*c)).collect();
        assert!(plain.len() > 20_000);
        for pair in plain.windows(2) {
            let text: String = pair.iter().collect();
            assert_eq!(text.nfkc().collect::<String>(), text, "{pair:?}");
            let lower: String = text.chars().flat_map(char::to_lowercase).collect();
            assert_eq!(lower, text.to_ascii_lowercase(), "{pair:?}");
        }
    }

    #[test]
    fn half_width_leaves_superscripts_alone() {
        assert_eq!(half_width("９０．５％　？"), "90.5% ?");
        assert_eq!(half_width("82.1² ①"), "82.1² ①");
    }

    #[test]
    fn squeezing_keeps_words_apart() {
        assert_eq!(squeeze("\t清华&智谱AI \t"), "清华&智谱AI");
        assert_eq!(squeeze("Claude 2\n 100K"), "Claude 2 100K");
    }
}

//! Cells of data files that hold a piece of a page: an anchor around a model's name, a line break, an entity.

use super::html;
use crate::schema::RawCell;
use regex::Regex;
use std::sync::LazyLock;

/// A tag that pages use within cells, or an entity. Other angle brackets are text: `<0.001`, `a < b`, `<think>`.
static MARKUP: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let names = "a|abbr|b|big|br|center|code|del|details|div|em|font|h[1-6]|hr|i|img|ins|kbd|li|mark|ol|p|pre|s|small\
                 |span|strike|strong|sub|summary|sup|table|tbody|td|th|thead|tr|tt|u|ul|wbr";
    let entity = "&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});";
    Regex::new(&format!(r"</?(?i:{names})(?:\s+[\w:-]+\s*=[^<>]*)?\s*/?>|{entity}")).ok()
});

/// A cell that prints `text`: what a reader of a page would see of it, and its first link.
pub(super) fn cell(text: &str) -> RawCell {
    let text = text.trim();
    let may_have = text.bytes().any(|byte| matches!(byte, b'<' | b'&'));
    if !may_have || !MARKUP.as_ref().is_some_and(|markup| markup.is_match(text)) {
        return RawCell::text(text);
    }
    match html::seen(text) {
        Some((text, link)) => RawCell { text, link, bytes: None },
        None => RawCell::text(text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_piece_of_a_page_is_read_as_its_reader_sees_it() {
        let cases = [
            (r#"<a target="_blank" href="https://x.example/m?a=1&amp;b=2" style="color: red">M-1</a>"#, "M-1"),
            ("<b>82.10</b>", "82.10"),
            ("R&amp;D &lt;3", "R&D <3"),
            ("<span style='color:grey'>33.3</span>", "33.3"),
            ("96.3 <strong>(1st)</strong>", "96.3 (1st)"),
        ];
        for (source, text) in cases {
            assert_eq!(cell(source).text, text, "{source}");
        }
        assert_eq!(cell(cases[0].0).link.as_deref(), Some("https://x.example/m?a=1&b=2"));
    }

    #[test]
    fn text_is_left_alone() {
        for text in
            ["<0.001", "a < b", "a <b and c> d", "<think> mode", "AT&T", "a & b", "x<y>z", "vector<int>", "<10B"]
        {
            assert_eq!(cell(text), RawCell::text(text));
        }
    }

    #[test]
    fn a_piece_that_is_nested_without_end_stays_as_it_is() {
        let deep = "<div>".repeat(10_000);
        assert_eq!(cell(&deep).text, deep);
    }
}

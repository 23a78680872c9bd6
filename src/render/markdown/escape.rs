//! Text in Markdown: what could be markup is written so that it reads back as the same text.

/// The text at the start of a line, where `-`, `+`, `=`, `:` and numbers with a point would begin a block.
pub(super) fn escape_at_start(text: &str) -> String {
    let digits = text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let (number, rest) = text.split_at(digits);
    let opens = |signs: &[char]| rest.starts_with(signs);
    // A list item begins after `1.` or `1)` only before white space or the end of the line.
    let ends = rest.chars().nth(1).is_none_or(char::is_whitespace);
    let begins_block = if number.is_empty() { opens(&['-', '+', '=', ':']) } else { opens(&['.', ')']) && ends };
    let sign = if begins_block { "\\" } else { "" };
    format!("{number}{sign}{}", escape(rest))
}

/// The text as inline Markdown on one line: in a table's cell, in a heading, within a paragraph.
///
/// Signs that mark something up are escaped, among them `|`, which ends a cell, and `#` after a space, which ends a
/// heading; `<`, and `&` where it may begin an entity, become entities, which survive renderers that treat raw HTML before escapes; addresses do
/// not turn into links by themselves.
pub(super) fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len() + 8);
    for (at, c) in text.char_indices() {
        let before = text.get(..at).unwrap_or_default();
        let after = text.get(at + c.len_utf8()..).unwrap_or_default();
        match c {
            '&' if begins_entity(after) => escaped.push_str("&amp;"),
            '_' if is_within_word(before, after) => escaped.push('_'),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '\\' | '`' | '*' | '_' | '[' | ']' | '|' | '~' | '$' => escaped.extend(['\\', c]),
            '#' if before.is_empty() || before.ends_with(char::is_whitespace) => escaped.push_str("\\#"),
            ':' if after.starts_with("//") => escaped.push_str("\\:"),
            '.' if ends_in_www(before) => escaped.push_str("\\."),
            _ => escaped.push(c),
        }
    }
    escaped
}

/// Whether an ampersand before this text may begin an entity: alone it reads as itself.
fn begins_entity(after: &str) -> bool {
    after.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '#')
}

/// Whether an underscore stands between letters or digits, where it marks nothing up: in most names of models.
fn is_within_word(before: &str, after: &str) -> bool {
    before.ends_with(char::is_alphanumeric) && after.starts_with(char::is_alphanumeric)
}

/// An address for `(<…>)` of a link, where backslashes and entities would be read as escapes.
pub(super) fn destination(address: &str) -> String {
    let mut escaped = String::with_capacity(address.len());
    for c in address.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '\\' => escaped.push_str("%5C"),
            '|' => escaped.push_str("%7C"),
            '<' => escaped.push_str("%3C"),
            '>' => escaped.push_str("%3E"),
            '`' => escaped.push_str("%60"),
            _ => escaped.push(c),
        }
    }
    escaped
}

/// The fence for a block of code with this text: longer than any run of backticks in it.
pub(super) fn fence(text: &str) -> String {
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    "`".repeat(longest.max(2) + 1)
}

fn ends_in_www(before: &str) -> bool {
    before.len().checked_sub(3).and_then(|start| before.get(start..)).is_some_and(|end| end.eq_ignore_ascii_case("www"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

    #[test]
    fn signs_are_escaped() {
        assert_eq!(escape("a|b"), r"a\|b");
        assert_eq!(escape("<script>"), "&lt;script&gt;");
        assert_eq!(escape("[x](javascript:alert(1))"), r"\[x\](javascript:alert(1))");
        assert_eq!(escape("360GPT_Pro*"), r"360GPT_Pro\*");
        assert_eq!(escape("_a_ b_"), r"\_a\_ b\_");
        assert_eq!(escape("清华&智谱 AT&T; A & B"), "清华&智谱 AT&amp;T; A & B");
        assert_eq!(escape_at_start("1. x"), r"1\. x");
        assert_eq!(escape_at_start("- x"), r"\- x");
        assert_eq!(escape("- x #"), r"- x \#");
        assert_eq!(escape("79.02"), "79.02");
        assert_eq!(escape("https://a.cn www.b.cn"), r"https\://a.cn www\.b.cn");
        assert_eq!(fence("a ```` b"), "`````");
    }

    proptest! {
        #[test]
        fn a_paragraph_reads_back_as_the_text(text in r"[a-z0-9榜🏅<>&|\\`*_\[\]()#+=~$:/.!^{}-][a-z0-9榜<>&|\\`*_\[\]()#+=~$:/.!^{} -]{0,20}[a-z0-9榜<>&|\\`*_\[\]()#+=~$:/.!^{}-]") {
            prop_assert_eq!(read(&escape_at_start(&text)), text.clone());
            prop_assert_eq!(read(&format!("## {}", escape(&text))), text);
        }
    }

    /// The text of the one paragraph or heading of `markdown`, which has no markup in it.
    fn read(markdown: &str) -> String {
        let options = Options::ENABLE_TABLES
            | Options::ENABLE_STRIKETHROUGH
            | Options::ENABLE_TASKLISTS
            | Options::ENABLE_FOOTNOTES
            | Options::ENABLE_GFM
            | Options::ENABLE_MATH;
        let mut text = String::new();
        for event in Parser::new_ext(markdown, options) {
            match event {
                Event::Text(piece) => text.push_str(&piece),
                Event::Start(Tag::Paragraph | Tag::Heading { .. })
                | Event::End(TagEnd::Paragraph | TagEnd::Heading(_)) => {}
                other => panic!("{markdown:?} has {other:?}"),
            }
        }
        text
    }
}

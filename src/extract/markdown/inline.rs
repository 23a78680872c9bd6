//! The text of cells: bold, links, code, tags, escapes and entities resolved.

use crate::schema::RawCell;
use pulldown_cmark::{BrokenLink, CowStr, Event, Options, Parser, RefDefs, Tag, TagEnd};

/// The bytes that markup begins with. A cell without any of them is its own text.
const MARKUP: &[char] = &['\\', '*', '_', '`', '<', '&', '[', ']', '!'];

/// The cells of sources, without markup. `definitions` are the link definitions of the whole body.
///
/// All are read as one column of one made-up table, since only within a table `1. 成语` is no list and `-` no bullet.
pub(super) fn cells(sources: &[&str], definitions: &RefDefs<'_>) -> Vec<RawCell> {
    let mut column = String::from("|-|\n|-|\n");
    let mut marked = Vec::new();
    let mut cells: Vec<RawCell> = Vec::with_capacity(sources.len());
    for source in sources {
        if source.contains(MARKUP) {
            marked.push(cells.len());
            column.push_str("| ");
            column.push_str(source);
            column.push_str(" |\n");
        }
        cells.push(RawCell::text(*source));
    }
    if marked.is_empty() {
        return cells;
    }
    let mut resolve = |broken: BrokenLink<'_>| {
        let definition = definitions.get(&broken.reference)?;
        Some((CowStr::from(definition.dest.to_string()), CowStr::from("")))
    };
    let parser = Parser::new_with_broken_link_callback(&column, Options::ENABLE_TABLES, Some(&mut resolve));
    let mut marked = marked.into_iter();
    let mut cell: Option<(String, Option<String>)> = None;
    for event in parser {
        match event {
            Event::Start(Tag::TableRow) => cell = Some(Default::default()),
            Event::End(TagEnd::TableRow) => {
                let place = marked.next().and_then(|index| cells.get_mut(index));
                if let (Some((text, link)), Some(place)) = (cell.take(), place) {
                    *place = RawCell { text: text.trim().into(), link: link.map(Into::into), bytes: None };
                }
            }
            event => {
                if let Some((text, link)) = &mut cell {
                    add(text, link, event);
                }
            }
        }
    }
    cells
}

fn add(text: &mut String, link: &mut Option<String>, event: Event<'_>) {
    match event {
        Event::Text(part) | Event::Code(part) => text.push_str(&part),
        Event::Start(Tag::Link { dest_url, .. }) if link.is_none() && !dest_url.is_empty() => {
            *link = Some(dest_url.to_string());
        }
        Event::InlineHtml(tag) if link.is_none() => *link = target(&tag),
        _ => {}
    }
}

/// The `href` of an opening `<a …>`, in double, single or no quotes.
fn target(tag: &str) -> Option<String> {
    let rest = tag.strip_prefix("<a").or_else(|| tag.strip_prefix("<A"))?;
    if !rest.starts_with(char::is_whitespace) {
        return None;
    }
    let at = rest.to_ascii_lowercase().find("href")?;
    let value = rest.get(at + 4..)?.trim_start().strip_prefix('=')?.trim_start();
    let href = match value.chars().next()? {
        quote @ ('"' | '\'') => value.get(1..)?.split(quote).next()?,
        _ => value.split([' ', '\t', '>']).next()?,
    };
    (!href.is_empty()).then(|| href.trim().replace("&amp;", "&"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(source: &str) -> (String, Option<String>) {
        let parser = Parser::new("");
        let mut read = cells(&[source], parser.reference_definitions());
        let cell = read.remove(0);
        (cell.text.to_string(), cell.link.map(|link| link.to_string()))
    }

    #[test]
    fn markup_is_no_part_of_the_text() {
        let cases = [
            ("***78.50***", "78.50"),
            (r"84\.57", "84.57"),
            ("OPEN多轮<br/>开放问题", "OPEN多轮开放问题"),
            ("难度等级</br>加权得分", "难度等级加权得分"),
            (r#"<span style="font-size: 0.2em;">语言理解 </span>"#, "语言理解"),
            ("C<sup>3</sup>", "C3"),
            ("`a` & b &amp; c", "a & b & c"),
            ("<10B", "<10B"),
            (r"a\|b*", "a|b*"),
            ("TNEWS'", "TNEWS'"),
            ("1. 成语", "1. 成语"),
            ("- *x*", "- x"),
            ("snake_case_name", "snake_case_name"),
        ];
        for (source, text) in cases {
            assert_eq!(read(source).0, text, "{source}");
        }
    }

    #[test]
    fn the_first_link_is_kept() {
        let cases = [
            ("[GPT-4 ↗](https://openai.com/)", "GPT-4 ↗", "https://openai.com/"),
            ("<a href='www.openai.com'>GPT-4 </a>", "GPT-4", "www.openai.com"),
            (r#"<a href="https://a.example/x?a=1&b=2">LM-BFF"#, "LM-BFF", "https://a.example/x?a=1&b=2"),
            ("**<a href=\"#\">BERT</a>**", "BERT", "#"),
        ];
        for (source, text, link) in cases {
            assert_eq!(read(source), (text.to_owned(), Some(link.to_owned())), "{source}");
        }
    }
}

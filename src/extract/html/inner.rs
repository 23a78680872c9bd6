//! The bodies within a page: the text of elements, of attributes, or of comments.

use super::part::selector;
use crate::extract::body::Inner;
use crate::extract::refusal::nothing_within;
use crate::schema::Problem;
use scraper::{ElementRef, Html, Node};

/// The bodies at `place`: `css` (the text within each element), `css@attribute` (its value), `comment()`.
pub(super) fn inner(page: &str, place: &str) -> Result<Vec<Inner>, Problem> {
    let tree = Html::parse_document(page);
    let texts: Vec<String> = if place == "comment()" {
        let comment = |node: &Node| node.as_comment().map(|comment| comment.comment.to_string());
        tree.tree.nodes().filter_map(|node| comment(node.value())).collect()
    } else {
        let (css, attribute) = match place.rsplit_once('@') {
            Some((css, attribute)) if is_name(attribute) => (css, Some(attribute)),
            _ => (place, None),
        };
        let selector = selector(css)?;
        let text = |element: ElementRef<'_>| match attribute {
            Some(attribute) => element.attr(attribute).map(str::to_owned),
            None => Some(element.text().collect()),
        };
        tree.select(&selector).filter_map(text).collect()
    };
    if texts.is_empty() {
        return Err(nothing_within(place));
    }
    let inner = texts.into_iter().enumerate().map(|(index, text)| Inner {
        place: format!("{place} {}", index + 1),
        bytes: with_table(text).into_bytes(),
        ..Inner::default()
    });
    Ok(inner.collect())
}

/// Rows that stand for themselves, as where some of a table's are commented out, with a table around them: without it
/// they would be no rows.
fn with_table(text: String) -> String {
    let start = text.trim_start();
    let tag = start.strip_prefix('<').unwrap_or_default();
    let name = tag.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default();
    let are_rows = ["tr", "tbody", "thead"].iter().any(|row| row.eq_ignore_ascii_case(name));
    if are_rows { format!("<table>{text}</table>") } else { text }
}

fn is_name(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | ':'))
}

//! What a reader of the page sees in an element.

use super::guard::is_too_deep;
use crate::text::squeeze;
use scraper::node::{Element, Node, Text};
use scraper::{ElementRef, Html};
use std::iter;

/// The visible text and the first link of a cell. Nested tables are tables of their own and left out here.
pub(super) fn of_cell(cell: ElementRef<'_>) -> (String, Option<String>) {
    let mut text = String::new();
    let mut link = None;
    for (node, _) in walk(cell, |element| element.name() != "table") {
        match node {
            Node::Text(Text { text: part }) => text.push_str(part),
            Node::Element(element) if is_block(element.name()) => text.push(' '),
            Node::Element(element) if link.is_none() && element.name() == "a" => {
                link = element.attr("href").filter(|href| !href.is_empty()).map(|href| href.trim().to_owned());
            }
            _ => {}
        }
    }
    // A browser shows runs of white space, line breaks of the source among them, as one space.
    (squeeze(&text), link)
}

/// The visible text and the first link of a piece of a page; `None` where it is nested without end.
pub(in crate::extract) fn seen(piece: &str) -> Option<(String, Option<String>)> {
    if is_too_deep(piece) {
        return None;
    }
    let piece = Html::parse_fragment(piece);
    Some(of_cell(piece.root_element()))
}

/// The elements and texts below `root` in the order of the page, without what is not shown; `enters` says below
/// which elements to look.
pub(super) fn walk(
    root: ElementRef<'_>,
    enters: impl Fn(&Element) -> bool,
) -> impl Iterator<Item = (&Node, Option<ElementRef<'_>>)> {
    let mut next = root.first_child();
    let all = iter::from_fn(move || {
        let node = next?;
        let below = node.value().as_element().is_none_or(|element| is_shown(element) && enters(element));
        let child = if below { node.first_child() } else { None };
        next = child.or_else(|| {
            iter::successors(Some(node), |node| node.parent().filter(|parent| parent.id() != root.id()))
                .find_map(|node| node.next_sibling())
        });
        Some((node.value(), ElementRef::wrap(node)))
    });
    all.filter(|(node, _)| node.as_element().is_none_or(is_shown))
}

/// Whether an element is shown: no script, not hidden by attribute or style.
pub(super) fn is_shown(element: &Element) -> bool {
    let hidden_by_style = element.attr("style").is_some_and(|style| {
        let style: String = style.chars().filter(|c| !c.is_whitespace()).collect::<String>().to_ascii_lowercase();
        style.split(';').any(|rule| rule.starts_with("display:none") || rule.starts_with("visibility:hidden"))
    });
    !hidden_by_style
        && element.attr("hidden").is_none()
        && !matches!(element.name(), "script" | "style" | "template" | "noscript" | "head")
}

/// Elements that stand on lines of their own, so that their texts are different words.
fn is_block(name: &str) -> bool {
    matches!(name, "p" | "div" | "li" | "ul" | "ol" | "tr" | "td" | "th" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6")
}

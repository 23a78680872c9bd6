//! What a reader of the page sees in an element.

use super::guard::is_too_deep;
use crate::schema::Href;
use crate::text::squeeze;
use scraper::node::{Element, Node, Text};
use scraper::{ElementRef, Html};
use smol_str::SmolStr;
use std::iter;

/// What of a page counts.
#[derive(Debug, Clone, Default)]
pub(super) struct View {
    /// Whether hidden tables, sections, rows and cells count. What is hidden within a cell never does.
    pub(super) hidden: bool,
    /// The attributes of cells and rows that count.
    pub(super) attributes: Vec<String>,
}

/// What a reader of the page sees.
static STRICT: View = View { hidden: false, attributes: Vec::new() };

impl View {
    pub(super) fn shows(&self, element: &Element) -> bool {
        !is_never_shown(element.name()) && (self.hidden || !is_hidden(element))
    }
}

/// The visible text and the first link of a cell. Nested tables are tables of their own and left out here.
pub(super) fn of_cell(cell: ElementRef<'_>) -> (SmolStr, Option<Href>) {
    let mut text = String::new();
    let mut link = None;
    for (node, _) in walk(cell, &STRICT, |element| element.name() != "table") {
        match node {
            Node::Text(Text { text: part }) => text.push_str(part),
            Node::Element(element) if is_block(element.name()) => text.push(' '),
            Node::Element(element) if link.is_none() && element.name() == "a" => {
                link = element.attr("href").filter(|href| !href.is_empty()).map(|href| href.trim().into());
            }
            _ => {}
        }
    }
    (squeezed(&text), link)
}

/// The visible text and the first link of a piece of a page; `None` where it is nested without end.
pub(in crate::extract) fn seen(piece: &str) -> Option<(SmolStr, Option<Href>)> {
    if is_too_deep(piece) {
        return None;
    }
    let piece = Html::parse_fragment(piece);
    Some(of_cell(piece.root_element()))
}

/// The elements and texts below `root` in the order of the page, without what is not shown; `enters` says below
/// which elements to look.
pub(super) fn walk<'a>(
    root: ElementRef<'a>,
    view: &'a View,
    enters: impl Fn(&Element) -> bool,
) -> impl Iterator<Item = (&'a Node, Option<ElementRef<'a>>)> {
    let mut next = root.first_child();
    let all = iter::from_fn(move || {
        let node = next?;
        let below = node.value().as_element().is_none_or(|element| view.shows(element) && enters(element));
        let child = if below { node.first_child() } else { None };
        next = child.or_else(|| {
            iter::successors(Some(node), |node| node.parent().filter(|parent| parent.id() != root.id()))
                .find_map(|node| node.next_sibling())
        });
        Some((node.value(), ElementRef::wrap(node)))
    });
    all.filter(move |(node, _)| node.as_element().is_none_or(|element| view.shows(element)))
}

/// Whether an element is hidden by attribute or style.
fn is_hidden(element: &Element) -> bool {
    element.attr("hidden").is_some() || element.attr("style").is_some_and(is_hiding)
}

/// Elements of which nothing is ever shown.
fn is_never_shown(name: &str) -> bool {
    matches!(name, "script" | "style" | "template" | "noscript" | "head")
}

/// Elements that stand on lines of their own, so that their texts are different words.
fn is_block(name: &str) -> bool {
    matches!(name, "p" | "div" | "li" | "ul" | "ol" | "tr" | "td" | "th" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6")
}

/// Whether a style hides its element.
pub(super) fn is_hiding(style: &str) -> bool {
    // Nearly all styles hide nothing, and those that do have one of these words.
    let may_hide = |style: &[u8]| {
        style.windows(4).any(|word| word.eq_ignore_ascii_case(b"none") || word.eq_ignore_ascii_case(b"hidd"))
    };
    if !may_hide(style.as_bytes()) && !style.chars().any(char::is_whitespace) {
        return false;
    }
    let style: String = style.chars().filter(|c| !c.is_whitespace()).collect::<String>().to_ascii_lowercase();
    style.split(';').any(|rule| rule.starts_with("display:none") || rule.starts_with("visibility:hidden"))
}

/// Whether an element of that `id` is where applications put what they draw.
pub(super) fn is_root(id: &str) -> bool {
    matches!(id.trim_start_matches('_'), "app" | "root" | "next" | "nuxt" | "main")
}

/// The text with its runs of white space as single spaces: a browser shows line breaks of the source so too.
pub(super) fn squeezed(text: &str) -> SmolStr {
    let trimmed = text.trim();
    let odd = |pair: &[u8]| matches!(pair, [b' ', b' ']);
    let is_squeezed = if trimmed.is_ascii() {
        let bytes = trimmed.as_bytes();
        !bytes.iter().any(|byte| matches!(byte, b'\t'..=b'\r')) && !bytes.windows(2).any(odd)
    } else {
        !trimmed.contains("  ") && !trimmed.chars().any(|c| c != ' ' && c.is_whitespace())
    };
    if is_squeezed { trimmed.into() } else { squeeze(trimmed).into() }
}

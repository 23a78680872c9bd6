//! Pages: tables, the headings above them, what a selector needs to find them, and data in scripts and comments.

use super::{Keep, nested, script};
use crate::piece::Result;
use bangdan::catalogue::Format;
use scraper::node::{Element, Node};
use scraper::{ElementRef, Html};
use std::fmt::Write as _;

/// Elements of which tables are made.
const TABLE: &[&str] = &["table", "thead", "tbody", "tfoot", "tr", "td", "th", "caption"];
/// Elements that say something about the text of a cell.
const WITHIN: &[&str] = &["a", "br", "p", "div", "li", "ul"];

pub fn relay(body: &[u8], keep: &Keep<'_>) -> Result<Vec<u8>> {
    let page = String::from_utf8_lossy(body);
    let page = Html::parse_document(&page);
    let mut written = String::from("<!DOCTYPE html>\n<meta charset=\"utf-8\">\n");
    let mut rows = 0;
    element(page.root_element(), false, keep, &mut rows, &mut written)?;
    Ok(written.into_bytes())
}

fn element(
    parent: ElementRef<'_>,
    in_cell: bool,
    keep: &Keep<'_>,
    rows: &mut usize,
    written: &mut String,
) -> Result<()> {
    for child in parent.children() {
        match child.value() {
            Node::Text(text) if in_cell => written.push_str(&escape(text)),
            Node::Comment(comment) if keep.names("comment()") && comment.contains("<t") => {
                write!(written, "<!--{}-->", &**comment)?;
            }
            Node::Element(value) => {
                let Some(element) = ElementRef::wrap(child) else { continue };
                child_element(element, value, in_cell, keep, rows, written)?;
            }
            _ => {}
        }
    }
    Ok(())
}

fn child_element(
    element: ElementRef<'_>,
    value: &Element,
    in_cell: bool,
    keep: &Keep<'_>,
    rows: &mut usize,
    written: &mut String,
) -> Result<()> {
    let name = value.name();
    if name == "script" {
        return data(element, value, keep, written);
    }
    if matches!(name, "style" | "noscript" | "template" | "svg") {
        return Ok(());
    }
    if name == "table" {
        *rows = 0;
    }
    if name == "tr" {
        let is_row =
            element.children().any(|child| child.value().as_element().is_some_and(|child| child.name() == "td"));
        if is_row {
            *rows += 1;
            if !keep.row(*rows - 1) {
                return Ok(());
            }
        }
    }
    let heading = matches!(name, "h1" | "h2" | "h3" | "h4" | "h5" | "h6");
    let cell = matches!(name, "td" | "th" | "caption") || heading;
    let hidden = value.attr("hidden").is_some()
        || value.attr("style").is_some_and(|style| style.contains("none") || style.contains("hidden"));
    // Outside of cells, an element counts where the definition names its id or one of its classes.
    let named = [value.attr("id"), value.attr("class")]
        .into_iter()
        .flatten()
        .flat_map(str::split_whitespace)
        .any(|word| keep.names(word));
    let matters = if in_cell { WITHIN.contains(&name) || is_part(element, keep) } else { named };
    let shown = TABLE.contains(&name) || heading || hidden || matters;
    if shown {
        write!(written, "<{name}{}>", attributes(value, keep))?;
    }
    self::element(element, in_cell || cell, keep, rows, written)?;
    if shown && name != "br" {
        write!(written, "</{name}>")?;
        if matches!(name, "tr" | "table") || heading {
            written.push('\n');
        }
    }
    Ok(())
}

/// Whether the definition makes a column of such elements within cells.
fn is_part(element: ElementRef<'_>, keep: &Keep<'_>) -> bool {
    let mut parts = keep.selectors.iter().flat_map(|selector| &selector.rows.parts);
    parts.any(|part| scraper::Selector::parse(&part.at).is_ok_and(|css| css.matches(&element)))
}

/// Scripts that a definition reads, as their own kind of data.
fn data(element: ElementRef<'_>, value: &Element, keep: &Keep<'_>, written: &mut String) -> Result<()> {
    let inner: String = element.text().collect();
    let read = keep.selectors.iter().find(|selector| {
        selector.inside.first().is_some_and(|inside| {
            scraper::Selector::parse(inside.at.split('@').next().unwrap_or_default())
                .is_ok_and(|css| css.matches(&element))
        })
    });
    let Some(selector) = read else {
        // That a script fills the page is a fact of it.
        written.push_str("<script></script>\n");
        return Ok(());
    };
    let format = selector.inside.get(1).map_or(selector.format, |inside| inside.format);
    let text = match format {
        Format::Json => nested::pruned(&inner, keep)?,
        Format::Script if !inner.trim().is_empty() => {
            String::from_utf8_lossy(&script::relay(inner.as_bytes())).into_owned()
        }
        _ => inner,
    };
    writeln!(written, "<script{}>{text}</script>", attributes(value, keep))?;
    Ok(())
}

fn attributes(value: &Element, keep: &Keep<'_>) -> String {
    let mut text = String::new();
    for (name, content) in value.attrs() {
        let content = match name {
            "href" => "#",
            "rowspan" | "colspan" | "hidden" | "type" => content,
            "style" if content.contains("none") || content.contains("hidden") => content,
            "id" if keep.names(content) => content,
            "class" if content.split_whitespace().any(|word| keep.names(word)) => content,
            _ if name.starts_with("data-") && keep.names(name) => content,
            _ => continue,
        };
        // Writing to a string cannot fail.
        let _ = write!(text, " {name}=\"{}\"", escape(content).replace('"', "&quot;"));
    }
    text
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

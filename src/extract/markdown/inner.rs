//! The bodies within a Markdown body: code blocks, and tables written as HTML.

use super::heading::Headings;
use crate::extract::body::Inner;
use crate::extract::decode::Text;
use crate::extract::refusal::{no_table, nothing_within};
use crate::message;
use crate::schema::Problem;
use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag, TagEnd};
use std::ops::Range;

/// The bodies at `place`: `code` (every code block), `code NAME` (those that say to be of that language), `html` (every
/// table that is written as HTML).
pub(super) fn inner(text: &Text<'_>, place: &str) -> Result<Vec<Inner>, Problem> {
    let found = match place.split_once(' ') {
        None if place == "code" => code(text, None),
        Some(("code", language)) => code(text, Some(language.trim())),
        None if place == "html" => html(text),
        _ => {
            return Err(no_table(message!(
                "{place:?} is nothing inside Markdown: it has code, code LANGUAGE, and html",
                "Markdown 内没有 {place:?}：只有 code、code 语言 与 html"
            )));
        }
    };
    if found.is_empty() { Err(nothing_within(place)) } else { Ok(found) }
}

fn code(text: &Text<'_>, language: Option<&str>) -> Vec<Inner> {
    let (mut found, mut headings, mut count) = (Vec::new(), Headings::default(), 0);
    // The block that is being read, where it is a wanted one.
    let mut open: Option<(Inner, Option<Range<usize>>)> = None;
    for (event, range) in Parser::new_ext(&text.text, Options::ENABLE_TABLES).into_offset_iter() {
        match &event {
            Event::Start(Tag::CodeBlock(kind)) => {
                count += 1;
                let info = match kind {
                    CodeBlockKind::Fenced(info) => info.split_whitespace().next().unwrap_or_default(),
                    CodeBlockKind::Indented => "",
                };
                if language.is_none_or(|language| language.eq_ignore_ascii_case(info)) {
                    let place = format!("code {count}");
                    open = Some((Inner { place, heading: headings.last(), ..Inner::default() }, None));
                }
            }
            Event::End(TagEnd::CodeBlock) => {
                if let Some((mut inner, span)) = open.take() {
                    let span = span.filter(|span| text.text.as_bytes().get(span.clone()) == Some(&inner.bytes));
                    inner.offset = span.zip(text.skipped).map(|(span, skipped)| span.start + skipped);
                    found.push(inner);
                }
            }
            Event::Text(line) => {
                if let Some((inner, span)) = &mut open {
                    inner.bytes.extend_from_slice(line.as_bytes());
                    *span = Some(span.take().map_or(range.clone(), |span| span.start..range.end));
                }
            }
            _ => {}
        }
        headings.see(&event);
    }
    found
}

/// From the first `<table` to the end that belongs to it, whatever Markdown makes of what lies between.
fn html(text: &Text<'_>) -> Vec<Inner> {
    let (mut found, mut headings) = (Vec::new(), Headings::default());
    let mut open: Option<(usize, usize, Option<String>)> = None;
    let mut push = |start: usize, end: usize, heading: Option<String>| {
        let place = format!("html {}", found.len() + 1);
        let bytes = text.text.get(start..end).unwrap_or_default().as_bytes().to_vec();
        found.push(Inner { place, heading, path: None, bytes, offset: text.skipped.map(|skipped| start + skipped) });
    };
    for (event, range) in Parser::new_ext(&text.text, Options::ENABLE_TABLES).into_offset_iter() {
        if open.is_none() {
            headings.see(&event);
        }
        let (Event::Html(_) | Event::InlineHtml(_)) = event else { continue };
        let source = text.text.get(range.clone()).unwrap_or_default();
        for (at, opens) in tags(source) {
            open = match (open.take(), opens) {
                (None, true) => Some((range.start + at, 1, headings.last())),
                (Some((start, depth, heading)), true) => Some((start, depth + 1, heading)),
                (Some((start, 1, heading)), false) => {
                    let end = source.get(at..).and_then(|tag| tag.find('>')).map_or(source.len(), |end| at + end + 1);
                    push(start, range.start + end, heading);
                    None
                }
                (Some((start, depth, heading)), false) => Some((start, depth - 1, heading)),
                (None, false) => None,
            };
        }
    }
    if let Some((start, _, heading)) = open {
        push(start, text.text.len(), heading);
    }
    found
}

/// Where tables begin (`true`) and end.
fn tags(source: &str) -> Vec<(usize, bool)> {
    let lower = source.to_ascii_lowercase();
    let ends = |at: usize| {
        lower.as_bytes().get(at).is_none_or(|byte| matches!(byte, b'>' | b'/') || byte.is_ascii_whitespace())
    };
    let mut tags: Vec<(usize, bool)> =
        lower.match_indices("<table").filter(|(at, tag)| ends(at + tag.len())).map(|(at, _)| (at, true)).collect();
    tags.extend(lower.match_indices("</table").map(|(at, _)| (at, false)));
    tags.sort_unstable();
    tags
}

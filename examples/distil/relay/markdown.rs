//! READMEs of the world: the headings and tables that a definition means, and code blocks that hold tables.

use super::Keep;
use crate::piece::{Result, failure};
use crate::readme;
use bangdan::catalogue::Format;
use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag, TagEnd};
use std::fmt::Write as _;

pub fn relay(name: &str, body: &[u8], keep: &Keep<'_>) -> Result<Vec<u8>> {
    let mut written = String::new();
    let direct: Vec<_> = keep.selectors.iter().copied().filter(|selector| selector.inside.is_empty()).collect();
    if !direct.is_empty() {
        written.push_str(&readme::tables(name, body, &direct)?);
    }
    let inner = |at: &str| {
        keep.selectors.iter().any(|selector| {
            selector
                .inside
                .first()
                .is_some_and(|inside| inside.format == Format::Markdown && inside.at.split(' ').next() == Some(at))
        })
    };
    if inner("code") {
        written.push_str(&code_blocks(body)?);
    }
    if inner("html") {
        written.push_str(&html_blocks(body, keep)?);
    }
    if written.is_empty() {
        return failure(format!("{name} has nothing that a definition means"));
    }
    Ok(written.into_bytes())
}

/// The blocks that hold lines with pipes, each under its heading.
fn code_blocks(body: &[u8]) -> Result<String> {
    let text = String::from_utf8_lossy(body);
    let mut written = String::new();
    let (mut heading, mut open): (Option<String>, Option<String>) = (None, None);
    let mut block: Option<String> = None;
    let mut console = false;
    for event in Parser::new_ext(&text, Options::ENABLE_TABLES) {
        match event {
            Event::Start(Tag::Heading { .. }) => open = Some(String::new()),
            Event::End(TagEnd::Heading(_)) => heading = open.take(),
            Event::Start(Tag::CodeBlock(kind)) => {
                console = matches!(kind, CodeBlockKind::Fenced(language) if &*language == "console");
                block = Some(String::new());
            }
            Event::End(TagEnd::CodeBlock) => {
                let code = block.take().unwrap_or_default();
                if console || code.lines().filter(|line| line.contains('|')).count() > 1 {
                    let heading = heading.as_deref().unwrap_or_default();
                    write!(written, "### {heading}\n\n```console\n{}\n```\n\n", code.trim_end())?;
                }
            }
            Event::Text(text) | Event::Code(text) => {
                if let Some(code) = &mut block {
                    code.push_str(&text);
                } else if let Some(heading) = &mut open {
                    heading.push_str(&text);
                }
            }
            _ => {}
        }
    }
    Ok(written)
}

/// The tables written as tags, in the order of the page, each under its heading.
fn html_blocks(body: &[u8], keep: &Keep<'_>) -> Result<String> {
    let text = String::from_utf8_lossy(body);
    let lower = text.to_ascii_lowercase();
    let mut written = String::new();
    let mut from = 0;
    while let Some(start) = lower.get(from..).and_then(|rest| rest.find("<table")).map(|at| from + at) {
        let end = lower.get(start..).and_then(|rest| rest.find("</table>")).map_or(text.len(), |at| start + at + 8);
        let heading = text.get(..start).unwrap_or_default().lines().rev().find(|line| line.starts_with('#'));
        let table = super::markup::relay(text.get(start..end).unwrap_or_default().as_bytes(), keep)?;
        write!(written, "{}\n\n{}\n\n", heading.unwrap_or("# -"), String::from_utf8_lossy(&table).trim())?;
        from = end;
    }
    Ok(written)
}

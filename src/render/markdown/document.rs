//! A report as Markdown, block after block.

use super::escape::{destination, escape, escape_at_start, fence};
use crate::message;
use crate::render::bump::bump;
use crate::render::links::{href, is_name, web};
use crate::render::shown;
use crate::schema::{Align, Block, Cell, Notice, Report, Section, Table, Tone};
use crate::text::{Language, Message};

/// Columns of a chart, which takes no account of the reader's window.
const FIXED: usize = 100;

/// The report as GitHub-flavoured Markdown, ending with one line feed.
///
/// Links to other reports lead to `<slug>.md` beside this one. A note is kept as the title of the cell's link and
/// otherwise left out; colours are left out, except that [`Tone::Strong`] is bold.
#[must_use]
pub fn markdown(report: &Report, language: Language) -> String {
    let mut blocks = Vec::new();
    push(&mut blocks, "# ", &inline(&report.title, language));
    for sentence in &report.summary {
        push(&mut blocks, "", &paragraph(sentence, language));
    }
    for section in &report.sections {
        push(&mut blocks, "", &anchor(section));
        push(&mut blocks, "## ", &inline(&section.heading, language));
        for part in &section.blocks {
            push(&mut blocks, "", &block(part, language));
        }
    }
    blocks.join("\n\n") + "\n"
}

/// The text in `language`, escaped for a cell, a link or a heading.
pub(in crate::render) fn inline(text: &Message, language: Language) -> String {
    escape(&shown::line(text, language))
}

/// The text in `language` as Markdown in which nothing of it is markup: for a heading, a cell or within a line.
#[must_use]
pub fn markdown_text(text: &Message, language: Language) -> String {
    inline(text, language)
}

/// The text as a link to a web address; the text alone where the address is none.
#[must_use]
pub fn markdown_link(text: &Message, address: &str, language: Language) -> String {
    let text = inline(text, language);
    web(address).map_or_else(|| text.clone(), |address| linked(&text, &address, ""))
}

/// The text in `language`, escaped for the start of a paragraph or list item.
fn paragraph(text: &Message, language: Language) -> String {
    escape_at_start(&shown::line(text, language))
}

/// A link of escaped `text`; the text alone where there is none.
pub(in crate::render) fn linked(text: &str, address: &str, title: &str) -> String {
    let title = if title.is_empty() { String::new() } else { format!(" \"{}\"", title.replace('"', "&quot;")) };
    format!("[{text}](<{}>{title})", destination(address))
}

fn push(blocks: &mut Vec<String>, sign: &str, text: &str) {
    if !text.is_empty() {
        blocks.push(format!("{sign}{text}"));
    }
}

fn anchor(section: &Section) -> String {
    if is_name(&section.anchor) { format!("<a id=\"{}\"></a>", section.anchor) } else { String::new() }
}

fn block(block: &Block, language: Language) -> String {
    match block {
        Block::Text(text) => paragraph(text, language),
        Block::List(items) => {
            let items = items.iter().map(|item| content(item, paragraph(&item.text, language), language));
            items.filter(|item| !item.is_empty()).map(|item| format!("- {item}")).collect::<Vec<_>>().join("\n")
        }
        Block::Table(table) => grid(table, language),
        Block::Bump(chart) => {
            let drawn = bump(chart, language, FIXED).join("\n");
            let (caption, fence) = (paragraph(&chart.caption, language), fence(&drawn));
            format!("{caption}\n\n{fence}text\n{drawn}\n{fence}")
        }
        Block::Notice(Notice { text, .. }) => {
            let sign = language.pick("**Note:**", "**注意：**");
            format!("> {sign} {}", inline(text, language))
        }
        Block::Quote(quote) => {
            let (quote, fence) = (shown::quote(quote), fence(quote));
            format!("{fence}text\n{quote}\n{fence}")
        }
    }
}

fn grid(table: &Table, language: Language) -> String {
    let mut lines = Vec::with_capacity(table.rows.len() + 4);
    let caption = paragraph(&table.caption, language);
    if !caption.is_empty() {
        lines.extend([caption, String::new()]);
    }
    lines.push(line(table.columns.iter().map(|column| inline(&column.header, language))));
    lines.push(line(table.columns.iter().map(|column| match column.align {
        Align::Left => "---".to_owned(),
        Align::Right => "---:".to_owned(),
    })));
    for row in &table.rows {
        let cells = (0..table.columns.len()).map(|index| row.cells.get(index));
        lines.push(line(cells.map(|cell| {
            cell.map_or_else(String::new, |cell| content(cell, escape(&shown::cell(cell, language)), language))
        })));
    }
    if table.rows.is_empty() {
        let none = message!("(no rows)", "（没有数据行）");
        lines.extend([String::new(), none.get(language).to_owned()]);
    }
    lines.join("\n")
}

fn line(cells: impl Iterator<Item = String>) -> String {
    let mut line = String::from("|");
    for cell in cells {
        line.push(' ');
        line.push_str(&cell);
        line.push_str(if cell.is_empty() { "|" } else { " |" });
    }
    line
}

fn content(cell: &Cell, text: String, language: Language) -> String {
    if text.is_empty() {
        return text;
    }
    let text = if cell.tone == Tone::Strong { format!("**{text}**") } else { text };
    match cell.link.as_ref().and_then(|link| href(link, "md")) {
        Some(address) => {
            let note = cell.note.as_ref().map_or_else(String::new, |note| inline(note, language));
            linked(&text, &address, &note)
        }
        None => text,
    }
}

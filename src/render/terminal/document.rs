//! A report in a terminal, block after block.

use super::grid;
use super::paint::paint;
use super::wrap::wrap;
use crate::render::bump::bump;
use crate::render::links::web;
use crate::render::shown;
use crate::schema::{Block, Cell, Link, Notice, Report, Tone};
use crate::text::{Language, Message, width};

/// Sentences are not drawn wider than this: longer lines are hard to read.
const PROSE: usize = 100;

/// The report for a terminal of `columns` columns, with ANSI colours if `colour`.
///
/// Columns marked optional are left out where there is no room for them, and named below the table. Every
/// line ends with a line feed. Notes on cells are not shown; web addresses of list items are.
#[must_use]
pub fn terminal(report: &Report, language: Language, columns: usize, colour: bool) -> String {
    let mut page = Page { language, columns: columns.max(20), colour, text: String::new() };
    page.heading(&report.title, '═');
    for sentence in &report.summary {
        page.block(&page.prose(sentence, ""));
    }
    for section in &report.sections {
        page.heading(&section.heading, '─');
        for block in &section.blocks {
            let lines = page.lines(block);
            page.block(&lines);
        }
    }
    page.text
}

struct Page {
    language: Language,
    columns: usize,
    colour: bool,
    text: String,
}

impl Page {
    /// Adds lines, after an empty one.
    fn block(&mut self, lines: &[String]) {
        if lines.is_empty() {
            return;
        }
        if !self.text.is_empty() {
            self.text.push('\n');
        }
        for line in lines {
            self.text.push_str(line);
            self.text.push('\n');
        }
    }

    fn heading(&mut self, heading: &Message, rule: char) {
        let heading = shown::line(heading, self.language);
        if heading.is_empty() {
            return;
        }
        let lines = wrap(&heading, self.columns);
        let widest = lines.iter().map(|line| width(line)).max().unwrap_or(0);
        let mut lines: Vec<String> = lines.iter().map(|line| paint(line, Tone::Strong, self.colour)).collect();
        lines.push(rule.to_string().repeat(widest));
        self.block(&lines);
    }

    fn prose(&self, text: &Message, sign: &str) -> Vec<String> {
        hanging(&shown::line(text, self.language), sign, self.columns.min(PROSE))
    }

    fn lines(&self, block: &Block) -> Vec<String> {
        match block {
            Block::Text(text) => self.prose(text, ""),
            Block::List(items) => items.iter().flat_map(|item| self.item(item)).collect(),
            Block::Table(table) => {
                let caption = shown::line(&table.caption, self.language);
                let mut lines = if caption.is_empty() { Vec::new() } else { wrap(&caption, self.columns.min(PROSE)) };
                lines.extend(grid::table(table, self.language, self.columns, self.colour));
                lines
            }
            Block::Bump(chart) => {
                let mut lines = self.prose(&chart.caption, "");
                lines.extend(bump(chart, self.language, self.columns));
                lines
            }
            Block::Notice(Notice { tone, text }) => {
                self.prose(text, "! ").iter().map(|line| paint(line, *tone, self.colour)).collect()
            }
            Block::Quote(quote) => {
                shown::quote(quote).lines().map(|line| format!("  │ {}", line.replace('\t', "    "))).collect()
            }
        }
    }

    fn item(&self, item: &Cell) -> Vec<String> {
        let mut text = shown::line(&item.text, self.language);
        if let Some(Link::Web(address)) = &item.link
            && let Some(address) = web(address)
            && address != text
        {
            text = if text.is_empty() { address } else { format!("{text} <{address}>") };
        }
        let lines = hanging(&text, "- ", self.columns.min(PROSE));
        lines.iter().map(|line| paint(line, item.tone, self.colour)).collect()
    }
}

/// The text in lines, the first after `sign` and the others as far in.
fn hanging(text: &str, sign: &str, columns: usize) -> Vec<String> {
    if text.is_empty() {
        return Vec::new();
    }
    let indent = " ".repeat(width(sign));
    let lines = wrap(text, columns.saturating_sub(width(sign)));
    lines.iter().enumerate().map(|(n, line)| format!("{}{line}", if n == 0 { sign } else { &indent })).collect()
}

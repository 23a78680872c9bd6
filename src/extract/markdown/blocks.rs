//! The tables and headings of a body, in its order.

use super::inline::cells;
use super::line::{has_pipe, separator_columns, split};
use crate::extract::body::Tables;
use crate::extract::decode::{Text, decode};
use crate::extract::tidy::{number, tidy};
use crate::schema::{Digest, Problem, RawCell, RawRow, RawTable};
use pulldown_cmark::{Event, OffsetIter, Options, Parser, RefDefs, Tag, TagEnd};
use std::ops::Range;

/// The lines of one table, without what contains them (`> `, indentation), and the heading above.
struct Block {
    heading: Option<String>,
    header: Range<usize>,
    rows: Vec<Range<usize>>,
}

pub(in crate::extract) fn open(capture: Digest, bytes: &[u8]) -> Result<Tables, Problem> {
    let text = decode(bytes, None)?;
    let mut events = Parser::new_ext(&text.text, Options::ENABLE_TABLES).into_offset_iter();
    let blocks = Scan { source: &text.text, ..Scan::default() }.run(&mut events);
    let definitions = events.reference_definitions();
    let tables = blocks.into_iter().enumerate().map(|(index, block)| table(capture, &text, index, block, definitions));
    Ok(Tables(tables.collect()))
}

fn table(capture: Digest, text: &Text, index: usize, block: Block, definitions: &RefDefs<'_>) -> RawTable {
    let lines: Vec<Range<usize>> = std::iter::once(block.header).chain(block.rows).collect();
    let spans: Vec<Vec<Range<usize>>> = lines
        .iter()
        .map(|line| {
            let source = text.text.get(line.clone()).unwrap_or_default();
            split(source).into_iter().map(|cell| line.start + cell.start..line.start + cell.end).collect()
        })
        .collect();
    let sources: Vec<&str> =
        spans.iter().flatten().map(|span| text.text.get(span.clone()).unwrap_or_default()).collect();
    let mut read = cells(&sources, definitions).into_iter();
    let mut rows = lines.iter().zip(&spans).enumerate().map(|(row, (line, spans))| RawRow {
        number: number(row + 1),
        cells: spans
            .iter()
            .zip(&mut read)
            .map(|(span, cell)| RawCell { bytes: text.span(span.start, span.end), ..cell })
            .collect(),
        bytes: text.span(line.start, line.end),
    });
    let header = rows.next().map(|row| row.cells).unwrap_or_default();
    let rows = rows.collect();
    let place = format!("table {}", index + 1).into();
    tidy(RawTable { capture, place, heading: block.heading, header_row: 1, header, rows, moved: Vec::new() })
}

/// The walk over a body's events.
#[derive(Default)]
struct Scan<'a> {
    source: &'a str,
    blocks: Vec<Block>,
    heading: Option<String>,
    /// The heading that is being read.
    open: Option<String>,
    /// The lines of the table that is being read.
    lines: Option<Vec<Range<usize>>>,
}

impl Scan<'_> {
    fn run(mut self, events: &mut OffsetIter<'_>) -> Vec<Block> {
        for (event, range) in events {
            match event {
                Event::Start(Tag::Heading { .. }) => self.open = Some(String::new()),
                Event::End(TagEnd::Heading(_)) => self.close_heading(),
                Event::Start(Tag::Table(_)) => self.lines = Some(Vec::new()),
                Event::Start(Tag::TableHead | Tag::TableRow) => {
                    let line = self.first_line(&range);
                    self.lines.get_or_insert_default().push(line);
                }
                Event::End(TagEnd::Table) => {
                    let lines = self.lines.take().unwrap_or_default();
                    self.push(lines);
                }
                Event::Start(Tag::Paragraph) => self.uneven(&range),
                Event::Text(text) | Event::Code(text) => {
                    if let Some(heading) = &mut self.open {
                        heading.push_str(&text);
                    }
                }
                Event::SoftBreak | Event::HardBreak => {
                    if let Some(heading) = &mut self.open {
                        heading.push(' ');
                    }
                }
                Event::Html(html) | Event::InlineHtml(html) if self.lines.is_none() => self.html(&html),
                _ => {}
            }
        }
        self.blocks
    }

    fn push(&mut self, lines: Vec<Range<usize>>) {
        let mut lines = lines.into_iter();
        if let Some(header) = lines.next() {
            self.blocks.push(Block { heading: self.heading.clone(), header, rows: lines.collect() });
        }
    }

    fn close_heading(&mut self) {
        if let Some(heading) = self.open.take() {
            self.heading = Some(heading.trim().to_owned()).filter(|heading| !heading.is_empty());
        }
    }

    /// A row's event reaches to where the next begins; its line ends earlier.
    fn first_line(&self, range: &Range<usize>) -> Range<usize> {
        let text = self.source.get(range.clone()).unwrap_or_default();
        let end = text.find(['\r', '\n']).unwrap_or(text.len());
        range.start..range.start + end
    }

    /// Headings written as tags: `<h3 id="discuss">讨论</h3>`, in one event or several.
    fn html(&mut self, html: &str) {
        let mut rest = html;
        while let Some(at) = rest.find('<') {
            let (text, tag) = rest.split_at(at);
            if let Some(heading) = &mut self.open {
                heading.push_str(text);
            }
            let end = tag.find('>').map_or(tag.len(), |end| end + 1);
            let name = tag.trim_start_matches(['<', '/']).as_bytes();
            let is_heading = matches!(name, [b'h' | b'H', b'1'..=b'6', b'>' | b' ' | b'\t' | b'\n', ..]);
            match (is_heading, tag.starts_with("</")) {
                (true, false) => self.open = Some(String::new()),
                (true, true) => self.close_heading(),
                (false, _) => {}
            }
            rest = tag.get(end..).unwrap_or_default();
        }
        if let Some(heading) = &mut self.open {
            heading.push_str(rest);
        }
    }

    /// A table whose separator has other columns than its header is a paragraph to the Markdown reader. It is read all
    /// the same, so that it can be refused with its place instead of being overlooked.
    fn uneven(&mut self, range: &Range<usize>) {
        let lines = self.paragraph_lines(range);
        let text = |line: &Range<usize>| self.source.get(line.clone()).unwrap_or_default();
        let separator = lines.windows(2).position(|pair| match pair {
            [header, rule] => has_pipe(text(header)) && separator_columns(text(rule)).is_some_and(|count| count > 1),
            _ => false,
        });
        if let Some(header) = separator {
            let table = lines.iter().enumerate().filter(|(index, _)| *index == header || *index > header + 1);
            let table = table.map(|(_, line)| line.clone()).collect();
            self.push(table);
        }
    }

    fn paragraph_lines(&self, range: &Range<usize>) -> Vec<Range<usize>> {
        let text = self.source.get(range.clone()).unwrap_or_default();
        let mut lines = Vec::new();
        let mut start = range.start;
        for line in text.split_inclusive('\n') {
            let inner = line.trim_start_matches([' ', '\t', '>']);
            let from = start + (line.len() - inner.len());
            lines.push(from..from + inner.trim_end_matches(['\r', '\n']).len());
            start += line.len();
        }
        lines
    }
}

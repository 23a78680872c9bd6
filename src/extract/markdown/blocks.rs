//! The tables and headings of a body, in its order.

use super::heading::Headings;
use super::inline::cells;
use super::inner::inner;
use super::line::{has_pipe, separator_columns, split};
use crate::catalogue::Rows;
use crate::extract::body::{Body, Inner};
use crate::extract::decode::{Text, decode};
use crate::extract::head::{self, Place};
use crate::extract::refusal::no_such_place;
use crate::extract::tidy::number;
use crate::schema::{Digest, Problem, RawCell, RawRow, RawTable};
use pulldown_cmark::{Event, OffsetIter, Options, Parser, RefDefs, Tag, TagEnd};
use std::borrow::Cow;
use std::ops::Range;

/// The lines of one table, without what contains them (`> `, indentation), and the heading above.
struct Block {
    heading: Option<String>,
    header: Range<usize>,
    rows: Vec<Range<usize>>,
}

/// A body: its tables, and its text for the bodies within it.
struct Markdown<'a> {
    text: Text<'a>,
    tables: Vec<RawTable>,
}

pub(in crate::extract) fn open<'a>(
    capture: Digest,
    bytes: Cow<'a, [u8]>,
    rows: &Rows,
) -> Result<impl Body + use<'a>, Problem> {
    let text = decode(bytes, None)?;
    let mut events = Parser::new_ext(&text.text, Options::ENABLE_TABLES).into_offset_iter();
    let blocks = Scan { source: &text.text, ..Scan::default() }.run(&mut events);
    let definitions = events.reference_definitions();
    let tables = blocks.into_iter().enumerate().filter_map(|(index, block)| {
        let place = Place { capture, table: format!("table {}", index + 1).into(), heading: block.heading.clone() };
        head::table(place, lines(&text, block, definitions), rows)
    });
    let tables = tables.collect();
    Ok(Markdown { text, tables })
}

impl Body for Markdown<'_> {
    fn all(&self, _: &Rows) -> Cow<'_, [RawTable]> {
        Cow::Borrowed(&self.tables)
    }

    fn at(&self, place: &str, _: &Rows) -> Result<Vec<RawTable>, Problem> {
        Err(no_such_place(place, &self.tables))
    }

    fn inner(&self, place: &str) -> Result<Vec<Inner>, Problem> {
        inner(&self.text, place)
    }
}

/// Lines that are read at once. Cells do not depend on one another, and what is needed on the way is gone sooner.
const AT_ONCE: usize = 256;

/// The lines of a table, split into cells.
fn lines(text: &Text<'_>, block: Block, definitions: &RefDefs<'_>) -> Vec<RawRow> {
    let lines: Vec<Range<usize>> = std::iter::once(block.header).chain(block.rows).collect();
    let mut rows = Vec::with_capacity(lines.len());
    for some in lines.chunks(AT_ONCE) {
        read_lines(text, some, definitions, &mut rows);
    }
    rows
}

fn read_lines(text: &Text<'_>, lines: &[Range<usize>], definitions: &RefDefs<'_>, rows: &mut Vec<RawRow>) {
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
    let before = rows.len();
    rows.extend(lines.iter().zip(&spans).enumerate().map(|(row, (line, spans))| {
        RawRow {
            number: number(before + row + 1),
            cells: spans
                .iter()
                .zip(&mut read)
                .map(|(span, cell)| RawCell { bytes: text.span(span.start, span.end), ..cell })
                .collect(),
            bytes: text.span(line.start, line.end),
        }
    }));
}

/// The walk over a body's events.
#[derive(Default)]
struct Scan<'a> {
    source: &'a str,
    blocks: Vec<Block>,
    headings: Headings,
    /// The lines of the table that is being read.
    lines: Option<Vec<Range<usize>>>,
}

impl Scan<'_> {
    fn run(mut self, events: &mut OffsetIter<'_>) -> Vec<Block> {
        for (event, range) in events {
            match &event {
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
                _ => {}
            }
            // A tag within a cell is no heading of what follows.
            if self.lines.is_none() {
                self.headings.see(&event);
            }
        }
        self.blocks
    }

    fn push(&mut self, lines: Vec<Range<usize>>) {
        let mut lines = lines.into_iter();
        if let Some(header) = lines.next() {
            self.blocks.push(Block { heading: self.headings.last(), header, rows: lines.collect() });
        }
    }

    /// A row's event reaches to where the next begins; its line ends earlier.
    fn first_line(&self, range: &Range<usize>) -> Range<usize> {
        let text = self.source.get(range.clone()).unwrap_or_default();
        let end = text.find(['\r', '\n']).unwrap_or(text.len());
        range.start..range.start + end
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

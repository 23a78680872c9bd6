//! A body in which the cells of one table can be found and overwritten: every format whose cells have a place in the
//! bytes, and the sheets of workbooks.

use bangdan::catalogue::{Board, Format, TableSelector};
use bangdan::extract::Document;
use bangdan::schema::{Digest, RawTable};
use bangdan::text::fold;
use std::io::{Cursor, Read, Write};
use zip::write::SimpleFileOptions;

/// A stretch of the text.
pub type Span = (usize, usize);

/// A file of a workbook.
type Part = (String, Vec<u8>);

/// A body with the places of a board's cells.
pub struct Canvas {
    pub format: Format,
    /// The body, or the sheet's XML.
    pub text: Vec<u8>,
    /// The parts of the workbook, and which of them the sheet is.
    workbook: Option<(Vec<Part>, String)>,
    pub header: Vec<Option<Span>>,
    pub rows: Vec<Vec<Option<Span>>>,
    pub name: usize,
    /// The columns of metrics, the one by which the board orders first.
    pub metrics: Vec<usize>,
}

impl Canvas {
    /// `None` where the cells have no place, as in a container.
    pub fn of(body: &[u8], board: &Board, selector: &TableSelector) -> Option<Canvas> {
        let document = Document::open(Digest::of(body), body);
        let table = document.tables(selector).ok()?.into_iter().find(|found| found.table.rows.len() > 1)?.table;
        let column = |headers: &[String]| {
            let folded: Vec<String> = headers.iter().map(|header| fold(header)).collect();
            table.header.iter().position(|cell| folded.contains(&fold(&cell.text)))
        };
        let name = column(&board.columns.model)?;
        let mut metrics: Vec<(bool, usize)> =
            board.metrics.iter().filter_map(|metric| Some((!metric.primary, column(&metric.header)?))).collect();
        metrics.sort_unstable();
        metrics.dedup();
        let metrics: Vec<usize> = metrics.into_iter().map(|(_, column)| column).collect();
        if metrics.is_empty() || !selector.inside.is_empty() {
            return None;
        }
        let mut canvas = Canvas {
            format: selector.format,
            text: body.to_vec(),
            workbook: None,
            header: Vec::new(),
            rows: Vec::new(),
            name,
            metrics,
        };
        if selector.format == Format::Xlsx {
            canvas.open_sheet(body, &table)?;
        } else if selector.format == Format::Html {
            canvas.find_elements(&table)?;
        } else {
            canvas.find_cells(&table);
        }
        let placed = canvas.rows.iter().all(|row| row.get(name).copied().flatten().is_some());
        (placed && canvas.rows.len() > 1).then_some(canvas)
    }

    fn find_cells(&mut self, table: &RawTable) {
        let span = |cell: &bangdan::schema::RawCell| -> Option<Span> {
            let (start, end) = cell.bytes?.ends();
            let (mut start, mut end) = (start as usize, end as usize);
            let text = std::str::from_utf8(self.text.get(start..end)?).ok()?;
            let quoted = |at: usize| matches!(self.text.get(at), Some(b'"' | b'\'' | b'`'));
            if start > 0 && quoted(start - 1) && quoted(end) && !text.starts_with('"') {
                (start, end) = (start - 1, end + 1);
            }
            text.contains(cell.text.split_whitespace().next().unwrap_or_default()).then_some((start, end))
        };
        self.header = table.header.iter().map(span).collect();
        self.rows = table.rows.iter().map(|row| row.cells.iter().map(span).collect()).collect();
    }

    /// The contents of every cell's element, for tables without spans and without tables in them.
    fn find_elements(&mut self, table: &RawTable) -> Option<()> {
        let number: usize = table.place.strip_prefix("table ")?.parse().ok()?;
        let text = String::from_utf8(self.text.clone()).ok()?;
        let start = text.match_indices("<table").nth(number - 1)?.0;
        let end = start + text[start..].find("</table")?;
        let mut rows = Vec::new();
        for (at, _) in text[start..end].match_indices("<tr") {
            let row = &text[start + at..end];
            let row = &row[..row.find("</tr").unwrap_or(row.len())];
            let mut cells = Vec::new();
            for (opening, _) in row.match_indices("<t").filter(|(at, _)| row[at + 2..].starts_with(['d', 'h'])) {
                let inner = opening + row[opening..].find('>')? + 1;
                let inner_end = inner + row[inner..].find("</t").unwrap_or(row.len() - inner);
                cells.push(Some((start + at + inner, start + at + inner_end)));
            }
            rows.push(cells);
        }
        let row = |number: u32| rows.get(usize::try_from(number).ok()?.checked_sub(1)?).cloned();
        let fits = |cells: &[bangdan::schema::RawCell], spans: &[Option<Span>]| {
            cells.len() <= spans.len()
                && cells.iter().zip(spans).all(|(cell, span)| {
                    let word = cell.text.split([' ', '&', '<', '>', '"']).next().unwrap_or_default();
                    span.is_some_and(|(start, end)| text[start..end].contains(word))
                })
        };
        self.header = row(table.header_row)?;
        self.rows = table.rows.iter().map(|own| row(own.number)).collect::<Option<_>>()?;
        let all = table.rows.iter().zip(&self.rows).all(|(own, spans)| fits(&own.cells, spans));
        (fits(&table.header, &self.header) && all).then_some(())
    }

    /// The part of every cell's element that follows its reference: it may stand under another one as it is.
    fn open_sheet(&mut self, body: &[u8], table: &RawTable) -> Option<()> {
        let mut archive = zip::ZipArchive::new(Cursor::new(body)).ok()?;
        let mut parts = Vec::new();
        for index in 0..archive.len() {
            let mut file = archive.by_index(index).ok()?;
            let mut bytes = Vec::new();
            file.read_to_end(&mut bytes).ok()?;
            parts.push((file.name().ok()?.into_owned(), bytes));
        }
        let part = |name: &str| parts.iter().find(|(other, _)| other == name).map(|(_, bytes)| bytes);
        let book = std::str::from_utf8(part("xl/workbook.xml")?).ok()?;
        let heading = table.heading.as_deref()?;
        let is_meant = |(at, _): (usize, &str)| {
            let rest = &book[at..];
            rest[..rest.find('>').unwrap_or(rest.len())].contains(&format!("name=\"{heading}\""))
        };
        let path = format!("xl/worksheets/sheet{}.xml", book.match_indices("<sheet ").position(is_meant)? + 1);
        let sheet = part(&path)?.clone();
        let text = String::from_utf8(sheet.clone()).ok()?;
        let span = |row: u32, column: u32| -> Option<Span> {
            let reference = format!("<c r=\"{}{row}\"", letters(column));
            let start = text.find(&reference)? + reference.len();
            let rest = &text[start..];
            let end =
                if rest[..rest.find('>')?].ends_with('/') { rest.find("/>")? + 2 } else { rest.find("</c>")? + 4 };
            Some((start, start + end))
        };
        let place = |locator: bangdan::schema::Locator| span(locator.row, locator.column);
        self.header = (0..table.header.len()).map(|column| place(table.locate_header(column))).collect();
        let row = |row| (0..table.header.len()).map(|column| place(table.locate(row, column))).collect();
        self.rows = table.rows.iter().map(row).collect();
        self.text = sheet;
        self.workbook = Some((parts, path));
        Some(())
    }

    pub fn is_workbook(&self) -> bool {
        self.workbook.is_some()
    }

    pub fn bytes(&self, span: Span) -> &[u8] {
        &self.text[span.0..span.1]
    }

    /// Every text part with `change` made to it.
    pub fn every_text(&self, change: impl Fn(&str) -> Vec<u8>) -> Vec<u8> {
        match &self.workbook {
            None => change(&String::from_utf8_lossy(&self.text)),
            Some((parts, _)) => {
                let shared = |(name, bytes): &Part| {
                    let strings = name.ends_with("sharedStrings.xml") || name.contains("worksheets/");
                    let text = String::from_utf8_lossy(bytes);
                    (name.clone(), if strings { change(&text) } else { bytes.clone() })
                };
                pack(&parts.iter().map(shared).collect::<Vec<_>>())
            }
        }
    }

    /// The body with these stretches overwritten; `None` where they overlap or nothing changes.
    pub fn apply(&self, mut edits: Vec<(Span, Vec<u8>)>) -> Option<Vec<u8>> {
        edits.sort();
        if edits.windows(2).any(|pair| pair[0].0.1 > pair[1].0.0) {
            return None;
        }
        let (mut text, mut at) = (Vec::new(), 0);
        for ((start, end), with) in edits {
            text.extend_from_slice(self.text.get(at..start)?);
            text.extend(with);
            at = end;
        }
        text.extend_from_slice(&self.text[at..]);
        if text == self.text {
            return None;
        }
        Some(match &self.workbook {
            None => text,
            Some((parts, path)) => {
                let put =
                    |(name, bytes): &Part| (name.clone(), if name == path { text.clone() } else { bytes.clone() });
                pack(&parts.iter().map(put).collect::<Vec<_>>())
            }
        })
    }

    /// The whole of a row in the text, from its opening to its end.
    pub fn row(&self, index: usize) -> Option<Span> {
        let spans: Vec<Span> = self.rows.get(index)?.iter().copied().flatten().collect();
        let (first, last) = (spans.iter().min()?.0, spans.iter().map(|span| span.1).max()?);
        let (open, close): (&[u8], &[u8]) = match self.format {
            Format::Xlsx => (b"<row ", b"</row>"),
            Format::Html => (b"<tr", b"</tr>"),
            Format::Json | Format::Script => (b"{", b"}"),
            _ => (b"\n", b"\n"),
        };
        let before = &self.text[..first];
        let start = before.windows(open.len()).rposition(|window| window == open)?;
        let start = if open == b"\n" { start + 1 } else { start };
        let after = &self.text[last..];
        let end =
            after.windows(close.len()).position(|window| window == close).map_or(after.len(), |at| at + close.len());
        Some((start, last + end))
    }
}

fn pack(parts: &[Part]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        writer.start_file(name.as_str(), SimpleFileOptions::default()).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// 1 → A, 27 → AA.
fn letters(mut column: u32) -> String {
    let mut letters = Vec::new();
    while column > 0 {
        column -= 1;
        letters.push(char::from(b'A' + u8::try_from(column % 26).unwrap()));
        column /= 26;
    }
    letters.iter().rev().collect()
}

//! A table of names as CSV, with what each name means added: row after row, never the whole table in memory.

use super::lines::{LineEnds, Lines, taken};
use super::names_row::{ADDED, Columns, Row};
use crate::error::{Error, ErrorKind};
use crate::identity::{PrintedSources, Registry};
use crate::message;
use crate::text::{Language, Message};
use csv::{ByteRecord, Reader, Terminator, Writer, WriterBuilder};
use rayon::prelude::*;
use std::io::{self, Read, Write};
use std::path::Path;

/// Rows that are read before they are resolved side by side.
const AT_ONCE: usize = 8192;

/// Rows that one thread resolves at a time.
const PIECE: usize = 512;

/// With what a table of names is resolved, and how it is told of.
pub struct NamesTable<'a> {
    /// The registry.
    pub registry: &'a Registry,
    /// What the column `source` may hold beside ids of sources.
    pub printed: &'a PrintedSources,
    /// The language of the column `evidence`.
    pub language: Language,
    /// What errors call the table.
    pub file: &'a Path,
}

/// How a table of names was resolved.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct NamesTold {
    /// All rows.
    pub rows: u64,
    /// Names that mean one model.
    pub models: u64,
    /// Names of several models together.
    pub composites: u64,
    /// Names of no model.
    pub no_models: u64,
    /// Names that are left undecided.
    pub undecided: u64,
    /// Blank lines, which are no rows of a CSV.
    pub blank_lines: u64,
}

impl NamesTold {
    fn add(&mut self, other: NamesTold) {
        self.rows += other.rows;
        self.models += other.models;
        self.composites += other.composites;
        self.no_models += other.no_models;
        self.undecided += other.undecided;
    }
}

/// Why a table was not resolved to its end.
#[derive(Debug)]
pub enum NamesStopped {
    /// What was read is no table of names.
    Input(Error),
    /// What was found cannot be written.
    Output(io::Error),
}

impl From<Error> for NamesStopped {
    fn from(error: Error) -> NamesStopped {
        NamesStopped::Input(error)
    }
}

impl From<io::Error> for NamesStopped {
    fn from(error: io::Error) -> NamesStopped {
        NamesStopped::Output(error)
    }
}

impl From<csv::Error> for NamesStopped {
    fn from(error: csv::Error) -> NamesStopped {
        NamesStopped::Output(error.into())
    }
}

/// Where reading some rows ended.
enum End {
    NotYet,
    Reached,
    Failed(csv::Error),
}

impl NamesTable<'_> {
    /// Reads the column `raw_name`, and `source`, `organization_as_shown` and `access_as_shown` where they are; writes
    /// every column as it came, then `id`, `config`, `kind`, `evidence` and `candidates`. Cells that a spreadsheet
    /// program would run as formulas are defused as in every export; one that was defused already stays so.
    ///
    /// # Errors
    /// A table without `raw_name`, with a column that is to be added, with a row of another length or in another
    /// encoding, with the line; a writer that fails.
    pub fn resolve(&self, input: impl Read, output: &mut dyn Write) -> Result<NamesTold, NamesStopped> {
        let mut reader = Reader::from_reader(Lines::new(input));
        let header = match reader.byte_headers() {
            Ok(header) => header.clone(),
            Err(cause) => return Err(self.not_csv(&reader, cause).into()),
        };
        let columns = Columns::find(&header).map_err(|what| self.unreadable(Some(1), what))?;
        output.write_all(&self.header(&header)?)?;
        let mut told = NamesTold::default();
        let mut lines = taken(&header);
        let mut records = vec![ByteRecord::new(); AT_ONCE];
        loop {
            let (count, end) = fill(&mut reader, &mut records);
            let read = records.get(..count).unwrap_or_default();
            lines += read.iter().map(taken).sum::<u64>();
            let ends = reader.get_ref().ends();
            let pieces: Vec<_> = read.par_chunks(PIECE).map(|piece| self.piece(&columns, piece, ends)).collect();
            for piece in pieces {
                let (text, some) = piece?;
                output.write_all(&text)?;
                told.add(some);
            }
            match end {
                End::NotYet => {}
                End::Reached => break,
                End::Failed(cause) => return Err(self.not_csv(&reader, cause).into()),
            }
        }
        told.blank_lines = reader.get_ref().blank(reader.position().line() - 1, lines);
        Ok(told)
    }

    fn header(&self, header: &ByteRecord) -> Result<Vec<u8>, NamesStopped> {
        let row = Row::read(header).map_err(|cell| self.not_utf8(Some(1), cell))?;
        let mut out = writer();
        row.pass_on(&mut out)?;
        ADDED.iter().try_for_each(|added| out.write_field(added))?;
        out.write_record(None::<&[u8]>)?;
        text(out)
    }

    fn piece(
        &self,
        columns: &Columns,
        records: &[ByteRecord],
        ends: LineEnds,
    ) -> Result<(Vec<u8>, NamesTold), NamesStopped> {
        let (mut out, mut told) = (writer(), NamesTold::default());
        for record in records {
            let row =
                Row::read(record).map_err(|cell| self.not_utf8(record.position().map(|at| ends.line_of(at)), cell))?;
            row.resolve(self, columns, &mut out, &mut told)?;
        }
        Ok((text(out)?, told))
    }

    fn not_csv<R: Read>(&self, reader: &Reader<Lines<R>>, cause: csv::Error) -> Error {
        if cause.is_io_error() {
            let (doing, path) = (message!("read", "读取"), self.file.to_owned());
            return Error::new(ErrorKind::Io { doing, path }).caused_by(cause);
        }
        let line = cause.position().map(|at| reader.get_ref().ends().line_of(at));
        let what = match cause.kind() {
            csv::ErrorKind::UnequalLengths { expected_len, len, .. } => message!(
                "cells of the row: {len}, of the header: {expected_len}",
                "该行有 {len} 个单元格，而表头有 {expected_len} 个"
            ),
            _ => message!("this is not CSV", "这不是 CSV"),
        };
        self.unreadable(line, what).caused_by(cause)
    }

    fn not_utf8(&self, line: Option<u64>, cell: usize) -> Error {
        let what = message!("cell {cell} of the row is not UTF-8", "该行第 {cell} 个单元格不是 UTF-8");
        self.unreadable(line, what)
            .with_hint(message!("save the table as CSV in UTF-8", "请将表格另存为 UTF-8 编码的 CSV"))
    }

    fn unreadable(&self, line: Option<u64>, why: Message) -> Error {
        let why = match (line, why) {
            (Some(line), Message { en, zh }) => message!("line {line}: {en}", "第 {line} 行：{zh}"),
            (None, why) => why,
        };
        Error::new(ErrorKind::Unreadable { what: self.file.display().to_string(), position: None, why })
    }
}

/// Reads as many rows as there is room for, and says how many those are.
fn fill<R: Read>(reader: &mut Reader<R>, records: &mut [ByteRecord]) -> (usize, End) {
    for (count, record) in records.iter_mut().enumerate() {
        match reader.read_byte_record(record) {
            Ok(true) => {}
            Ok(false) => return (count, End::Reached),
            Err(cause) => return (count, End::Failed(cause)),
        }
    }
    (records.len(), End::NotYet)
}

fn writer() -> Writer<Vec<u8>> {
    WriterBuilder::new().terminator(Terminator::CRLF).from_writer(Vec::new())
}

fn text(mut out: Writer<Vec<u8>>) -> Result<Vec<u8>, NamesStopped> {
    out.flush()?;
    out.into_inner().map_err(|failed| NamesStopped::Output(failed.into_error()))
}

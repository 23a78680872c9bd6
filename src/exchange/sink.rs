//! Where the rows of an export go: CSV or a JSON array of objects.

use crate::text::defuse_formula;
use serde_json::value::RawValue;
use std::io::{self, Write};

/// The formats of exports.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ExportFormat {
    /// RFC 4180 in UTF-8: lines end with CRLF, an empty field is nothing. Texts that a spreadsheet program would
    /// run as formulas are defused as [`defuse_formula`] says.
    Csv,
    /// An array of objects, one per line, with the columns as keys: numbers with their printed digits, `null`
    /// where there is nothing.
    Json,
}

/// What a field holds.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Field<'a> {
    Nothing,
    Text(&'a str),
    /// A number in plain decimal, or scientific as a double prints.
    Number(&'a str),
    Flag(bool),
    /// Words that no space is part of.
    Words(&'a str),
}

pub(super) struct Sink<W: Write> {
    columns: Vec<String>,
    output: Output<W>,
}

enum Output<W: Write> {
    Csv(Box<csv::Writer<W>>),
    Json { writer: W, rows: u64 },
}

impl<W: Write> Sink<W> {
    pub(super) fn new(writer: W, format: ExportFormat, columns: Vec<String>) -> io::Result<Sink<W>> {
        let output = match format {
            ExportFormat::Csv => {
                let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(writer);
                writer.write_record(&columns)?;
                Output::Csv(Box::new(writer))
            }
            ExportFormat::Json => Output::Json { writer, rows: 0 },
        };
        Ok(Sink { columns, output })
    }

    /// Writes one row with as many fields as there are columns.
    pub(super) fn row<'a>(&mut self, fields: impl Iterator<Item = Field<'a>>) -> io::Result<()> {
        match &mut self.output {
            Output::Csv(writer) => {
                for field in fields {
                    match field {
                        Field::Nothing => writer.write_field("")?,
                        Field::Text(text) => writer.write_field(&*defuse_formula(text))?,
                        Field::Number(text) | Field::Words(text) => writer.write_field(text)?,
                        Field::Flag(flag) => writer.write_field(if flag { "true" } else { "false" })?,
                    }
                }
                writer.write_record(None::<&[u8]>)?;
            }
            Output::Json { writer, rows } => {
                writer.write_all(if *rows == 0 { b"[\n{" } else { b",\n{" })?;
                *rows += 1;
                for (index, (column, field)) in self.columns.iter().zip(fields).enumerate() {
                    if index > 0 {
                        writer.write_all(b",")?;
                    }
                    serde_json::to_writer(&mut *writer, column)?;
                    writer.write_all(b":")?;
                    value(writer, field)?;
                }
                writer.write_all(b"}")?;
            }
        }
        Ok(())
    }

    /// Ends the export and gives the writer back, flushed.
    pub(super) fn finish(self) -> io::Result<W> {
        match self.output {
            Output::Csv(writer) => writer.into_inner().map_err(csv::IntoInnerError::into_error),
            Output::Json { mut writer, rows } => {
                writer.write_all(if rows == 0 { b"[]\n" } else { b"\n]\n" })?;
                writer.flush()?;
                Ok(writer)
            }
        }
    }
}

fn value<W: Write>(writer: &mut W, field: Field<'_>) -> io::Result<()> {
    match field {
        Field::Nothing => writer.write_all(b"null")?,
        Field::Text(text) => serde_json::to_writer(writer, text)?,
        Field::Number(text) => serde_json::to_writer(writer, &RawValue::from_string(text.to_owned())?)?,
        Field::Flag(flag) => serde_json::to_writer(writer, &flag)?,
        Field::Words(text) => serde_json::to_writer(writer, &text.split(' ').collect::<Vec<_>>())?,
    }
    Ok(())
}

//! A file as a table: its columns, and a row for each record.

use super::guard::{check_footer, check_pages, cut_off, damaged, too_large};
use super::leaf::{Leaf, leaves};
use super::pages::Pages;
use super::value::{Meaning, double, old_moment, single};
use crate::extract::body::Tables;
use crate::extract::tidy::{number, tidy};
use crate::schema::{Digest, Problem, RawCell, RawRow, RawTable};
use ::parquet::column::reader::{ColumnReader, ColumnReaderImpl, get_column_reader};
use ::parquet::data_type::DataType;
use ::parquet::file::metadata::ParquetStatisticsPolicy;
use ::parquet::file::reader::FileReader;
use ::parquet::file::serialized_reader::{ReadOptionsBuilder, SerializedFileReader};
use bytes::Bytes;

/// Bytes that all text together may have: a short file may say the same long text a million times.
const MOST_TEXT: usize = 64 << 20;
/// Rows that are decoded at once.
const BATCH: usize = 4_096;

/// The file's one table. Names of columns are the header; a value that is not there is an empty cell, a list is written
/// as JSON writes it.
pub(in crate::extract) fn open(capture: Digest, bytes: &[u8]) -> Result<Tables, Problem> {
    check_footer(bytes)?;
    let skip = ParquetStatisticsPolicy::SkipAll;
    let options = ReadOptionsBuilder::new()
        .with_column_stats_policy(skip.clone())
        .with_encoding_stats_policy(skip.clone())
        .with_size_stats_policy(skip)
        .build();
    let file = SerializedFileReader::new_with_options(Bytes::copy_from_slice(bytes), options);
    let file = file.map_err(|error| damaged(&error))?;
    let metadata = file.metadata();
    check_pages(metadata, bytes)?;
    let schema = metadata.file_metadata().schema_descr();
    let leaves = leaves(schema.root_schema());
    if leaves.len() != schema.num_columns() {
        return Err(cut_off());
    }
    let mut rows: Vec<RawRow> = Vec::new();
    let mut left = MOST_TEXT;
    for index in 0..metadata.num_row_groups() {
        let group = file.get_row_group(index).map_err(|error| damaged(&error))?;
        let first = rows.len();
        let count = usize::try_from(group.metadata().num_rows()).map_err(|_| cut_off())?;
        rows.extend((first..first + count).map(|index| RawRow {
            number: number(index + 2),
            cells: Vec::with_capacity(leaves.len()),
            bytes: None,
        }));
        for (column, leaf) in leaves.iter().enumerate() {
            let pages = group.get_column_page_reader(column).map_err(|error| damaged(&error))?;
            let stored = schema.column(column);
            let meaning = Meaning::of(&stored);
            let pages = Pages::new(pages, &stored);
            let reader = get_column_reader(stored, Box::new(pages));
            let mut column = Column { leaf, left: &mut left, rows: rows.iter_mut().skip(first) };
            column.read(reader, meaning)?;
        }
    }
    Ok(Tables(vec![tidy(RawTable {
        capture,
        place: "table 1".into(),
        heading: None,
        header_row: 1,
        header: leaves.into_iter().map(|leaf| RawCell::text(leaf.name)).collect(),
        rows,
        moved: Vec::new(),
    })]))
}

/// A column of a group of rows that is being read into these rows.
struct Column<'c, R> {
    leaf: &'c Leaf,
    /// Bytes of text that may still come.
    left: &'c mut usize,
    rows: R,
}

impl<'r, R: Iterator<Item = &'r mut RawRow>> Column<'_, R> {
    fn read(&mut self, reader: ColumnReader, meaning: Meaning) -> Result<(), Problem> {
        let quoted = meaning.is_quoted();
        match reader {
            ColumnReader::BoolColumnReader(reader) => self.take(reader, false, |value| truth(*value)),
            ColumnReader::Int32ColumnReader(reader) => self.take(reader, quoted, |value| meaning.narrow(*value)),
            ColumnReader::Int64ColumnReader(reader) => self.take(reader, quoted, |value| meaning.whole(*value)),
            ColumnReader::Int96ColumnReader(reader) => self.take(reader, true, old_moment),
            ColumnReader::FloatColumnReader(reader) => self.take(reader, false, |value| single(*value)),
            ColumnReader::DoubleColumnReader(reader) => self.take(reader, false, |value| double(*value)),
            ColumnReader::ByteArrayColumnReader(reader) => {
                self.take(reader, quoted || meaning == Meaning::Plain, |value| meaning.bytes(value.data()))
            }
            ColumnReader::FixedLenByteArrayColumnReader(reader) => {
                self.take(reader, quoted || meaning == Meaning::Plain, |value| meaning.bytes(value.data()))
            }
        }
    }

    fn take<T: DataType>(
        &mut self,
        mut reader: ColumnReaderImpl<T>,
        quoted: bool,
        print: impl Fn(&T::T) -> String,
    ) -> Result<(), Problem> {
        let (mut levels, mut repeats, mut values) = (Vec::new(), Vec::new(), Vec::new());
        loop {
            levels.clear();
            repeats.clear();
            values.clear();
            let read = reader.read_records(BATCH, Some(&mut levels), Some(&mut repeats), &mut values);
            let (records, ..) = read.map_err(|error| damaged(&error))?;
            if records == 0 {
                break;
            }
            let count = levels.len().max(values.len());
            let mut values = values.iter();
            let mut cell = self.leaf.cell(quoted);
            for index in 0..count {
                let level = levels.get(index).copied().unwrap_or(self.leaf.value);
                let repeat = repeats.get(index).copied().unwrap_or(0);
                if repeat == 0 && index > 0 {
                    self.put(std::mem::replace(&mut cell, self.leaf.cell(quoted)).finish())?;
                }
                let value = if level == self.leaf.value { values.next().map(&print) } else { None };
                cell.add(level, repeat, value);
                if cell.len() > *self.left {
                    return Err(too_large());
                }
            }
            self.put(cell.finish())?;
        }
        if self.rows.next().is_some() { Err(cut_off()) } else { Ok(()) }
    }

    /// The next row's cell.
    fn put(&mut self, text: String) -> Result<(), Problem> {
        *self.left = self.left.checked_sub(text.len()).ok_or_else(too_large)?;
        self.rows.next().ok_or_else(cut_off)?.cells.push(RawCell::text(text));
        Ok(())
    }
}

fn truth(value: bool) -> String {
    if value { "TRUE" } else { "FALSE" }.to_owned()
}

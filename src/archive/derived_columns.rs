//! The columns of a derived table: from rows of the long table to columns and back. `model` and `configuration` are
//! not among them, since names are resolved when read.

use crate::schema::long::{LongRow, RowKind};
use crate::schema::{Missing, Snapshot};
use crate::text::Decimal;
use parquet::column::reader::{ColumnReader, ColumnReaderImpl};
use parquet::data_type::{BoolType, ByteArray, ByteArrayType, DataType, DoubleType, Int32Type, Int64Type};
use parquet::errors::{ParquetError, Result};
use parquet::file::writer::{SerializedColumnWriter, SerializedRowGroupWriter};
use std::borrow::Cow;
use std::collections::HashMap;
use std::io::Write;
use std::sync::Arc;

/// The schema. `value` is text, because a double has no place for the printed digits.
pub(super) const SCHEMA: &str = "message long {
    required binary row_kind (STRING);
    required binary source (STRING);
    required binary board (STRING);
    optional binary edition (STRING);
    optional int64 published_at (TIMESTAMP(MICROS,true));
    required int64 observed_at (TIMESTAMP(MICROS,true));
    required int64 last_seen_at (TIMESTAMP(MICROS,true));
    required binary captures (STRING);
    required int32 entry (INTEGER(32,false));
    required binary name (STRING);
    optional binary organization (STRING);
    optional int32 rank (INTEGER(32,false));
    optional binary rank_text (STRING);
    required boolean reference;
    optional binary metric (STRING);
    optional binary value (STRING);
    optional binary text (STRING);
    optional binary missing (STRING);
    optional int32 decimals (INTEGER(32,false));
    optional double low;
    optional double high;
    optional int64 n (INTEGER(64,false));
    optional binary unit (STRING);
    optional binary better (STRING);
    optional binary locator (STRING);
    required boolean computed;
}";

/// Writes rows as the columns of one row group.
pub(super) fn write_group<W: Write + Send>(
    mut group: SerializedRowGroupWriter<'_, W>,
    rows: &[LongRow<'_>],
) -> Result<()> {
    let mut columns = Columns { group: &mut group, rows, texts: HashMap::new() };
    columns.text(|row| Some(row.kind.code()))?;
    columns.text(|row| Some(row.source()))?;
    columns.text(|row| Some(&row.board))?;
    columns.optional_text(|row| row.edition.as_deref())?;
    columns.optional::<Int64Type>(|row| row.published_at.map(jiff::Timestamp::as_microsecond))?;
    columns.required::<Int64Type>(|row| row.observed_at.as_microsecond())?;
    columns.required::<Int64Type>(|row| row.last_seen_at.as_microsecond())?;
    columns.text(|row| Some(&row.captures))?;
    columns.required::<Int32Type>(|row| row.entry.cast_signed())?;
    columns.text(|row| Some(&row.name))?;
    columns.optional_text(|row| row.organization.as_deref())?;
    columns.optional::<Int32Type>(|row| row.rank.map(u32::cast_signed))?;
    columns.optional_text(|row| row.rank_text.as_deref())?;
    columns.required::<BoolType>(|row| row.reference)?;
    columns.optional_text(|row| row.metric.as_deref())?;
    columns.optional::<ByteArrayType>(|row| row.value.map(|value| value.to_string().into_bytes().into()))?;
    columns.optional_text(|row| row.text.as_deref())?;
    columns.optional_text(|row| row.missing.map(Missing::code))?;
    columns.optional::<Int32Type>(|row| row.decimals().map(i32::from))?;
    columns.optional::<DoubleType>(|row| row.low)?;
    columns.optional::<DoubleType>(|row| row.high)?;
    columns.optional::<Int64Type>(|row| row.n.map(u64::cast_signed))?;
    columns.optional_text(|row| row.unit.as_deref())?;
    columns.optional_text(|row| row.better.map(crate::schema::Better::code))?;
    columns.optional_text(|row| row.locator.as_deref())?;
    columns.required::<BoolType>(|row| row.computed)?;
    drop(columns);
    group.close()?;
    Ok(())
}

struct Columns<'g, 'w, 'r, W: Write> {
    group: &'g mut SerializedRowGroupWriter<'w, W>,
    rows: &'r [LongRow<'r>],
    /// Equal texts share their bytes.
    texts: HashMap<&'r str, ByteArray>,
}

impl<'r, W: Write + Send> Columns<'_, '_, 'r, W> {
    fn text(&mut self, get: impl Fn(&'r LongRow<'r>) -> Option<&'r str>) -> Result<()> {
        let values = self.shared(get);
        self.write::<ByteArrayType>(&values, None)
    }

    fn optional_text(&mut self, get: impl Fn(&'r LongRow<'r>) -> Option<&'r str>) -> Result<()> {
        let levels: Vec<i16> = self.rows.iter().map(|row| i16::from(get(row).is_some())).collect();
        let values = self.shared(get);
        self.write::<ByteArrayType>(&values, Some(&levels))
    }

    fn required<T: DataType>(&mut self, get: impl Fn(&LongRow<'r>) -> T::T) -> Result<()> {
        let values: Vec<T::T> = self.rows.iter().map(get).collect();
        self.write::<T>(&values, None)
    }

    fn optional<T: DataType>(&mut self, get: impl Fn(&LongRow<'r>) -> Option<T::T>) -> Result<()> {
        let found: Vec<Option<T::T>> = self.rows.iter().map(get).collect();
        let levels: Vec<i16> = found.iter().map(|value| i16::from(value.is_some())).collect();
        let values: Vec<T::T> = found.into_iter().flatten().collect();
        self.write::<T>(&values, Some(&levels))
    }

    fn shared(&mut self, get: impl Fn(&'r LongRow<'r>) -> Option<&'r str>) -> Vec<ByteArray> {
        let texts = &mut self.texts;
        let share = |text: &'r str| texts.entry(text).or_insert_with(|| text.as_bytes().to_vec().into()).clone();
        self.rows.iter().filter_map(get).map(share).collect()
    }

    fn write<T: DataType>(&mut self, values: &[T::T], levels: Option<&[i16]>) -> Result<()> {
        let mut column: SerializedColumnWriter<'_> = self
            .group
            .next_column()?
            .ok_or_else(|| ParquetError::General("more columns than the schema".to_owned()))?;
        column.typed::<T>().write_batch(values, levels, None)?;
        column.close()
    }
}

/// The columns without which a snapshot cannot be put together, by their place in the schema.
pub(super) struct Stored {
    kind: Vec<Option<ByteArray>>,
    entry: Vec<Option<i32>>,
    name: Vec<Option<ByteArray>>,
    organization: Vec<Option<ByteArray>>,
    rank: Vec<Option<i32>>,
    rank_text: Vec<Option<ByteArray>>,
    reference: Vec<Option<bool>>,
    metric: Vec<Option<ByteArray>>,
    value: Vec<Option<ByteArray>>,
    text: Vec<Option<ByteArray>>,
    missing: Vec<Option<ByteArray>>,
    low: Vec<Option<f64>>,
    high: Vec<Option<f64>>,
    n: Vec<Option<i64>>,
    locator: Vec<Option<ByteArray>>,
}

impl Stored {
    /// Reads `rows` rows of a row group from row `first` on, counted from 0.
    pub(super) fn read(group: &dyn parquet::file::reader::RowGroupReader, first: usize, rows: usize) -> Result<Stored> {
        let text = |column| match group.get_column_reader(column)? {
            ColumnReader::ByteArrayColumnReader(reader) => take(reader, first, rows),
            _ => Err(other_type(column)),
        };
        let int = |column| match group.get_column_reader(column)? {
            ColumnReader::Int32ColumnReader(reader) => take(reader, first, rows),
            _ => Err(other_type(column)),
        };
        let double = |column| match group.get_column_reader(column)? {
            ColumnReader::DoubleColumnReader(reader) => take(reader, first, rows),
            _ => Err(other_type(column)),
        };
        Ok(Stored {
            kind: text(0)?,
            entry: int(8)?,
            name: text(9)?,
            organization: text(10)?,
            rank: int(11)?,
            rank_text: text(12)?,
            reference: match group.get_column_reader(13)? {
                ColumnReader::BoolColumnReader(reader) => take(reader, first, rows)?,
                _ => return Err(other_type(13)),
            },
            metric: text(14)?,
            value: text(15)?,
            text: text(16)?,
            missing: text(17)?,
            low: double(19)?,
            high: double(20)?,
            n: match group.get_column_reader(21)? {
                ColumnReader::Int64ColumnReader(reader) => take(reader, first, rows)?,
                _ => return Err(other_type(21)),
            },
            locator: text(24)?,
        })
    }

    /// A row of the columns read, counted from 0, of a snapshot whose own fields are known; `None` where a column is
    /// shorter or holds what it cannot hold.
    pub(super) fn row<'a>(&'a self, index: usize, head: &'a Snapshot, captures: &Arc<str>) -> Option<LongRow<'a>> {
        let text = |column: &'a [Option<ByteArray>]| match column.get(index)? {
            Some(bytes) => Some(Some(bytes.as_utf8().ok()?)),
            None => Some(None),
        };
        let cow = |column: &'a [Option<ByteArray>]| Some(text(column)?.map(Cow::Borrowed));
        Some(LongRow {
            kind: RowKind::from_code(text(&self.kind)??)?,
            board: Cow::Borrowed(head.board.as_str()),
            edition: head.edition.as_ref().map(|edition| Cow::Borrowed(edition.label.as_str())),
            published_at: head.published_at,
            observed_at: head.observed_at,
            last_seen_at: head.last_seen_at,
            captures: Arc::clone(captures),
            entry: (*self.entry.get(index)?)?.cast_unsigned(),
            name: cow(&self.name)??,
            organization: cow(&self.organization)?,
            model: None,
            configuration: None,
            rank: self.rank.get(index)?.map(i32::cast_unsigned),
            rank_text: cow(&self.rank_text)?,
            reference: (*self.reference.get(index)?)?,
            metric: cow(&self.metric)?,
            value: text(&self.value)?.map(|text| Decimal::parse(text).ok_or(())).transpose().ok()?,
            text: cow(&self.text)?,
            missing: text(&self.missing)?.map(|text| Missing::from_code(text).ok_or(())).transpose().ok()?,
            low: *self.low.get(index)?,
            high: *self.high.get(index)?,
            n: self.n.get(index)?.map(i64::cast_unsigned),
            unit: None,
            better: None,
            locator: cow(&self.locator)?,
            // The snapshot's own metrics say it.
            computed: false,
        })
    }
}

fn take<T: DataType>(mut reader: ColumnReaderImpl<T>, first: usize, rows: usize) -> Result<Vec<Option<T::T>>> {
    let short = || ParquetError::General("a column ends early".to_owned());
    if reader.skip_records(first)? != first {
        return Err(short());
    }
    let (mut levels, mut values) = (Vec::with_capacity(rows), Vec::with_capacity(rows));
    let (read, ..) = reader.read_records(rows, Some(&mut levels), None, &mut values)?;
    if read != rows {
        return Err(short());
    }
    if levels.is_empty() {
        return Ok(values.into_iter().map(Some).collect());
    }
    let mut values = values.into_iter();
    levels.iter().map(|level| if *level == 0 { Ok(None) } else { values.next().map(Some).ok_or_else(short) }).collect()
}

fn other_type(column: usize) -> ParquetError {
    ParquetError::General(format!("column {column} is of another type"))
}

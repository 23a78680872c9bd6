//! Parquet: the first rows of every column, under the file's own schema.

use super::Keep;
use crate::piece::{Result, failure};
use bytes::Bytes;
use parquet::basic::{Compression, Type};
use parquet::column::writer::ColumnWriter;
use parquet::data_type::ByteArray;
use parquet::file::properties::WriterProperties;
use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::file::writer::SerializedFileWriter;
use parquet::record::{Field, Row};
use std::sync::Arc;

pub fn relay(body: &[u8], keep: &Keep<'_>) -> Result<Vec<u8>> {
    let reader = SerializedFileReader::new(Bytes::copy_from_slice(body))?;
    let schema = reader.metadata().file_metadata().schema_descr().root_schema_ptr();
    let rows: Vec<Row> = reader
        .get_row_iter(None)?
        .enumerate()
        .take_while(|(row, _)| keep.row(*row))
        .map(|(_, row)| row)
        .collect::<std::result::Result<_, _>>()?;
    let properties =
        WriterProperties::builder().set_compression(Compression::SNAPPY).set_created_by("distil".to_owned());
    let mut written = Vec::new();
    let mut writer = SerializedFileWriter::new(&mut written, Arc::clone(&schema), Arc::new(properties.build()))?;
    let mut group = writer.next_row_group()?;
    let mut index = 0;
    while let Some(mut column) = group.next_column()? {
        let cells: Vec<&Field> =
            rows.iter().filter_map(|row| row.get_column_iter().nth(index).map(|(_, field)| field)).collect();
        let levels: Vec<i16> = cells.iter().map(|cell| i16::from(!matches!(cell, Field::Null))).collect();
        let optional = schema.get_fields().get(index).is_some_and(|field| field.is_optional());
        let levels = optional.then_some(levels.as_slice());
        match column.untyped() {
            ColumnWriter::ByteArrayColumnWriter(typed) => {
                let text = |cell: &&Field| match cell {
                    Field::Str(text) => Some(ByteArray::from(text.as_str())),
                    Field::Bytes(bytes) => Some(bytes.clone()),
                    _ => None,
                };
                typed.write_batch(&cells.iter().filter_map(text).collect::<Vec<_>>(), levels, None)?;
            }
            ColumnWriter::DoubleColumnWriter(typed) => {
                let number = |cell: &&Field| if let Field::Double(number) = cell { Some(*number) } else { None };
                typed.write_batch(&cells.iter().filter_map(number).collect::<Vec<_>>(), levels, None)?;
            }
            ColumnWriter::Int64ColumnWriter(typed) => {
                let number = |cell: &&Field| if let Field::Long(number) = cell { Some(*number) } else { None };
                typed.write_batch(&cells.iter().filter_map(number).collect::<Vec<_>>(), levels, None)?;
            }
            ColumnWriter::Int32ColumnWriter(typed) => {
                let number = |cell: &&Field| match cell {
                    Field::Int(number) | Field::Date(number) => Some(*number),
                    _ => None,
                };
                typed.write_batch(&cells.iter().filter_map(number).collect::<Vec<_>>(), levels, None)?;
            }
            _ => {
                let kind: Option<Type> = schema.get_fields().get(index).map(|field| field.get_physical_type());
                return failure(format!("a column of {kind:?} cannot be laid anew"));
            }
        }
        column.close()?;
        index += 1;
    }
    group.close()?;
    writer.close()?;
    Ok(written)
}

//! The file of a board's entries.

use super::derived_columns::{SCHEMA, Stored, write_group};
use super::derived_index::{Place, Stretch, TableFile};
use crate::schema::long::{self, LongRow};
use crate::schema::{Digest, Snapshot};
use parquet::basic::{Compression, ZstdLevel};
use parquet::errors::{ParquetError, Result};
use parquet::file::metadata::ParquetStatisticsPolicy;
use parquet::file::properties::{EnabledStatistics, WriterProperties};
use parquet::file::reader::FileReader;
use parquet::file::serialized_reader::{ReadOptionsBuilder, SerializedFileReader};
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::parser::parse_message_type;
use parquet::schema::types::ColumnPath;
use std::fs::File;
use std::io::{Read, Seek, SeekFrom};
use std::sync::Arc;

/// A row group ends with the first snapshot that brings it to so many rows.
const GROUP_ROWS: usize = 8 * 1024;

/// Below this many cells a board's file is not compressed.
const SMALL_CELLS: usize = 1024;

/// The bytes of the file, its description, and the place of each snapshot. Equal snapshots give equal bytes.
pub(super) fn write(snapshots: &[Snapshot]) -> Result<(Vec<u8>, TableFile, Vec<Place>)> {
    let schema = Arc::new(parse_message_type(SCHEMA)?);
    let mut bytes = Vec::new();
    let properties = Arc::new(properties(is_small(snapshots))?);
    let mut writer = SerializedFileWriter::new(&mut bytes, schema, properties)?;
    let mut places = Vec::with_capacity(snapshots.len());
    let (mut rows, mut group): (Vec<LongRow<'_>>, usize) = (Vec::new(), 0);
    for (index, snapshot) in snapshots.iter().enumerate() {
        let first = rows.len();
        rows.extend(long::rows(snapshot));
        places.push(Place { group, first, rows: rows.len() - first });
        if rows.len() >= GROUP_ROWS || (index + 1 == snapshots.len() && !rows.is_empty()) {
            write_group(writer.next_row_group()?, &rows)?;
            rows.clear();
            group += 1;
        }
    }
    let metadata = writer.close()?;
    let mut groups = Vec::with_capacity(group);
    // Before the first row group stand four bytes that say what kind of file it is.
    let mut end = 4;
    for group in metadata.row_groups() {
        let start = end;
        for column in group.columns() {
            let (from, length) = column.byte_range();
            end = end.max(from + length);
        }
        groups.push(stretch(&bytes, start, end)?);
    }
    let length = bytes.len() as u64;
    let table = TableFile { digest: Digest::of(&bytes), length, footer: stretch(&bytes, end, length)?, groups };
    Ok((bytes, table, places))
}

fn stretch(bytes: &[u8], start: u64, end: u64) -> Result<Stretch> {
    let range = usize::try_from(start).ok().zip(usize::try_from(end).ok());
    let part =
        range.and_then(|(start, end)| bytes.get(start..end)).ok_or_else(|| damaged("a row group ends too late"))?;
    Ok(Stretch { start, length: end - start, digest: Digest::of(part) })
}

/// Whether compressing would cost more than it saves: setting up the compression of one column takes as long as
/// writing some thousand values, and the file fills a few blocks of the disk either way.
fn is_small(snapshots: &[Snapshot]) -> bool {
    let cells = |snapshot: &Snapshot| snapshot.entries.len() * (snapshot.metrics.len() + 1);
    snapshots.iter().map(cells).sum::<usize>() < SMALL_CELLS
}

fn properties(small: bool) -> Result<WriterProperties> {
    let compression = if small { Compression::UNCOMPRESSED } else { Compression::ZSTD(ZstdLevel::try_new(3)?) };
    let mut properties = WriterProperties::builder()
        .set_created_by("bangdan".to_owned())
        .set_compression(compression)
        .set_max_row_group_row_count(None)
        .set_offset_index_disabled(true)
        .set_statistics_enabled(EnabledStatistics::None);
    // What other engines select row groups by; statistics of the other columns would only make the footer longer.
    for column in ["edition", "published_at", "observed_at", "last_seen_at"] {
        properties = properties.set_column_statistics_enabled(ColumnPath::from(column), EnabledStatistics::Chunk);
    }
    Ok(properties.build())
}

/// Fills in the entries of snapshots of one row group: `wanted` gives each one's place and its other fields.
///
/// Only this row group and the footer are read, and held against their digests.
pub(super) fn read(mut file: File, table: &TableFile, wanted: &mut [(Place, Snapshot)]) -> Result<()> {
    let Some((Place { group, .. }, _)) = wanted.first() else { return Ok(()) };
    let group = *group;
    let stretch = table.groups.get(group).ok_or_else(|| damaged("there is no such row group"))?;
    if file.metadata()?.len() != table.length {
        return Err(damaged("it is of another length"));
    }
    check(&mut file, &table.footer)?;
    check(&mut file, stretch)?;
    let skip = ParquetStatisticsPolicy::SkipAll;
    let options = ReadOptionsBuilder::new()
        .with_column_stats_policy(skip.clone())
        .with_encoding_stats_policy(skip.clone())
        .with_size_stats_policy(skip)
        .build();
    let reader = SerializedFileReader::new_with_options(file, options)?;
    let group = reader.get_row_group(group)?;
    let first = wanted.iter().map(|(place, _)| place.first).min().unwrap_or(0);
    let last = wanted.iter().map(|(place, _)| place.first + place.rows).max().unwrap_or(0);
    let stored = Stored::read(&*group, first, last - first)?;
    for (place, snapshot) in wanted {
        let captures: Arc<str> = Arc::from("");
        let start = place.first - first;
        let rows = (start..start + place.rows).map(|index| stored.row(index, snapshot, &captures));
        let rows: Option<Vec<LongRow<'_>>> = rows.collect();
        let rows = rows.ok_or_else(|| damaged("a row cannot be read"))?;
        let entries = long::entries(&snapshot.captures, rows).map_err(|what| ParquetError::General(what.en))?;
        snapshot.entries = entries;
    }
    Ok(())
}

fn check(file: &mut File, stretch: &Stretch) -> Result<()> {
    let length = usize::try_from(stretch.length).map_err(|_| damaged("it is too long"))?;
    let mut bytes = Vec::with_capacity(length);
    file.seek(SeekFrom::Start(stretch.start))?;
    file.take(stretch.length).read_to_end(&mut bytes)?;
    if Digest::of(&bytes) == stretch.digest {
        Ok(())
    } else {
        Err(damaged("its bytes are not those that were written"))
    }
}

fn damaged(what: &str) -> ParquetError {
    ParquetError::General(what.to_owned())
}

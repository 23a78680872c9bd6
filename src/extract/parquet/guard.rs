//! A look at what a file claims, before it is believed.

use super::thrift::{Kind, LIST, Notation, STRUCT};
use crate::extract::refusal::unreadable;
use crate::message;
use crate::schema::Problem;
use ::parquet::file::metadata::{ColumnChunkMetaData, ParquetMetaData};

/// Cells that a file may have.
pub(super) const MOST_CELLS: usize = 1_000_000;
/// Bytes that all pages may have when unpacked.
const MOST_BYTES: i64 = 128 << 20;
/// Bytes of the footer.
const MOST_FOOTER: usize = 4 << 20;
/// Columns and groups of columns.
const MOST_NODES: i64 = 2_000;
/// Groups of columns; they may stand within each other.
const MOST_GROUPS: i64 = 200;

/// How the format numbers the encodings that are read: values as they are, by a dictionary (two numbers for one thing),
/// and in runs. The decoder of the others, which no leaderboard has been seen to use, ends the program on damage.
const READ: [i64; 4] = [0, 2, 8, 3];
const BY_DICTIONARY: [i64; 2] = [2, 8];
/// The encodings of levels.
const OF_LEVELS: [i64; 2] = [3, 4];

/// Refuses what is no Parquet file, what is cut off, and a footer with more in it than a leaderboard has.
pub(super) fn check_footer(bytes: &[u8]) -> Result<(), Problem> {
    if !bytes.starts_with(b"PAR1") {
        let start: String = String::from_utf8_lossy(bytes.get(..bytes.len().min(16)).unwrap_or_default()).into_owned();
        return Err(unreadable(message!(
            "not a Parquet file: it begins with {start:?} and not with PAR1",
            "不是 Parquet 文件：以 {start:?} 开头，而非 PAR1"
        )));
    }
    let (rest, end) = bytes.split_last_chunk::<8>().ok_or_else(cut_off)?;
    let (length, magic) = end.split_first_chunk::<4>().ok_or_else(cut_off)?;
    let length = usize::try_from(u32::from_le_bytes(*length)).unwrap_or(usize::MAX);
    if magic != b"PAR1" {
        return Err(cut_off());
    }
    let start = rest.len().checked_sub(length).ok_or_else(cut_off)?;
    if length > MOST_FOOTER {
        return Err(too_large());
    }
    let (nodes, groups) = nodes(rest.get(start..).unwrap_or_default()).ok_or_else(cut_off)?;
    if nodes > MOST_NODES || groups > MOST_GROUPS { Err(too_large()) } else { Ok(()) }
}

/// How many columns and groups a footer states, and how many of them are groups; `None` where it states what cannot be.
fn nodes(footer: &[u8]) -> Option<(i64, i64)> {
    let (mut nodes, mut groups) = (0, 0);
    let mut schema = |notation: &mut Notation<'_>, id: i64, kind: Kind| {
        if (id, kind) != (2, LIST) {
            return Some(false);
        }
        let (count, _) = notation.list().filter(|(_, kind)| *kind == STRUCT)?;
        nodes = i64::try_from(count).ok()?;
        for _ in 0..count {
            notation.fields(|notation, id, _| {
                if id != 5 {
                    return Some(false);
                }
                let children = notation.number()?;
                groups += i64::from(children > 0);
                (0..=nodes).contains(&children).then_some(true)
            })?;
        }
        Some(true)
    };
    Notation::new(footer, 0).fields(&mut schema)?;
    Some((nodes, groups))
}

/// Refuses more cells than a leaderboard has, and pages that are not where or as large as the footer says.
pub(super) fn check_pages(metadata: &ParquetMetaData, bytes: &[u8]) -> Result<(), Problem> {
    let columns = metadata.file_metadata().schema_descr().num_columns();
    let rows = metadata.row_groups().iter().map(|group| usize::try_from(group.num_rows()));
    let rows = rows.sum::<Result<usize, _>>().map_err(|_| cut_off())?;
    if rows.saturating_mul(columns) > MOST_CELLS {
        return Err(unreadable(message!(
            "the file has {rows} rows and {columns} columns, more than {MOST_CELLS} cells",
            "该文件有 {rows} 行 {columns} 列，超过 {MOST_CELLS} 个单元格"
        )));
    }
    let mut all = Pages::default();
    for group in metadata.row_groups() {
        if group.columns().len() != columns {
            return Err(cut_off());
        }
        for chunk in group.columns() {
            all.add(chunk, bytes).ok_or_else(cut_off)?;
        }
    }
    if let Some(encoding) = all.unread {
        return Err(unreadable(message!(
            "a column is stored in encoding {encoding} of the format, which is not read; plain and dictionary ones are",
            "有一列以格式的第 {encoding} 种编码存储，尚不支持；支持 plain 与 dictionary 编码"
        )));
    }
    let most_values = i64::try_from(MOST_CELLS).unwrap_or(i64::MAX);
    if all.unpacked > MOST_BYTES || all.values > most_values { Err(too_large()) } else { Ok(()) }
}

/// What all pages hold together.
#[derive(Default)]
struct Pages {
    unpacked: i64,
    values: i64,
    /// An encoding that is not read.
    unread: Option<i64>,
}

impl Pages {
    /// Adds the pages of a column; `None` where they are not what the format allows.
    fn add(&mut self, chunk: &ColumnChunkMetaData, bytes: &[u8]) -> Option<()> {
        let start = chunk.dictionary_page_offset().unwrap_or(chunk.data_page_offset());
        let (start, length) = (usize::try_from(start).ok()?, usize::try_from(chunk.compressed_size()).ok()?);
        let end = start.checked_add(length).filter(|end| *end <= bytes.len())?;
        let bytes = bytes.get(..end)?;
        let (mut at, mut has_dictionary) = (start, false);
        while at < end {
            let mut notation = Notation::new(bytes, at);
            let page = Page::read(&mut notation)?;
            if BY_DICTIONARY.contains(&page.encoding) && !has_dictionary {
                return None;
            }
            self.unread = self.unread.or(Some(page.encoding).filter(|encoding| !READ.contains(encoding)));
            has_dictionary |= page.is_dictionary;
            self.unpacked = self.unpacked.checked_add(page.unpacked)?;
            self.values = self.values.checked_add(if page.is_dictionary { 0 } else { page.values })?;
            at = notation.at().checked_add(usize::try_from(page.packed).ok()?)?;
        }
        (at == end).then_some(())
    }
}

/// What the header of a page says.
#[derive(Default)]
struct Page {
    unpacked: i64,
    packed: i64,
    values: i64,
    is_dictionary: bool,
    encoding: i64,
}

impl Page {
    fn read(notation: &mut Notation<'_>) -> Option<Page> {
        let mut page = Page::default();
        notation.fields(|notation, id, kind| {
            match (id, kind) {
                (2, _) => page.unpacked = notation.number().filter(|size| *size >= 0)?,
                (3, _) => page.packed = notation.number().filter(|size| *size >= 0)?,
                (5 | 7 | 8, STRUCT) => {
                    page.is_dictionary |= id == 7;
                    page.of_kind(notation, id)?;
                }
                _ => return Some(false),
            }
            Some(true)
        })?;
        Some(page)
    }

    /// The part of a header that is of one kind of page: data in the old layout (5) or the new one (8), or a dictionary.
    fn of_kind(&mut self, notation: &mut Notation<'_>, kind: i64) -> Option<()> {
        notation.fields(|notation, id, _| {
            match (kind, id) {
                (_, 1) => self.values = notation.number().filter(|count| *count >= 0)?,
                (5, 2) | (8, 4) => self.encoding = notation.number()?,
                (5, 3 | 4) => {
                    let _encoding = notation.number().filter(|encoding| OF_LEVELS.contains(encoding))?;
                }
                _ => return Some(false),
            }
            Some(true)
        })
    }
}

pub(super) fn damaged(error: &dyn std::error::Error) -> Problem {
    unreadable(message!("a damaged or incomplete Parquet file: {error}", "Parquet 文件损坏或不完整：{error}"))
}

pub(super) fn cut_off() -> Problem {
    unreadable(message!(
        "a damaged or incomplete Parquet file: its footer does not describe it",
        "Parquet 文件损坏或不完整：文件尾与内容不符"
    ))
}

pub(super) fn too_large() -> Problem {
    let (megabytes, cells) = (MOST_BYTES >> 20, MOST_CELLS);
    unreadable(message!(
        "the file holds more than a leaderboard has: {cells} values, {megabytes} MB unpacked, {MOST_NODES} columns",
        "文件内容超出榜单的限度：{cells} 个值、解压后 {megabytes} MB、{MOST_NODES} 列"
    ))
}

//! The derived store: what was made of the captures of each board. It may be deleted at any time and made again, so
//! nothing in it is synced; instead every file says what its bytes must be, and one that is damaged counts as missing.

use super::derived_index::{BoardIndex, Head, Place, TableFile};
use super::open::{Archive, broken, temporary_name};
use super::{derived_file, derived_index, disk, layout};
use crate::error::{Error, Result};
use crate::message;
use crate::schema::{BoardHistory, BoardId, Digest, Snapshot};
use parquet::errors::ParquetError;
use rayon::prelude::*;
use std::fs::{self, File};
use std::io::ErrorKind as Io;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// A table that no index names any more may still be read by a process that began before.
const READ_FOR: Duration = Duration::from_secs(3600);

impl Archive {
    /// Replaces what is derived of a board. `stamp` says from what it was derived: captures, definition and program.
    /// Readers see either the former state or this one.
    ///
    /// # Errors
    /// Where the archive cannot be written.
    pub fn write_board(&self, board: &BoardId, stamp: Digest, history: &BoardHistory) -> Result<()> {
        self.writable()?;
        let path = self.index_path(board);
        let before = read_index(&path)?.and_then(|index| index.table);
        let unwritable = |error: ParquetError| {
            broken(&self.table_folder(board), message!("the table cannot be written", "无法写入表格")).caused_by(error)
        };
        let (bytes, table, places) = derived_file::write(&history.snapshots).map_err(unwritable)?;
        let table = (!table.groups.is_empty()).then_some(table);
        let mut table_path = None;
        if let Some(table) = &table {
            let path = self.table_path(board, table);
            // A file of this name and length is this file, unless it was damaged since.
            if before.as_ref() != Some(table) || !is_whole(&path, table) {
                replace(&path, &bytes)?;
            }
            table_path = Some(path);
        }
        let text = derived_index::write(board, stamp, history, table.clone(), &places)
            .map_err(|error| broken(&path, message!("the index cannot be written", "无法写入索引")).caused_by(error))?;
        replace(&path, text.as_bytes())?;
        let superseded = before.filter(|before| table.as_ref().is_none_or(|table| table.digest != before.digest));
        self.remove_tables(board, superseded.map(|before| self.table_path(board, &before)), table_path.as_deref())
    }

    /// What is derived of a board, without the entries; `None` where nothing is, or where it is damaged and has to
    /// be made again.
    ///
    /// # Errors
    /// Where a file is there and cannot be read.
    pub fn index(&self, board: &BoardId) -> Result<Option<BoardIndex>> {
        let index = read_index(&self.index_path(board))?.filter(|index| index.board == *board);
        Ok(index.filter(|index| match &index.table {
            Some(table) => has_length(&self.table_path(board, table), table.length),
            None => true,
        }))
    }

    /// One snapshot with its entries. Reads only its part of the file.
    ///
    /// # Errors
    /// Where the file is damaged, or was replaced since the index was read.
    pub fn load(&self, index: &BoardIndex, head: &Head) -> Result<Snapshot> {
        let mut wanted = [(head.place, head.snapshot(&index.board))];
        self.fill(index, &mut wanted)?;
        let [(_, snapshot)] = wanted;
        self.held_against(head, snapshot, &index.board)
    }

    /// Every snapshot with its entries, and what was refused.
    ///
    /// # Errors
    /// As [`load`](Archive::load).
    pub fn load_all(&self, index: &BoardIndex) -> Result<BoardHistory> {
        let heads = &index.history.snapshots;
        let groups: Vec<&[Head]> = heads.chunk_by(|a, b| a.place.group == b.place.group).collect();
        let loaded: Result<Vec<Vec<Snapshot>>> = groups
            .into_par_iter()
            .map(|heads| {
                let mut wanted: Vec<(Place, Snapshot)> =
                    heads.iter().map(|head| (head.place, head.snapshot(&index.board))).collect();
                self.fill(index, &mut wanted)?;
                let pairs = heads.iter().zip(wanted);
                pairs.map(|(head, (_, snapshot))| self.held_against(head, snapshot, &index.board)).collect()
            })
            .collect();
        let BoardHistory { refused, taken_out, .. } = index.history.clone();
        Ok(BoardHistory { snapshots: loaded?.into_iter().flatten().collect(), refused, taken_out })
    }

    /// Removes everything derived. The file by which a run keeps others out stays: it is no data.
    ///
    /// # Errors
    /// Where it cannot be removed.
    pub fn clear_derived(&self) -> Result<()> {
        self.writable()?;
        let folder = self.root().join(layout::DERIVED);
        for (name, is_folder) in disk::list(&folder)? {
            let path = folder.join(&name);
            let removed = match (name.as_str(), is_folder) {
                (layout::LOCK, false) => continue,
                (_, true) => fs::remove_dir_all(&path),
                (_, false) => fs::remove_file(&path),
            };
            match removed {
                Err(error) if error.kind() != Io::NotFound => {
                    return Err(disk::failed(message!("remove", "删除"), &path, error));
                }
                _ => {}
            }
        }
        Ok(())
    }

    fn fill(&self, index: &BoardIndex, wanted: &mut [(Place, Snapshot)]) -> Result<()> {
        if wanted.iter().all(|(place, _)| place.rows == 0) {
            return Ok(());
        }
        let folder = self.table_folder(&index.board);
        let Some(table) = &index.table else { return Err(unusable(&folder)) };
        let path = self.table_path(&index.board, table);
        let file = File::open(&path).map_err(|error| unusable(&path).caused_by(error))?;
        derived_file::read(file, table, wanted).map_err(|error| unusable(&path).caused_by(error))
    }

    /// The last guard against a wrong number: what was read is what was written.
    fn held_against(&self, head: &Head, snapshot: Snapshot, board: &BoardId) -> Result<Snapshot> {
        if snapshot.entries.len() == head.entries && snapshot.contents() == head.contents {
            return Ok(snapshot);
        }
        Err(unusable(&self.table_folder(board)))
    }

    fn index_path(&self, board: &BoardId) -> PathBuf {
        self.root().join(layout::DERIVED).join("boards").join(format!("{}.json", file_key(board)))
    }

    fn table_folder(&self, board: &BoardId) -> PathBuf {
        let folder = format!("board_key={}", file_key(board));
        self.root().join(layout::DERIVED).join("observations").join(folder)
    }

    fn table_path(&self, board: &BoardId, table: &TableFile) -> PathBuf {
        self.table_folder(board).join(format!("{}.parquet", table.digest))
    }

    /// Removes the table that the former index named, and what crashed or overtaken runs left long before the new one.
    fn remove_tables(&self, board: &BoardId, superseded: Option<PathBuf>, new: Option<&Path>) -> Result<()> {
        if let Some(path) = superseded {
            let _ = fs::remove_file(path);
        }
        let modified = |path: &Path| path.metadata().and_then(|metadata| metadata.modified()).ok();
        let Some(now) = modified(&self.index_path(board)) else { return Ok(()) };
        let folder = self.table_folder(board);
        for (name, _) in disk::list(&folder)? {
            let path = folder.join(name);
            let age = modified(&path).and_then(|time| now.duration_since(time).ok());
            if Some(path.as_path()) != new && age.is_some_and(|age| age > READ_FOR) {
                let _ = fs::remove_file(&path);
            }
        }
        Ok(())
    }
}

/// The board's key as a file name. Ids of definitions need no change; what is no plain letter, digit, `.`, `-` or `_`
/// is replaced, and the index says of which board it is.
pub(super) fn file_key(board: &BoardId) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_');
    let key: String = board.key().chars().map(|c| if plain(c) { c } else { '_' }).collect();
    if key.starts_with('.') || key.is_empty() { format!("_{key}") } else { key }
}

fn read_index(path: &Path) -> Result<Option<BoardIndex>> {
    match fs::read(path) {
        Ok(bytes) => Ok(std::str::from_utf8(&bytes).ok().and_then(derived_index::read)),
        Err(error) if matches!(error.kind(), Io::NotFound | Io::NotADirectory) => Ok(None),
        Err(error) => Err(disk::cannot_read(path)(error)),
    }
}

fn has_length(path: &Path, length: u64) -> bool {
    path.metadata().is_ok_and(|metadata| metadata.is_file() && metadata.len() == length)
}

fn is_whole(path: &Path, table: &TableFile) -> bool {
    fs::read(path).is_ok_and(|bytes| Digest::of(&bytes) == table.digest)
}

/// Replaces a file at once: a reader sees the former bytes or these.
pub(super) fn replace(path: &Path, bytes: &[u8]) -> Result<()> {
    let folder = path.parent().unwrap_or(path);
    fs::create_dir_all(folder)
        .map_err(|error| disk::failed(message!("make the folder", "创建文件夹"), folder, error))?;
    let temporary = folder.join(temporary_name());
    drop(disk::write_new(&temporary, bytes)?);
    disk::rename(&temporary, path).inspect_err(|_| {
        let _ = fs::remove_file(&temporary);
    })
}

fn unusable(path: &Path) -> Error {
    broken(path, message!("the derived table is damaged or was replaced meanwhile", "派生表已损坏，或已在此期间被替换"))
        .with_hint(message!("run it again; `bangdan rebuild` makes it anew", "请重试；`bangdan rebuild` 会重新生成"))
}

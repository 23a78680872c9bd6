//! Every file of a folder, on all cores.

use super::{Result, of, read};
use rayon::prelude::*;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Instant;

/// What became of one file.
struct Read {
    bytes: usize,
    cells: usize,
    refused: Option<String>,
}

pub fn run(folder: &Path) -> Result<String> {
    let mut files = Vec::new();
    list(folder, &mut files)?;
    files.retain(|(path, _)| of(path).is_some());
    files.sort_by_key(|(_, size)| std::cmp::Reverse(*size));
    let start = Instant::now();
    let read: Vec<Read> = files.par_iter().map(|(path, _)| one(path)).collect::<std::result::Result<_, String>>()?;
    let seconds = start.elapsed().as_secs_f64();
    let bytes: usize = read.iter().map(|read| read.bytes).sum();
    let cells: usize = read.iter().map(|read| read.cells).sum();
    let refused: Vec<String> = files
        .iter()
        .zip(&read)
        .filter_map(|((path, _), read)| Some(format!("refused: {}: {}\n", path.display(), read.refused.as_ref()?)))
        .collect();
    Ok(format!(
        "{}{} files, {bytes} bytes, {cells} cells, {seconds:.3} s on {} threads: {:.0} MB/s",
        refused.concat(),
        files.len(),
        rayon::current_num_threads(),
        bytes as f64 / 1e6 / seconds
    ))
}

fn one(path: &Path) -> std::result::Result<Read, String> {
    let bytes = fs::read(path).map_err(|error| error.to_string())?;
    let Some(format) = of(path) else { return Err("no such format".into()) };
    let (cells, refused) = match read(format, &bytes) {
        Ok(tables) => {
            let rows = tables.iter().flat_map(|table| table.rows.iter().map(|row| row.cells.len()));
            (rows.sum::<usize>() + tables.iter().map(|table| table.header.len()).sum::<usize>(), None)
        }
        Err(error) => (0, Some(error.to_string())),
    };
    Ok(Read { bytes: bytes.len(), cells, refused })
}

fn list(folder: &Path, files: &mut Vec<(PathBuf, u64)>) -> Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let kind = entry.metadata()?;
        if kind.is_dir() {
            list(&entry.path(), files)?;
        } else {
            files.push((entry.path(), kind.len()));
        }
    }
    Ok(())
}

//! Where results go: the standard output or a file, in the chosen form.

use super::args::{Output, OutputFormat};
use super::session::Session;
use crate::error::{Error, ErrorKind, Result};
use crate::message;
use crate::render;
use crate::schema::{Block, Report};
use std::fs;
use std::io::{self, IsTerminal, Write};
use std::path::Path;

/// Columns where there is no terminal to ask.
const UNLIMITED: usize = usize::MAX;

/// Columns of a terminal that does not tell how many it has.
const USUAL: usize = 80;

/// A report is not drawn for fewer columns.
const NARROWEST: usize = 40;

/// Writes a report in the chosen form to where it belongs.
///
/// # Errors
/// A file that cannot be written; a closed standard output is no error.
pub(super) fn write_report(session: &Session, output: &Output, report: &Report) -> Result<()> {
    let language = session.language;
    let mut data = Vec::new();
    let text = match output.format {
        OutputFormat::Terminal => {
            let colour = session.colour && output.output.is_none();
            render::terminal(report, language, terminal_width(output.output.is_some()), colour)
        }
        OutputFormat::Markdown => render::markdown(report, language),
        OutputFormat::Html => {
            let page = render::HtmlPage { language, style: None, other: None, home: None };
            render::html(report, &page)
        }
        OutputFormat::Csv => {
            render::csv(main_table(report)?, language, &mut data)
                .map_err(|cause| write_failed(Path::new("csv"), cause))?;
            String::new()
        }
        OutputFormat::Json => {
            render::json(report, language, &mut data).map_err(|cause| write_failed(Path::new("json"), cause))?;
            String::new()
        }
    };
    if data.is_empty() || output.output.is_some() {
        data.extend_from_slice(text.as_bytes());
        return write_bytes(output.output.as_deref(), &data);
    }
    data_to_stdout(|stdout| stdout.write_all(&data))
}

fn main_table(report: &Report) -> Result<&crate::schema::Table> {
    let tables = report.sections.iter().flat_map(|section| &section.blocks);
    let first = tables.filter_map(|block| match block {
        Block::Table(table) => Some(table),
        _ => None,
    });
    first.into_iter().next().ok_or_else(|| {
        ErrorKind::Usage {
            what: message!("this result has no table to write as CSV", "该结果没有可导出为 CSV 的表格")
        }
        .into()
    })
}

/// Writes bytes to a file, or to the standard output.
///
/// # Errors
/// A file that cannot be written; a closed standard output is no error.
pub(super) fn write_bytes(path: Option<&Path>, bytes: &[u8]) -> Result<()> {
    match path {
        Some(path) => write_file(path, bytes),
        None => to_stdout(|stdout| stdout.write_all(bytes)),
    }
}

/// Writes a file and the folders above it.
///
/// # Errors
/// A file that cannot be written.
pub(super) fn write_file(path: &Path, bytes: &[u8]) -> Result<()> {
    replace_file(path, |file| file.write_all(bytes))
}

/// Writes a file, and the folders above it, under another name first: one that cannot be written whole leaves the
/// former one as it was.
///
/// # Errors
/// A file that cannot be written.
pub(super) fn replace_file(path: &Path, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Result<()> {
    let failed = |cause: io::Error| write_failed(path, cause);
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    fs::create_dir_all(folder).map_err(failed)?;
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let temporary = folder.join(format!(".{name}.{}.tmp", std::process::id()));
    let written = fs::File::create(&temporary).and_then(|file| {
        let mut file = io::BufWriter::new(file);
        write(&mut file)?;
        file.flush()
    });
    let replaced = written.and_then(|()| fs::rename(&temporary, path));
    if replaced.is_err() {
        // What is left of it harms nobody.
        let _ = fs::remove_file(&temporary);
    }
    replaced.map_err(failed)
}

/// The error for a file that cannot be written.
pub(super) fn write_failed(path: &Path, cause: io::Error) -> Error {
    Error::new(ErrorKind::Io { doing: message!("write", "写入"), path: path.to_owned() }).caused_by(cause)
}

/// Runs `write` on the standard output; whoever closed it has read enough.
///
/// # Errors
/// A standard output that cannot be written for another reason.
pub(super) fn to_stdout(write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Result<()> {
    run(Stdout { lock: io::stdout().lock(), closed: false, guarded: false }, write)
}

/// The same for data that keep every character of strangers' names: a terminal gets `?` for control characters, which
/// act there; a file or a pipe gets them all.
///
/// # Errors
/// As [`to_stdout`].
pub(super) fn data_to_stdout(write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Result<()> {
    let lock = io::stdout().lock();
    let guarded = lock.is_terminal();
    run(Stdout { lock, closed: false, guarded }, write)
}

fn run(mut stdout: Stdout, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Result<()> {
    match write(&mut stdout).and_then(|()| stdout.flush()) {
        Err(cause) if !stdout.closed => Err(write_failed(Path::new("standard output"), cause)),
        _ => Ok(()),
    }
}

/// The standard output, which remembers that its reader closed it: an encoder may wrap that error in its own.
struct Stdout {
    lock: io::StdoutLock<'static>,
    closed: bool,
    /// Whether control characters are replaced.
    guarded: bool,
}

impl Stdout {
    fn note<T>(&mut self, result: io::Result<T>) -> io::Result<T> {
        if let Err(cause) = &result {
            self.closed |= cause.kind() == io::ErrorKind::BrokenPipe;
        }
        result
    }
}

impl Write for Stdout {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = if self.guarded {
            let shown: Vec<u8> = bytes.iter().map(|byte| if acts(*byte) { b'?' } else { *byte }).collect();
            self.lock.write(&shown)
        } else {
            self.lock.write(bytes)
        };
        self.note(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        let flushed = self.lock.flush();
        self.note(flushed)
    }
}

/// Control bytes that act on a terminal; those of UTF-8 sequences are all above.
fn acts(byte: u8) -> bool {
    (byte < 0x20 && !matches!(byte, b'\n' | b'\r' | b'\t')) || byte == 0x7f
}

/// Columns for what goes to the standard output: those of its terminal, else what `COLUMNS` says, else no limit.
fn terminal_width(to_file: bool) -> usize {
    let stdout = io::stdout();
    let is_terminal = !to_file && stdout.is_terminal();
    let measured = terminal_size::terminal_size_of(stdout).map(|(columns, _)| usize::from(columns.0));
    width(measured.filter(|_| is_terminal), std::env::var("COLUMNS").ok().as_deref(), is_terminal)
}

/// A terminal that does not tell its size has the usual one; a pipe or a file without `COLUMNS` takes lines of any
/// length.
fn width(measured: Option<usize>, declared: Option<&str>, is_terminal: bool) -> usize {
    let declared = || declared.and_then(|columns| columns.trim().parse().ok());
    let columns = measured.or_else(declared).or(is_terminal.then_some(USUAL));
    columns.map_or(UNLIMITED, |columns| columns.max(NARROWEST))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_terminal_is_as_wide_as_it_is_and_a_pipe_as_wide_as_columns_says() {
        assert_eq!(width(Some(120), None, true), 120);
        assert_eq!(width(Some(120), Some("200"), true), 120);
        assert_eq!(width(None, Some("100"), true), 100);
        assert_eq!(width(None, None, true), USUAL);
        assert_eq!(width(None, Some("100"), false), 100);
        assert_eq!(width(None, Some(" wide"), false), UNLIMITED);
        assert_eq!(width(None, None, false), UNLIMITED);
        assert_eq!(width(Some(3), None, true), NARROWEST);
    }
}

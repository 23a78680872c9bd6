//! Where results go: the standard output or a file, in the chosen form.

use super::args::{Output, OutputFormat};
use super::session::Session;
use crate::error::{Error, ErrorKind, Result};
use crate::message;
use crate::render;
use crate::schema::{Block, Report};
use std::fs;
use std::io::{self, Write};
use std::path::Path;

/// Columns of a terminal where they cannot be asked for.
const DEFAULT_WIDTH: usize = 100;

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
            render::terminal(report, language, terminal_width(), colour)
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
    data.extend_from_slice(text.as_bytes());
    write_bytes(output.output.as_deref(), &data)
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
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(|cause| write_failed(folder, cause))?;
    }
    fs::write(path, bytes).map_err(|cause| write_failed(path, cause))
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
    let mut stdout = io::stdout().lock();
    match write(&mut stdout).and_then(|()| stdout.flush()) {
        Err(cause) if cause.kind() != io::ErrorKind::BrokenPipe => {
            let path = "standard output".into();
            Err(Error::new(ErrorKind::Io { doing: message!("write", "写入"), path }).caused_by(cause))
        }
        _ => Ok(()),
    }
}

/// Columns of the terminal: `COLUMNS`, else the terminal's own, else a usual width.
fn terminal_width() -> usize {
    let declared = std::env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok());
    declared.or_else(measured_width).unwrap_or(DEFAULT_WIDTH).clamp(40, 400)
}

fn measured_width() -> Option<usize> {
    terminal_size::terminal_size().map(|(columns, _)| usize::from(columns.0))
}

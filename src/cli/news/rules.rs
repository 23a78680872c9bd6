//! The rules that hold: the built-in ones and the user's.

use super::args::News;
use crate::cli::session::Session;
use crate::error::{Error, ErrorKind, Result};
use crate::identity::Registry;
use crate::message;
use crate::news::Rules;
use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};

/// The most bytes of a file of rules or of a template.
const MOST_BYTES: u64 = 1 << 20;

/// The rules, and the folder of the user's file.
///
/// # Errors
/// A file that cannot be read, or a mistake in it.
pub(super) fn rules(session: &Session, arguments: &News, registry: &Registry) -> Result<(Rules, Option<PathBuf>)> {
    let built_in = Rules::built_in()?;
    let Some(file) = arguments.rules.clone().or_else(|| session.own_file("news.toml")) else {
        return Ok((built_in, None));
    };
    let text = read(&file)?;
    let rules = built_in.with(&file.display().to_string(), &text, &session.catalogue()?, registry)?;
    Ok((rules, file.parent().map(Path::to_owned)))
}

/// A small text file.
///
/// # Errors
/// One that cannot be read, is too large, or is no UTF-8.
pub(super) fn read(file: &Path) -> Result<String> {
    let wrong = |what| {
        Error::new(ErrorKind::Definition { file: file.display().to_string(), position: None, what, suggestion: None })
    };
    let mut bytes = Vec::new();
    let opened = fs::File::open(file).and_then(|file| file.take(MOST_BYTES + 1).read_to_end(&mut bytes));
    opened.map_err(|cause| {
        wrong(message!("no such file, or it cannot be read", "没有该文件，或无法读取")).caused_by(cause)
    })?;
    if bytes.len() as u64 > MOST_BYTES {
        return Err(wrong(message!("it is larger than 1 MB", "文件超过 1 MB")));
    }
    String::from_utf8(bytes).map_err(|cause| wrong(message!("it is no UTF-8 text", "不是 UTF-8 文本")).caused_by(cause))
}

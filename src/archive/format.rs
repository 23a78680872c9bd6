//! The format of an archive: which ones this program reads and writes.

use crate::message;
use crate::text::Message;
use serde::Deserialize;

/// The format that this program writes.
pub(super) const CURRENT: Format = Format { major: 1, minor: 0 };

/// The content of a new `archive.toml`.
pub(super) const FILE: &str =
    "# An archive of bangdan. Nothing here changes after it is written, except in derived/.\nformat = \"1.0\"\n";

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Format {
    major: u32,
    minor: u32,
}

/// What this program may do with an archive.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Access {
    Write,
    /// A later minor format: fields may be there that this program would not write.
    ReadOnly,
}

#[derive(Deserialize)]
struct File {
    format: String,
}

/// Reads `archive.toml` for a program that writes `current`.
pub(super) fn access(text: &str, current: Format) -> Result<Access, Message> {
    let file: File = toml::from_str(text).map_err(|error| {
        let error = error.message().to_owned();
        message!("archive.toml cannot be read: {error}", "无法读取 archive.toml：{error}")
    })?;
    let written = &file.format;
    let (Format { major, minor }, ours) = (parse(written)?, current.major);
    if major != ours {
        return Err(message!(
            "its format is {written} and this program reads format {ours}; use the bangdan that made it, or a later one",
            "其格式为 {written}，本程序只能读取格式 {ours}；请使用创建它的或更新版本的 bangdan"
        ));
    }
    Ok(if minor > current.minor { Access::ReadOnly } else { Access::Write })
}

fn parse(text: &str) -> Result<Format, Message> {
    let number = |text: &str| text.bytes().all(|b| b.is_ascii_digit()).then(|| text.parse().ok()).flatten();
    text.split_once('.')
        .and_then(|(major, minor)| Some(Format { major: number(major)?, minor: number(minor)? }))
        .ok_or_else(|| message!("{text:?} is not a format; it looks like \"1.0\"", "{text:?} 不是格式；应形如 \"1.0\""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn older_minors_are_written_newer_minors_read_and_other_majors_refused() {
        let at = |text: &str| access(text, Format { major: 1, minor: 3 });
        assert_eq!(at("format = \"1.0\""), Ok(Access::Write));
        assert_eq!(at("format = \"1.3\""), Ok(Access::Write));
        assert_eq!(at("format = \"1.10\"\nnew_key = true"), Ok(Access::ReadOnly));
        let refusal = at("format = \"2.0\"").unwrap_err();
        assert_eq!(
            refusal.en,
            "its format is 2.0 and this program reads format 1; use the bangdan that made it, or a later one"
        );
        for wrong in ["", "format = 1", "format = \"1\"", "format = \"a.b\"", "format = \"+1.0\"", "format = \"0.9\""] {
            assert!(at(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_new_archive_is_of_the_current_format() {
        assert_eq!(access(FILE, CURRENT), Ok(Access::Write));
        assert!(FILE.contains(&format!("\"{}.{}\"", CURRENT.major, CURRENT.minor)));
    }
}

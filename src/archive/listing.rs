//! What a published archive holds: over plain HTTP a folder cannot be listed, so a file at its top does.
//!
//! ```text
//! {"listing":"1.0","files":2}
//! {"path":"archive.toml","bytes":107,"sha256":"…"}
//! {"path":"captures/2026-11-23T150405Z-p1.jsonl","bytes":4711,"sha256":"…"}
//! ```
//!
//! One line for each file above `derived/`, by path. It is made by a command and replaced as a whole; what was added
//! since is not in it. A log grows while its run goes on: its first `bytes` bytes are what is listed.

use super::part::Part;
use crate::error::{Error, ErrorKind, Position, Result};
use crate::message;
use crate::schema::Digest;
use crate::text::Message;
use serde::{Deserialize, Serialize};
use std::fmt::Write as _;

/// The listing's file, from the archive's folder on.
pub const LISTING: &str = "listing.jsonl";

/// A listing of more bytes is not read: some two million files.
pub const LARGEST_LISTING: u64 = 400 << 20;

/// The format that this program writes; it reads later minors.
const FORMAT: &str = "1.0";
const MAJOR: &str = "1";

/// What a listing says, by path.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Listing {
    files: Vec<Listed>,
}

/// One file of a listing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// From the archive's folder on, with `/`; of an archive's own shapes, so that it leads nowhere else.
    pub path: String,
    /// What the path says that it is.
    pub part: Part,
    /// Its length.
    pub bytes: u64,
    /// Of its bytes.
    pub sha256: Digest,
}

#[derive(Serialize, Deserialize)]
struct Header {
    listing: String,
    files: usize,
}

#[derive(Serialize, Deserialize)]
struct Line {
    path: String,
    bytes: u64,
    sha256: Digest,
}

impl Listing {
    /// Of these files, in whichever order; one that is no file of an archive is left out.
    pub(super) fn of(files: impl IntoIterator<Item = (String, u64, Digest)>) -> Listing {
        let listed = |(path, bytes, sha256): (String, u64, Digest)| {
            Part::of(&path).map(|part| Listed { path, part, bytes, sha256 })
        };
        let mut files: Vec<Listed> = files.into_iter().filter_map(listed).collect();
        files.sort_by(|a, b| a.path.cmp(&b.path));
        Listing { files }
    }

    /// The files, by path; each once.
    #[must_use]
    pub fn files(&self) -> &[Listed] {
        &self.files
    }

    /// Reads the bytes of a listing. `name` is what they are called in an error: an address or a file.
    ///
    /// # Errors
    /// A listing of another format or cut short; a line that cannot be read, names what is no file of an archive,
    /// stands out of order, or gives a body another digest than its name.
    pub fn read(name: &str, bytes: &[u8]) -> Result<Listing> {
        let refused = |line: usize, why: Message| {
            Error::from(ErrorKind::Unreadable {
                what: name.to_owned(),
                position: Some(Position { line, column: 1 }),
                why,
            })
        };
        if bytes.len() as u64 > LARGEST_LISTING {
            return Err(refused(1, message!("the listing is too large to be one", "清单过大，不可信")));
        }
        let mut lines = bytes.split_inclusive(|byte| *byte == b'\n').enumerate();
        let header = lines.next().map_or(&[][..], |(_, line)| line);
        let header = header_of(header).map_err(|why| refused(1, why))?;
        let mut files: Vec<Listed> = Vec::new();
        for (index, line) in lines {
            let listed = read_line(line, files.last()).map_err(|why| refused(index + 1, why))?;
            files.push(listed);
        }
        if files.len() != header.files {
            let (said, found) = (header.files, files.len());
            let why = message!(
                "it says that it lists {said} files, and lists {found}",
                "清单声明有 {said} 个文件，实际列出 {found} 个"
            );
            return Err(refused(1, why).with_hint(message!(
                "it may have been cut short on its way; get it again",
                "可能在传输中被截断，请重新获取"
            )));
        }
        Ok(Listing { files })
    }

    /// The bytes of the listing's file.
    pub(super) fn write(&self) -> Result<String, serde_json::Error> {
        let header = Header { listing: FORMAT.to_owned(), files: self.files.len() };
        let mut text = serde_json::to_string(&header)? + "\n";
        for Listed { path, bytes, sha256, .. } in &self.files {
            // A path is of letters, digits and `-./` alone, and so is JSON as it stands.
            let _ = writeln!(text, "{{\"path\":\"{path}\",\"bytes\":{bytes},\"sha256\":\"{sha256}\"}}");
        }
        Ok(text)
    }
}

fn header_of(line: &[u8]) -> Result<Header, Message> {
    let header: Header =
        serde_json::from_slice(line).map_err(|_| message!("it is no listing of an archive", "不是存档的清单"))?;
    let format = &header.listing;
    match format.split_once('.') {
        Some((MAJOR, _)) => Ok(header),
        _ => Err(message!(
            "its format is {format:?} and this program reads {FORMAT}; use a later bangdan",
            "其格式为 {format:?}，本程序读取 {FORMAT}；请使用更新版本的 bangdan"
        )),
    }
}

fn read_line(line: &[u8], before: Option<&Listed>) -> Result<Listed, Message> {
    let Line { path, bytes, sha256 } = serde_json::from_slice(line).map_err(|error| {
        let error = error.to_string();
        message!("it cannot be read: {error}", "无法读取：{error}")
    })?;
    let part =
        Part::of(&path).ok_or_else(|| message!("{path:?} is no file of an archive", "{path:?} 不是存档的文件"))?;
    if before.is_some_and(|before| before.path >= path) {
        return Err(message!("{path:?} is out of order or there twice", "{path:?} 次序不对或重复"));
    }
    if part.content().is_some_and(|name| name != sha256) {
        return Err(message!("{path:?} has another digest than its name", "{path:?} 的摘要与文件名不符"));
    }
    Ok(Listed { path, part, bytes, sha256 })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn digest(text: &str) -> Digest {
        Digest::of(text.as_bytes())
    }

    fn listing() -> Listing {
        let log = "captures/2026-11-23T150405Z-p1.jsonl".to_owned();
        let abc = digest("abc");
        Listing::of([
            (format!("objects/ba/{abc}.md"), 3, abc),
            ("archive.toml".to_owned(), 7, digest("mark")),
            (log, 1 << 40, digest("log")),
            ("derived/x.parquet".to_owned(), 1, abc),
        ])
    }

    #[test]
    fn a_listing_reads_back_by_path_and_without_what_is_derived() {
        let text = listing().write().unwrap();
        let paths: Vec<&str> = text.lines().skip(1).map(|line| line.split('"').nth(3).unwrap()).collect();
        let body = "objects/ba/ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad.md";
        assert_eq!(paths, ["archive.toml", "captures/2026-11-23T150405Z-p1.jsonl", body]);
        assert_eq!(Listing::read("x", text.as_bytes()).unwrap(), listing());
    }

    #[test]
    fn a_hostile_or_broken_listing_is_refused_with_its_line() {
        let good = listing().write().unwrap();
        let abc = digest("abc").hex();
        let swapped = {
            let mut lines: Vec<&str> = good.lines().collect();
            lines.swap(1, 2);
            lines.join("\n") + "\n"
        };
        let doubled = good.replacen("\"files\":3", "\"files\":4", 1) + good.lines().last().unwrap() + "\n";
        let cases = [
            (String::new(), ":1:", "no listing"),
            ("<html>404</html>".to_owned(), ":1:", "no listing"),
            (good.replacen("1.0", "2.0", 1), ":1:", "a later bangdan"),
            (good.split_inclusive('\n').take(3).collect(), ":1:", "lists 2"),
            (good.replacen("archive.toml", "../archive.toml", 1), ":2:", "no file of an archive"),
            (good.replacen("archive.toml", "/etc/passwd", 1), ":2:", "no file of an archive"),
            (good.replacen("objects/ba/", "objects/../", 1), ":4:", "no file of an archive"),
            (
                good.replacen(&format!("\"sha256\":\"{abc}"), &format!("\"sha256\":\"{}", digest("x")), 1),
                ":4:",
                "digest",
            ),
            (good.replacen("\"bytes\":3", "\"bytes\":-3", 1), ":4:", "cannot be read"),
            (good.replacen("\"bytes\":3", "\"bytes\":99999999999999999999999", 1), ":4:", "cannot be read"),
            (good[..good.len() - 10].to_owned(), ":4:", "cannot be read"),
            (swapped, ":3:", "out of order"),
            (doubled, ":5:", "there twice"),
        ];
        for (text, place, why) in cases {
            let error = Listing::read("x", text.as_bytes()).unwrap_err();
            let said = error.to_string();
            assert!(said.contains(place) && said.contains(why), "{said}");
        }
        // A later minor may add fields.
        let later = good.replacen("1.0", "1.7", 1).replacen("\"bytes\":3", "\"kind\":\"x\",\"bytes\":3", 1);
        assert_eq!(Listing::read("x", later.as_bytes()).unwrap(), listing());
    }
}

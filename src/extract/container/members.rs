//! The files of a container, chosen by name and unpacked within limits.

use crate::catalogue::Rows;
use crate::extract::body::{Body, Inner};
use crate::extract::document::MOST_BODIES;
use crate::extract::refusal::{no_table, nothing_at_all, too_large, too_many_within, unreadable};
use crate::message;
use crate::schema::{MOST_BODY_BYTES, Problem, RawTable};
use regex::Regex;
use std::borrow::Cow;
use std::io::{self, Read};

/// Bytes that a path may have: it may be repeated on many rows.
const LONGEST_PATH: usize = 1_000;
/// How many of its files a message names.
const NAMED: usize = 8;

/// A container of files.
pub(super) trait Container {
    /// Calls `take` with the path and the content of each file, in the order of the container.
    fn each(&self, take: &mut dyn FnMut(&str, &mut dyn Read) -> Result<(), Problem>) -> Result<(), Problem>;
}

/// A container as a body: it has no tables of its own.
pub(super) struct Members<C>(pub(super) C);

impl<C: Container> Body for Members<C> {
    fn all(&self, _: &Rows) -> Cow<'_, [RawTable]> {
        Cow::Borrowed(&[])
    }

    fn at(&self, _: &str, _: &Rows) -> Result<Vec<RawTable>, Problem> {
        Err(nothing_at_all())
    }

    fn inner(&self, place: &str) -> Result<Vec<Inner>, Problem> {
        let wanted =
            pattern(place).ok_or_else(|| unreadable(message!("{place:?} is no file name", "{place:?} 不是文件名")))?;
        let (mut found, mut left, mut seen, mut count) = (Vec::new(), MOST_BODY_BYTES, Vec::new(), 0_usize);
        self.0.each(&mut |path, content| {
            count += 1;
            if count > MOST_BODIES {
                return Err(too_many_within(MOST_BODIES));
            }
            if path.len() > LONGEST_PATH {
                return Err(unreadable(message!(
                    "a file's path has more than {LONGEST_PATH} bytes",
                    "某文件的路径超过 {LONGEST_PATH} 字节"
                )));
            }
            if seen.len() < NAMED {
                seen.push(path.to_owned());
            }
            // The size that the container states may be wrong, so what comes out is counted.
            let most = u64::try_from(left).unwrap_or(u64::MAX);
            if !wanted.is_match(path) {
                // A tarball is one stream: what is not wanted is unpacked all the same.
                let skipped =
                    io::copy(&mut content.take(most + 1), &mut io::sink()).map_err(|error| damaged(&error))?;
                left = take_from(left, skipped)?;
                return Ok(());
            }
            let mut bytes = Vec::new();
            let read = content.take(most + 1).read_to_end(&mut bytes).map_err(|error| damaged(&error))?;
            left = left.checked_sub(read).ok_or_else(|| too_large(MOST_BODY_BYTES))?;
            let path = path.to_owned();
            found.push(Inner { place: path.clone(), path: Some(path), bytes, ..Inner::default() });
            Ok(())
        })?;
        if found.is_empty() {
            let (english, chinese) = (seen.join(", "), seen.join("、"));
            return Err(no_table(message!(
                "no file is called {place:?}; there are {count}: {english}",
                "没有名为 {place:?} 的文件；共有 {count} 个：{chinese}"
            )));
        }
        Ok(found)
    }
}

fn take_from(left: usize, read: u64) -> Result<usize, Problem> {
    usize::try_from(read).ok().and_then(|read| left.checked_sub(read)).ok_or_else(|| too_large(MOST_BODY_BYTES))
}

pub(super) fn damaged(error: &dyn std::error::Error) -> Problem {
    unreadable(message!("a damaged or incomplete container: {error}", "容器损坏或不完整：{error}"))
}

/// `*` stands for anything within one name, `**` for any folders too. A pattern without `/` is held against the last
/// name of a path.
fn pattern(glob: &str) -> Option<Regex> {
    let escaped = regex::escape(glob);
    let inner = escaped.replace(r"\*\*", ".*").replace(r"\*", "[^/]*");
    let start = if glob.contains('/') { "^" } else { "(?:^|/)" };
    Regex::new(&format!("(?s){start}{inner}$")).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_star_stays_within_a_name() {
        let fits = |glob: &str, path: &str| pattern(glob).expect("a pattern").is_match(path);
        assert!(fits("*.json", "results/m-1/scores.json"));
        assert!(fits("results/*/scores.json", "results/m-1/scores.json"));
        assert!(!fits("results/*.json", "results/m-1/scores.json"));
        assert!(fits("results/**.json", "results/m-1/scores.json"));
        assert!(!fits("scores.json", "results/other-scores.json"));
        assert!(!fits("a.json", "aXjson"));
    }
}

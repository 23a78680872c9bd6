//! The index of a web archive: which mementos there are of an address.

use crate::message;
use crate::schema::Timestamp;
use crate::text::Message;
use jiff::civil::DateTime;
use jiff::tz::Offset;
use std::collections::HashSet;

/// A body at an address, by the digest that the archive gives it, over the time in which it was seen there in
/// succession.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    /// The first memento of it.
    pub first: Captured,
    /// When it was last seen there.
    pub last: Timestamp,
    /// How many mementos say so.
    pub count: usize,
}

/// One memento.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Captured {
    /// When it was taken, as the archive writes it: 14 digits.
    pub stamp: String,
    /// The same as a time.
    pub at: Timestamp,
    /// The address as the crawler asked for it.
    pub original: String,
    /// The archive's digest of the body.
    pub digest: String,
    /// Whether the archive kept no bytes of its own for it, since they were those of an earlier one.
    pub revisit: bool,
}

/// A page of the index.
#[derive(Debug, Default)]
pub(super) struct Rows {
    pub(super) captured: Vec<Captured>,
    /// Where the next page begins.
    pub(super) resume: Option<String>,
    /// Rows that cannot be read.
    pub(super) odd: usize,
}

/// Reads `[["timestamp", …], ["2023…", …], …, [], ["resume key"]]`.
pub(super) fn read(body: &[u8]) -> Result<Rows, Message> {
    let table: Vec<Vec<String>> = match body.trim_ascii() {
        // Nothing is archived.
        [] => return Ok(Rows::default()),
        body => serde_json::from_slice(body)
            .map_err(|_| message!("the answer is no index of mementos", "返回的不是存档索引"))?,
    };
    let mut lines = table.into_iter();
    let Some(head) = lines.next() else { return Ok(Rows::default()) };
    let place = |name: &str| head.iter().position(|column| column == name);
    let (Some(stamp), Some(original), Some(digest)) = (place("timestamp"), place("original"), place("digest")) else {
        return Err(message!(
            "the index lacks the column timestamp, original or digest",
            "索引缺少 timestamp、original 或 digest 列"
        ));
    };
    let status = place("statuscode");
    let mut rows = Rows::default();
    while let Some(line) = lines.next() {
        if line.is_empty() {
            rows.resume = lines.next().and_then(|line| line.into_iter().next()).filter(|key| !key.is_empty());
            break;
        }
        let cell = |place: usize| line.get(place).cloned().unwrap_or_default();
        match time(&cell(stamp)) {
            Some(at) => rows.captured.push(Captured {
                stamp: cell(stamp),
                at,
                original: cell(original),
                digest: cell(digest),
                revisit: status.is_some_and(|status| cell(status) == "-"),
            }),
            None => rows.odd += 1,
        }
    }
    Ok(rows)
}

/// `20230528093000` as a time.
pub(super) fn time(stamp: &str) -> Option<Timestamp> {
    if stamp.len() != 14 || !stamp.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let read = DateTime::strptime("%Y%m%d%H%M%S", stamp).ok()?;
    Offset::UTC.to_timestamp(read).ok()
}

/// Equal bodies in succession as one; those of each spelling of the address go together, as they do in the archive.
pub(super) fn standings(mut captured: Vec<Captured>) -> Vec<Standing> {
    // A revisit has no status of its own: it counts where the bytes that it repeats came with a good one.
    let good: HashSet<String> = captured.iter().filter(|one| !one.revisit).map(|one| one.digest.clone()).collect();
    captured.retain(|one| good.contains(&one.digest));
    captured.sort_by(|a, b| (&a.stamp, &a.digest).cmp(&(&b.stamp, &b.digest)));
    let mut standings: Vec<Standing> = Vec::new();
    for one in captured {
        match standings.last_mut() {
            Some(last) if last.first.digest == one.digest => {
                last.last = last.last.max(one.at);
                last.count += 1;
            }
            _ => standings.push(Standing { last: one.at, first: one, count: 1 }),
        }
    }
    standings
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_index_is_read_with_its_resume_key() {
        let body = br#"[["timestamp","original","mimetype","statuscode","digest","length"],
            ["20230528093000","https://x.cn/a","text/html","200","AAA","10"],
            ["20230231000000","https://x.cn/a","text/html","200","BBB","10"],
            ["2023","https://x.cn/a","text/html","200","BBB","10"],
            ["20230601000000","http://x.cn:80/a","warc/revisit","-","AAA","10"],
            [],["cn,x)/a 20230601000001"]]"#;
        let rows = read(body).unwrap();
        assert_eq!(rows.captured.len(), 2);
        assert_eq!(rows.odd, 2);
        assert_eq!(rows.captured[0].at, "2023-05-28T09:30:00Z".parse().unwrap());
        assert_eq!(rows.resume.as_deref(), Some("cn,x)/a 20230601000001"));
        assert!(read(b"[]").unwrap().captured.is_empty() && read(b"\n").unwrap().resume.is_none());
        assert!(read(b"<html>").is_err() && read(b"[[\"timestamp\"]]").is_err() && read(b"{}").is_err());
    }

    #[test]
    fn equal_bodies_in_succession_are_one_and_those_that_come_back_another() {
        let one = |stamp: &str, digest: &str| Captured {
            stamp: stamp.to_owned(),
            at: time(stamp).unwrap(),
            original: String::new(),
            digest: digest.to_owned(),
            revisit: false,
        };
        let all = ["20230103000000 A", "20230101000000 A", "20230105000000 B"];
        let mut all: Vec<Captured> = all.iter().map(|row| one(&row[..14], &row[15..])).collect();
        // Of bytes seen with a good status, and of bytes that never were: a redirect again.
        all.push(Captured { revisit: true, ..one("20230107000000", "A") });
        all.push(Captured { revisit: true, ..one("20230106000000", "C") });
        let standings = standings(all);
        let found: Vec<_> = standings.iter().map(|s| (s.first.stamp.as_str(), s.count, s.last)).collect();
        let at = |stamp| time(stamp).unwrap();
        assert_eq!(
            found,
            [
                ("20230101000000", 2, at("20230103000000")),
                ("20230105000000", 1, at("20230105000000")),
                ("20230107000000", 1, at("20230107000000")),
            ]
        );
    }
}

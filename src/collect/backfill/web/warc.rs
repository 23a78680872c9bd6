//! `--from warc`: what a crawler saved.

use super::decode::{MOST, chunked, content};
use super::har::{files, open};
use super::records::{Head, Records};
use super::taker::{Exchange, Taker};
use crate::archive::Keeper;
use crate::collect::backfill::{Content, Intake, Options, Version, Wanted, Way};
use crate::error::{Error, ErrorKind, Result};
use crate::message;
use crate::schema::Digest;
use crate::text::{Message, printable_line};
use std::collections::HashMap;
use std::fs::File;
use std::io;
use std::path::PathBuf;

/// The longest head of an answer that is read, in bytes and lines.
const MOST_HEAD: u64 = 64 << 10;
const MOST_LINES: usize = 200;

struct Warc {
    files: Vec<PathBuf>,
}

/// Makes the way ready.
pub(in crate::collect::backfill) fn make(options: &Options) -> Result<Box<dyn Way>> {
    Ok(Box::new(Warc { files: files(options, "warc", &[".wacz", ".zip"])? }))
}

impl Way for Warc {
    fn keeper(&self) -> Keeper {
        Keeper::Warc
    }

    fn run(&mut self, wanted: &Wanted<'_>, intake: &mut Intake<'_>) -> Result<()> {
        let mut late = None;
        for path in &self.files {
            let (file, name) = open(path)?;
            let mut taker = Taker::new(wanted);
            let mut reading = Reading { taker: &mut taker, intake, name: &name, known: HashMap::new() };
            let stopped = reading.file(file)?;
            late = late.or(stopped.is_none().then(|| taker.finish(&name, intake).err()).flatten()).or(stopped);
        }
        late.map_or(Ok(()), Err)
    }
}

struct Reading<'r, 'a, 'i> {
    taker: &'r mut Taker<'a>,
    intake: &'r mut Intake<'i>,
    name: &'r str,
    /// What a resource's bytes are called in the file, and what they are.
    known: HashMap<(String, String), (Digest, u64)>,
}

/// An answer with its body, or why there is none.
type Answer = (Exchange, Result<Vec<u8>, Message>);

impl Reading<'_, '_, '_> {
    /// Reads a file; what stopped it before its end.
    fn file(&mut self, file: File) -> Result<Option<Error>> {
        let mut records = match Records::new(file) {
            Ok(records) => records,
            Err(error) => return Ok(Some(cut(self.name, 0, &error))),
        };
        loop {
            let head = match records.head() {
                Ok(None) => return Ok(None),
                Ok(Some(head)) => head,
                Err(error) => return Ok(Some(cut(self.name, records.at, &error))),
            };
            let url = head.get("warc-target-uri").unwrap_or_default().trim_matches(['<', '>']).to_owned();
            let kind = head.get("warc-type").unwrap_or_default();
            if !matches!(kind, "response" | "resource" | "revisit") || self.taker.hit(&url).is_none() {
                continue;
            }
            let nth = if records.number > 1 { format!(", record {}", records.number) } else { String::new() };
            let (at, digest) = (records.at, head.get("warc-payload-digest").map(str::to_owned));
            let is_revisit = kind == "revisit";
            let exchange = Exchange {
                method: "GET".to_owned(),
                url,
                at: head.get("warc-date").and_then(|time| time.parse().ok()),
                reference: format!("{} at byte {at}{nth}", self.name),
                ..Exchange::default()
            };
            let answer = match answer(&mut records, &head, exchange) {
                Ok(answer) => answer,
                Err(error) => return Ok(Some(cut(self.name, at, &error))),
            };
            self.take(answer, digest, is_revisit)?;
        }
    }

    fn take(&mut self, (exchange, body): Answer, digest: Option<String>, is_revisit: bool) -> Result<()> {
        let Some(hit) = self.taker.hit(&exchange.url) else { return Ok(()) };
        let Some(version) = self.taker.version(&exchange, &hit, self.intake) else { return Ok(()) };
        if is_revisit {
            return self.again(&version, digest);
        }
        // Its bytes may be needed for what refers to them.
        let bytes = match body {
            Ok(bytes) => bytes,
            Err(why) => {
                self.intake.skip(&version, why);
                return Ok(());
            }
        };
        if let Some(digest) = digest.filter(|_| !bytes.is_empty()) {
            self.known.insert((version.resource.clone(), digest), (Digest::of(&bytes), bytes.len() as u64));
        }
        if self.intake.is_settled(&version)? {
            return Ok(());
        }
        Taker::take(&version, &bytes, self.intake)
    }

    /// A record that only says that the bytes were the same again.
    fn again(&mut self, version: &Version, digest: Option<String>) -> Result<()> {
        if self.intake.is_settled(version)? {
            return Ok(());
        }
        let known = digest.and_then(|digest| self.known.get(&(version.resource.clone(), digest)).copied());
        if let Some((object, bytes)) = known {
            self.intake.take(version, Content::Same { object, bytes })
        } else {
            let why = message!(
                "it refers to bytes that the file does not hold before it",
                "它引用的内容不在该文件此前的部分中"
            );
            self.intake.skip(version, why);
            Ok(())
        }
    }
}

/// Why an answer is left out that has fewer bytes than it says.
pub(super) fn cut_short(has: usize, of: usize) -> Message {
    message!("it is cut short: {has} of {of} bytes are there", "内容被截断：{of} 字节中只有 {has} 字节")
}

/// Reads the block of a record.
fn answer(records: &mut Records<File>, head: &Head, mut exchange: Exchange) -> io::Result<Answer> {
    let kind = head.get("content-type").unwrap_or_default().to_owned();
    let is_cut = head.get("warc-truncated").map(str::to_owned);
    if head.get("warc-type") == Some("resource") && !kind.starts_with("application/http") {
        exchange.status = 200;
        exchange.media_type = Some(kind).filter(|kind| !kind.is_empty());
        let bytes = records.block(MOST)?;
        return Ok((exchange, Ok(bytes)));
    }
    let bytes = records.block(MOST + MOST_HEAD)?;
    let too_long = records.left() > 0;
    let mut lines = [httparse::EMPTY_HEADER; MOST_LINES];
    let mut response = httparse::Response::new(&mut lines);
    let start = match response.parse(&bytes) {
        Ok(httparse::Status::Complete(start)) => start,
        // A record that the bytes are the same need not say more.
        _ if head.get("warc-type") == Some("revisit") => {
            exchange.status = 200;
            return Ok((exchange, Ok(Vec::new())));
        }
        _ => return Ok((exchange, Err(message!("it is no answer of HTTP", "不是 HTTP 响应")))),
    };
    exchange.status = response.code.unwrap_or(0);
    let (mut encoding, mut transfer, mut length) = (None, String::new(), None);
    for line in response.headers.iter() {
        let value = String::from_utf8_lossy(line.value).trim().to_owned();
        match line.name.to_ascii_lowercase().as_str() {
            "content-type" => exchange.media_type = Some(value),
            "last-modified" => exchange.last_modified = Some(value),
            "date" => exchange.date = Some(value),
            "location" => exchange.location = Some(value),
            "content-encoding" => encoding = Some(value),
            "content-length" => length = value.parse::<usize>().ok(),
            "transfer-encoding" => transfer = value.to_ascii_lowercase(),
            _ => {}
        }
    }
    if head.get("warc-type") == Some("revisit") && matches!(exchange.status, 304) {
        exchange.status = 200;
    }
    if let Some(why) = is_cut {
        let why: String = printable_line(&why).chars().take(40).collect();
        return Ok((exchange, Err(message!("the crawler cut it short ({why})", "爬虫截断了它（{why}）"))));
    }
    if too_long {
        let most = MOST >> 20;
        return Ok((exchange, Err(message!("it has more than {most} MB", "超过 {most} MB"))));
    }
    let body = bytes.get(start..).unwrap_or_default().to_vec();
    if let Some(length) = length.filter(|length| *length > body.len() && !transfer.contains("chunked")) {
        let has = body.len();
        // A record that the bytes are the same as elsewhere has none of its own.
        if head.get("warc-type") != Some("revisit") {
            return Ok((exchange, Err(cut_short(has, length))));
        }
    }
    let body = if transfer.contains("chunked") { chunked(body) } else { Ok(body) };
    Ok((exchange, body.and_then(|body| content(body, encoding.as_deref()))))
}

fn cut(name: &str, at: u64, error: &io::Error) -> Error {
    let is_cut = matches!(error.kind(), io::ErrorKind::UnexpectedEof);
    let reason = printable_line(&error.to_string()).chars().take(120).collect::<String>();
    let why = if is_cut {
        message!("it is cut: the record at byte {at} has no end", "文件被截断：位于字节 {at} 的记录不完整")
    } else {
        message!("the record at byte {at} cannot be read: {reason}", "无法读取位于字节 {at} 的记录：{reason}")
    };
    Error::new(ErrorKind::Unreadable { what: name.to_owned(), position: None, why })
        .with_hint(message!("what stands before it is kept", "之前的内容已保存"))
}

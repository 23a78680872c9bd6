//! Bodies: compression, limits, truncation, what is not what it should be.

use crate::support::{Remembered, Reply, Site, catalogue, failure, quick, run, text_of};
use bangdan::catalogue::Format;
use bangdan::error::{Error, ErrorKind, FetchFailure};
use bangdan::extract::Document;
use bangdan::fetch::{Environment, Fetched, Outcome, Settings};
use bangdan::schema::Digest;
use flate2::Compression;
use flate2::write::GzEncoder;
use std::io::Write;
use std::time::Duration;

const LIMIT: u64 = 1 << 20;

async fn fetched(reply: Reply, more: &str) -> (Fetched, Site) {
    let site = Site::start(&[("/page", &[reply])]).await;
    let definition = catalogue(&format!("[resource.page]\nurl = \"{}\"\n{more}\n", site.url("/page")));
    let mut fetched = run(&definition, quick(), Environment::default(), &Remembered::default()).await;
    (fetched.remove(0), site)
}

fn gzip(body: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(body).unwrap();
    encoder.finish().unwrap()
}

fn brotlied(body: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    brotli::CompressorWriter::new(&mut out, 4096, 5, 22).write_all(body).unwrap();
    out
}

/// What is fetched must be readable: a body that extraction refuses for its size is never kept.
#[test]
fn no_larger_body_is_kept_than_is_read() {
    let limit = usize::try_from(Settings::default().size_limit).unwrap();
    let said = |bytes: usize| {
        let body = vec![b' '; bytes];
        Document::tables_of(Format::Csv, Digest::of(b""), &body).expect_err("a body of blanks").what.en
    };
    assert!(!said(limit).contains("MB"), "{}", said(limit));
    assert_eq!(said(limit + 1), "the body, or what is packed in it, has more than 32 MB, the most that is read");
    let failure = FetchFailure::TooLarge(limit as u64);
    let error = Error::new(ErrorKind::Fetch { source_id: "s".into(), url: "u".into(), failure });
    assert!(error.to_string().ends_with("the body has more than 32 MB, the most that is read"), "{error}");
}

fn chunk(bytes: &[u8]) -> Vec<u8> {
    let mut chunk = format!("{:x}\r\n", bytes.len()).into_bytes();
    chunk.extend_from_slice(bytes);
    chunk.extend_from_slice(b"\r\n");
    chunk
}

#[tokio::test]
async fn gzip_and_brotli_are_undone() {
    let page = "| 排名 | 模型 |\n".repeat(500);
    for (name, body) in [("gzip", gzip(page.as_bytes())), ("br", brotlied(page.as_bytes()))] {
        assert!(body.len() < page.len() / 10);
        let (fetched, _) = fetched(Reply::new(200, &[("Content-Encoding", name)], body), "").await;
        assert_eq!(text_of(&fetched), page, "{name}");
    }
}

#[tokio::test]
async fn a_decompression_bomb_is_refused_while_it_streams() {
    let zeros = vec![0_u8; 16 << 20];
    for (name, body) in [("gzip", gzip(&zeros)), ("br", brotlied(&zeros))] {
        assert!(body.len() < 40_000);
        let (fetched, _) = fetched(Reply::new(200, &[("Content-Encoding", name)], body), "").await;
        assert_eq!(failure(&fetched), FetchFailure::TooLarge(LIMIT), "{name}");
    }
}

#[tokio::test]
async fn a_bomb_is_refused_before_the_rest_of_it_has_come() {
    let zeros = gzip(&vec![0_u8; 8 << 20]);
    let mut start = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Encoding: gzip\r\n\r\n".to_vec();
    start.extend_from_slice(&chunk(&zeros[..zeros.len() / 2]));
    let reply = Reply::raw(start).then(Duration::from_secs(15), chunk(&zeros[zeros.len() / 2..]));
    let began = std::time::Instant::now();
    let (fetched, _) = fetched(reply, "").await;
    assert_eq!(failure(&fetched), FetchFailure::TooLarge(LIMIT));
    assert!(began.elapsed() < Duration::from_secs(10), "the rest comes after 15 s");
}

#[tokio::test]
async fn the_limit_holds_exactly_with_and_without_a_stated_length() {
    let full = vec![b'x'; usize::try_from(LIMIT).unwrap()];
    let (at_limit, _) = fetched(Reply::ok(&full), "").await;
    assert!(matches!(&at_limit.outcome, Outcome::New(body) if body.len() as u64 == LIMIT));
    let mut over = full.clone();
    over.push(b'x');
    let (stated, site) = fetched(Reply::ok(&over), "").await;
    assert_eq!(failure(&stated), FetchFailure::TooLarge(LIMIT));
    assert_eq!(site.seen().len(), 1, "not asked for again");
    let mut unstated = b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n".to_vec();
    unstated.extend_from_slice(&over);
    let (unstated, _) = fetched(Reply::raw(unstated), "").await;
    assert_eq!(failure(&unstated), FetchFailure::TooLarge(LIMIT));
}

#[tokio::test]
async fn a_body_that_ends_early_is_no_capture() {
    let encoded = gzip("| 排名 |".repeat(2000).as_bytes());
    let head = |more: &str| format!("HTTP/1.1 200 OK\r\n{more}\r\n\r\n").into_bytes();
    let mut cases = vec![("stated length", [head("Content-Length: 100"), b"only this".to_vec()].concat())];
    cases.push(("no last chunk", [head("Transfer-Encoding: chunked"), chunk(b"one piece")].concat()));
    cases.push(("half a chunk", [head("Transfer-Encoding: chunked"), b"ff\r\nhalf".to_vec()].concat()));
    // The length is right, the compressed data stop in the middle.
    let half = &encoded[..encoded.len() / 2];
    let stated = format!("Content-Encoding: gzip\r\nContent-Length: {}", half.len());
    cases.push(("half a gzip", [head(&stated), half.to_vec()].concat()));
    cases.push(("half a gzip to the end", [head("Content-Encoding: gzip"), half.to_vec()].concat()));
    for (name, bytes) in cases {
        let (fetched, site) = fetched(Reply::raw(bytes), "").await;
        assert_eq!(failure(&fetched), FetchFailure::Truncated, "{name}");
        assert_eq!(site.seen().len(), 3, "{name}: tried again, within bounds");
    }
}

#[tokio::test]
async fn a_truncated_body_is_asked_for_again() {
    let cut = Reply::raw("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nonly this");
    let site = Site::start(&[("/page", &[cut, Reply::ok("all of it")])]).await;
    let definition = catalogue(&format!("[resource.page]\nurl = \"{}\"\n", site.url("/page")));
    let fetched = run(&definition, quick(), Environment::default(), &Remembered::default()).await;
    assert_eq!(text_of(&fetched[0]), "all of it");
}

#[tokio::test]
async fn a_length_that_is_too_short_spoils_only_its_own_body() {
    // The rest cannot be told from another response, so that it must not be read as one.
    let short = Reply::raw("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nPK\x03\x04 and the rest");
    let site = Site::start(&[("/0", &[short]), ("/1", &[Reply::ok("untouched")])]).await;
    let definition =
        catalogue(&format!("[resource.a]\nurl = \"{}\"\n[resource.b]\nurl = \"{}\"\n", site.url("/0"), site.url("/1")));
    let fetched = run(&definition, quick(), Environment::default(), &Remembered::default()).await;
    assert_eq!(text_of(&fetched[0]), "PK\x03\x04");
    assert_eq!(text_of(&fetched[1]), "untouched");
}

#[tokio::test]
async fn damaged_or_unasked_compression_is_no_capture() {
    let mut damaged = gzip("| 排名 |".repeat(2000).as_bytes());
    let middle = damaged.len() / 2;
    damaged[middle..].fill(0xff);
    let (fetched_damaged, _) = fetched(Reply::new(200, &[("Content-Encoding", "gzip")], damaged), "").await;
    assert!(matches!(failure(&fetched_damaged), FetchFailure::Unexpected(_) | FetchFailure::Truncated));
    let (no_gzip, _) = fetched(Reply::new(200, &[("Content-Encoding", "gzip")], "plain text"), "").await;
    assert!(matches!(failure(&no_gzip), FetchFailure::Unexpected(_)), "{no_gzip:?}");
    let (unasked, _) = fetched(Reply::new(200, &[("Content-Encoding", "zstd")], "whatever"), "").await;
    let FetchFailure::Unexpected(what) = failure(&unasked) else { panic!("{unasked:?}") };
    assert_eq!(what.en, "it is encoded as zstd, which was not asked for");
}

#[tokio::test]
async fn a_web_page_in_place_of_a_workbook_is_told() {
    let page = Reply::new(200, &[("Content-Type", "text/html")], "<!doctype html><title>SuperCLUE</title>");
    let (page, _) = fetched(page, "expect = { magic = \"PK\" }").await;
    let FetchFailure::Unexpected(what) = failure(&page) else { panic!("{page:?}") };
    assert_eq!(what.en, "a web page came in its place (\"<!doctype html><title>Su\")");
    assert!(what.zh.contains("网页"));
    let (workbook, _) = fetched(Reply::ok("PK\x03\x04…"), "expect = { magic = \"PK\" }").await;
    assert!(matches!(workbook.outcome, Outcome::New(_)));
    let (other, _) = fetched(Reply::ok("maintenance"), "expect = { contains = \"排名\" }").await;
    assert!(matches!(failure(&other), FetchFailure::Unexpected(_)));
}

#[tokio::test]
async fn gbk_bytes_are_kept_as_they_came() {
    let (bytes, _, _) = encoding_rs::GBK.encode("<th>排名</th><td>文心一言</td>");
    let headers = [("Content-Type", "text/html; charset=gb2312")];
    let (page, _) = fetched(Reply::new(200, &headers, &bytes), "expect = { contains = \"排名\" }").await;
    let Outcome::New(body) = &page.outcome else { panic!("{page:?}") };
    assert_eq!(body.as_slice(), &*bytes);
    assert!(std::str::from_utf8(body).is_err());
    assert_eq!(page.media_type.as_deref(), Some("text/html; charset=gb2312"));
}

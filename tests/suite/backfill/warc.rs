//! `--from warc`: what a crawler saved.

use super::{MINE, captures, kept, table, with};
use crate::support::{Ended, Scenario};
use flate2::Compression;
use flate2::write::GzEncoder;
use std::io::Write;

const URL: &str = "https://raw.githubusercontent.com/me/board/main/docs/board.csv";

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn record(kind: &str, at: &str, url: &str, further: &str, block: &[u8]) -> Vec<u8> {
    let mut record = format!(
        "WARC/1.1\r\nWARC-Type: {kind}\r\nWARC-Record-ID: <urn:uuid:1>\r\nWARC-Date: {at}\r\nWARC-Target-URI: {url}\r\n\
         Content-Type: application/http; msgtype=response\r\n{further}Content-Length: {}\r\n\r\n",
        block.len()
    )
    .into_bytes();
    record.extend_from_slice(block);
    record.extend_from_slice(b"\r\n\r\n");
    record
}

fn answer(status: &str, headers: &str, body: &[u8]) -> Vec<u8> {
    [format!("HTTP/1.1 {status}\r\n{headers}\r\n").as_bytes(), body].concat()
}

fn info() -> Vec<u8> {
    record("warcinfo", "2024-01-01T00:00:00Z", "", "", b"software: t\r\n")
}

fn take(scenario: &Scenario, name: &str, bytes: &[u8]) -> Ended {
    let path = scenario.path(name);
    std::fs::write(&path, bytes).unwrap();
    scenario.run(&["backfill", "mine", path.to_str().unwrap(), "--from", "warc", "--now", "2026-11-23T00:00:00Z"])
}

/// Four states of the page in the encodings of the web, with other records between them.
fn records() -> Vec<Vec<u8>> {
    let [one, two, three] = ["1", "2", "3"].map(|score| table(&[("m", score)]));
    let digest = "WARC-Payload-Digest: sha1:AAAA\r\n";
    let chunks = format!("5\r\n{}\r\n{:x}\r\n{}\r\n0\r\n\r\n", &two[..5], two.len() - 5, &two[5..]);
    let packed = gzip(three.as_bytes());
    let modified = "Last-Modified: Thu, 28 Mar 2024 00:00:00 GMT\r\nContent-Encoding: gzip\r\n";
    vec![
        info(),
        record("request", "2024-01-01T00:00:00Z", URL, "", b"GET / HTTP/1.1\r\n\r\n"),
        record("response", "2024-01-01T00:00:00Z", URL, digest, &answer("200 OK", "", one.as_bytes())),
        record("response", "2024-01-01T00:00:00Z", "https://x.example/", "", &answer("200 OK", "", b"no")),
        record(
            "response",
            "2024-02-01T00:00:00Z",
            URL,
            "",
            &answer("200 OK", "Transfer-Encoding: chunked\r\n", chunks.as_bytes()),
        ),
        record("response", "2024-03-01T00:00:00Z", URL, "", &answer("429 Too Many Requests", "", one.as_bytes())),
        record("response", "2024-04-01T00:00:00Z", &format!("<{URL}>"), "", &answer("200 OK", modified, &packed)),
        record("revisit", "2024-05-01T00:00:00Z", URL, digest, b""),
        record("revisit", "2024-06-01T00:00:00Z", URL, "WARC-Payload-Digest: sha1:BBBB\r\n", b""),
    ]
}

const EXPECTED: [&str; 4] = ["2024-01-01 m,1", "2024-02-01 m,2", "2024-03-28 m,3", "2024-05-01 m,1"];

#[test]
fn answers_are_taken_out_of_plain_and_packed_files() {
    let plain = records().concat();
    let members: Vec<u8> = records().iter().flat_map(|record| gzip(record)).collect();
    for (name, bytes) in [("a.warc", plain.clone()), ("a.warc.gz", members), ("one.warc.gz", gzip(&plain))] {
        let scenario = with(MINE);
        let ended = take(&scenario, name, &bytes).ended_with(0);
        assert_eq!(kept(&scenario), EXPECTED, "{name}");
        for words in ["the server answered 429", "it refers to bytes that the file does not hold before it"] {
            assert!(ended.stderr.contains(words), "{words}: {}", ended.stderr);
        }
        let again = take(&scenario, name, &bytes).ended_with(0);
        assert!(again.stderr.contains("0 new, 0 identical to the one before, 4 held already"), "{}", again.stderr);
        scenario.run(&["verify"]).succeeded();
    }
}

#[test]
fn the_place_of_a_record_is_its_byte_in_the_file() {
    let scenario = with(MINE);
    let members: Vec<Vec<u8>> = records().iter().map(|record| gzip(record)).collect();
    take(&scenario, "a.warc.gz", &members.concat()).succeeded();
    let before: usize = members[..4].iter().map(Vec::len).sum();
    let via = captures(&scenario)[1].via.clone().unwrap();
    assert_eq!(via.reference, format!("a.warc.gz at byte {before}"));
}

#[test]
fn a_file_that_is_cut_gives_what_came_before_and_says_where() {
    let members: Vec<Vec<u8>> = records().iter().map(|record| gzip(record)).collect();
    let start: usize = members[..6].iter().map(Vec::len).sum();
    let plain: Vec<usize> = records().iter().map(Vec::len).collect();
    let plain_start: usize = plain[..6].iter().sum();
    let (packed, whole) = (members.concat(), records().concat());
    let cases = [
        ("a.warc.gz", &packed[..start + 40], start),
        ("a.warc", &whole[..plain_start + 40], plain_start),
        ("a.warc", &whole[..plain_start + plain[6] - 9], plain_start),
    ];
    for (name, bytes, at) in cases {
        let scenario = with(MINE);
        let ended = take(&scenario, name, bytes).ended_with(3);
        assert!(ended.stderr.contains(&format!("it is cut: the record at byte {at} has no end")), "{}", ended.stderr);
        assert_eq!(kept(&scenario), EXPECTED[..2], "{name}");
        let rest = take(&scenario, name, if name == "a.warc" { &whole } else { &packed }).ended_with(0);
        assert!(rest.stderr.contains("2 new, 0 identical to the one before, 2 held already"), "{}", rest.stderr);
        assert_eq!(kept(&scenario), EXPECTED);
    }
}

#[test]
fn what_is_no_warc_is_refused() {
    let scenario = with(MINE);
    for (name, bytes) in [
        ("page.warc", b"<html>\n<p>no</p>".to_vec()),
        ("empty.warc", Vec::new()),
        ("length.warc", b"WARC/1.0\r\nWARC-Type: response\r\nContent-Length: -4\r\n\r\n".to_vec()),
        ("head.warc", [b"WARC/1.0\r\nA: ".to_vec(), vec![b'x'; 200 << 10]].concat()),
    ] {
        let ended = take(&scenario, name, &bytes).ended_with(2);
        assert!(ended.stderr.contains(name), "{}", ended.stderr);
    }
    let ended = take(&scenario, "a.wacz", b"PK").ended_with(2);
    assert!(ended.stderr.contains("hint: unzip it"), "{}", ended.stderr);
    let huge =
        format!("WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {URL}\r\nContent-Length: {}\r\n\r\nx", u64::MAX);
    let ended = take(&scenario, "huge.warc", huge.as_bytes()).ended_with(2);
    assert!(ended.stderr.contains("it is cut: the record at byte 0 has no end"), "{}", ended.stderr);
}

#[test]
fn an_answer_shorter_than_its_header_says_is_left_out() {
    let scenario = with(MINE);
    let good = table(&[("m", "1"), ("n", "2")]);
    let length = format!("Content-Length: {}\r\n", good.len());
    let cut = &good.as_bytes()[..good.len() - 4];
    let bytes = [
        info(),
        record("response", "2024-01-01T00:00:00Z", URL, "", &answer("200 OK", &length, good.as_bytes())),
        record("response", "2024-02-01T00:00:00Z", URL, "", &answer("200 OK", &length, cut)),
    ];
    let ended = take(&scenario, "short.warc", &bytes.concat()).ended_with(0);
    let words = format!("it is cut short: {} of {} bytes are there", cut.len(), good.len());
    assert!(ended.stderr.contains(&words), "{}", ended.stderr);
    assert_eq!(kept(&scenario), ["2024-01-01 n,2"]);
}

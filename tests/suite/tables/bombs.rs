//! Bodies made to exhaust whoever reads them are refused or read within 200 MB of memory and 5 seconds of work. Each is
//! read in a process of its own, which says what it took.

use bangdan::catalogue::{Format, Inside, TableSelector};
use bangdan::extract::Document;
use bangdan::schema::Digest;
use std::env;
use std::fmt::Write as _;
use std::fs;
use std::io::Write as _;
use std::process::Command;

const VARIABLE: &str = "BANGDAN_TEST_BOMB";

/// A body, how it is read, and what is said of it: how many rows were read, or the beginning of the refusal.
struct Bomb {
    name: &'static str,
    format: Format,
    /// The container around it.
    inside: Option<(Format, &'static str)>,
    at: Option<&'static str>,
    body: fn() -> Vec<u8>,
    said: &'static str,
}

fn bomb(name: &'static str, format: Format, body: fn() -> Vec<u8>, said: &'static str) -> Bomb {
    Bomb { name, format, inside: None, at: None, body, said }
}

fn bombs() -> Vec<Bomb> {
    let deep = "values are nested deeper than 128 levels in line 1";
    let large = "the body, or what is packed in it, has more than 32 MB, the most that is read";
    let many = "the body has more than 1000000 values, each alias counted as what it stands for";
    vec![
        bomb("json of 10,000 levels", Format::Json, || [b"[".repeat(10_000), b"]".repeat(10_000)].concat(), deep),
        bomb("json lines of 10,000 levels", Format::Jsonl, || b"{\"a\":".repeat(10_000), deep),
        bomb(
            "json of ten million values",
            Format::Json,
            || [b"[".to_vec(), b"0,".repeat(10_000_000)].concat(),
            "the body has more than 1000000 values",
        ),
        bomb("json of many small records", Format::Json, || records(330_000), "330000 rows"),
        Bomb {
            at: Some("/"),
            ..bomb("json without common keys", Format::Json, keys, "the table has more than 2000000 cells")
        },
        Bomb {
            at: Some("/*/*"),
            ..bomb(
                "json matched too often",
                Format::Json,
                || records(330_000),
                "the path \"/*/*\" leads to more than 200000 values",
            )
        },
        bomb("yaml of 10,000 levels", Format::Yaml, || [b"- ".repeat(10_000), b"x".to_vec()].concat(), deep),
        bomb("yaml of open braces", Format::Yaml, || b"{a: ".repeat(100_000), "not YAML: recursion limit exceeded"),
        bomb("yaml aliases", Format::Yaml, || aliases(9, 9), many),
        bomb(
            "yaml aliases in a chain",
            Format::Yaml,
            || aliases(1, 300),
            "values are nested deeper than 128 levels in line 128",
        ),
        bomb("a page of 200 MB", Format::Html, || vec![0; 200 << 20], large),
        Bomb { inside: Some((Format::Zip, "*.json")), ..bomb("zip", Format::Json, zip, large) },
        Bomb { inside: Some((Format::Zip, "*.csv")), ..bomb("zip, another file wanted", Format::Csv, zip, large) },
        Bomb { inside: Some((Format::Tar, "*.json")), ..bomb("gzip", Format::Json, || gzip(64), large) },
        bomb("script of open lists", Format::Script, || b"a=[".repeat(20_000), "no table with a header and rows"),
        Bomb {
            at: Some("rows"),
            ..bomb(
                "script of open strings",
                Format::Script,
                || b"rows:[{a:\"".repeat(20_000),
                "nothing that is a table stands at \"rows\"",
            )
        },
        Bomb {
            inside: Some((Format::Markdown, "code")),
            ..bomb(
                "markdown of code blocks",
                Format::Csv,
                || b"```\na|b\n```\n".repeat(20_000),
                "more than 10000 bodies stand inside",
            )
        },
        bomb("no text", Format::Json, || b"[\"\xff\xff\xfe\"]".to_vec(), "neither UTF-8 nor GBK: byte 2, in line 1"),
        bomb(
            "no text in yaml",
            Format::Yaml,
            || b"a: \xff\xff\xfe".to_vec(),
            "neither UTF-8 nor GBK: byte 3, in line 1",
        ),
    ]
}

fn records(count: usize) -> Vec<u8> {
    let record = "{\"a\":0},".repeat(count);
    format!("[{}]", record.trim_end_matches(',')).into_bytes()
}

fn keys() -> Vec<u8> {
    let mut body = "[".to_owned();
    for key in 0..200_000 {
        write!(body, "{{\"k{key}\":0}},").unwrap();
    }
    (body + "0]").into_bytes()
}

/// Each line is a list of the one above, several times.
fn aliases(times: usize, lines: usize) -> Vec<u8> {
    let mut body = "a0: &a0 [x]\n".to_owned();
    for line in 1..=lines {
        let items = vec![format!("*a{}", line - 1); times].join(", ");
        writeln!(body, "a{line}: &a{line} [{items}]").unwrap();
    }
    body.into_bytes()
}

fn zip() -> Vec<u8> {
    let mut container = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    container.start_file("a.json", zip::write::SimpleFileOptions::default()).unwrap();
    for _ in 0..64 {
        container.write_all(&vec![b' '; 1 << 20]).unwrap();
    }
    container.finish().unwrap().into_inner()
}

fn gzip(megabytes: usize) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    for _ in 0..megabytes {
        encoder.write_all(&vec![b' '; 1 << 20]).unwrap();
    }
    encoder.finish().unwrap()
}

/// The process that reads one of them.
#[test]
#[expect(clippy::print_stdout, reason = "it is read by the test below")]
fn one_bomb() {
    let Ok(name) = env::var(VARIABLE) else { return };
    let bomb = bombs().into_iter().find(|bomb| bomb.name == name).unwrap();
    let body = (bomb.body)();
    let before = work();
    let inside = bomb.inside.map(|(format, at)| Inside { format, at: at.to_owned() });
    let selector = TableSelector {
        inside: inside.into_iter().collect(),
        at: bomb.at.map(str::to_owned),
        ..TableSelector::of(bomb.format)
    };
    let said = match Document::open(Digest::of(b""), &body).tables(&selector) {
        Ok(found) => format!("{} rows", found.iter().map(|found| found.table.rows.len()).sum::<usize>()),
        Err(problem) => problem.what.en,
    };
    println!("\nBOMB\t{}\t{}\t{said}", work() - before, peak());
}

/// Hundredths of a second that this process has worked.
fn work() -> u64 {
    let stat = fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let fields = stat.rsplit(')').next().unwrap_or_default();
    let fields: Vec<&str> = fields.split_whitespace().collect();
    [11, 12].iter().filter_map(|field| fields.get(*field)?.parse::<u64>().ok()).sum()
}

/// The most memory that this process has had, in MB.
fn peak() -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap_or_default();
    line.split_whitespace().next().and_then(|kb| kb.parse::<u64>().ok()).unwrap_or(0) / 1024
}

#[test]
fn what_is_made_to_exhaust_is_refused_or_read_within_limits() {
    let mut wrong = String::new();
    for bomb in bombs() {
        let child = Command::new(env::current_exe().unwrap())
            .args(["--exact", "tables::bombs::one_bomb", "--nocapture", "--test-threads=1"])
            .env(VARIABLE, bomb.name)
            .output()
            .unwrap();
        let out = String::from_utf8_lossy(&child.stdout);
        let fields: Vec<&str> =
            out.lines().find_map(|line| line.strip_prefix("BOMB\t")).unwrap_or_default().split('\t').collect();
        let [work, peak, said] = fields[..] else {
            writeln!(wrong, "{}: it did not survive: {}", bomb.name, child.status).unwrap();
            continue;
        };
        let (work, peak): (u64, u64) = (work.parse().unwrap(), peak.parse().unwrap());
        if !said.starts_with(bomb.said) || work > 500 || peak > 200 {
            writeln!(wrong, "{}: {work} hundredths of a second, {peak} MB, {said:?}", bomb.name).unwrap();
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

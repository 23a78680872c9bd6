//! Fetches 500 addresses of 50 KB, 32 at once, from a server of its own that answers after 50 ms, and says how long
//! that took against the least possible 0.8 s: see `docs/performance.md`.
//!
//! ```sh
//! cargo run --release --example loopback [ROUNDS]
//! ```

#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a command speaks to its user")]

use bangdan::archive::Archive;
use bangdan::catalogue::{Catalogue, Source};
use bangdan::collect::gather;
use bangdan::error::{Error, ErrorKind, Result};
use bangdan::fetch::{Asked, Environment, Fetched, Fetcher, Last, Memory, Outcome, Quiet, Settings};
use bangdan::message;
use bangdan::schema::{Digest, Timestamp};
use std::fmt::Write as _;
use std::io::{self, BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::process::ExitCode;
use std::sync::Arc;
use std::time::{Duration, Instant};
use std::{env, thread};

const ADDRESSES: usize = 500;
const BODY: usize = 50_000;
const AT_ONCE: usize = 32;
const LATENCY: Duration = Duration::from_millis(50);

fn main() -> ExitCode {
    let rounds = env::args().nth(1).and_then(|text| text.parse().ok()).unwrap_or(7);
    match measure(rounds) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn measure(rounds: usize) -> Result<()> {
    let port = serve().map_err(|cause| {
        Error::new(ErrorKind::Io { doing: message!("serve on", "监听"), path: "127.0.0.1".into() }).caused_by(cause)
    })?;
    let catalogue = Catalogue::from_text("loopback.toml", &source(port))?;
    let sources: Vec<&Source> = catalogue.sources().iter().collect();
    let ideal = LATENCY.as_secs_f64() * ADDRESSES.div_ceil(AT_ONCE) as f64;
    for (what, once) in [("bodies in memory", asked as fn(&[&Source]) -> Result<f64>), ("into an archive", kept)] {
        let ratios = (0..rounds.max(1)).map(|_| Ok(once(&sources)? / ideal));
        let mut ratios = ratios.collect::<Result<Vec<f64>>>()?;
        ratios.sort_by(f64::total_cmp);
        let (least, median) = (ratios.first(), ratios.get(ratios.len() / 2));
        if let Some((least, median)) = least.zip(median) {
            println!("{what}: {least:.3} to {median:.3} (least, median) of the ideal {ideal:.3} s");
        }
    }
    Ok(())
}

fn fetcher() -> Result<Fetcher> {
    let settings = Settings { per_host: AT_ONCE, at_once: AT_ONCE, interval: Duration::ZERO, ..Settings::default() };
    Fetcher::new(settings, Environment::default())
}

fn now() -> Asked {
    Asked { now: Timestamp::now(), all_editions: false }
}

/// Every body from the wire into memory, setting up the client included; in seconds.
fn asked(sources: &[&Source]) -> Result<f64> {
    let start = Instant::now();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtime = runtime.map_err(|cause| {
        Error::new(ErrorKind::Io { doing: message!("start", "启动"), path: "network".into() }).caused_by(cause)
    })?;
    let mut bodies = 0;
    let mut sink = |fetched: Fetched| match fetched.outcome {
        Outcome::New(body) if body.len() == BODY => {
            bodies += 1;
            Ok(())
        }
        Outcome::Failed(error) if !fetched.auxiliary => Err(error),
        _ => Ok(()),
    };
    runtime.block_on(fetcher()?.run(sources, now(), &Nothing, Arc::new(Quiet), &mut sink))?;
    let seconds = start.elapsed().as_secs_f64();
    all_came(bodies)?;
    Ok(seconds)
}

/// Nothing was ever captured.
struct Nothing;

impl Memory for Nothing {
    fn last(&self, _: &str) -> Option<Last> {
        None
    }

    fn body(&self, _: &Digest) -> Option<Vec<u8>> {
        None
    }

    fn absent(&self, _: &str) -> bool {
        false
    }
}

fn all_came(bodies: usize) -> Result<()> {
    if bodies == ADDRESSES {
        return Ok(());
    }
    let what = message!("{bodies} bodies came instead of {ADDRESSES}", "收到 {bodies} 个内容，应为 {ADDRESSES} 个");
    Err(ErrorKind::Usage { what }.into())
}

/// Everything into an empty archive, from setting up the client to the last synced line; in seconds.
fn kept(sources: &[&Source]) -> Result<f64> {
    let folder = tempfile::tempdir().map_err(|cause| {
        Error::new(ErrorKind::Io { doing: message!("make", "创建"), path: env::temp_dir() }).caused_by(cause)
    })?;
    let archive = Archive::create(&folder.path().join("archive"))?;
    let start = Instant::now();
    let gathered = gather(&fetcher()?, sources, now(), &archive, Arc::new(Quiet))?;
    let seconds = start.elapsed().as_secs_f64();
    if let Some((_, error)) = gathered.failed.into_iter().next() {
        return Err(error);
    }
    all_came(gathered.new)?;
    Ok(seconds)
}

fn source(port: u16) -> String {
    let mut text =
        "id = \"loopback\"\npublisher = \"Nobody\"\nhomepage = \"http://127.0.0.1/\"\nlanguages = [\"en\"]\n\
                    name = { en = \"Loopback\", zh = \"本机\" }\n"
            .to_owned();
    for number in 0..ADDRESSES {
        // Writing into a string cannot fail.
        let _ = write!(text, "[resource.r{number}]\nurl = \"http://127.0.0.1:{port}/{number}\"\n");
    }
    text
}

/// A thread per connection; the port.
fn serve() -> io::Result<u16> {
    let listener = TcpListener::bind(("127.0.0.1", 0))?;
    let port = listener.local_addr()?.port();
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            // A connection that the client closes is at its end.
            thread::spawn(move || answer(stream));
        }
    });
    Ok(port)
}

fn answer(mut stream: TcpStream) -> io::Result<()> {
    stream.set_nodelay(true)?;
    let mut reader = BufReader::new(stream.try_clone()?);
    loop {
        let mut request = String::new();
        if reader.read_line(&mut request)? == 0 {
            return Ok(());
        }
        let mut line = String::new();
        while reader.read_line(&mut line)? > 2 {
            line.clear();
        }
        let path = request.split(' ').nth(1).unwrap_or_default().to_owned();
        // robots.txt is no part of the 500: there is none, and that is said at once.
        if path == "/robots.txt" {
            stream.write_all(b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n")?;
            continue;
        }
        thread::sleep(LATENCY);
        let mut response = format!("HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: {BODY}\r\n\r\n");
        let body = response.len();
        while response.len() < body + BODY {
            response.push_str(&path);
            response.push(' ');
        }
        response.truncate(body + BODY);
        stream.write_all(response.as_bytes())?;
    }
}

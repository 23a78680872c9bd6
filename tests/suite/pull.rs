//! A published archive, taken over from a server of the test.

use crate::support::{Reply, Scenario, Site, at, quick};
use bangdan::archive::{Archive, Capture, Forgotten, LISTING, Outcome};
use bangdan::collect::{Pull, Pulled, pull, pull_base};
use bangdan::error::{ErrorKind, FetchFailure, Result};
use bangdan::fetch::{Environment, Fetcher, Quiet, Settings};
use bangdan::schema::{Digest, SourceId};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tempfile::TempDir;
use tokio::net::TcpListener;

const NOW: &str = "2026-11-23T12:00:00Z";

/// Adds a run with these bodies, a second apart.
fn record(folder: &Path, began: &str, bodies: &[&str]) {
    let archive = Archive::create(folder).unwrap();
    let mut run = archive.begin_run(at(began), "t").unwrap();
    for (nth, body) in bodies.iter().enumerate() {
        let url = format!("https://example.org/{body}.md");
        let outcome = Outcome::of_body(body.as_bytes(), None, &url, None);
        let time = at(began) + Duration::from_secs(nth as u64);
        let capture = Capture::new(SourceId::from("test"), "page", &url, time, outcome);
        run.record(capture, Some(body.as_bytes())).unwrap();
    }
    run.finish().unwrap();
}

fn published(bodies: &[&str]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    record(folder.path(), "2026-11-01T00:00:00Z", bodies);
    Archive::open(folder.path()).unwrap().write_listing().unwrap();
    folder
}

/// Every file above `derived/`, by path.
fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(next).unwrap() {
            let path = entry.unwrap().path();
            let name = path.strip_prefix(folder).unwrap().to_str().unwrap().to_owned();
            if path.is_dir() {
                folders.extend((name != "derived" && !name.starts_with('.')).then_some(path));
            } else {
                found.insert(name, fs::read(&path).unwrap());
            }
        }
    }
    found
}

type Pages = BTreeMap<String, Vec<Reply>>;

fn pages(folder: &Path) -> Pages {
    let page = |(path, bytes): (String, Vec<u8>)| (format!("/boards/{path}"), vec![Reply::ok(bytes)]);
    files(folder).into_iter().map(page).collect()
}

async fn serve(pages: &Pages) -> Site {
    let pages: Vec<(&str, &[Reply])> = pages.iter().map(|(path, replies)| (path.as_str(), &replies[..])).collect();
    Site::on(TcpListener::bind("127.0.0.1:0").await.unwrap(), &pages)
}

async fn run_with(site: &Site, into: &Path, change: impl FnOnce(&mut Pull)) -> Result<Pulled> {
    let mut asked = Pull { base: pull_base(&site.url("/boards")).unwrap(), most: 1 << 20, forget: false, now: at(NOW) };
    change(&mut asked);
    let into = into.to_owned();
    let running = tokio::task::spawn_blocking(move || {
        let fetcher = Fetcher::new(Settings { per_host: 3, ..quick() }, Environment::default()).unwrap();
        pull(&fetcher, &asked, &into, Arc::new(Quiet))
    });
    running.await.unwrap()
}

async fn run(site: &Site, into: &Path) -> Result<Pulled> {
    run_with(site, into, |_| {}).await
}

fn object(body: &str) -> String {
    let hex = Digest::of(body.as_bytes()).hex();
    format!("/boards/objects/{}/{hex}.md", &hex[..2])
}

fn log() -> String {
    "/boards/captures/2026-11-01T000000Z-t.jsonl".to_owned()
}

fn listing() -> String {
    format!("/boards/{LISTING}")
}

fn captures(folder: &Path) -> Vec<Capture> {
    Archive::open(folder).unwrap().captures().unwrap()
}

fn is_whole(folder: &Path) {
    let verification = Archive::open(folder).unwrap().verify().unwrap();
    assert!(verification.is_whole(), "{:?}", verification.findings);
}

fn why(pulled: &Pulled) -> Vec<(String, String)> {
    pulled.left.iter().map(|(path, what)| (format!("/boards/{}", path.display()), what.en.clone())).collect()
}

#[tokio::test]
async fn everything_comes_once_and_then_only_the_listing_is_asked_for() {
    let source = published(&["one", "two", "three"]);
    let mut all = pages(source.path());
    let whole = files(source.path())[LISTING].clone();
    all.insert(listing(), vec![Reply::new(200, &[("ETag", "\"v1\"")], &whole), Reply::status(304), Reply::ok(&whole)]);
    let (site, own) = (serve(&all).await, tempfile::tempdir().unwrap());
    let pulled = run(&site, own.path()).await.unwrap();
    assert_eq!((pulled.bodies, pulled.union.captures, pulled.left.len(), pulled.unchanged), (3, 3, 0, false));
    let mut expected = files(source.path());
    expected.remove(LISTING);
    assert_eq!(files(own.path()), expected);
    is_whole(own.path());
    let targets = site.targets();
    assert_eq!(targets.len(), 6);
    assert_eq!(targets.last(), Some(&log()), "what names bodies comes after them");
    // By the server's word, and by the listing's bytes.
    for _ in 0..2 {
        assert!(run(&site, own.path()).await.unwrap().unchanged);
    }
    let asked = site.seen();
    assert_eq!(asked.len(), 8);
    assert_eq!(asked[6].header("if-none-match"), Some("\"v1\""));
}

#[tokio::test]
async fn what_was_added_comes_alone_and_own_captures_stay() {
    let source = published(&["one"]);
    let first = pages(source.path());
    record(source.path(), "2026-11-02T00:00:00Z", &["two"]);
    Archive::open(source.path()).unwrap().write_listing().unwrap();
    let mut all = pages(source.path());
    all.get_mut(&listing()).unwrap().insert(0, first[&listing()][0].clone());
    let (site, own) = (serve(&all).await, tempfile::tempdir().unwrap());
    record(own.path(), "2026-10-01T00:00:00Z", &["mine"]);
    run(&site, own.path()).await.unwrap();
    let before = site.targets().len();
    let pulled = run(&site, own.path()).await.unwrap();
    assert_eq!((pulled.bodies, pulled.union.captures), (1, 1));
    let asked: Vec<String> = site.targets().split_off(before);
    let expected = [
        listing(),
        "/boards/archive.toml".to_owned(),
        object("two"),
        "/boards/captures/2026-11-02T000000Z-t.jsonl".to_owned(),
    ];
    assert_eq!(asked, expected);
    let urls: Vec<String> = captures(own.path()).into_iter().map(|capture| capture.url.to_string()).collect();
    assert_eq!(urls, ["mine", "one", "two"].map(|name| format!("https://example.org/{name}.md")));
    is_whole(own.path());
}

#[tokio::test]
async fn what_is_interrupted_goes_on_without_asking_again() {
    let source = published(&["one", "two", "three", "four", "five", "six"]);
    let mut all = pages(source.path());
    // Bodies come by path; one of those in the middle is refused for now.
    let mut objects: Vec<String> = all.keys().filter(|path| path.contains("/objects/")).cloned().collect();
    objects.sort();
    let busy = Reply::new(429, &[("Retry-After", "7200")], "");
    all.get_mut(&objects[3]).unwrap().insert(0, busy);
    let (site, own) = (serve(&all).await, tempfile::tempdir().unwrap());
    let pulled = run(&site, own.path()).await.unwrap();
    let (error, rest) = pulled.stopped.unwrap();
    assert!(matches!(error.kind(), ErrorKind::Fetch { failure: FetchFailure::Status(429), .. }), "{error}");
    assert_eq!(pulled.bodies + rest, 6);
    assert!(captures(own.path()).is_empty(), "no log names what has not come");
    is_whole(own.path());
    let held: Vec<String> = files(own.path())
        .into_keys()
        .filter(|path| path.starts_with("objects/"))
        .map(|path| format!("/boards/{path}"))
        .collect();
    assert_eq!(held.len(), pulled.bodies);
    let before = site.targets().len();
    let pulled = run(&site, own.path()).await.unwrap();
    assert!(pulled.stopped.is_none());
    assert_eq!((pulled.bodies, pulled.union.captures), (rest, 6));
    let asked = site.targets().split_off(before);
    assert!(asked.iter().all(|target| !held.contains(target)), "{asked:?}");
    is_whole(own.path());
}

#[tokio::test]
async fn what_is_not_as_listed_is_left_and_the_rest_is_taken() {
    let source = published(&["one", "two", "three", "four", "five"]);
    let mut all = pages(source.path());
    all.insert(object("one"), vec![Reply::ok("eno")]);
    all.remove(&object("two"));
    all.insert(object("three"), vec![Reply::ok("three and more")]);
    let endless = "four".repeat(50_000);
    all.insert(object("four"), vec![Reply::raw(format!("HTTP/1.1 200 OK\r\n\r\n{endless}"))]);
    let (site, own) = (serve(&all).await, tempfile::tempdir().unwrap());
    let pulled = run(&site, own.path()).await.unwrap();
    let mut expected = vec![
        (object("one"), "its bytes are not those of the listing: it changed there, or on its way".to_owned()),
        (object("two"), "it is listed, and is not there (404)".to_owned()),
        (object("three"), "it is longer than the 5 bytes of the listing".to_owned()),
        (object("four"), "it is longer than the 4 bytes of the listing".to_owned()),
        (log(), "4 lines name a body that neither archive has whole, the first is line 1".to_owned()),
    ];
    expected.sort();
    let mut left = why(&pulled);
    left.sort();
    assert_eq!(left, expected);
    assert_eq!((pulled.bodies, pulled.union.captures), (1, 1));
    assert_eq!(captures(own.path())[0].url, "https://example.org/five.md");
    is_whole(own.path());
    // Nothing is taken for known that is not here.
    assert!(!run(&site, own.path()).await.unwrap().unchanged);
}

#[tokio::test]
async fn many_files_that_are_longer_than_listed_stop_nothing() {
    let names: Vec<String> = (0..8).map(|number| format!("body {number}")).collect();
    let bodies: Vec<&str> = names.iter().map(String::as_str).collect();
    let source = published(&bodies);
    let mut all = pages(source.path());
    for body in &bodies[..7] {
        all.insert(object(body), vec![Reply::ok(format!("{body}, and more"))]);
    }
    let (site, own) = (serve(&all).await, tempfile::tempdir().unwrap());
    let pulled = run(&site, own.path()).await.unwrap();
    assert!(pulled.stopped.is_none());
    let longer = why(&pulled).into_iter().filter(|(_, what)| what.starts_with("it is longer than the 6 bytes")).count();
    assert_eq!((longer, pulled.bodies, captures(own.path()).len()), (7, 1, 1));
    is_whole(own.path());
}

#[tokio::test]
async fn a_log_that_grew_gives_what_was_listed_and_one_that_changed_is_left() {
    let source = published(&["one", "two"]);
    let text = files(source.path())["captures/2026-11-01T000000Z-t.jsonl"].clone();
    let grown = [text.as_slice(), b"{\"half of a li"].concat();
    for (now, expected) in [(grown, 2), (text.to_ascii_uppercase(), 0)] {
        let mut all = pages(source.path());
        all.insert(log(), vec![Reply::ok(&now)]);
        let (site, own) = (serve(&all).await, tempfile::tempdir().unwrap());
        let pulled = run(&site, own.path()).await.unwrap();
        assert_eq!((pulled.union.captures, captures(own.path()).len()), (expected, expected));
        assert_eq!(pulled.left.len(), usize::from(expected == 0), "{:?}", pulled.left);
        is_whole(own.path());
    }
}

#[tokio::test]
async fn a_hostile_listing_writes_nothing() {
    let source = published(&["one"]);
    let good = String::from_utf8(files(source.path())[LISTING].clone()).unwrap();
    let hex = Digest::of(b"one").hex();
    let huge = good.replace(&format!("{hex}.md\",\"bytes\":3"), &format!("{hex}.md\",\"bytes\":30000000"));
    assert_ne!(huge, good);
    let cases = [
        (good.replacen("archive.toml", "../archive.toml", 1), "no file of an archive"),
        (good.replacen("archive.toml", "/etc/archive.toml", 1), "no file of an archive"),
        (good.replacen("objects/", "objects/../objects/", 1), "no file of an archive"),
        (good.replacen("\"listing\":\"1.0\"", "\"listing\":\"9.0\"", 1), "a later bangdan"),
        (good[..good.len() / 2].to_owned(), "cannot be read"),
        ("<html>".to_owned(), "no listing"),
        (huge, "MB would have to come, and 1 MB may"),
    ];
    for (text, said) in cases {
        let mut all = pages(source.path());
        all.insert(listing(), vec![Reply::ok(&text)]);
        let (site, above) = (serve(&all).await, tempfile::tempdir().unwrap());
        let own = above.path().join("archive");
        let error = run(&site, &own).await.unwrap_err();
        assert!(error.to_string().contains(said), "{error}");
        assert_eq!(error.exit_code(), 2);
        let there: Vec<String> =
            files(above.path()).into_keys().filter(|path| path != "archive/archive.toml").collect();
        assert!(there.iter().all(|path| path.contains("/.pull/")), "{there:?}");
        assert_eq!(site.targets(), [listing()], "nothing else was asked for");
    }
    let none = Pages::from([("/boards/archive.toml".to_owned(), vec![Reply::ok("format = \"1.0\"\n")])]);
    let (site, own) = (serve(&none).await, tempfile::tempdir().unwrap());
    let error = run(&site, own.path()).await.unwrap_err();
    assert!(error.hint().unwrap().en.contains("bangdan verify --listing"), "{error}");
    assert!(files(own.path()).is_empty());
    // Of a later format, and so what it holds is not understood.
    let mark = fs::read_to_string(source.path().join("archive.toml")).unwrap().replace("\"1.", "\"7.");
    fs::write(source.path().join("archive.toml"), mark).unwrap();
    Archive::open(source.path()).unwrap_err();
    let later = files(source.path())["archive.toml"].clone();
    let line = |bytes: &[u8]| format!("archive.toml\",\"bytes\":{},\"sha256\":\"{}\"", bytes.len(), Digest::of(bytes));
    let start = good.find("archive.toml").unwrap();
    let end = start + good[start..].find('}').unwrap();
    let mut all = pages(source.path());
    all.insert(listing(), vec![Reply::ok(format!("{}{}{}", &good[..start], line(&later), &good[end..]))]);
    let (site, own) = (serve(&all).await, tempfile::tempdir().unwrap());
    let error = run(&site, own.path()).await.unwrap_err();
    assert!(error.to_string().contains("7."), "{error}");
    assert_eq!(site.targets(), [listing(), "/boards/archive.toml".to_owned()]);
}

#[tokio::test]
async fn a_redirect_to_a_private_address_is_refused() {
    let source = published(&["one"]);
    let mut all = pages(source.path());
    all.insert(object("one"), vec![Reply::redirect("http://127.0.0.2:9/x")]);
    let (site, own) = (serve(&all).await, tempfile::tempdir().unwrap());
    let (error, _) = run(&site, own.path()).await.unwrap().stopped.unwrap();
    assert!(matches!(error.kind(), ErrorKind::Fetch { failure: FetchFailure::ForbiddenAddress(_), .. }), "{error}");
}

#[tokio::test]
async fn what_was_taken_out_on_request_is_no_error_and_removes_nothing_by_itself() {
    let forget = |folder: &Path, body: &str| {
        let capture = Digest::of(body.as_bytes());
        let record = Forgotten { capture, reason: "asked for".to_owned(), who: None, when: at(NOW) };
        Archive::open(folder).unwrap().forget(&record).unwrap();
    };
    let source = published(&["one", "two", "three"]);
    forget(source.path(), "one");
    forget(source.path(), "two");
    Archive::open(source.path()).unwrap().write_listing().unwrap();
    let own = tempfile::tempdir().unwrap();
    record(own.path(), "2026-10-01T00:00:00Z", &["two", "four"]);
    let site = serve(&pages(source.path())).await;
    let pulled = run(&site, own.path()).await.unwrap();
    assert_eq!((pulled.bodies, pulled.union.captures, pulled.left.len()), (1, 3, 0));
    assert_eq!((pulled.union.forgotten, &pulled.withheld[..]), (1, &[Digest::of(b"two")][..]));
    let archive = Archive::open(own.path()).unwrap();
    assert!(archive.is_forgotten(&Digest::of(b"one")) && archive.body(&Digest::of(b"two")).is_ok());
    is_whole(own.path());
    let pulled = run_with(&site, own.path(), |asked| asked.forget = true).await.unwrap();
    assert_eq!(pulled.union.removed, [Digest::of(b"two")]);
    assert!(archive.body(&Digest::of(b"two")).is_err() && archive.body(&Digest::of(b"four")).is_ok());
    is_whole(own.path());
    // What was taken out here is not brought back.
    let other = published(&["four"]);
    forget(own.path(), "four");
    let site = serve(&pages(other.path())).await;
    let pulled = run(&site, own.path()).await.unwrap();
    assert_eq!((pulled.bodies, pulled.union.captures), (0, 1));
    assert!(!site.targets().contains(&object("four")));
    is_whole(own.path());
}

#[tokio::test]
async fn a_kill_loses_little_and_what_came_is_not_asked_for_again() {
    let names: Vec<String> = (0..24).map(|nth| format!("body {nth}")).collect();
    let source = published(&names.iter().map(String::as_str).collect::<Vec<_>>());
    let mut all = pages(source.path());
    for (path, replies) in all.iter_mut().filter(|(path, _)| path.contains("/objects/")) {
        let body = files(source.path())[path.strip_prefix("/boards/").unwrap()].clone();
        *replies = vec![Reply::ok(&body).after(Duration::from_millis(1500)), Reply::ok(&body)];
    }
    let site = serve(&all).await;
    let (scenario, address) = (Scenario::new(), site.url("/boards/"));
    let mut child = std::process::Command::new(env!("CARGO_BIN_EXE_bangdan"))
        .args(["pull", &address, "--archive", scenario.archive().to_str().unwrap()])
        .stderr(std::process::Stdio::null())
        .spawn()
        .unwrap();
    let held = || {
        let all = if scenario.archive().exists() { files(scenario.archive()) } else { BTreeMap::new() };
        let objects = all.into_keys().filter(|path| {
            path.starts_with("objects/") && path.rsplit_once('.').is_some_and(|(_, ending)| ending == "md")
        });
        objects.map(|path| format!("/boards/{path}")).collect::<Vec<_>>()
    };
    // All take four rounds of a second and a half: some are durable before all are here.
    let began = Instant::now();
    while held().is_empty() && began.elapsed() < Duration::from_secs(60) {
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    child.kill().unwrap();
    child.wait().unwrap();
    let (held, before) = (held(), site.targets().len());
    assert!(!held.is_empty() && held.len() < 24, "{} of 24 are durable", held.len());
    is_whole(scenario.archive());
    assert!(captures(scenario.archive()).is_empty());
    let pulled = run(&site, scenario.archive()).await.unwrap();
    assert_eq!((pulled.bodies, pulled.union.captures, pulled.left.len()), (24 - held.len(), 24, 0));
    assert!(site.targets()[before..].iter().all(|target| !held.contains(target)));
    is_whole(scenario.archive());
}

#[test]
fn a_folder_of_this_machine_is_merged_and_a_wrong_address_is_said() {
    let (scenario, source) = (Scenario::new(), published(&["one"]));
    let folder = source.path().to_str().unwrap();
    for named in [folder.to_owned(), format!("file://{folder}"), format!("file:{folder}")] {
        let ended = scenario.run(&["pull", &named]);
        assert_eq!(ended.code, 0, "{}", ended.stderr);
    }
    assert_eq!(captures(scenario.archive()).len(), 1);
    for (named, said) in [
        ("ftp://example.org/a", "is no address of an archive"),
        ("https://example.org/a?key=1", "has a query"),
        ("http://", "is no address of an archive"),
        ("no-such-folder", "there is no archive here"),
    ] {
        let ended = scenario.run(&["pull", named]);
        assert!(ended.stderr.contains(said) && ended.code != 0, "{named}: {}", ended.stderr);
    }
}

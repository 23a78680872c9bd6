//! Histories from a web archive, served by a server of the test.

use crate::support::{Reply, Site, at, catalogue, quick};
use bangdan::archive::{Archive, Capture, Keeper};
use bangdan::collect::backfill::{Account, Asked, FromWayback, backfill};
use bangdan::error::Result;
use bangdan::fetch::{Environment, Quiet};
use bangdan::schema::{Digest, Timestamp};
use std::path::Path;
use std::time::Duration;
use tokio::net::TcpListener;
use url::Url;

const NOW: &str = "2026-11-23T12:00:00Z";
const PAGE: &str = "http://board.example/table";

/// The question to the index, as the archive's documentation spells it.
fn index(resume: Option<&str>) -> String {
    let fields = "timestamp%2Coriginal%2Cmimetype%2Cstatuscode%2Cdigest%2Clength";
    let resume = resume.map_or_else(String::new, |key| format!("&resumeKey={key}"));
    format!(
        "/cdx/search/cdx?url=http%3A%2F%2Fboard.example%2Ftable&output=json&fl={fields}&filter=statuscode%3A200%7C-\
         &showResumeKey=true&limit=5000{resume}"
    )
}

/// Rows as `stamp digest`, or `stamp digest -` for a revisit.
fn rows(rows: &[&str], resume: Option<&str>) -> Reply {
    let head = "[\"timestamp\",\"original\",\"mimetype\",\"statuscode\",\"digest\",\"length\"]".to_owned();
    let row = |row: &&str| {
        let mut parts = row.split(' ');
        let (stamp, digest) = (parts.next().unwrap(), parts.next().unwrap());
        let status = parts.next().unwrap_or("200");
        format!("[\"{stamp}\",\"{PAGE}\",\"text/html\",\"{status}\",\"{digest}\",\"99\"]")
    };
    let mut all: Vec<String> = std::iter::once(head).chain(rows.iter().map(row)).collect();
    all.extend(resume.map(|key| format!("[],[\"{key}\"]")));
    Reply::ok(format!("[{}]", all.join(",\n")))
}

fn target(stamp: &str) -> String {
    format!("/web/{stamp}id_/{PAGE}")
}

fn memento(date: &str, more: &[(&str, &str)], body: &str) -> Reply {
    let headers = [&[("Memento-Datetime", date), ("Content-Type", "text/html")], more].concat();
    Reply::new(200, &headers, body)
}

async fn run(site: &Site, folder: &Path) -> Result<Account> {
    let definition = format!("[resource.page]\nurl = \"{PAGE}\"\nexpect = {{ contains = \"<table\" }}\n");
    run_of(site, folder, definition).await
}

async fn run_of(site: &Site, folder: &Path, definition: String) -> Result<Account> {
    let base = Url::parse(&site.url("/")).unwrap();
    let folder = folder.to_owned();
    let running = tokio::task::spawn_blocking(move || {
        let catalogue = catalogue(&definition);
        let source = catalogue.source("test").unwrap();
        let archive = Archive::create(&folder).unwrap();
        let asked = Asked { source, resource: None, since: None, until: None, now: at(NOW), dry_run: false };
        let environment = Environment::default();
        let mut way = FromWayback { settings: quick(), environment, base, index_pause: Some(Duration::ZERO) };
        backfill(Some(&archive), asked, &mut way, &Quiet)
    });
    running.await.unwrap()
}

async fn site(pages: &[(String, Vec<Reply>)]) -> Site {
    let pages: Vec<(&str, &[Reply])> = pages.iter().map(|(path, replies)| (path.as_str(), &replies[..])).collect();
    Site::on(TcpListener::bind("127.0.0.1:0").await.unwrap(), &pages)
}

fn captures(folder: &Path) -> Vec<Capture> {
    let mut captures = Archive::open(folder).unwrap().captures().unwrap();
    captures.sort_by_key(|capture| capture.published_at);
    captures
}

fn mementos(site: &Site) -> Vec<String> {
    site.targets().into_iter().filter(|target| target.starts_with("/web/")).collect()
}

fn told(captures: &[Capture]) -> Vec<(Timestamp, Timestamp, Option<Digest>)> {
    captures
        .iter()
        .map(|capture| (capture.published_at.unwrap(), capture.via.as_ref().unwrap().seen_at, capture.object()))
        .collect()
}

#[tokio::test]
async fn bodies_are_taken_once_each_with_the_time_they_stood() {
    let first = ["20230101000000 A", "20230201000000 A -", "20230301000000 B"];
    let modified = [
        ("x-archive-orig-last-modified", "Sat, 25 Feb 2023 08:00:00 GMT"),
        ("x-archive-orig-date", "Wed, 01 Mar 2023 00:00:00 GMT"),
        ("x-archive-orig-content-type", "text/html; charset=gb2312"),
    ];
    let pages = [
        (index(None), vec![rows(&first, Some("k"))]),
        (index(Some("k")), vec![rows(&["20230401000000 A", "20230501000000 C -"], None)]),
        (target("20230101000000"), vec![memento("Sun, 01 Jan 2023 00:00:00 GMT", &[], "<table>1")]),
        (target("20230301000000"), vec![memento("Wed, 01 Mar 2023 00:00:00 GMT", &modified, "<table>2")]),
    ];
    let (site, folder) = (site(&pages).await, tempfile::tempdir().unwrap());
    let account = run(&site, folder.path()).await.unwrap();
    assert_eq!((account.seen, account.new, account.skipped, account.stopped.is_none()), (3, 3, 0, true));
    let captures = captures(folder.path());
    let (one, two) = (Some(Digest::of(b"<table>1")), Some(Digest::of(b"<table>2")));
    let expected = [
        (at("2023-01-01T00:00:00Z"), at("2023-02-01T00:00:00Z"), one),
        (at("2023-02-25T08:00:00Z"), at("2023-03-01T00:00:00Z"), two),
        (at("2023-04-01T00:00:00Z"), at("2023-04-01T00:00:00Z"), one),
    ];
    assert_eq!(told(&captures), expected);
    assert_eq!((captures[1].url.as_str(), captures[1].via.as_ref().unwrap().kept_by), (PAGE, Keeper::Wayback));
    assert_eq!(captures[1].final_url.as_deref(), Some(&*site.url(&target("20230301000000"))));
    assert_eq!(captures[1].media_type.as_deref(), Some("text/html; charset=gb2312"));
    assert_eq!(mementos(&site), [target("20230101000000"), target("20230301000000")]);
    let account = run(&site, folder.path()).await.unwrap();
    assert_eq!((account.held, account.new), (3, 0));
    assert_eq!(mementos(&site).len(), 2, "what is held is not asked for again");
}

#[tokio::test]
async fn what_looks_like_the_page_and_is_not_is_refused() {
    let all = [
        "20230101000000 A",
        "20230102000000 B",
        "20230103000000 C",
        "20230104000000 D",
        "20230105000000 E",
        "20230106000000 F",
        "20230107000000 B",
    ];
    let day = "Sun, 01 Jan 2023 00:00:00 GMT";
    let short = [("x-archive-orig-content-length", "5000")];
    let pages = [
        (index(None), vec![rows(&all, None)]),
        // A redirect that was archived.
        (target("20230101000000"), vec![Reply::redirect("/web/20230101000000id_/http://board.example/login")]),
        ("/web/20230101000000id_/http://board.example/login".to_owned(), vec![memento(day, &[], "<table>login")]),
        // A page of the archive's own, with status 200.
        (target("20230102000000"), vec![Reply::ok("<table>Wayback Machine is down</table>")]),
        // The publisher's refusal, archived.
        (target("20230103000000"), vec![Reply::new(429, &[("Memento-Datetime", day)], "<table>slow down")]),
        (target("20230104000000"), vec![memento(day, &short, "<table>cut")]),
        (target("20230105000000"), vec![memento(day, &[], "<h1>404</h1>")]),
        (target("20230106000000"), vec![Reply::redirect("/sorry")]),
        ("/sorry".to_owned(), vec![Reply::ok("<table>")]),
    ];
    let (site, folder) = (site(&pages).await, tempfile::tempdir().unwrap());
    let account = run(&site, folder.path()).await.unwrap();
    let why: Vec<&str> = account.named.iter().map(|skipped| skipped.why.en.as_str()).collect();
    let sorry = format!("it leads to {}, which is no memento", site.url("/sorry"));
    let own = "the archive answered with a page of its own, not with the memento";
    let expected = [
        "it is an archived redirect to http://board.example/login",
        own,
        "the archived answer is an error itself (429)",
        "the archive kept 10 of its 5000 bytes",
        "the body does not contain \"<table\"",
        &sorry,
        own,
    ];
    assert_eq!(why, expected);
    assert_eq!((account.seen, account.skipped, account.new), (7, 7, 0));
    assert!(captures(folder.path()).is_empty());
    let asked = |stamp: &str| mementos(&site).iter().filter(|one| **one == target(stamp)).count();
    assert_eq!((asked("20230103000000"), asked("20230107000000")), (1, 0));
}

#[tokio::test]
async fn another_memento_than_the_one_asked_for_has_its_own_time() {
    let pages = [
        (index(None), vec![rows(&["20230101000000 A"], None)]),
        (target("20230101000000"), vec![Reply::redirect(&format!("/web/20230610120000id_/{PAGE}"))]),
        (target("20230610120000"), vec![memento("Sat, 10 Jun 2023 12:00:00 GMT", &[], "<table>1")]),
    ];
    let (site, folder) = (site(&pages).await, tempfile::tempdir().unwrap());
    let account = run(&site, folder.path()).await.unwrap();
    assert_eq!(account.notes.len(), 1);
    assert!(account.notes[0].en.starts_with("1 time the archive gave another memento"), "{:?}", account.notes);
    let captures = captures(folder.path());
    let time = at("2023-06-10T12:00:00Z");
    assert_eq!(told(&captures), [(time, time, Some(Digest::of(b"<table>1")))]);
    assert_eq!(captures[0].final_url.as_deref(), Some(&*site.url(&target("20230610120000"))));
    run(&site, folder.path()).await.unwrap();
    assert_eq!(mementos(&site).len(), 2, "not asked for again");
}

#[tokio::test]
async fn an_archive_that_has_had_enough_stops_it_and_the_next_run_goes_on() {
    let busy = || Reply::new(429, &[("Retry-After", "7200")], "");
    let pages = [
        (index(None), vec![rows(&["20230101000000 A", "20230201000000 B", "20230301000000 C"], None)]),
        (target("20230101000000"), vec![memento("Sun, 01 Jan 2023 00:00:00 GMT", &[], "<table>1")]),
        (target("20230201000000"), vec![busy(), memento("Wed, 01 Feb 2023 00:00:00 GMT", &[], "<table>2")]),
        (target("20230301000000"), vec![memento("Wed, 01 Mar 2023 00:00:00 GMT", &[], "<table>3")]),
    ];
    let (site, folder) = (site(&pages).await, tempfile::tempdir().unwrap());
    let account = run(&site, folder.path()).await.unwrap();
    assert_eq!((account.new, account.stopped.unwrap().exit_code()), (1, 3));
    assert_eq!(mementos(&site), [target("20230101000000"), target("20230201000000")], "nothing after the refusal");
    let account = run(&site, folder.path()).await.unwrap();
    assert_eq!((account.held, account.new, account.stopped.is_none()), (1, 2, true));
    assert_eq!(mementos(&site)[2..], [target("20230201000000"), target("20230301000000")]);
}

#[tokio::test]
async fn an_index_that_is_none_is_said_and_an_empty_one_too() {
    let folder = tempfile::tempdir().unwrap();
    for (reply, said) in [
        (Reply::ok("<html>busy"), "the answer is no index of mementos"),
        (Reply::status(403), "the server answered 403"),
        (Reply::ok("[[\"timestamp\"]]"), "lacks the column"),
    ] {
        let site = site(&[(index(None), vec![reply])]).await;
        let error = run(&site, folder.path()).await.unwrap_err();
        assert!(error.to_string().contains(said), "{error}");
        assert_eq!(error.exit_code(), 3);
    }
    for empty in ["[]", "", "\n"] {
        let site = site(&[(index(None), vec![Reply::ok(empty)])]).await;
        let account = run(&site, folder.path()).await.unwrap();
        assert_eq!(account.notes[0].en, format!("the web archive has nothing of {PAGE}"));
    }
    // An address that would lead out of its place in the archive is not asked for.
    let evil = "[[\"timestamp\",\"original\",\"mimetype\",\"statuscode\",\"digest\",\"length\"],\
                [\"20230101000000\",\"http://x/../../../../save/x\",\"t\",\"200\",\"A\",\"1\"]]";
    let site = site(&[(index(None), vec![Reply::ok(evil)])]).await;
    let account = run(&site, folder.path()).await.unwrap();
    assert_eq!((account.skipped, mementos(&site).len()), (1, 0));
}

#[tokio::test]
async fn addresses_that_begin_alike_are_one_question() {
    let address = |month: &str| format!("http://board.example/data/g/2026%E5%B9%B4{month}%E6%9C%88.xlsx");
    let rows: Vec<String> = [("20260701000000", "6", "A"), ("20260801000000", "7", "B"), ("20260802000000", "9x", "C")]
        .iter()
        .map(|(stamp, month, digest)| {
            // As another crawler spells it.
            let original = address(month).replace("http://", "https://www.").to_lowercase();
            format!("[\"{stamp}\",\"{original}\",\"x\",\"200\",\"{digest}\",\"9\"]")
        })
        .collect();
    let head = "[\"timestamp\",\"original\",\"mimetype\",\"statuscode\",\"digest\",\"length\"]";
    let fields = "timestamp%2Coriginal%2Cmimetype%2Cstatuscode%2Cdigest%2Clength";
    let question = format!(
        "/cdx/search/cdx?url=http%3A%2F%2Fboard.example%2Fdata%2Fg%2F&output=json&fl={fields}\
         &filter=statuscode%3A200%7C-&showResumeKey=true&limit=5000&matchType=prefix"
    );
    let memento_of = |stamp: &str, month: &str| {
        format!("/web/{stamp}id_/{}", address(month).replace("http://", "https://www.").to_lowercase())
    };
    let pages = [
        (question.clone(), vec![Reply::ok(format!("[{head},{}]", rows.join(",")))]),
        (memento_of("20260701000000", "6"), vec![memento("Wed, 01 Jul 2026 00:00:00 GMT", &[], "PK6")]),
        (memento_of("20260801000000", "7"), vec![memento("Sat, 01 Aug 2026 00:00:00 GMT", &[], "PK7")]),
    ];
    let definition = "[[editions]]\nname = \"{year}年{month}月\"\n[resource.all]\n\
                      url = \"http://board.example/data/g/{edition}.xlsx\"\nexpect = { magic = \"PK\" }\n\
                      [resource.all.probe]\nsince = \"2026年6月\"\n";
    let (site, folder) = (site(&pages).await, tempfile::tempdir().unwrap());
    let account = run_of(&site, folder.path(), definition.to_owned()).await.unwrap();
    assert_eq!((account.seen, account.new, account.skipped), (2, 2, 0));
    let all = captures(folder.path());
    let taken: Vec<_> = all.iter().map(|capture| (capture.edition.as_deref().unwrap(), &*capture.url)).collect();
    assert_eq!(taken, [("2026年6月", &*address("6")), ("2026年7月", &*address("7"))]);
    assert_eq!(site.targets().iter().filter(|target| target.starts_with("/cdx")).count(), 1);
}

//! The driver, with ways that are lists.

use super::*;
use crate::archive::{Archive, Keeper, Outcome};
use crate::catalogue::{Catalogue, Source};
use crate::error::{Error, ErrorKind, Result};
use crate::fetch::Quiet;
use crate::message;
use crate::schema::{Digest, Timestamp};
use std::path::Path;

const NOW: &str = "2026-11-23T00:00:00Z";

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn source() -> (tempfile::TempDir, Catalogue) {
    let folder = tempfile::tempdir().unwrap();
    let text = r#"
id = "mine"
publisher = "Me"
name = { en = "Mine", zh = "我" }
homepage = "https://example.org/"
languages = ["en"]

[resource.page]
url = "https://example.org/page.md"
expect = { contains = "|" }

[[board]]
id = "mine/board"
name = { en = "Board", zh = "榜" }
rolling = true
columns = { model = ["Model"] }
variants = [{ resource = "page", table = { format = "markdown" } }]
metric = [{ id = "score", name = { en = "Score", zh = "分" }, header = ["Score"], benchmark = "mine", primary = true }]
"#;
    std::fs::write(folder.path().join("mine.toml"), text).unwrap();
    let (catalogue, broken) = Catalogue::with_overlay(folder.path()).unwrap();
    assert!(broken.is_empty(), "{broken:?}");
    (folder, catalogue)
}

/// Versions by time, name and body (`None`: gone); an error after so many.
struct Listed<'l>(&'l [(&'l str, &'l str, Option<&'l str>)], usize);

impl Way for Listed<'_> {
    fn keeper(&self) -> Keeper {
        Keeper::Git
    }

    fn run(&mut self, _: &Wanted<'_>, intake: &mut Intake<'_>) -> Result<()> {
        for (index, (time, name, body)) in self.0.iter().enumerate() {
            if index == self.1 {
                let what = message!("the line was cut", "连接中断");
                return Err(Error::new(ErrorKind::Usage { what }));
            }
            let mut version = Version::new("page", "https://example.org/page.md", at(time), name);
            version.seen_at = self.0.get(index + 1).map_or(at("2026-11-01T00:00:00Z"), |next| at(next.0));
            if !intake.is_settled(&version)? {
                intake.take(&version, body.map_or(Content::Gone, |body| Content::Body(body.as_bytes())))?;
            }
        }
        Ok(())
    }
}

fn run(archive: &Path, source: &Source, way: &mut dyn Way, change: impl Fn(&mut Asked<'_>)) -> Result<Account> {
    let archive = Archive::create(archive).unwrap();
    let mut asked = Asked { source, resource: None, since: None, until: None, now: at(NOW), dry_run: false };
    change(&mut asked);
    backfill(Some(&archive), asked, way, &Quiet)
}

const FIVE: &[(&str, &str, Option<&str>)] = &[
    ("2024-01-01T00:00:00Z", "a", Some("|1|")),
    ("2024-02-01T00:00:00Z", "b", Some("|1|")),
    ("2024-03-01T00:00:00Z", "c", Some("not found")),
    ("2024-04-01T00:00:00Z", "d", None),
    ("2024-05-01T00:00:00Z", "e", Some("|2|")),
];

#[test]
fn versions_are_kept_once_and_counted_by_what_became_of_them() {
    let ((_folder, catalogue), scratch) = (source(), tempfile::tempdir().unwrap());
    let source = catalogue.source("mine").unwrap();
    let account = run(scratch.path(), source, &mut Listed(FIVE, 9), |_| {}).unwrap();
    let counts = |account: &Account| {
        [account.seen, account.new, account.identical, account.gone, account.skipped, account.held, account.outside]
    };
    assert_eq!(counts(&account), [5, 2, 1, 1, 1, 0, 0]);
    assert_eq!(account.named[0].reference, "c");
    assert_eq!(account.named[0].why.en, "the body does not contain \"|\"");
    let captures = Archive::open(scratch.path()).unwrap().captures().unwrap();
    let mut kept: Vec<(String, &str)> = captures
        .iter()
        .map(|capture| {
            assert_eq!(capture.observed_at, at(NOW));
            let outcome = match capture.outcome {
                Outcome::New { .. } => "new",
                Outcome::Unchanged { .. } => "unchanged",
                Outcome::Absent => "absent",
                Outcome::Failed { .. } => "failed",
            };
            (capture.published_at.unwrap().to_string()[..7].to_owned(), outcome)
        })
        .collect();
    kept.sort();
    let expected = [("2024-01", "new"), ("2024-02", "unchanged"), ("2024-04", "absent"), ("2024-05", "new")];
    assert_eq!(kept, expected.map(|(month, what)| (month.to_owned(), what)));
    let again = run(scratch.path(), source, &mut Listed(FIVE, 9), |_| {}).unwrap();
    assert_eq!(counts(&again), [5, 0, 0, 0, 1, 4, 0]);
    assert_eq!(again.prolonged, 0);
    assert_eq!(Archive::open(scratch.path()).unwrap().captures().unwrap().len(), 4);
}

#[test]
fn what_stops_a_way_leaves_what_came_and_the_next_run_goes_on() {
    let ((_folder, catalogue), scratch) = (source(), tempfile::tempdir().unwrap());
    let source = catalogue.source("mine").unwrap();
    let account = run(scratch.path(), source, &mut Listed(FIVE, 2), |_| {}).unwrap();
    assert_eq!(account.stopped.as_ref().unwrap().to_string(), "the line was cut");
    assert_eq!((account.new, account.identical), (1, 1));
    let rest = run(scratch.path(), source, &mut Listed(FIVE, 9), |_| {}).unwrap();
    assert_eq!((rest.held, rest.new, rest.stopped.is_none()), (2, 1, true));
    // Where nothing came at all, nothing could be done.
    assert_eq!(run(scratch.path(), source, &mut Listed(FIVE, 0), |_| {}).unwrap_err().exit_code(), 2);
}

#[test]
fn days_bound_it_and_a_dry_run_writes_nothing() {
    let ((_folder, catalogue), scratch) = (source(), tempfile::tempdir().unwrap());
    let source = catalogue.source("mine").unwrap();
    let bounded = |asked: &mut Asked<'_>| {
        (asked.since, asked.until) = (Some(at("2024-02-01T00:00:00Z")), Some(at("2024-05-01T00:00:00Z")));
        asked.dry_run = true;
    };
    let account = run(scratch.path(), source, &mut Listed(FIVE, 9), bounded).unwrap();
    assert_eq!((account.seen, account.outside, account.new), (3, 2, 1));
    assert!(Archive::open(scratch.path()).unwrap().captures().unwrap().is_empty());
    let nowhere = |asked: &mut Asked<'_>| asked.resource = Some("pag");
    let error = run(scratch.path(), source, &mut Listed(FIVE, 9), nowhere).unwrap_err();
    assert_eq!((error.exit_code(), error.hint().unwrap().en), (2, "did you mean page?".to_owned()));
}

#[test]
fn a_version_of_the_future_is_taken_as_of_now_and_once() {
    let ((_folder, catalogue), scratch) = (source(), tempfile::tempdir().unwrap());
    let source = catalogue.source("mine").unwrap();
    let future = &[("2038-01-01T00:00:00Z", "a", Some("|1|"))];
    let account = run(scratch.path(), source, &mut Listed(future, 9), |_| {}).unwrap();
    assert!(account.notes[0].en.contains("2038-01-01T00:00:00Z"), "{:?}", account.notes);
    let later = |asked: &mut Asked<'_>| asked.now = at("2026-12-24T00:00:00Z");
    let again = run(scratch.path(), source, &mut Listed(future, 9), later).unwrap();
    assert_eq!((again.held, again.new), (1, 0));
    let captures = Archive::open(scratch.path()).unwrap().captures().unwrap();
    assert_eq!(captures[0].published_at, Some(at(NOW)));
}

#[test]
fn what_stood_longer_than_was_known_is_kept_as_one_line_more() {
    let ((_folder, catalogue), scratch) = (source(), tempfile::tempdir().unwrap());
    let source = catalogue.source("mine").unwrap();
    run(scratch.path(), source, &mut Listed(&FIVE[..1], 9), |_| {}).unwrap();
    let account = run(scratch.path(), source, &mut Listed(&[FIVE[0], FIVE[4]], 9), |_| {}).unwrap();
    // It is known to have stood less long now, which takes nothing back: what came after it cuts that off.
    assert_eq!((account.held, account.prolonged, account.new), (1, 0, 1));
    let captures = Archive::open(scratch.path()).unwrap().captures().unwrap();
    let seen = crate::collect::sightings(&source.id, &captures);
    let seen: Vec<(Digest, Timestamp)> = seen.iter().map(|seen| (seen.object, seen.last_seen_at)).collect();
    let expected = [(Digest::of(b"|1|"), at("2024-05-01T00:00:00Z")), (Digest::of(b"|2|"), at("2026-11-01T00:00:00Z"))];
    assert_eq!(seen, expected);
    let tip_moved = |way: &mut Listed<'_>| run(scratch.path(), source, way, |_| {}).unwrap();
    let later = [FIVE[0], FIVE[4], ("2026-11-11T00:00:00Z", "f", Some("|3|"))];
    let account = tip_moved(&mut Listed(&later, 9));
    assert_eq!((account.held, account.prolonged, account.new), (2, 1, 1));
}

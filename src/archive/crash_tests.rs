//! What is left when a run dies, or the disk fails, between any two changes to the disk.

use super::disk::crash;
use super::{Archive, Capture, Forgotten, Outcome};
use crate::error::{ErrorKind, Result};
use crate::schema::{Digest, SourceId};
use jiff::Timestamp;
use std::path::Path;

const BODIES: [&[u8]; 4] = [b"# one", b"# two, which is longer", b"# one", b"{}"];

fn time(second: i64) -> Timestamp {
    Timestamp::from_second(1_795_000_000 + second).unwrap()
}

fn capture(index: usize, body: &[u8]) -> Capture {
    let url = format!("https://example.org/{index}.md");
    let outcome = Outcome::of_body(body, None, &url, None);
    Capture::new(SourceId::from("example"), "page", &url, time(i64::try_from(index).unwrap()), outcome)
}

/// A run that commits after its second request; gives how many requests were said to be durable.
fn run(root: &Path, durable: &mut usize) -> Result<()> {
    let mut run = Archive::create(root)?.begin_run(time(0), "run")?;
    for (index, body) in BODIES.iter().enumerate() {
        run.record(capture(index, body), Some(body))?;
        if index == 1 {
            run.commit()?;
            *durable = 2;
        }
    }
    run.finish()?;
    *durable = BODIES.len();
    Ok(())
}

fn check(root: &Path, durable: usize) {
    // An archive that was not yet made is made by the next run.
    let archive = Archive::create(root).unwrap();
    let captures = archive.captures().unwrap();
    assert!(captures.len() >= durable, "{} of {durable}", captures.len());
    for (index, capture) in captures.iter().enumerate() {
        assert_eq!(archive.body(&capture.object().unwrap()).unwrap(), BODIES[index]);
    }
    let verification = archive.verify().unwrap();
    assert!(verification.is_whole(), "{:?}", verification.findings);
    assert_eq!(verification.captures, captures.len());
}

#[test]
fn a_run_killed_between_any_two_writes_leaves_a_whole_archive() {
    let mut unnamed = false;
    let mut interrupted = false;
    for steps in 0.. {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().join("archive");
        let mut durable = 0;
        crash::after(Some(steps));
        let result = run(&root, &mut durable);
        let struck = crash::has_struck();
        crash::after(None);
        check(&root, durable);
        let verification = Archive::open(&root).unwrap().verify().unwrap();
        unnamed |= verification.unnamed > 0;
        interrupted |= !verification.notes.is_empty();
        // The next run adds its own and does not touch what is there.
        let mut again = 0;
        run(&root, &mut again).unwrap();
        assert!(Archive::open(&root).unwrap().captures().unwrap().len() >= durable + again);
        if !struck {
            result.unwrap();
            assert!(steps > 20, "only {steps} steps were seen");
            break;
        }
    }
    assert!(unnamed && interrupted, "the states between were not seen");
}

#[test]
fn a_disk_that_fails_once_is_an_error_and_leaves_no_half_line() {
    for steps in 0.. {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().join("archive");
        let mut durable = 0;
        crash::once_after(steps);
        let result = run(&root, &mut durable);
        let struck = crash::has_struck();
        crash::after(None);
        check(&root, durable);
        let verification = Archive::open(&root).unwrap().verify().unwrap();
        assert_eq!(verification.notes, [], "step {steps}");
        let left = std::fs::read_dir(root.join("objects")).into_iter().flatten();
        let left = left.filter(|entry| entry.as_ref().unwrap().file_name().to_string_lossy().starts_with('.'));
        assert_eq!(left.count(), 0, "step {steps}");
        if !struck {
            result.unwrap();
            break;
        }
        // A failure while cleaning up is none of the run's.
        let Err(error) = result else { continue };
        assert!(matches!(error.kind(), ErrorKind::Io { .. }), "{error:?}");
        assert_eq!(error.exit_code(), 5);
        assert!(error.hint().is_some());
    }
}

#[test]
#[cfg(target_os = "linux")]
fn a_full_disk_under_the_log_is_said_and_ends_the_run() {
    let folder = tempfile::tempdir().unwrap();
    let archive = Archive::create(folder.path()).unwrap();
    let mut run = archive.begin_run(time(0), "run").unwrap();
    run.write_to(std::fs::OpenOptions::new().write(true).open("/dev/full").unwrap());
    run.record(capture(0, BODIES[0]), Some(BODIES[0])).unwrap();
    let error = run.commit().unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::Io { .. }));
    assert_eq!(error.exit_code(), 5);
    assert!(error.hint().unwrap().en.contains("space"));
    assert_eq!(run.record(capture(1, BODIES[1]), Some(BODIES[1])).unwrap_err().exit_code(), 5);
    drop(run);
    assert_eq!(archive.captures().unwrap(), []);
    assert!(archive.verify().unwrap().is_whole());
}

#[test]
fn an_outcome_that_names_no_body_here_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let archive = Archive::create(folder.path()).unwrap();
    let mut run = archive.begin_run(time(0), "run").unwrap();
    let mut unchanged = capture(0, BODIES[0]);
    unchanged.outcome = Outcome::Unchanged { object: Digest::of(BODIES[0]) };
    assert!(run.record(unchanged.clone(), None).is_err());
    assert!(run.record(capture(0, BODIES[0]), Some(BODIES[1])).is_err());
    run.record(unchanged.clone(), Some(BODIES[0])).unwrap();
    run.record(unchanged.clone(), None).unwrap();
    run.finish().unwrap();
    assert_eq!(archive.captures().unwrap(), [unchanged.clone(), unchanged]);
    assert!(archive.verify().unwrap().is_whole());
}

fn forgotten(body: &[u8]) -> Forgotten {
    let reason = "asked for".to_owned();
    Forgotten { capture: Digest::of(body), reason, who: None, when: time(99) }
}

#[test]
fn a_removal_killed_between_any_two_writes_is_seen_and_completed_by_doing_it_again() {
    let (mut none, mut half) = (false, false);
    for steps in 0.. {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().join("archive");
        run(&root, &mut 0).unwrap();
        let archive = Archive::open(&root).unwrap();
        crash::after(Some(steps));
        let result = archive.forget(&forgotten(BODIES[1]));
        let struck = crash::has_struck();
        crash::after(None);
        let object = Digest::of(BODIES[1]);
        let findings = archive.verify().unwrap().findings;
        match (archive.is_forgotten(&object), archive.body(&object).is_ok()) {
            // A body never goes before it is said why.
            (false, there) => {
                assert!(there, "step {steps}");
                assert_eq!(findings, [], "step {steps}");
                none = true;
            }
            (true, true) => {
                assert_eq!(findings.len(), 1, "{findings:?}");
                assert!(findings[0].what.en.contains("bangdan forget"), "{findings:?}");
                half = true;
            }
            (true, false) => assert_eq!(findings, [], "step {steps}"),
        }
        archive.forget(&forgotten(BODIES[1])).unwrap();
        assert!(archive.body(&object).is_err());
        let verification = archive.verify().unwrap();
        assert_eq!((verification.findings, verification.forgotten, verification.captures), (vec![], 1, 4));
        assert_eq!(archive.body(&Digest::of(BODIES[0])).unwrap(), BODIES[0]);
        // What comes again is named and not kept.
        run(&root, &mut 0).unwrap();
        assert!(archive.verify().unwrap().is_whole());
        assert!(archive.body(&object).is_err());
        if !struck {
            result.unwrap();
            assert!(steps > 5, "only {steps} steps were seen");
            break;
        }
    }
    assert!(none && half, "the states between were not seen");
}

#[test]
fn a_run_that_holds_a_body_while_it_is_taken_out_does_not_bring_it_back() {
    let folder = tempfile::tempdir().unwrap();
    let archive = Archive::create(folder.path()).unwrap();
    let mut run = archive.begin_run(time(0), "run").unwrap();
    for (index, body) in BODIES.iter().enumerate().take(2) {
        run.record(capture(index, body), Some(body)).unwrap();
    }
    archive.forget(&forgotten(BODIES[1])).unwrap();
    run.finish().unwrap();
    assert!(archive.body(&Digest::of(BODIES[1])).is_err());
    assert_eq!(archive.captures().unwrap().len(), 2);
    assert!(archive.verify().unwrap().is_whole());
}

/// An archive to unite with: it took a body of the first one out, and has one more.
fn other(root: &Path) -> Archive {
    let archive = Archive::create(root).unwrap();
    let mut run = archive.begin_run(time(7), "other").unwrap();
    for (index, body) in [BODIES[1], b"# of the other", b"# and another"].into_iter().enumerate() {
        run.record(capture(index + 10, body), Some(body)).unwrap();
    }
    run.finish().unwrap();
    archive.forget(&forgotten(BODIES[0])).unwrap();
    archive
}

#[test]
fn a_union_killed_between_any_two_writes_leaves_a_whole_archive_and_is_completed_by_doing_it_again() {
    let there = tempfile::tempdir().unwrap();
    let other = other(there.path());
    let mut between = false;
    for steps in 0.. {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().join("archive");
        run(&root, &mut 0).unwrap();
        let archive = Archive::open(&root).unwrap();
        crash::after(Some(steps));
        let result = archive.unite(&other);
        let struck = crash::has_struck();
        crash::after(None);
        let verification = archive.verify().unwrap();
        // The removal may be half done, which verify says; nothing else is wrong.
        assert!(verification.findings.iter().all(|one| one.what.en.contains("bangdan forget")), "{verification:?}");
        between |= verification.captures > 4 && verification.captures < 7;
        archive.forget(&forgotten(BODIES[0])).unwrap();
        archive.unite(&other).unwrap();
        let captures = archive.captures().unwrap();
        assert_eq!(captures.len(), 7, "step {steps}");
        assert!(archive.verify().unwrap().is_whole(), "step {steps}");
        for body in [BODIES[1], b"# of the other", b"# and another", b"{}"] {
            assert_eq!(archive.body(&Digest::of(body)).unwrap(), body);
        }
        assert!(archive.body(&Digest::of(BODIES[0])).is_err());
        let again = archive.unite(&other).unwrap();
        assert_eq!((again.captures, again.bodies, again.forgotten, again.known), (0, 0, 0, 3));
        if !struck {
            result.unwrap();
            assert!(steps > 15, "only {steps} steps were seen");
            break;
        }
    }
    assert!(between, "no log was cut in the middle");
}

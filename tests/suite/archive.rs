//! The archive as a folder: two runs at once, interrupted runs, damage, formats, and folders that only can be read.

use bangdan::archive::{Archive, Capture, Note, Outcome};
use bangdan::error::ErrorKind;
use bangdan::schema::{Digest, SourceId, Timestamp};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant, SystemTime};

fn time(second: i64) -> Timestamp {
    Timestamp::from_second(1_795_000_000 + second).unwrap()
}

fn capture(second: i64, url: &str, body: &[u8]) -> Capture {
    let outcome = Outcome::of_body(body, None, url, Some("text/html"));
    Capture::new(SourceId::from("example"), "page", url, time(second), outcome)
}

/// An archive with two captures in one run.
fn small(root: &Path) -> Archive {
    let archive = Archive::create(root).unwrap();
    let mut run = archive.begin_run(time(0), "first").unwrap();
    run.record(capture(1, "https://example.org/a", b"one"), Some(b"one")).unwrap();
    run.record(capture(2, "https://example.org/b", b"two"), Some(b"two")).unwrap();
    run.finish().unwrap();
    archive
}

/// Every file with its time and bytes.
fn files(folder: &Path) -> BTreeMap<PathBuf, (SystemTime, Vec<u8>)> {
    let mut files = BTreeMap::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let entry = entry.unwrap();
            let (path, modified) = (entry.path(), entry.metadata().unwrap().modified().unwrap());
            let bytes = if path.is_dir() { Vec::new() } else { fs::read(&path).unwrap() };
            files.insert(path.clone(), (modified, bytes));
            if path.is_dir() {
                folders.push(path);
            }
        }
    }
    files
}

fn only_log(root: &Path) -> PathBuf {
    let mut logs = fs::read_dir(root.join("captures")).unwrap();
    let log = logs.next().unwrap().unwrap().path();
    assert!(logs.next().is_none());
    log
}

fn findings(archive: &Archive) -> Vec<(String, String)> {
    let verification = archive.verify().unwrap();
    verification.findings.into_iter().map(|f| (f.path.to_string_lossy().replace('\\', "/"), f.what.en)).collect()
}

#[test]
fn every_field_of_a_capture_is_kept_and_the_order_is_that_of_time() {
    let folder = tempfile::tempdir().unwrap();
    let archive = Archive::create(folder.path()).unwrap();
    let full = Capture {
        edition: Some("2026年3月".to_owned()),
        final_url: Some("https://example.org/%E6%9C%88.xlsx".to_owned()),
        published_at: Some("2026-04-25T01:02:03.456Z".parse().unwrap()),
        status: Some(200),
        etag: Some("W/\"1\\n\"".to_owned()),
        last_modified: Some("Sat, 25 Apr 2026 01:02:03 GMT".to_owned()),
        media_type: Some("text/html; charset=utf-8".to_owned()),
        note: Some(Box::new(Note {
            of: "re-laid facts of a page\nwith \"quotes\"".to_owned(),
            left_out: vec!["排名".to_owned()],
            left_out_sheets: vec!["总分".to_owned()],
        })),
        ..capture(9, "https://example.org/new", b"<html>")
    };
    let of = |second, outcome| Capture { outcome, ..capture(second, "https://example.org/other", b"") };
    let absent = of(5, Outcome::Absent);
    let failed = of(4, Outcome::Failed { reason: "no connection".to_owned() });
    let again = of(10, Outcome::Unchanged { object: Digest::of(b"<html>") });
    let mut run = archive.begin_run(time(0), "a").unwrap();
    run.record(full.clone(), Some(b"<html>")).unwrap();
    run.record(again.clone(), None).unwrap();
    run.record(absent.clone(), None).unwrap();
    run.finish().unwrap();
    let mut earlier = archive.begin_run(time(100), "b").unwrap();
    earlier.record(failed.clone(), None).unwrap();
    earlier.finish().unwrap();
    assert_eq!(archive.captures().unwrap(), [failed, absent, full, again]);
    let object = Digest::of(b"<html>");
    let path = folder.path().join(format!("objects/{}/{object}.html", &object.hex()[..2]));
    assert_eq!(fs::read(&path).unwrap(), b"<html>");
    assert_eq!(archive.body_path(&object).unwrap(), path);
    assert_eq!(archive.body(&object).unwrap(), b"<html>");
    let verification = archive.verify().unwrap();
    assert!(verification.is_whole());
    assert_eq!((verification.logs, verification.captures, verification.objects, verification.bytes), (2, 4, 1, 6));
}

#[test]
fn runs_at_once_lose_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().join("archive");
    std::thread::scope(|scope| {
        for thread in 0..4_i64 {
            let root = &root;
            scope.spawn(move || {
                // All begin in the same second under the same id, and half of the bodies are the same.
                let mut run = Archive::create(root).unwrap().begin_run(time(0), "same").unwrap();
                for index in 0..30_i64 {
                    let body = if index % 2 == 0 { format!("{index}") } else { format!("{thread} {index}") };
                    let url = format!("https://example.org/{thread}/{index}");
                    run.record(capture(index, &url, body.as_bytes()), Some(body.as_bytes())).unwrap();
                    if index % 4 == 0 {
                        run.commit().unwrap();
                    }
                }
                run.finish().unwrap();
            });
        }
    });
    let archive = Archive::open(&root).unwrap();
    let captures = archive.captures().unwrap();
    assert_eq!(captures.len(), 120);
    for capture in captures {
        archive.body(&capture.object().unwrap()).unwrap();
    }
    let verification = archive.verify().unwrap();
    assert!(verification.is_whole(), "{:?}", verification.findings);
    assert_eq!((verification.logs, verification.objects, verification.unnamed), (4, 15 + 4 * 15, 0));
}

#[test]
fn a_last_line_cut_at_any_byte_is_an_interrupted_run() {
    let folder = tempfile::tempdir().unwrap();
    let archive = small(folder.path());
    let log = only_log(folder.path());
    let bytes = fs::read(&log).unwrap();
    let captures = archive.captures().unwrap();
    let last = bytes[..bytes.len() - 1].iter().rposition(|byte| *byte == b'\n').unwrap() + 1;
    for length in last..=bytes.len() {
        fs::write(&log, &bytes[..length]).unwrap();
        let whole = length + 1 >= bytes.len();
        let read = archive.captures().unwrap();
        assert_eq!(read, captures[..if whole { 2 } else { 1 }], "{length}");
        let verification = archive.verify().unwrap();
        assert!(verification.is_whole(), "{length}: {:?}", verification.findings);
        let notes = usize::from(length > last && !whole);
        assert_eq!(verification.notes.len(), notes, "{length}");
    }
    // The same within the log is damage.
    fs::write(&log, [&bytes[..last - 9], b"\n", &bytes[last..]].concat()).unwrap();
    let error = archive.captures().unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::Archive { .. }));
    assert!(error.to_string().contains("line 1"), "{error}");
    assert_eq!(error.exit_code(), 5);
    assert_eq!(findings(&archive).len(), 1);
}

#[test]
fn a_process_killed_while_it_writes_leaves_a_whole_archive() {
    let mut seen = 0;
    for delay in [0, 7, 31] {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().join("archive");
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--ignored", "--exact", "archive::writes_until_it_is_killed"])
            .env("BANGDAN_TEST_ROOT", &root)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let begun = Instant::now();
        let logged = || {
            fs::read_dir(root.join("captures")).is_ok_and(|mut logs| {
                logs.any(|log| log.is_ok_and(|log| log.metadata().is_ok_and(|log| log.len() > 0)))
            })
        };
        while !logged() {
            assert!(begun.elapsed() < Duration::from_secs(60), "the child writes nothing");
            std::thread::sleep(Duration::from_millis(2));
        }
        std::thread::sleep(Duration::from_millis(delay));
        child.kill().unwrap();
        child.wait().unwrap();
        let archive = Archive::open(&root).unwrap();
        let captures = archive.captures().unwrap();
        for capture in &captures {
            archive.body(&capture.object().unwrap()).unwrap();
        }
        seen += captures.len();
        let verification = archive.verify().unwrap();
        assert!(verification.is_whole(), "{:?}", verification.findings);
    }
    assert!(seen >= 3, "{seen}");
}

#[test]
#[ignore = "a child process of the test above"]
fn writes_until_it_is_killed() {
    let root = std::env::var_os("BANGDAN_TEST_ROOT").expect("the test above sets it");
    let archive = Archive::create(Path::new(&root)).unwrap();
    let mut run = archive.begin_run(time(0), "child").unwrap();
    let begun = Instant::now();
    for index in 0.. {
        let body = format!("{index}").repeat(200);
        run.record(capture(index, "https://example.org/", body.as_bytes()), Some(body.as_bytes())).unwrap();
        if index % 3 == 0 {
            run.commit().unwrap();
        }
        assert!(begun.elapsed() < Duration::from_secs(100), "nobody killed it");
    }
}

#[test]
fn reading_writes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    small(folder.path());
    let before = files(folder.path());
    let archive = Archive::open(folder.path()).unwrap();
    let captures = archive.captures().unwrap();
    archive.body(&captures[0].object().unwrap()).unwrap();
    archive.verify().unwrap();
    assert_eq!(archive.index(&"example".into()).unwrap(), None);
    assert_eq!(Archive::find(Some(folder.path())).unwrap().root(), folder.path());
    assert_eq!(files(folder.path()), before);
}

#[test]
fn a_folder_that_cannot_be_written_is_said_clearly() {
    let folder = tempfile::tempdir().unwrap();
    let archive = Archive::create(folder.path()).unwrap();
    // A file where a folder must be stands for a folder that refuses writing: permissions do not bind root.
    fs::write(folder.path().join("captures"), "").unwrap();
    let error = archive.begin_run(time(0), "x").unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::Io { .. }), "{error:?}");
    assert_eq!(error.exit_code(), 5);
    let error = Archive::create(&folder.path().join("archive.toml").join("deeper")).unwrap_err();
    assert_eq!(error.exit_code(), 5);
    fs::write(folder.path().join("derived"), "").unwrap();
    let error = archive.write_board(&"a".into(), Digest::of(b""), &bangdan::schema::BoardHistory::default());
    assert_eq!(error.unwrap_err().exit_code(), 5);
}

#[test]
fn an_archive_of_a_later_format_is_read_or_refused() {
    let folder = tempfile::tempdir().unwrap();
    let captures = small(folder.path()).captures().unwrap();
    let mark = folder.path().join("archive.toml");
    let log = only_log(folder.path());
    let later = fs::read_to_string(&log).unwrap().replace("{\"source\"", "{\"later\":[1],\"source\"");
    fs::write(&log, later).unwrap();
    fs::write(&mark, "format = \"1.7\"\n").unwrap();
    let archive = Archive::open(folder.path()).unwrap();
    assert!(!archive.is_writable());
    assert_eq!(archive.captures().unwrap(), captures);
    let error = archive.begin_run(time(0), "x").unwrap_err();
    assert!(error.to_string().contains("it can be read but not added to"), "{error}");
    assert_eq!(error.exit_code(), 5);
    fs::write(&mark, "format = \"2.0\"\n").unwrap();
    let error = Archive::open(folder.path()).unwrap_err();
    assert!(error.to_string().contains("its format is 2.0 and this program reads format 1"), "{error}");
    assert_eq!(error.exit_code(), 5);
}

#[test]
fn a_folder_that_is_no_archive_is_neither_opened_nor_taken() {
    let folder = tempfile::tempdir().unwrap();
    let error = Archive::open(folder.path()).unwrap_err();
    assert!(error.to_string().contains("there is no archive here"), "{error}");
    assert!(error.hint().is_some());
    fs::write(folder.path().join("thesis.txt"), "").unwrap();
    let error = Archive::create(folder.path()).unwrap_err();
    assert!(error.to_string().contains("thesis.txt"), "{error}");
    assert!(!folder.path().join("archive.toml").exists());
}

#[test]
fn verify_finds_what_is_damaged_missing_or_strange() {
    let folder = tempfile::tempdir().unwrap();
    let archive = small(folder.path());
    let [one, two] = [b"one", b"two"].map(|body| archive.body_path(&Digest::of(body)).unwrap());
    assert_eq!(findings(&archive), []);
    fs::write(folder.path().join("README.md"), "").unwrap();
    fs::write(folder.path().join(".gitignore"), "derived/").unwrap();
    fs::create_dir_all(folder.path().join("derived/anything")).unwrap();
    assert_eq!(findings(&archive), []);

    fs::write(&one, "0ne").unwrap();
    assert!(archive.body(&Digest::of(b"one")).unwrap_err().to_string().contains("damaged"));
    fs::remove_file(&two).unwrap();
    assert!(archive.body(&Digest::of(b"two")).unwrap_err().to_string().contains("it has no body"));
    fs::write(folder.path().join("objects/note.txt"), "").unwrap();
    fs::write(folder.path().join("captures/old.jsonl"), "").unwrap();
    fs::create_dir_all(folder.path().join("decisions")).unwrap();
    fs::write(folder.path().join("decisions").join(format!("{}.toml", Digest::of(b"d"))), "").unwrap();
    fs::write(folder.path().join("decisions/x.toml"), "").unwrap();
    let log = log_of(folder.path(), "first");
    let name = |path: &Path| path.strip_prefix(folder.path()).unwrap().to_string_lossy().replace('\\', "/");
    let (damaged, two, empty) = (Digest::of(b"0ne"), Digest::of(b"two"), Digest::of(b""));
    let stray = |path: &str| (path.to_owned(), "no file of an archive".to_owned());
    let mut expected = vec![
        stray("captures/old.jsonl"),
        (format!("decisions/{}.toml", Digest::of(b"d")), format!("it is damaged: its digest is {empty}")),
        stray("decisions/x.toml"),
        stray("objects/note.txt"),
        (name(&log), format!("line 2 names the body {two}, which is not there")),
        (name(&one), format!("it is damaged: its digest is {damaged}")),
    ];
    expected.sort();
    assert_eq!(findings(&archive), expected);
}

fn log_of(root: &Path, run: &str) -> PathBuf {
    let logs = fs::read_dir(root.join("captures")).unwrap().map(|log| log.unwrap().path());
    logs.into_iter().find(|log| log.to_string_lossy().contains(run)).unwrap()
}

#[test]
fn temporary_files_are_passed_over_and_old_ones_removed() {
    let folder = tempfile::tempdir().unwrap();
    let archive = small(folder.path());
    let left = folder.path().join("objects/.tmp-2026-01-01T000000Z-x-1");
    fs::write(&left, "half").unwrap();
    assert_eq!(findings(&archive), []);
    assert_eq!(archive.captures().unwrap().len(), 2);
    let written = Timestamp::try_from(left.metadata().unwrap().modified().unwrap()).unwrap();
    let after = |hours: u64| written + Duration::from_secs(hours * 3600);
    archive.begin_run(after(47), "x").unwrap().finish().unwrap();
    assert!(left.exists(), "it may be that of a running process");
    archive.begin_run(after(49), "x").unwrap().finish().unwrap();
    assert!(!left.exists());
    // Neither run asked anything, and neither left a log.
    assert_eq!(archive.verify().unwrap().logs, 1);
}

#[test]
fn a_hundred_thousand_lines_are_read() {
    let folder = tempfile::tempdir().unwrap();
    let archive = small(folder.path());
    let log = only_log(folder.path());
    let line = fs::read_to_string(&log).unwrap().lines().next().unwrap().to_owned();
    let mut text = String::new();
    for index in (0..100_000).rev() {
        text.push_str(&line.replace("example.org/a", &format!("example.org/{index:05}")));
        text.push('\n');
    }
    fs::write(&log, text).unwrap();
    let captures = archive.captures().unwrap();
    assert_eq!(captures.len(), 100_000);
    assert!(captures.is_sorted_by(|a, b| a.url < b.url));
}

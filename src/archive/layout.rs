//! The names of files in an archive.

use super::extension::known;
use crate::schema::Digest;
use jiff::Timestamp;
use std::path::{Path, PathBuf};

pub(super) const MARK: &str = "archive.toml";
pub(super) const CAPTURES: &str = "captures";
pub(super) const OBJECTS: &str = "objects";
pub(super) const DECISIONS: &str = "decisions";
pub(super) const DELIVERIES: &str = "deliveries";
pub(super) const FORGOTTEN: &str = "forgotten";
pub(super) const DERIVED: &str = "derived";

/// The file in `derived/` by which a run keeps others out.
pub(super) const LOCK: &str = "fetch.lock";

/// How the name of a temporary file begins.
pub(super) const TEMPORARY: &str = ".tmp-";

/// The longest run id that goes into a name.
const LONGEST_RUN: usize = 40;

/// `objects/88/8859….md`.
pub(super) fn object(root: &Path, digest: &Digest, extension: &str) -> PathBuf {
    let hex = digest.hex();
    let (folder, _) = hex.split_at(2);
    root.join(OBJECTS).join(folder).join(format!("{hex}.{extension}"))
}

/// `decisions/8859….toml`.
pub(super) fn decision(root: &Path, digest: &Digest) -> PathBuf {
    root.join(DECISIONS).join(format!("{digest}.toml"))
}

/// `forgotten/8859….toml`: named by the body that was taken out.
pub(super) fn forgotten(root: &Path, digest: &Digest) -> PathBuf {
    root.join(FORGOTTEN).join(format!("{digest}.toml"))
}

/// The digest of a decision's file name.
pub(super) fn read_decision(name: &str) -> Option<Digest> {
    read_digest(name, ".toml")
}

/// The digest of a file name that is a digest and this ending.
pub(super) fn read_digest(name: &str, ending: &str) -> Option<Digest> {
    let hex = name.strip_suffix(ending)?;
    hex.parse().ok().filter(|digest: &Digest| digest.hex() == hex)
}

/// `deliveries/8859….json`.
pub(super) fn delivery(root: &Path, digest: &Digest) -> PathBuf {
    root.join(DELIVERIES).join(format!("{digest}.json"))
}

/// The digest of a delivery's file name.
pub(super) fn read_delivery(name: &str) -> Option<Digest> {
    let hex = name.strip_suffix(".json")?;
    hex.parse().ok().filter(|digest: &Digest| digest.hex() == hex)
}

/// The digest and extension of an object's file name.
pub(super) fn read_object(name: &str) -> Option<(Digest, &'static str)> {
    let (hex, extension) = name.split_once('.')?;
    let digest: Digest = hex.parse().ok()?;
    // One spelling each, so that a body has one name.
    (digest.hex() == hex).then_some(())?;
    Some((digest, known(extension)?))
}

/// `2026-11-23T150405Z-<run>`, the stem of a log's name. What is no ASCII letter or digit of the run's id is dropped.
pub(super) fn log_stem(started: Timestamp, run: &str) -> String {
    let run: String = run.chars().filter(char::is_ascii_alphanumeric).take(LONGEST_RUN).collect();
    let run = if run.is_empty() { "run" } else { &run };
    format!("{}-{run}", started.strftime("%Y-%m-%dT%H%M%SZ"))
}

/// Whether a name is that of a log: `2026-11-23T150405Z-<run>.jsonl`, `…-<run>-2.jsonl`.
pub(super) fn is_log(name: &str) -> bool {
    let Some(stem) = name.strip_suffix(".jsonl") else { return false };
    let Some((time, run)) = stem.split_once("Z-") else { return false };
    let digits = "dddd-dd-ddTdddddd";
    let timed = time.len() == digits.len()
        && time.bytes().zip(digits.bytes()).all(|(b, d)| if d == b'd' { b.is_ascii_digit() } else { b == d });
    timed && !run.is_empty() && run.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_run_id_leaves_its_folder() {
        let started: Timestamp = "2026-11-23T15:04:05.25Z".parse().unwrap();
        assert_eq!(log_stem(started, "a1b2"), "2026-11-23T150405Z-a1b2");
        assert_eq!(log_stem(started, "../../etc/榜"), "2026-11-23T150405Z-etc");
        assert_eq!(log_stem(started, "榜"), "2026-11-23T150405Z-run");
        assert!(is_log("2026-11-23T150405Z-a1b2.jsonl") && is_log("2026-11-23T150405Z-a1b2-2.jsonl"));
        for other in ["2026-11-23T150405Z-.jsonl", "2026-11-23T150405Z-a.json", "x.jsonl", "2026-11-23T15040Z-a.jsonl"]
        {
            assert!(!is_log(other), "{other}");
        }
    }

    #[test]
    fn an_object_has_one_name() {
        let digest = Digest::of(b"abc");
        let path = object(Path::new("a"), &digest, "md");
        let name = format!("{digest}.md");
        assert_eq!(path, Path::new("a").join("objects").join("ba").join(&name));
        assert_eq!(read_object(&name), Some((digest, "md")));
        assert_eq!(read_object(&name.to_uppercase()), None);
        assert_eq!(read_object(&format!("{digest}.exe")), None);
        assert_eq!(read_object("abc.md"), None);
    }
}

//! Git repositories that are made of a list of commits.

use std::fmt::Write as _;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use tempfile::TempDir;

/// A bare repository in a folder of its own.
pub struct Repository {
    folder: TempDir,
}

/// One commit: when, and what lies at which paths from then on.
pub struct Commit<'c> {
    /// `2023-05-04T01:36:10Z`, or seconds.
    pub at: &'c str,
    pub files: Vec<(&'c str, File<'c>)>,
    /// The branch that it goes on.
    pub branch: &'c str,
    /// The branch that it brings in.
    pub merges: Option<&'c str>,
    /// The branch that its branch begins at.
    pub from: Option<&'c str>,
}

#[derive(Clone, Copy)]
pub enum File<'c> {
    Text(&'c [u8]),
    Link(&'c str),
    Module,
    Gone,
}

/// A commit on the main branch.
pub fn commit<'c>(at: &'c str, files: &[(&'c str, &'c str)]) -> Commit<'c> {
    let files = files.iter().map(|(path, text)| (*path, File::Text(text.as_bytes()))).collect();
    Commit { at, files, branch: "main", merges: None, from: None }
}

impl Repository {
    pub fn new() -> Repository {
        let repository = Repository { folder: tempfile::tempdir().unwrap() };
        repository.git(&["init", "--quiet", "--bare", "--initial-branch=main"]);
        repository.git(&["config", "uploadpack.allowFilter", "true"]);
        repository.git(&["config", "uploadpack.allowAnySHA1InWant", "true"]);
        repository
    }

    pub fn of(commits: &[Commit<'_>]) -> Repository {
        let repository = Repository::new();
        repository.add(commits);
        repository
    }

    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    pub fn address(&self) -> String {
        format!("file://{}", self.path().display())
    }

    /// What git prints.
    pub fn git(&self, arguments: &[&str]) -> String {
        run(self.path(), arguments, &[])
    }

    /// A clone by git itself.
    pub fn cloned(&self, into: PathBuf, arguments: &[&str]) -> PathBuf {
        let (address, into_text) = (self.address(), into.to_str().unwrap().to_owned());
        let arguments = [&["clone", "--quiet"], arguments, &[address.as_str(), into_text.as_str()]].concat();
        run(self.path(), &arguments, &[]);
        into
    }

    /// Adds commits after those that are there.
    pub fn add(&self, commits: &[Commit<'_>]) {
        let mut stream: Vec<u8> = Vec::new();
        let mut begun: Vec<&str> = Vec::new();
        for Commit { at, files, branch, merges, from } in commits {
            let seconds = at.parse().unwrap_or_else(|_| at.parse::<bangdan::schema::Timestamp>().unwrap().as_second());
            let mut head = format!("commit refs/heads/{branch}\n");
            write!(head, "committer T <t@example.invalid> {seconds} +0000\ndata 1\nx\n").unwrap();
            let is_there = self.has(branch);
            match from {
                Some(from) => writeln!(head, "from refs/heads/{from}").unwrap(),
                None if is_there && !begun.contains(branch) => writeln!(head, "from refs/heads/{branch}^0").unwrap(),
                None => {}
            }
            begun.push(branch);
            if let Some(merged) = merges {
                writeln!(head, "merge refs/heads/{merged}").unwrap();
            }
            stream.extend_from_slice(head.as_bytes());
            for (path, file) in files {
                let (mode, bytes): (&str, &[u8]) = match file {
                    File::Text(bytes) => ("100644", bytes),
                    File::Link(target) => ("120000", target.as_bytes()),
                    File::Module => {
                        writeln!(stream, "M 160000 1234567890123456789012345678901234567890 {path}").unwrap();
                        continue;
                    }
                    File::Gone => {
                        writeln!(stream, "D {path}").unwrap();
                        continue;
                    }
                };
                write!(stream, "M {mode} inline {path}\ndata {}\n", bytes.len()).unwrap();
                stream.extend_from_slice(bytes);
                stream.push(b'\n');
            }
        }
        run(self.path(), &["fast-import", "--quiet", "--force"], &stream);
    }

    fn has(&self, branch: &str) -> bool {
        let reference = format!("refs/heads/{branch}");
        !run_any(self.path(), &["rev-parse", "--verify", "--quiet", &reference], &[]).1.is_empty()
    }
}

fn run(folder: &Path, arguments: &[&str], input: &[u8]) -> String {
    let (succeeded, printed) = run_any(folder, arguments, input);
    assert!(succeeded, "git {arguments:?}: {printed}");
    printed
}

fn run_any(folder: &Path, arguments: &[&str], input: &[u8]) -> (bool, String) {
    let mut child = Command::new("git")
        .current_dir(folder)
        .args(["-c", "protocol.file.allow=always", "-c", "user.name=T", "-c", "user.email=t@example.invalid"])
        .args(arguments)
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .env("GIT_CONFIG_NOSYSTEM", "1")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::inherit())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(input).unwrap();
    let output = child.wait_with_output().unwrap();
    (output.status.success(), String::from_utf8_lossy(&output.stdout).into_owned())
}

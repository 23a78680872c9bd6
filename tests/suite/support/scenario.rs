//! A command line in a folder of its own: what it printed, and how it ended.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::OnceLock;
use tempfile::TempDir;

/// A scratch folder with an archive, in which commands are run.
pub struct Scenario {
    folder: TempDir,
    language: &'static str,
    archive: PathBuf,
}

/// How a command ended.
#[must_use]
pub struct Ended {
    /// What it was.
    pub command: String,
    /// Its exit code.
    pub code: i32,
    /// Its data.
    pub stdout: String,
    /// Its messages.
    pub stderr: String,
}

impl Scenario {
    /// An empty folder; the archive is `archive` in it.
    pub fn new() -> Scenario {
        let folder = tempfile::tempdir().unwrap();
        let archive = folder.path().join("archive");
        Scenario { folder, language: "en", archive }
    }

    /// The fixtures in an archive that all tests share: for commands that only read.
    pub fn fixtures() -> Scenario {
        static SHARED: OnceLock<Scenario> = OnceLock::new();
        let shared = SHARED.get_or_init(Scenario::own_fixtures);
        Scenario { archive: shared.archive.clone(), ..Scenario::new() }
    }

    /// The fixtures in an archive of its own.
    pub fn own_fixtures() -> Scenario {
        let scenario = Scenario::new();
        scenario.run(&["fetch", "--replay", fixtures().to_str().unwrap()]).succeeded();
        scenario
    }

    /// The same in Chinese.
    pub fn in_chinese(mut self) -> Scenario {
        self.language = "zh";
        self
    }

    /// A path in the folder.
    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// The archive's folder.
    pub fn archive(&self) -> &Path {
        &self.archive
    }

    /// Writes a file in the folder.
    pub fn write(&self, name: &str, text: &str) -> PathBuf {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, text).unwrap();
        path
    }

    /// Runs bangdan with these arguments.
    pub fn run(&self, arguments: &[&str]) -> Ended {
        self.fed(arguments, b"")
    }

    /// The command of these arguments, not yet begun.
    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_bangdan"));
        command
            .args(arguments)
            .current_dir(self.folder.path())
            .env_clear()
            .env("HOME", self.folder.path())
            .env("BANGDAN_ARCHIVE", &self.archive)
            .env("BANGDAN_SOURCES", self.path("sources"))
            .env("LANG", self.language)
            .env("COLUMNS", "100");
        command
    }

    /// Runs bangdan with these arguments and this standard input.
    pub fn fed(&self, arguments: &[&str], input: &[u8]) -> Ended {
        let mut command = self.command(arguments);
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let mut stdin = child.stdin.take().unwrap();
        let input = input.to_owned();
        let feeder = std::thread::spawn(move || {
            // Who does not read its input closes it.
            let _ = stdin.write_all(&input);
        });
        let output = child.wait_with_output().unwrap();
        feeder.join().unwrap();
        Ended {
            command: arguments.join(" "),
            code: output.status.code().unwrap_or(-1),
            stdout: String::from_utf8(output.stdout).unwrap(),
            stderr: String::from_utf8(output.stderr).unwrap(),
        }
    }
}

impl Ended {
    /// Holds the exit code; gives the data.
    pub fn ended_with(self, code: i32) -> Ended {
        assert_eq!(self.code, code, "{}\n{}\n{}", self.command, self.stdout, self.stderr);
        self
    }

    /// Holds that all went well; gives the data.
    pub fn succeeded(self) -> String {
        self.ended_with(0).stdout
    }
}

/// The archive of fixtures.
pub fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/archive")
}

//! The `git` program, called so that neither a repository nor an address can make it do anything else.

use crate::error::{Error, ErrorKind, Result};
use crate::message;
use crate::text::printable_line;
use std::ffi::OsStr;
use std::io::{BufRead, BufReader, Read, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, ExitStatus, Stdio};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

/// A program that says nothing for so long is given up.
const SILENCE: Duration = Duration::from_secs(180);

/// How much of what it says on the error stream is kept.
const MOST_SAID: usize = 8 << 10;

/// Settings that outrank a repository's own: nothing of it is run.
const SETTINGS: &[&str] = &[
    "core.hooksPath=/dev/null",
    "core.fsmonitor=false",
    "core.askPass=",
    "core.quotePath=false",
    "protocol.ext.allow=never",
    "core.alternateRefsCommand=true",
    "log.showSignature=false",
    "log.showRoot=true",
    "log.follow=false",
    "diff.renameLimit=2000",
    "gc.auto=0",
    "maintenance.auto=false",
    "fetch.recurseSubmodules=false",
    "http.lowSpeedLimit=500",
    "http.lowSpeedTime=90",
];

/// Variables that would lead it to another repository, or let it ask a person.
const FORGOTTEN: &[&str] = &[
    "GIT_DIR",
    "GIT_WORK_TREE",
    "GIT_INDEX_FILE",
    "GIT_OBJECT_DIRECTORY",
    "GIT_ALTERNATE_OBJECT_DIRECTORIES",
    "GIT_COMMON_DIR",
    "GIT_NAMESPACE",
    "GIT_PREFIX",
    "GIT_EXTERNAL_DIFF",
    "GIT_PAGER",
    "GIT_TRACE",
    "GIT_SHALLOW_FILE",
    "GIT_GRAFT_FILE",
    "GIT_REPLACE_REF_BASE",
    "GIT_GLOB_PATHSPECS",
    "GIT_NOGLOB_PATHSPECS",
    "GIT_ICASE_PATHSPECS",
];

/// A call of git.
pub(super) struct Git {
    command: Command,
}

/// A git that runs.
pub(super) struct Running {
    child: Arc<Mutex<Child>>,
    pub(super) input: Option<ChildStdin>,
    output: BufReader<ChildStdout>,
    watch: Arc<Watch>,
    said: Option<JoinHandle<Vec<u8>>>,
    guard: Option<JoinHandle<()>>,
}

/// When it last said something.
struct Watch {
    begun: Instant,
    last: AtomicU64,
    done: AtomicBool,
    killed: AtomicBool,
}

impl Git {
    /// In a repository, or in no particular one.
    pub(super) fn new(repository: Option<&Path>) -> Git {
        let mut command = Command::new("git");
        for name in FORGOTTEN {
            command.env_remove(name);
        }
        command
            .env("GIT_TERMINAL_PROMPT", "0")
            .env("GIT_ASKPASS", "")
            .env("SSH_ASKPASS", "")
            .env("GIT_SSH_COMMAND", "ssh -oBatchMode=yes -oConnectTimeout=20 -oServerAliveInterval=15")
            .env("GIT_ALLOW_PROTOCOL", "http:https:ssh:git:file")
            .env("GIT_OPTIONAL_LOCKS", "0")
            .env("GIT_NO_REPLACE_OBJECTS", "1")
            .env("GIT_LITERAL_PATHSPECS", "1")
            .env("LC_ALL", "C");
        if let Some(repository) = repository {
            command.arg("-C").arg(repository);
        }
        command.arg("--no-pager");
        for setting in SETTINGS {
            command.args(["-c", setting]);
        }
        Git { command }
    }

    /// Without asking another repository for what is not there.
    pub(super) fn alone(mut self) -> Git {
        // Earlier gits do not know the first; without a protocol none gets far.
        self.command.env("GIT_NO_LAZY_FETCH", "1").env("GIT_ALLOW_PROTOCOL", "none");
        self
    }

    /// In a clone that somebody else may have made, asking its remote: what its settings would run on the way is not
    /// run. It is asked without passwords, and over protocols that need no helper.
    pub(super) fn asking_a_strangers(mut self) -> Git {
        self.command.env("GIT_ALLOW_PROTOCOL", "http:https:file").args(["-c", "credential.helper="]);
        self
    }

    pub(super) fn args<A: AsRef<OsStr>>(mut self, arguments: impl IntoIterator<Item = A>) -> Git {
        self.command.args(arguments);
        self
    }

    /// Starts it.
    pub(super) fn start(mut self) -> Result<Running> {
        self.command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = self.command.spawn().map_err(not_started)?;
        let (Some(input), Some(output), Some(errors)) = (child.stdin.take(), child.stdout.take(), child.stderr.take())
        else {
            return Err(failed("git", "no streams"));
        };
        let watch = Arc::new(Watch {
            begun: Instant::now(),
            last: AtomicU64::new(0),
            done: AtomicBool::new(false),
            killed: AtomicBool::new(false),
        });
        let child = Arc::new(Mutex::new(child));
        let (heard, guarded, killing) = (Arc::clone(&watch), Arc::clone(&watch), Arc::clone(&child));
        let said = std::thread::spawn(move || listen(errors, &heard));
        let guard = std::thread::spawn(move || guarded.guard(&killing));
        let output = BufReader::with_capacity(64 << 10, output);
        Ok(Running { child, input: Some(input), output, watch, said: Some(said), guard: Some(guard) })
    }

    /// Runs it to its end; what it printed, at most `most` bytes.
    pub(super) fn output(self, doing: &str, most: usize) -> Result<Vec<u8>> {
        let mut running = self.start()?;
        running.input = None;
        let mut printed = Vec::new();
        let mut chunk = [0; 16 << 10];
        loop {
            let read = running.read(&mut chunk).map_err(|error| failed(doing, &error.to_string()))?;
            let left = most.saturating_sub(printed.len());
            printed.extend_from_slice(chunk.get(..read.min(left)).unwrap_or_default());
            if read == 0 || left <= read {
                break;
            }
        }
        running.end(doing)?;
        Ok(printed)
    }
}

impl Running {
    /// Reads up to the next NUL, which is left out; `None` at the end.
    pub(super) fn token(&mut self, into: &mut Vec<u8>) -> std::io::Result<Option<()>> {
        into.clear();
        let read = self.output.read_until(0, into)?;
        self.watch.tick();
        if into.last() == Some(&0) {
            into.pop();
        }
        Ok((read > 0).then_some(()))
    }

    /// Reads up to the next line break, which is left out.
    pub(super) fn line(&mut self) -> std::io::Result<String> {
        let mut line = Vec::new();
        (&mut self.output).take(4096).read_until(b'\n', &mut line)?;
        self.watch.tick();
        Ok(String::from_utf8_lossy(line.trim_ascii_end()).into_owned())
    }

    /// Reads so many bytes.
    pub(super) fn exactly(&mut self, count: usize) -> std::io::Result<Vec<u8>> {
        let mut bytes = vec![0; count];
        self.output.read_exact(&mut bytes)?;
        self.watch.tick();
        Ok(bytes)
    }

    /// Passes over so many bytes.
    pub(super) fn pass(&mut self, count: u64) -> std::io::Result<()> {
        let watch = Arc::clone(&self.watch);
        let mut rest = (&mut self.output).take(count);
        let mut chunk = [0; 16 << 10];
        while rest.read(&mut chunk)? > 0 {
            watch.tick();
        }
        Ok(())
    }

    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        let read = self.output.read(into)?;
        self.watch.tick();
        Ok(read)
    }

    /// Writes to it, and makes it read that.
    pub(super) fn tell(&mut self, bytes: &[u8]) -> std::io::Result<()> {
        self.watch.tick();
        match &mut self.input {
            Some(input) => input.write_all(bytes).and_then(|()| input.flush()),
            None => Ok(()),
        }
    }

    /// Waits for its end; an error where it failed.
    pub(super) fn end(mut self, doing: &str) -> Result<()> {
        self.input = None;
        let status = self.wait().map_err(|error| failed(doing, &error.to_string()))?;
        let said = self.said.take().and_then(|said| said.join().ok()).unwrap_or_default();
        if status.success() {
            return Ok(());
        }
        if self.watch.killed.load(Ordering::Relaxed) {
            let seconds = SILENCE.as_secs();
            return Err(failed(doing, &format!("it said nothing for {seconds} s and was stopped")));
        }
        Err(failed(doing, &last_words(&said)))
    }

    fn wait(&self) -> std::io::Result<ExitStatus> {
        loop {
            if let Some(status) = self.child.lock().unwrap_or_else(PoisonError::into_inner).try_wait()? {
                self.watch.done.store(true, Ordering::Relaxed);
                return Ok(status);
            }
            std::thread::sleep(Duration::from_millis(1));
        }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.input = None;
        self.watch.done.store(true, Ordering::Relaxed);
        {
            let mut child = self.child.lock().unwrap_or_else(PoisonError::into_inner);
            if !matches!(child.try_wait(), Ok(Some(_))) {
                let _ = child.kill();
                let _ = child.wait();
            }
        }
        if let Some(guard) = self.guard.take() {
            guard.thread().unpark();
            let _ = guard.join();
        }
    }
}

impl Watch {
    fn tick(&self) {
        let now = u64::try_from(self.begun.elapsed().as_millis()).unwrap_or(u64::MAX);
        self.last.store(now, Ordering::Relaxed);
    }

    fn guard(&self, child: &Mutex<Child>) {
        while !self.done.load(Ordering::Relaxed) {
            std::thread::park_timeout(Duration::from_millis(500));
            let silent = self.begun.elapsed().saturating_sub(Duration::from_millis(self.last.load(Ordering::Relaxed)));
            if silent > SILENCE && !self.done.load(Ordering::Relaxed) {
                self.killed.store(true, Ordering::Relaxed);
                let _ = child.lock().unwrap_or_else(PoisonError::into_inner).kill();
                return;
            }
        }
    }
}

fn listen(mut errors: impl Read, watch: &Watch) -> Vec<u8> {
    let mut said: Vec<u8> = Vec::new();
    let mut chunk = [0; 1024];
    while let Ok(read @ 1..) = errors.read(&mut chunk) {
        watch.tick();
        said.extend_from_slice(chunk.get(..read).unwrap_or_default());
        if said.len() > MOST_SAID {
            said.drain(..said.len() - MOST_SAID);
        }
    }
    said
}

/// What matters of what git said: its last complaint.
fn last_words(said: &[u8]) -> String {
    let said = String::from_utf8_lossy(said);
    let lines: Vec<&str> = said.split(['\n', '\r']).map(str::trim).filter(|line| !line.is_empty()).collect();
    let complaint = |line: &&&str| line.starts_with("fatal:") || line.starts_with("error:");
    let last = lines.iter().find(complaint).or(lines.last()).copied().unwrap_or("it gave no reason");
    printable_line(last).chars().take(300).collect()
}

fn not_started(cause: std::io::Error) -> Error {
    let missing = cause.kind() == std::io::ErrorKind::NotFound;
    let what = message!("the program git cannot be started", "无法启动 git 程序");
    let error = Error::new(ErrorKind::Usage { what }).caused_by(cause);
    if missing {
        return error.with_hint(message!(
            "install git, or take the versions another way: `--from github`",
            "请安装 git，或改用其他方式：`--from github`"
        ));
    }
    error
}

/// What git could not do, and why it said so.
pub(super) fn failed(doing: &str, why: &str) -> Error {
    let why = printable_line(why).into_owned();
    let error = Error::new(ErrorKind::Unreadable {
        what: doing.to_owned(),
        position: None,
        why: message!("git: {why}", "git：{why}"),
    });
    if why.contains("dubious ownership") {
        return error.with_hint(message!(
            "the folder belongs to another user: `git config --global --add safe.directory FOLDER` trusts it",
            "该目录属于其他用户：`git config --global --add safe.directory 目录` 表示信任"
        ));
    }
    if why.contains("not a git repository") {
        return error
            .with_hint(message!("--repository names a clone, or an address", "用 --repository 指明克隆目录或地址"));
    }
    if why.contains("could not read Username") || why.contains("Authentication failed") {
        return error.with_hint(message!(
            "there is no such public repository; a private one needs a credential helper",
            "没有这个公开仓库；私有仓库需配置凭据助手"
        ));
    }
    error
}

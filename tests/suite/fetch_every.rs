//! `fetch --every`: rounds that go on whatever fails, never two at once, and an end that loses nothing.

use crate::support::Scenario;
use bangdan::archive::Archive;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::process::{Child, Stdio};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

/// The longest that a test waits for anything.
const PATIENCE: Duration = Duration::from_secs(40);

/// Answers each path with a body after a pause; can be taken away and put back at the same address.
struct Server {
    port: u16,
    asked: Arc<AtomicUsize>,
    ended: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

type Answer = fn(&str, usize) -> (Duration, String);

impl Server {
    fn start(port: u16, answer: Answer) -> Server {
        let listener = TcpListener::bind(("127.0.0.1", port)).unwrap();
        listener.set_nonblocking(true).unwrap();
        let port = listener.local_addr().unwrap().port();
        let (asked, ended) = (Arc::<AtomicUsize>::default(), Arc::<AtomicBool>::default());
        let (count, end) = (Arc::clone(&asked), Arc::clone(&ended));
        let thread = thread::spawn(move || {
            while !end.load(Ordering::SeqCst) {
                match listener.accept() {
                    Ok((stream, _)) => {
                        let count = Arc::clone(&count);
                        thread::spawn(move || serve(stream, &count, answer));
                    }
                    Err(_) => thread::sleep(Duration::from_millis(5)),
                }
            }
        });
        Server { port, asked, ended, thread: Some(thread) }
    }

    /// The requests so far, without those for robots.txt.
    fn asked(&self) -> usize {
        self.asked.load(Ordering::SeqCst)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.ended.store(true, Ordering::SeqCst);
        let _ = self.thread.take().unwrap().join();
    }
}

fn serve(mut stream: TcpStream, count: &AtomicUsize, answer: Answer) {
    stream.set_nonblocking(false).unwrap();
    let mut request = Vec::new();
    let mut byte = [0];
    while !request.ends_with(b"\r\n\r\n") && stream.read(&mut byte).is_ok_and(|read| read > 0) {
        request.push(byte[0]);
    }
    let request = String::from_utf8_lossy(&request).into_owned();
    let Some(path) = request.split(' ').nth(1) else { return };
    let (status, pause, body) = if path == "/robots.txt" {
        ("404 Not Found", Duration::ZERO, String::new())
    } else {
        let (pause, body) = answer(path, count.fetch_add(1, Ordering::SeqCst));
        ("200 OK", pause, body)
    };
    thread::sleep(pause);
    let length = body.len();
    let _ = write!(stream, "HTTP/1.1 {status}\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n{body}");
}

/// A page with a table that never changes.
fn page(_: &str, _: usize) -> (Duration, String) {
    (Duration::ZERO, "| model | score |\n|---|---|\n| A | 90.1 |\n| B | 80.2 |\n".to_owned())
}

fn scenario(port: u16) -> Scenario {
    let scenario = Scenario::new();
    let definition = format!(
        "id = \"test\"\npublisher = \"P\"\nhomepage = \"http://p.example/\"\nlanguages = [\"zh\"]\n\
         name = {{ en = \"Test\", zh = \"测试\" }}\n\
         [resource.page]\nurl = \"http://127.0.0.1:{port}/page.md\"\n\
         [resource.slow]\nurl = \"http://127.0.0.1:{port}/slow.md\"\n\
         [[board]]\nid = \"test/page\"\nrolling = true\nname = {{ en = \"Page\", zh = \"页\" }}\n\
         columns = {{ model = [\"model\"] }}\n\
         variants = [{{ resource = \"page\", table = {{ format = \"markdown\" }} }}]\n\
         [[board.metric]]\nid = \"score\"\nheader = [\"score\"]\nrange = [0, 100]\nprimary = true\n"
    );
    scenario.write("sources/test.toml", &definition);
    scenario
}

/// A command that runs on.
struct Running {
    child: Child,
    lines: Arc<Mutex<Vec<String>>>,
}

impl Running {
    fn start(scenario: &Scenario, arguments: &[&str]) -> Running {
        let mut command = scenario.command(arguments);
        let mut child = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
        let stderr = BufReader::new(child.stderr.take().unwrap());
        let lines = Arc::<Mutex<Vec<String>>>::default();
        let told = Arc::clone(&lines);
        thread::spawn(move || stderr.lines().for_each(|line| told.lock().unwrap().push(line.unwrap())));
        Running { child, lines }
    }

    fn told(&self) -> String {
        self.lines.lock().unwrap().join("\n")
    }

    /// Waits until something holds, or fails with what was told so far.
    fn until(&self, what: &str, holds: impl Fn(&str) -> bool) {
        let begun = Instant::now();
        while !holds(&self.told()) {
            assert!(begun.elapsed() < PATIENCE, "{what} did not come:\n{}", self.told());
            thread::sleep(Duration::from_millis(20));
        }
    }

    fn tells(&self, text: &str) {
        self.until(text, |told| told.contains(text));
    }

    fn signal(&self, name: &str) {
        let id = self.child.id().to_string();
        assert!(std::process::Command::new("kill").args(["-s", name, &id]).status().unwrap().success());
    }

    /// The exit code, of a command that ends by itself.
    fn ends(&mut self) -> i32 {
        let begun = Instant::now();
        loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                return status.code().unwrap_or(-1);
            }
            assert!(begun.elapsed() < PATIENCE, "it does not end:\n{}", self.told());
            thread::sleep(Duration::from_millis(20));
        }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn captures(scenario: &Scenario) -> usize {
    Archive::open(scenario.archive()).unwrap().captures().unwrap().len()
}

#[test]
fn rounds_follow_each_other_and_say_when() {
    let server = Server::start(0, page);
    let scenario = scenario(server.port);
    let mut running = Running::start(&scenario, &["fetch", "test", "--every", "4s", "--rounds", "3"]);
    assert_eq!(running.ends(), 0, "{}", running.told());
    let told = running.told();
    assert_eq!(captures(&scenario), 6, "{told}");
    for line in told.lines() {
        let time: Result<bangdan::schema::Timestamp, _> = line.split(' ').next().unwrap().parse();
        assert!(time.is_ok(), "no time: {line}");
    }
    // Whole turns after the first round, however long each took, and a fifth of a second by chance at most.
    let began = |round: usize| {
        let line = told.lines().find(|line| line.ends_with(&format!("round {round} begins"))).unwrap();
        line.split(' ').next().unwrap().parse::<bangdan::schema::Timestamp>().unwrap().as_second()
    };
    let later = began(3) - began(1);
    assert!(later >= 8 && later % 4 <= 1, "{later}: {told}");
    assert!(told.contains("2 new, 0 unchanged") && told.contains("0 new, 2 unchanged"), "{told}");
    assert!(told.contains("done after round 3, which ended with 0"), "{told}");
}

#[test]
fn a_server_that_dies_and_returns_is_asked_again() {
    let server = Server::start(0, page);
    let port = server.port;
    let scenario = scenario(port);
    let mut running = Running::start(&scenario, &["fetch", "test", "--every", "1s"]);
    running.tells("round 1 ended with 0");
    drop(server);
    running.tells("ended with 3");
    assert!(running.told().contains("no connection"), "{}", running.told());
    let before = running.told().matches("ended with 0").count();
    let server = Server::start(port, page);
    running.until("another good round", |told| told.matches("ended with 0").count() > before);
    assert!(server.asked() > 0);
    running.signal("INT");
    let code = running.ends();
    assert!(code == 0 && running.told().contains("stopped"), "{code}\n{}", running.told());
    scenario.run(&["verify"]).succeeded();
}

#[test]
fn an_archive_that_cannot_be_written_for_a_while_is_said_and_tried_again() {
    let server = Server::start(0, page);
    let scenario = scenario(server.port);
    scenario.run(&["init", scenario.archive().to_str().unwrap()]).succeeded();
    // A file where the folder of logs belongs stands for a full disk: the run cannot be begun.
    let captures = scenario.archive().join("captures");
    std::fs::write(&captures, "").unwrap();
    let running = Running::start(&scenario, &["fetch", "test", "--every", "1s"]);
    running.tells("round 2 ended with 5");
    assert!(running.told().contains("captures"), "{}", running.told());
    assert_eq!(server.asked(), 0, "what cannot be kept is not asked for");
    std::fs::remove_file(&captures).unwrap();
    running.tells("ended with 0");
    running.tells("2 new");
}

/// The first page at once, the other one never within this test.
fn one_hangs(path: &str, _: usize) -> (Duration, String) {
    (if path == "/slow.md" { PATIENCE * 2 } else { Duration::ZERO }, page(path, 0).1)
}

#[test]
fn a_signal_in_the_middle_of_a_round_keeps_what_came() {
    for signal in ["TERM", "INT"] {
        let server = Server::start(0, one_hangs);
        let scenario = scenario(server.port);
        let mut running = Running::start(&scenario, &["fetch", "test", "--every", "6h"]);
        running.until("both requests", |_| server.asked() == 2);
        // The first answer has to arrive.
        thread::sleep(Duration::from_millis(500));
        let asked = Instant::now();
        running.signal(signal);
        assert_eq!(running.ends(), 0, "{}", running.told());
        assert!(asked.elapsed() < Duration::from_secs(5), "it took {:?}", asked.elapsed());
        assert!(running.told().contains("1 new") && running.told().contains("stopped"), "{}", running.told());
        assert_eq!(captures(&scenario), 1);
        let verified = scenario.run(&["verify"]).succeeded();
        assert!(verified.contains("the archive is whole") && !verified.contains("unfinished"), "{verified}");
        let shown = scenario.run(&["show", "test/page"]).succeeded();
        assert!(shown.contains("90.1"), "{shown}");
    }
}

#[test]
fn two_never_fetch_into_one_archive_at_once_and_a_killed_one_keeps_nobody_out() {
    let server = Server::start(0, one_hangs);
    let scenario = scenario(server.port);
    let mut first = Running::start(&scenario, &["fetch", "test", "--every", "6h"]);
    first.until("both requests", |_| server.asked() == 2);
    let id = first.child.id();
    // One of cron's, and another that runs on.
    let ended = scenario.run(&["fetch", "test"]);
    let said = format!("another fetch is at work on this archive (pid {id}, ");
    assert!(ended.stderr.contains(&said) && ended.stderr.contains("hint: "), "{}", ended.stderr);
    let _ = ended.ended_with(2);
    let mut second = Running::start(&scenario, &["fetch", "test", "--every", "1s", "--rounds", "2"]);
    assert_eq!(second.ends(), 2, "{}", second.told());
    assert_eq!(second.told().matches("this round is left out").count(), 2, "{}", second.told());
    assert_eq!(server.asked(), 2, "nobody else asked");
    // Reading goes on meanwhile, and so does a replay.
    scenario.run(&["list", "test"]).succeeded();
    first.signal("KILL");
    first.ends();
    let third = Running::start(&scenario, &["fetch", "test", "--every", "1s"]);
    third.until("its requests", |_| server.asked() > 2);
    assert!(!third.told().contains("left out"), "{}", third.told());
}

#[test]
fn what_is_typed_wrongly_ends_at_once() {
    let scenario = scenario(1);
    for (arguments, said) in [
        (&["fetch", "test", "--every", "6"][..], "is no span of time"),
        (&["fetch", "nobody", "--every", "6h"], "no source is called"),
        (&["fetch", "test", "--every", "6h", "--now", "2026-11-23"], "--now stops it"),
        (&["fetch", "test", "--rounds", "2"], "--every"),
        (&["fetch", "test", "--every", "6h", "--replay", "x"], "--replay"),
    ] {
        let ended = scenario.run(arguments);
        assert!(ended.stderr.contains(said), "{}: {}", ended.command, ended.stderr);
        let _ = ended.ended_with(2);
    }
}

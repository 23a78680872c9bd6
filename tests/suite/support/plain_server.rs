//! A server on the loopback interface for commands that are run as processes of their own: it needs no runtime, and can
//! be taken away and put back.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread::{self, JoinHandle};
use std::time::Duration;

/// Answers each path with a body after a pause; can be taken away and put back at the same address.
pub struct PlainServer {
    pub port: u16,
    asked: Arc<AtomicUsize>,
    ended: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

/// The status, the pause before it, and the body.
pub type Answered = (u16, Duration, String);

/// Answers a path, by how many requests there were before.
type Answer = fn(&str, usize) -> Answered;

impl PlainServer {
    /// On a port of this machine; 0 is any.
    pub fn start(port: u16, answer: Answer) -> PlainServer {
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
        PlainServer { port, asked, ended, thread: Some(thread) }
    }

    /// The requests so far, without those for robots.txt.
    pub fn asked(&self) -> usize {
        self.asked.load(Ordering::SeqCst)
    }
}

impl Drop for PlainServer {
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
        (404, Duration::ZERO, String::new())
    } else {
        answer(path, count.fetch_add(1, Ordering::SeqCst))
    };
    thread::sleep(pause);
    let length = body.len();
    let _ = write!(stream, "HTTP/1.1 {status} X\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n{body}");
}

//! An HTTP/1.1 server on the loopback interface whose every byte is written by the test.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;
use tokio::time::Instant;

/// What a path answers.
#[derive(Clone)]
pub struct Reply {
    /// Pieces of the response, each after a pause.
    parts: Vec<(Duration, Vec<u8>)>,
    close: bool,
}

impl Reply {
    /// A whole response with its right length.
    pub fn new(status: u16, headers: &[(&str, &str)], body: impl AsRef<[u8]>) -> Reply {
        let body = body.as_ref();
        let mut bytes = format!("HTTP/1.1 {status} X\r\nContent-Length: {}\r\n", body.len());
        for (name, value) in headers {
            bytes.extend([name, ": ", value, "\r\n"]);
        }
        bytes.push_str("\r\n");
        let mut bytes = bytes.into_bytes();
        if status != 304 {
            bytes.extend_from_slice(body);
        }
        Reply { parts: vec![(Duration::ZERO, bytes)], close: false }
    }

    pub fn ok(body: impl AsRef<[u8]>) -> Reply {
        Reply::new(200, &[], body)
    }

    pub fn status(status: u16) -> Reply {
        Reply::new(status, &[], "")
    }

    pub fn redirect(to: &str) -> Reply {
        Reply::new(302, &[("Location", to)], "")
    }

    /// These bytes, and then the connection is closed.
    pub fn raw(bytes: impl AsRef<[u8]>) -> Reply {
        Reply { parts: vec![(Duration::ZERO, bytes.as_ref().to_vec())], close: true }
    }

    /// Everything so far, a pause, and these bytes.
    pub fn then(mut self, pause: Duration, bytes: impl AsRef<[u8]>) -> Reply {
        self.parts.push((pause, bytes.as_ref().to_vec()));
        self
    }

    /// The whole response after a pause.
    pub fn after(mut self, pause: Duration) -> Reply {
        self.parts[0].0 = pause;
        self
    }
}

/// A request as it arrived.
#[derive(Clone, Debug)]
pub struct Seen {
    pub at: Instant,
    /// The request target: a path, or a whole address if the server is asked as a proxy.
    pub target: String,
    headers: Vec<(String, String)>,
}

impl Seen {
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }
}

type Pages = BTreeMap<String, Vec<Reply>>;

/// A running server. Each target has its replies in order, the last of which is repeated; others are answered 404.
pub struct Site {
    pub address: String,
    seen: Arc<Mutex<Vec<Seen>>>,
    busiest: Arc<Mutex<(usize, usize)>>,
    task: JoinHandle<()>,
}

impl Site {
    pub async fn start(pages: &[(&str, &[Reply])]) -> Site {
        Site::on(TcpListener::bind("127.0.0.1:0").await.unwrap(), pages)
    }

    /// As [`start`](Site::start), for pages that name the server's own address.
    pub fn on(listener: TcpListener, pages: &[(&str, &[Reply])]) -> Site {
        let pages: Pages = pages.iter().map(|(path, replies)| ((*path).to_owned(), replies.to_vec())).collect();
        let address = listener.local_addr().unwrap().to_string();
        let (pages, seen) = (Arc::new(pages), Arc::<Mutex<Vec<Seen>>>::default());
        let busiest = Arc::<Mutex<(usize, usize)>>::default();
        let shared = (Arc::clone(&pages), Arc::clone(&seen), Arc::clone(&busiest));
        let task = tokio::spawn(async move {
            loop {
                let (stream, _) = listener.accept().await.unwrap();
                stream.set_nodelay(true).unwrap();
                let (pages, seen, busiest) = shared.clone();
                tokio::spawn(async move { serve(stream, &pages, &seen, &busiest).await });
            }
        });
        Site { address, seen, busiest, task }
    }

    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    /// The requests so far, without those for robots.txt.
    pub fn seen(&self) -> Vec<Seen> {
        self.all().into_iter().filter(|seen| !seen.target.ends_with("/robots.txt")).collect()
    }

    /// The targets of [`seen`](Site::seen).
    pub fn targets(&self) -> Vec<String> {
        self.seen().into_iter().map(|seen| seen.target).collect()
    }

    /// The requests so far.
    pub fn all(&self) -> Vec<Seen> {
        self.seen.lock().unwrap().clone()
    }

    /// The most requests that were under way at once.
    pub fn busiest(&self) -> usize {
        self.busiest.lock().unwrap().1
    }
}

impl Drop for Site {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn serve(mut stream: TcpStream, pages: &Pages, seen: &Mutex<Vec<Seen>>, busiest: &Mutex<(usize, usize)>) {
    let mut buffer = Vec::new();
    loop {
        let end = loop {
            if let Some(end) = buffer.windows(4).position(|window| window == b"\r\n\r\n") {
                break end;
            }
            match stream.read_buf(&mut buffer).await {
                Ok(read) if read > 0 => {}
                _ => return,
            }
        };
        let head = String::from_utf8(buffer.drain(..end + 4).collect()).unwrap();
        let mut lines = head.lines();
        let target = lines.next().unwrap().split(' ').nth(1).unwrap().to_owned();
        let headers = lines
            .filter_map(|line| line.split_once(": "))
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .collect();
        let nth = {
            let mut seen = seen.lock().unwrap();
            let nth = seen.iter().filter(|seen| seen.target == target).count();
            seen.push(Seen { at: Instant::now(), target: target.clone(), headers });
            nth
        };
        {
            let mut busiest = busiest.lock().unwrap();
            busiest.0 += 1;
            busiest.1 = busiest.1.max(busiest.0);
        }
        let reply = match pages.get(&target) {
            Some(replies) => replies[nth.min(replies.len() - 1)].clone(),
            None => Reply::status(404),
        };
        let mut written = true;
        for (pause, bytes) in &reply.parts {
            tokio::time::sleep(*pause).await;
            written &= stream.write_all(bytes).await.is_ok();
        }
        busiest.lock().unwrap().0 -= 1;
        if reply.close || !written {
            let _ = stream.shutdown().await;
            return;
        }
    }
}

//! A webhook on the loopback interface: takes what is posted, and answers as the test says.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// What was posted.
#[derive(Clone, Debug)]
pub struct Posted {
    pub target: String,
    pub head: String,
    pub body: String,
}

/// Status, further headers and body of an answer.
pub type Answer = (u16, &'static str, &'static str);

/// A running webhook. It gives its answers in order, the last of them again and again.
pub struct Hook {
    address: String,
    posted: Arc<Mutex<Vec<Posted>>>,
}

impl Hook {
    pub fn start(answers: &'static [Answer]) -> Hook {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap().to_string();
        let posted = Arc::<Mutex<Vec<Posted>>>::default();
        let seen = Arc::clone(&posted);
        // It ends with the process of the tests.
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let nth = seen.lock().unwrap().len();
                let answer = answers[nth.min(answers.len() - 1)];
                if let Some(one) = serve(stream, answer) {
                    seen.lock().unwrap().push(one);
                }
            }
        });
        Hook { address, posted }
    }

    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    pub fn posted(&self) -> Vec<Posted> {
        self.posted.lock().unwrap().clone()
    }

    /// The bodies, which must all be JSON.
    pub fn messages(&self) -> Vec<serde_json::Value> {
        self.posted().iter().map(|one| serde_json::from_str(&one.body).unwrap()).collect()
    }
}

fn serve(mut stream: TcpStream, (status, headers, body): Answer) -> Option<Posted> {
    stream.set_read_timeout(Some(Duration::from_secs(5))).unwrap();
    let mut bytes = Vec::new();
    let mut buffer = [0; 8_192];
    let (head, length) = loop {
        if let Some(end) = bytes.windows(4).position(|window| window == b"\r\n\r\n") {
            let head = String::from_utf8(bytes.drain(..end + 4).collect()).unwrap();
            let lower = head.to_ascii_lowercase();
            let length = lower.lines().find_map(|line| line.strip_prefix("content-length: "));
            break (head, length.map_or(0, |length| length.trim().parse::<usize>().unwrap()));
        }
        match stream.read(&mut buffer) {
            Ok(read) if read > 0 => bytes.extend_from_slice(&buffer[..read]),
            _ => return None,
        }
    };
    while bytes.len() < length {
        match stream.read(&mut buffer) {
            Ok(read) if read > 0 => bytes.extend_from_slice(&buffer[..read]),
            _ => return None,
        }
    }
    let answer =
        format!("HTTP/1.1 {status} X\r\nContent-Length: {}\r\nConnection: close\r\n{headers}\r\n{body}", body.len());
    stream.write_all(answer.as_bytes()).unwrap();
    let target = head.split(' ').nth(1).unwrap().to_owned();
    Some(Posted { target, head, body: String::from_utf8(bytes).unwrap() })
}

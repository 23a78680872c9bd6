//! An HTTP proxy on the loopback interface that answers `CONNECT` and then speaks TLS itself, as every host at once.

use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::{ServerConfig, ServerConnection, StreamOwned};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;

/// A certificate for the names that the tests use, signed by itself, and its key, which protects nothing.
const PEM: &[u8] = include_bytes!("tls.pem");

/// What was asked within TLS: the host of the `CONNECT`, the path, and the value of `Authorization`.
pub type Asked = (String, String, Option<String>);

/// The running proxy; its thread ends with the test's process.
pub struct Tunnel {
    pub address: String,
    asked: Arc<Mutex<Vec<Asked>>>,
}

impl Tunnel {
    /// `answer` gives the whole response to a host, a path and an `Authorization`.
    pub fn start(answer: impl Fn(&Asked) -> String + Send + Sync + 'static) -> Tunnel {
        let _ = rustls::crypto::ring::default_provider().install_default();
        let key = PrivateKeyDer::from_pem_slice(PEM).unwrap();
        let config = ServerConfig::builder().with_no_client_auth();
        let config =
            Arc::new(config.with_single_cert(vec![CertificateDer::from_pem_slice(PEM).unwrap()], key).unwrap());
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let tunnel = Tunnel { address: listener.local_addr().unwrap().to_string(), asked: Arc::default() };
        let (asked, answer) = (Arc::clone(&tunnel.asked), Arc::new(answer));
        thread::spawn(move || {
            for stream in listener.incoming() {
                let (config, asked, answer) = (Arc::clone(&config), Arc::clone(&asked), Arc::clone(&answer));
                thread::spawn(move || serve(stream.unwrap(), config, &asked, &*answer));
            }
        });
        tunnel
    }

    /// The certificate, to be believed.
    pub fn certificate() -> reqwest::Certificate {
        reqwest::Certificate::from_pem(PEM).unwrap()
    }

    /// What was asked so far, without robots.txt.
    pub fn asked(&self) -> Vec<Asked> {
        self.asked.lock().unwrap().iter().filter(|(_, path, _)| path != "/robots.txt").cloned().collect()
    }

    /// Everything that was asked so far.
    pub fn all(&self) -> Vec<Asked> {
        self.asked.lock().unwrap().clone()
    }
}

fn serve(
    mut stream: TcpStream,
    config: Arc<ServerConfig>,
    asked: &Mutex<Vec<Asked>>,
    answer: &dyn Fn(&Asked) -> String,
) -> Option<()> {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        let mut byte = [0];
        stream.read_exact(&mut byte).ok()?;
        head.push(byte[0]);
    }
    let head = String::from_utf8(head).unwrap();
    let host = head.strip_prefix("CONNECT ")?.split(':').next()?.to_owned();
    stream.write_all(b"HTTP/1.1 200 OK\r\n\r\n").ok()?;
    let mut stream = BufReader::new(StreamOwned::new(ServerConnection::new(config).unwrap(), stream));
    loop {
        let mut lines = Vec::new();
        loop {
            let mut line = String::new();
            if stream.read_line(&mut line).ok()? == 0 {
                return None;
            }
            if line == "\r\n" {
                break;
            }
            lines.push(line.trim_end().to_owned());
        }
        let path = lines.first()?.split(' ').nth(1)?.to_owned();
        let authorization = lines.iter().find_map(|line| line.strip_prefix("authorization: ")).map(str::to_owned);
        let request = (host.clone(), path, authorization);
        let response = match request.1.as_str() {
            "/robots.txt" => "HTTP/1.1 404 X\r\nContent-Length: 0\r\n\r\n".to_owned(),
            _ => answer(&request),
        };
        asked.lock().unwrap().push(request);
        stream.get_mut().write_all(response.as_bytes()).ok()?;
        stream.get_mut().flush().ok()?;
    }
}

//! The records of a WARC file, one after the other, plain or in gzip members.

use flate2::bufread::GzDecoder;
use std::collections::BTreeMap;
use std::io::{self, BufRead, BufReader, Read};

/// The longest head of a record that is read.
const MOST_HEAD: u64 = 64 << 10;

/// The records of a file.
pub(super) struct Records<R> {
    input: Input<R>,
    /// Where the record in hand begins, in bytes of the file.
    pub(super) at: u64,
    /// What is left of its block.
    left: u64,
}

/// A file, of which it is known how much was read.
pub(super) struct Counted<R> {
    inner: BufReader<R>,
    at: u64,
}

enum Input<R> {
    Plain(Counted<R>),
    /// A member, through a buffer.
    Member(Box<BufReader<GzDecoder<Counted<R>>>>),
    /// Between two of them.
    Ended,
}

/// The head of a record.
#[derive(Debug, Default)]
pub(super) struct Head {
    fields: BTreeMap<String, String>,
}

impl Head {
    /// A field, by its name in lower case.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.fields.get(name).map(String::as_str)
    }
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(into)?;
        self.at += read as u64;
        Ok(read)
    }
}

impl<R: Read> BufRead for Counted<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        self.inner.fill_buf()
    }

    fn consume(&mut self, count: usize) {
        self.at += count as u64;
        self.inner.consume(count);
    }
}

impl<R: Read> Read for Input<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        match self {
            Input::Plain(input) => input.read(into),
            Input::Member(input) => input.read(into),
            Input::Ended => Ok(0),
        }
    }
}

impl<R: Read> Records<R> {
    pub(super) fn new(file: R) -> io::Result<Records<R>> {
        let mut input = Counted { inner: BufReader::with_capacity(256 << 10, file), at: 0 };
        let input = if input.fill_buf()?.starts_with(b"\x1f\x8b") { member(input) } else { Input::Plain(input) };
        Ok(Records { input, at: 0, left: 0 })
    }

    /// The head of the next record; what was not read of the one before is passed over. `None` at the end.
    ///
    /// # Errors
    /// A file that breaks off, or is no WARC: [`at`](Records::at) says where the record began.
    pub(super) fn head(&mut self) -> io::Result<Option<Head>> {
        self.pass()?;
        let mut line = Vec::new();
        // Two line breaks end a record; some writers leave more.
        loop {
            if !self.more()? {
                return Ok(None);
            }
            self.line(&mut line)?;
            if !line.trim_ascii().is_empty() {
                break;
            }
        }
        if !line.starts_with(b"WARC/") {
            let start: String = String::from_utf8_lossy(&line).chars().take(24).collect();
            return Err(io::Error::other(format!("a record begins with {start:?}")));
        }
        let (mut head, mut read, mut last) = (Head::default(), 0, None::<String>);
        loop {
            self.line(&mut line)?;
            read += line.len() as u64;
            if !line.ends_with(b"\n") {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
            if read > MOST_HEAD {
                return Err(io::Error::other("the head of a record does not end"));
            }
            let text = String::from_utf8_lossy(line.trim_ascii_end()).into_owned();
            if text.is_empty() {
                break;
            }
            match (text.split_once(':'), &last) {
                (None, _) => {}
                (Some(_), Some(name)) if text.starts_with([' ', '\t']) => {
                    if let Some(value) = head.fields.get_mut(name) {
                        value.push_str(&text);
                    }
                }
                (Some((name, value)), _) => {
                    let name = name.trim().to_ascii_lowercase();
                    head.fields.insert(name.clone(), value.trim().to_owned());
                    last = Some(name);
                }
            }
        }
        let length = head.get("content-length").and_then(|length| length.parse().ok());
        self.left = length.ok_or_else(|| io::Error::other("a record has no length"))?;
        Ok(Some(head))
    }

    /// Up to so many bytes of the block in hand.
    pub(super) fn block(&mut self, most: u64) -> io::Result<Vec<u8>> {
        let want = self.left.min(most);
        let mut bytes = Vec::new();
        (&mut self.input).take(want).read_to_end(&mut bytes)?;
        self.left -= bytes.len() as u64;
        if (bytes.len() as u64) < want {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        Ok(bytes)
    }

    /// How much of the block was not read.
    pub(super) fn left(&self) -> u64 {
        self.left
    }

    fn pass(&mut self) -> io::Result<()> {
        let left = std::mem::take(&mut self.left);
        let passed = io::copy(&mut (&mut self.input).take(left), &mut io::sink())?;
        if passed < left { Err(io::ErrorKind::UnexpectedEof.into()) } else { Ok(()) }
    }

    /// Whether there is more; the next member is begun where one ends.
    fn more(&mut self) -> io::Result<bool> {
        loop {
            let has_more = match &mut self.input {
                Input::Plain(input) => {
                    self.at = input.at;
                    return Ok(!input.fill_buf()?.is_empty());
                }
                Input::Member(input) => !input.fill_buf()?.is_empty(),
                Input::Ended => return Ok(false),
            };
            if has_more {
                return Ok(true);
            }
            let Input::Member(ended) = std::mem::replace(&mut self.input, Input::Ended) else { return Ok(false) };
            let mut file = ended.into_inner().into_inner();
            self.at = file.at;
            if file.fill_buf()?.is_empty() {
                return Ok(false);
            }
            self.input = member(file);
        }
    }

    fn line(&mut self, into: &mut Vec<u8>) -> io::Result<()> {
        into.clear();
        match &mut self.input {
            Input::Plain(input) => input.take(MOST_HEAD).read_until(b'\n', into).map(|_| ()),
            Input::Member(input) => input.take(MOST_HEAD).read_until(b'\n', into).map(|_| ()),
            Input::Ended => Ok(()),
        }
    }
}

fn member<R: Read>(file: Counted<R>) -> Input<R> {
    Input::Member(Box::new(BufReader::with_capacity(64 << 10, GzDecoder::new(file))))
}

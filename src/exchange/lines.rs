//! What a CSV reader does not tell of the lines that it read: how they end, and how many were blank.

use csv::ByteRecord;
use std::io::{self, Read};

/// Passes bytes on and remembers how lines end.
pub(super) struct Lines<R> {
    inner: R,
    last: u8,
    /// Whether the first line ends with CRLF; `None` before its end.
    crlf: Option<bool>,
}

impl<R> Lines<R> {
    pub(super) fn new(inner: R) -> Lines<R> {
        Lines { inner, last: 0, crlf: None }
    }

    /// How its lines end.
    pub(super) fn ends(&self) -> LineEnds {
        LineEnds { crlf: self.crlf == Some(true) }
    }

    /// How many lines were blank, of `lines` line ends in all and `taken` that records account for.
    pub(super) fn blank(&self, lines: u64, taken: u64) -> u64 {
        let open_end = u64::from(self.last != b'\n');
        (lines + open_end).saturating_sub(taken)
    }
}

/// How lines end.
#[derive(Debug, Clone, Copy)]
pub(super) struct LineEnds {
    crlf: bool,
}

impl LineEnds {
    /// The line on which a record begins. The reader ends a record at the CR of a CRLF and counts by LF.
    pub(super) fn line_of(self, position: &csv::Position) -> u64 {
        position.line() + u64::from(self.crlf && position.record() > 0)
    }
}

impl<R: Read> Read for Lines<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(buffer)?;
        let read = buffer.get(..count).unwrap_or_default();
        if self.crlf.is_none()
            && let Some(end) = read.iter().position(|byte| *byte == b'\n')
        {
            let before = end.checked_sub(1).and_then(|at| read.get(at)).unwrap_or(&self.last);
            self.crlf = Some(*before == b'\r');
        }
        if let Some(last) = read.last() {
            self.last = *last;
        }
        Ok(count)
    }
}

/// The lines that a record takes, with its end.
pub(super) fn taken(record: &ByteRecord) -> u64 {
    let lines = record.as_slice().split(|byte| *byte == b'\n').count();
    u64::try_from(lines).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn blank(text: &str) -> u64 {
        let mut reader = csv::Reader::from_reader(Lines::new(text.as_bytes()));
        let mut lines = taken(&reader.byte_headers().unwrap().clone());
        for record in reader.byte_records() {
            lines += taken(&record.unwrap());
        }
        let read = reader.position().line() - 1;
        reader.get_ref().blank(read, lines)
    }

    #[test]
    fn blank_lines_are_counted_wherever_they_stand_and_however_lines_end() {
        for (text, expected) in [
            ("a\n1\n2\n", 0),
            ("a\n1\n2", 0),
            ("a\n\n1\n\n\n2", 3),
            ("a\n1\n\n", 1),
            ("\na\n1\n", 1),
            ("a\r\n\r\n1\r\n2\r\n", 1),
            ("a\r\n1\r\n2", 0),
            ("a,b\n\"1\n\n2\",3\n\n", 1),
            ("a", 0),
            ("a\n", 0),
        ] {
            assert_eq!(blank(text), expected, "{text:?}");
        }
    }
}

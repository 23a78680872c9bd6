//! The bytes of a body out of the encodings in which it travelled.

use crate::message;
use crate::schema::MOST_BODY_BYTES;
use crate::text::{Message, printable_line};
use flate2::read::{DeflateDecoder, MultiGzDecoder, ZlibDecoder};
use std::io::{self, Read};

/// One byte more than a body may have, so that a larger one is seen to be.
pub(super) const MOST: u64 = MOST_BODY_BYTES as u64 + 1;

/// Undoes content encodings, as far as the bytes are in them: some crawlers undo them and leave the header.
///
/// # Errors
/// Why they cannot be undone.
pub(super) fn content(bytes: Vec<u8>, encoding: Option<&str>) -> Result<Vec<u8>, Message> {
    let mut bytes = bytes;
    let encodings = encoding.unwrap_or_default().split(',').map(|name| name.trim().to_ascii_lowercase());
    for name in encodings.collect::<Vec<_>>().into_iter().rev() {
        let broken = |error: io::Error| {
            let error = error.to_string();
            message!("its {name} encoding is broken: {error}", "{name} 编码损坏：{error}")
        };
        bytes = match name.as_str() {
            "" | "identity" | "none" => bytes,
            "gzip" | "x-gzip" if !bytes.starts_with(b"\x1f\x8b") => bytes,
            "gzip" | "x-gzip" => all(MultiGzDecoder::new(bytes.as_slice())).map_err(broken)?,
            "deflate" => all(ZlibDecoder::new(bytes.as_slice()))
                .or_else(|_| all(DeflateDecoder::new(bytes.as_slice())))
                .unwrap_or(bytes),
            "br" => {
                let read = all(brotli_decompressor::Decompressor::new(bytes.as_slice(), 4096));
                // Text that was decoded already is no such stream.
                match read {
                    Ok(read) => read,
                    Err(_) if std::str::from_utf8(&bytes).is_ok() => bytes,
                    Err(error) => return Err(broken(error)),
                }
            }
            other => {
                let other = printable_line(other).into_owned();
                return Err(message!("it is encoded as {other}, which is not read", "编码为 {other}，无法读取"));
            }
        };
    }
    Ok(bytes)
}

/// Undoes the chunked transfer encoding; the bytes as they are, where they do not begin with a chunk's length.
///
/// # Errors
/// A body that ends within a chunk.
pub(super) fn chunked(bytes: Vec<u8>) -> Result<Vec<u8>, Message> {
    let mut rest = bytes.as_slice();
    let mut whole = Vec::new();
    loop {
        let line = rest.iter().take(64).position(|byte| *byte == b'\n');
        let length = line.and_then(|end| {
            let text = std::str::from_utf8(rest.get(..end)?).ok()?;
            usize::from_str_radix(text.split(';').next()?.trim(), 16).ok().map(|length| (end + 1, length))
        });
        let Some((start, length)) = length else {
            if whole.is_empty() {
                return Ok(bytes);
            }
            return Err(message!("it ends within a chunk", "在分块中途结束"));
        };
        if length == 0 {
            return Ok(whole);
        }
        let Some(chunk) = start.checked_add(length).and_then(|end| rest.get(start..end)) else {
            return if whole.is_empty() && std::str::from_utf8(&bytes).is_ok() && length > bytes.len() {
                Ok(bytes)
            } else {
                Err(message!("it ends within a chunk", "在分块中途结束"))
            };
        };
        whole.extend_from_slice(chunk);
        rest = rest.get(start + length..).unwrap_or_default();
        rest = rest.strip_prefix(b"\r\n").or_else(|| rest.strip_prefix(b"\n")).unwrap_or(rest);
    }
}

/// All of a stream, no more than a body may have and one byte.
fn all(stream: impl Read) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    stream.take(MOST).read_to_end(&mut bytes)?;
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;

    #[test]
    fn encodings_are_undone_once() {
        let text = "| 模型 | 总分 |".repeat(9).into_bytes();
        let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
        gzip.write_all(&text).unwrap();
        let gzip = gzip.finish().unwrap();
        let mut zlib = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::default());
        zlib.write_all(&text).unwrap();
        let mut br = Vec::new();
        brotli::CompressorWriter::new(&mut br, 4096, 5, 20).write_all(&text).unwrap();
        assert_eq!(content(gzip.clone(), Some("gzip")).unwrap(), text);
        assert_eq!(content(zlib.finish().unwrap(), Some("deflate")).unwrap(), text);
        assert_eq!(content(br, Some("br")).unwrap(), text);
        for encoding in ["gzip", "deflate", "br", "identity"] {
            assert_eq!(content(text.clone(), Some(encoding)).unwrap(), text, "{encoding}");
        }
        assert!(content(gzip[..20].to_vec(), Some("gzip")).unwrap_err().en.contains("broken"));
        assert!(content(text, Some("zip99")).unwrap_err().en.contains("zip99"));
    }

    #[test]
    fn a_bomb_is_not_unpacked_whole() {
        let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
        let zeros = vec![0; 1 << 20];
        (0..64).for_each(|_| gzip.write_all(&zeros).unwrap());
        assert_eq!(content(gzip.finish().unwrap(), Some("gzip")).unwrap().len() as u64, MOST);
    }

    #[test]
    fn chunks_are_joined_and_a_cut_is_seen() {
        assert_eq!(chunked(b"3\r\nabc\r\n2;x=y\r\nde\r\n0\r\n\r\n".to_vec()).unwrap(), b"abcde");
        assert_eq!(chunked(b"# plain\n".to_vec()).unwrap(), b"# plain\n");
        assert!(chunked(b"3\r\nabc\r\n9\r\nde".to_vec()).is_err());
        assert!(chunked(b"3\r\nabc\r\n".to_vec()).is_err());
    }
}

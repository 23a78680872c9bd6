//! Tarballs, compressed with gzip or not.

use super::members::{Container, Members, damaged};
use crate::extract::body::Body;
use crate::extract::refusal::{too_large, unreadable};
use crate::message;
use crate::schema::{MOST_BODY_BYTES, Problem};
use flate2::read::MultiGzDecoder;
use std::io::Read;
use tar::Archive;

/// The unpacked stream.
struct Tar(Vec<u8>);

pub(in crate::extract) fn open(bytes: &[u8]) -> Result<impl Body + use<>, Problem> {
    let stream = if bytes.starts_with(b"\x1f\x8b") {
        let mut stream = Vec::new();
        let most = u64::try_from(MOST_BODY_BYTES).unwrap_or(u64::MAX);
        let unpacked = MultiGzDecoder::new(bytes).take(most + 1).read_to_end(&mut stream);
        let unpacked = unpacked.map_err(|error| damaged(&error))?;
        if unpacked > MOST_BODY_BYTES {
            return Err(too_large(MOST_BODY_BYTES));
        }
        stream
    } else {
        bytes.to_vec()
    };
    if stream.get(257..262) != Some(b"ustar") {
        return Err(unreadable(message!("not a tarball", "不是 tar 包")));
    }
    Ok(Members(Tar(stream)))
}

impl Container for Tar {
    fn each(&self, take: &mut dyn FnMut(&str, &mut dyn Read) -> Result<(), Problem>) -> Result<(), Problem> {
        for entry in Archive::new(&self.0[..]).entries().map_err(|error| damaged(&error))? {
            let mut entry = entry.map_err(|error| damaged(&error))?;
            if entry.header().entry_type().is_file() {
                let path = String::from_utf8_lossy(&entry.path_bytes()).into_owned();
                take(path.trim_start_matches("./"), &mut entry)?;
            }
        }
        Ok(())
    }
}

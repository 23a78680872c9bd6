//! Zip containers.

use super::members::{Container, Members, damaged};
use crate::extract::body::Body;
use crate::extract::refusal::unreadable;
use crate::message;
use crate::schema::Problem;
use std::io::{Cursor, Read};
use zip::ZipArchive;

struct Zip(ZipArchive<Cursor<Vec<u8>>>);

pub(in crate::extract) fn open(bytes: &[u8]) -> Result<impl Body + use<>, Problem> {
    if !bytes.starts_with(b"PK") {
        return Err(unreadable(message!(
            "not a zip container: it does not begin with PK",
            "不是 zip 容器：开头不是 PK"
        )));
    }
    let archive = ZipArchive::new(Cursor::new(bytes.to_vec())).map_err(|error| damaged(&error))?;
    Ok(Members(Zip(archive)))
}

impl Container for Zip {
    fn each(&self, take: &mut dyn FnMut(&str, &mut dyn Read) -> Result<(), Problem>) -> Result<(), Problem> {
        // Reading moves within the container, so each call has its own view of it.
        let mut archive = self.0.clone();
        for index in 0..archive.len() {
            let mut file = archive.by_index(index).map_err(|error| damaged(&error))?;
            if file.is_file() {
                let path = file.name().map_err(|error| damaged(&error))?.into_owned();
                take(&path, &mut file)?;
            }
        }
        Ok(())
    }
}

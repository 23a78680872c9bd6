//! What browsers and crawlers saved of the web: files of exchanges, from which those are taken that answered one of a
//! source's addresses.

mod decode;
mod har;
mod matcher;
mod records;
mod taker;
mod warc;

pub(super) use har::make as make_har;
pub(super) use warc::make as make_warc;

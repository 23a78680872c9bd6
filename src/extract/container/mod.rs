//! Containers: their files are bodies of other formats. `zip` and `tar` unpack, `members` chooses by name.

mod members;
mod tar;
mod zip;

pub(super) use tar::open as open_tar;
pub(super) use zip::open as open_zip;

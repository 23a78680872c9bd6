//! Reports as GitHub-flavoured Markdown in which no stranger's text is markup.

mod document;
mod escape;

pub use document::markdown;
pub(super) use document::{inline, linked};

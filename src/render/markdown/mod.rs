//! Reports as GitHub-flavoured Markdown in which no stranger's text is markup.

mod document;
mod escape;

pub(super) use document::{inline, linked};
pub use document::{markdown, markdown_link, markdown_text};

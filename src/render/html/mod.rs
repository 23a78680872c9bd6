//! Reports as HTML pages that open from a disk: no script, no font or picture from elsewhere, one style sheet.

mod page;
mod table;

pub(super) use page::frame;
pub use page::{HtmlPage, html};

/// The style sheet of the pages, to be written beside them under the name that [`HtmlPage::style`] gives.
pub const STYLE: &str = include_str!("style.css");

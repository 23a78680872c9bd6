//! How a [`Report`](crate::schema::Report) looks: terminal, Markdown, HTML, CSV and JSON, and the folder of all pages.
//!
//! Texts come from strangers. What is shown to people goes through [`text::printable`](crate::text::printable) first
//! and is then escaped for its format; CSV and JSON are data and keep every character.

mod bump;
mod data;
mod html;
mod links;
mod markdown;
mod shown;
mod site;
mod terminal;

pub use data::{csv, json};
pub use html::{HtmlPage, STYLE, html};
pub use links::web_address;
pub use markdown::{markdown, markdown_link, markdown_text};
pub use site::{SiteFile, site};
pub use terminal::terminal;

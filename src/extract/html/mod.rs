//! HTML tables. `page` finds them and their headings, `grid` lays out cells that span rows and columns, `text`
//! takes what a reader of the page would see,
//! `guard` refuses pages that are nested without end, `inner` finds the bodies within a page.

mod grid;
mod guard;
mod inner;
mod page;
mod text;

pub(super) use page::open;
pub(super) use text::seen;

//! HTML tables. `page` finds them and their headings, `grid` lays out cells that span rows and columns, `text`
//! takes what a reader of the page would see,
//! `guard` refuses pages that are nested without end.

mod grid;
mod guard;
mod page;
mod text;

pub(super) use page::open;

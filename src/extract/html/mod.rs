//! HTML tables. `page` is the response, `stream` reads its tables without a tree, `tree` reads them from one where
//! that cannot be, `grid` lays out cells that span rows and columns, `rows` makes tables of them, `part` takes elements
//! within cells, `text` takes what a reader of the page would see, `guard` refuses pages that are nested without end,
//! `inner` finds the bodies within a page.

#[cfg(test)]
mod agreement;
mod grid;
mod guard;
mod inner;
mod page;
mod part;
mod rows;
mod stream;
mod text;
mod tree;

pub(super) use page::open;
pub(super) use text::seen;

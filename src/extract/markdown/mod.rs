//! GitHub-flavoured Markdown. `blocks` finds tables and headings, `line` splits a row as it is written,
//! `inline` takes the markup off its cells.

mod blocks;
mod inline;
mod line;

pub(super) use blocks::open;

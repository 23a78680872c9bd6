//! GitHub-flavoured Markdown. `blocks` finds tables, `heading` what stands above them, `line` splits a row as it is
//! written, `inline` takes the markup off its cells, `inner` finds code blocks and tables written as HTML.

mod blocks;
mod heading;
mod inline;
mod inner;
mod line;

pub(super) use blocks::open;

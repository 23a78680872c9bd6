//! Reports in a terminal: lines of at most its width, colours only beside words and signs that say the same.

mod columns;
mod document;
mod grid;
mod paint;
mod wrap;

pub use document::terminal;

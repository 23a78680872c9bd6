//! The way in: a page's text to its tables, or why it must be read as a tree.

use super::builder::Builder;
use super::collector::Laid;
use super::tokens::Tokens;
use html5gum::Tokenizer;

/// What was read without a tree.
pub(in crate::extract::html) struct Streamed {
    /// Every shown table, in the order in which they begin.
    pub(in crate::extract::html) tables: Vec<Laid>,
    /// Whether the page has a script.
    pub(in crate::extract::html) has_script: bool,
    /// Whether it has a table, or a place where applications draw.
    pub(in crate::extract::html) waits: bool,
}

/// Why a page is not read without a tree.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::extract::html) enum Outside {
    /// Only the tree says what it means.
    Tree(&'static str),
    /// Its elements are nested deeper than they may be.
    TooDeep,
    /// It has more cells than a page may have.
    TooManyCells,
}

/// The tables of a page.
///
/// It gives what the tree would give, for pages in which
/// - inline elements (`b`, `a`, `font` …) end in the element, cell or object in which they began, each before those
///   around it, and links stand in no links;
/// - nothing but text, which is then ignored, and elements without content stand between the cells of a table, and
///   no text if the table stands in a cell, caption or heading;
/// - drawings and formulas contain no HTML;
/// - a table in a paragraph comes after a document type that says plainly whether it closes it;
/// - templates hold no cells, objects, drawings or formulas;
/// - there are no frames, no `plaintext`, no hidden `body`.
///
/// # Errors
/// Which of these is not so: then the tree must be asked. Or that it is nested too deep, or that its tables have more
/// than `budget` cells.
pub(in crate::extract::html) fn read(page: &str, mut budget: usize) -> Result<Streamed, Outside> {
    let mut tokenizer = Tokenizer::new_with_emitter(page, Tokens::new(Builder::new(&mut budget)));
    match tokenizer.next() {
        Some(Ok(read)) => read,
        None => Err(Outside::Tree("the page has no end")),
    }
}

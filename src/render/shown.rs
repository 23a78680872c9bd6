//! Texts as people see them, in every format: harmless first, then escaped by the format.

use crate::schema::Cell;
use crate::text::{Language, Message, printable, printable_line};

/// The text in `language` on one line, trimmed.
pub(super) fn line(text: &Message, language: Language) -> String {
    printable_line(text.get(language)).trim().to_owned()
}

/// The text of a cell in `language` on one line, with the interval after a number.
pub(super) fn cell(cell: &Cell, language: Language) -> String {
    let text = line(&cell.text, language);
    if cell.interval.is_empty() { text } else { format!("{text} {}", printable_line(&cell.interval)) }
}

/// Quoted source text, with its line breaks and tabs.
pub(super) fn quote(text: &str) -> String {
    printable(&text.replace("\r\n", "\n")).trim_end_matches('\n').to_owned()
}

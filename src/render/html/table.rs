//! A table of a page.

use crate::render::links::href;
use crate::render::shown::line;
use crate::schema::{Align, Cell, Column, Link, Row, Table, Tone};
use crate::text::{Language, printable_line};
use maud::{Markup, html};

/// The class of a tone; `None` for the plain one.
pub(super) fn tone_class(tone: Tone) -> Option<&'static str> {
    match tone {
        Tone::Plain => None,
        Tone::Good => Some("good"),
        Tone::Bad => Some("bad"),
        Tone::Warning => Some("warning"),
        Tone::Muted => Some("muted"),
        Tone::Strong => Some("strong"),
    }
}

/// The table in a box that scrolls by itself where the page is too narrow.
pub(super) fn grid(table: &Table, language: Language) -> Markup {
    let caption = line(&table.caption, language);
    let label = if caption.is_empty() { language.pick("Table", "表格") } else { caption.as_str() };
    // The first column of text names the row; a table of one column has nothing to name.
    let name = table.columns.iter().position(|column| column.align == Align::Left).filter(|_| table.columns.len() > 1);
    html! {
        div.scroll role="region" tabindex="0" aria-label=(label) {
            "\n" table {
                @if !caption.is_empty() { caption { (caption) } }
                thead { tr { @for column in &table.columns {
                    th scope="col" class=[align_class(column)] title=[note(column, language)] {
                        (line(&column.header, language))
                    }
                } } }
                tbody {
                    @for each in &table.rows { "\n" (row(each, table, name, language)) }
                    @if table.rows.is_empty() {
                        tr.muted { td colspan=(table.columns.len().max(1)) {
                            (language.pick("(no rows)", "（没有数据行）"))
                        } }
                    }
                }
            }
        }
    }
}

fn row(row: &Row, table: &Table, name: Option<usize>, language: Language) -> Markup {
    let nothing = Cell::default();
    html! {
        tr class=[tone_class(row.tone)] {
            @for (index, column) in table.columns.iter().enumerate() {
                (cell(row.cells.get(index).unwrap_or(&nothing), column, name == Some(index), language))
            }
        }
    }
}

fn cell(cell: &Cell, column: &Column, names_row: bool, language: Language) -> Markup {
    let classes: Vec<&str> = align_class(column).into_iter().chain(tone_class(cell.tone)).collect();
    let class = (!classes.is_empty()).then(|| classes.join(" "));
    let note = cell.note.as_ref().map(|note| line(note, language)).filter(|note| !note.is_empty());
    let focus = note.as_ref().map(|_| "0");
    let capture = cell.source.as_ref().map(|(capture, _)| capture.hex());
    let locator = cell.source.as_ref().map(|(_, locator)| printable_line(locator));
    let content = content(cell, language);
    html! {
        @if names_row {
            th scope="row" class=[class] title=[note] tabindex=[focus]
                data-capture=[capture] data-locator=[locator] { (content) }
        } @else {
            td class=[class] title=[note] tabindex=[focus]
                data-capture=[capture] data-locator=[locator] { (content) }
        }
    }
}

/// The text of a cell or list item, as a link where it has one.
pub(super) fn content(cell: &Cell, language: Language) -> Markup {
    let text = line(&cell.text, language);
    let address = cell.link.as_ref().and_then(|link| href(link, "html"));
    let outside = matches!(cell.link, Some(Link::Web(_))).then_some("external noopener nofollow");
    html! {
        @if let Some(address) = address { a href=(address) rel=[outside] { (text) } }
        @else { (text) }
        @if !cell.interval.is_empty() { " " span.interval { (printable_line(&cell.interval)) } }
    }
}

/// What stands behind a header, if there is anything in `language`.
fn note(column: &Column, language: Language) -> Option<String> {
    column.note.as_ref().map(|note| line(note, language)).filter(|note| !note.is_empty())
}

fn align_class(column: &Column) -> Option<&'static str> {
    (column.align == Align::Right).then_some("num")
}

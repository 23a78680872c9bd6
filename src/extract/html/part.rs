//! Elements within the cells of a column that are columns of their own.

use super::grid::GridRow;
use super::text::{View, of_cell, squeezed, walk};
use crate::catalogue;
use crate::extract::refusal::no_table;
use crate::message;
use crate::schema::Href;
use crate::schema::{Problem, RawCell};
use crate::text::fold;
use scraper::node::Node;
use scraper::{ElementRef, Selector};
use smol_str::SmolStr;

/// The selector that a definition writes.
pub(super) fn selector(css: &str) -> Result<Selector, Problem> {
    Selector::parse(css).map_err(|error| {
        let why = error.to_string();
        no_table(message!("{css:?} is no CSS selector: {why}", "{css:?} 不是 CSS 选择器：{why}"))
    })
}

/// What is looked for in every cell.
pub(super) struct Part<'a> {
    pub(super) asked: &'a catalogue::Part,
    /// `None`: the first text that is not blank.
    css: Option<Selector>,
}

impl<'a> Part<'a> {
    pub(super) fn new(asked: &'a catalogue::Part) -> Result<Part<'a>, Problem> {
        let css = if asked.at == "text()" { None } else { Some(selector(&asked.at)?) };
        Ok(Part { asked, css })
    }

    /// The text and link of the first such part of a cell that is shown; empty where there is none.
    pub(super) fn of(&self, cell: ElementRef<'_>) -> (SmolStr, Option<Href>) {
        let strict = View::default();
        let mut shown = walk(cell, &strict, |element| element.name() != "table");
        let Some(css) = &self.css else {
            let text = shown.find_map(|(node, _)| match node {
                Node::Text(part) if !part.text.trim().is_empty() => Some(squeezed(&part.text)),
                _ => None,
            });
            return (text.unwrap_or_default(), None);
        };
        let found = shown.filter_map(|(_, element)| element).find(|element| css.matches(element));
        found.map(of_cell).unwrap_or_default()
    }
}

/// The parts of a table's cells, laid out as the cells are.
#[derive(Debug, PartialEq)]
pub(super) struct Parts {
    pub(super) column: String,
    pub(super) name: String,
    pub(super) cells: Vec<GridRow>,
}

impl Parts {
    /// Adds the column; a table without the one that the parts are of is another table, and gets none.
    pub(super) fn add_column(&self, header: &mut Vec<RawCell>, lines: &mut [GridRow], first: usize) {
        let wanted = fold(&self.column);
        let Some(column) = header.iter().position(|cell| fold(&cell.text) == wanted) else { return };
        header.push(RawCell::text(self.name.as_str()));
        for (line, parts) in lines.iter_mut().zip(&self.cells).skip(first) {
            // A row that is short or long stays so: its count of cells still differs from the header's.
            line.cells.push(parts.cells.get(column).cloned().unwrap_or_default());
        }
    }
}

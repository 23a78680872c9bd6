//! The columns that a definition names.

use super::sheet::{Cell, Row, Sheet};
use crate::message;
use crate::schema::{Code, Problem};
use crate::text::{fold, squeeze, truncate};

/// How many headers a message names.
const NAMED: usize = 12;

impl Sheet {
    /// The one column of this name, folded.
    ///
    /// # Errors
    /// No column or more than one of this name.
    pub(super) fn column(&self, header: &str) -> Result<usize, Problem> {
        let wanted = fold(header);
        let mut found = (0..).zip(&self.header).filter(|(_, cell)| fold(cell.text()) == wanted);
        let place = &self.origin.table;
        match (found.next(), found.next()) {
            (Some((column, _)), None) => Ok(column),
            (Some((first, _)), Some((second, cell))) => {
                let (first, second) = (first + 1, second + 1);
                Err(Problem {
                    code: Code::DuplicateColumn,
                    at: Some(self.locate(cell)),
                    what: message!(
                        "{place}: columns {first} and {second} are both called {header:?}",
                        "{place}：第 {first} 列与第 {second} 列都名为 {header:?}"
                    ),
                })
            }
            (None, _) => {
                let there = self.quote_header();
                Err(Problem {
                    code: Code::MissingColumn,
                    at: self.header.first().map(|cell| self.locate(cell)),
                    what: message!(
                        "{place}: no column is called {header:?}, by which the table is laid out anew; the header is: {there}",
                        "{place}：没有名为 {header:?} 的列，无法据此重排；表头为：{there}"
                    ),
                })
            }
        }
    }

    /// The columns of these names, in the order of the names.
    ///
    /// # Errors
    /// As [`Sheet::column`].
    pub(super) fn columns(&self, headers: &[String]) -> Result<Vec<usize>, Problem> {
        headers.iter().map(|header| self.column(header)).collect()
    }

    fn quote_header(&self) -> String {
        let mut names: Vec<String> =
            self.header.iter().take(NAMED).map(|cell| truncate(&squeeze(cell.text()), 24)).collect();
        if self.header.len() > NAMED {
            names.push("…".to_owned());
        }
        names.join(" | ")
    }
}

impl Row {
    /// The cell's text; empty where the row has no such cell.
    pub(super) fn text(&self, column: usize) -> &str {
        self.cells.get(column).map_or("", Cell::text)
    }

    /// The folded texts of some columns: what tells entries apart.
    pub(super) fn key(&self, columns: &[usize]) -> Vec<String> {
        columns.iter().map(|column| fold(self.text(*column))).collect()
    }
}

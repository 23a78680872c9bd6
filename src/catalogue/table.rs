//! Which table of a body a board means, and how its rows are laid out.
//!
//! A selector is read from the outside to the inside, and its parts apply in this order: the body (`inside`), the
//! place in it (`at`, `heading`, `sheet`, `has`, `lacks`, `nth`), how rows and columns are found there (`layout`,
//! `depth`, `inherit`, `attributes`, `parts`, `delimiter`, `skip_rows`, `header_rows`), and how they are laid out anew
//! (`union`, `melt`, `cut`, `where`, `group`, `pivot`, `transpose`, `split`).

use super::file::Format;
use super::file_board::Layout;
use super::heading::Heading;
use super::only::Only;
use regex::Regex;
use std::collections::BTreeMap;

/// Which table of a body.
#[derive(Debug, Clone)]
pub struct TableSelector {
    /// The format of the body that has the table.
    pub format: Format,
    /// The bodies around it, the outermost first; empty where the response itself has the table.
    pub inside: Vec<Inside>,
    /// Headings above the table.
    pub heading: Vec<Heading>,
    /// Sheet names of a workbook.
    pub sheet: Vec<String>,
    /// CSS selector (HTML), path (JSON, JSONL, YAML), or assigned name or property (script).
    pub at: Option<String>,
    /// Headers that the table must have, folded.
    pub has: Vec<String>,
    /// Headers that it must not have, folded.
    pub lacks: Vec<String>,
    /// Which of those that fit, counted from 1; all if absent.
    pub nth: Option<usize>,
    /// How rows are found.
    pub rows: Rows,
    /// How they are laid out anew.
    pub reshape: Reshape,
}

/// A body within a body.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Inside {
    /// The format of the outer body.
    pub format: Format,
    /// Where the inner bodies stand in it: a CSS selector with or without `@attribute`, or `comment()` (HTML); `code`
    /// or `html` (Markdown); a path to strings (JSON, YAML); an assigned name (script); a file name with `*`
    /// (containers).
    pub at: String,
}

/// An element within the cells of a column: a column of its own.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Part {
    /// The header of the column.
    pub column: String,
    /// A CSS selector whose first match in a cell counts, or `text()`: the first text that is not blank.
    pub at: String,
    /// What the new column is called.
    pub name: String,
}

/// How rows and columns are found at a place.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Rows {
    /// How nested values are rows.
    pub layout: Layout,
    /// How many levels of nested values become columns `a.b.c`; deeper ones stay the text that stands there.
    pub depth: usize,
    /// Properties of the values around the rows that become columns of the same name.
    pub inherit: Vec<String>,
    /// HTML attributes that become columns.
    pub attributes: Vec<String>,
    /// Elements within HTML cells that become columns.
    pub parts: Vec<Part>,
    /// Whether hidden tables and rows count.
    pub hidden: bool,
    /// What separates values, where it is no comma or tab.
    pub delimiter: Option<u8>,
    /// Rows above the header that are left out.
    pub skip_rows: usize,
    /// How many rows are the header; with 0 the columns are called `1`, `2` …; where absent, the format says.
    pub header_rows: Option<usize>,
}

impl Default for Rows {
    fn default() -> Rows {
        Rows {
            layout: Layout::Records,
            depth: 1,
            inherit: Vec::new(),
            attributes: Vec::new(),
            parts: Vec::new(),
            hidden: false,
            delimiter: None,
            skip_rows: 0,
            header_rows: None,
        }
    }
}

/// How the rows of a table are laid out anew, in the order of the fields.
#[derive(Debug, Clone, Default)]
pub struct Reshape {
    /// Whether all tables of an edition that fit are one, with the columns of each.
    pub union: bool,
    /// A column for each model becomes a row for each.
    pub melt: Option<Melt>,
    /// New columns from parts of others.
    pub cut: Vec<Cut>,
    /// Only rows whose cells in these columns are what is wanted.
    pub only: BTreeMap<String, Only>,
    /// Rows that agree become one.
    pub group: Option<Group>,
    /// Rows of one entry become one.
    pub pivot: Option<Pivot>,
    /// Whether models are columns.
    pub transpose: bool,
    /// The column whose values are editions: one table for each.
    pub split: Option<String>,
}

/// Columns become rows: each cell that is not under a kept header is a row of its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Melt {
    /// The columns that are repeated on every row.
    pub keep: Vec<String>,
    /// The column that the headers go into.
    pub name: String,
    /// The column that the cells go into.
    pub value: String,
}

/// New columns, named by the groups of an expression; the cut column stays. A cell that does not fit gives empty ones.
#[derive(Debug, Clone)]
pub struct Cut {
    /// The column.
    pub column: String,
    /// The expression.
    pub regex: Regex,
}

/// Rows that agree in `by`, folded, become one, with computed columns; of other columns the first row's cells stand.
///
/// Sums are exact; a mean is rounded half away from zero to six digits more than its numbers have, but to no more than
/// twelve unless they have more, and zeros at the end are dropped. What is no number is left out; a cell that begins as
/// one (`44/48`) refuses the table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// The columns in which they agree.
    pub by: Vec<String>,
    /// Columns of which the mean of the numbers is taken; without any number it is empty.
    pub mean: Vec<String>,
    /// Columns of which the sum is taken.
    pub sum: Vec<String>,
    /// The new column that the number of rows goes into.
    pub count: Option<String>,
}

/// Rows that agree in `keep`, folded, become one, with a column for each value of `by`. A second cell for one entry and
/// value makes a second row of the entry. Of other columns those stay that are equal on all rows of every entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pivot {
    /// The columns in which they agree.
    pub keep: Vec<String>,
    /// The column whose values become headers.
    pub by: String,
    /// The column whose cells stand under them.
    pub value: String,
}

impl TableSelector {
    /// A selector of every table of a format.
    #[must_use]
    pub fn of(format: Format) -> TableSelector {
        TableSelector {
            format,
            inside: Vec::new(),
            heading: Vec::new(),
            sheet: Vec::new(),
            at: None,
            has: Vec::new(),
            lacks: Vec::new(),
            nth: None,
            rows: Rows::default(),
            reshape: Reshape::default(),
        }
    }
}

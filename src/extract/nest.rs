//! Several bodies that one definition means, read as one: the code blocks of a page, the files of a container.

use super::body::{Body, Inner};
use super::refusal::nothing_at_all;
use crate::catalogue::Rows;
use crate::schema::{Problem, RawCell, RawTable, Span};
use crate::text::Message;
use std::borrow::Cow;

/// What `inherit` calls the path of a container's file.
const PATH: &str = "^path";

/// The bodies that a definition goes into.
pub(super) struct Nest<'a>(pub(super) Vec<Nested<'a>>);

/// One of them.
pub(super) struct Nested<'a> {
    pub(super) body: Box<dyn Body + 'a>,
    /// `None` for the response itself.
    pub(super) outer: Option<Outer>,
}

/// What is around a body.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Outer {
    pub(super) place: String,
    heading: Option<String>,
    path: Option<String>,
    /// How many bytes of the response precede it; `None` where it does not stand there as it is.
    offset: Option<usize>,
}

impl Outer {
    /// What is around `inner`, which stands in a body that has `outer` around it.
    pub(super) fn around(outer: Option<&Outer>, inner: &Inner) -> Outer {
        let Inner { place, heading, path, offset, .. } = inner;
        let Some(outer) = outer else {
            return Outer { place: place.clone(), heading: heading.clone(), path: path.clone(), offset: *offset };
        };
        Outer {
            place: format!("{} > {place}", outer.place),
            heading: heading.clone().or_else(|| outer.heading.clone()),
            path: path.clone().or_else(|| outer.path.clone()),
            offset: outer.offset.zip(*offset).map(|(outer, inner)| outer + inner),
        }
    }

    /// A table of the body, as one of the response.
    fn place(&self, mut table: RawTable, rows: &Rows) -> RawTable {
        table.place = format!("{} > {}", self.place, table.place).into();
        table.heading = table.heading.or_else(|| self.heading.clone());
        let moved = |bytes: Option<Span>| bytes?.moved(self.offset?);
        if self.offset != Some(0) {
            for row in &mut table.rows {
                row.bytes = moved(row.bytes);
            }
            for cell in table.header.iter_mut().chain(table.rows.iter_mut().flat_map(|row| &mut row.cells)) {
                cell.bytes = moved(cell.bytes);
            }
        }
        if let Some(path) = self.path.as_ref().filter(|_| rows.inherit.iter().any(|name| name == PATH)) {
            // Behind the row's own cells, so that one with too few or too many still has too few or too many.
            table.header.push(RawCell::text(PATH));
            for row in &mut table.rows {
                row.cells.push(RawCell::text(path));
            }
        }
        table
    }
}

impl Nest<'_> {
    /// The response itself, where the definition goes into no other body.
    fn response(&self) -> Option<&dyn Body> {
        match &self.0[..] {
            [Nested { body, outer: None }] => Some(&**body),
            _ => None,
        }
    }

    fn placed(outer: Option<&Outer>, tables: Vec<RawTable>, rows: &Rows) -> Vec<RawTable> {
        match outer {
            Some(outer) => tables.into_iter().map(|table| outer.place(table, rows)).collect(),
            None => tables,
        }
    }
}

impl Body for Nest<'_> {
    fn all(&self, rows: &Rows) -> Cow<'_, [RawTable]> {
        if let Some(response) = self.response() {
            return response.all(rows);
        }
        let tables =
            |nested: &Nested<'_>| Self::placed(nested.outer.as_ref(), nested.body.all(rows).into_owned(), rows);
        Cow::Owned(self.0.iter().flat_map(tables).collect())
    }

    fn at(&self, place: &str, rows: &Rows) -> Result<Vec<RawTable>, Problem> {
        let mut found = Vec::new();
        let mut nothing = None;
        for Nested { body, outer } in &self.0 {
            match body.at(place, rows) {
                Ok(tables) => found.extend(Self::placed(outer.as_ref(), tables, rows)),
                Err(problem) => {
                    nothing.get_or_insert(problem);
                }
            }
        }
        if found.is_empty() { Err(nothing.unwrap_or_else(nothing_at_all)) } else { Ok(found) }
    }

    fn inner(&self, place: &str) -> Result<Vec<Inner>, Problem> {
        match self.response() {
            Some(response) => response.inner(place),
            None => Err(super::refusal::no_inner(place)),
        }
    }

    fn emptiness(&self) -> Option<Message> {
        self.0.iter().find_map(|nested| nested.body.emptiness())
    }
}

//! Where a body came from, as columns of its tables: the file of one model often names the model nowhere else.

use super::body::Body;
use crate::catalogue::{Rows, TableSelector};
use crate::schema::{Problem, RawCell, RawTable};
use std::borrow::Cow;

/// Where a body came from.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Origin {
    /// The address that was asked for, percent-encoded.
    pub url: String,
    /// The edition that was asked for, by label.
    pub edition: Option<String>,
}

impl Origin {
    /// The columns that a selector's `inherit` names: `^url`, with its percent-encoding undone, and `^edition`.
    pub(super) fn columns(&self, selector: &TableSelector) -> Vec<(String, String)> {
        let value = |name: &String| match name.as_str() {
            "^url" => Some(decoded(&self.url)),
            "^edition" => Some(self.edition.clone().unwrap_or_default()),
            _ => None,
        };
        selector.rows.inherit.iter().filter_map(|name| Some((name.clone(), value(name)?))).collect()
    }
}

/// A body whose tables have further columns, the same on every row.
pub(super) struct WithOrigin<'a> {
    pub(super) body: &'a dyn Body,
    pub(super) columns: Vec<(String, String)>,
}

impl WithOrigin<'_> {
    /// Every row gets the cells behind its own, so that one with too few or too many still has too few or too many.
    fn add(&self, table: &mut RawTable) {
        for (name, value) in &self.columns {
            table.header.push(RawCell::text(name));
            for row in &mut table.rows {
                row.cells.push(RawCell::text(value));
            }
        }
    }
}

impl Body for WithOrigin<'_> {
    fn all(&self, rows: &Rows) -> Cow<'_, [RawTable]> {
        let mut tables = self.body.all(rows).into_owned();
        for table in &mut tables {
            self.add(table);
        }
        Cow::Owned(tables)
    }

    fn at(&self, place: &str, rows: &Rows) -> Result<Vec<RawTable>, Problem> {
        let mut tables = self.body.at(place, rows)?;
        for table in &mut tables {
            self.add(table);
        }
        Ok(tables)
    }

    fn emptiness(&self) -> Option<crate::text::Message> {
        self.body.emptiness()
    }
}

/// The text without percent-encoding; as it is, where that gives no UTF-8.
fn decoded(url: &str) -> String {
    let mut bytes = Vec::with_capacity(url.len());
    let mut rest = url.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let code = after.get(..2).filter(|hex| hex.iter().all(u8::is_ascii_hexdigit));
        let code = code.and_then(|hex| std::str::from_utf8(hex).ok());
        if let Some(byte) = code.filter(|_| *first == b'%').and_then(|hex| u8::from_str_radix(hex, 16).ok()) {
            bytes.push(byte);
            rest = after.get(2..).unwrap_or_default();
        } else {
            bytes.push(*first);
            rest = after;
        }
    }
    String::from_utf8(bytes).unwrap_or_else(|_| url.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::Format;
    use crate::extract::Document;
    use crate::schema::Digest;

    #[test]
    fn percent_encoding_is_undone_where_it_is_text() {
        assert_eq!(decoded("https://x/a%20b/%E4%B8%99%2f?q=%zz%+1%"), "https://x/a b/丙/?q=%zz%+1%");
        assert_eq!(decoded("https://x/%FF"), "https://x/%FF");
    }

    #[test]
    fn a_row_with_too_few_cells_still_has_too_few() {
        let origin = Origin { url: "https://x/m%201.csv".to_owned(), edition: None };
        let bytes = b"a,b\n1,2\n3\n";
        let document = Document::open(Digest::of(bytes), bytes).from(origin);
        let mut selector = TableSelector::of(Format::Csv);
        assert_eq!(document.tables(&selector).unwrap()[0].table.header.len(), 2);
        selector.rows.inherit = vec!["^url".to_owned()];
        let found = document.tables(&selector).unwrap();
        let texts = |cells: &[RawCell]| cells.iter().map(|cell| cell.text.clone()).collect::<Vec<_>>();
        assert_eq!(texts(&found[0].table.header), ["a", "b", "^url"]);
        assert_eq!(texts(&found[0].table.rows[0].cells), ["1", "2", "https://x/m 1.csv"]);
        assert_eq!(found[0].table.rows[1].cells.len(), 2);
    }
}

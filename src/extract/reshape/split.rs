//! One table for each edition that a column names.

use super::sheet::{Row, Sheet};
use crate::schema::Problem;
use crate::text::{fold, squeeze};
use std::collections::HashMap;

/// A table for each value of `column`, in the order in which they first come; the value, as it is printed there first,
/// is the table's edition. The column stays.
pub(super) fn split(mut sheet: Sheet, column: &str) -> Result<Vec<Sheet>, Problem> {
    sheet.check_even()?;
    let column = sheet.column(column)?;
    let mut parts: Vec<(String, Vec<Row>)> = Vec::new();
    let mut known: HashMap<String, usize> = HashMap::new();
    for row in std::mem::take(&mut sheet.rows) {
        let index = *known.entry(fold(row.text(column))).or_insert(parts.len());
        match parts.get_mut(index) {
            Some((_, rows)) => rows.push(row),
            None => parts.push((squeeze(row.text(column)), vec![row])),
        }
    }
    let part = |(edition, rows)| Sheet { edition: Some(edition), ..sheet.with(sheet.header.clone(), rows) };
    Ok(parts.into_iter().map(part).collect())
}

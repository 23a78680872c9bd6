//! Columns as pandas writes them: `{"col": {"0": v, "1": w}}` or `{"col": [v, w]}`.

use super::node::Node;
use super::records::printed;
use crate::extract::decode::Text;
use crate::extract::head::Headed;
use crate::extract::refusal::unreadable;
use crate::extract::tidy::number;
use crate::message;
use crate::schema::{Problem, RawCell, RawRow};
use smol_str::SmolStr;
use std::borrow::Cow;
use std::collections::HashMap;

/// The rows of columns, aligned by their keys, which are a column `key` of their own unless they only count. `None`
/// where a member is no column.
///
/// # Errors
/// Where there are more cells than `most`.
pub(super) fn columns(members: &[(SmolStr, Node)], text: &Text<'_>, most: usize) -> Result<Option<Headed>, Problem> {
    let mut rows: Vec<(Cow<'_, str>, Vec<RawCell>)> = Vec::new();
    let mut places: HashMap<Cow<'_, str>, usize> = HashMap::new();
    for (column, (_, node)) in members.iter().enumerate() {
        let cells: Vec<(Cow<'_, str>, &Node)> = match (node.items(), node.members()) {
            (Some(items), _) => items.iter().enumerate().map(|(key, cell)| (key.to_string().into(), cell)).collect(),
            (_, Some(members)) => members.iter().map(|(key, cell)| (key.as_str().into(), cell)).collect(),
            _ => return Ok(None),
        };
        for (key, cell) in cells {
            let place = *places.entry(key.clone()).or_insert_with(|| {
                rows.push((key, Vec::new()));
                rows.len() - 1
            });
            if rows.len().saturating_mul(members.len()) > most {
                return Err(unreadable(message!("the table has more than {most} cells", "表格的单元格超过 {most} 个")));
            }
            if let Some((_, cells)) = rows.get_mut(place) {
                // An absent cell is empty, since each cell names its row.
                cells.resize(column, RawCell::default());
                cells.push(printed(cell, text));
            }
        }
    }
    if rows.is_empty() {
        return Ok(None);
    }
    let counts = rows.iter().enumerate().all(|(index, (key, _))| *key == index.to_string());
    let names = members.iter().map(|(name, _)| RawCell::text(name.trim()));
    let header = (!counts).then(|| RawCell::text("key")).into_iter().chain(names).collect();
    let rows = rows.into_iter().enumerate().map(|(index, (key, mut cells))| {
        cells.resize(members.len(), RawCell::default());
        if !counts {
            cells.insert(0, RawCell::text(key.trim()));
        }
        RawRow { number: number(index + 2), cells, bytes: None }
    });
    let rows = rows.collect();
    Ok(Some(Headed { header_row: 1, header, rows }))
}

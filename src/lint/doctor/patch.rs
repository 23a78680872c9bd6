//! Repairs as a change of the definition's text, which keeps its layout.

use super::repair::Repair;
use crate::error::{Error, ErrorKind, Result};
use crate::message;
use similar::TextDiff;
use std::path::Path;
use toml_edit::{Array, DocumentMut, Item, TableLike, Value};

/// The definition's text with the repairs of each board.
///
/// # Errors
/// A text that is no definition, or a board that it does not have.
pub fn patched(file: &str, text: &str, repairs: &[(&str, &[Repair])]) -> Result<String> {
    let wrong =
        |what| Error::new(ErrorKind::Definition { file: file.to_owned(), position: None, what, suggestion: None });
    let mut document: DocumentMut = text.parse().map_err(|cause: toml_edit::TomlError| {
        let cause = cause.message().to_owned();
        wrong(message!("not TOML: {cause}", "不是 TOML：{cause}"))
    })?;
    for (board, repairs) in repairs {
        let table = find_board(document.get_mut("board"), board)
            .ok_or_else(|| wrong(message!("no board {board} is written there", "其中没有榜单 {board}")))?;
        for repair in *repairs {
            apply(table, repair);
        }
    }
    Ok(document.to_string())
}

/// The difference of two texts in the form that `patch` reads, under the file's own name: it is applied in its folder.
#[must_use]
pub fn patch(file: &str, before: &str, after: &str) -> String {
    let file = Path::new(file).file_name().map_or_else(|| file.into(), |name| name.to_string_lossy());
    TextDiff::from_lines(before, after).unified_diff().header(&format!("a/{file}"), &format!("b/{file}")).to_string()
}

/// The board's table: the one with its id, or the one whose `each` gives it.
fn find_board<'d>(boards: Option<&'d mut Item>, id: &str) -> Option<&'d mut dyn TableLike> {
    let boards = boards?.as_array_of_tables_mut()?;
    boards.iter_mut().find(|table| is_board(*table, id)).map(|table| table as &mut dyn TableLike)
}

fn is_board(table: &dyn TableLike, id: &str) -> bool {
    let Some(template) = table.get("id").and_then(Item::as_str) else { return false };
    if template == id {
        return true;
    }
    let fits = |value: &Value| {
        let values = value.as_inline_table();
        let filled =
            values.into_iter().flat_map(|values| values.iter()).fold(template.to_owned(), |text, (name, value)| {
                text.replace(&format!("{{each.{name}}}"), value.as_str().unwrap_or_default())
            });
        filled == id
    };
    table.get("each").and_then(Item::as_array).is_some_and(|each| each.iter().any(fits))
}

fn apply(board: &mut dyn TableLike, repair: &Repair) {
    let list = match repair {
        Repair::Column { role, header } => return add_in(board, "columns", role, header),
        Repair::Label { label, header } => return add_in(board, "labels", label, header),
        Repair::Metric { .. } => board.get_mut("metric"),
        Repair::Heading(_) | Repair::Sheet(_) | Repair::Place { .. } => board.get_mut("variants"),
    };
    let Some(list) = list else { return };
    each_table(list, &mut |found| match repair {
        Repair::Metric { metric, header } if found.get("id").and_then(Item::as_str) == Some(metric) => {
            add(found, "header", header);
        }
        Repair::Heading(heading) => with_table(found, "heading", |table| add(table, "heading", heading)),
        Repair::Sheet(sheet) => with_table(found, "sheet", |table| add(table, "sheet", sheet)),
        Repair::Place { from, to } => with_table(found, "at", |table| {
            if table.get("at").and_then(Item::as_str) == Some(from) {
                table.insert("at", toml_edit::value(to.as_str()));
            }
        }),
        _ => {}
    });
}

fn add_in(board: &mut dyn TableLike, key: &str, name: &str, header: &str) {
    if let Some(table) = board.get_mut(key).and_then(Item::as_table_like_mut) {
        add(table, name, header);
    }
}

/// The `table` of a variant, if it has the key.
fn with_table(variant: &mut dyn TableLike, key: &str, change: impl FnOnce(&mut dyn TableLike)) {
    if let Some(table) = variant.get_mut("table").and_then(Item::as_table_like_mut)
        && table.contains_key(key)
    {
        change(table);
    }
}

/// Adds a text to the list of a key, which is made where there is none.
fn add(table: &mut dyn TableLike, key: &str, text: &str) {
    if let Some(list) = table.get_mut(key).and_then(Item::as_array_mut) {
        list.push(text);
        return;
    }
    let mut list = Array::new();
    list.push(text);
    table.insert(key, toml_edit::value(list));
}

/// Every table of a list, in either of the two ways of writing one.
fn each_table(item: &mut Item, change: &mut dyn FnMut(&mut dyn TableLike)) {
    match item {
        Item::ArrayOfTables(tables) => tables.iter_mut().for_each(|table| change(table)),
        Item::Value(Value::Array(list)) => {
            for table in list.iter_mut().filter_map(Value::as_inline_table_mut) {
                change(table);
            }
        }
        _ => {}
    }
}

//! One definition for many boards: `{each.NAME}` in its texts stands for a value.

use super::file_board::BoardFile;
use crate::message;
use crate::text::Message;
use std::collections::BTreeMap;
use toml::Value;

/// The boards that a definition stands for: itself, or one for each of its `each`.
///
/// # Errors
/// The text that is wrong and what is wrong with it: a name that one of them has no value for.
pub(super) fn expand(board: BoardFile) -> Result<Vec<BoardFile>, (String, Message)> {
    if board.each.is_empty() {
        return Ok(vec![board]);
    }
    let id = board.id.clone();
    let no_table = |_| (id.clone(), message!("{id}: not a board", "{id}：不是榜单定义"));
    let template = Value::try_from(&board).map_err(|cause| no_table(cause.to_string()))?;
    let one = |values: &BTreeMap<String, String>| {
        let filled = fill(template.clone(), values)?;
        filled.try_into().map_err(|cause: toml::de::Error| no_table(cause.to_string()))
    };
    board.each.iter().map(one).collect()
}

fn fill(value: Value, values: &BTreeMap<String, String>) -> Result<Value, (String, Message)> {
    Ok(match value {
        Value::String(text) => Value::String(filled(&text, values)?),
        Value::Array(items) => {
            Value::Array(items.into_iter().map(|item| fill(item, values)).collect::<Result<_, _>>()?)
        }
        Value::Table(table) => Value::Table(
            table
                .into_iter()
                .map(|(key, value)| Ok((filled(&key, values)?, fill(value, values)?)))
                .collect::<Result<_, (String, Message)>>()?,
        ),
        other => other,
    })
}

fn filled(text: &str, values: &BTreeMap<String, String>) -> Result<String, (String, Message)> {
    const OPEN: &str = "{each.";
    let mut whole = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once(OPEN) {
        let (name, after) = after.split_once('}').unwrap_or((after, ""));
        let value = values.get(name).ok_or_else(|| {
            let what = message!("one of `each` has no value for {name}", "`each` 中有一项缺少 {name}");
            (format!("{OPEN}{name}}}"), what)
        })?;
        whole.push_str(before);
        whole.push_str(value);
        rest = after;
    }
    whole.push_str(rest);
    Ok(whole)
}

//! One JSON value a line: the body is the list of them.

use super::body::Tree;
use super::json::{check, parse};
use super::node::{Node, Value};
use crate::extract::body::Body;
use crate::extract::decode::decode;
use crate::extract::refusal::unreadable;
use crate::message;
use crate::schema::{Digest, Problem};
use std::borrow::Cow;

/// Reads every line that is not blank. A line that is cut off or no JSON is no line to leave out: what was in it is
/// not known.
pub(in crate::extract) fn open(capture: Digest, bytes: Cow<'_, [u8]>) -> Result<impl Body + use<'_>, Problem> {
    let text = decode(bytes, None)?;
    check(&text.text)?;
    let (mut items, mut start) = (Vec::new(), 0);
    for (index, line) in text.text.split_inclusive('\n').enumerate() {
        if !line.trim().is_empty() {
            let node = parse(line, start).map_err(|why| {
                let line = index + 1;
                unreadable(message!("line {line} is not JSON: {why}", "第 {line} 行不是 JSON：{why}"))
            })?;
            items.push(node);
        }
        start += line.len();
    }
    if items.is_empty() {
        return Err(unreadable(message!("no line has a JSON value", "没有任何一行是 JSON 值")));
    }
    let root = Node { value: Value::List(items.into()), start: 0, end: start };
    Ok(Tree { capture, text, root })
}

//! JSON, read strictly. Its parser keeps the text of numbers, so that 82.10 stays 82.10.

use super::body::Body;
use super::decode::{Text, decode};
use super::node::{Node, Value};
use super::records::{Origin, table};
use super::refusal::{no_such_place, unreadable};
use crate::message;
use crate::schema::{Digest, Problem, RawTable};
use jsonc_parser::{CollectOptions, ParseOptions, ast, parse_to_ast};
use std::borrow::Cow;

/// How deep values may be nested. Reading is recursive, and no leaderboard nests deeper than 20.
const DEEPEST: usize = 128;

struct Json {
    capture: Digest,
    text: Text,
    root: Node,
}

pub(super) fn open(capture: Digest, bytes: &[u8]) -> Result<impl Body + Send + Sync + use<>, Problem> {
    let text = decode(bytes, None)?;
    if let Some(line) = too_deep(&text.text) {
        return Err(unreadable(message!(
            "values are nested deeper than {DEEPEST} levels in line {line}",
            "第 {line} 行的嵌套超过 {DEEPEST} 层"
        )));
    }
    let strict = ParseOptions {
        allow_comments: false,
        allow_loose_object_property_names: false,
        allow_trailing_commas: false,
        allow_missing_commas: false,
        allow_single_quoted_strings: false,
        allow_hexadecimal_numbers: false,
        allow_unary_plus_numbers: false,
        allow_bare_decimal_point_numbers: false,
        allow_non_finite_numbers: false,
        allow_extended_string_escapes: false,
    };
    let parsed = parse_to_ast(&text.text, &CollectOptions::default(), &strict)
        .map_err(|error| unreadable(message!("not JSON: {error}", "不是 JSON：{error}")))?;
    let Some(root) = parsed.value.map(node) else {
        return Err(unreadable(message!("not JSON: the body is empty", "不是 JSON：响应正文为空")));
    };
    Ok(Json { capture, text, root })
}

impl Body for Json {
    fn all(&self) -> Cow<'_, [RawTable]> {
        let mut tables = Vec::new();
        self.collect(&self.root, "", &mut tables);
        Cow::Owned(tables)
    }

    fn at(&self, pointer: &str) -> Result<Vec<RawTable>, Problem> {
        let found = resolve(&self.root, pointer).and_then(|node| self.table(node, pointer));
        found.map(|table| vec![table]).ok_or_else(|| no_such_place(pointer, &self.all()))
    }
}

impl Json {
    fn table(&self, node: &Node, pointer: &str) -> Option<RawTable> {
        let place = if pointer.is_empty() { "/" } else { pointer }.to_owned();
        table(Origin { capture: self.capture, text: &self.text, place, heading: None }, node)
    }

    /// Every table below `node`: lists of records, and objects keyed by a name that hold no such list.
    fn collect(&self, node: &Node, pointer: &str, tables: &mut Vec<RawTable>) {
        let before = tables.len();
        match &node.value {
            Value::List(items) => match self.table(node, pointer) {
                Some(table) => tables.push(table),
                None => {
                    for (index, item) in items.iter().enumerate() {
                        self.collect(item, &format!("{pointer}/{index}"), tables);
                    }
                }
            },
            Value::Map(properties) => {
                for (key, value) in properties {
                    let key = key.replace('~', "~0").replace('/', "~1");
                    self.collect(value, &format!("{pointer}/{key}"), tables);
                }
                let holds_objects = properties.iter().all(|(_, value)| matches!(value.value, Value::Map(_)));
                if tables.len() == before && properties.len() > 1 && holds_objects {
                    tables.extend(self.table(node, pointer));
                }
            }
            _ => {}
        }
    }
}

/// The value at a JSON pointer (RFC 6901); the root at an empty one and at `/`.
fn resolve<'a>(root: &'a Node, pointer: &str) -> Option<&'a Node> {
    if matches!(pointer, "" | "/") {
        return Some(root);
    }
    pointer.strip_prefix('/')?.split('/').try_fold(root, |node, step| {
        let step = step.replace("~1", "/").replace("~0", "~");
        match &node.value {
            Value::List(items) => items.get(step.parse::<usize>().ok()?),
            _ => node.get(&step),
        }
    })
}

fn node(value: ast::Value<'_>) -> Node {
    use jsonc_parser::common::Ranged;
    let range = value.range();
    let value = match value {
        ast::Value::StringLit(literal) => Value::Text(literal.value.into_owned()),
        ast::Value::NumberLit(_) | ast::Value::BooleanLit(_) => Value::Printed,
        ast::Value::NullKeyword(_) => Value::Null,
        ast::Value::Array(array) => Value::List(array.elements.into_iter().map(node).collect()),
        ast::Value::Object(object) => {
            let property = |property: ast::ObjectProp<'_>| (property.name.into_string(), node(property.value));
            Value::Map(object.properties.into_iter().map(property).collect())
        }
    };
    Node { value, start: range.start, end: range.end }
}

/// The line in which brackets are nested too deep, if there is one.
fn too_deep(text: &str) -> Option<usize> {
    let (mut depth, mut line) = (0_usize, 1);
    let mut bytes = text.bytes();
    let mut quoted = false;
    while let Some(byte) = bytes.next() {
        match byte {
            b'\\' if quoted => {
                bytes.next();
            }
            b'"' => quoted = !quoted,
            b'[' | b'{' if !quoted => {
                depth += 1;
                if depth > DEEPEST {
                    return Some(line);
                }
            }
            b']' | b'}' if !quoted => depth = depth.saturating_sub(1),
            b'\n' => line += 1,
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema::Code;

    #[test]
    fn deep_nesting_is_refused_before_it_is_read() {
        let body = "[".repeat(1_000_000);
        let problem = open(Digest::of(b""), body.as_bytes()).err().expect("refused");
        assert_eq!(problem.code, Code::UnreadableBody);
        assert_eq!(problem.what.en, "values are nested deeper than 128 levels in line 1");
    }

    #[test]
    fn a_comma_at_the_end_is_not_json() {
        assert!(open(Digest::of(b""), b"[{\"a\":1},]").is_err());
        assert!(open(Digest::of(b""), b"{a:1}").is_err());
        assert!(open(Digest::of(b""), b"").is_err());
    }
}

//! JSON, read strictly but for `NaN` and `Infinity`, which Python writes. Its parser keeps the text of numbers, so that
//! 82.10 stays 82.10.

use super::body::Tree;
use super::node::{Node, Value};
use super::strict;
use crate::extract::body::Body;
use crate::extract::decode::decode;
use crate::extract::refusal::unreadable;
use crate::message;
use crate::schema::{Digest, Problem};
use crate::text::Message;
use jsonc_parser::{CollectOptions, ParseOptions, ast, parse_to_ast};
use std::borrow::Cow;

/// How deep values may be nested. Reading is recursive, and no leaderboard nests deeper than 20.
pub(super) const DEEPEST: usize = 128;
/// Values that a body may have, keys among them.
pub(super) const MOST_VALUES: usize = 1_000_000;

pub(in crate::extract) fn open(capture: Digest, bytes: Cow<'_, [u8]>) -> Result<impl Body + use<'_>, Problem> {
    let text = decode(bytes, None)?;
    check(&text.text)?;
    let root = parse(&text.text, 0).map_err(|why| unreadable(message!("not JSON: {why}", "不是 JSON：{why}")))?;
    Ok(Tree { capture, text, root })
}

/// Refuses what would take too much memory or depth to read.
pub(super) fn check(text: &str) -> Result<(), Problem> {
    let Some((line, deep)) = overfull(text) else { return Ok(()) };
    Err(unreadable(if deep {
        message!("values are nested deeper than {DEEPEST} levels in line {line}", "第 {line} 行的嵌套超过 {DEEPEST} 层")
    } else {
        message!("the body has more than {MOST_VALUES} values", "响应正文的值超过 {MOST_VALUES} 个")
    }))
}

/// The value that `text` is, which begins at `base` in the body's text.
pub(super) fn parse(text: &str, base: usize) -> Result<Node, Message> {
    strict::parse(text, base).map_or_else(|| parse_otherwise(text, base), Ok)
}

/// The same of any text: slower, with `NaN` and `Infinity`, and with what is wrong.
pub(super) fn parse_otherwise(text: &str, base: usize) -> Result<Node, Message> {
    let strict = ParseOptions {
        allow_comments: false,
        allow_loose_object_property_names: false,
        allow_trailing_commas: false,
        allow_missing_commas: false,
        allow_single_quoted_strings: false,
        allow_hexadecimal_numbers: false,
        allow_unary_plus_numbers: false,
        allow_bare_decimal_point_numbers: false,
        allow_non_finite_numbers: true,
        allow_extended_string_escapes: false,
    };
    let parsed =
        parse_to_ast(text, &CollectOptions::default(), &strict).map_err(|error| Message::same(error.to_string()))?;
    parsed.value.map(|value| node(value, base)).ok_or_else(|| message!("the body is empty", "响应正文为空"))
}

fn node(value: ast::Value<'_>, base: usize) -> Node {
    use jsonc_parser::common::Ranged;
    let range = value.range();
    let value = match value {
        ast::Value::StringLit(literal) => Value::Text(literal.value.into()),
        ast::Value::NumberLit(_) | ast::Value::BooleanLit(_) => Value::Printed,
        ast::Value::NullKeyword(_) => Value::Null,
        ast::Value::Array(array) => Value::List(array.elements.into_iter().map(|item| node(item, base)).collect()),
        ast::Value::Object(object) => {
            let property =
                |property: ast::ObjectProp<'_>| (property.name.into_string().into(), node(property.value, base));
            Value::Map(object.properties.into_iter().map(property).collect())
        }
    };
    Node { value, start: base + range.start, end: base + range.end }
}

/// The line in which brackets are nested too deep (`true`) or the values become too many, if there is one.
fn overfull(text: &str) -> Option<(usize, bool)> {
    let (mut depth, mut line, mut values) = (0_usize, 1, 0_usize);
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
                values += 1;
                if depth > DEEPEST {
                    return Some((line, true));
                }
            }
            b']' | b'}' if !quoted => depth = depth.saturating_sub(1),
            // A key takes as much room as a value.
            b',' | b':' if !quoted => {
                values += 1;
                if values > MOST_VALUES {
                    return Some((line, false));
                }
            }
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

    fn opened(body: &str) -> Result<impl Body, Problem> {
        open(Digest::of(b""), Cow::Borrowed(body.as_bytes()))
    }

    #[test]
    fn deep_nesting_is_refused_before_it_is_read() {
        let body = "[".repeat(1_000_000);
        let problem = opened(&body).err().expect("refused");
        assert_eq!(problem.code, Code::UnreadableBody);
        assert_eq!(problem.what.en, "values are nested deeper than 128 levels in line 1");
    }

    #[test]
    fn a_comma_at_the_end_is_not_json() {
        assert!(opened("[{\"a\":1},]").is_err());
        assert!(opened("{a:1}").is_err());
        assert!(opened("").is_err());
    }
}

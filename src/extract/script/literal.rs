//! Arrays and objects as scripts write them. Nothing is executed: what is no literal (a call, a variable) is kept as
//! the text that stands there.

use crate::extract::tree::{Node, Value};

/// How deep values may be nested; reading is recursive.
const DEEPEST: usize = 128;

/// Reads the array or object that begins at `start`.
///
/// # Errors
/// Where the reading ended, if it is not complete or not of that form.
pub(super) fn read(text: &str, start: usize) -> Result<Node, usize> {
    let mut reader = Reader { text, at: start, depth: 0 };
    let begins = matches!(reader.peek(), Some(b'[' | b'{'));
    begins.then(|| reader.value()).flatten().ok_or(reader.at)
}

/// Reads the string that begins at `start`, in any quotes.
///
/// # Errors
/// Where the reading ended, if it is not complete.
pub(super) fn read_string(text: &str, start: usize) -> Result<Node, usize> {
    let mut reader = Reader { text, at: start, depth: 0 };
    let begins = matches!(reader.peek(), Some(b'"' | b'\'' | b'`'));
    let string = begins.then(|| reader.string()).flatten().ok_or(reader.at)?;
    Ok(Node { value: Value::Text(string.into()), start, end: reader.at })
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
    depth: usize,
}

impl Reader<'_> {
    fn value(&mut self) -> Option<Node> {
        self.skip_blank();
        let start = self.at;
        let value = match self.peek()? {
            b'[' => self.nested(Self::list)?,
            b'{' => self.nested(Self::map)?,
            b'"' | b'\'' | b'`' => match self.string() {
                Some(text) if self.ends_here() => Value::Text(text.into()),
                _ => self.expression(start)?,
            },
            _ => self.expression(start)?,
        };
        let node = Node { value, start, end: self.at };
        self.skip_blank();
        Some(node)
    }

    fn nested(&mut self, read: impl Fn(&mut Self) -> Option<Value>) -> Option<Value> {
        self.depth += 1;
        self.at += 1;
        let value = if self.depth > DEEPEST { None } else { read(self) };
        self.depth -= 1;
        value
    }

    fn list(&mut self) -> Option<Value> {
        let mut items = Vec::new();
        loop {
            self.skip_blank();
            match self.peek()? {
                b']' => break,
                b',' => self.at += 1,
                _ => {
                    items.push(self.value()?);
                    self.comma_or(b']')?;
                }
            }
        }
        self.at += 1;
        Some(Value::List(items.into()))
    }

    fn map(&mut self) -> Option<Value> {
        let mut properties = Vec::new();
        loop {
            self.skip_blank();
            if self.peek()? == b'}' {
                break;
            }
            let start = self.at;
            let key = self.key()?;
            self.skip_blank();
            if self.peek()? == b':' {
                self.at += 1;
                properties.push((key.into(), self.value()?));
            } else {
                // `{org}`, `{...row}`, `setup(){…}`: no literal value. A number alone is no property: `{total: 83,20}`.
                if key.starts_with(|c: char| c.is_ascii_digit()) && self.peek()? != b'(' {
                    return None;
                }
                self.at = start;
                let value = self.expression(start)?;
                properties.push((key.into(), Node { value, start, end: self.at }));
                self.skip_blank();
            }
            self.comma_or(b'}')?;
        }
        self.at += 1;
        Some(Value::Map(properties.into()))
    }

    fn key(&mut self) -> Option<String> {
        if matches!(self.peek()?, b'"' | b'\'' | b'`') {
            return self.string();
        }
        let rest = self.rest();
        let end = rest.find([':', ',', '}', '(', ' ', '\n', '\t', '\r']).filter(|end| *end > 0)?;
        let key = rest.get(..end)?.to_owned();
        self.at += end;
        Some(key)
    }

    fn comma_or(&mut self, close: u8) -> Option<()> {
        self.skip_blank();
        match self.peek()? {
            b',' => self.at += 1,
            byte if byte == close => {}
            _ => return None,
        }
        Some(())
    }

    /// Whether the value is complete: `"a"` is, `"a" + b` and `"a".trim()` are expressions.
    fn ends_here(&mut self) -> bool {
        let end = self.at;
        self.skip_blank();
        let ends = matches!(self.peek(), Some(b',' | b']' | b'}'));
        self.at = end;
        ends
    }

    /// Everything up to the comma or bracket that ends a value.
    fn expression(&mut self, start: usize) -> Option<Value> {
        self.at = start;
        let mut depth = 0_usize;
        loop {
            match self.peek()? {
                b'(' | b'[' | b'{' => depth += 1,
                b',' | b')' | b']' | b'}' if depth == 0 => break,
                b')' | b']' | b'}' => depth -= 1,
                b'"' | b'\'' | b'`' => {
                    self.string()?;
                    continue;
                }
                b'/' if self.skip_comment() => continue,
                _ => {}
            }
            self.at += 1;
        }
        let source = self.text.get(start..self.at)?.trim_end();
        self.at = start + source.len();
        Some(match source {
            "" => return None,
            "null" | "undefined" | "void 0" => Value::Null,
            "!0" => Value::Text("true".into()),
            "!1" => Value::Text("false".into()),
            _ => Value::Printed,
        })
    }

    /// A string in any quotes, its escapes resolved. A template keeps its `${…}` as written.
    fn string(&mut self) -> Option<String> {
        let quote = char::from(self.peek()?);
        self.at += 1;
        let mut text = String::new();
        loop {
            let c = self.rest().chars().next()?;
            self.at += c.len_utf8();
            match c {
                c if c == quote => return Some(text),
                '\\' => self.escape(&mut text)?,
                '\n' if quote != '`' => return None,
                c => text.push(c),
            }
        }
    }

    fn escape(&mut self, text: &mut String) -> Option<()> {
        let c = self.rest().chars().next()?;
        self.at += c.len_utf8();
        match c {
            'n' => text.push('\n'),
            't' => text.push('\t'),
            'r' => text.push('\r'),
            'b' => text.push('\u{8}'),
            'f' => text.push('\u{c}'),
            'v' => text.push('\u{b}'),
            '0' => text.push('\0'),
            '\n' => {}
            'x' => text.push(char::from_u32(self.hexadecimal(2)?)?),
            'u' if self.peek() == Some(b'{') => {
                let digits = self.rest().get(1..)?.split('}').next()?.len();
                self.at += 1;
                text.push(char::from_u32(self.hexadecimal(digits)?)?);
                self.at += 1;
            }
            'u' => {
                let mut unit = self.hexadecimal(4)?;
                if (0xd800..0xdc00).contains(&unit) && self.rest().starts_with("\\u") {
                    self.at += 2;
                    let low = self.hexadecimal(4)?;
                    unit = 0x10000 + ((unit - 0xd800) << 10) + low.checked_sub(0xdc00)?;
                }
                text.push(char::from_u32(unit)?);
            }
            other => text.push(other),
        }
        Some(())
    }

    fn hexadecimal(&mut self, digits: usize) -> Option<u32> {
        let value = u32::from_str_radix(self.rest().get(..digits)?, 16).ok()?;
        self.at += digits;
        Some(value)
    }

    fn skip_blank(&mut self) {
        loop {
            let rest = self.rest();
            self.at += rest.len() - rest.trim_start().len();
            if !self.skip_comment() {
                return;
            }
        }
    }

    fn skip_comment(&mut self) -> bool {
        let rest = self.rest();
        let length = if rest.starts_with("//") {
            rest.find('\n').unwrap_or(rest.len())
        } else if rest.starts_with("/*") {
            rest.find("*/").map_or(rest.len(), |end| end + 2)
        } else {
            return false;
        };
        self.at += length;
        true
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn rest(&self) -> &str {
        self.text.get(self.at..).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn literals_are_read_and_expressions_kept_as_text() {
        let source = r#"[{rank:1,'org':"快手\u79d1技",date:'2025.10',"on":!0,x:f(1,[2]),/* , */ y:.5,z:null,},]"#;
        let node = read(source, 0).expect("a literal");
        let Value::List(items) = &node.value else { panic!("a list") };
        let text = |key: &str| {
            let node = items[0].get(key).expect("a property");
            match &node.value {
                Value::Text(text) => text.to_string(),
                Value::Null => String::new(),
                _ => source[node.start..node.end].to_owned(),
            }
        };
        let read: Vec<String> = ["rank", "org", "date", "on", "x", "y", "z"].map(text).into();
        assert_eq!(read, ["1", "快手科技", "2025.10", "true", "f(1,[2])", ".5", ""]);
        assert_eq!(node.end, source.len());
    }

    #[test]
    fn what_is_cut_off_or_too_deep_is_no_literal() {
        assert!(read("[{a:1}", 0).is_err());
        assert!(read("[{a:'x}]", 0).is_err());
        assert!(read(&"[".repeat(100_000), 0).is_err());
    }
}

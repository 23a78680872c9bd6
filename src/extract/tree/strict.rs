//! JSON as the grammar has it (RFC 8259), read at once into nodes. What departs from it in any way is left to the reader
//! that says what is wrong.

use super::node::{Node, Value};
use smol_str::SmolStr;

/// The value that `text` is, which begins at `base` in the body's text; `None` where it is not plain JSON. Nesting is
/// bounded by the caller.
pub(super) fn parse(text: &str, base: usize) -> Option<Node> {
    let mut reader = Reader { text, at: 0, base, width: 0, recent: Vec::new() };
    let node = reader.value()?;
    reader.skip_blank();
    (reader.at == text.len()).then_some(node)
}

struct Reader<'t> {
    text: &'t str,
    at: usize,
    base: usize,
    /// How many members the last object had: the next one mostly has as many.
    width: usize,
    /// The last key in each place: the next one there is mostly the same, and is not kept twice where it is long.
    recent: Vec<SmolStr>,
}

impl Reader<'_> {
    fn value(&mut self) -> Option<Node> {
        self.skip_blank();
        let start = self.at;
        let value = match self.peek()? {
            b'{' => self.map()?,
            b'[' => self.list()?,
            b'"' => Value::Text(self.string()?),
            b't' => self.word("true", Value::Printed)?,
            b'f' => self.word("false", Value::Printed)?,
            b'n' => self.word("null", Value::Null)?,
            _ => self.number()?,
        };
        Some(Node { value, start: self.base + start, end: self.base + self.at })
    }

    fn list(&mut self) -> Option<Value> {
        self.at += 1;
        let mut items = Vec::new();
        self.skip_blank();
        if self.take(b']') {
            return Some(Value::List(Box::default()));
        }
        loop {
            items.push(self.value()?);
            self.skip_blank();
            if self.take(b']') {
                return Some(Value::List(items.into()));
            }
            self.take(b',').then_some(())?;
        }
    }

    fn map(&mut self) -> Option<Value> {
        self.at += 1;
        self.skip_blank();
        if self.take(b'}') {
            return Some(Value::Map(Box::default()));
        }
        let mut members = Vec::with_capacity(self.width);
        loop {
            self.skip_blank();
            let key = self.key(members.len())?;
            self.skip_blank();
            self.take(b':').then_some(())?;
            members.push((key, self.value()?));
            self.skip_blank();
            if self.take(b'}') {
                self.width = members.len();
                return Some(Value::Map(members.into()));
            }
            self.take(b',').then_some(())?;
        }
    }

    fn key(&mut self, place: usize) -> Option<SmolStr> {
        let key = self.string()?;
        match self.recent.get_mut(place) {
            Some(recent) if *recent == key => Some(recent.clone()),
            Some(recent) => {
                recent.clone_from(&key);
                Some(key)
            }
            None => {
                self.recent.push(key.clone());
                Some(key)
            }
        }
    }

    fn string(&mut self) -> Option<SmolStr> {
        self.take(b'"').then_some(())?;
        let start = self.at;
        let end = self.run()?;
        if self.peek()? == b'"' {
            self.at += 1;
            return self.text.get(start..end).map(SmolStr::new);
        }
        let mut whole = self.text.get(start..end)?.to_owned();
        loop {
            if self.take(b'"') {
                return Some(whole.into());
            }
            whole.push(self.escape()?);
            let start = self.at;
            let end = self.run()?;
            whole.push_str(self.text.get(start..end)?);
        }
    }

    /// Goes to the next quote or backslash; `None` at the end and at a control character.
    fn run(&mut self) -> Option<usize> {
        let rest = self.text.as_bytes().get(self.at..)?;
        self.at += rest.iter().position(|byte| matches!(byte, b'"' | b'\\' | 0..=0x1f))?;
        (self.peek()? >= 0x20).then_some(self.at)
    }

    fn escape(&mut self) -> Option<char> {
        self.take(b'\\').then_some(())?;
        let byte = self.peek()?;
        self.at += 1;
        Some(match byte {
            b'"' | b'\\' | b'/' => char::from(byte),
            b'b' => '\u{8}',
            b'f' => '\u{c}',
            b'n' => '\n',
            b'r' => '\r',
            b't' => '\t',
            b'u' => {
                let unit = self.hexadecimal()?;
                if !(0xd800..0xdc00).contains(&unit) {
                    return char::from_u32(unit);
                }
                (self.take(b'\\') && self.take(b'u')).then_some(())?;
                let low = self.hexadecimal().filter(|low| (0xdc00..0xe000).contains(low))?;
                return char::from_u32(0x10000 + ((unit - 0xd800) << 10) + (low - 0xdc00));
            }
            _ => return None,
        })
    }

    fn hexadecimal(&mut self) -> Option<u32> {
        let digits = self.text.get(self.at..self.at + 4)?;
        self.at += 4;
        let all = digits.bytes().all(|byte| byte.is_ascii_hexdigit());
        all.then(|| u32::from_str_radix(digits, 16).ok()).flatten()
    }

    fn number(&mut self) -> Option<Value> {
        self.take(b'-');
        if !self.take(b'0') {
            self.digits()?;
        }
        if self.take(b'.') {
            self.digits()?;
        }
        if self.take(b'e') || self.take(b'E') {
            let _sign = self.take(b'+') || self.take(b'-');
            self.digits()?;
        }
        Some(Value::Printed)
    }

    fn digits(&mut self) -> Option<()> {
        let rest = self.text.as_bytes().get(self.at..)?;
        let count = rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
        self.at += count;
        (count > 0).then_some(())
    }

    fn word(&mut self, word: &str, value: Value) -> Option<Value> {
        self.text.as_bytes().get(self.at..)?.starts_with(word.as_bytes()).then_some(())?;
        self.at += word.len();
        Some(value)
    }

    fn skip_blank(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\t' | b'\n' | b'\r')) {
            self.at += 1;
        }
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn take(&mut self, byte: u8) -> bool {
        let is_next = self.peek() == Some(byte);
        self.at += usize::from(is_next);
        is_next
    }
}

#[cfg(test)]
mod tests {
    use super::super::json;
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_is_no_plain_json_is_left_to_the_other_reader() {
        for text in [
            "",
            " ",
            "[1,]",
            "{,}",
            "[1 2]",
            "{\"a\"}",
            "01",
            "1.",
            ".5",
            "+1",
            "1e",
            "-",
            "NaN",
            "tru",
            "'a'",
            "\"a",
            "\"\u{1}\"",
            "\"\\x\"",
            "\"\\ud800\"",
            "\"\\u+123\"",
            "[] []",
            "//\n1",
            "{a:1}",
            "\u{a0}1",
        ] {
            assert_eq!(parse(text, 0), None, "{text:?}");
        }
    }

    #[test]
    fn every_value_has_its_place_and_text() {
        let text = " [{\"a\": \"\\u6392\\ud83d\\ude00\\n\", \"a\": -1.50e+3}, true, null, {}] ";
        let node = parse(text, 10).unwrap();
        assert_eq!(node, json::parse_otherwise(text, 10).unwrap());
        let items = node.items().unwrap();
        assert_eq!(items[0].members().unwrap()[0].1.value, Value::Text("排😀\n".into()));
        let printed = |node: &Node| &text[node.start - 10..node.end - 10];
        assert_eq!(printed(&items[0].members().unwrap()[1].1), "-1.50e+3");
        assert_eq!(printed(&items[2]), "null");
    }

    proptest! {
        /// Whatever is read here is read as the other reader, which has no lines of this one, reads it.
        #[test]
        fn values_are_those_of_another_reader(text in r#"[\[\]{}:, \n"\\u0-9a-fenrtlsEx.+-]{0,16}"#) {
            if let Some(node) = parse(&text, 3) {
                prop_assert_eq!(Some(node), json::parse_otherwise(&text, 3).ok());
            }
        }

        #[test]
        fn json_is_read_whole(value in json_text()) {
            let node = parse(&value, 0);
            prop_assert!(node.is_some(), "{}", value);
            prop_assert_eq!(node, json::parse_otherwise(&value, 0).ok());
        }
    }

    fn json_text() -> impl Strategy<Value = String> {
        let text = || "[a-z\u{4e2d}/\"\\\\ \n\t\u{1f600}]{0,6}".prop_map(|text| serde_json::to_string(&text).unwrap());
        let number = "-?(0|[1-9][0-9]{0,3})(\\.[0-9]{1,3})?([eE][+-]?[0-9]{1,2})?";
        let leaf = prop_oneof![text(), number, Just("true".to_owned()), Just("null".to_owned())];
        leaf.prop_recursive(4, 24, 4, move |inner| {
            let list = prop::collection::vec(inner.clone(), 0..4).prop_map(|items| format!("[ {} ]", items.join(" ,")));
            let map = prop::collection::vec((text(), inner), 0..4).prop_map(|members| {
                let members: Vec<String> = members.iter().map(|(key, value)| format!("{key} :\n{value}")).collect();
                format!("{{{}}}", members.join(", "))
            });
            prop_oneof![list, map]
        })
    }
}

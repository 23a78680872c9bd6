//! YAML. Scalars stay the text that stands there: 82.10 stays 82.10, 007 stays 007, `yes` is no truth value.

use super::body::Tree;
use super::json::{DEEPEST, MOST_VALUES};
use super::node::{Node, Value};
use crate::extract::body::Body;
use crate::extract::decode::decode;
use crate::extract::refusal::unreadable;
use crate::message;
use crate::schema::{Digest, Problem};
use saphyr_parser::{Event, Parser, ScalarStyle, Span};
use smol_str::SmolStr;
use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

pub(in crate::extract) fn open(capture: Digest, bytes: Cow<'_, [u8]>) -> Result<impl Body + use<'_>, Problem> {
    let text = decode(bytes, None)?;
    let mut documents = documents(&text.text)?;
    let root = match documents.pop() {
        None => return Err(unreadable(message!("not YAML: the body is empty", "不是 YAML：响应正文为空"))),
        Some(only) if documents.is_empty() => only,
        Some(last) => {
            documents.push(last);
            Node { value: Value::List(documents.into()), start: 0, end: text.text.len() }
        }
    };
    if root.is_scalar() {
        return Err(unreadable(message!(
            "no YAML data: the body is one text and neither a list nor a map",
            "不是 YAML 数据：响应正文只是一段文本，既非列表也非映射"
        )));
    }
    Ok(Tree { capture, text, root })
}

fn documents(text: &str) -> Result<Vec<Node>, Problem> {
    let mut reader = Reader {
        offsets: Offsets::of(text),
        text,
        open: Vec::new(),
        done: Vec::new(),
        anchors: HashMap::new(),
        left: MOST_VALUES,
    };
    for event in Parser::new_from_str(text) {
        let (event, span) = event.map_err(|error| unreadable(message!("not YAML: {error}", "不是 YAML：{error}")))?;
        reader.take(event, span)?;
    }
    Ok(reader.done)
}

/// A list or map that is being read.
struct Open {
    start: usize,
    /// Where what it has so far ends.
    end: usize,
    anchor: usize,
    items: Vec<Node>,
    /// `None` for a list.
    members: Option<Vec<(SmolStr, Node)>>,
    /// The key whose value comes next, and whether it is a plain `<<`.
    key: Option<(SmolStr, bool)>,
    /// The maps that `<<` merges into it.
    merged: Vec<Node>,
}

/// A value that aliases stand for.
struct Anchored {
    node: Node,
    size: Size,
}

/// How many values a value is, long texts counted as several, and how deep it is nested.
#[derive(Clone, Copy)]
struct Size {
    values: usize,
    depth: usize,
}

/// The bytes of text that weigh as much as a value.
const BYTES_A_VALUE: usize = 32;

struct Reader<'a> {
    text: &'a str,
    offsets: Offsets<'a>,
    open: Vec<Open>,
    done: Vec<Node>,
    anchors: HashMap<usize, Anchored>,
    /// Values that may still be read: an alias counts as all that it stands for.
    left: usize,
}

impl Reader<'_> {
    fn take(&mut self, event: Event<'_>, span: Span) -> Result<(), Problem> {
        let (start, end) = (self.offsets.at(span.start.index()), self.offsets.at(span.end.index()));
        match event {
            Event::Scalar(text, style, anchor, _) => {
                let value = match (style, &*text) {
                    (ScalarStyle::Plain, "" | "~" | "null" | "Null" | "NULL") => Value::Null,
                    _ => Value::Text(text.into()),
                };
                self.finish(Node { value, start, end }, anchor, style == ScalarStyle::Plain)
            }
            Event::Alias(anchor) => self.alias(anchor, span.start.line()),
            Event::SequenceStart(anchor, _) => self.start(start, anchor, None, span.start.line()),
            Event::MappingStart(anchor, _) => self.start(start, anchor, Some(Vec::new()), span.start.line()),
            Event::SequenceEnd | Event::MappingEnd => self.end(start, end),
            _ => Ok(()),
        }
    }

    fn start(
        &mut self,
        start: usize,
        anchor: usize,
        members: Option<Vec<(SmolStr, Node)>>,
        line: usize,
    ) -> Result<(), Problem> {
        if self.open.len() >= DEEPEST {
            return Err(too_deep(line));
        }
        let open = Open { start, end: start, anchor, items: Vec::new(), members, key: None, merged: Vec::new() };
        self.open.push(open);
        Ok(())
    }

    fn end(&mut self, start: usize, end: usize) -> Result<(), Problem> {
        let Some(Open { start: from, end: to, anchor, items, members, merged, .. }) = self.open.pop() else {
            return Ok(());
        };
        // The end of a block is where the next thing begins; it itself ends with its last value.
        let closed = self.text.get(start..end).is_some_and(|mark| mark.starts_with([']', '}']));
        let end = if closed { end } else { to };
        let value = match members {
            None => Value::List(items.into()),
            Some(members) => Value::Map(merge(members, merged)?.into()),
        };
        self.finish(Node { value, start: from, end }, anchor, false)
    }

    fn alias(&mut self, anchor: usize, line: usize) -> Result<(), Problem> {
        let Some(Anchored { node, size }) = self.anchors.get(&anchor) else {
            return Err(unreadable(message!(
                "the alias in line {line} stands for what it is part of",
                "第 {line} 行的别名指向包含其自身的值"
            )));
        };
        if self.open.len() + size.depth > DEEPEST {
            return Err(too_deep(line));
        }
        self.left = self.left.checked_sub(size.values).ok_or_else(too_many)?;
        let node = node.clone();
        self.put(node, false);
        Ok(())
    }

    /// A value is complete: it is counted, kept if it has an anchor, and put where it belongs.
    fn finish(&mut self, node: Node, anchor: usize, plain: bool) -> Result<(), Problem> {
        let copied = if anchor == 0 { None } else { Some(size(&node)) };
        let cost = 1 + copied.map_or(0, |size| size.values);
        self.left = self.left.checked_sub(cost).ok_or_else(too_many)?;
        if let Some(size) = copied {
            self.anchors.insert(anchor, Anchored { node: node.clone(), size });
        }
        self.put(node, plain);
        Ok(())
    }

    fn put(&mut self, node: Node, plain: bool) {
        let Some(open) = self.open.last_mut() else {
            self.done.push(node);
            return;
        };
        // An empty value stands nowhere, and one from elsewhere does not make this one longer.
        if node.start >= open.start && node.end > node.start {
            open.end = open.end.max(node.end);
        }
        let Some(members) = &mut open.members else {
            open.items.push(node);
            return;
        };
        match open.key.take() {
            None => {
                let key = match node.value {
                    Value::Text(text) => text,
                    Value::Null => SmolStr::default(),
                    _ => self.text.get(node.start..node.end).unwrap_or_default().into(),
                };
                open.key = Some((key.clone(), plain && key == "<<"));
            }
            Some((_, true)) => open.merged.push(node),
            Some((key, false)) => members.push((key, node)),
        }
    }
}

/// A map's own members come before those that are merged into it, and of these the first merged.
fn merge(mut members: Vec<(SmolStr, Node)>, merged: Vec<Node>) -> Result<Vec<(SmolStr, Node)>, Problem> {
    if merged.is_empty() {
        return Ok(members);
    }
    let mut names: HashSet<SmolStr> = members.iter().map(|(name, _)| name.clone()).collect();
    for node in merged {
        let maps = match node.value {
            Value::List(items) => items.into_vec(),
            _ => vec![node],
        };
        for map in maps {
            let Value::Map(inherited) = map.value else {
                return Err(unreadable(message!("\"<<\" merges what is no map", "“<<” 合并的值不是映射")));
            };
            members.extend(inherited.into_iter().filter(|(name, _)| names.insert(name.clone())));
        }
    }
    Ok(members)
}

fn size(node: &Node) -> Size {
    let of = |nodes: &mut dyn Iterator<Item = &Node>| {
        nodes.map(size).fold(Size { values: 1, depth: 1 }, |all, one| Size {
            values: all.values + one.values,
            depth: all.depth.max(one.depth + 1),
        })
    };
    match &node.value {
        Value::Null | Value::Printed => Size { values: 1, depth: 0 },
        Value::Text(text) => Size { values: 1 + text.len() / BYTES_A_VALUE, depth: 0 },
        Value::List(items) => of(&mut items.iter()),
        Value::Map(members) => of(&mut members.iter().map(|(_, node)| node)),
    }
}

fn too_deep(line: usize) -> Problem {
    unreadable(message!(
        "values are nested deeper than {DEEPEST} levels in line {line}",
        "第 {line} 行的嵌套超过 {DEEPEST} 层"
    ))
}

fn too_many() -> Problem {
    unreadable(message!(
        "the body has more than {MOST_VALUES} values, each alias counted as what it stands for",
        "响应正文的值超过 {MOST_VALUES} 个（别名按其所指计算）"
    ))
}

/// From the parser's places, counted in characters, to bytes.
struct Offsets<'a> {
    text: &'a str,
    /// The byte at which every `STRIDE`-th character begins.
    marks: Vec<usize>,
}

/// How many characters lie between two marks.
const STRIDE: usize = 64;

impl Offsets<'_> {
    fn of(text: &str) -> Offsets<'_> {
        let marks =
            if text.is_ascii() { Vec::new() } else { text.char_indices().step_by(STRIDE).map(|(at, _)| at).collect() };
        Offsets { text, marks }
    }

    fn at(&self, character: usize) -> usize {
        if self.marks.is_empty() {
            return character.min(self.text.len());
        }
        let Some(mark) = self.marks.get(character / STRIDE) else { return self.text.len() };
        let rest = self.text.get(*mark..).unwrap_or_default();
        rest.char_indices().nth(character % STRIDE).map_or(self.text.len(), |(at, _)| mark + at)
    }
}

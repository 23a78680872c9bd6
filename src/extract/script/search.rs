//! Where a script gives a name an array or object: `rows:[{…}]`, `const data = {…}`, `"rows": […]`.

use super::literal::{read, read_string};
use crate::catalogue::Rows;
use crate::extract::body::{Body, Inner};
use crate::extract::decode::{Text, decode};
use crate::extract::refusal::{no_such_place, nothing_within, unreadable};
use crate::extract::tree::{Node, Origin, find, strings, tables};
use crate::message;
use crate::schema::{Digest, Problem, RawTable};
use regex::Regex;
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::LazyLock;

struct Script<'a> {
    capture: Digest,
    text: Text<'a>,
    /// Names of components and constants, each with the place after it.
    names: Vec<(usize, String)>,
}

pub(in crate::extract) fn open(capture: Digest, bytes: Cow<'_, [u8]>) -> Result<impl Body + use<'_>, Problem> {
    let text = decode(bytes, None)?;
    let start = text.text.trim_start();
    if start.starts_with('<') {
        return Err(unreadable(message!("this is a page, not a script", "这是网页，不是脚本")));
    }
    let names = names(&text.text);
    Ok(Script { capture, text, names })
}

/// How often the length of the script may be read in vain before the search is given up: a literal that is cut off is
/// looked for up to the end.
const MOST_FAILED: usize = 8;

impl Body for Script<'_> {
    /// Every literal that is a list of objects or an object of objects, under the name that it is given. Lists within
    /// records are columns of these and no tables of their own.
    fn all(&self, rows: &Rows) -> Cow<'_, [RawTable]> {
        let mut tables = self.tables(r"[\w$]+", "", rows).unwrap_or_default();
        tables.retain(|table| table.rows.len() > 1 && table.header.len() > 1);
        Cow::Owned(tables)
    }

    fn at(&self, place: &str, rows: &Rows) -> Result<Vec<RawTable>, Problem> {
        let (name, path) = split(place);
        let tables = self.tables(&regex::escape(name), path, rows)?;
        if tables.is_empty() { Err(no_such_place(place, &self.all(rows))) } else { Ok(tables) }
    }

    fn inner(&self, place: &str) -> Result<Vec<Inner>, Problem> {
        let (name, path) = split(place);
        let name = regex::escape(name);
        let given = if path.is_empty() { self.strings(&name) } else { self.literals(&name, |_| true) };
        let mut found = Vec::new();
        for given in &given {
            let strings = strings(&self.text, &find(&given.node, path)?);
            found.extend(strings.into_iter().map(|inner| Inner {
                place: format!("{}{}", given.place, inner.place),
                heading: given.heading.clone(),
                ..inner
            }));
        }
        if found.is_empty() { Err(nothing_within(place)) } else { Ok(found) }
    }
}

/// A name, and the path within what it is given: `results/*/rows`.
fn split(place: &str) -> (&str, &str) {
    place.find('/').and_then(|at| place.split_at_checked(at)).unwrap_or((place, ""))
}

/// A value that a name is given.
struct Given {
    /// The name and which of those that it is given: `rows 2`.
    place: String,
    heading: Option<String>,
    node: Node,
}

impl Script<'_> {
    /// The tables at a path within what names of this form are given.
    fn tables(&self, names: &str, path: &str, rows: &Rows) -> Result<Vec<RawTable>, Problem> {
        let origin = |given: &Given| Origin {
            capture: self.capture,
            text: &self.text,
            place: format!("{}{path}", given.place),
            heading: given.heading.clone(),
        };
        let mut problem = None;
        let mut found = Vec::new();
        self.literals(names, |given| {
            let read = find(&given.node, path).and_then(|values| tables(&origin(given), &values, rows));
            match read {
                Ok(tables) => {
                    let any = !tables.is_empty();
                    found.extend(tables);
                    any
                }
                Err(why) => {
                    problem.get_or_insert(why);
                    false
                }
            }
        });
        match problem {
            Some(problem) if found.is_empty() => Err(problem),
            _ => Ok(found),
        }
    }

    /// The arrays and objects that names of this form are given and that `wanted` takes, each named and numbered:
    /// `rows 1`, `rows 2`. What stands within a wanted one is part of it and is not looked at again.
    fn literals(&self, names: &str, mut wanted: impl FnMut(&Given) -> bool) -> Vec<Given> {
        self.given(names, r"[\[{]", read, &mut wanted)
    }

    fn strings(&self, names: &str) -> Vec<Given> {
        self.given(names, r#"(?:JSON\.parse\(\s*|String\.raw\s*)?(?P<open>["'`])"#, read_string, &mut |_| true)
    }

    fn given(
        &self,
        names: &str,
        value: &str,
        read: impl Fn(&str, usize) -> Result<Node, usize>,
        wanted: &mut dyn FnMut(&Given) -> bool,
    ) -> Vec<Given> {
        let value = if value.contains("?P<open>") { value.to_owned() } else { format!("(?P<open>{value})") };
        let given = format!(r#"(?:^|[^\w$])["']?({names})["']?\s*(?::\s*[\w$<>\[\]|,. ]+?\s*=|=|:)\s*{value}"#);
        let Ok(given) = Regex::new(&given) else { return Vec::new() };
        let mut all = Vec::new();
        let mut lines = Lines { text: &self.text.text, start: 0, seen: 0 };
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        let (mut from, mut left) = (0, MOST_FAILED.saturating_mul(self.text.text.len()));
        while let Some(found) = given.captures_at(&self.text.text, from) {
            let Some((name, open)) = found.get(1).zip(found.name("open")) else { break };
            from = open.start();
            if lines.comments(name.start()) {
                continue;
            }
            let node = match read(&self.text.text, open.start()) {
                Ok(node) => node,
                Err(end) => match left.checked_sub(end.saturating_sub(from)) {
                    Some(rest) => {
                        left = rest;
                        continue;
                    }
                    None => break,
                },
            };
            let count = counts.entry(name.as_str()).or_default();
            let place = format!("{} {}", name.as_str(), *count + 1);
            let given = Given { place, heading: self.name_above(open.start()), node };
            if wanted(&given) {
                *count += 1;
                from = given.node.end;
                all.push(given);
            }
        }
        all
    }

    fn name_above(&self, at: usize) -> Option<String> {
        let count = self.names.partition_point(|(end, _)| *end <= at);
        self.names.get(count.checked_sub(1)?).map(|(_, name)| name.clone())
    }
}

/// The lines of a script, gone through from its beginning to its end: a bundle may be a single one.
struct Lines<'a> {
    text: &'a str,
    start: usize,
    seen: usize,
}

impl Lines<'_> {
    /// Whether the line is a comment.
    fn comments(&mut self, at: usize) -> bool {
        if let Some(end) = self.text.get(self.seen..at).and_then(|passed| passed.rfind('\n')) {
            self.start = self.seen + end + 1;
        }
        self.seen = self.seen.max(at);
        let line = self.text.get(self.start..at).unwrap_or_default();
        line.trim_start().starts_with("//")
    }
}

/// Names that a reader of the script would give its parts: `__name:"T2VBoard"`, `name:"T2VBoard",setup`,
/// `const T2VBoard`, `function T2VBoard`. Shortened names (`a`, `re`) say nothing.
fn names(text: &str) -> Vec<(usize, String)> {
    static NAMED: LazyLock<Option<Regex>> = LazyLock::new(|| {
        let named = r#"__name\s*:\s*["']([\w$-]+)["']|\bname\s*:\s*["']([\w$-]+)["']\s*,\s*(?:setup|props|components|data|emits|inheritAttrs)\b|\b(?:const|let|var|function|class)\s+([A-Za-z_$][\w$]{2,})"#;
        Regex::new(named).ok()
    });
    let Some(named) = NAMED.as_ref() else { return Vec::new() };
    let found = named.captures_iter(text).filter_map(|found| {
        let name = found.iter().skip(1).flatten().next()?;
        Some((name.end(), name.as_str().to_owned()))
    });
    found.collect()
}

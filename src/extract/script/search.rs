//! Where a script gives a name an array or object: `rows:[{…}]`, `const data = {…}`, `"rows": […]`.

use super::literal::read;
use crate::extract::body::Body;
use crate::extract::decode::{Text, decode};
use crate::extract::records::{Origin, table};
use crate::extract::refusal::{no_such_place, unreadable};
use crate::message;
use crate::schema::{Digest, Problem, RawTable};
use regex::Regex;
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::LazyLock;

struct Script {
    capture: Digest,
    text: Text,
    /// Names of components and constants, each with the place after it.
    names: Vec<(usize, String)>,
}

pub(in crate::extract) fn open(capture: Digest, bytes: &[u8]) -> Result<impl Body + Send + Sync + use<>, Problem> {
    let text = decode(bytes, None)?;
    let start = text.text.trim_start();
    if start.starts_with('<') {
        return Err(unreadable(message!("this is a page, not a script", "这是网页，不是脚本")));
    }
    let names = names(&text.text);
    Ok(Script { capture, text, names })
}

/// Literals that may turn out to be cut off before the search is given up: each is looked for up to the end.
const MOST_FAILURES: usize = 100;

impl Body for Script {
    /// Every literal that is a list of objects or an object of objects, under the name that it is given. Lists within
    /// records are columns of these and no tables of their own.
    fn all(&self) -> Cow<'_, [RawTable]> {
        let mut tables = self.given(r"[\w$]+");
        tables.retain(|table| table.rows.len() > 1 && table.header.len() > 1);
        Cow::Owned(tables)
    }

    fn at(&self, name: &str) -> Result<Vec<RawTable>, Problem> {
        let tables = self.given(&regex::escape(name));
        if tables.is_empty() { Err(no_such_place(name, &self.all())) } else { Ok(tables) }
    }
}

impl Script {
    /// The tables that names of this form are given, each named and numbered: `rows 1`, `rows 2`.
    fn given(&self, names: &str) -> Vec<RawTable> {
        let given = format!(r#"(?:^|[^\w$])["']?({names})["']?\s*(?::\s*[\w$<>\[\]|,. ]+?\s*=|=|:)\s*([\[{{])"#);
        let Ok(given) = Regex::new(&given) else { return Vec::new() };
        let mut tables = Vec::new();
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        let (mut from, mut failures) = (0, 0);
        while let Some(found) = given.captures_at(&self.text.text, from) {
            let Some((name, open)) = found.get(1).zip(found.get(2)) else { break };
            from = open.start();
            if self.is_commented(name.start()) || failures > MOST_FAILURES {
                continue;
            }
            let Some(node) = read(&self.text.text, open.start()) else {
                failures += 1;
                continue;
            };
            let count = counts.entry(name.as_str()).or_default();
            let place = format!("{} {}", name.as_str(), *count + 1);
            let heading = self.name_above(open.start());
            let origin = Origin { capture: self.capture, text: &self.text, place, heading };
            if let Some(table) = table(origin, &node) {
                *count += 1;
                from = node.end;
                tables.push(table);
            }
        }
        tables
    }

    /// Whether the line is a comment.
    fn is_commented(&self, at: usize) -> bool {
        let before = self.text.text.get(..at).unwrap_or_default();
        let line = before.rsplit('\n').next().unwrap_or_default().trim_start();
        line.starts_with("//")
    }

    fn name_above(&self, at: usize) -> Option<String> {
        let count = self.names.partition_point(|(end, _)| *end <= at);
        self.names.get(count.checked_sub(1)?).map(|(_, name)| name.clone())
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

//! Paths with names to be read from them: `data/{edition}.json`.

use crate::collect::backfill::pattern::{self, Part, Values, decode, fit};
use std::fmt;

/// A path in a repository, in which names stand for parts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct PathTemplate {
    parts: Vec<Part>,
}

impl PathTemplate {
    /// From the path of an address, percent-encoded; `None` where two names stand side by side, or it is no path.
    pub(super) fn new(path: &str) -> Option<PathTemplate> {
        let mut parts = pattern::parse(path)?;
        for part in &mut parts {
            if let Part::Text(text) = part {
                *text = decode(text)?;
            }
        }
        let whole: String =
            parts.iter().map(|part| if let Part::Text(text) = part { text.as_str() } else { "x" }).collect();
        let sound = |step: &str| !matches!(step, "" | "." | ".." | ".git");
        (!whole.contains('\0') && whole.split('/').all(sound)).then_some(PathTemplate { parts })
    }

    /// The same below a folder, which ends with `/` or is empty.
    pub(super) fn below(&self, folder: &str) -> PathTemplate {
        if folder.is_empty() {
            return self.clone();
        }
        let mut parts = self.parts.clone();
        match parts.first_mut() {
            Some(Part::Text(text)) => text.insert_str(0, folder),
            _ => parts.insert(0, Part::Text(folder.to_owned())),
        }
        PathTemplate { parts }
    }

    /// The path, where no name stands in it.
    pub(super) fn literal(&self) -> Option<&str> {
        match self.parts.as_slice() {
            [Part::Text(text)] => Some(text),
            _ => None,
        }
    }

    /// What every path of it begins with, up to the last `/`; the path itself where no name stands in it.
    pub(super) fn root(&self) -> &str {
        match self.parts.first() {
            Some(Part::Text(text)) if self.parts.len() == 1 => text,
            Some(Part::Text(text)) => text.rfind('/').map_or("", |end| &text[..end]),
            _ => "",
        }
    }

    /// The values that make the path; a value is a part of it and holds no `/`.
    pub(super) fn read(&self, path: &str) -> Option<Values> {
        let mut values = Values::new();
        let fits = fit(&self.parts, path, &mut values, |c| c == '/');
        fits.then_some(values)
    }
}

impl fmt::Display for PathTemplate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.parts.iter().try_for_each(|part| match part {
            Part::Text(text) => f.write_str(text),
            Part::Name(name) => write!(f, "{{{name}}}"),
        })
    }
}

/// A path as it stands in an address.
pub(super) fn encode(path: &str) -> String {
    use std::fmt::Write as _;
    let mut out = String::with_capacity(path.len());
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/@=+,".contains(&byte) {
            out.push(char::from(byte));
        } else {
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_read_from_a_path_and_hold_no_step() {
        let read = |template: &str, path: &str| {
            let values = PathTemplate::new(template).unwrap().read(path)?;
            Some(values.into_iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join(" "))
        };
        assert_eq!(read("README.md", "README.md").as_deref(), Some(""));
        assert_eq!(read("README.md", "README.mdx"), None);
        assert_eq!(read("d/{edition}.json", "d/2026-01.json").as_deref(), Some("edition=2026-01"));
        assert_eq!(read("d/{edition}.json", "d/a/b.json"), None);
        assert_eq!(read("d/{edition}.json", "d/.json"), None);
        assert_eq!(read("{f.o}/{f.m}.json", "a/b.json.json").as_deref(), Some("f.m=b.json f.o=a"));
        assert_eq!(read("{a}-{b}", "x-y-z").as_deref(), Some("a=x b=y-z"));
        assert_eq!(read("{a}/{a}", "x/x").as_deref(), Some("a=x"));
        assert_eq!(read("{a}/{a}", "x/y"), None);
        assert_eq!(read("%E6%A6%9C/{a}", "榜/单").as_deref(), Some("a=单"));
    }

    #[test]
    fn no_path_leads_out_of_the_tree() {
        for path in ["../x", "a/../b", "a//b", "", ".git/config", "%2e%2e/x", "a/%00", "{a}{b}", "{a", "%FF"] {
            assert_eq!(PathTemplate::new(path), None, "{path}");
        }
        assert_eq!(PathTemplate::new("a/b-{x}.csv").unwrap().root(), "a");
        assert_eq!(PathTemplate::new("{x}.csv").unwrap().below("public/").root(), "public");
        assert_eq!(encode("榜 单/a.csv"), "%E6%A6%9C%20%E5%8D%95/a.csv");
    }
}

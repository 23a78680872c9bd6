//! What must be requested to read some of a source's boards.

use regex::Regex;
use std::collections::BTreeMap;
use std::time::Duration;

/// Something to request, declared once and read by many boards.
#[derive(Debug, Clone)]
pub struct Resource {
    /// Its id within the source.
    pub id: String,
    /// The address. `{edition}` stands for an edition's label, `{index.bundle}` for what the resource `index`
    /// binds as `bundle`; both are percent-encoded.
    pub url: String,
    /// Values that other resources' addresses need, read from the body.
    pub bind: BTreeMap<String, Bind>,
    /// Which editions to ask for, if the address has `{edition}`.
    pub probe: Option<Probe>,
    /// What the body must look like.
    pub expect: Expect,
    /// A key that is sent in a header and never stored.
    pub key: Option<Key>,
    /// The least time between two requests to the host, if longer than the default.
    pub interval: Option<Duration>,
    /// Further request headers.
    pub headers: BTreeMap<String, String>,
}

/// A value read from a body: the first group of the first match.
#[derive(Debug, Clone)]
pub struct Bind {
    /// The expression.
    pub regex: Regex,
}

/// Which editions to ask for.
#[derive(Debug, Clone)]
pub struct Probe {
    /// The first one, by label.
    pub since: String,
    /// Bound values (`page.edition`) that name further ones; a failure to read these stops nothing.
    pub also: Vec<String>,
}

/// What a body must look like to be kept as this resource.
#[derive(Debug, Clone, Default)]
pub struct Expect {
    /// Its first bytes: `PK` for a workbook.
    pub magic: Option<String>,
    /// Text that stands somewhere in it.
    pub contains: Option<String>,
}

/// A key from the environment.
#[derive(Debug, Clone)]
pub struct Key {
    /// The environment variable.
    pub env: String,
    /// The header that carries it.
    pub header: String,
    /// What stands before it in the header: `Bearer `.
    pub prefix: String,
    /// Whether the request is made without it too.
    pub optional: bool,
}

impl Resource {
    /// The bound values that the address needs: `{index.bundle}` gives (`index`, `bundle`).
    #[must_use]
    pub fn needs(&self) -> Vec<(String, String)> {
        self.url
            .split('{')
            .skip(1)
            .filter_map(|rest| rest.split_once('}'))
            .filter_map(|(name, _)| name.split_once('.'))
            .map(|(resource, value)| (resource.to_owned(), value.to_owned()))
            .collect()
    }

    /// Whether the address names an edition.
    #[must_use]
    pub fn has_editions(&self) -> bool {
        self.url.contains("{edition}")
    }
}

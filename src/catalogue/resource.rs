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
    /// Whether and how the address is asked for page by page.
    pub page: Option<Page>,
    /// What the body must look like.
    pub expect: Expect,
    /// A key that is sent in a header and never stored.
    pub key: Option<Key>,
    /// The least time between two requests to the host, if longer than the default.
    pub interval: Option<Duration>,
    /// Further request headers.
    pub headers: BTreeMap<String, String>,
}

/// Values read from a body.
#[derive(Debug, Clone)]
pub struct Bind {
    /// How they are found.
    pub by: BindBy,
    /// Whether every match is meant: an address that names the value is asked for once for each. Else the first one.
    pub all: bool,
}

/// How a bound value is found.
#[derive(Debug, Clone)]
pub enum BindBy {
    /// The first group of a match.
    Regex(Regex),
    /// A JSON path, as in a table's `at`: `*` is every member, a last step `{name}` gives the members' names.
    Json(String),
    /// A CSS selector.
    Css {
        /// The selector.
        selector: String,
        /// The attribute whose value is meant; the element's text if absent.
        attribute: Option<String>,
    },
}

/// Paging: `{page}` in the address counts from `from` in steps of `step`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// The first page's number or offset.
    pub from: u32,
    /// How much it grows from page to page.
    pub step: u32,
    /// JSON path of the number of rows in all; without it, asking ends at a page without rows.
    pub total: Option<String>,
    /// What the rows of a page are: the members at a JSON path, or elements by a CSS selector. The longest list of a
    /// JSON body if absent.
    pub rows: Option<String>,
    /// The most pages that are asked for.
    pub most: u32,
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

    /// The bound values that must have their outcome before the address can be filled in: what it names, and what
    /// names further editions.
    #[must_use]
    pub fn awaits(&self) -> Vec<String> {
        let also = self.probe.iter().flat_map(|probe| &probe.also);
        let also = also.filter_map(|name| name.split_once('.')).map(|(resource, _)| resource.to_owned());
        self.needs().into_iter().map(|(resource, _)| resource).chain(also).collect()
    }

    /// Whether the address names an edition.
    #[must_use]
    pub fn has_editions(&self) -> bool {
        self.url.contains("{edition}")
    }
}

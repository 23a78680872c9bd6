//! A response, parsed when a definition asks for it and then read by as many boards as stand in it.

use super::body::{Body, Inner};
use super::nest::{Nest, Nested, Outer};
use super::origin::{Origin, WithOrigin};
use super::refusal::{nothing_within, too_large, too_many_within, within};
use super::select::{Found, select};
use super::{container, delimited, html, markdown, parquet, script, tree, xlsx};
use crate::catalogue::{Format, Inside, Rows, TableSelector};
use crate::schema::{Code, Digest, MOST_BODY_BYTES, Problem, RawTable};
use std::borrow::Cow;
use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

/// Bodies that may stand within one.
pub(super) const MOST_BODIES: usize = 10_000;

/// What a body was parsed as: the bodies around it, its format, and of [`Rows`] what the format needs to know then.
type Key = (Vec<Inside>, Format, Rows);

/// A response. Each of its bodies is parsed once for each way of reading it; tables are selected as often as boards
/// ask.
pub struct Document<'a> {
    capture: Digest,
    bytes: &'a [u8],
    origin: Origin,
    parsed: RefCell<HashMap<Key, Result<Rc<Nest<'a>>, Problem>>>,
}

impl<'a> Document<'a> {
    /// The body named `capture`. Nothing is read yet.
    #[must_use]
    pub fn open(capture: Digest, bytes: &'a [u8]) -> Document<'a> {
        Document { capture, bytes, origin: Origin::default(), parsed: RefCell::default() }
    }

    /// The same, with where it came from: what `inherit` may name as `^url` and `^edition`.
    #[must_use]
    pub fn from(self, origin: Origin) -> Document<'a> {
        Document { origin, ..self }
    }

    /// The tables that a definition means, laid out as it says, in the order of the body.
    ///
    /// # Errors
    /// [`UnreadableBody`](Code::UnreadableBody) where the bytes are not of that format;
    /// [`NoTable`](Code::NoTable) where no table fits: it says what was looked for and what was seen.
    pub fn tables(&self, selector: &TableSelector) -> Result<Vec<Found>, Problem> {
        let nest = self.nest(&selector.inside, selector.format, &selector.rows)?;
        match self.origin.columns(selector) {
            columns if columns.is_empty() => select(&*nest, selector),
            columns => select(&WithOrigin { body: &*nest, columns }, selector),
        }
    }

    /// Every table of the bodies that a selector goes into, as printed, whichever of them it means.
    ///
    /// # Errors
    /// As [`tables`](Self::tables), where the bytes cannot be read.
    pub fn seen(&self, selector: &TableSelector) -> Result<Vec<RawTable>, Problem> {
        let nest = self.nest(&selector.inside, selector.format, &selector.rows)?;
        Ok(nest.all(&selector.rows).into_owned())
    }

    /// Every table of the body in a format, as printed.
    ///
    /// # Errors
    /// As [`tables`](Self::tables), where the bytes cannot be read.
    pub fn all(&self, format: Format) -> Result<Vec<RawTable>, Problem> {
        self.seen(&TableSelector::of(format))
    }

    /// Every table of a body that is read only once: its cells are handed over instead of copied.
    ///
    /// # Errors
    /// As [`tables`](Self::tables), where the bytes cannot be read.
    pub fn tables_of(format: Format, capture: Digest, bytes: &[u8]) -> Result<Vec<RawTable>, Problem> {
        Ok(open(format, capture, Cow::Borrowed(bytes), &Rows::default())?.into_all())
    }

    fn nest(&self, inside: &[Inside], format: Format, rows: &Rows) -> Result<Rc<Nest<'a>>, Problem> {
        // How the rows of a tree are found does not change how it is parsed.
        let rows = if is_tree(format) { Rows::default() } else { rows.clone() };
        let key = (inside.to_vec(), format, rows);
        if let Some(parsed) = self.parsed.borrow().get(&key) {
            return parsed.clone();
        }
        let parsed = self.parse(inside, format, &key.2).map(Rc::new);
        self.parsed.borrow_mut().insert(key, parsed.clone());
        parsed
    }

    fn parse(&self, inside: &[Inside], format: Format, rows: &Rows) -> Result<Nest<'a>, Problem> {
        let Some((last, around)) = inside.split_last() else {
            let body = open(format, self.capture, Cow::Borrowed(self.bytes), rows)?;
            return Ok(Nest(vec![Nested { body, outer: None }]));
        };
        let outer = self.nest(around, last.format, &Rows::default())?;
        let mut nested = Vec::new();
        let mut nothing = None;
        for (outer, inner) in bodies_within(&outer, &last.at)? {
            match open(format, self.capture, Cow::Owned(inner.bytes), rows) {
                Ok(body) => nested.push(Nested { body, outer: Some(outer) }),
                Err(problem) if problem.code == Code::NoTable => {
                    nothing.get_or_insert(problem);
                }
                // One of many that cannot be read may be the one that is meant.
                Err(problem) => return Err(within(&outer.place, problem)),
            }
        }
        match nothing {
            Some(problem) if nested.is_empty() => Err(problem),
            _ => Ok(Nest(nested)),
        }
    }
}

/// The bodies that stand at `place` in one of the nest's.
fn bodies_within(nest: &Nest<'_>, place: &str) -> Result<Vec<(Outer, Inner)>, Problem> {
    let mut found: Vec<(Outer, Inner)> = Vec::new();
    let mut nothing = None;
    let mut left = MOST_BODY_BYTES;
    for Nested { body, outer } in &nest.0 {
        match body.inner(place) {
            Ok(inner) => {
                for inner in inner {
                    left = left.checked_sub(inner.bytes.len()).ok_or_else(|| too_large(MOST_BODY_BYTES))?;
                    found.push((Outer::around(outer.as_ref(), &inner), inner));
                }
            }
            Err(problem) if problem.code == Code::NoTable => {
                nothing.get_or_insert(problem);
            }
            Err(problem) => return Err(problem),
        }
        if found.len() > MOST_BODIES {
            return Err(too_many_within(MOST_BODIES));
        }
    }
    if found.is_empty() {
        return Err(nothing.unwrap_or_else(|| nothing_within(place)));
    }
    Ok(found)
}

fn is_tree(format: Format) -> bool {
    matches!(format, Format::Json | Format::Jsonl | Format::Yaml | Format::Script | Format::Zip | Format::Tar)
}

fn open<'a>(format: Format, capture: Digest, bytes: Cow<'a, [u8]>, rows: &Rows) -> Result<Box<dyn Body + 'a>, Problem> {
    if bytes.len() > MOST_BODY_BYTES {
        return Err(too_large(MOST_BODY_BYTES));
    }
    Ok(match format {
        Format::Markdown => Box::new(markdown::open(capture, bytes, rows)?),
        Format::Html => Box::new(html::open(capture, bytes, rows)?),
        Format::Csv => Box::new(delimited::open(capture, bytes, b',', rows)?),
        Format::Tsv => Box::new(delimited::open(capture, bytes, b'\t', rows)?),
        Format::Json => Box::new(tree::open_json(capture, bytes)?),
        Format::Jsonl => Box::new(tree::open_lines(capture, bytes)?),
        Format::Yaml => Box::new(tree::open_yaml(capture, bytes)?),
        Format::Script => Box::new(script::open(capture, bytes)?),
        Format::Xlsx => Box::new(xlsx::open(capture, &bytes)?),
        Format::Zip => Box::new(container::open_zip(&bytes)?),
        Format::Tar => Box::new(container::open_tar(&bytes)?),
        Format::Parquet => Box::new(parquet::open(capture, &bytes)?),
    })
}

//! What every format gives: its tables.

use crate::schema::{Problem, RawTable};
use std::borrow::Cow;

/// A response that was parsed once.
pub(super) trait Body {
    /// Every table, in the order of the body.
    fn all(&self) -> Cow<'_, [RawTable]>;

    /// The tables at `place`: a CSS selector, a JSON pointer or an assigned name.
    fn at(&self, place: &str) -> Result<Vec<RawTable>, Problem>;

    /// Why a body without tables has none, where the format can tell.
    fn emptiness(&self) -> Option<crate::text::Message> {
        None
    }
}

/// The tables of a format in which every table is found at once and no further address exists.
pub(super) struct Tables(pub(super) Vec<RawTable>);

impl Body for Tables {
    fn all(&self) -> Cow<'_, [RawTable]> {
        Cow::Borrowed(&self.0)
    }

    fn at(&self, place: &str) -> Result<Vec<RawTable>, Problem> {
        Err(super::refusal::no_such_place(place, &self.0))
    }
}

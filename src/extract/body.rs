//! What every format gives: its tables, and the bodies within it.

use super::refusal::{no_inner, no_such_place};
use crate::catalogue::Rows;
use crate::schema::{Problem, RawTable};
use crate::text::Message;
use std::borrow::Cow;

/// A body that was parsed once. Formats in which rows are found while parsing got `rows` then, and pass it over here.
pub(super) trait Body {
    /// Every table, in the order of the body.
    fn all(&self, rows: &Rows) -> Cow<'_, [RawTable]>;

    /// The tables at `place`: a CSS selector, a path or an assigned name.
    fn at(&self, place: &str, rows: &Rows) -> Result<Vec<RawTable>, Problem>;

    /// The bodies within this one that stand at `place`, in its order.
    ///
    /// # Errors
    /// Where nothing stands there, or where the format holds no other bodies.
    fn inner(&self, place: &str) -> Result<Vec<Inner>, Problem> {
        Err(no_inner(place))
    }

    /// Every table of a body that is not read again: nothing is copied where the format keeps its tables.
    fn into_all(self: Box<Self>) -> Vec<RawTable> {
        self.all(&Rows::default()).into_owned()
    }

    /// Why a body without tables has none, where the format can tell.
    fn emptiness(&self) -> Option<Message> {
        None
    }
}

/// A body within a body.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Inner {
    /// Where it stands in the outer one: `code 3`, `/props/value`, a file's path.
    pub(super) place: String,
    /// The heading above it: that of its tables, where they have none of their own.
    pub(super) heading: Option<String>,
    /// The path of a container's file, which `inherit = ["^path"]` makes a column.
    pub(super) path: Option<String>,
    /// The body.
    pub(super) bytes: Vec<u8>,
    /// How many bytes of the outer body precede it, where it stands there as it is: without escapes between.
    pub(super) offset: Option<usize>,
}

/// The tables of a format in which every table is found at once and no further address exists.
pub(super) struct Tables(pub(super) Vec<RawTable>);

impl Body for Tables {
    fn into_all(self: Box<Self>) -> Vec<RawTable> {
        self.0
    }

    fn all(&self, _: &Rows) -> Cow<'_, [RawTable]> {
        Cow::Borrowed(&self.0)
    }

    fn at(&self, place: &str, _: &Rows) -> Result<Vec<RawTable>, Problem> {
        Err(no_such_place(place, &self.0))
    }
}

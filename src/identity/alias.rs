//! A printed name that means a model, and where it does.

use crate::schema::ModelId;

/// A name as printed, and the model that it means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Alias {
    /// As printed.
    pub name: String,
    /// The model; `NONE` where it is no model, `COMPOSITE:a+b` where several answer together.
    pub id: ModelId,
    /// The configuration that the name states, `key=value` joined by `;`.
    pub configuration: String,
    /// Where it means that.
    pub scope: Scope,
    /// Sources on whose boards this spelling was seen, separated by spaces.
    pub seen_on: String,
    /// The reason that a person gave, where a person decided it.
    pub decision: Option<Box<Why>>,
}

/// A reason that a person gave for a decision.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Why {
    /// File and line: `registry.csv:12`.
    pub at: String,
    /// The reason, as written.
    pub why: String,
}

/// Where an alias holds: everywhere, unless narrowed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Scope(Option<Box<Narrow>>);

#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Narrow {
    pub organization: String,
    pub source: String,
    pub board: String,
    pub from: String,
    pub until: String,
}

/// Where a name was printed.
#[derive(Debug, Clone, Copy, Default)]
pub struct Place<'a> {
    /// The source: `superclue`; empty where unknown.
    pub source: &'a str,
    /// The board: `superclue/general`; empty where unknown.
    pub board: &'a str,
    /// The organisation as printed; empty where none is.
    pub organization: &'a str,
    /// When it was public, `2023-11` or `2023-11-28`; empty where unknown.
    pub at: &'a str,
}

impl Scope {
    /// A scope; empty parts narrow nothing. `from` and `until` are dates or months, both inclusive.
    #[must_use]
    pub fn new(organization: String, source: String, board: String, from: String, until: String) -> Scope {
        let narrow = Narrow { organization, source, board, from, until };
        Scope((narrow != Narrow::default()).then(|| Box::new(narrow)))
    }

    /// Its parts, unless it holds everywhere.
    pub(super) fn narrow(&self) -> Option<&Narrow> {
        self.0.as_deref()
    }

    /// Whether the alias holds there. What is not known of the place cannot meet a condition.
    #[must_use]
    pub fn holds(&self, place: &Place) -> bool {
        let Some(narrow) = &self.0 else { return true };
        let within = |wanted: &str, given: &str| wanted.is_empty() || wanted == given;
        within(&narrow.organization, place.organization)
            && within(&narrow.source, place.source)
            && within(&narrow.board, place.board)
            && (narrow.from.is_empty() || (!place.at.is_empty() && place.at >= narrow.from.as_str()))
            && (narrow.until.is_empty() || (!place.at.is_empty() && until(place.at, &narrow.until)))
    }

    /// How many conditions it has: the narrower alias wins.
    #[must_use]
    pub fn conditions(&self) -> usize {
        let Some(narrow) = &self.0 else { return 0 };
        let parts = [&narrow.organization, &narrow.source, &narrow.board, &narrow.from, &narrow.until];
        parts.iter().filter(|part| !part.is_empty()).count()
    }

    /// Whether it holds on boards of one source only.
    #[must_use]
    pub fn of_source(&self) -> bool {
        self.0.as_ref().is_some_and(|narrow| !narrow.source.is_empty() || !narrow.board.is_empty())
    }
}

/// Whether a date is not after an end, which may be a month.
fn until(at: &str, end: &str) -> bool {
    at.get(..end.len()).unwrap_or(at) <= end
}

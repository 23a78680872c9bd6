//! What an output format sees: sections of typed tables. Composed by `report`, drawn by `render`.

use super::{Bump, Digest};
use crate::text::Message;

/// A document of sections.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Report {
    /// File name without extension, and anchor: `superclue.general`. ASCII, safe in a path and a URL.
    pub slug: String,
    /// The title.
    pub title: Message,
    /// One or two sentences under the title.
    pub summary: Vec<Message>,
    /// The sections, in order.
    pub sections: Vec<Section>,
}

/// A heading with blocks under it.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Section {
    /// The name by which a [`Link`] finds it: ASCII letters, digits, `.`, `_` and `-`; empty for none.
    pub anchor: String,
    /// The heading; empty for a section without one.
    pub heading: Message,
    /// What stands under it, in order.
    pub blocks: Vec<Block>,
}

/// A piece of a section.
#[derive(Debug, Clone, PartialEq)]
pub enum Block {
    /// A paragraph.
    Text(Message),
    /// Lines of a list.
    List(Vec<Cell>),
    /// A table.
    Table(Table),
    /// Lines by place over time, drawn as wide as there is room.
    Bump(Bump),
    /// Something to notice: stale, quarantined, break.
    Notice(Notice),
    /// Quoted source text, shown verbatim in a fixed-width font.
    Quote(String),
}

/// Something to notice.
#[derive(Debug, Clone, PartialEq)]
pub struct Notice {
    /// How loud.
    pub tone: Tone,
    /// What.
    pub text: Message,
}

/// The colour of a cell or notice; always beside words or signs that say the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Tone {
    /// Nothing special.
    #[default]
    Plain,
    /// Better, up, fresh.
    Good,
    /// Worse, down.
    Bad,
    /// In doubt.
    Warning,
    /// Beside the ranking: reference rows, footnotes.
    Muted,
    /// Leaders, headings.
    Strong,
}

/// A table of typed columns.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Table {
    /// What it shows, for captions and screen readers; may be empty.
    pub caption: Message,
    /// The columns.
    pub columns: Vec<Column>,
    /// The rows; each has as many cells as there are columns.
    pub rows: Vec<Row>,
}

/// A column of a [`Table`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Column {
    /// The header.
    pub header: Message,
    /// Text to the left, numbers to the right.
    pub align: Align,
    /// The key in CSV and JSON output: ASCII, stable (`rank`, `name`, `total`).
    pub key: String,
    /// Columns with the highest number are left out first where a terminal is too narrow; 0 is never left out.
    pub optional: u8,
    /// More on hover: the header as printed, where it says something else.
    pub note: Option<Message>,
}

impl Column {
    /// A column without a note.
    #[must_use]
    pub fn new(key: &str, header: Message, align: Align, optional: u8) -> Column {
        Column { header, align, key: key.to_owned(), optional, note: None }
    }
}

/// Where the text of a column stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Align {
    /// Text.
    #[default]
    Left,
    /// Numbers.
    Right,
}

/// A row of a [`Table`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Row {
    /// The cells.
    pub cells: Vec<Cell>,
    /// Applies to all cells that have no tone of their own: reference rows are [`Tone::Muted`].
    pub tone: Tone,
}

/// A cell of a [`Table`] or a line of a list.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Cell {
    /// What is shown, as it stands: a stranger's name, a printed number, a sentence.
    pub text: Message,
    /// The value behind a number, for sorting; `None` for text and missing.
    pub value: Option<f64>,
    /// The interval of a number in few signs, shown after it: `+5/−4`, `± 1.2`; empty for none.
    pub interval: String,
    /// Colour.
    pub tone: Tone,
    /// Where a click leads.
    pub link: Option<Link>,
    /// More on hover: where the number stands, why it is missing.
    pub note: Option<Message>,
    /// The capture and place of the number, as data attributes.
    pub source: Option<(Digest, String)>,
}

/// Where a click leads.
#[derive(Debug, Clone, PartialEq)]
pub enum Link {
    /// Another report of the same site: `slug`, `slug#anchor` of a section of it, or `#anchor` within the same report.
    Report(String),
    /// A web address. Only `http` and `https` are ever written.
    Web(String),
}

impl Cell {
    /// A cell of text that is the same in both languages.
    #[must_use]
    pub fn plain(text: impl Into<String>) -> Cell {
        Cell { text: Message::same(text), ..Cell::default() }
    }

    /// A cell of words.
    #[must_use]
    pub fn words(text: Message) -> Cell {
        Cell { text, ..Cell::default() }
    }

    /// The same cell in a tone.
    #[must_use]
    pub fn toned(mut self, tone: Tone) -> Cell {
        self.tone = tone;
        self
    }

    /// The same cell with a value to sort by.
    #[must_use]
    pub fn valued(mut self, value: f64) -> Cell {
        self.value = Some(value);
        self
    }

    /// The same cell with a link.
    #[must_use]
    pub fn linked(mut self, link: Link) -> Cell {
        self.link = Some(link);
        self
    }

    /// The same cell with a note.
    #[must_use]
    pub fn noted(mut self, note: Message) -> Cell {
        self.note = Some(note);
        self
    }
}

//! What is kept of a page: the cells of its tables, its headings and captions.

use crate::extract::html::grid::{Grid, GridRow, TooMany};
use crate::extract::html::part::Parts;
use crate::extract::html::rows::Attribute;
use crate::extract::html::text::squeezed;
use crate::schema::{Href, RawCell};

/// A table of the page, in the order in which tables begin.
pub(in crate::extract::html) struct Laid {
    pub(in crate::extract::html) rows: Vec<GridRow>,
    pub(in crate::extract::html) heading: Option<String>,
    /// Attributes that a definition asks for, read from the tree only.
    pub(in crate::extract::html) attributes: Vec<Attribute>,
    /// Parts of cells that a definition asks for, as well.
    pub(in crate::extract::html) parts: Vec<Parts>,
}

/// Text that is being kept.
struct Capture {
    what: What,
    /// How many tables were open where it began: the text of tables within is not its own.
    tables: usize,
    text: Vec<u8>,
    link: Option<Href>,
}

/// What text is kept for.
enum What {
    Cell { is_header: bool, spans: [Option<String>; 2] },
    Caption,
    Heading(usize),
}

struct Kept {
    grid: Grid,
    caption: Option<String>,
    captioned: bool,
    /// How many headings began above.
    headings: usize,
}

pub(super) struct Collector<'b> {
    tables: Vec<Kept>,
    headings: Vec<String>,
    /// The open tables; `None` for one that is not shown.
    open: Vec<Option<usize>>,
    captures: Vec<Capture>,
    /// Room that captures had and later ones have again.
    room: Vec<Vec<u8>>,
    budget: &'b mut usize,
}

impl<'b> Collector<'b> {
    pub(super) fn new(budget: &'b mut usize) -> Collector<'b> {
        Collector {
            tables: Vec::new(),
            headings: Vec::new(),
            open: Vec::new(),
            captures: Vec::new(),
            room: Vec::new(),
            budget,
        }
    }

    pub(super) fn open_table(&mut self, shown: bool) {
        self.open.push(shown.then_some(self.tables.len()));
        if shown {
            let headings = self.headings.len();
            self.tables.push(Kept { grid: Grid::default(), caption: None, captioned: false, headings });
        }
    }

    pub(super) fn close_table(&mut self) {
        self.open.pop();
    }

    pub(super) fn begin_row(&mut self) {
        if let Some(table) = self.table() {
            table.grid.begin_row();
        }
    }

    pub(super) fn end_row(&mut self, in_head: bool) -> Result<(), TooMany> {
        let table = self.open.last().copied().flatten().and_then(|index| self.tables.get_mut(index));
        table.map_or(Ok(()), |table| table.grid.end_row(in_head, self.budget))
    }

    pub(super) fn begin_cell(&mut self, is_header: bool, rows: Option<&str>, columns: Option<&str>) {
        let spans = [rows.map(str::to_owned), columns.map(str::to_owned)];
        self.begin(What::Cell { is_header, spans });
    }

    /// Begins the caption of the table; whether it is its first.
    pub(super) fn begin_caption(&mut self) -> bool {
        let first = self.table().is_some_and(|table| !std::mem::replace(&mut table.captioned, true));
        if first {
            self.begin(What::Caption);
        }
        first
    }

    pub(super) fn begin_heading(&mut self) {
        self.headings.push(String::new());
        self.begin(What::Heading(self.headings.len() - 1));
    }

    fn begin(&mut self, what: What) {
        let text = self.room.pop().unwrap_or_default();
        self.captures.push(Capture { what, tables: self.open.len(), text, link: None });
    }

    /// Ends what began last.
    pub(super) fn end(&mut self) -> Result<(), TooMany> {
        let Some(Capture { what, mut text, link, .. }) = self.captures.pop() else { return Ok(()) };
        let mut added = Ok(());
        let read = String::from_utf8_lossy(&text);
        match what {
            What::Cell { is_header, spans: [rows, columns] } => {
                let cell = RawCell { text: squeezed(&read), link, bytes: None };
                let budget = *self.budget;
                if let Some(table) = self.table() {
                    added = table.grid.add(cell, is_header, [rows.as_deref(), columns.as_deref()], budget);
                }
            }
            What::Caption => {
                let caption = squeezed(&read).to_string();
                if let Some(table) = self.table() {
                    table.caption = Some(caption);
                }
            }
            What::Heading(index) => {
                let heading = squeezed(&read).to_string();
                if let Some(place) = self.headings.get_mut(index) {
                    *place = heading;
                }
            }
        }
        text.clear();
        self.room.push(text);
        added
    }

    /// Whether text that stands before the innermost table would belong to anything.
    pub(super) fn is_within_something(&self) -> bool {
        !self.captures.is_empty()
    }

    pub(super) fn text(&mut self, text: &[u8]) {
        let tables = self.open.len();
        for capture in self.captures.iter_mut().rev().take_while(|capture| capture.tables == tables) {
            capture.text.extend_from_slice(text);
        }
    }

    pub(super) fn link(&mut self, target: &str) {
        let tables = self.open.len();
        for capture in self.captures.iter_mut().rev().take_while(|capture| capture.tables == tables) {
            capture.link.get_or_insert_with(|| target.into());
        }
    }

    fn table(&mut self) -> Option<&mut Kept> {
        self.tables.get_mut(self.open.last().copied().flatten()?)
    }

    pub(super) fn finish(&mut self) -> Vec<Laid> {
        let headings = std::mem::take(&mut self.headings);
        let above = |count: usize| headings.iter().take(count).rev().find(|heading| !heading.is_empty()).cloned();
        let laid = std::mem::take(&mut self.tables).into_iter().map(|table| Laid {
            rows: table.grid.finish(),
            heading: table.caption.filter(|caption| !caption.is_empty()).or_else(|| above(table.headings)),
            attributes: Vec::new(),
            parts: Vec::new(),
        });
        laid.collect()
    }
}

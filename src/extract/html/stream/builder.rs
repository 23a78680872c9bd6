//! The open elements of the page, and what opening and closing them means for what is kept.

use super::collector::Collector;
use super::names::{
    BLOCK, FORMAT, HEADING, IMPLIED, MARKER, SCOPE, Space, TABLE, UNSHOWN, foreign_traits_of, traits_of,
};
use super::read::{Outside, Streamed};
use super::tokens::{Attribute, Doctype, Tag};
use crate::extract::html::guard::DEEPEST;
use crate::extract::html::text::is_hiding;
use smol_str::SmolStr;

/// An open element.
pub(super) struct Open {
    pub(super) name: SmolStr,
    pub(super) traits: u16,
    pub(super) space: Space,
    /// Whether it or something around it is not shown.
    pub(super) hidden: bool,
    /// Whether text was kept since it began.
    captures: bool,
    /// Whether it is the form that an end tag would close.
    pub(super) is_form: bool,
}

/// Whether a table that begins closes a paragraph, which depends on the document type.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Quirks {
    No,
    Yes,
    Unclear,
}

/// Reads tags and text as the standard says, without a tree.
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of the page that no other implies")]
pub(super) struct Builder<'b> {
    pub(super) open: Vec<Open>,
    pub(super) collector: Collector<'b>,
    /// Why the page cannot be read this way.
    pub(super) outside: Option<Outside>,
    /// Whether a form is open as far as tags say.
    pub(super) form: bool,
    /// Whether the text up to the next end tag is raw.
    pub(super) raw: bool,
    /// How many templates are open.
    pub(super) templates: usize,
    /// Whether a line break that comes next is none.
    pub(super) skips_line_break: bool,
    pub(super) quirks: Quirks,
    /// Whether anything but comments came.
    pub(super) begun: bool,
    pub(super) has_script: bool,
    pub(super) waits: bool,
}

impl<'b> Builder<'b> {
    pub(super) fn new(budget: &'b mut usize) -> Builder<'b> {
        let root = |name: &str| Open {
            name: name.into(),
            traits: traits_of(name) | SCOPE,
            space: Space::Html,
            hidden: false,
            captures: false,
            is_form: false,
        };
        Builder {
            open: vec![root("html"), root("body")],
            collector: Collector::new(budget),
            outside: None,
            form: false,
            raw: false,
            templates: 0,
            skips_line_break: false,
            quirks: Quirks::Yes,
            begun: false,
            has_script: false,
            waits: false,
        }
    }

    /// The page is outside of what can be read this way.
    pub(super) fn leave(&mut self, why: &'static str) {
        self.outside.get_or_insert(Outside::Tree(why));
    }

    pub(super) fn current(&self) -> Option<&Open> {
        self.open.last()
    }

    pub(super) fn is_in_foreign(&self) -> bool {
        self.current().is_some_and(|open| open.space != Space::Html)
    }

    /// Whether the innermost open element is a table, section, row or group of columns: text has no place there.
    pub(super) fn is_between_cells(&self) -> bool {
        self.current().is_some_and(|open| open.traits & (TABLE | SCOPE) == TABLE || &*open.name == "table")
    }

    /// The innermost cell or caption that is open within the innermost table.
    pub(super) fn cell(&self) -> Option<usize> {
        let index = self.open.iter().rposition(|open| open.traits & TABLE != 0)?;
        self.open.get(index).filter(|open| open.traits & SCOPE != 0 && &*open.name != "table").map(|_| index)
    }

    pub(super) fn is_current(&self, name: &str) -> bool {
        self.current().is_some_and(|open| is(open, name))
    }

    /// Where the innermost element stands that `fits`, if nothing around which `ends` the search stands in between.
    pub(super) fn scope(&self, fits: impl Fn(&Open) -> bool, ends: impl Fn(&Open) -> bool) -> Option<usize> {
        let index = self.open.iter().rposition(|open| fits(open) || ends(open))?;
        self.open.get(index).filter(|open| fits(open)).map(|_| index)
    }

    pub(super) fn in_scope(&self, name: &str) -> Option<usize> {
        self.scope(|open| is(open, name), |open| open.traits & SCOPE != 0)
    }

    /// Inserts the element of a start tag; void ones are not kept open.
    pub(super) fn insert(&mut self, tag: &Tag, space: Space, stays: bool) {
        let name = tag.name();
        self.note(tag);
        let hidden = tag.get(Attribute::Hidden).is_some() || tag.get(Attribute::Style).is_some_and(is_hiding);
        self.place(name, space, hidden, stays);
        let hidden = match (stays, self.current()) {
            (true, Some(open)) => open.hidden,
            (_, current) => hidden || current.is_some_and(|open| open.hidden),
        };
        if hidden {
            return;
        }
        match name {
            "a" => {
                if let Some(target) = tag.get(Attribute::Href).filter(|target| !target.is_empty()) {
                    self.collector.link(target.trim());
                }
            }
            "table" if space == Space::Html => self.collector.open_table(true),
            "td" | "th" if space == Space::Html => {
                let (rows, columns) = (tag.get(Attribute::RowSpan), tag.get(Attribute::ColSpan));
                self.collector.begin_cell(name == "th", rows, columns);
                self.keeps();
            }
            "tr" if space == Space::Html => self.collector.begin_row(),
            "caption" if space == Space::Html && self.collector.begin_caption() => self.keeps(),
            _ if space == Space::Html && traits_of(name) & HEADING != 0 => {
                self.collector.begin_heading();
                self.keeps();
            }
            _ => {}
        }
    }

    /// Inserts an element that no tag stands for.
    pub(super) fn imply(&mut self, name: &str) {
        self.place(name, Space::Html, false, true);
        if name == "tr" && self.current().is_some_and(|open| !open.hidden) {
            self.collector.begin_row();
        }
    }

    fn place(&mut self, name: &str, space: Space, hidden: bool, stays: bool) {
        let traits = if space == Space::Html { traits_of(name) } else { foreign_traits_of(space, name) };
        let around = self.current().is_some_and(|open| open.hidden);
        let hidden = around || hidden || traits & UNSHOWN != 0;
        if !hidden && traits & BLOCK != 0 {
            self.collector.text(b" ");
        }
        if !stays {
            return;
        }
        if self.open.len() > DEEPEST {
            self.outside.get_or_insert(Outside::TooDeep);
            return;
        }
        if hidden && name == "table" && space == Space::Html {
            self.collector.open_table(false);
        }
        self.open.push(Open { name: name.into(), traits, space, hidden, captures: false, is_form: false });
    }

    fn keeps(&mut self) {
        if let Some(open) = self.open.last_mut() {
            open.captures = true;
        }
    }

    /// What tells a page that a script fills.
    pub(super) fn note(&mut self, tag: &Tag) {
        let name = tag.name();
        self.has_script |= name == "script";
        let id = tag.get(Attribute::Id).unwrap_or_default();
        self.waits |= matches!(name, "table" | "gradio-app") || crate::extract::html::text::is_root(id);
    }

    /// Closes the open elements from `length` on. An element that would be opened again afterwards leaves the page to
    /// the tree, unless the end of what it stands in forgets it.
    pub(super) fn close_to(&mut self, length: usize, forgets: bool) {
        while self.open.len() > length.max(1) {
            let Some(open) = self.open.pop() else { return };
            if open.traits & FORMAT != 0 && !forgets {
                self.leave("an inline element is closed by the end of another");
            }
            if open.traits & MARKER != 0 && self.open.len() > length {
                self.leave("an object is closed by the end of another element");
            }
            self.closed(&open);
        }
    }

    /// Closes the innermost element, whatever it is.
    pub(super) fn pop(&mut self) {
        if let Some(open) = self.open.pop() {
            self.closed(&open);
        }
    }

    fn closed(&mut self, open: &Open) {
        if open.captures && self.collector.end().is_err() {
            self.outside = Some(Outside::TooManyCells);
        }
        if open.space != Space::Html {
            return;
        }
        match &*open.name {
            "tr" if !open.hidden => {
                let in_head = self.current().is_some_and(|parent| &*parent.name == "thead");
                if self.collector.end_row(in_head).is_err() {
                    self.outside = Some(Outside::TooManyCells);
                }
            }
            "table" => self.collector.close_table(),
            _ => {}
        }
    }

    /// Closes paragraphs, list items and their like that end where something around them does.
    pub(super) fn close_implied(&mut self, except: &str) {
        while self
            .current()
            .is_some_and(|open| open.traits & IMPLIED != 0 && open.space == Space::Html && &*open.name != except)
        {
            self.pop();
        }
    }

    /// Closes what is implied, then everything from `index` on.
    pub(super) fn close_with_implied(&mut self, index: usize, except: &str) {
        self.close_implied(except);
        self.close_to(index, false);
    }

    pub(super) fn paragraph(&self) -> Option<usize> {
        self.scope(|open| is(open, "p"), |open| open.traits & SCOPE != 0 || is(open, "button"))
    }

    pub(super) fn close_paragraph(&mut self) {
        if let Some(index) = self.paragraph() {
            self.close_with_implied(index, "p");
        }
    }

    pub(super) fn doctype(&mut self, doctype: &Doctype) {
        if std::mem::replace(&mut self.begun, true) {
            return;
        }
        let plain = doctype.name == b"html" && !doctype.public && !doctype.quirks;
        let legacy = doctype.system.as_ref().is_some_and(|system| system != b"about:legacy-compat");
        self.quirks = if plain && !legacy { Quirks::No } else { Quirks::Unclear };
    }

    pub(super) fn comment(&mut self) {
        self.skips_line_break = false;
    }

    pub(super) fn text(&mut self, text: &[u8]) {
        if text.is_empty() {
            return;
        }
        let blank = text.iter().all(u8::is_ascii_whitespace);
        self.begun |= !blank;
        let skips = std::mem::take(&mut self.skips_line_break);
        let text = if skips { text.strip_prefix(b"\n").unwrap_or(text) } else { text };
        if self.templates > 0 {
            return;
        }
        if self.is_between_cells() && !self.raw {
            if !blank && self.collector.is_within_something() {
                self.leave("text between the cells of a table within a cell");
            }
            return;
        }
        if self.current().is_some_and(|open| !open.hidden) {
            self.collector.text(text);
        }
    }

    /// The end of the page closes everything.
    pub(super) fn finish(&mut self) -> Result<Streamed, Outside> {
        while !self.open.is_empty() {
            self.pop();
        }
        match self.outside.take() {
            Some(why) => Err(why),
            None => Ok(Streamed { tables: self.collector.finish(), has_script: self.has_script, waits: self.waits }),
        }
    }
}

/// Whether an element is the one of HTML of that name.
pub(super) fn is(open: &Open, name: &str) -> bool {
    open.space == Space::Html && &*open.name == name
}

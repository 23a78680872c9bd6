//! What a start tag does, by where it stands.

use super::builder::{Builder, Quirks, is};
use super::names::{
    BOX, FORMAT, HEADING, MARKER, RAW, SCOPE, SPECIAL, Space, TABLE, VOID, breaks_out, is_island, traits_of,
};
use super::tokens::{Attribute, Tag};
use crate::extract::html::text::is_hiding;
use html5gum::State;

const IN_TEMPLATE: &str = "cells, drawings or special elements in a template";

impl Builder<'_> {
    /// A start tag. Where its content is raw text, the tokenizer is told so.
    pub(super) fn start(&mut self, tag: &Tag) -> Option<State> {
        self.begun = true;
        self.skips_line_break = false;
        if self.templates > 0 {
            return self.start_in_template(tag);
        }
        if let Some(current) = self.current().filter(|open| open.space != Space::Html) {
            let space = current.space;
            if is_island(space, &current.name) {
                self.leave("elements within the text of a drawing or formula");
            }
            self.start_foreign(tag, space);
            return None;
        }
        if self.is_between_cells() {
            return self.start_between_cells(tag);
        }
        if traits_of(tag.name()) & TABLE != 0 && tag.name() != "table" {
            // Within a cell or caption they end it; elsewhere they mean nothing.
            let index = self.cell()?;
            self.close_cell(index);
            return self.start_between_cells(tag);
        }
        self.start_in_body(tag)
    }

    fn start_foreign(&mut self, tag: &Tag, space: Space) {
        if breaks_out(tag.name()) || tag.name() == "template" {
            return self.leave("HTML within a drawing or formula");
        }
        self.insert(tag, space, !tag.closes_itself);
    }

    /// What stands in a template is not shown, so that only its end matters.
    fn start_in_template(&mut self, tag: &Tag) -> Option<State> {
        match tag.name() {
            "template" => self.templates += 1,
            // Cells and objects end the search for inline elements, and that end can outlive the template.
            "svg" | "math" | "col" | "frameset" | "plaintext" | "selectedcontent" | "td" | "th" | "caption"
            | "applet" | "marquee" | "object" => self.leave(IN_TEMPLATE),
            name if traits_of(name) & RAW != 0 => return Some(self.begin_raw(name)),
            _ => {}
        }
        None
    }

    fn begin_raw(&mut self, name: &str) -> State {
        self.raw = true;
        match name {
            "title" | "textarea" => State::RcData,
            "script" => State::ScriptData,
            _ => State::RawText,
        }
    }

    /// Closes a cell or caption and what is open in it.
    pub(super) fn close_cell(&mut self, index: usize) {
        self.close_implied("");
        self.close_to(index, true);
    }

    /// Closes everything down to the innermost of `names`, which stays open.
    fn clear_to(&mut self, names: &[&str]) {
        while self.current().is_some_and(|open| !names.contains(&&*open.name)) && self.open.len() > 2 {
            self.pop();
        }
    }

    fn start_between_cells(&mut self, tag: &Tag) -> Option<State> {
        const SECTIONS: &[&str] = &["tbody", "thead", "tfoot"];
        let name = tag.name();
        match name {
            "td" | "th" => {
                if !self.is_current("tr") {
                    if !self.current().is_some_and(|open| SECTIONS.contains(&&*open.name)) {
                        self.clear_to(&["table"]);
                        self.imply("tbody");
                    }
                    self.imply("tr");
                }
                self.insert(tag, Space::Html, true);
            }
            "tr" => {
                self.clear_to(&["tbody", "thead", "tfoot", "table"]);
                if self.is_current("table") {
                    self.imply("tbody");
                }
                self.insert(tag, Space::Html, true);
            }
            "tbody" | "thead" | "tfoot" | "caption" | "colgroup" => {
                self.clear_to(&["table"]);
                self.insert(tag, Space::Html, true);
            }
            "col" => {
                if !self.is_current("colgroup") {
                    self.clear_to(&["table"]);
                    self.imply("colgroup");
                }
                self.insert(tag, Space::Html, false);
            }
            "table" => {
                self.end_table();
                return self.start(tag);
            }
            "script" | "style" => {
                if self.is_current("colgroup") {
                    self.pop();
                }
                return Some(self.insert_raw(tag));
            }
            "template" => self.begin_template(tag),
            "form" => {
                self.note(tag);
                self.form = true;
            }
            "html" | "body" => self.root(tag),
            "head" | "frame" => {}
            // They have no text, so that it does not matter that they are moved before the table.
            _ if traits_of(name) & VOID != 0 => self.note(tag),
            _ => self.leave("elements between the cells of a table"),
        }
        None
    }

    pub(super) fn end_table(&mut self) {
        self.clear_to(&["table"]);
        self.pop();
    }

    fn insert_raw(&mut self, tag: &Tag) -> State {
        self.insert(tag, Space::Html, true);
        self.begin_raw(tag.name())
    }

    fn begin_template(&mut self, tag: &Tag) {
        if tag.name() == "template" {
            self.insert(tag, Space::Html, true);
            self.templates = 1;
        }
    }

    /// Attributes of `html` and `body` count wherever their tags stand.
    fn root(&mut self, tag: &Tag) {
        self.note(tag);
        let hides = tag.get(Attribute::Hidden).is_some() || tag.get(Attribute::Style).is_some_and(is_hiding);
        if hides && tag.name() == "body" {
            self.leave("a body that is not shown");
        }
    }

    fn start_in_body(&mut self, tag: &Tag) -> Option<State> {
        let name = tag.name();
        let traits = traits_of(name);
        match name {
            "html" | "body" => {
                self.root(tag);
                return None;
            }
            "head" | "frame" => return None,
            "frameset" | "plaintext" | "selectedcontent" => {
                self.leave("frames, plain text or copied options");
                return None;
            }
            "template" => {
                self.begin_template(tag);
                return None;
            }
            "svg" => {
                self.insert(tag, Space::Drawing, !tag.closes_itself);
                return None;
            }
            "math" => {
                self.insert(tag, Space::Formula, !tag.closes_itself);
                return None;
            }
            "table" if self.quirks == Quirks::No => self.close_paragraph(),
            "table" if self.quirks == Quirks::Unclear && self.paragraph().is_some() => {
                self.leave("a table in a paragraph under an old document type");
            }
            "pre" | "listing" => {
                self.close_paragraph();
                self.insert(tag, Space::Html, true);
                self.skips_line_break = true;
                return None;
            }
            "form" => {
                self.start_form(tag);
                return None;
            }
            "li" | "dd" | "dt" => self.close_item(name),
            "button" => {
                if let Some(index) = self.in_scope("button") {
                    self.close_with_implied(index, "");
                }
            }
            "a" if self.is_formatting(name) => self.leave("a link within a link"),
            "nobr" if self.in_scope(name).is_some() => self.leave("nobr within nobr"),
            "xmp" | "hr" => self.close_paragraph(),
            "select" => {
                if let Some(index) = self.in_select() {
                    self.close_to(index, false);
                    return None;
                }
            }
            "option" | "optgroup" => self.start_option(name),
            "rb" | "rtc" | "rp" | "rt" if self.in_scope("ruby").is_some() => {
                self.close_implied(if matches!(name, "rp" | "rt") { "rtc" } else { "" });
            }
            _ if traits & (BOX | HEADING) != 0 => {
                self.close_paragraph();
                if traits & HEADING != 0 && self.current().is_some_and(|open| open.traits & HEADING != 0) {
                    self.pop();
                }
            }
            _ => {}
        }
        match name {
            "input" => {
                if let Some(index) = self.in_select() {
                    self.close_to(index, false);
                }
            }
            "hr" if self.in_select().is_some() => self.close_implied(""),
            _ => {}
        }
        if traits & RAW != 0 {
            let state = self.insert_raw(tag);
            self.skips_line_break = name == "textarea";
            return Some(state);
        }
        self.insert(tag, Space::Html, traits & VOID == 0);
        None
    }

    fn in_select(&self) -> Option<usize> {
        self.in_scope("select")
    }

    fn start_option(&mut self, name: &str) {
        if self.in_select().is_some() {
            self.close_implied(if name == "option" { "optgroup" } else { "" });
        } else if self.is_current("option") {
            self.pop();
        }
    }

    fn start_form(&mut self, tag: &Tag) {
        if std::mem::replace(&mut self.form, true) {
            return;
        }
        self.close_paragraph();
        self.insert(tag, Space::Html, true);
        if let Some(open) = self.open.last_mut() {
            open.is_form = true;
        }
    }

    /// A list item closes the one before it.
    fn close_item(&mut self, name: &str) {
        let closes = |open: &str| if name == "li" { open == "li" } else { matches!(open, "dd" | "dt") };
        let found = self.scope(
            |open| open.space == Space::Html && closes(&open.name),
            |open| open.traits & SPECIAL != 0 && !["address", "div", "p"].contains(&&*open.name),
        );
        if let Some(index) = found {
            let name = self.open.get(index).map(|open| open.name.clone()).unwrap_or_default();
            self.close_with_implied(index, &name);
        }
        self.close_paragraph();
    }

    /// Whether an inline element of that name is open in the innermost cell or object.
    pub(super) fn is_formatting(&self, name: &str) -> bool {
        let ends = |traits: u16, name: &str| {
            traits & MARKER != 0 || (traits & (TABLE | SCOPE) == TABLE | SCOPE && name != "table")
        };
        self.scope(|open| open.traits & FORMAT != 0 && is(open, name), |open| ends(open.traits, &open.name)).is_some()
    }
}

//! What an end tag does, by where it stands.

use super::builder::{Builder, is};
use super::names::{BOX, FORMAT, HEADING, SCOPE, SPECIAL, Space, traits_of};

impl Builder<'_> {
    pub(super) fn end(&mut self, name: &str) {
        self.begun = true;
        self.skips_line_break = false;
        if self.templates > 0 {
            return self.end_in_template(name);
        }
        if std::mem::take(&mut self.raw) {
            return self.pop();
        }
        if self.is_in_foreign() && self.end_foreign(name) {
            return;
        }
        if self.is_between_cells() {
            return self.end_between_cells(name);
        }
        if let Some(index) = self.cell() {
            let closed = self.open.get(index).map(|open| open.name.clone()).unwrap_or_default();
            let is_caption = closed == "caption";
            match name {
                "caption" | "td" | "th" => {
                    if closed == name {
                        self.close_cell(index);
                    }
                    return;
                }
                "table" => {
                    self.close_cell(index);
                    return self.end_between_cells(name);
                }
                "tbody" | "thead" | "tfoot" | "tr" => {
                    if !is_caption && self.in_table(name).is_some() {
                        self.close_cell(index);
                        self.end_between_cells(name);
                    }
                    return;
                }
                "body" | "html" | "col" | "colgroup" => return,
                _ => {}
            }
        }
        self.end_in_body(name);
    }

    fn end_in_template(&mut self, name: &str) {
        if std::mem::take(&mut self.raw) || name != "template" {
            return;
        }
        self.templates -= 1;
        if self.templates == 0 {
            self.pop();
        }
    }

    /// Whether an end tag ends something of the drawing or formula.
    fn end_foreign(&mut self, name: &str) -> bool {
        if matches!(name, "p" | "br") {
            self.leave("HTML within a drawing or formula");
            return true;
        }
        let found = self.open.iter().rposition(|open| open.space == Space::Html || *open.name == *name);
        let Some(index) = found else { return true };
        let ends = self.open.get(index).is_some_and(|open| open.space != Space::Html);
        if ends {
            self.close_to(index, false);
        }
        ends
    }

    fn in_table(&self, name: &str) -> Option<usize> {
        self.scope(|open| is(open, name), |open| is(open, "table"))
    }

    fn end_between_cells(&mut self, name: &str) {
        match name {
            "table" => self.end_table(),
            "tr" | "colgroup" if self.is_current(name) => self.pop(),
            "tbody" | "thead" | "tfoot" => {
                if let Some(index) = self.in_table(name) {
                    self.close_to(index, false);
                }
            }
            "form" => self.end_form(),
            "p" | "br" if self.collector.is_within_something() => {
                self.leave("elements between the cells of a table within a cell");
            }
            _ => {}
        }
    }

    fn end_form(&mut self) {
        if !std::mem::take(&mut self.form) {
            return;
        }
        let found = self.scope(|open| open.is_form, |open| open.traits & SCOPE != 0);
        let of_another_place = self.open.iter().rposition(|open| open.is_form);
        if found.is_none() {
            if let Some(open) = of_another_place.and_then(|index| self.open.get_mut(index)) {
                open.is_form = false;
            }
            return;
        }
        self.close_implied("");
        if let Some(index) = self.open.iter().rposition(|open| open.is_form) {
            self.open.remove(index);
        }
    }

    fn end_in_body(&mut self, name: &str) {
        let traits = traits_of(name);
        match name {
            "body" | "html" | "template" | "br" => {}
            "p" => {
                if let Some(index) = self.paragraph() {
                    self.close_with_implied(index, "p");
                } else {
                    self.imply("p");
                    self.pop();
                }
            }
            "form" => self.end_form(),
            "li" => {
                let ends = |name: &str| matches!(name, "ol" | "ul");
                let index = self.scope(|open| is(open, "li"), |open| open.traits & SCOPE != 0 || ends(&open.name));
                if let Some(index) = index {
                    self.close_with_implied(index, name);
                }
            }
            "dd" | "dt" => {
                if let Some(index) = self.in_scope(name) {
                    self.close_with_implied(index, name);
                }
            }
            "applet" | "marquee" | "object" => {
                if let Some(index) = self.in_scope(name) {
                    self.close_implied("");
                    self.close_to(index, true);
                }
            }
            "select" | "button" | "listing" | "pre" => self.end_box(name),
            _ if traits & HEADING != 0 => {
                let index = self.scope(|open| open.traits & HEADING != 0, |open| open.traits & SCOPE != 0);
                if let Some(index) = index {
                    self.close_with_implied(index, "");
                }
            }
            _ if traits & BOX != 0 => self.end_box(name),
            _ if traits & FORMAT != 0 => self.end_inline(name),
            _ => self.end_any(name),
        }
    }

    fn end_box(&mut self, name: &str) {
        if let Some(index) = self.in_scope(name) {
            self.close_with_implied(index, "");
        }
    }

    /// An inline element ends with everything in it, unless that has a meaning of its own: that is left to the tree.
    fn end_inline(&mut self, name: &str) {
        if self.is_current(name) {
            return self.pop();
        }
        if !self.is_formatting(name) {
            return self.end_any(name);
        }
        match self.scope(|open| is(open, name), |open| open.traits & (FORMAT | SPECIAL | SCOPE) != 0) {
            Some(index) => {
                self.close_to(index + 1, false);
                self.pop();
            }
            None => self.leave("an inline element is closed within another"),
        }
    }

    /// Every other end tag closes the innermost element of its name, unless a special one stands in between.
    fn end_any(&mut self, name: &str) {
        let found = self.scope(|open| is(open, name), |open| open.traits & SPECIAL != 0);
        if let Some(index) = found {
            self.close_implied(name);
            self.close_to(index, false);
        }
    }
}

//! From the tokenizer's calls to start tags, end tags and text. Of attributes only those are kept that decide what a
//! table is.

use super::builder::Builder;
use super::read::{Outside, Streamed};
use html5gum::{Emitter, Error, State};

/// The attributes that are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(usize)]
pub(super) enum Attribute {
    Hidden,
    Style,
    Href,
    RowSpan,
    ColSpan,
    Id,
}

const NAMES: [&[u8]; 6] = [b"hidden", b"style", b"href", b"rowspan", b"colspan", b"id"];

/// A start or end tag.
#[derive(Debug, Default)]
pub(super) struct Tag {
    name: Vec<u8>,
    ends: bool,
    pub(super) closes_itself: bool,
    /// Where in `values` the value of each attribute stands; the first counts where one is given twice.
    found: [Option<(usize, usize)>; NAMES.len()],
    values: Vec<u8>,
}

impl Tag {
    pub(super) fn name(&self) -> &str {
        // Names are pieces of text cut at ASCII characters.
        std::str::from_utf8(&self.name).unwrap_or_default()
    }

    pub(super) fn get(&self, attribute: Attribute) -> Option<&str> {
        let (start, end) = self.found.get(attribute as usize).copied().flatten()?;
        self.values.get(start..end).and_then(|value| std::str::from_utf8(value).ok())
    }

    fn begin(&mut self, ends: bool) {
        self.name.clear();
        self.values.clear();
        self.found = [None; NAMES.len()];
        self.ends = ends;
        self.closes_itself = false;
    }
}

/// The document type, as far as it decides whether a table closes a paragraph.
#[derive(Debug, Default)]
pub(super) struct Doctype {
    pub(super) name: Vec<u8>,
    pub(super) public: bool,
    pub(super) system: Option<Vec<u8>>,
    pub(super) quirks: bool,
}

/// What the tokenizer calls.
pub(super) struct Tokens<'r> {
    pub(super) builder: Builder<'r>,
    tag: Tag,
    attribute: Vec<u8>,
    /// Whether the attribute that is being read has a name that has not been looked up.
    named: bool,
    /// The attribute that is being read, if it is kept.
    current: Option<usize>,
    /// The last start tag, whose end tag ends raw text.
    last: Vec<u8>,
    doctype: Doctype,
    read: Option<Result<Streamed, Outside>>,
}

impl<'r> Tokens<'r> {
    pub(super) fn new(builder: Builder<'r>) -> Tokens<'r> {
        Tokens {
            builder,
            tag: Tag::default(),
            attribute: Vec::new(),
            named: false,
            current: None,
            last: Vec::new(),
            doctype: Doctype::default(),
            read: None,
        }
    }

    /// Looks the attribute's name up, once.
    fn look_up(&mut self) {
        if std::mem::take(&mut self.named) {
            let index = NAMES.iter().position(|name| *name == self.attribute.as_slice());
            self.current = None;
            if let Some(index) = index
                && let Some(place @ None) = self.tag.found.get_mut(index)
            {
                *place = Some((self.tag.values.len(), self.tag.values.len()));
                self.current = Some(index);
            }
        }
    }
}

impl Emitter for Tokens<'_> {
    /// One for a page: what was read, or why it cannot be read this way.
    type Token = Result<Streamed, Outside>;

    fn set_last_start_tag(&mut self, last: Option<&[u8]>) {
        self.last.clear();
        self.last.extend_from_slice(last.unwrap_or_default());
    }

    fn emit_eof(&mut self) {
        self.read = Some(self.builder.finish());
    }

    fn emit_error(&mut self, _: Error) {}

    fn should_emit_errors(&mut self) -> bool {
        false
    }

    fn pop_token(&mut self) -> Option<Result<Streamed, Outside>> {
        match self.builder.outside.take() {
            Some(why) => Some(Err(why)),
            None => self.read.take(),
        }
    }

    fn emit_string(&mut self, text: &[u8]) {
        self.builder.text(text);
    }

    fn init_start_tag(&mut self) {
        self.tag.begin(false);
        self.named = false;
    }

    fn init_end_tag(&mut self) {
        self.tag.begin(true);
        self.named = false;
    }

    fn init_comment(&mut self) {}

    fn emit_current_tag(&mut self) -> Option<State> {
        self.look_up();
        if self.tag.ends {
            self.builder.end(self.tag.name());
            return None;
        }
        std::mem::swap(&mut self.last, &mut self.tag.name);
        self.tag.name.clear();
        self.tag.name.extend_from_slice(&self.last);
        self.builder.start(&self.tag)
    }

    fn emit_current_comment(&mut self) {
        self.builder.comment();
    }

    fn emit_current_doctype(&mut self) {
        self.builder.doctype(&self.doctype);
    }

    fn set_self_closing(&mut self) {
        self.tag.closes_itself = true;
    }

    fn set_force_quirks(&mut self) {
        self.doctype.quirks = true;
    }

    fn push_tag_name(&mut self, name: &[u8]) {
        self.tag.name.extend_from_slice(name);
    }

    fn push_comment(&mut self, _: &[u8]) {}

    fn push_doctype_name(&mut self, name: &[u8]) {
        self.doctype.name.extend_from_slice(name);
    }

    fn init_doctype(&mut self) {
        self.doctype = Doctype::default();
    }

    fn init_attribute(&mut self) {
        self.look_up();
        self.attribute.clear();
        self.named = true;
    }

    fn push_attribute_name(&mut self, name: &[u8]) {
        self.attribute.extend_from_slice(name);
    }

    fn push_attribute_value(&mut self, value: &[u8]) {
        self.look_up();
        if let Some(index) = self.current {
            self.tag.values.extend_from_slice(value);
            let end = self.tag.values.len();
            if let Some(Some(place)) = self.tag.found.get_mut(index) {
                place.1 = end;
            }
        }
    }

    fn set_doctype_public_identifier(&mut self, _: &[u8]) {
        self.doctype.public = true;
    }

    fn set_doctype_system_identifier(&mut self, value: &[u8]) {
        self.doctype.system = Some(value.to_vec());
    }

    fn push_doctype_public_identifier(&mut self, _: &[u8]) {}

    fn push_doctype_system_identifier(&mut self, value: &[u8]) {
        self.doctype.system.get_or_insert_default().extend_from_slice(value);
    }

    fn current_is_appropriate_end_tag_token(&mut self) -> bool {
        self.tag.ends && !self.last.is_empty() && self.last == self.tag.name
    }

    fn adjusted_current_node_present_but_not_in_html_namespace(&mut self) -> bool {
        self.builder.is_in_foreign()
    }
}

//! The news as an Atom feed (RFC 4287).

use super::boards::Boards;
use super::item::Item;
use super::list::with_also;
use super::words;
use crate::error::{Error, ErrorKind, Result};
use crate::message;
use crate::render::web_address;
use crate::schema::{Hasher, Timestamp};
use crate::text::{Language, printable_line};
use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesText, Event};
use std::collections::BTreeSet;
use std::io;

/// What a feed says of itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Feed {
    /// Who names its entries, by a domain and a year in which it was theirs: `example.org,2026`.
    pub authority: String,
    /// Where it stands, if anywhere.
    pub address: Option<String>,
    /// Whose it is.
    pub author: String,
    /// What it is asked for: feeds of other rules or boards have other ids.
    pub asked: String,
}

impl Default for Feed {
    fn default() -> Feed {
        Feed {
            // A domain that is nobody's (RFC 2606).
            authority: "bangdan.invalid,2026".to_owned(),
            address: None,
            author: "bangdan".to_owned(),
            asked: String::new(),
        }
    }
}

/// Writes the feed, the newest first. Ids stay the same however often it is written; times are those of the archive.
///
/// # Errors
/// Never in practice: it is written into memory.
pub fn atom(items: &[Item], boards: &Boards, newest: Timestamp, language: Language, feed: &Feed) -> Result<Vec<u8>> {
    write(items, boards, newest, language, feed).map_err(|cause| {
        Error::new(ErrorKind::Io { doing: message!("write", "写入"), path: "atom".into() }).caused_by(cause)
    })
}

fn write(items: &[Item], boards: &Boards, newest: Timestamp, language: Language, feed: &Feed) -> io::Result<Vec<u8>> {
    let mut items: Vec<(String, &Item)> = items.iter().map(|item| (item.id(), item)).collect();
    items.sort_by(|a, b| (b.1.occurrence.learnt_at, &a.0).cmp(&(a.1.occurrence.learnt_at, &b.0)));
    // Two entries of one id and time would be no feed.
    let mut seen = BTreeSet::new();
    items.retain(|(id, _)| seen.insert(id.clone()));
    let updated = items.iter().map(|(_, item)| item.occurrence.learnt_at).max().unwrap_or(newest);
    let mut hasher = Hasher::default();
    hasher.field(language.tag()).field(&feed.asked);
    let digest: String = hasher.finish().hex().chars().take(16).collect();
    let tag = |name: &str| format!("tag:{}:{name}", feed.authority);
    let mut writer = Writer::new_with_indent(Vec::new(), b' ', 2);
    writer.write_event(Event::Decl(BytesDecl::new("1.0", Some("utf-8"), None)))?;
    let root = writer
        .create_element("feed")
        .with_attributes([("xmlns", "http://www.w3.org/2005/Atom"), ("xml:lang", language.pick("en", "zh-CN"))]);
    root.write_inner_content(|inner| {
        let mut xml = Xml(inner);
        xml.text("id", &tag(&format!("news/{digest}")))?;
        xml.text("title", language.pick("News of the boards", "榜单动态"))?;
        xml.text("updated", &updated.to_string())?;
        if let Some(address) = feed.address.as_deref().and_then(web_address) {
            xml.link(&[("rel", "self"), ("type", "application/atom+xml"), ("href", &address)])?;
        }
        xml.0.create_element("author").write_inner_content(|author| Xml(author).text("name", &feed.author))?;
        xml.0
            .create_element("generator")
            .with_attribute(("version", env!("CARGO_PKG_VERSION")))
            .write_text_content(BytesText::new("bangdan"))?;
        for (id, item) in &items {
            xml.0.create_element("entry").write_inner_content(|entry| {
                let mut xml = Xml(entry);
                let occurrence = &item.occurrence;
                let board = boards.name(&occurrence.board);
                let edition = occurrence.edition.as_deref().map(words::shown);
                let (what, board) = (with_also(item, boards), board.get(language));
                let place = edition.map_or_else(|| board.to_owned(), |edition| format!("{board} {edition}"));
                let colon = language.pick(": ", "：");
                xml.text("id", &tag(&format!("news/{id}")))?;
                xml.text("title", &format!("{place}{colon}{}", words::together(item).get(language)))?;
                xml.text("updated", &occurrence.learnt_at.to_string())?;
                xml.text("published", &occurrence.public_at.to_string())?;
                if let Some(address) = web_address(boards.homepage(&occurrence.board)) {
                    xml.link(&[("rel", "alternate"), ("type", "text/html"), ("href", &address)])?;
                }
                xml.category(&item.rule, item.title.get(language))?;
                xml.category(occurrence.board.as_str(), board)?;
                let source = occurrence.capture.as_ref().map(|capture| {
                    let capture = capture.short();
                    message!(" (capture {capture})", "（抓取 {capture}）")
                });
                let source = source.map(|source| source.get(language).to_owned()).unwrap_or_default();
                xml.text("content", &format!("{place}{colon}{}{source}", what.get(language)))
            })?;
        }
        Ok(())
    })?;
    let mut bytes = writer.into_inner();
    bytes.push(b'\n');
    Ok(bytes)
}

/// Elements without children. Plain text throughout: a stranger's name is no markup in any reader.
struct Xml<'w>(&'w mut Writer<Vec<u8>>);

impl Xml<'_> {
    fn text(&mut self, element: &str, text: &str) -> io::Result<()> {
        let text = allowed(text);
        self.0.create_element(element).write_text_content(BytesText::new(&text)).map(|_| ())
    }

    fn link(&mut self, attributes: &[(&str, &str)]) -> io::Result<()> {
        self.0.create_element("link").with_attributes(attributes.iter().copied()).write_empty().map(|_| ())
    }

    fn category(&mut self, term: &str, label: &str) -> io::Result<()> {
        let (term, label) = (allowed(term), allowed(label));
        let attributes = [("term", term.as_str()), ("label", label.as_str())];
        self.0.create_element("category").with_attributes(attributes).write_empty().map(|_| ())
    }
}

/// The characters that XML 1.0 allows; others are replaced, as those that act are.
fn allowed(text: &str) -> String {
    let fits = |c: char| !matches!(c, '\u{0}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}');
    printable_line(text).chars().map(|c| if fits(c) { c } else { '\u{fffd}' }).collect()
}

//! The tables of a page and the headings above them.

use super::guard::{check, too_deep};
use super::inner::inner;
use super::part::{Part, selector};
use super::rows::table;
use super::stream::{self, Outside, Streamed};
use super::text::View;
use super::tree::{self, tables_of};
use crate::catalogue::Rows;
use crate::extract::body::{Body, Inner};
use crate::extract::decode::decode;
use crate::extract::refusal::{no_such_place, no_table, unreadable};
use crate::message;
use crate::schema::{Digest, Problem, RawTable};
use crate::text::Message;
use encoding_rs::Encoding;
use scraper::{ElementRef, Html};
use std::borrow::Cow;
use std::collections::HashSet;

/// A page. Its tables are read at once; the tree is made for an address within it, which is rare.
struct Page<'a> {
    text: Cow<'a, str>,
    view: View,
    tables: Vec<RawTable>,
    emptiness: Option<Message>,
}

/// Cells that the tables of a page may have when laid out; more are a page gone wrong.
const MOST_CELLS: usize = 1_000_000;

pub(in crate::extract) fn open<'a>(
    capture: Digest,
    bytes: Cow<'a, [u8]>,
    rows: &Rows,
) -> Result<impl Body + use<'a>, Problem> {
    if bytes.contains(&0) {
        return Err(unreadable(message!("this is no page: it has zero bytes", "这不是网页：含有零字节")));
    }
    let declared = declared(&bytes);
    let text = decode(bytes, declared)?.text;
    let view = view(rows);
    // Attributes, parts of cells and hidden tables are read from the tree only.
    let needs_tree = view.hidden || !view.attributes.is_empty() || !rows.parts.is_empty();
    let parts = rows.parts.iter().map(Part::new).collect::<Result<Vec<_>, _>>()?;
    let streamed = if needs_tree { None } else { Some(stream::read(&text, MOST_CELLS)) };
    let streamed = match streamed {
        Some(Ok(streamed)) => streamed,
        Some(Err(Outside::TooDeep)) => return Err(too_deep()),
        Some(Err(Outside::TooManyCells)) => return Err(too_many_cells()),
        Some(Err(Outside::Tree(_))) | None => of_tree(&text, &view, &parts)?,
    };
    let emptiness = emptiness(&streamed);
    let tables = tables(capture, streamed, rows);
    let emptiness = emptiness.filter(|_| tables.iter().all(|table| table.rows.is_empty()));
    Ok(Page { text, view, tables, emptiness })
}

impl Body for Page<'_> {
    fn into_all(self: Box<Self>) -> Vec<RawTable> {
        self.tables
    }

    fn all(&self, _: &Rows) -> Cow<'_, [RawTable]> {
        Cow::Borrowed(&self.tables)
    }

    fn at(&self, place: &str, _: &Rows) -> Result<Vec<RawTable>, Problem> {
        let selector = selector(place)?;
        check(&self.text)?;
        let page = Html::parse_document(&self.text);
        // Parents come before children, so one pass finds everything that stands within what is meant.
        let mut meant = HashSet::new();
        for element in page.root_element().descendants().filter_map(ElementRef::wrap) {
            if element.parent().is_some_and(|parent| meant.contains(&parent.id())) || selector.matches(&element) {
                meant.insert(element.id());
            }
        }
        let numbers = tables_of(&page, &self.view).into_iter().enumerate();
        let numbers = numbers.filter(|(_, (table, _))| meant.contains(&table.id()));
        let places: HashSet<String> = numbers.map(|(index, _)| place_of(index)).collect();
        let tables: Vec<RawTable> =
            self.tables.iter().filter(|table| places.contains(&*table.place)).cloned().collect();
        if tables.is_empty() {
            return Err(self.emptiness().map_or_else(|| no_such_place(place, &self.tables), no_table));
        }
        Ok(tables)
    }

    fn inner(&self, place: &str) -> Result<Vec<Inner>, Problem> {
        check(&self.text)?;
        inner(&self.text, place)
    }

    fn emptiness(&self) -> Option<Message> {
        self.emptiness.clone()
    }
}

fn view(rows: &Rows) -> View {
    View { hidden: rows.hidden, attributes: rows.attributes.iter().map(|name| name.to_ascii_lowercase()).collect() }
}

fn of_tree(text: &str, view: &View, parts: &[Part<'_>]) -> Result<Streamed, Problem> {
    check(text)?;
    tree::read(&Html::parse_document(text), view, parts, MOST_CELLS).map_err(|_| too_many_cells())
}

fn tables(capture: Digest, streamed: Streamed, rows: &Rows) -> Vec<RawTable> {
    let tables = streamed.tables.into_iter().enumerate();
    tables.filter_map(|(index, laid)| table(capture, place_of(index), laid, rows)).collect()
}

fn place_of(index: usize) -> String {
    format!("table {}", index + 1)
}

/// A page with scripts and an empty table, or an empty element for an application, is filled after it was loaded.
fn emptiness(streamed: &Streamed) -> Option<Message> {
    (streamed.has_script && streamed.waits)
        .then(|| message!("no rows here: the page is filled by a script", "此处没有数据行：页面由脚本填充"))
}

fn too_many_cells() -> Problem {
    unreadable(message!("the tables have more than {MOST_CELLS} cells", "表格的单元格超过 {MOST_CELLS} 个"))
}

/// The encoding that a page declares near its beginning.
fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    let start = bytes.get(..bytes.len().min(2_048)).unwrap_or_default();
    let start = String::from_utf8_lossy(start).to_ascii_lowercase();
    let label = start.split("charset=").nth(1)?.trim_start_matches(['"', '\'', ' ']);
    let end = label.find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '-' | '_'))).unwrap_or(label.len());
    Encoding::for_label(label.get(..end)?.as_bytes())
}

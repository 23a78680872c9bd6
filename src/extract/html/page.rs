//! The tables of a page and the headings above them.

use super::grid::{GridRow, lay_out};
use super::guard::{DEEPEST, is_too_deep};
use super::inner::inner;
use super::text::{of_cell, walk};
use crate::catalogue::Rows;
use crate::extract::body::{Body, Inner};
use crate::extract::decode::decode;
use crate::extract::refusal::{no_such_place, no_table, unreadable};
use crate::extract::tidy::{is_blank, number, tidy};
use crate::message;
use crate::schema::{Digest, Problem, RawCell, RawRow, RawTable};
use crate::text::Message;
use encoding_rs::Encoding;
use scraper::{ElementRef, Html, Selector};
use std::borrow::Cow;
use std::collections::HashSet;

/// A page. Its tables are read at once; the tree is made again for an address within it, which is rare, because it
/// could not be shared between threads.
struct Page {
    text: String,
    tables: Vec<RawTable>,
    emptiness: Option<Message>,
}

/// Cells that the tables of a page may have when laid out; more are a page gone wrong.
const MOST_CELLS: usize = 1_000_000;

pub(in crate::extract) fn open(capture: Digest, bytes: &[u8]) -> Result<impl Body + Send + Sync + use<>, Problem> {
    if bytes.contains(&0) {
        return Err(unreadable(message!("this is no page: it has zero bytes", "这不是网页：含有零字节")));
    }
    let text = decode(bytes, declared(bytes))?.text;
    if is_too_deep(&text) {
        return Err(unreadable(message!(
            "elements are nested deeper than {DEEPEST} levels",
            "元素嵌套超过 {DEEPEST} 层"
        )));
    }
    let page = Html::parse_document(&text);
    let mut budget = MOST_CELLS;
    let mut tables = Vec::new();
    for (index, (element, heading)) in tables_of(&page).into_iter().enumerate() {
        let rows = lay_out(element, &mut budget).ok_or_else(|| {
            unreadable(message!("the tables have more than {MOST_CELLS} cells", "表格的单元格超过 {MOST_CELLS} 个"))
        })?;
        tables.extend(table(capture, index, rows, heading));
    }
    let emptiness = emptiness(&page, &tables);
    Ok(Page { text, tables, emptiness })
}

impl Body for Page {
    fn all(&self, _: &Rows) -> Cow<'_, [RawTable]> {
        Cow::Borrowed(&self.tables)
    }

    fn at(&self, place: &str, _: &Rows) -> Result<Vec<RawTable>, Problem> {
        let selector = Selector::parse(place).map_err(|error| {
            let why = error.to_string();
            no_table(message!("{place:?} is no CSS selector: {why}", "{place:?} 不是 CSS 选择器：{why}"))
        })?;
        let page = Html::parse_document(&self.text);
        // Parents come before children, so one pass finds everything that stands within what is meant.
        let mut meant = HashSet::new();
        for element in page.root_element().descendants().filter_map(ElementRef::wrap) {
            if element.parent().is_some_and(|parent| meant.contains(&parent.id())) || selector.matches(&element) {
                meant.insert(element.id());
            }
        }
        let numbers = tables_of(&page).into_iter().enumerate().filter(|(_, (table, _))| meant.contains(&table.id()));
        let places: HashSet<String> = numbers.map(|(index, _)| place_of(index)).collect();
        let tables: Vec<RawTable> =
            self.tables.iter().filter(|table| places.contains(&*table.place)).cloned().collect();
        if tables.is_empty() {
            return Err(self.emptiness().map_or_else(|| no_such_place(place, &self.tables), no_table));
        }
        Ok(tables)
    }

    fn inner(&self, place: &str) -> Result<Vec<Inner>, Problem> {
        inner(&self.text, place)
    }

    fn emptiness(&self) -> Option<Message> {
        self.emptiness.clone()
    }
}

fn place_of(index: usize) -> String {
    format!("table {}", index + 1)
}

/// The shown tables of a page in its order, each with its caption or the nearest heading above.
fn tables_of(page: &Html) -> Vec<(ElementRef<'_>, Option<String>)> {
    let mut tables = Vec::new();
    let mut heading: Option<String> = None;
    for element in walk(page.root_element(), |_| true).filter_map(|(_, element)| element) {
        match element.value().name() {
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => heading = said(element).or(heading),
            "table" => tables.push((element, caption(element).or_else(|| heading.clone()))),
            _ => {}
        }
    }
    tables
}

fn caption(table: ElementRef<'_>) -> Option<String> {
    let mut children = table.children().filter_map(ElementRef::wrap);
    said(children.find(|child| child.value().name() == "caption")?)
}

fn said(element: ElementRef<'_>) -> Option<String> {
    Some(of_cell(element).0).filter(|text| !text.is_empty())
}

/// A table of laid-out rows; `None` if it has none.
fn table(capture: Digest, index: usize, rows: Vec<GridRow>, heading: Option<String>) -> Option<RawTable> {
    let marked = rows.iter().take_while(|row| row.header).count();
    let header_rows = marked.max(1);
    let header = joined(rows.get(..header_rows)?);
    let rows = rows.into_iter().enumerate().skip(header_rows);
    let rows = rows.map(|(index, row)| RawRow { number: number(index + 1), cells: row.cells, bytes: None });
    let rows = rows.filter(|row| !is_blank(row)).collect();
    let place = place_of(index).into();
    let header_row = number(header_rows);
    Some(tidy(RawTable { capture, place, heading, header_row, header, rows, moved: Vec::new() }))
}

/// The header's rows as one: what stands above a column, from top to bottom, each once. A title that spans the whole
/// table is no part of any column's header.
fn joined(rows: &[GridRow]) -> Vec<RawCell> {
    let is_title = |row: &&GridRow| {
        rows.len() > 1 && row.cells.windows(2).all(|pair| matches!(pair, [one, other] if one == other))
    };
    let levels: Vec<&GridRow> = rows.iter().filter(|row| !is_title(row)).collect();
    let levels = if levels.is_empty() { rows.iter().collect() } else { levels };
    let columns = levels.iter().map(|row| row.cells.len()).max().unwrap_or(0);
    let column = |index: usize| {
        let mut above: Vec<&RawCell> = levels.iter().filter_map(|row| row.cells.get(index)).collect();
        above.dedup_by(|one, other| one.text == other.text);
        let texts: Vec<&str> = above.iter().map(|cell| cell.text.as_str()).filter(|text| !text.is_empty()).collect();
        RawCell { text: texts.join(" "), link: above.iter().find_map(|cell| cell.link.clone()), bytes: None }
    };
    (0..columns).map(column).collect()
}

/// A page with scripts and an empty table, or an empty element for an application, is filled after it was loaded.
fn emptiness(page: &Html, tables: &[RawTable]) -> Option<Message> {
    if tables.iter().any(|table| !table.rows.is_empty()) {
        return None;
    }
    let elements = || page.root_element().descendants().filter_map(ElementRef::wrap);
    let has_script = elements().any(|element| element.value().name() == "script");
    let is_root = |element: &ElementRef<'_>| {
        let id = element.attr("id").unwrap_or_default().trim_start_matches('_');
        matches!(id, "app" | "root" | "next" | "nuxt" | "main") || element.value().name() == "gradio-app"
    };
    let waits = elements().any(|element| element.value().name() == "table" || is_root(&element));
    (has_script && waits)
        .then(|| message!("no rows here: the page is filled by a script", "此处没有数据行：页面由脚本填充"))
}

/// The encoding that a page declares near its beginning.
fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    let start = bytes.get(..bytes.len().min(2_048)).unwrap_or_default();
    let start = String::from_utf8_lossy(start).to_ascii_lowercase();
    let label = start.split("charset=").nth(1)?.trim_start_matches(['"', '\'', ' ']);
    let end = label.find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '-' | '_'))).unwrap_or(label.len());
    Encoding::for_label(label.get(..end)?.as_bytes())
}

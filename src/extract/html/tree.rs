//! The tables of a page from its tree: the reference, asked where a page or a question is outside of what can be read
//! without one.

use super::grid::{Grid, GridRow, TooMany};
use super::part::{Part, Parts};
use super::rows::Attribute;
use super::stream::{Laid, Streamed};
use super::text::{View, is_root, of_cell, walk};
use crate::schema::{Href, RawCell};
use scraper::{ElementRef, Html};
use smol_str::SmolStr;

/// The tables of a page; more than `budget` cells are too many.
pub(super) fn read(page: &Html, view: &View, asked: &[Part<'_>], mut budget: usize) -> Result<Streamed, TooMany> {
    let mut tables = Vec::new();
    for (element, heading) in tables_of(page, view) {
        let rows = lay_out(element, view, &mut budget, of_cell)?;
        let attributes = view.attributes.iter().map(|name| attribute(element, view, name, &mut budget));
        let attributes = attributes.collect::<Result<_, _>>()?;
        let parts = asked.iter().map(|part| parts(element, view, part, &mut budget)).collect::<Result<_, _>>()?;
        tables.push(Laid { rows, heading, attributes, parts });
    }
    // What stands in a template is neither run nor shown.
    let in_template = |element: &ElementRef<'_>| {
        let mut around = element.ancestors().filter_map(ElementRef::wrap);
        around.any(|element| element.value().name() == "template")
    };
    let elements = || page.root_element().descendants().filter_map(ElementRef::wrap).filter(|e| !in_template(e));
    let waits = |element: ElementRef<'_>| {
        matches!(element.value().name(), "table" | "gradio-app") || is_root(element.attr("id").unwrap_or_default())
    };
    let has_script = elements().any(|element| element.value().name() == "script");
    Ok(Streamed { tables, has_script, waits: elements().any(waits) })
}

/// The shown tables of a page in its order, each with its caption or the nearest heading above.
pub(super) fn tables_of<'a>(page: &'a Html, view: &'a View) -> Vec<(ElementRef<'a>, Option<String>)> {
    let mut tables = Vec::new();
    let mut heading: Option<String> = None;
    for element in walk(page.root_element(), view, |_| true).filter_map(|(_, element)| element) {
        match element.value().name() {
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => heading = said(element).or(heading),
            "table" => tables.push((element, caption(element, view).or_else(|| heading.clone()))),
            _ => {}
        }
    }
    tables
}

fn caption(table: ElementRef<'_>, view: &View) -> Option<String> {
    said(children(table, view, &["caption"]).next()?)
}

fn said(element: ElementRef<'_>) -> Option<String> {
    Some(of_cell(element).0.to_string()).filter(|text| !text.is_empty())
}

/// The values of an attribute at the cells and rows of a table.
fn attribute(table: ElementRef<'_>, view: &View, name: &str, budget: &mut usize) -> Result<Attribute, TooMany> {
    let value = |element: ElementRef<'_>| element.attr(name).map(str::trim).unwrap_or_default().into();
    let cells = lay_out(table, view, budget, |cell| (value(cell), None))?;
    let rows = rows(table, view).into_iter().map(|(row, _)| row.attr(name).map(str::to_owned)).collect();
    Ok(Attribute { name: name.to_owned(), rows, cells })
}

/// What of a table's cells a part is.
fn parts(table: ElementRef<'_>, view: &View, part: &Part<'_>, budget: &mut usize) -> Result<Parts, TooMany> {
    let cells = lay_out(table, view, budget, |cell| part.of(cell))?;
    Ok(Parts { column: part.asked.column.clone(), name: part.asked.name.clone(), cells })
}

/// Lays out the rows of `table` with what is read of each cell; rows of nested tables are not among them.
fn lay_out(
    table: ElementRef<'_>,
    view: &View,
    budget: &mut usize,
    read: impl Fn(ElementRef<'_>) -> (SmolStr, Option<Href>),
) -> Result<Vec<GridRow>, TooMany> {
    let mut grid = Grid::default();
    for (row, in_head) in rows(table, view) {
        grid.begin_row();
        for cell in children(row, view, &["td", "th"]) {
            let (text, link) = read(cell);
            let spans = [cell.attr("rowspan"), cell.attr("colspan")];
            grid.add(RawCell { text, link, bytes: None }, cell.value().name() == "th", spans, *budget)?;
        }
        grid.end_row(in_head, budget)?;
    }
    Ok(grid.finish())
}

/// The shown rows of a table and whether they stand in its `thead`.
fn rows<'a>(table: ElementRef<'a>, view: &View) -> Vec<(ElementRef<'a>, bool)> {
    let mut rows = Vec::new();
    for part in children(table, view, &["thead", "tbody", "tfoot", "tr"]) {
        match part.value().name() {
            "tr" => rows.push((part, false)),
            name => rows.extend(children(part, view, &["tr"]).map(|row| (row, name == "thead"))),
        }
    }
    rows
}

fn children<'a>(
    parent: ElementRef<'a>,
    view: &View,
    names: &'static [&'static str],
) -> impl Iterator<Item = ElementRef<'a>> {
    let children = parent.children().filter_map(ElementRef::wrap);
    children.filter(move |child| names.contains(&child.value().name()) && view.shows(child.value()))
}

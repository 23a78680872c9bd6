//! Which tables of a body a definition means.

use super::body::Body;
use super::refusal::{no_table, nothing_fits};
use super::reshape::apply;
use crate::catalogue::TableSelector;
use crate::schema::{Problem, RawTable};
use crate::text::fold;
use std::borrow::Cow;

/// A table that a definition means.
#[derive(Debug, Clone, PartialEq)]
pub struct Found {
    /// The table, laid out anew where the definition says so.
    pub table: RawTable,
    /// The edition that its heading names, or the column by which it was split, as a label.
    pub edition: Option<String>,
}

/// The tables that fit, in the order of the body.
pub(super) fn select(body: &dyn Body, selector: &TableSelector) -> Result<Vec<Found>, Problem> {
    let seen = match &selector.at {
        Some(place) => Cow::Owned(body.at(place, &selector.rows)?),
        None => body.all(&selector.rows),
    };
    let fits = |table: &RawTable| {
        heading(table, selector).filter(|_| on_sheet(table, selector) && has_columns(table, selector))
    };
    let fitting = seen.iter().enumerate().filter_map(|(index, table)| Some((index, fits(table)?)));
    let chosen: Vec<_> = match selector.nth {
        Some(nth) => fitting.skip(nth.saturating_sub(1)).take(1).collect(),
        None => fitting.collect(),
    };
    let without_rows = chosen.iter().all(|(index, _)| seen.get(*index).is_none_or(|table| table.rows.is_empty()));
    match body.emptiness() {
        Some(why) if without_rows && !chosen.is_empty() => return Err(no_table(why)),
        why if chosen.is_empty() => return Err(nothing_fits(selector, &seen, why)),
        _ => {}
    }
    apply(take(seen, chosen), &selector.reshape)
}

/// The chosen tables, without a copy of those that were made for this selector.
fn take(seen: Cow<'_, [RawTable]>, chosen: Vec<(usize, Option<String>)>) -> Vec<Found> {
    let mut chosen = chosen.into_iter().peekable();
    let mut next = |index: usize| chosen.next_if(|(chosen, _)| *chosen == index).map(|(_, edition)| edition);
    match seen {
        Cow::Owned(tables) => tables
            .into_iter()
            .enumerate()
            .filter_map(|(index, table)| Some(Found { edition: next(index)?, table }))
            .collect(),
        Cow::Borrowed(tables) => tables
            .iter()
            .enumerate()
            .filter_map(|(index, table)| Some(Found { edition: next(index)?, table: table.clone() }))
            .collect(),
    }
}

/// `None` where the heading does not fit, else the edition that it names.
#[expect(clippy::option_option, reason = "fitting and naming an edition are two answers")]
fn heading(table: &RawTable, selector: &TableSelector) -> Option<Option<String>> {
    if selector.heading.is_empty() {
        return Some(None);
    }
    let heading = fold(table.heading.as_deref()?);
    let edition = selector.heading.iter().find_map(|wanted| wanted.fits(&heading))?;
    Some(edition.map(str::to_owned))
}

fn on_sheet(table: &RawTable, selector: &TableSelector) -> bool {
    let name = || fold(table.heading.as_deref().unwrap_or_default());
    selector.sheet.is_empty() || selector.sheet.iter().any(|sheet| fold(sheet) == name())
}

/// Whether the printed header has what it must have and nothing that it must not have.
fn has_columns(table: &RawTable, selector: &TableSelector) -> bool {
    if selector.has.is_empty() && selector.lacks.is_empty() {
        return true;
    }
    let printed: Vec<String> = table.header.iter().map(|cell| fold(&cell.text)).collect();
    selector.has.iter().all(|header| printed.contains(&fold(header)))
        && !selector.lacks.iter().any(|header| printed.contains(&fold(header)))
}

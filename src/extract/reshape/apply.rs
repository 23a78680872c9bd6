//! The operations, in their order.

use super::sheet::Sheet;
use super::{cut, group, melt, only, pivot, split, transpose, union};
use crate::catalogue::Reshape;
use crate::extract::Found;
use crate::schema::Problem;

/// The tables that were found, laid out anew.
///
/// # Errors
/// A column that the definition names and the table lacks or has twice, a row with more or fewer cells than the header
/// where it cannot be known which are meant, and more cells than a leaderboard has.
pub(in crate::extract) fn apply(found: Vec<Found>, reshape: &Reshape) -> Result<Vec<Found>, Problem> {
    if is_none(reshape) {
        return Ok(found);
    }
    let mut sheets: Vec<Sheet> = found.into_iter().map(Sheet::of).collect();
    if reshape.union {
        sheets = union::union(sheets)?;
    }
    let mut laid_out = Vec::with_capacity(sheets.len());
    for sheet in sheets {
        let sheet = one(sheet, reshape)?;
        match &reshape.split {
            Some(column) => laid_out.extend(split::split(sheet, column)?),
            None => laid_out.push(sheet),
        }
    }
    Ok(laid_out.into_iter().map(Sheet::into_found).collect())
}

fn one(mut sheet: Sheet, reshape: &Reshape) -> Result<Sheet, Problem> {
    if let Some(melt) = &reshape.melt {
        sheet = melt::melt(&sheet, melt)?;
    }
    for cut in &reshape.cut {
        sheet = cut::cut(sheet, cut)?;
    }
    for (column, only) in &reshape.only {
        sheet = only::only(sheet, column, only)?;
    }
    if let Some(group) = &reshape.group {
        sheet = group::group(sheet, group)?;
    }
    if let Some(pivot) = &reshape.pivot {
        sheet = pivot::pivot(&sheet, pivot)?;
    }
    if reshape.transpose {
        sheet = transpose::transpose(&sheet)?;
    }
    Ok(sheet)
}

fn is_none(reshape: &Reshape) -> bool {
    let Reshape { union, melt, cut, only, group, pivot, transpose, split } = reshape;
    let rows = melt.is_none() && cut.is_empty() && only.is_empty() && group.is_none();
    rows && pivot.is_none() && split.is_none() && !union && !transpose
}

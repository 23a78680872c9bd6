//! Rows that agree as one.

use super::sheet::{Cell, Row, Sheet};
use crate::catalogue::Group;
use crate::message;
use crate::schema::{Code, Problem};
use crate::text::{Decimal, half_width};
use std::collections::HashMap;

/// Digits that a mean may have after the point beyond those of the numbers that it is taken of.
const FURTHER_DECIMALS: u8 = 6;

/// Digits after the point beyond which a mean says nothing more, unless its numbers do.
const MOST_DECIMALS: u8 = 12;

/// Rows that agree in `by`, folded, become one at the place of the first of them, whose cells stand, but for the
/// computed columns and the new one that counts rows.
///
/// Sums are exact. A mean is rounded half away from zero to six digits more than the finest of its numbers has, but to
/// no more than twelve unless that one has more, and zeros at the end are dropped. What is no number is left out, and
/// without any number the cell is empty.
///
/// # Errors
/// A cell that begins as a number and is none, such as `44/48` or `71.2*`: leaving it out would falsify the mean.
pub(super) fn group(mut sheet: Sheet, group: &Group) -> Result<Sheet, Problem> {
    sheet.check_even()?;
    let by = sheet.columns(&group.by)?;
    let (mean, sum) = (sheet.columns(&group.mean)?, sheet.columns(&group.sum)?);
    let mut groups: Vec<Vec<Row>> = Vec::new();
    let mut known: HashMap<Vec<String>, usize> = HashMap::new();
    for row in std::mem::take(&mut sheet.rows) {
        let index = *known.entry(row.key(&by)).or_insert(groups.len());
        match groups.get_mut(index) {
            Some(rows) => rows.push(row),
            None => groups.push(vec![row]),
        }
    }
    let mut rows = Vec::with_capacity(groups.len());
    for members in groups {
        let mut cells = members.first().map(|row| row.cells.clone()).unwrap_or_default();
        for (columns, compute) in [(&mean, average as fn(&[Decimal]) -> Option<Decimal>), (&sum, total)] {
            for column in columns {
                let numbers = numbers(&sheet, &members, *column)?;
                if let Some(cell) = cells.get_mut(*column) {
                    *cell = computed(&sheet, cell, &members, &numbers, compute)?;
                }
            }
        }
        if let (Some(_), Some(first)) = (&group.count, cells.first()) {
            cells.push(first.derived(members.len().to_string()));
        }
        let bytes = members.first().filter(|_| members.len() == 1).and_then(|row| row.bytes);
        rows.push(Row { cells, bytes });
    }
    if let (Some(name), Some(first)) = (&group.count, sheet.header.first()) {
        sheet.header.push(first.derived(name.clone()));
    }
    sheet.rows = rows;
    Ok(sheet)
}

/// The numbers that the rows print in a column.
fn numbers(sheet: &Sheet, rows: &[Row], column: usize) -> Result<Vec<Decimal>, Problem> {
    let mut numbers = Vec::with_capacity(rows.len());
    for cell in rows.iter().filter_map(|row| row.cells.get(column)) {
        let text = half_width(cell.text());
        match Decimal::parse(text.trim()) {
            Some(number) => numbers.push(number),
            None if begins_as_number(&text) => {
                let text = cell.text();
                let what = message!(
                    "{text:?} is no number, so its group has no mean or sum; cut the number out of it first",
                    "{text:?} 不是数字，无法求平均值或总和；请先用 `cut` 取出其中的数字"
                );
                return Err(Problem { code: Code::UnreadableMetric, at: Some(sheet.locate(cell)), what });
            }
            None => {}
        }
    }
    Ok(numbers)
}

fn begins_as_number(text: &str) -> bool {
    text.trim_start().trim_start_matches(['+', '-', '\u{2212}', '.']).starts_with(|c: char| c.is_ascii_digit())
}

/// The cell of a group. Of one row it is the printed one; otherwise its text stands nowhere and it has no bytes.
fn computed(
    sheet: &Sheet,
    first: &Cell,
    rows: &[Row],
    numbers: &[Decimal],
    compute: fn(&[Decimal]) -> Option<Decimal>,
) -> Result<Cell, Problem> {
    if rows.len() == 1 {
        return Ok(first.clone());
    }
    if numbers.is_empty() {
        return Ok(first.blank());
    }
    let number = compute(numbers).ok_or_else(|| Problem {
        code: Code::UnreadableMetric,
        at: Some(sheet.locate(first)),
        what: message!("the numbers of this group have too many digits to be added", "此组数字的位数过多，无法相加"),
    })?;
    Ok(first.derived(number.to_string()))
}

fn total(numbers: &[Decimal]) -> Option<Decimal> {
    let (first, others) = numbers.split_first()?;
    others.iter().try_fold(*first, |sum, number| sum.plus(*number))
}

fn average(numbers: &[Decimal]) -> Option<Decimal> {
    let printed = numbers.iter().map(|number| number.decimals()).max()?;
    let count = Decimal::parse(&numbers.len().to_string())?;
    let mean = total(numbers)?.over(count, printed.saturating_add(FURTHER_DECIMALS).min(printed.max(MOST_DECIMALS)))?;
    // Rounding to fewer digits changes nothing where these are zeros.
    let shortest = (printed..mean.decimals()).find(|decimals| mean.rounded(*decimals) == mean);
    Some(shortest.map_or(mean, |decimals| mean.rounded(decimals)))
}

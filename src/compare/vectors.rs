//! Finding the rows of a sheet whose scores agree with a given row, without comparing all with all.

use super::cells::Number;
use super::sheet::{Row, Sheet};
use crate::text::Decimal;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// How many rows are looked at for one row before its scores count as those of a crowd.
const CROWD: usize = 512;

/// How two rows agree.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Agreement {
    /// Metrics of which both have a score.
    pub shared: usize,
    /// Those of them that agree at the coarser printed precision.
    pub agreeing: usize,
    /// Whether any that agree do so in three significant digits.
    pub tells: bool,
}

impl Agreement {
    pub fn of(a: &[Option<Number>], b: &[Option<Number>]) -> Agreement {
        let mut agreement = Agreement { shared: 0, agreeing: 0, tells: false };
        for (a, b) in a.iter().zip(b).filter_map(|(a, b)| Some(((*a)?, (*b)?))) {
            agreement.shared += 1;
            if a.agrees_with(b) {
                agreement.agreeing += 1;
                agreement.tells |= a.tells_with(b);
            }
        }
        agreement
    }

    /// Whether nothing contradicts.
    pub fn is_full(self) -> bool {
        self.agreeing == self.shared
    }
}

/// The rows of a sheet by their numbers: per metric, per precision, per rounded number.
///
/// Two numbers agree at the coarser precision of the two, so a number is looked up once per precision that
/// the column has, rounded to the coarser one each time.
pub(super) struct Index<'a> {
    sheet: &'a Sheet,
    columns: Vec<BTreeMap<u8, Vec<usize>>>,
    rounded: HashMap<(usize, u8, u8), BTreeMap<Decimal, Vec<usize>>>,
}

impl<'a> Index<'a> {
    pub fn new(sheet: &'a Sheet, metrics: usize) -> Index<'a> {
        let mut columns: Vec<BTreeMap<u8, Vec<usize>>> = vec![BTreeMap::new(); metrics];
        for (index, row) in sheet.rows.iter().enumerate() {
            for (column, number) in columns.iter_mut().zip(row) {
                if let Some(number) = number {
                    column.entry(number.decimals).or_default().push(index);
                }
            }
        }
        Index { sheet, columns, rounded: HashMap::new() }
    }

    /// The rows that agree with `row` in every shared score, of which there is at least one; `None` where
    /// its scores are so common that looking further tells nothing.
    pub fn agreeing(&mut self, row: &[Option<Number>]) -> Option<Vec<usize>> {
        let mut lists: Vec<Vec<usize>> = Vec::new();
        for (metric, number) in row.iter().enumerate() {
            if let Some(number) = number {
                lists.push(self.near(metric, *number));
            }
        }
        lists.sort_by_key(Vec::len);
        if lists.first().is_some_and(|list| list.len() > CROWD) {
            return None;
        }
        // A row that lacks one metric is found by another; the longest lists may be left out for that.
        let mut candidates: BTreeSet<usize> = BTreeSet::new();
        for list in lists {
            if candidates.len() + list.len() > 2 * CROWD {
                break;
            }
            candidates.extend(list);
        }
        let fits = |&index: &usize| {
            let agreement = Agreement::of(row, self.sheet.row(index));
            agreement.shared > 0 && agreement.is_full()
        };
        Some(candidates.into_iter().filter(fits).collect())
    }

    /// The rows whose number agrees in this metric, at most one more than a crowd.
    fn near(&mut self, metric: usize, number: Number) -> Vec<usize> {
        let Some(groups) = self.columns.get(metric) else { return Vec::new() };
        let mut near = Vec::new();
        for (&decimals, members) in groups {
            let coarser = decimals.min(number.decimals);
            let rounded = self
                .rounded
                .entry((metric, decimals, coarser))
                .or_insert_with(|| by_number(&self.sheet.rows, members, metric, coarser));
            if let Some(rows) = rounded.get(&number.value.rounded(coarser)) {
                near.extend(rows.iter().copied().take(CROWD + 1));
            }
        }
        near.truncate(CROWD + 1);
        near
    }
}

fn by_number(rows: &[Row], members: &[usize], metric: usize, decimals: u8) -> BTreeMap<Decimal, Vec<usize>> {
    let mut numbers: BTreeMap<Decimal, Vec<usize>> = BTreeMap::new();
    for &index in members {
        if let Some(number) = rows.get(index).and_then(|row| row.get(metric).copied().flatten()) {
            numbers.entry(number.value.rounded(decimals)).or_default().push(index);
        }
    }
    numbers
}

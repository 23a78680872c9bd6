//! A board that prints ten or a hundred times its old numbers: SuperCLUE-Auto went from 7.78 to 77.8 within
//! a day. That is another scale and not a change of scores.

use super::cells::Number;
use super::metrics::{Comparability, MetricComparison};
use super::sheet::column;
use crate::schema::Snapshot;
use std::collections::HashMap;

/// Fewer pairs than this may agree on another scale by accident.
const ENOUGH: usize = 3;

/// Marks the comparable metrics that are printed on another scale. It is held to be so where the entries of
/// equal and unambiguous name agree in at least nine of ten cases after moving the point.
pub(super) fn mark(from: (&Snapshot, &[String]), to: (&Snapshot, &[String]), metrics: &mut [MetricComparison]) {
    let pairs = namesakes(from.1, to.1);
    for metric in metrics {
        if metric.comparability != Comparability::Comparable {
            continue;
        }
        let old = column(&from.0.entries, &metric.id, 0);
        let new = column(&to.0.entries, &metric.id, 0);
        let numbers: Vec<(Number, Number)> = pairs
            .iter()
            .filter_map(|&(a, b)| Some((old.get(a).copied()??, new.get(b).copied()??)))
            .filter(|(old, new)| old.value.signum() != 0 || new.value.signum() != 0)
            .collect();
        if let Some(power) = power(&numbers) {
            metric.comparability = Comparability::Rescaled { power };
        }
    }
}

fn power(numbers: &[(Number, Number)]) -> Option<i8> {
    let agreeing = |power: i8| numbers.iter().filter(|(old, new)| rescales(*old, *new, power)).count();
    let most = |count: usize| count >= ENOUGH && count * 10 >= numbers.len() * 9;
    [1, 2, -1, -2].into_iter().find(|&power| most(agreeing(power)))
}

/// Both numbers must keep three digits on the coarser precision, or rounding makes anything agree.
fn rescales(old: Number, new: Number, power: i8) -> bool {
    let old = old.shifted(power);
    old.agrees_with(new) && old.tells_with(new)
}

fn namesakes(from: &[String], to: &[String]) -> Vec<(usize, usize)> {
    let (from, to) = (unique(from), unique(to));
    let mut pairs: Vec<(usize, usize)> =
        from.iter().filter_map(|(name, &index)| Some((index, *to.get(name)?))).collect();
    pairs.sort_unstable();
    pairs
}

fn unique(names: &[String]) -> HashMap<&str, usize> {
    let mut seen: HashMap<&str, Option<usize>> = HashMap::new();
    for (index, name) in names.iter().enumerate() {
        seen.entry(name).and_modify(|known| *known = None).or_insert(Some(index));
    }
    seen.into_iter().filter_map(|(name, index)| Some((name, index?))).collect()
}

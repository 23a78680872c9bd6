//! Least squares with no weight below zero.

use super::fit::{Fit, dot, least_squares};

/// Steps per column before an unfinished solution is given up.
const PATIENCE: usize = 10;

/// The non-negative weights with the least sum of squared residuals; those of columns that do not help are 0 and have
/// no blur. `None` where no solution is found.
///
/// The active-set algorithm of Lawson and Hanson, *Solving Least Squares Problems*, 1974, chapter 23.
#[must_use]
pub fn nnls(columns: &[&[f64]], target: &[f64]) -> Option<Fit> {
    let count = columns.len();
    let scale = columns.iter().map(|column| dot(column, column)).fold(0.0, f64::max) * dot(target, target);
    let negligible = scale.sqrt() * 1e-13;
    let mut weights = vec![0.0; count];
    let mut chosen: Vec<usize> = Vec::new();
    let mut fit = Fit { weights: Vec::new(), blurs: Vec::new(), residuals: target.to_vec() };
    let mut refused: Vec<usize> = Vec::new();
    for _ in 0..PATIENCE * count.max(1) {
        let gains = columns.iter().enumerate().filter(|(index, _)| !chosen.contains(index) && !refused.contains(index));
        let best = gains
            .map(|(index, column)| (dot(column, &fit.residuals), index))
            .filter(|(gain, _)| *gain > negligible)
            .max_by(|a, b| a.0.total_cmp(&b.0));
        let Some((_, index)) = best else { return Some(spread(&fit, &chosen, count)) };
        chosen.push(index);
        let Some(mut found) = solve(columns, &chosen, target) else {
            // It says nothing that the chosen ones do not.
            chosen.pop();
            refused.push(index);
            continue;
        };
        if found.weights.last().is_some_and(|weight| *weight <= 0.0) {
            chosen.pop();
            refused.push(index);
            continue;
        }
        refused.clear();
        while found.weights.iter().any(|weight| *weight <= 0.0) {
            // As far towards the solution as no weight falls below zero; those that reach it are given up.
            let steps = chosen.iter().zip(&found.weights).filter(|(_, new)| **new <= 0.0).filter_map(|(&at, new)| {
                let old: f64 = weights.get(at).copied()?;
                Some(old / (old - new))
            });
            let step = steps.fold(1.0, f64::min);
            for (&at, new) in chosen.iter().zip(&found.weights) {
                if let Some(weight) = weights.get_mut(at) {
                    *weight += step * (new - *weight);
                }
            }
            let least = chosen.iter().filter_map(|&at| weights.get(at).copied()).fold(f64::INFINITY, f64::min);
            chosen.retain(|&at| weights.get(at).is_some_and(|weight| *weight > least.max(1e-15)));
            weights.iter_mut().enumerate().filter(|(at, _)| !chosen.contains(at)).for_each(|(_, weight)| *weight = 0.0);
            found = solve(columns, &chosen, target)?;
        }
        weights = vec![0.0; count];
        for (&at, new) in chosen.iter().zip(&found.weights) {
            if let Some(weight) = weights.get_mut(at) {
                *weight = *new;
            }
        }
        fit = found;
    }
    None
}

fn solve(columns: &[&[f64]], chosen: &[usize], target: &[f64]) -> Option<Fit> {
    let columns: Vec<&[f64]> = chosen.iter().filter_map(|&index| columns.get(index).copied()).collect();
    least_squares(&columns, target)
}

/// A fit of the chosen columns as one of all.
fn spread(fit: &Fit, chosen: &[usize], count: usize) -> Fit {
    let (mut weights, mut blurs) = (vec![0.0; count], vec![0.0; count]);
    for ((&index, weight), blur) in chosen.iter().zip(&fit.weights).zip(&fit.blurs) {
        if let (Some(weight_slot), Some(blur_slot)) = (weights.get_mut(index), blurs.get_mut(index)) {
            (*weight_slot, *blur_slot) = (*weight, *blur);
        }
    }
    Fit { weights, blurs, residuals: fit.residuals.clone() }
}

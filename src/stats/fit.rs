//! Least squares by an orthogonal basis of the columns.

/// A solved system: `columns · weights ≈ target`.
#[derive(Debug, Clone, PartialEq)]
pub struct Fit {
    /// One for each column.
    pub weights: Vec<f64>,
    /// By how much an error of one unit in every target value, independent of each other, blurs each weight: the
    /// square roots of the diagonal of the inverse of the columns' products.
    pub blurs: Vec<f64>,
    /// What is left of each target value.
    pub residuals: Vec<f64>,
}

impl Fit {
    /// The largest residual, without its sign.
    #[must_use]
    pub fn worst(&self) -> f64 {
        self.residuals.iter().fold(0.0, |worst, residual| residual.abs().max(worst))
    }
}

/// A column shorter than this share of itself, after what the others explain is taken away, says nothing of its own.
const INDEPENDENT: f64 = 1e-9;

/// The weights with the least sum of squared residuals; `None` where the columns depend on each other or there are
/// more of them than rows. Every column has as many numbers as the target.
///
/// Gram–Schmidt in its modified form, each column twice, the target taken through the same steps (Björck, *Numerical
/// Methods for Least Squares Problems*, 1996, section 2.4).
#[must_use]
pub fn least_squares(columns: &[&[f64]], target: &[f64]) -> Option<Fit> {
    if columns.len() > target.len() {
        return None;
    }
    let mut basis: Vec<Vec<f64>> = Vec::with_capacity(columns.len());
    // The upper triangle, column by column: each has one number more than the one before.
    let mut triangle: Vec<Vec<f64>> = Vec::with_capacity(columns.len());
    for column in columns {
        let mut rest = column.to_vec();
        let length = norm(&rest);
        let mut parts = vec![0.0; basis.len()];
        for _ in 0..2 {
            for (axis, part) in basis.iter().zip(&mut parts) {
                let along = dot(axis, &rest);
                *part += along;
                subtract(&mut rest, along, axis);
            }
        }
        let left = norm(&rest);
        // Also where a number is none.
        if left.is_nan() || left <= INDEPENDENT * length {
            return None;
        }
        for number in &mut rest {
            *number /= left;
        }
        parts.push(left);
        basis.push(rest);
        triangle.push(parts);
    }
    let mut residuals = target.to_vec();
    let mut shares = Vec::with_capacity(basis.len());
    for axis in &basis {
        let share = dot(axis, &residuals);
        subtract(&mut residuals, share, axis);
        shares.push(share);
    }
    let weights = back_substituted(&triangle, shares);
    let mut squares = vec![0.0; columns.len()];
    for index in 0..columns.len() {
        let mut unit = vec![0.0; columns.len()];
        if let Some(one) = unit.get_mut(index) {
            *one = 1.0;
        }
        for (square, number) in squares.iter_mut().zip(back_substituted(&triangle, unit)) {
            *square += number * number;
        }
    }
    let blurs = squares.into_iter().map(f64::sqrt).collect();
    Some(Fit { weights, blurs, residuals })
}

/// Solves the triangle for a right side, from its last row up.
fn back_substituted(triangle: &[Vec<f64>], mut side: Vec<f64>) -> Vec<f64> {
    let mut solved = vec![0.0; side.len()];
    for (index, column) in triangle.iter().enumerate().rev() {
        let Some((corner, above)) = column.split_last() else { continue };
        let Some(value) = side.get(index).map(|number| number / corner) else { continue };
        if let Some(slot) = solved.get_mut(index) {
            *slot = value;
        }
        for (number, part) in side.iter_mut().zip(above) {
            *number -= part * value;
        }
    }
    solved
}

pub(super) fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

fn norm(numbers: &[f64]) -> f64 {
    dot(numbers, numbers).sqrt()
}

fn subtract(from: &mut [f64], times: f64, what: &[f64]) {
    for (number, other) in from.iter_mut().zip(what) {
        *number -= times * other;
    }
}

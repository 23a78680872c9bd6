//! The middle of numbers and how far they lie around it, which a few wild ones do not change.

/// The median; `None` of no numbers. Those that are no number count as the greatest.
#[must_use]
pub fn median(numbers: &[f64]) -> Option<f64> {
    let mut sorted = numbers.to_vec();
    sorted.sort_by(f64::total_cmp);
    let upper = *sorted.get(sorted.len() / 2)?;
    if sorted.len() % 2 == 1 {
        return Some(upper);
    }
    let lower = *sorted.get(sorted.len() / 2 - 1)?;
    Some(f64::midpoint(lower, upper))
}

/// The median distance from the median, times 1.4826: for a normal distribution the standard deviation (Hampel, *The
/// Influence Curve and Its Role in Robust Estimation*, 1974).
#[must_use]
pub fn median_deviation(numbers: &[f64]) -> Option<f64> {
    let middle = median(numbers)?;
    let distances: Vec<f64> = numbers.iter().map(|number| (number - middle).abs()).collect();
    median(&distances).map(|distance| distance * 1.4826)
}

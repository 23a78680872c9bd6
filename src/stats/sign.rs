//! Whether more go one way than chance allows.

/// The probability that, of `up + down` tosses of a fair coin, one side comes up so often as the more frequent one
/// here, or more often: the two-sided sign test (Dixon and Mood, *The Statistical Sign Test*, 1946).
#[must_use]
pub fn sign_test(up: usize, down: usize) -> f64 {
    let (count, most) = (up + down, up.max(down));
    // From the last term on, each by the one after it: C(n, k) = C(n, k + 1) · (k + 1) / (n − k).
    let mut logarithm = -(count as f64) * std::f64::consts::LN_2;
    let mut tail = logarithm.exp();
    for k in (most..count).rev() {
        logarithm += ((k + 1) as f64 / (count - k) as f64).ln();
        tail += logarithm.exp();
    }
    (2.0 * tail).min(1.0)
}

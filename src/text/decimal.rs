//! Printed decimal numbers, kept digit for digit: differences are taken in decimal steps, not in binary.

use std::cmp::Ordering;
use std::fmt;

/// A number as printed: `units / 10^decimals`. `82.10` is 8210 with 2 decimals and is not shortened.
#[derive(Debug, Clone, Copy)]
pub struct Decimal {
    units: i128,
    decimals: u8,
}

impl Decimal {
    /// Reads digits with an optional sign and fraction (`-1.88`, `+3`, `82.10`, `1,234.5`, `−2.67`).
    ///
    /// Commas count only as thousands separators between groups of three. `None` for anything else, for more
    /// than 30 digits, and for scientific notation, which no board's table has been seen to print.
    #[must_use]
    pub fn parse(text: &str) -> Option<Decimal> {
        let (negative, digits) = match text.strip_prefix(['-', '\u{2212}']) {
            Some(rest) => (true, rest),
            None => (false, text.strip_prefix('+').unwrap_or(text)),
        };
        let (whole, fraction) = match digits.split_once('.') {
            Some((whole, fraction)) => (whole, fraction),
            None => (digits, ""),
        };
        if whole.is_empty() || (digits.contains('.') && fraction.is_empty()) {
            return None;
        }
        let whole = join_thousands(whole)?;
        if !fraction.bytes().all(|b| b.is_ascii_digit()) || whole.len() + fraction.len() > 30 {
            return None;
        }
        let mut units: i128 = 0;
        for byte in whole.bytes().chain(fraction.bytes()) {
            units = units * 10 + i128::from(byte - b'0');
        }
        let decimals = u8::try_from(fraction.len()).ok()?;
        Some(Decimal { units: if negative { -units } else { units }, decimals })
    }

    /// Digits after the point, as printed.
    #[must_use]
    pub fn decimals(self) -> u8 {
        self.decimals
    }

    /// The nearest double.
    #[must_use]
    pub fn to_f64(self) -> f64 {
        // Going through text rounds once and correctly, where a division by a power of ten may round twice.
        self.to_string().parse().unwrap_or(f64::NAN)
    }

    /// `self - other`, exact, with the finer precision of the two.
    #[must_use]
    pub fn minus(self, other: Decimal) -> Decimal {
        let decimals = self.decimals.max(other.decimals);
        Decimal { units: self.rescaled(decimals).saturating_sub(other.rescaled(decimals)), decimals }
    }

    /// Rounded half away from zero to `decimals` digits after the point; unchanged if it has no more than that.
    #[must_use]
    pub fn rounded(self, decimals: u8) -> Decimal {
        if decimals >= self.decimals {
            return self;
        }
        let step = 10_i128.pow(u32::from(self.decimals - decimals));
        let half = step / 2 * self.units.signum();
        Decimal { units: (self.units + half) / step, decimals }
    }

    /// Times ten to the `power`, with the point moved and the printed digits kept: 7.78 by 1 is 77.8.
    #[must_use]
    pub fn shifted(self, power: i8) -> Decimal {
        let decimals = i16::from(self.decimals) - i16::from(power);
        if let Ok(decimals) = u8::try_from(decimals) {
            return Decimal { units: self.units, decimals };
        }
        let step = 10_i128.saturating_pow(u32::from(decimals.unsigned_abs()));
        Decimal { units: self.units.saturating_mul(step), decimals: 0 }
    }

    /// Whether the two are the same number at the coarser printed precision of the two: 70.1002228428 and 70.1.
    #[must_use]
    pub fn agrees_with(self, other: Decimal) -> bool {
        let coarser = self.decimals.min(other.decimals);
        self.rounded(coarser) == other.rounded(coarser)
    }

    /// -1, 0 or 1.
    #[must_use]
    pub fn signum(self) -> i32 {
        self.units.signum() as i32
    }

    /// Whether the number is printed with at least `count` significant digits.
    #[must_use]
    pub fn has_significant_digits(self, count: u32) -> bool {
        self.units.unsigned_abs() >= 10_u128.pow(count.saturating_sub(1))
    }

    /// With an explicit sign: `+12.45`, `-5.7`, `0.00`.
    #[must_use]
    pub fn signed(self) -> String {
        if self.units > 0 { format!("+{self}") } else { self.to_string() }
    }

    fn rescaled(self, decimals: u8) -> i128 {
        self.units.saturating_mul(10_i128.saturating_pow(u32::from(decimals - self.decimals)))
    }
}

impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.units < 0 { "-" } else { "" };
        let digits = self.units.unsigned_abs().to_string();
        let decimals = usize::from(self.decimals);
        if decimals == 0 {
            return write!(f, "{sign}{digits}");
        }
        let padded = format!("{digits:0>width$}", width = decimals + 1);
        let (whole, fraction) = padded.split_at(padded.len() - decimals);
        write!(f, "{sign}{whole}.{fraction}")
    }
}

impl PartialEq for Decimal {
    fn eq(&self, other: &Decimal) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Decimal {}

impl PartialOrd for Decimal {
    fn partial_cmp(&self, other: &Decimal) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Decimal {
    /// By value: 82.1 and 82.10 are equal.
    fn cmp(&self, other: &Decimal) -> Ordering {
        let decimals = self.decimals.max(other.decimals);
        self.rescaled(decimals).cmp(&other.rescaled(decimals))
    }
}

/// `1,234` to `1234`; `None` where a comma does not separate groups of three digits.
fn join_thousands(whole: &str) -> Option<String> {
    let mut groups = whole.split(',');
    let first = groups.next().unwrap_or_default();
    let mut joined = String::from(first);
    let mut grouped = false;
    for group in groups {
        if group.len() != 3 {
            return None;
        }
        grouped = true;
        joined.push_str(group);
    }
    let fits = !first.is_empty() && (!grouped || first.len() <= 3);
    (fits && joined.bytes().all(|b| b.is_ascii_digit())).then_some(joined)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn decimal(text: &str) -> Decimal {
        Decimal::parse(text).unwrap_or_else(|| panic!("{text} is a number"))
    }

    #[test]
    fn printed_digits_survive() {
        assert_eq!(decimal("82.10").to_string(), "82.10");
        assert_eq!(decimal("-0.05").to_string(), "-0.05");
        assert_eq!(decimal("1,234.5").to_string(), "1234.5");
        assert_eq!(decimal("\u{2212}2.67").to_string(), "-2.67");
        for not_a_number in ["", "-", ".", "5.", ".5", "1e3", "1,23", "12,3456", "5级", "82.1 ", "NaN", "inf"] {
            assert!(Decimal::parse(not_a_number).is_none(), "{not_a_number:?}");
        }
    }

    #[test]
    fn differences_are_decimal() {
        assert_eq!(decimal("70.74").minus(decimal("58.29")).signed(), "+12.45");
        assert_eq!(decimal("64.4").minus(decimal("70.1002228428")).signed(), "-5.7002228428");
    }

    #[test]
    fn a_change_of_precision_is_no_change() {
        assert!(decimal("70.1002228428").agrees_with(decimal("70.1")));
        assert!(decimal("77.0178528668534").agrees_with(decimal("77.02")));
        assert!(!decimal("64.401387").agrees_with(decimal("64.5")));
    }

    #[test]
    fn a_shift_moves_the_point_and_nothing_else() {
        assert_eq!(decimal("7.78").shifted(1).to_string(), "77.8");
        assert_eq!(decimal("77.8").shifted(-1).to_string(), "7.78");
        assert_eq!(decimal("0.80").shifted(2).to_string(), "80");
        assert_eq!(decimal("5").shifted(2).to_string(), "500");
    }

    #[test]
    fn numbers_too_far_apart_for_exact_steps_do_not_panic() {
        let far = decimal("-9999999999").minus(decimal("0.00000000000000000000000000001"));
        assert_eq!(far.signum(), -1);
    }

    proptest! {
        #[test]
        fn the_double_is_the_one_that_the_text_parses_to(units in -10_i64.pow(15)..10_i64.pow(15), decimals in 0_u8..12) {
            let number = Decimal { units: i128::from(units), decimals };
            let reread = decimal(&number.to_string());
            prop_assert_eq!(reread, number);
            prop_assert_eq!(number.to_f64().to_bits(), number.to_string().parse::<f64>().unwrap().to_bits());
        }
    }
}

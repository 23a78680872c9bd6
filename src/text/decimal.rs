//! Printed decimal numbers, kept digit for digit: differences are taken in decimal steps, not in binary.

use std::cmp::Ordering;
use std::fmt;

/// A number as printed: `units / 10^decimals`. `82.10` is 8210 with 2 decimals and is not shortened.
#[derive(Debug, Clone, Copy)]
pub struct Decimal {
    pub(super) units: i128,
    pub(super) decimals: u8,
}

/// The most digits that a number may have, not counting zeros before the first other one.
const MOST_DIGITS: usize = 30;

/// The most digits after the point that an exponent may lead to, so that steps between any two numbers stay exact.
const MOST_DECIMALS: i32 = 36;

/// Powers of ten that a double holds as they are.
const STEPS: [f64; 23] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20,
    1e21, 1e22,
];

impl Decimal {
    /// Reads digits with an optional sign, fraction and exponent (`-1.88`, `+3`, `82.10`, `1,234.5`, `−2.67`, `1e-05`).
    ///
    /// Commas count only as thousands separators between groups of three, of which the first does not begin with 0:
    /// `71,5` and `0,850` are no numbers. `None` for anything else, for more than 30 digits, and for more than 36 after
    /// the point.
    #[must_use]
    pub fn parse(text: &str) -> Option<Decimal> {
        let (negative, digits) = match text.strip_prefix(['-', '\u{2212}']) {
            Some(rest) => (true, rest),
            None => (false, text.strip_prefix('+').unwrap_or(text)),
        };
        let (digits, exponent) = match digits.split_once(['e', 'E']) {
            Some((digits, exponent)) => (digits, read_exponent(exponent)?),
            None => (digits, 0),
        };
        let (whole, fraction) = match digits.split_once('.') {
            Some((whole, fraction)) => (whole, fraction),
            None => (digits, ""),
        };
        if whole.is_empty() || (digits.contains('.') && fraction.is_empty()) {
            return None;
        }
        let whole = join_thousands(whole)?;
        let leading = whole.bytes().chain(fraction.bytes()).take_while(|b| *b == b'0').count();
        if !fraction.bytes().all(|b| b.is_ascii_digit()) || whole.len() + fraction.len() - leading > MOST_DIGITS {
            return None;
        }
        let mut units: i128 = 0;
        for byte in whole.bytes().chain(fraction.bytes()) {
            units = units * 10 + i128::from(byte - b'0');
        }
        let units = if negative { -units } else { units };
        let decimals = i32::try_from(fraction.len()).ok()? - exponent;
        if decimals > MOST_DECIMALS {
            return None;
        }
        if let Ok(decimals) = u8::try_from(decimals) {
            return Some(Decimal { units, decimals });
        }
        let units = 10_i128.checked_pow(decimals.unsigned_abs())?.checked_mul(units)?;
        (units.unsigned_abs() < 10_u128.pow(30)).then_some(Decimal { units, decimals: 0 })
    }

    /// Digits after the point, as printed.
    #[must_use]
    pub fn decimals(self) -> u8 {
        self.decimals
    }

    /// The nearest double.
    #[must_use]
    pub fn to_f64(self) -> f64 {
        // A double holds every integer of 53 bits and these powers of ten, so that their quotient is rounded once.
        if let (Ok(units), Some(step)) = (i64::try_from(self.units), STEPS.get(usize::from(self.decimals)))
            && units.unsigned_abs() < 1 << f64::MANTISSA_DIGITS
        {
            return units as f64 / step;
        }
        // Going through text rounds once too, where a division by a greater power of ten may round twice.
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
        let Some(step) = 10_i128.checked_pow(u32::from(self.decimals - decimals)) else {
            return Decimal { units: 0, decimals };
        };
        let half = step / 2 * self.units.signum();
        Decimal { units: self.units.saturating_add(half) / step, decimals }
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

    /// Without zeros at the end of the fraction: 80.00 is 80, and 80 stays.
    #[must_use]
    pub fn trimmed(self) -> Decimal {
        let mut short = self;
        while short.decimals > 0 && short.units % 10 == 0 {
            short = Decimal { units: short.units / 10, decimals: short.decimals - 1 };
        }
        short
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

/// `-05` of `1e-05`.
fn read_exponent(text: &str) -> Option<i32> {
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    let is_number = !digits.is_empty() && digits.len() <= 3 && digits.bytes().all(|b| b.is_ascii_digit());
    text.parse().ok().filter(|_| is_number)
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
    // `0,850` is a fraction with a decimal comma, not 850.
    let fits = !first.is_empty() && (!grouped || (first.len() <= 3 && !first.starts_with('0')));
    (fits && joined.bytes().all(|b| b.is_ascii_digit())).then_some(joined)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_double_is_the_one_that_its_digits_read_as() {
        // Around the greatest integer that a double holds, the greatest power of ten, and digits of all lengths.
        let mut units: Vec<i128> = vec![0, 1, 7, 8_210, (1 << 53) - 1, 1 << 53, (1 << 53) + 1, i128::from(i64::MAX)];
        units.extend((1..30).map(|length| 1_234_567_890_123_456_789_012_345_678_901_i128 / 10_i128.pow(length)));
        for units in units.iter().flat_map(|units| [*units, -units]) {
            for decimals in 0..=36 {
                let number = Decimal { units, decimals };
                let read: f64 = number.to_string().parse().unwrap();
                assert!((number.to_f64() - read).abs() == 0.0, "{number}");
            }
        }
    }
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
        for not_a_number in [
            "", "-", ".", "5.", ".5", "1,23", "71,5", "0,850", "00,850", "12,3456", "5级", "82.1 ", "NaN", "inf",
            "Infinity", "-inf", "nan", "1 234", "1_234", "0x1F", "--5", "+-5", "1e", "e5", "1e+", "1e5.0", "1e--5",
            "1e 5", "1E1e1",
        ] {
            assert!(Decimal::parse(not_a_number).is_none(), "{not_a_number:?}");
        }
    }

    #[test]
    fn an_exponent_moves_the_point_and_keeps_the_digits() {
        for (text, plain) in [
            ("1e-05", "0.00001"),
            ("2.3E+02", "230"),
            ("2.350e1", "23.50"),
            ("-1.5e-3", "-0.0015"),
            ("1e3", "1000"),
            ("7.0e0", "7.0"),
            ("5.551115123125783e-17", "0.00000000000000005551115123125783"),
        ] {
            assert_eq!(decimal(text).to_string(), plain, "{text}");
            assert_eq!(decimal(plain).to_string(), plain, "what is stored as text reads back");
            assert_eq!(decimal(text).to_f64().to_bits(), text.parse::<f64>().unwrap().to_bits(), "{text}");
        }
        for too_far in ["1e30", "1e-37", "1e999", "1e-999", "1e9999", "12345678901234567890e20"] {
            assert!(Decimal::parse(too_far).is_none(), "{too_far}");
        }
        assert_eq!(decimal("1e-36").rounded(2).to_string(), "0.00");
        assert_eq!(decimal("1e-36").shifted(-5).rounded(2).to_string(), "0.00");
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
    fn zeros_at_the_end_of_a_fraction_can_be_left_off() {
        for (text, short) in
            [("80.00", "80"), ("4.50", "4.5"), ("0.00", "0"), ("-1.0", "-1"), ("80", "80"), ("0.05", "0.05")]
        {
            assert_eq!(decimal(text).trimmed().to_string(), short, "{text}");
        }
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

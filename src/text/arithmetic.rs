//! Sums, products and quotients of printed numbers, in decimal steps.

use super::Decimal;

impl Decimal {
    /// `self + other`, exact; `None` where it has more digits than can be held.
    #[must_use]
    pub fn plus(self, other: Decimal) -> Option<Decimal> {
        let decimals = self.decimals.max(other.decimals);
        let units = self.at(decimals)?.checked_add(other.at(decimals)?)?;
        Some(Decimal { units, decimals })
    }

    /// `self * other`, exact; `None` where it has more digits than can be held.
    #[must_use]
    pub fn times(self, other: Decimal) -> Option<Decimal> {
        let units = self.units.checked_mul(other.units)?;
        Some(Decimal { units, decimals: self.decimals.checked_add(other.decimals)? })
    }

    /// `self / other` with `decimals` digits after the point, rounded half away from zero; `None` where `other` is
    /// zero or a step has more digits than can be held.
    #[must_use]
    pub fn over(self, other: Decimal, decimals: u8) -> Option<Decimal> {
        let power = i16::from(other.decimals) + i16::from(decimals) - i16::from(self.decimals);
        let step = 10_i128.checked_pow(u32::from(power.unsigned_abs()))?;
        let (above, below) = if power >= 0 {
            (self.units.checked_mul(step)?, other.units)
        } else {
            (self.units, other.units.checked_mul(step)?)
        };
        let (whole, rest) = (above.checked_div(below)?, above.checked_rem(below)?);
        let up = rest.unsigned_abs().checked_mul(2)? >= below.unsigned_abs();
        let away = if up { above.signum() * below.signum() } else { 0 };
        Some(Decimal { units: whole.checked_add(away)?, decimals })
    }

    fn at(self, decimals: u8) -> Option<i128> {
        10_i128.checked_pow(u32::from(decimals.checked_sub(self.decimals)?))?.checked_mul(self.units)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decimal(text: &str) -> Decimal {
        Decimal::parse(text).unwrap()
    }

    #[test]
    fn sums_and_products_are_exact() {
        assert_eq!(decimal("0.1").plus(decimal("0.20")).unwrap().to_string(), "0.30");
        assert_eq!(decimal("1.6").times(decimal("-1.96")).unwrap().to_string(), "-3.136");
        let most = decimal("999999999999999999999999999999");
        assert!(most.times(most).is_none());
        assert!(most.plus(decimal("1e-36")).is_none());
    }

    #[test]
    fn quotients_are_rounded_half_away_from_zero() {
        // 44 / 48 = 0.91666…, 2 / 3 = 0.666…, 1 / 8 = 0.125.
        let over = |a: &str, b: &str, decimals| decimal(a).over(decimal(b), decimals).map(|found| found.to_string());
        assert_eq!(over("44", "48", 4).as_deref(), Some("0.9167"));
        assert_eq!(over("4400", "48", 2).as_deref(), Some("91.67"));
        assert_eq!(over("-2", "3", 3).as_deref(), Some("-0.667"));
        assert_eq!(over("1", "8", 2).as_deref(), Some("0.13"));
        assert_eq!(over("1", "-8", 2).as_deref(), Some("-0.13"));
        assert_eq!(over("1.25", "0.5", 0).as_deref(), Some("3"));
        assert_eq!(over("1.250", "5", 1).as_deref(), Some("0.3"));
        assert_eq!(over("0", "5", 1).as_deref(), Some("0.0"));
        assert_eq!(over("1", "0.00", 1), None);
    }
}

//! The text of a stored number: under its format where that fixes the decimals, else the shortest that reads back.

use smol_str::{SmolStr, format_smolstr};

/// How a number format shows a number, as far as digits go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Shape {
    decimals: usize,
    percent: bool,
    thousands: bool,
}

/// How the cells of a style show a number: with fixed decimals, or as short as it can be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Format(Option<Shape>);

impl Format {
    /// What a format code says.
    pub(super) fn of(code: Option<&str>) -> Format {
        Format(code.and_then(shape))
    }
}

/// The text of `value` under the format of its cell.
pub(super) fn print(value: f64, format: Format) -> SmolStr {
    let Some(shape) = format.0 else { return shortest(value) };
    let shown = if shape.percent { value * 100.0 } else { value };
    let mut text = fixed(shown, shape.decimals);
    if shape.thousands {
        text = with_thousands(&text);
    }
    if shape.percent {
        text.push('%');
    }
    text.into()
}

/// The shortest digits that read back as the same double: 85.70999999999999 is the double 85.71 only if it is.
fn shortest(value: f64) -> SmolStr {
    if value == 0.0 { "0".into() } else { format_smolstr!("{value}") }
}

/// `decimals` digits after the point, rounded half away from zero from the shortest digits, as spreadsheets do: 2.675
/// is shown as 2.68 although the double lies below it.
fn fixed(value: f64, decimals: usize) -> String {
    let shortest = shortest(value);
    let places = u8::try_from(decimals).unwrap_or(u8::MAX);
    match crate::text::Decimal::parse(&shortest) {
        Some(decimal) => {
            let text = decimal.rounded(places).to_string();
            let printed = text.split_once('.').map_or(0, |(_, fraction)| fraction.len());
            let point = if printed == 0 && decimals > 0 { "." } else { "" };
            format!("{text}{point}{}", "0".repeat(decimals - printed.min(decimals)))
        }
        None => format!("{value:.decimals$}"),
    }
}

fn with_thousands(text: &str) -> String {
    let (sign, digits) = text.strip_prefix('-').map_or(("", text), |digits| ("-", digits));
    let (whole, fraction) = digits.split_once('.').map_or((digits, None), |(whole, fraction)| (whole, Some(fraction)));
    let mut grouped = String::from(sign);
    for (index, digit) in whole.chars().enumerate() {
        if index > 0 && (whole.len() - index) % 3 == 0 {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    match fraction {
        Some(fraction) => format!("{grouped}.{fraction}"),
        None => grouped,
    }
}

/// The shape that a format code fixes (`0.00`, `0`, `#,##0.0`, `0.0%`, `0.00_ `); `None` where it does not: `General`,
/// `0.0##`, `@`, fractions, powers and everything with words in it.
fn shape(code: &str) -> Option<Shape> {
    let code = code.split(';').next()?;
    let mut digits = String::new();
    let mut percent = false;
    let mut chars = code.chars();
    while let Some(c) = chars.next() {
        match c {
            // A blank as wide as the next character, or as many of it as there is room for.
            '_' | '*' => {
                chars.next()?;
            }
            '\\' => {
                let _blank = chars.next().filter(|c| *c == ' ')?;
            }
            '[' => {
                chars.by_ref().find(|c| *c == ']')?;
            }
            ' ' | '"' => {}
            '%' => percent = true,
            '0' | '#' | ',' | '.' if !percent => digits.push(c),
            _ => return None,
        }
    }
    let (whole, fraction) = digits.split_once('.').unwrap_or((&digits, ""));
    let fixes = whole.ends_with('0') && whole.matches('0').count() == 1 && fraction.chars().all(|c| c == '0');
    (fixes && fraction.len() <= 15).then_some(Shape {
        decimals: fraction.len(),
        percent,
        thousands: whole.contains(','),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formats_that_fix_decimals_keep_their_zeros() {
        let cases = [
            (82.1, Some("0.00"), "82.10"),
            (82.1, Some("0.00_ "), "82.10"),
            (82.1, Some("0.00_);[Red]\\(0.00\\)"), "82.10"),
            (2.675, Some("0.00"), "2.68"),
            (77.017_852_866_853_4, Some("0.00"), "77.02"),
            (1600.0, Some("0"), "1600"),
            (1_234_567.5, Some("#,##0.00"), "1,234,567.50"),
            (-1.875, Some("0.00"), "-1.88"),
            (0.7489, Some("0.00%"), "74.89%"),
            (0.5, Some("0%"), "50%"),
        ];
        for (value, format, text) in cases {
            assert_eq!(print(value, Format::of(format)), text, "{value} as {format:?}");
        }
    }

    #[test]
    fn other_numbers_are_printed_as_short_as_they_can_be() {
        let cases = [
            ("85.70999999999999".parse().unwrap(), None, "85.71"),
            (77.017_852_866_853_4, Some("General"), "77.0178528668534"),
            (1000.0, None, "1000"),
            (5.1, Some("0.0##"), "5.1"),
            (5.1, Some("@"), "5.1"),
            (0.0, None, "0"),
            (-0.0, None, "0"),
        ];
        for (value, format, text) in cases {
            assert_eq!(print(value, Format::of(format)), text, "{value} as {format:?}");
        }
    }
}

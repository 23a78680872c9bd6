//! How a cell that is more than a number is written: `{value} ({_})`, `F1:{_} Acc:{value}`, `{value} ± {half}`.

use crate::text::{Decimal, half_width};
use std::fmt;

/// Longer cells are prose and fit no template, whatever they hold.
const LONGEST: usize = 200;

/// A template of a metric's cell, in which names in braces stand for numbers and everything else for itself.
/// Width, case and white space of the rest do not matter; white space never joins digits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shape {
    template: String,
    parts: Vec<Part>,
}

/// What a cell says that fits a template.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Shaped {
    /// `{value}`.
    pub value: Decimal,
    /// Lower and upper end: `{low}` and `{high}`, `{half}` to either side, or `{plus}` and `{minus}` from the value.
    pub interval: Option<(Decimal, Decimal)>,
    /// `{n}`: questions, votes or battles.
    pub n: Option<u64>,
    /// Whether a percent sign that the template does not name follows a number.
    pub percent: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    Literal(char),
    /// White space between two placeholders: without it, the second number must begin with its sign.
    Gap,
    Number(Slot, Option<Decimal>),
    Anything,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Slot {
    Value,
    Low,
    High,
    Half,
    Plus,
    Minus,
    Count,
}

impl Shape {
    /// Reads a template. Its placeholders are `{value}`, `{low}`, `{high}`, `{half}`, `{plus}`, `{minus}`, `{n}` and
    /// `{_}`, which is anything. A number that is printed in another unit has its factor behind it: `{value*1000}M` in
    /// a column of thousands.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn parse(template: &str) -> Result<Shape, &'static str> {
        let shape = Shape::parse_parts(template)?;
        if shape.has(Slot::Value) { Ok(shape) } else { Err("a shape holds {value}") }
    }

    /// Reads a template of a cell that prints only the interval of a number in another cell: `{plus}/{minus}`.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn parse_interval(template: &str) -> Result<Shape, &'static str> {
        let shape = Shape::parse_parts(template)?;
        let has = |slot| shape.has(slot);
        if has(Slot::Value) {
            return Err("the number itself stands in another cell");
        }
        if has(Slot::Low) || has(Slot::Half) || has(Slot::Plus) { Ok(shape) } else { Err("no interval in it") }
    }

    fn parse_parts(template: &str) -> Result<Shape, &'static str> {
        let mut parts = Vec::new();
        let mut rest = template;
        while let Some((before, after)) = rest.split_once('{') {
            let (name, after) = after.split_once('}').ok_or("a `{` without its `}`")?;
            let literal: Vec<char> = literals(before).collect();
            if literal.is_empty() && !parts.is_empty() {
                if before.is_empty() {
                    return Err("two placeholders need something between them");
                }
                parts.push(Part::Gap);
            }
            parts.extend(literal.into_iter().map(Part::Literal));
            let part = part(name)?;
            if parts.iter().any(|other| part.is_same(*other)) {
                return Err("a placeholder stands twice");
            }
            parts.push(part);
            rest = after;
        }
        parts.extend(literals(rest).map(Part::Literal));
        let shape = Shape { template: template.to_owned(), parts };
        let has = |slot| shape.has(slot);
        if has(Slot::Low) != has(Slot::High) || has(Slot::Plus) != has(Slot::Minus) {
            return Err("{low} and {high}, {plus} and {minus} come in pairs");
        }
        Ok(shape)
    }

    fn has(&self, wanted: Slot) -> bool {
        self.parts.iter().any(|part| matches!(part, Part::Number(slot, _) if *slot == wanted))
    }

    /// What `text` says by this template; `None` where it does not fit from its first to its last character.
    #[must_use]
    pub fn read(&self, text: &str) -> Option<Shaped> {
        let found = self.found(text)?;
        let value = found.number(Slot::Value)?;
        let interval = found.interval(value);
        let n = match found.number(Slot::Count) {
            Some(count) => Some(count.to_string().parse().ok()?),
            None => None,
        };
        Some(Shaped { value, interval, n, percent: found.percent })
    }

    /// The two ends that `text` prints for the number `value` of another cell; `None` where it does not fit.
    #[must_use]
    pub fn read_interval(&self, text: &str, value: Decimal) -> Option<(Decimal, Decimal)> {
        self.found(text)?.interval(value)
    }

    fn found(&self, text: &str) -> Option<Found> {
        let text: Vec<char> = half_width(text).chars().flat_map(char::to_lowercase).take(LONGEST + 1).collect();
        let mut found = Found::default();
        (text.len() <= LONGEST && found.fits(&self.parts, &text)).then_some(found)
    }
}

impl Part {
    fn is_same(self, other: Part) -> bool {
        matches!((self, other), (Part::Number(a, _), Part::Number(b, _)) if a == b)
    }
}

impl fmt::Display for Shape {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.template)
    }
}

/// A number, and whether it was printed with a sign: an offset with one goes where the sign says.
#[derive(Clone, Copy)]
struct Signed {
    number: Decimal,
    is_signed: bool,
}

#[derive(Default)]
struct Found {
    numbers: Vec<(Slot, Signed)>,
    percent: bool,
}

impl Found {
    fn signed(&self, wanted: Slot) -> Option<Signed> {
        self.numbers.iter().find(|(slot, _)| *slot == wanted).map(|(_, number)| *number)
    }

    fn number(&self, wanted: Slot) -> Option<Decimal> {
        self.signed(wanted).map(|found| found.number)
    }

    fn interval(&self, value: Decimal) -> Option<(Decimal, Decimal)> {
        let below = |offset: Decimal| value.minus(offset);
        let above = |offset: Decimal| value.minus(negative(offset));
        let pair = |a, b| self.signed(a).zip(self.signed(b));
        if let Some((low, high)) = pair(Slot::Low, Slot::High) {
            return Some((low.number, high.number));
        }
        if let Some(half) = self.number(Slot::Half) {
            let half = if half.signum() < 0 { negative(half) } else { half };
            return Some((below(half), above(half)));
        }
        let (minus, plus) = pair(Slot::Minus, Slot::Plus)?;
        let low = if minus.is_signed { above(minus.number) } else { below(minus.number) };
        Some((low, above(plus.number)))
    }

    fn fits(&mut self, parts: &[Part], text: &[char]) -> bool {
        let Some((part, parts)) = parts.split_first() else { return skip_space(text).is_empty() };
        if *part == Part::Gap {
            let apart = text.first().is_some_and(|c| c.is_whitespace() || is_sign(*c));
            return apart && self.fits(parts, text);
        }
        let text = skip_space(text);
        match part {
            Part::Literal(literal) => {
                text.split_first().is_some_and(|(first, rest)| first == literal && self.fits(parts, rest))
            }
            Part::Number(slot, factor) => numbers(text).into_iter().any(|(number, rest)| {
                let Some(number) = factor.map_or(Some(number), |factor| number.times(factor)) else { return false };
                let is_signed = text.first().copied().is_some_and(is_sign);
                self.numbers.push((*slot, Signed { number, is_signed }));
                let fits = self.fits(parts, rest) || self.fits_after_percent(parts, rest);
                if !fits {
                    self.numbers.pop();
                }
                fits
            }),
            // Up to the next character of the template, so that one cell cannot be read in two ways.
            Part::Anything => match parts.first() {
                Some(Part::Literal(next)) => {
                    let end = text.iter().position(|c| c == next).filter(|end| *end > 0);
                    end.and_then(|end| text.get(end..)).is_some_and(|rest| self.fits(parts, rest))
                }
                _ => (1..=text.len()).any(|end| text.get(end..).is_some_and(|rest| self.fits(parts, rest))),
            },
            Part::Gap => false,
        }
    }

    fn fits_after_percent(&mut self, parts: &[Part], text: &[char]) -> bool {
        let fits = skip_space(text).split_first().is_some_and(|(first, rest)| *first == '%' && self.fits(parts, rest));
        self.percent |= fits;
        fits
    }
}

fn part(name: &str) -> Result<Part, &'static str> {
    let (name, factor) = match name.split_once('*') {
        Some((name, factor)) => (name, Some(read_factor(factor)?)),
        None => (name, None),
    };
    let slot = match name {
        "value" => Slot::Value,
        "low" => Slot::Low,
        "high" => Slot::High,
        "half" => Slot::Half,
        "plus" => Slot::Plus,
        "minus" => Slot::Minus,
        "n" => Slot::Count,
        "_" if factor.is_none() => return Ok(Part::Anything),
        _ => return Err("the placeholders are {value}, {low}, {high}, {half}, {plus}, {minus}, {n} and {_}"),
    };
    Ok(Part::Number(slot, factor))
}

fn read_factor(text: &str) -> Result<Decimal, &'static str> {
    let factor = Decimal::parse(text).filter(|factor| factor.signum() > 0);
    factor.ok_or("a factor is a number above 0: {value*1000}")
}

fn literals(text: &str) -> impl Iterator<Item = char> {
    half_width(text).chars().filter(|c| !c.is_whitespace()).flat_map(char::to_lowercase).collect::<Vec<_>>().into_iter()
}

/// The number at the beginning of `text`, and what follows it: never fewer digits than are printed. A comma is a
/// thousands separator where it can be one, else it ends the number.
fn numbers(text: &[char]) -> Vec<(Decimal, &[char])> {
    let sign = usize::from(text.first().copied().is_some_and(is_sign));
    let run = |from: usize, with_commas: bool| {
        let digit = |at: usize| text.get(at).is_some_and(char::is_ascii_digit);
        let comma = |at: usize| with_commas && text.get(at) == Some(&',') && digit(at + 1);
        (from..text.len()).find(|at| !digit(*at) && !comma(*at)).unwrap_or(text.len())
    };
    let mut found: Vec<(Decimal, &[char])> = Vec::new();
    for with_commas in [true, false] {
        let whole = run(sign, with_commas);
        let point = text.get(whole) == Some(&'.') && text.get(whole + 1).is_some_and(char::is_ascii_digit);
        let end = if point { run(whole + 1, false) } else { whole };
        let end = after_exponent(text, end);
        let (number, rest) = text.split_at(end);
        if let Some(number) = Decimal::parse(&number.iter().collect::<String>())
            && found.iter().all(|(_, other)| other.len() != rest.len())
        {
            found.push((number, rest));
        }
    }
    found
}

/// The end of an exponent (`e-05`) that begins at `from`, or `from` where none does.
fn after_exponent(text: &[char], from: usize) -> usize {
    if text.get(from) != Some(&'e') {
        return from;
    }
    let digits = from + 1 + usize::from(text.get(from + 1).copied().is_some_and(is_sign));
    let end = (digits..text.len()).find(|at| !text.get(*at).is_some_and(char::is_ascii_digit)).unwrap_or(text.len());
    if end > digits { end } else { from }
}

fn skip_space(text: &[char]) -> &[char] {
    let blank = text.iter().take_while(|c| c.is_whitespace()).count();
    text.get(blank..).unwrap_or_default()
}

fn is_sign(c: char) -> bool {
    matches!(c, '+' | '-' | '\u{2212}')
}

fn negative(number: Decimal) -> Decimal {
    number.minus(number).minus(number)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(template: &str, text: &str) -> Option<(String, Option<(String, String)>)> {
        let shaped = Shape::parse(template).unwrap().read(text)?;
        let interval = shaped.interval.map(|(low, high)| (low.to_string(), high.to_string()));
        Some((shaped.value.to_string(), interval))
    }

    fn value(template: &str, text: &str) -> Option<String> {
        read(template, text).map(|(value, _)| value)
    }

    #[test]
    fn a_second_number_is_told_from_the_first() {
        assert_eq!(value("{value}({_})", "57.7(52.9)").as_deref(), Some("57.7"));
        assert_eq!(value("{value} ({_})", "59.6（56.7)").as_deref(), Some("59.6"));
        assert_eq!(value("{value}({_})", "56.8 (0.4)").as_deref(), Some("56.8"));
        assert_eq!(value("F1:{_} Acc:{value}", "F1:80.3  Acc:84.3").as_deref(), Some("84.3"));
        assert_eq!(value("F1:{value} EM:{_}", "f1：95.32 em：90.54").as_deref(), Some("95.32"));
        assert_eq!(value("{value}级", "5级").as_deref(), Some("5"));
        assert_eq!(value("{value}({_})", "74.89% (x)").as_deref(), Some("74.89"));
    }

    #[test]
    fn what_does_not_fit_whole_is_not_read_in_part() {
        for text in
            ["57.7", "57.7(", "57.7()", "57.7(1) 2", "5 7.7(1)", "57.(1)", "(1)57.7", "1e(1)", "57.7²(1)", "57.7(1))"]
        {
            assert_eq!(value("{value}({_})", text), None, "{text:?}");
        }
        assert_eq!(value("F1:{_} Acc:{value}", "F1:80.3"), None);
        assert_eq!(value("{value}级", "5星"), None);
        assert_eq!(value("{value}({_})", &format!("57.7({})", "x".repeat(300))), None);
    }

    #[test]
    fn intervals_are_taken_in_decimal_steps() {
        let ends = |template, text| read(template, text).and_then(|(_, interval)| interval).unwrap();
        let pair = |low: &str, high: &str| (low.to_owned(), high.to_owned());
        assert_eq!(ends("{value} ± {half}", "16.2 ± 1.6"), pair("14.6", "17.8"));
        assert_eq!(ends("{value} +{plus}/-{minus}", "1203 +5/-4"), pair("1199", "1208"));
        assert_eq!(ends("{value} {plus}/{minus}", "1203 +5/-4"), pair("1199", "1208"));
        assert_eq!(ends("{value} [{low}, {high}]", "1,203 [1,199, 1,208]"), pair("1199", "1208"));
        assert_eq!(value("{value} {plus}/{minus}", "12035/4"), None);
        assert_eq!(ends("{value}@@{half}", "1e1@@2.5E-01"), pair("9.75", "10.25"));
    }

    #[test]
    fn an_offset_goes_where_its_own_sign_says() {
        let ends = |template: &str, text: &str| {
            let ends = Shape::parse_interval(template).unwrap().read_interval(text, Decimal::parse("50.0").unwrap());
            ends.map(|(low, high)| format!("{low} to {high}"))
        };
        assert_eq!(ends("({minus}, {plus})", "(-1.88, +1.97)").as_deref(), Some("48.12 to 51.97"));
        assert_eq!(ends("({minus}, {plus})", "(-2.3, 2.2)").as_deref(), Some("47.7 to 52.2"));
        assert_eq!(ends("{plus} / {minus}", "+11.92 / -10.06").as_deref(), Some("39.94 to 61.92"));
        assert_eq!(ends("+{plus}/-{minus}", "+5/-4").as_deref(), Some("46.0 to 55.0"));
        // Both ends above the value, as a bootstrap may give: the first is no distance below it.
        assert_eq!(ends("({minus}, {plus})", "(+0.2, +1.0)").as_deref(), Some("50.2 to 51.0"));
        assert_eq!(ends("({minus}, {plus})", "(-1.0, -0.2)").as_deref(), Some("49.0 to 49.8"));
        assert_eq!(ends("({minus}, {plus})", "(-1.88)"), None);
    }

    #[test]
    fn a_factor_brings_the_numbers_of_a_column_to_one_unit() {
        assert_eq!(value("{value}K", "128K").as_deref(), Some("128"));
        assert_eq!(value("{value*1000}M", "1.5M").as_deref(), Some("1500.0"));
        assert_eq!(value("{value*0.01}%", "62.4%").as_deref(), Some("0.624"));
        assert_eq!(value("{value*1000}M", "128K"), None);
        assert_eq!(read("{value*100} ± {half*100}", "0.85±0.02").unwrap().1, Some(("83.00".into(), "87.00".into())));
    }

    #[test]
    fn counts_are_whole_numbers() {
        let shape = Shape::parse("{value} (n={n})").unwrap();
        assert_eq!(shape.read("71.5 (N=1,200)").unwrap().n, Some(1200));
        assert_eq!(shape.read("71.5 (n=1.5)"), None);
    }

    #[test]
    fn a_template_that_cannot_be_meant_is_refused() {
        for template in [
            "{_}",
            "{value}{n}",
            "{value",
            "{value} {values}",
            "{value} {value}",
            "{value} {low}",
            "{value}{_}",
            "{value*0}",
            "{value*x}",
            "{_*2}{value}",
            "{value} {value*2}",
        ] {
            assert!(Shape::parse(template).is_err(), "{template}");
        }
        assert_eq!(Shape::parse("{value} ({_})").unwrap().to_string(), "{value} ({_})");
    }
}

//! What the cells of a column are like.

use crate::catalogue::Shape;
use crate::schema::RawTable;
use crate::text::{Decimal, fold, half_width, squeeze};
use std::collections::{BTreeMap, BTreeSet};

/// Spellings that stand for an absence on most boards.
const ABSENT: &[&str] =
    &["", "-", "--", "—", "–", "/", "n/a", "na", "none", "null", "nan", "?", "tbd", "未报告", "暂无", "无"];

/// How a score may be written when it is more than a number. The order is the order of trial.
const SHAPES: &[&str] = &[
    "{value} ± {half}",
    "{value} +{plus}/-{minus}",
    "{value} [{low}, {high}]",
    "{value} ({low}, {high})",
    "{value}/{n}",
    "${value}",
    "¥{value}",
    "{value} ({_})",
];

/// What the cells of a column are like.
#[derive(Debug, Clone)]
pub(super) struct Profile {
    /// The header as printed.
    pub header: String,
    /// How many cells print something that is no usual mark of absence.
    pub filled: usize,
    /// The numbers, by row.
    pub numbers: BTreeMap<usize, Decimal>,
    /// How many of them carry a percent sign.
    pub percent: usize,
    /// The way in which most cells are written, where that is more than a number.
    pub shape: Option<&'static str>,
    /// How many different texts there are.
    pub distinct: usize,
    /// How many cells are long: prose, not a name.
    pub long: usize,
    /// How many cells are an address.
    pub addresses: usize,
    /// How many cells are a day or a month in ISO 8601.
    pub dates: usize,
    /// The cells' texts, by row.
    pub texts: Vec<String>,
}

impl Profile {
    /// The profile of a column, counted from 0.
    pub(super) fn of(table: &RawTable, column: usize) -> Profile {
        let texts: Vec<String> = table
            .rows
            .iter()
            .map(|row| row.cells.get(column).map_or_else(String::new, |cell| squeeze(&cell.text)))
            .collect();
        let shape = common_shape(&texts);
        let header = table.header.get(column).map_or_else(String::new, |cell| squeeze(&cell.text));
        let mut profile = Profile {
            header,
            filled: 0,
            numbers: BTreeMap::new(),
            percent: 0,
            shape: shape.as_ref().map(|(text, _)| *text),
            distinct: texts.iter().collect::<BTreeSet<_>>().len(),
            long: 0,
            addresses: 0,
            dates: 0,
            texts: Vec::new(),
        };
        for (row, text) in texts.iter().enumerate().filter(|(_, text)| !is_absent(text)) {
            profile.filled += 1;
            profile.long += usize::from(text.chars().count() > 80);
            profile.addresses += usize::from(text.starts_with("http://") || text.starts_with("https://"));
            profile.dates += usize::from(is_date(text));
            profile.percent += usize::from(text.ends_with(['%', '％']));
            let number =
                plain_number(text).or_else(|| shape.as_ref().and_then(|(_, shape)| Some(shape.read(text)?.value)));
            if let Some(number) = number {
                profile.numbers.insert(row, number);
            }
        }
        profile.texts = texts;
        profile
    }

    /// Whether nearly every filled cell is a number.
    pub(super) fn is_numeric(&self) -> bool {
        self.filled > 0 && self.numbers.len() * 10 >= self.filled * 8
    }

    /// Whether the cells are short texts.
    pub(super) fn is_wordy(&self) -> bool {
        self.filled > 0 && self.numbers.len() * 2 < self.filled && self.long * 2 < self.filled
    }

    /// Whether the cells are addresses.
    pub(super) fn is_addresses(&self) -> bool {
        self.addresses * 2 > self.filled
    }

    /// Whether nearly every filled cell is a day or month.
    pub(super) fn is_dates(&self) -> bool {
        self.filled > 0 && self.dates * 10 >= self.filled * 8
    }

    /// Whether the cells are 1, 2, 3 … down the table, as places are; ties and empty cells may be among them.
    pub(super) fn counts_rows(&self) -> bool {
        let mut last = 0.0;
        let counts = self.numbers.iter().all(|(row, number)| {
            let place = number.to_f64();
            let fits = number.decimals() == 0 && place >= last && place <= *row as f64 + 1.0;
            last = place;
            fits
        });
        let first = self.numbers.values().next().map(|number| number.to_f64());
        counts
            && self.numbers.len() >= 3
            && first == Some(1.0)
            && self.is_numeric()
            && last * 2.0 > self.numbers.len() as f64
    }

    /// The least and the largest number.
    pub(super) fn bounds(&self) -> Option<(f64, f64)> {
        let least = self.numbers.values().min()?;
        let largest = self.numbers.values().max()?;
        Some((least.to_f64(), largest.to_f64()))
    }

    /// How much of the way down the table the numbers fall (1) or rise (-1), among neighbours that differ.
    pub(super) fn slope(&self) -> Option<f64> {
        let numbers: Vec<Decimal> = self.numbers.values().copied().collect();
        let steps: Vec<bool> = numbers
            .windows(2)
            .filter(|pair| pair.first() != pair.last())
            .map(|pair| pair.first() > pair.last())
            .collect();
        if steps.len() < 2 {
            return None;
        }
        let falls = steps.iter().filter(|falls| **falls).count();
        Some(2.0 * falls as f64 / steps.len() as f64 - 1.0)
    }
}

/// Whether a cell states that it has nothing.
pub(super) fn is_absent(text: &str) -> bool {
    ABSENT.contains(&fold(text).as_str())
}

/// `2026-01-31`, `2026/1/31` or `2026-01`, with or without a time behind it.
fn is_date(text: &str) -> bool {
    let day = text.split(['T', ' ']).next().unwrap_or_default();
    let parts: Vec<&str> = day.split(['-', '/']).collect();
    let number = |part: &str, most: u32| part.parse::<u32>().is_ok_and(|number| (1..=most).contains(&number));
    match parts.as_slice() {
        [year, month, rest @ ..] if rest.len() <= 1 => {
            year.len() == 4 && number(year, 2_999) && number(month, 12) && rest.iter().all(|day| number(day, 31))
        }
        _ => false,
    }
}

fn plain_number(text: &str) -> Option<Decimal> {
    let text = half_width(text);
    let text = text.trim();
    Decimal::parse(text.strip_suffix('%').unwrap_or(text).trim_end())
}

/// The first shape that most of the cells fit which are no plain numbers and no absences.
fn common_shape(texts: &[String]) -> Option<(&'static str, Shape)> {
    let odd: Vec<&String> = texts.iter().filter(|text| !is_absent(text) && plain_number(text).is_none()).collect();
    let filled = texts.iter().filter(|text| !is_absent(text)).count();
    if odd.len() * 4 < filled || odd.is_empty() {
        return None;
    }
    SHAPES.iter().find_map(|template| {
        let shape = Shape::parse(template).ok()?;
        let fitting = odd.iter().filter(|text| shape.read(text).is_some()).count();
        (fitting * 10 >= odd.len() * 8).then_some((*template, shape))
    })
}

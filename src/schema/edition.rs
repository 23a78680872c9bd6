//! The publisher's own label of a period or release.

use serde::{Deserialize, Serialize};
use std::fmt;

/// An edition's label with its place among the board's editions.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Edition {
    /// Its place; first, so that editions sort by it.
    pub order: EditionOrder,
    /// The label as the publisher writes it: `2023年12月`, `2025年度测评`.
    pub label: String,
}

impl fmt::Display for Edition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.label)
    }
}

/// The place of an edition: year, month (0 where the label names none), day, and a rank among labels of
/// one date (an annual edition follows the December one). The order of the fields is the order of editions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
pub struct EditionOrder {
    /// Year.
    pub year: u16,
    /// Month, 1 to 12.
    pub month: u8,
    /// Day of the month, 0 where the label names none.
    pub day: u8,
    /// Place among the labels of one date.
    pub rank: u8,
}

impl EditionOrder {
    /// The place of a day.
    #[must_use]
    pub fn of_date(date: jiff::civil::Date) -> EditionOrder {
        let part = |part: i8| u8::try_from(part).unwrap_or_default();
        let year = u16::try_from(date.year()).unwrap_or_default();
        EditionOrder { year, month: part(date.month()), day: part(date.day()), rank: 0 }
    }
}

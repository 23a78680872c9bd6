//! Which columns of a table a terminal has room for, and how wide each becomes.

use super::wrap::widest_piece;
use crate::schema::Align;
use crate::text::width;

/// Columns between two columns.
pub(super) const GAP: u16 = 2;

/// A header of numbers may be wrapped to this width, even where it could be made narrower.
const NARROWEST_HEADER: usize = 6;

/// A column of text is not made narrower than this for the sake of optional columns.
const COMFORTABLE: usize = 20;

/// A column of text is not made narrower than this at all.
const NARROWEST: usize = 8;

/// What is to be known of a column: how it stands, and how wide its parts are.
#[derive(Debug, Clone)]
pub(super) struct Measure {
    align: Align,
    optional: u8,
    header: usize,
    header_piece: usize,
    body: usize,
}

/// The columns that are shown, by index, with their widths.
#[derive(Debug, PartialEq)]
pub(super) struct Plan {
    /// Index and width of each column shown, in order.
    pub shown: Vec<(usize, usize)>,
    /// Indexes of the columns left out, in order.
    pub left_out: Vec<usize>,
}

impl Measure {
    /// Of a column with this header and these cells.
    pub(super) fn new<'a>(header: &str, cells: impl Iterator<Item = &'a str>, align: Align, optional: u8) -> Measure {
        let body = cells.map(width).max().unwrap_or(0);
        Measure { align, optional, header: width(header), header_piece: widest_piece(header), body }
    }

    fn natural(&self) -> usize {
        self.header.max(self.body).max(1)
    }

    /// Numbers are never cut: only the header above them is wrapped. Text is wrapped from `text` columns on.
    fn least(&self, text: usize) -> usize {
        let header = self.header.min(self.header_piece.max(NARROWEST_HEADER));
        match self.align {
            Align::Right => self.body.max(header).max(1),
            Align::Left => self.natural().min(text.max(header.min(text))),
        }
    }
}

/// Leaves out optional columns, the highest number first, until the rest fits into `available` terminal columns;
/// then shares what is left over, the narrowest column first. Without optional columns to leave out, text columns
/// shrink; numbers do not, even if the table becomes wider than the terminal.
pub(super) fn plan(measures: &[Measure], available: usize) -> Plan {
    let mut shown: Vec<(usize, &Measure)> = measures.iter().enumerate().collect();
    let mut left_out = Vec::new();
    while needed(&shown, COMFORTABLE) > available {
        let last = shown.iter().enumerate().filter(|(_, (_, m))| m.optional > 0).max_by_key(|(_, (_, m))| m.optional);
        let Some((place, _)) = last else { break };
        left_out.push(shown.remove(place).0);
    }
    left_out.sort_unstable();
    let text = (NARROWEST..=COMFORTABLE).rev().find(|text| needed(&shown, *text) <= available).unwrap_or(NARROWEST);
    let mut widths: Vec<usize> = shown.iter().map(|(_, measure)| measure.least(text)).collect();
    let mut spare = available.saturating_sub(needed(&shown, text));
    while spare > 0 {
        let growing = widths.iter_mut().zip(&shown).filter(|(width, (_, measure))| **width < measure.natural());
        let Some((width, _)) = growing.min_by_key(|(width, _)| **width) else { break };
        *width += 1;
        spare -= 1;
    }
    Plan { shown: shown.iter().map(|(index, _)| *index).zip(widths).collect(), left_out }
}

fn needed(shown: &[(usize, &Measure)], text: usize) -> usize {
    let columns: usize = shown.iter().map(|(_, measure)| measure.least(text)).sum();
    columns + usize::from(GAP) * shown.len().saturating_sub(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(header: &str, optional: u8) -> Measure {
        Measure::new(header, ["79.02"].into_iter(), Align::Right, optional)
    }

    #[test]
    fn the_highest_optional_number_goes_first_and_the_rightmost_among_equals() {
        let name = Measure::new("模型", ["文心一言4.0(API)"].into_iter(), Align::Left, 0);
        let measures = [name, number("总分", 0), number("数学", 1), number("代码", 2), number("工具", 1)];
        assert_eq!(plan(&measures, 80).left_out, [0; 0]);
        assert_eq!(plan(&measures, 43).left_out, [3]);
        assert_eq!(plan(&measures, 35).left_out, [3, 4]);
        let narrow = plan(&measures, 10);
        assert_eq!(narrow.left_out, [2, 3, 4]);
        assert_eq!(narrow.shown, [(0, 8), (1, 5)]);
    }

    #[test]
    fn what_is_left_over_goes_to_the_narrowest_until_all_is_shown() {
        let name = Measure::new("model", ["a name of thirty-three characters"].into_iter(), Align::Left, 0);
        let measures = [name, number("generation and creation", 0)];
        assert_eq!(plan(&measures, 80).shown, [(0, 33), (1, 23)]);
        assert_eq!(plan(&measures, 42).shown, [(0, 20), (1, 20)]);
    }
}

//! The interval of a score in few signs, for the cell that shows the score.

use crate::message;
use crate::schema::{Cell, Interval, Score};
use crate::text::{Decimal, Message, squeeze};

/// Digits after the point up to which a score's own number of them is taken for its interval: more are a computer's.
const MOST_PRINTED: u8 = 4;

/// Significant digits that rounding leaves of half an interval.
const SIGNIFICANT: u32 = 2;

/// The cell of a score with its interval, if it has one: in few signs after the number, and its ends in the note.
pub(super) fn with_interval(cell: Cell, score: &Score) -> Cell {
    let Some(Interval { low, high }) = score.interval else { return cell };
    let note = match &cell.note {
        Some(Message { en, zh }) => message!("{en}; interval from {low} to {high}", "{zh}；区间 {low} 至 {high}"),
        None => message!("interval from {low} to {high}", "区间 {low} 至 {high}"),
    };
    Cell { interval: signs(score, low, high), note: Some(note), ..cell }
}

/// `± 1.2`, `+5/−4`; `[45, 52]` where the ends do not lie around the number.
fn signs(score: &Score, low: f64, high: f64) -> String {
    if let Some(half) = printed_half(&score.text) {
        return format!("± {half}");
    }
    let steps = exact(low).zip(exact(high)).map(|(low, high)| (score.number.minus(low), high.minus(score.number)));
    match steps {
        Some((below, above)) if below.signum() >= 0 && above.signum() >= 0 => {
            let (below, above) = (short(below, score.number), short(above, score.number));
            if below == above { format!("± {above}") } else { format!("+{above}/−{below}") }
        }
        _ => format!("[{low}, {high}]"),
    }
}

/// `1.20` of a cell that prints nothing but `52.1 ± 1.20`.
fn printed_half(text: &str) -> Option<String> {
    let (number, half) = text.split_once('±')?;
    let is_number = |text: &str| Decimal::parse(text.trim().trim_end_matches(['%', '％']).trim()).is_some();
    (is_number(number) && is_number(half)).then(|| squeeze(half))
}

/// The shortest number that gives the double again: the printed one, but for zeros at its end.
fn exact(end: f64) -> Option<Decimal> {
    Decimal::parse(&end.to_string())
}

/// Rounded to the digits that the score has after the point, and further where fewer than two significant ones would
/// be left.
fn short(step: Decimal, score: Decimal) -> Decimal {
    let own = if score.decimals() <= MOST_PRINTED { score.decimals() } else { 0 };
    let mut rounded = (own..=step.decimals()).map(|decimals| step.rounded(decimals));
    let told = rounded.find(|rounded| step.signum() == 0 || rounded.has_significant_digits(SIGNIFICANT));
    told.unwrap_or(step)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema::{Digest, Locator};

    fn shown(text: &str, number: &str, low: f64, high: f64) -> String {
        let at = Locator { capture: Digest::of(b""), table: "table 1".into(), row: 1, column: 1, bytes: None };
        let number = Decimal::parse(number).unwrap();
        let score = Score { text: text.to_owned(), number, interval: Some(Interval { low, high }), n: None, at };
        with_interval(Cell::plain(number.to_string()), &score).interval
    }

    #[test]
    fn an_interval_is_shown_by_its_steps_from_the_number() {
        for (number, low, high, signs) in [
            ("1287", 1283.0, 1292.0, "+5/−4"),
            ("1287", 1282.0, 1292.0, "± 5"),
            ("52.1", 50.9, 53.3, "± 1.2"),
            ("1481.98", 1471.92, 1493.9, "+11.92/−10.06"),
            ("82.10", 81.1, 83.1, "± 1.00"),
            ("52", 51.4, 52.6, "± 0.6"),
            ("0.71", 0.7064, 0.7136, "± 0.0036"),
            // Doubles of a computer: two significant digits are enough.
            ("1290.1234567", 1285.667, 1296.8, "+6.7/−4.5"),
            ("35", 35.0, 35.0, "± 0"),
            ("88.7", -1.88, 1.97, "[-1.88, 1.97]"),
            ("50", 52.0, 48.0, "[52, 48]"),
        ] {
            assert_eq!(shown(number, number, low, high), signs, "{number}");
        }
    }

    #[test]
    fn what_is_printed_in_the_cell_itself_is_shown_as_printed() {
        assert_eq!(shown("60.2 ± 1.80", "60.2", 58.4, 62.0), "± 1.80");
        assert_eq!(shown("64.5% ± 0.6%", "64.5", 63.9, 65.1), "± 0.6%");
        let two = "60.17 ± 1.40 / 72.92 ± 1.18@@60.17";
        assert_eq!(shown(two, "60.17", 58.77, 61.57), "± 1.40");
        assert_eq!(shown(two, "72.92", 71.74, 74.1), "± 1.18");
    }
}

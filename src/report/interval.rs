//! The interval of a score in few signs, for the cell that shows the score.

use crate::message;
use crate::schema::{Cell, Interval, Score};
use crate::text::{Decimal, Message, squeeze};

/// Digits after the point up to which a score's own number of them is taken for its interval: more are a computer's.
const MOST_PRINTED: u8 = 4;

/// Significant digits that rounding leaves of half an interval.
const SIGNIFICANT: u32 = 2;

/// Digits by which the intervals of a column may go beyond its scores for the sake of the smallest of them.
const MOST_FURTHER: u8 = 2;

/// The digits after the point that all intervals of a column have: as many as the finest of them is told with.
pub(super) fn interval_decimals<'a>(scores: impl Iterator<Item = &'a Score>) -> u8 {
    let (mut told, mut own) = (0, 0);
    for score in scores {
        let Some((below, above)) = steps(score).filter(|_| printed_half(&score.text).is_none()) else { continue };
        own = own.max(own_decimals(score.number));
        told = told.max(short(below, score.number).decimals()).max(short(above, score.number).decimals());
    }
    told.min(own + MOST_FURTHER)
}

/// The cell of a score with its interval, if it has one: in few signs after the number, with the column's digits, and
/// its ends in the note.
pub(super) fn with_interval(cell: Cell, score: &Score, decimals: u8) -> Cell {
    let Some(Interval { low, high }) = score.interval else { return cell };
    let note = match &cell.note {
        Some(Message { en, zh }) => message!("{en}; interval from {low} to {high}", "{zh}；区间 {low} 至 {high}"),
        None => message!("interval from {low} to {high}", "区间 {low} 至 {high}"),
    };
    Cell { interval: signs(score, low, high, decimals), note: Some(note), ..cell }
}

/// `± 1.2`, `+5/−4`; `[45, 52]` where the ends do not lie around the number.
fn signs(score: &Score, low: f64, high: f64, decimals: u8) -> String {
    if let Some(half) = printed_half(&score.text) {
        return format!("± {half}");
    }
    let Some((below, above)) = steps(score) else { return format!("[{low}, {high}]") };
    let told = |step: Decimal| told(step, score.number, decimals);
    let (below, above) = (told(below), told(above));
    if below == above { format!("± {above}") } else { format!("+{above}/−{below}") }
}

/// How far the ends lie below and above the number; `None` where they do not lie around it.
fn steps(score: &Score) -> Option<(Decimal, Decimal)> {
    let Interval { low, high } = score.interval?;
    let (below, above) = (score.number.minus(exact(low)?), exact(high)?.minus(score.number));
    (below.signum() >= 0 && above.signum() >= 0).then_some((below, above))
}

/// With the column's digits; with its own where nothing would be left of it.
fn told(step: Decimal, score: Decimal, decimals: u8) -> String {
    let rounded = step.rounded(decimals);
    if rounded.signum() == 0 && step.signum() != 0 {
        return short(step, score).to_string();
    }
    let lacking = usize::from(decimals.saturating_sub(rounded.decimals()));
    let point = if rounded.decimals() == 0 && lacking > 0 { "." } else { "" };
    format!("{rounded}{point}{}", "0".repeat(lacking))
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
    let own = own_decimals(score);
    let mut rounded = (own..=step.decimals()).map(|decimals| step.rounded(decimals));
    let told = rounded.find(|rounded| step.signum() == 0 || rounded.has_significant_digits(SIGNIFICANT));
    told.unwrap_or(step)
}

fn own_decimals(score: Decimal) -> u8 {
    if score.decimals() <= MOST_PRINTED { score.decimals() } else { 0 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema::{Digest, Locator};

    fn score(text: &str, number: &str, low: f64, high: f64) -> Score {
        let at = Locator { capture: Digest::of(b""), table: "table 1".into(), row: 1, column: 1, bytes: None };
        let number = Decimal::parse(number).unwrap();
        Score { text: text.to_owned(), number, interval: Some(Interval { low, high }), n: None, at }
    }

    fn column(scores: &[Score]) -> Vec<String> {
        let decimals = interval_decimals(scores.iter());
        scores.iter().map(|score| with_interval(Cell::default(), score, decimals).interval).collect()
    }

    fn shown(text: &str, number: &str, low: f64, high: f64) -> String {
        column(&[score(text, number, low, high)]).remove(0)
    }

    #[test]
    fn the_intervals_of_a_column_have_the_same_digits() {
        let narrow = score("25.44%", "25.44", 25.401, 25.479);
        let wide = score("24.10%", "24.10", 23.6098, 24.5902);
        let round = score("20%", "20", 19.5, 20.5);
        assert_eq!(column(&[narrow.clone(), wide.clone(), round]), ["± 0.039", "± 0.490", "± 0.500"]);
        assert_eq!(column(&[wide]), ["± 0.49"]);
        // One that is finer than all scores by far does not stretch the others.
        let fine = score("25.44%", "25.44", 25.439_985, 25.440_015);
        assert_eq!(column(&[narrow, fine]), ["± 0.0390", "± 0.000015"]);
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

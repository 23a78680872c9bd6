//! A series in one line of signs.

/// The bars, from low to high.
const BARS: [char; 8] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];

/// A longer series is thinned out.
const MOST: usize = 60;

/// A point of a series.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Point {
    /// A number.
    Value(f64),
    /// None there.
    Missing,
    /// The series became another one.
    Break,
}

/// The series as bars: blanks where there is none, `┊` where it became another quantity, each stretch between two
/// breaks on a scale of its own. `inverted`: lower is better, so that higher bars always are. Also how many numbers of
/// how many are drawn.
pub(super) fn sparkline(points: &[Point], inverted: bool) -> (String, usize, usize) {
    let numbers = points.iter().filter(|point| matches!(point, Point::Value(_))).count();
    let step = points.len().div_ceil(MOST).max(1);
    let last = points.len().saturating_sub(1);
    let mut drawn = 0;
    let mut text = String::new();
    let mut offset = 0;
    for stretch in points.split_inclusive(|point| *point == Point::Break) {
        let values = stretch.iter().filter_map(|point| match point {
            Point::Value(value) => Some(*value),
            _ => None,
        });
        let low = values.clone().fold(f64::INFINITY, f64::min);
        let high = values.fold(f64::NEG_INFINITY, f64::max);
        for (index, point) in stretch.iter().enumerate() {
            let at = offset + index;
            match point {
                Point::Break => text.push('┊'),
                // The newest is always drawn.
                _ if !(last - at).is_multiple_of(step) => {}
                Point::Missing => text.push(' '),
                Point::Value(value) => {
                    drawn += 1;
                    text.push(bar(*value, low, high, inverted));
                }
            }
        }
        offset += stretch.len();
    }
    (text, drawn, numbers)
}

fn bar(value: f64, low: f64, high: f64, inverted: bool) -> char {
    let share = if high > low { (value - low) / (high - low) } else { 0.5 };
    let share = if inverted { 1.0 - share } else { share };
    let index = BARS.iter().enumerate().rev().find(|(index, _)| share * 8.0 >= *index as f64);
    index.map_or('▁', |(_, bar)| *bar)
}

#[cfg(test)]
mod tests {
    use super::Point::{Break, Missing, Value};
    use super::*;

    #[test]
    fn bars_rise_with_what_is_better_and_stretches_have_their_own_scale() {
        let points = [Value(1.0), Value(2.0), Missing, Value(3.0), Break, Value(500.0), Value(100.0)];
        assert_eq!(sparkline(&points, false), ("▁▅ █┊█▁".to_owned(), 5, 5));
        assert_eq!(sparkline(&points, true).0, "█▅ ▁┊▁█");
        assert_eq!(sparkline(&[Value(7.0), Value(7.0)], false).0, "▅▅");
        assert_eq!(sparkline(&[], false), (String::new(), 0, 0));
    }

    #[test]
    fn a_long_series_is_thinned_out_and_ends_with_its_newest_number() {
        let points: Vec<Point> = (0..1000).map(|index| Value(f64::from(index))).collect();
        let (text, drawn, numbers) = sparkline(&points, false);
        assert!(drawn <= MOST && text.chars().count() == drawn && numbers == 1000, "{text}");
        assert!(text.starts_with('▁') && text.ends_with('█'));
    }
}

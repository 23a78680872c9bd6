//! The `locator` column: a [`Locator`] that also says which capture it is of, where there are several.

use super::{Digest, Locator};

const PREFIX: &str = "capture ";

/// `table 3!R7C4@2031-2038`, or `capture 2: table 3!R7C4` where the snapshot has not just this capture.
pub(super) fn write_locator(at: &Locator, captures: &[Digest]) -> String {
    if captures == [at.capture] && !at.table.starts_with(PREFIX) {
        return at.to_string();
    }
    match captures.iter().position(|capture| *capture == at.capture) {
        Some(index) => format!("{PREFIX}{}: {at}", index + 1),
        None => format!("{PREFIX}{}: {at}", at.capture),
    }
}

/// Reads what [`write_locator`] writes.
pub(super) fn read_locator(text: &str, captures: &[Digest]) -> Option<Locator> {
    let Some(rest) = text.strip_prefix(PREFIX) else {
        let [capture] = captures else { return None };
        return Locator::parse(*capture, text);
    };
    let (which, place) = rest.split_once(": ")?;
    let capture = match which.parse::<usize>() {
        Ok(number) if which.len() < 64 => *captures.get(number.checked_sub(1)?)?,
        _ => which.parse().ok()?,
    };
    Locator::parse(capture, place)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_locator_names_its_capture_wherever_it_could_be_another() {
        let [a, b, c] = [b"a", b"b", b"c"].map(|bytes| Digest::of(bytes));
        let at = |capture, table: &str| Locator { capture, table: table.into(), row: 7, column: 4, bytes: None };
        assert_eq!(write_locator(&at(a, "table 3"), &[a]), "table 3!R7C4");
        assert_eq!(write_locator(&at(b, "table 3"), &[a, b]), "capture 2: table 3!R7C4");
        for captures in [vec![], vec![a], vec![a, b], vec![c, b, a]] {
            for table in ["table 3", "capture 1: x", "capture ", "/data/0"] {
                let at = at(a, table);
                assert_eq!(read_locator(&write_locator(&at, &captures), &captures), Some(at));
            }
        }
        assert_eq!(read_locator("table 3!R7C4", &[a, b]), None);
        assert_eq!(read_locator("capture 3: table 3!R7C4", &[a, b]), None);
        assert_eq!(read_locator("capture 0: table 3!R7C4", &[a, b]), None);
    }
}

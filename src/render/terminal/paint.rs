//! Colour, put around text that has already been laid out.

use crate::schema::Tone;

const RESET: &str = "\u{1b}[0m";

/// Where the colour of a line of a cell ends. Like the starts it is a tag character: without width, so that a
/// table can be laid out around it, and never part of a printable text.
const END: char = '\u{e0002}';

/// The tones that have a colour, with the mark of their start and the control sequence.
const TONES: [(Tone, char, &str); 5] = [
    (Tone::Good, '\u{e0003}', "\u{1b}[32m"),
    (Tone::Bad, '\u{e0004}', "\u{1b}[31m"),
    (Tone::Warning, '\u{e0005}', "\u{1b}[33m"),
    (Tone::Muted, '\u{e0006}', "\u{1b}[2m"),
    (Tone::Strong, '\u{e0007}', "\u{1b}[1m"),
];

/// The text in the colour of `tone`; as it is without `colour`.
pub(super) fn paint(text: &str, tone: Tone, colour: bool) -> String {
    let sequence = TONES.iter().find(|known| known.0 == tone);
    match sequence {
        Some((_, _, start)) if colour && !text.is_empty() => format!("{start}{text}{RESET}"),
        _ => text.to_owned(),
    }
}

/// The line of a cell with the marks of its tone, to be replaced by [`painted`] after layout.
pub(super) fn mark(line: &str, tone: Tone) -> String {
    match TONES.iter().find(|known| known.0 == tone) {
        Some((_, start, _)) if !line.is_empty() => format!("{start}{line}{END}"),
        _ => line.to_owned(),
    }
}

/// The laid-out text with marks replaced by colour, or removed without `colour`.
pub(super) fn painted(text: &str, colour: bool) -> String {
    let mut result = String::with_capacity(text.len());
    for c in text.chars() {
        let sequence = TONES.iter().find(|known| known.1 == c).map(|known| known.2);
        match sequence.or((c == END).then_some(RESET)) {
            Some(sequence) if colour => result.push_str(sequence),
            Some(_) => {}
            None => result.push(c),
        }
    }
    result
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::{printable_line, width};

    #[test]
    fn marks_have_no_width_and_no_stranger_can_write_them() {
        for (tone, start, _) in TONES {
            assert_eq!(width(&mark("文心\u{1f3c5}\u{fe0f}", tone)), 6);
            assert_eq!(printable_line(&start.to_string()), "\u{fffd}");
        }
        assert_eq!(printable_line(&END.to_string()), "\u{fffd}");
        assert_eq!(painted(&mark("↑ 3", Tone::Good), true), paint("↑ 3", Tone::Good, true));
        assert_eq!(painted(&mark("↑ 3", Tone::Good), false), "↑ 3");
    }
}

//! Columns that say how far the score before them may be off.

use super::words::{DEVIATION, ERROR, HALF, has_word};

/// How a column beside a score is read as its interval.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Beside {
    /// Half of its width.
    Half,
    /// A standard error, of which 1.96 to either side are 95 %.
    Error,
    /// A standard deviation.
    Deviation,
}

impl Beside {
    /// The key of the interval and its factor.
    pub(super) fn key(self) -> (&'static str, Option<&'static str>) {
        match self {
            Beside::Half => ("half", None),
            Beside::Error => ("error", Some("1.96")),
            Beside::Deviation => ("error", Some("1.0")),
        }
    }
}

/// What a header says; `None` for a score's own.
pub(super) fn beside(header: &str) -> Option<Beside> {
    let lower = header.to_lowercase();
    if has_word(header, ERROR) || lower.contains("standard error") || lower.contains("std err") {
        return Some(Beside::Error);
    }
    if has_word(header, DEVIATION) || lower.contains('σ') {
        return Some(Beside::Deviation);
    }
    (has_word(header, HALF) || lower.contains('±')).then_some(Beside::Half)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_said_of_a_score_is_no_score() {
        assert_eq!(beside("Acc std"), Some(Beside::Deviation));
        assert_eq!(beside("σ"), Some(Beside::Deviation));
        assert_eq!(beside("Std. Error"), Some(Beside::Deviation));
        assert_eq!(beside("stderr"), Some(Beside::Error));
        assert_eq!(beside("±"), Some(Beside::Half));
        assert_eq!(beside("95% CI"), Some(Beside::Half));
        assert_eq!((beside("Error rate"), beside("Accuracy"), beside("Science")), (None, None, None));
    }
}

//! Small forms of what millions of cells have: where they stand, and where they link to.

use std::fmt;
use std::num::NonZeroU32;
use std::ops::Deref;

/// A range of bytes of a body. It has eight bytes itself, also where it may be absent.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Span {
    start: u32,
    /// The end and one more, so that zero stands for no span.
    beyond: NonZeroU32,
}

impl Span {
    /// The bytes `start..end`; `None` past 4 GiB, where no body is read anyway.
    #[must_use]
    pub fn new(start: usize, end: usize) -> Option<Span> {
        let beyond = NonZeroU32::new(u32::try_from(end).ok()?.checked_add(1)?)?;
        Some(Span { start: u32::try_from(start).ok()?, beyond })
    }

    /// Start and end.
    #[must_use]
    pub fn ends(self) -> (u32, u32) {
        (self.start, self.beyond.get() - 1)
    }

    /// The span that lies `offset` bytes further on.
    #[must_use]
    pub fn moved(self, offset: usize) -> Option<Span> {
        let (start, end) = self.ends();
        Span::new(usize::try_from(start).ok()?.checked_add(offset)?, usize::try_from(end).ok()?.checked_add(offset)?)
    }

    /// Whether all of it lies in `outer`.
    #[must_use]
    pub fn is_within(self, outer: Span) -> bool {
        outer.start <= self.start && self.beyond <= outer.beyond
    }
}

impl fmt::Debug for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (start, end) = self.ends();
        write!(f, "{start}..{end}")
    }
}

/// The target of a link. Few cells have one, so the others spend eight bytes on it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Href(Box<Box<str>>);

impl Deref for Href {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl From<&str> for Href {
    fn from(target: &str) -> Href {
        Href(Box::new(target.into()))
    }
}

impl From<String> for Href {
    fn from(target: String) -> Href {
        Href(Box::new(target.into()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema::RawCell;

    #[test]
    fn a_span_is_what_it_was_made_of() {
        for (start, end) in [(0, 0), (0, 1), (7, 7), (2_031, 2_038), (4_294_967_294, 4_294_967_294)] {
            let (from, to) = Span::new(start, end).unwrap().ends();
            assert_eq!((from as usize, to as usize), (start, end));
        }
        assert_eq!(Span::new(0, 4_294_967_295), None);
        assert_eq!(Span::new(4_294_967_296, 4_294_967_296), None);
        assert_eq!(Span::new(3, 5).unwrap().moved(10), Span::new(13, 15));
        assert_eq!(Span::new(3, 5).unwrap().moved(4_294_967_290), None);
    }

    #[test]
    fn what_reaches_beyond_is_not_within() {
        let is_within = |start, end| Span::new(start, end).unwrap().is_within(Span::new(3, 5).unwrap());
        assert!(is_within(3, 5) && is_within(4, 4) && is_within(5, 5));
        assert!(!is_within(2, 5) && !is_within(3, 6));
    }

    #[test]
    fn a_cell_has_forty_bytes() {
        assert_eq!(size_of::<RawCell>(), 40);
    }
}

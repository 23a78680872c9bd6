//! The compact notation in which a Parquet file states its structure: as much of it as is needed to see how much a file
//! claims to hold, since the reader behind believes what it is told.

/// How deep structures within structures may go.
const DEEPEST: u8 = 16;

/// A position in bytes. Every method is `None` where the bytes end or are of another notation.
pub(super) struct Notation<'b> {
    bytes: &'b [u8],
    at: usize,
}

/// What a field holds: the notation's own number for it.
pub(super) type Kind = u8;

pub(super) const LIST: Kind = 9;
pub(super) const STRUCT: Kind = 12;

impl<'b> Notation<'b> {
    pub(super) fn new(bytes: &'b [u8], at: usize) -> Notation<'b> {
        Notation { bytes, at }
    }

    /// Where the next thing stands.
    pub(super) fn at(&self) -> usize {
        self.at
    }

    fn byte(&mut self) -> Option<u8> {
        let byte = *self.bytes.get(self.at)?;
        self.at += 1;
        Some(byte)
    }

    fn unsigned(&mut self) -> Option<u64> {
        let mut number = 0;
        for shift in (0..64).step_by(7) {
            let byte = self.byte()?;
            number |= u64::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return Some(number);
            }
        }
        None
    }

    /// A whole number of any width.
    pub(super) fn number(&mut self) -> Option<i64> {
        let number = self.unsigned()?;
        Some((number >> 1).cast_signed() ^ -(number & 1).cast_signed())
    }

    /// Calls `read` for each field of a structure with its id and kind; where that says `Some(false)`, the field is
    /// passed over.
    pub(super) fn fields(&mut self, mut read: impl FnMut(&mut Self, i64, Kind) -> Option<bool>) -> Option<()> {
        self.structure(DEEPEST, &mut read)
    }

    /// How many of which kind a list holds; the list's first item comes next.
    pub(super) fn list(&mut self) -> Option<(u64, Kind)> {
        let head = self.byte()?;
        let count = match head >> 4 {
            15 => self.unsigned()?,
            count => u64::from(count),
        };
        Some((count, head & 15))
    }

    fn structure(&mut self, deeper: u8, read: &mut dyn FnMut(&mut Self, i64, Kind) -> Option<bool>) -> Option<()> {
        let mut id = 0_i64;
        loop {
            let head = self.byte()?;
            if head == 0 {
                return Some(());
            }
            id = match head >> 4 {
                0 => self.number()?,
                delta => id.checked_add(i64::from(delta))?,
            };
            if !read(self, id, head & 15)? {
                self.skip(head & 15, deeper)?;
            }
        }
    }

    fn skip(&mut self, kind: Kind, deeper: u8) -> Option<()> {
        let deeper = deeper.checked_sub(1)?;
        match kind {
            // In a field, the kind is the value.
            1 | 2 => {}
            3 => self.advance(1)?,
            4..=6 => {
                self.unsigned()?;
            }
            7 => self.advance(8)?,
            8 => {
                let length = self.unsigned()?;
                self.advance(length)?;
            }
            LIST | 10 => {
                let (count, kind) = self.list()?;
                for _ in 0..count {
                    match kind {
                        1 | 2 => self.advance(1)?,
                        kind => self.skip(kind, deeper)?,
                    }
                }
            }
            STRUCT => self.structure(deeper, &mut |_, _, _| Some(false))?,
            _ => return None,
        }
        Some(())
    }

    fn advance(&mut self, count: u64) -> Option<()> {
        self.at = self.at.checked_add(usize::try_from(count).ok()?)?;
        (self.at <= self.bytes.len()).then_some(())
    }
}

//! Runs of equal or packed numbers, by which the format stores levels and places in a dictionary.

use ::parquet::errors::{ParquetError, Result};

/// Bytes that the length of a run may take. The decoder ends the program on one of more than ten.
const LONGEST_LENGTH: usize = 5;

/// Refuses runs that state a length which no page has. Past the end of the bytes, the decoder itself says so.
pub(super) fn check(bytes: &[u8], width: usize, values: u32) -> Result<()> {
    let (mut at, mut left) = (0_usize, u64::from(values));
    while left > 0 && at < bytes.len() {
        let (length, taken) = length(bytes.get(at..).unwrap_or_default())?;
        at += taken;
        let (values, size) = match length & 1 {
            1 => ((length >> 1) * 8, (length >> 1).saturating_mul(width as u64)),
            _ => (length >> 1, width.div_ceil(8) as u64),
        };
        at = at.saturating_add(usize::try_from(size).unwrap_or(usize::MAX));
        left = left.saturating_sub(values);
    }
    Ok(())
}

/// Splits off what a length of four bytes says.
pub(super) fn split_prefixed(bytes: &[u8]) -> Result<(&[u8], &[u8])> {
    let (length, rest) = bytes.split_first_chunk::<4>().ok_or_else(ends_early)?;
    let length = usize::try_from(u32::from_le_bytes(*length)).unwrap_or(usize::MAX);
    rest.split_at_checked(length).ok_or_else(ends_early)
}

pub(super) fn ends_early() -> ParquetError {
    ParquetError::General("a page ends early".to_owned())
}

/// How many bits a number up to `most` takes.
pub(super) fn width(most: i16) -> usize {
    usize::try_from(i16::BITS - most.leading_zeros()).unwrap_or_default()
}

fn length(bytes: &[u8]) -> Result<(u64, usize)> {
    let mut length = 0;
    for (index, byte) in bytes.iter().take(LONGEST_LENGTH).enumerate() {
        length |= u64::from(byte & 0x7f) << (7 * index);
        if *byte < 0x80 {
            return Ok((length, index + 1));
        }
    }
    Err(ParquetError::General("a run is longer than a page".to_owned()))
}

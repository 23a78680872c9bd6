//! The text of a stored value.

use ::parquet::basic::{ConvertedType, LogicalType, TimeUnit};
use ::parquet::data_type::Int96;
use ::parquet::schema::types::ColumnDescriptor;
use jiff::Timestamp;
use std::fmt::Write;

/// What the numbers or bytes of a column mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Meaning {
    /// Themselves: numbers, or text.
    Plain,
    Unsigned,
    /// A number with so many digits after the point.
    Decimal(u8),
    /// Days since 1970.
    Day,
    /// Time of day, of which one second has so many.
    Time(i64),
    /// Time since 1970, of which one second has so many, and whether it is of the world's clock.
    Moment(i64, bool),
    Half,
    Uuid,
}

impl Meaning {
    pub(super) fn of(column: &ColumnDescriptor) -> Meaning {
        let parts = |unit: &TimeUnit| match unit {
            TimeUnit::MILLIS => 1_000,
            TimeUnit::MICROS => 1_000_000,
            TimeUnit::NANOS => 1_000_000_000,
        };
        match column.logical_type_ref() {
            Some(LogicalType::Decimal(decimal)) => return Meaning::decimal(decimal.scale),
            Some(LogicalType::Date) => return Meaning::Day,
            Some(LogicalType::Time(time)) => return Meaning::Time(parts(&time.unit)),
            Some(LogicalType::Timestamp(time)) => return Meaning::Moment(parts(&time.unit), time.is_adjusted_to_u_t_c),
            Some(LogicalType::Integer(int)) if !int.is_signed => return Meaning::Unsigned,
            Some(LogicalType::Float16) => return Meaning::Half,
            Some(LogicalType::Uuid) => return Meaning::Uuid,
            _ => {}
        }
        match column.converted_type() {
            ConvertedType::DECIMAL => Meaning::decimal(column.type_scale()),
            ConvertedType::DATE => Meaning::Day,
            ConvertedType::TIME_MILLIS => Meaning::Time(1_000),
            ConvertedType::TIME_MICROS => Meaning::Time(1_000_000),
            ConvertedType::TIMESTAMP_MILLIS => Meaning::Moment(1_000, true),
            ConvertedType::TIMESTAMP_MICROS => Meaning::Moment(1_000_000, true),
            ConvertedType::UINT_8 | ConvertedType::UINT_16 | ConvertedType::UINT_32 | ConvertedType::UINT_64 => {
                Meaning::Unsigned
            }
            _ => Meaning::Plain,
        }
    }

    fn decimal(scale: i32) -> Meaning {
        u8::try_from(scale).map_or(Meaning::Plain, Meaning::Decimal)
    }

    /// Whether numbers of this meaning are quoted within a list.
    pub(super) fn is_quoted(self) -> bool {
        matches!(self, Meaning::Day | Meaning::Time(_) | Meaning::Moment(..) | Meaning::Uuid)
    }

    /// A whole number of 32 bits.
    pub(super) fn narrow(self, number: i32) -> String {
        match self {
            Meaning::Unsigned => number.cast_unsigned().to_string(),
            _ => self.whole(i64::from(number)),
        }
    }

    /// A whole number. A day or time beyond what calendars hold stays the number that is stored.
    pub(super) fn whole(self, number: i64) -> String {
        let text = match self {
            Meaning::Unsigned => Some(number.cast_unsigned().to_string()),
            Meaning::Decimal(decimals) => Some(with_point(i128::from(number), decimals)),
            Meaning::Day => moment(number, 86_400, 1).and_then(|text| Some(text.split_once('T')?.0.to_owned())),
            Meaning::Time(parts) => {
                let within = (0..parts.saturating_mul(86_400)).contains(&number);
                let text = moment(number, 1, parts).filter(|_| within);
                text.and_then(|text| Some(text.split_once('T')?.1.trim_end_matches('Z').to_owned()))
            }
            Meaning::Moment(parts, true) => moment(number, 1, parts),
            Meaning::Moment(parts, false) => moment(number, 1, parts).map(|text| text.trim_end_matches('Z').to_owned()),
            Meaning::Plain | Meaning::Half | Meaning::Uuid => None,
        };
        text.unwrap_or_else(|| number.to_string())
    }

    /// Bytes: text, unless they mean a number; of what is neither, only the length is said.
    pub(super) fn bytes(self, bytes: &[u8]) -> String {
        let text = match self {
            Meaning::Decimal(decimals) => integer(bytes).map(|number| with_point(number, decimals)),
            Meaning::Half => half(bytes).map(single),
            Meaning::Uuid => Some(uuid(bytes)),
            _ => std::str::from_utf8(bytes).ok().map(|text| text.trim().to_owned()),
        };
        text.unwrap_or_else(|| format!("<{} bytes>", bytes.len()))
    }
}

/// The shortest digits that read back as the same number, as workbooks print it.
pub(super) fn double(number: f64) -> String {
    if number == 0.0 { "0".to_owned() } else { number.to_string() }
}

/// As [`double`], for a number of half the width: 0.1 is 0.1 and not 0.10000000149.
pub(super) fn single(number: f32) -> String {
    if number == 0.0 { "0".to_owned() } else { number.to_string() }
}

/// A time in the layout that keeps days and nanoseconds apart.
pub(super) fn old_moment(time: &Int96) -> String {
    let nanoseconds = time.to_nanos();
    moment(nanoseconds, 1, 1_000_000_000).unwrap_or_else(|| nanoseconds.to_string())
}

/// `number` times `seconds`, divided by `parts`, since 1970.
fn moment(number: i64, seconds: i64, parts: i64) -> Option<String> {
    let nanoseconds = i128::from(number) * i128::from(seconds) * 1_000_000_000 / i128::from(parts);
    Timestamp::from_nanosecond(nanoseconds).ok().map(|time| time.to_string())
}

fn with_point(number: i128, decimals: u8) -> String {
    let decimals = usize::from(decimals);
    let sign = if number < 0 { "-" } else { "" };
    let digits = format!("{:0>width$}", number.unsigned_abs(), width = decimals + 1);
    match digits.split_at_checked(digits.len() - decimals) {
        Some((whole, fraction)) if decimals > 0 => format!("{sign}{whole}.{fraction}"),
        _ => format!("{sign}{digits}"),
    }
}

/// A number of up to 16 bytes, the highest first.
fn integer(bytes: &[u8]) -> Option<i128> {
    let fill = if bytes.first()? >= &0x80 { 0xff } else { 0 };
    let mut whole = [fill; 16];
    whole.get_mut(16_usize.checked_sub(bytes.len())?..)?.copy_from_slice(bytes);
    Some(i128::from_be_bytes(whole))
}

/// A number of two bytes, the lowest first: a sign, five bits of exponent, ten of fraction.
fn half(bytes: &[u8]) -> Option<f32> {
    let bits = u16::from_le_bytes(bytes.try_into().ok()?);
    let (exponent, fraction) = (i32::from(bits >> 10 & 31), f32::from(bits & 1023) / 1024.0);
    let size = match exponent {
        0 => fraction * (-14_f32).exp2(),
        31 if fraction == 0.0 => f32::INFINITY,
        31 => f32::NAN,
        _ => (1.0 + fraction) * 2_f32.powi(exponent - 15),
    };
    Some(if bits >> 15 == 1 { -size } else { size })
}

fn uuid(bytes: &[u8]) -> String {
    let mut text = String::new();
    for (index, byte) in bytes.iter().enumerate() {
        if matches!(index, 4 | 6 | 8 | 10) {
            text.push('-');
        }
        let _ = write!(text, "{byte:02x}");
    }
    text
}

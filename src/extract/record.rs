//! Records of separated values (RFC 4180, and what is written beside it), each field with its place.

use std::borrow::Cow;

/// The records of a text. A quote at the beginning of a field opens it, and what follows the closing one belongs to
/// the field; any other quote is a character. Line breaks of either kind end a record, and empty lines are none.
pub(super) struct Records<'t> {
    text: &'t str,
    delimiter: u8,
    at: usize,
    /// Whether the record has another field.
    open: bool,
}

/// One field of a record.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Field<'t> {
    /// What it says, without quotes.
    pub(super) value: Cow<'t, str>,
    /// Where it begins, its opening quote included.
    pub(super) start: usize,
    pub(super) end: usize,
}

impl<'t> Records<'t> {
    /// Those of `text`; `delimiter` is one ASCII character.
    pub(super) fn of(text: &'t str, delimiter: u8) -> Records<'t> {
        Records { text, delimiter, at: 0, open: false }
    }

    /// Goes to the next record; where it begins. The one before must be read to its end.
    pub(super) fn begin(&mut self) -> Option<usize> {
        let rest = self.text.as_bytes().get(self.at..)?;
        self.at += rest.iter().position(|byte| !matches!(byte, b'\r' | b'\n'))?;
        self.open = true;
        Some(self.at)
    }

    /// The next field of the record.
    pub(super) fn field(&mut self) -> Option<Field<'t>> {
        if !self.open {
            return None;
        }
        let start = self.at;
        let value = match self.text.as_bytes().get(start) {
            Some(b'"') => self.quoted(start + 1),
            _ => Cow::Borrowed(self.plain()),
        };
        let end = self.at;
        // What ended it: the delimiter, or else the record's end.
        self.open = self.text.as_bytes().get(end) == Some(&self.delimiter);
        self.at += usize::from(self.open);
        Some(Field { value, start, end })
    }

    /// What stands up to the next delimiter or line break.
    fn plain(&mut self) -> &'t str {
        let start = self.at;
        let rest = self.text.as_bytes().get(start..).unwrap_or_default();
        let ends = |byte: &u8| *byte == self.delimiter || matches!(byte, b'\r' | b'\n');
        self.at += rest.iter().position(ends).unwrap_or(rest.len());
        self.slice(start, self.at)
    }

    /// A field whose text begins behind its opening quote. One that is never closed reaches to the end.
    fn quoted(&mut self, from: usize) -> Cow<'t, str> {
        let mut value = Cow::Borrowed("");
        let mut from = from;
        loop {
            let rest = self.text.as_bytes().get(from..).unwrap_or_default();
            let close = rest.iter().position(|byte| *byte == b'"').map(|at| from + at);
            let end = close.unwrap_or(self.text.len());
            add(&mut value, self.slice(from, end));
            let Some(close) = close else {
                self.at = end;
                return value;
            };
            self.at = close + 1;
            if self.text.as_bytes().get(close + 1) != Some(&b'"') {
                let more = self.plain();
                add(&mut value, more);
                return value;
            }
            add(&mut value, "\"");
            from = close + 2;
        }
    }

    fn slice(&self, start: usize, end: usize) -> &'t str {
        self.text.get(start..end).unwrap_or_default()
    }
}

fn add<'t>(value: &mut Cow<'t, str>, more: &'t str) {
    if value.is_empty() {
        *value = Cow::Borrowed(more);
    } else if !more.is_empty() {
        value.to_mut().push_str(more);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn read(text: &str, delimiter: u8) -> Vec<Vec<Field<'_>>> {
        let mut records = Records::of(text, delimiter);
        let mut all = Vec::new();
        while records.begin().is_some() {
            all.push(std::iter::from_fn(|| records.field()).collect());
        }
        all
    }

    #[test]
    fn a_field_has_its_place_quotes_included() {
        let text = "a,\"b \"\"c\"\"\nd\" ,\r\n\n\"\",e";
        let fields = read(text, b',');
        let told: Vec<Vec<(&str, &str)>> =
            fields.iter().map(|record| record.iter().map(|f| (&*f.value, &text[f.start..f.end])).collect()).collect();
        assert_eq!(
            told,
            [vec![("a", "a"), ("b \"c\"\nd ", "\"b \"\"c\"\"\nd\" "), ("", "")], vec![("", "\"\""), ("e", "e")]]
        );
    }

    proptest! {
        /// The crate `csv` is the other reader.
        #[test]
        fn fields_are_those_of_another_reader(text in "[a\",\r\n é|]{0,24}", bar in any::<bool>()) {
            let delimiter = if bar { b'|' } else { b',' };
            let mut other = csv::ReaderBuilder::new();
            let mut other = other.has_headers(false).flexible(true).delimiter(delimiter).from_reader(text.as_bytes());
            let theirs: Vec<Vec<String>> =
                other.records().map(|record| record.unwrap().iter().map(str::to_owned).collect()).collect();
            let ours = read(&text, delimiter);
            let values: Vec<Vec<&str>> = ours.iter().map(|record| record.iter().map(|f| &*f.value).collect()).collect();
            prop_assert_eq!(values, theirs);
        }
    }
}

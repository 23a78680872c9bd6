//! Reading a table of the registry: a sorted CSV that people read, review and merge.

use crate::error::{Error, ErrorKind, Position, Result};
use crate::message;
use crate::text::Message;
use serde::de::DeserializeOwned;

/// A fault of a registry file at a line.
pub(super) fn wrong(file: &str, line: u64, what: Message) -> Error {
    let position = usize::try_from(line).ok().map(|line| Position { line, column: 1 });
    Error::new(ErrorKind::Definition { file: file.to_owned(), position, what, suggestion: None })
}

/// Gives every row of `text` to `take`, which says what is wrong with it, if anything. `columns` is the first row.
///
/// # Errors
/// Other columns, or in another order; a row that cannot be read or that `take` refuses, with its line in `file`.
pub(super) fn each<Row: DeserializeOwned>(
    file: &str,
    columns: &str,
    text: &str,
    mut take: impl FnMut(Row) -> std::result::Result<(), String>,
) -> Result<()> {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let not_csv = |cause: csv::Error, what: Message| {
        let line = cause.position().map_or(1, csv::Position::line);
        wrong(file, line, what).caused_by(cause)
    };
    let headers = reader.headers().cloned().map_err(|cause| not_csv(cause, message!("not CSV", "不是 CSV")))?;
    if !headers.iter().eq(columns.split(',')) {
        return Err(wrong(file, 1, message!("the first row is to be {columns}", "首行应为 {columns}")));
    }
    let mut record = csv::StringRecord::new();
    while reader
        .read_record(&mut record)
        .map_err(|cause| not_csv(cause, message!("not a row of the registry", "不是有效的登记行")))?
    {
        let line = record.position().map_or(0, csv::Position::line);
        let row: Row = record.deserialize(None).map_err(|cause| {
            wrong(file, line, message!("not a row of the registry", "不是有效的登记行")).caused_by(cause)
        })?;
        take(row).map_err(|what| wrong(file, line, Message::same(what)))?;
    }
    Ok(())
}

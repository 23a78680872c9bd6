//! A table as CSV.

use super::keys::keys;
use crate::schema::Table;
use crate::text::{Language, defuse_formula};
use std::io::{self, Write};

/// Writes the table as CSV (RFC 4180, UTF-8): a line of keys, then what each cell prints in `language`.
///
/// Texts that a spreadsheet program would run as formulas are defused; [`defuse_formula`] says how, and
/// [`restore_formula`](crate::text::restore_formula) undoes it. Numbers, signed ones too, stay as printed.
///
/// # Errors
/// Those of `writer`.
pub fn csv(table: &Table, language: Language, writer: impl Write) -> io::Result<()> {
    let mut writer = ::csv::WriterBuilder::new().terminator(::csv::Terminator::CRLF).from_writer(writer);
    writer.write_record(keys(table))?;
    for row in &table.rows {
        let cells = (0..table.columns.len()).map(|index| row.cells.get(index));
        let texts = cells.map(|cell| defuse_formula(cell.map_or("", |cell| cell.text.get(language))));
        writer.write_record(texts.map(|text| text.into_owned().into_bytes()))?;
    }
    writer.flush()
}

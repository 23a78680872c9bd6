//! A table as CSV.

use super::keys::keys;
use crate::schema::Table;
use crate::text::{Decimal, Language, defuse_formula};
use std::io::{self, Write};

/// Writes the table as CSV (RFC 4180, UTF-8): a line of keys, then what each cell prints in `language`.
///
/// Where all numbers of a column are printed as percentages, their cells hold the figures alone, and the sign stands in
/// the key: `accuracy (%)`.
///
/// Texts that a spreadsheet program would run as formulas are defused; [`defuse_formula`] says how, and
/// [`restore_formula`](crate::text::restore_formula) undoes it. Numbers, signed ones too, stay as printed.
///
/// # Errors
/// Those of `writer`.
pub fn csv(table: &Table, language: Language, writer: impl Write) -> io::Result<()> {
    let mut writer = ::csv::WriterBuilder::new().terminator(::csv::Terminator::CRLF).from_writer(writer);
    let in_percent: Vec<bool> = (0..table.columns.len()).map(|index| in_percent(table, index, language)).collect();
    let headers = keys(table).into_iter().zip(&in_percent);
    writer.write_record(headers.map(|(key, percent)| if *percent { format!("{key} (%)") } else { key }))?;
    for row in &table.rows {
        let cells = (0..table.columns.len()).map(|index| row.cells.get(index));
        let texts = cells.zip(&in_percent).map(|(cell, percent)| {
            let text = cell.map_or("", |cell| cell.text.get(language));
            defuse_formula(if *percent { without_sign(text).unwrap_or(text) } else { text })
        });
        writer.write_record(texts.map(|text| text.into_owned().into_bytes()))?;
    }
    writer.flush()
}

/// Whether every number of a column is printed with the sign.
fn in_percent(table: &Table, index: usize, language: Language) -> bool {
    let mut numbers = table.rows.iter().filter_map(|row| row.cells.get(index)).filter(|cell| cell.value.is_some());
    let all = numbers.clone().all(|cell| without_sign(cell.text.get(language)).is_some());
    all && numbers.next().is_some()
}

/// `74.89` of `74.89%`.
fn without_sign(text: &str) -> Option<&str> {
    let figure = text.strip_suffix(['%', '％'])?.trim_end();
    Decimal::parse(figure).map(|_| figure)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema::{Align, Cell, Column, Row};
    use crate::text::Message;

    #[test]
    fn figures_stand_without_the_percent_sign_where_all_of_a_column_have_it() {
        let column = |key: &str| Column::new(key, Message::default(), Align::Right, 0);
        let row = |texts: [(&str, f64); 2]| Row {
            cells: texts
                .map(|(text, value)| Cell::plain(text).valued(value))
                .into_iter()
                .chain([Cell::plain("9%")])
                .collect(),
            ..Row::default()
        };
        let table = Table {
            columns: vec![column("a"), column("b"), column("label")],
            rows: vec![row([("74.89%", 0.7489), ("5%", 5.0)]), row([("80.10 ％", 0.801), ("6", 6.0)])],
            ..Table::default()
        };
        let mut written = Vec::new();
        csv(&table, Language::English, &mut written).unwrap();
        let expected = "a (%),b,label\r\n74.89,5%,9%\r\n80.10,6,9%\r\n";
        assert_eq!(String::from_utf8(written).unwrap(), expected);
    }
}

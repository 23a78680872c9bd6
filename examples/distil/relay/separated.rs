//! Separated values: every record, without prose.

use super::{Keep, PROSE};
use crate::piece::Result;
use csv::{ReaderBuilder, StringRecord, Terminator, WriterBuilder};

pub fn relay(body: &[u8], delimiter: u8, keep: &Keep<'_>) -> Result<Vec<u8>> {
    let text = String::from_utf8_lossy(body);
    let mark = text.starts_with('\u{feff}');
    let text = text.trim_start_matches('\u{feff}');
    let windows = text.contains("\r\n");
    let mut reader =
        ReaderBuilder::new().has_headers(false).flexible(true).delimiter(delimiter).from_reader(text.as_bytes());
    let records: Vec<StringRecord> = reader.records().collect::<std::result::Result<_, _>>()?;
    let rows = keep.selectors.first().map(|selector| &selector.rows);
    let above = rows.map_or(1, |rows| rows.skip_rows + rows.header_rows.unwrap_or(1));
    let named: Vec<bool> = match records.get(above.saturating_sub(1)).filter(|_| above > 0) {
        Some(header) => header.iter().map(|header| keep.names(header)).collect(),
        None => Vec::new(),
    };
    let mut writer = WriterBuilder::new()
        .flexible(true)
        .delimiter(delimiter)
        .terminator(if windows { Terminator::CRLF } else { Terminator::Any(b'\n') })
        .from_writer(if mark { "\u{feff}".as_bytes().to_vec() } else { Vec::new() });
    for (index, record) in records.iter().enumerate() {
        if index >= above && !keep.row(index - above) {
            break;
        }
        let is_header = index < above;
        let field = |(column, field): (usize, &str)| {
            let prose = field.chars().count() > PROSE && !named.get(column).copied().unwrap_or(above == 0);
            if prose && !is_header { String::new() } else { field.to_owned() }
        };
        writer.write_record(record.iter().enumerate().map(field))?;
    }
    Ok(writer.into_inner().map_err(|error| error.to_string())?)
}

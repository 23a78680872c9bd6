//! Reading the long CSV back.

use super::long::is_text;
use crate::error::{Error, ErrorKind, Result};
use crate::message;
use crate::schema::long::LongRow;
use crate::text::{Message, restore_formula};
use csv::StringRecord;
use std::io::Read;

/// Reads a long CSV row after row. The columns may stand in any order; defused texts are restored.
pub struct LongReader<R: Read> {
    reader: csv::Reader<R>,
    name: String,
    places: [usize; LongRow::COLUMNS.len()],
    record: StringRecord,
}

impl<R: Read> LongReader<R> {
    /// Reads the header. `name` is what errors call the input: a path.
    ///
    /// # Errors
    /// Where the input cannot be read, or has not exactly the columns of the long table.
    pub fn new(input: R, name: impl Into<String>) -> Result<LongReader<R>> {
        let name = name.into();
        let mut reader = csv::ReaderBuilder::new().from_reader(input);
        let header = match reader.headers() {
            Ok(header) => header.clone(),
            Err(error) => return Err(broken(&name, error)),
        };
        let mut places = [0; LongRow::COLUMNS.len()];
        for (place, column) in places.iter_mut().zip(LongRow::COLUMNS) {
            *place = header.iter().position(|cell| cell == column).ok_or_else(|| {
                let what = message!("there is no column `{column}`", "缺少 `{column}` 列");
                unreadable(&name, None, what)
            })?;
        }
        if let Some(more) = header.iter().find(|cell| !LongRow::COLUMNS.contains(cell)) {
            let what = message!("`{more}` is no column of the long table", "`{more}` 不是长表的列");
            return Err(unreadable(&name, None, what));
        }
        if header.len() != places.len() {
            return Err(unreadable(&name, None, message!("a column stands twice", "有重复的列")));
        }
        Ok(LongReader { reader, name, places, record: StringRecord::new() })
    }

    /// The next row; `None` at the end.
    ///
    /// # Errors
    /// Where a line is not of the long table, with the number of its row.
    pub fn read(&mut self) -> Result<Option<LongRow<'_>>> {
        match self.reader.read_record(&mut self.record) {
            Ok(true) => {}
            Ok(false) => return Ok(None),
            Err(error) => return Err(broken(&self.name, error)),
        }
        let mut cells = [""; LongRow::COLUMNS.len()];
        for ((cell, place), column) in cells.iter_mut().zip(self.places).zip(LongRow::COLUMNS) {
            let text = self.record.get(place).unwrap_or_default();
            *cell = if is_text(column) { restore_formula(text) } else { text };
        }
        let row = row_of(self.record.position());
        LongRow::read(cells).map(Some).map_err(|what| unreadable(&self.name, row, what))
    }
}

/// Rows are counted as a spreadsheet program does, the header being row 1: a name may span lines.
fn unreadable(name: &str, row: Option<u64>, why: Message) -> Error {
    let Message { en, zh } = &why;
    let why = match row {
        Some(row) => message!("row {row}: {en}", "第 {row} 行：{zh}"),
        None => why,
    };
    Error::new(ErrorKind::Unreadable { what: name.to_owned(), position: None, why })
}

fn row_of(position: Option<&csv::Position>) -> Option<u64> {
    position.map(|position| position.record() + 1)
}

fn broken(name: &str, error: csv::Error) -> Error {
    let row = row_of(error.position());
    unreadable(name, row, message!("this is not the long table as CSV", "这不是 CSV 格式的长表")).caused_by(error)
}

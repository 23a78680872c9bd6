//! The same by the crate of the format alone: what the figures are held against.

use super::Result;
use calamine::{Data, Reader};
use std::path::Path;
use std::{fs, io};

pub fn run(file: &Path, out: &Path) -> Result<String> {
    let mut writer = csv::WriterBuilder::new().flexible(true).from_path(out)?;
    let mut rows = 0;
    match file.extension().and_then(|extension| extension.to_str()) {
        Some("csv") => {
            let bytes = fs::read(file)?;
            let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(&bytes[..]);
            let mut record = csv::StringRecord::new();
            while reader.read_record(&mut record)? {
                writer.write_record(&record)?;
                rows += 1;
            }
        }
        Some("xlsx") => {
            let mut workbook: calamine::Xlsx<_> = calamine::Xlsx::new(io::Cursor::new(fs::read(file)?))?;
            for name in workbook.sheet_names() {
                for row in workbook.worksheet_range(&name)?.rows() {
                    for cell in row {
                        match cell {
                            Data::Empty => writer.write_field("")?,
                            cell => writer.write_field(cell.to_string())?,
                        }
                    }
                    writer.write_record(None::<&[u8]>)?;
                    rows += 1;
                }
            }
        }
        _ => return Err("the floor knows csv and xlsx".into()),
    }
    writer.flush()?;
    Ok(format!("{rows} rows"))
}

//! Tables as recorded: JSON dumps and CSV transcriptions of worksheets.

use crate::piece::{Result, failure};
use serde_json::Value;
use std::fs;
use std::path::Path;

/// A worksheet as recorded.
pub struct Sheet {
    pub name: String,
    pub header: Vec<String>,
    pub rows: Vec<Vec<Cell>>,
}

/// A cell of it.
pub enum Cell {
    Empty,
    Text(String),
    /// A number, with the digits of the recording.
    Number(f64, String),
}

impl Cell {
    /// The text that must come out.
    pub fn text(&self) -> &str {
        match self {
            Cell::Empty => "",
            Cell::Text(text) | Cell::Number(_, text) => text,
        }
    }
}

/// Reads a recorded worksheet without the columns `drop`.
pub fn sheet(path: &Path, name: &str, drop: &[&str]) -> Result<Sheet> {
    let is_json = path.extension().is_some_and(|extension| extension == "json");
    let (header, rows) = if is_json { json(path)? } else { csv(path)? };
    let kept: Vec<usize> = (0..header.len()).filter(|&index| !drop.contains(&header[index].as_str())).collect();
    let pick = |row: Vec<Cell>| {
        let mut row: Vec<Option<Cell>> = row.into_iter().map(Some).collect();
        kept.iter().map(|&index| row.get_mut(index).and_then(Option::take).unwrap_or(Cell::Empty)).collect()
    };
    Ok(Sheet {
        name: name.to_owned(),
        header: kept.iter().map(|&index| header[index].clone()).collect(),
        rows: rows.into_iter().map(pick).collect(),
    })
}

type Table = (Vec<String>, Vec<Vec<Cell>>);

/// The crawler's dump: `headers`, and `rows` as objects. Trailing empty headers stand over empty columns.
fn json(path: &Path) -> Result<Table> {
    let dump: Value = serde_json::from_slice(&fs::read(path)?)?;
    let (Some(headers), Some(rows)) = (dump["headers"].as_array(), dump["rows"].as_array()) else {
        return failure(format!("{} has no headers or rows", path.display()));
    };
    let mut header: Vec<String> = headers.iter().map(|text| text.as_str().unwrap_or_default().to_owned()).collect();
    while header.last().is_some_and(String::is_empty) {
        header.pop();
    }
    let rows = rows.iter().map(|row| header.iter().map(|name| value(&row[name.as_str()])).collect::<Result<_>>());
    let rows = rows.collect::<Result<_>>()?;
    Ok((header, rows))
}

fn value(value: &Value) -> Result<Cell> {
    Ok(match value {
        Value::Null => Cell::Empty,
        Value::String(text) if text.is_empty() => Cell::Empty,
        Value::String(text) => Cell::Text(text.clone()),
        Value::Number(number) => {
            let Some(double) = number.as_f64() else { return failure(format!("{number} is no double")) };
            Cell::Number(double, number.to_string())
        }
        other => return failure(format!("{other} is no cell")),
    })
}

/// A transcription: what reads as a number was one in the workbook.
fn csv(path: &Path) -> Result<Table> {
    let text = fs::read_to_string(path)?;
    let mut reader = csv::Reader::from_reader(text.trim_start_matches('\u{feff}').as_bytes());
    let header = reader.headers()?.iter().map(str::to_owned).collect();
    let mut rows = Vec::new();
    for record in reader.records() {
        let cell = |text: &str| match text.parse::<f64>() {
            _ if text.is_empty() => Cell::Empty,
            Ok(number) if number.is_finite() => Cell::Number(number, text.to_owned()),
            _ => Cell::Text(text.to_owned()),
        };
        rows.push(record?.iter().map(cell).collect());
    }
    Ok((header, rows))
}

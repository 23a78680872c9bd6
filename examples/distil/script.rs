//! Arena boards as literals in a script, the shape in which the page has them.

use crate::check;
use crate::piece::{Piece, Result, failure};
use crate::plan::ARENAS;
use bangdan::archive::Note;
use bangdan::catalogue::Catalogue;
use bangdan::schema::NAMES_CUT;
use serde_json::{Value, json};
use std::fs;
use std::path::Path;

/// One row: the keys of the page with their values as text.
pub type Row = Vec<(&'static str, String)>;

/// The keys of the page, and those of the recording.
const KEYS: &[(&str, &str)] = &[
    ("rank", "rank"),
    ("org", "organization"),
    ("model", "model_name"),
    ("date", "release_date"),
    ("median", "median"),
    ("ciLow", "ciLow"),
    ("ciHigh", "ciHigh"),
    ("battles", "battles"),
];

pub fn pieces(catalogue: &Catalogue, recordings: &Path) -> Result<Vec<Piece>> {
    ARENAS.iter().map(|(resource, component, file)| piece(catalogue, recordings, resource, component, file)).collect()
}

fn piece(
    catalogue: &Catalogue,
    recordings: &Path,
    resource: &'static str,
    component: &str,
    file: &str,
) -> Result<Piece> {
    let dump: Value = serde_json::from_slice(&fs::read(recordings.join(file))?)?;
    let Some(rows) = dump["rows"].as_array() else { return failure(format!("{file} has no rows")) };
    let rows: Vec<Row> = rows.iter().map(row).collect::<Result<_>>()?;
    let body = write(component, &rows).into_bytes();
    let board = catalogue.board(&format!("superclue-arena/{resource}"))?.1;
    check::script(&body, board, &rows)?;
    Ok(Piece {
        source: "superclue-arena".to_owned(),
        resource: resource.to_owned(),
        edition: None,
        // The real name carries a hash that nobody wrote down.
        url: format!("https://www.superclueai.com/assets/{component}-recorded.js"),
        observed_at: "2026-04-29T21:31:33Z".parse()?,
        published_at: None,
        media_type: "text/javascript",
        body,
        note: Note {
            of: format!(
                "recordings/clue/{file}; names as the recorder cut them at their first blank, the name of the script made up"
            ),
            left_out: vec![NAMES_CUT.to_owned()],
            left_out_sheets: Vec::new(),
        },
    })
}

fn row(recorded: &Value) -> Result<Row> {
    KEYS.iter()
        .map(|(key, name)| match (&recorded[*name], *key) {
            // The recorder made numbers of the dates, which cost October its zero.
            (Value::Number(date), "date") => Ok((*key, format!("{:.2}", date.as_f64().unwrap_or_default()))),
            (Value::Number(number), _) => Ok((*key, number.to_string())),
            (Value::String(text), _) => Ok((*key, text.clone())),
            (other, _) => failure(format!("{other} is no {name}")),
        })
        .collect()
}

fn write(component: &str, rows: &[Row]) -> String {
    let text = |key: &str| matches!(key, "org" | "model" | "date");
    let field = |(key, value): &(&str, String)| {
        let value = if text(key) { json!(value).to_string() } else { value.clone() };
        format!("{key}:{value}")
    };
    let rows: Vec<String> =
        rows.iter().map(|row| format!("{{{}}}", row.iter().map(field).collect::<Vec<_>>().join(","))).collect();
    format!("const {component}={{rows:[{}]}};export{{{component} as default}};\n", rows.join(","))
}

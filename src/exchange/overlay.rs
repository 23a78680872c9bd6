//! Lines of an overlay for a person to fill in.

use crate::identity::Overlay;
use crate::text::defuse_formula;
use std::io::{self, Write};

/// A name to be decided.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct OpenLine {
    /// What the person should know, in a row of its own above.
    pub remark: String,
    /// As printed.
    pub name: String,
    /// The likeliest id; empty where there is none.
    pub id: String,
    /// The source, where only one prints the name.
    pub source: String,
}

/// Writes lines whose action and reason are empty: filled in, the file is an overlay.
///
/// # Errors
/// What the writer says.
pub fn write_open_lines<W: Write>(writer: W, lines: &[OpenLine]) -> io::Result<()> {
    let mut writer = csv::WriterBuilder::new().flexible(true).from_writer(writer);
    writer.write_record(Overlay::COLUMNS)?;
    for line in lines {
        let remark: String = line.remark.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
        writer.write_record([format!("# {remark}")])?;
        let cells = Overlay::COLUMNS.map(|column| match column {
            "name" => defuse_formula(&line.name).into_owned(),
            "id" => line.id.clone(),
            "source" => line.source.clone(),
            _ => String::new(),
        });
        writer.write_record(cells)?;
    }
    writer.flush()
}

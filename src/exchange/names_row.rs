//! A row of a table of names: what it asks, and what is added to it.

use super::names::{NamesTable, NamesTold};
use crate::identity::{Kind, Meaning, Place, Query, Resolution};
use crate::message;
use crate::schema::ModelId;
use crate::text::{Language, Message, defuse_formula, restore_formula};
use csv::{ByteRecord, Writer};
use std::borrow::Cow;
use std::io::Write;
use std::str;

/// The columns that are added.
pub(super) const ADDED: [&str; 5] = ["id", "config", "kind", "evidence", "candidates"];

/// Where the columns stand that are read.
pub(super) struct Columns {
    name: usize,
    source: Option<usize>,
    organization: Option<usize>,
    access: Option<usize>,
}

impl Columns {
    /// Finds them in the header.
    pub(super) fn find(header: &ByteRecord) -> Result<Columns, Message> {
        let at = |wanted: &str| {
            let mut found = header.iter().enumerate().filter(|(_, cell)| *cell == wanted.as_bytes());
            let first = found.next().map(|(index, _)| index);
            match found.next() {
                Some(_) => Err(message!("the column `{wanted}` stands twice", "`{wanted}` 列重复")),
                None => Ok(first),
            }
        };
        for added in ADDED {
            if at(added)?.is_some() {
                return Err(message!(
                    "there is a column `{added}` already, and the result adds one: rename or remove it",
                    "已有 `{added}` 列，而结果将添加同名列：请将其改名或删除"
                ));
            }
        }
        let name = at("raw_name")?.ok_or_else(|| {
            message!("there is no column `raw_name`, which holds the names", "缺少存放名称的 `raw_name` 列")
        })?;
        Ok(Columns {
            name,
            source: at("source")?,
            organization: at("organization_as_shown")?,
            access: at("access_as_shown")?,
        })
    }
}

/// A row of text.
pub(super) struct Row<'a>(Vec<&'a str>);

impl<'a> Row<'a> {
    /// The cells; the number of the first that is no UTF-8, counted from 1, otherwise.
    pub(super) fn read(record: &'a ByteRecord) -> Result<Row<'a>, usize> {
        let cells = record.iter().enumerate().map(|(index, cell)| str::from_utf8(cell).map_err(|_| index + 1));
        cells.collect::<Result<_, _>>().map(Row)
    }

    fn cell(&self, column: Option<usize>) -> &'a str {
        column.and_then(|at| self.0.get(at)).map_or("", |cell| plain(cell))
    }

    /// Writes the cells as they came, and does not end the row.
    pub(super) fn pass_on<W: Write>(&self, out: &mut Writer<W>) -> csv::Result<()> {
        self.0.iter().try_for_each(|cell| out.write_field(passed(cell).as_bytes()))
    }

    /// Resolves the name; writes the row with what was found.
    pub(super) fn resolve<W: Write>(
        &self,
        table: &NamesTable<'_>,
        columns: &Columns,
        out: &mut Writer<W>,
        told: &mut NamesTold,
    ) -> csv::Result<()> {
        let printed = table.printed.read(self.cell(columns.source));
        let place = Place {
            source: &printed.source,
            board: "",
            organization: self.cell(columns.organization),
            at: &printed.at,
        };
        let (name, access) = (self.cell(Some(columns.name)), self.cell(columns.access));
        let resolution = table.registry.decide(&Query { name, access, place });
        told.count(&resolution.meaning);
        self.pass_on(out)?;
        out.write_field(resolution.id())?;
        out.write_field(resolution.configuration())?;
        out.write_field(resolution.kind.map_or("", Kind::as_str))?;
        out.write_field(evidence(&resolution, table.language))?;
        let candidates: Vec<&str> = resolution.candidates.iter().map(ModelId::as_str).collect();
        out.write_field(candidates.join("|"))?;
        out.write_record(None::<&[u8]>)
    }
}

fn evidence(resolution: &Resolution, language: Language) -> String {
    let mut text = String::new();
    for evidence in &resolution.evidence {
        if !text.is_empty() {
            text.push_str("; ");
        }
        text.push_str(evidence.message().get(language));
    }
    text
}

/// What a cell says: a text that an export defused is restored.
fn plain(cell: &str) -> &str {
    let restored = restore_formula(cell);
    if restored.len() < cell.len() && defuse_formula(restored) == cell { restored } else { cell }
}

/// A cell as it came; defused, where it is not yet.
fn passed(cell: &str) -> Cow<'_, str> {
    if plain(cell).len() < cell.len() { Cow::Borrowed(cell) } else { defuse_formula(cell) }
}

impl NamesTold {
    fn count(&mut self, meaning: &Meaning) {
        self.rows += 1;
        *match meaning {
            Meaning::Model(_) => &mut self.models,
            Meaning::Composite(_) => &mut self.composites,
            Meaning::NotAModel => &mut self.no_models,
            Meaning::New(_) => &mut self.undecided,
        } += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_stay_as_they_came_unless_a_spreadsheet_program_would_run_them() {
        for same in ["", "GPT-4", "-", "-1.88", "'=1+1", "'@x", "O'Neill", "'quoted'", "文心一言"] {
            assert_eq!(passed(same), same);
        }
        for (cell, expected) in [("=1+1", "'=1+1"), ("@x", "'@x"), ("-2+3", "'-2+3"), ("'-1.88", "''-1.88")] {
            assert_eq!(passed(cell), expected);
        }
        assert_eq!((plain("'=1"), plain("=1"), plain("'-1.88")), ("=1", "=1", "'-1.88"));
    }
}

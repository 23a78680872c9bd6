//! A report as JSON.

use super::keys::keys;
use crate::render::links::href;
use crate::schema::{Block, Bump, BumpGap, Cell, Link, Report, Row, Section, Table};
use crate::text::{Decimal, Language};
use serde::ser::{Serialize, SerializeMap, Serializer};
use serde_json::value::RawValue;
use std::io::{self, Write};

/// Writes the report as JSON, indented, in `language`; ends with a line feed.
///
/// A table is `{"caption", "columns": [{"key", "header", "note"}], "rows": [{key: cell}]}` and a cell
/// `{"text", "value", "interval", "note", "source": {"capture", "locator"}, "link"}`, where only `text` is always there. `value` has
/// the printed digits where the text is the number. Characters that could act on a terminal are written as `\u`
/// escapes, so that nothing is lost and nothing acts.
///
/// # Errors
/// Those of `writer`.
pub fn json(report: &Report, language: Language, mut writer: impl Write) -> io::Result<()> {
    let text = serde_json::to_string_pretty(&In(report, language))?;
    writer.write_all(quiet(&text).as_bytes())?;
    writer.write_all(b"\n")
}

/// Something to be written in a language.
struct In<'a, T>(&'a T, Language);

impl Serialize for In<'_, Report> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let In(report, language) = *self;
        let summary: Vec<&str> = report.summary.iter().map(|text| text.get(language)).collect();
        let sections: Vec<In<Section>> = report.sections.iter().map(|section| In(section, language)).collect();
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("report", &report.slug)?;
        map.serialize_entry("language", language.tag())?;
        map.serialize_entry("title", report.title.get(language))?;
        map.serialize_entry("summary", &summary)?;
        map.serialize_entry("sections", &sections)?;
        map.end()
    }
}

impl Serialize for In<'_, Section> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let In(section, language) = *self;
        let blocks: Vec<In<Block>> = section.blocks.iter().map(|block| In(block, language)).collect();
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("heading", section.heading.get(language))?;
        map.serialize_entry("blocks", &blocks)?;
        map.end()
    }
}

impl Serialize for In<'_, Block> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let In(block, language) = *self;
        let mut map = serializer.serialize_map(Some(1))?;
        match block {
            Block::Text(text) => map.serialize_entry("text", text.get(language))?,
            Block::List(items) => {
                let items: Vec<In<Cell>> = items.iter().map(|item| In(item, language)).collect();
                map.serialize_entry("list", &items)?;
            }
            Block::Table(table) => map.serialize_entry("table", &In(table, language))?,
            Block::Bump(chart) => map.serialize_entry("chart", &In(chart, language))?,
            Block::Notice(notice) => map.serialize_entry("notice", notice.text.get(language))?,
            Block::Quote(quote) => map.serialize_entry("quote", quote)?,
        }
        map.end()
    }
}

impl Serialize for In<'_, Table> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(serde::Serialize)]
        struct Heading<'a> {
            key: &'a str,
            header: &'a str,
            #[serde(skip_serializing_if = "Option::is_none")]
            note: Option<&'a str>,
        }
        let In(table, language) = *self;
        let keys = keys(table);
        let columns: Vec<Heading> = (table.columns.iter().zip(&keys))
            .map(|(column, key)| Heading {
                key,
                header: column.header.get(language),
                note: column.note.as_ref().map(|note| note.get(language)).filter(|note| !note.is_empty()),
            })
            .collect();
        let rows: Vec<Line> = table.rows.iter().map(|row| Line { keys: &keys, row, language }).collect();
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("caption", table.caption.get(language))?;
        map.serialize_entry("columns", &columns)?;
        map.serialize_entry("rows", &rows)?;
        map.end()
    }
}

struct Line<'a> {
    keys: &'a [String],
    row: &'a Row,
    language: Language,
}

impl Serialize for Line<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.keys.len()))?;
        let nothing = Cell::default();
        for (index, key) in self.keys.iter().enumerate() {
            map.serialize_entry(key, &In(self.row.cells.get(index).unwrap_or(&nothing), self.language))?;
        }
        map.end()
    }
}

impl Serialize for In<'_, Bump> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(serde::Serialize)]
        struct Content<'a> {
            name: &'a str,
            since: &'static str,
        }
        #[derive(serde::Serialize)]
        struct Line<'a> {
            name: &'a str,
            places: Vec<Option<u32>>,
        }
        let In(chart, language) = *self;
        let contents: Vec<Content> = chart
            .columns
            .iter()
            .map(|column| Content {
                name: &column.name,
                since: match column.since {
                    BumpGap::Joined => "joined",
                    BumpGap::Broken => "broken",
                    BumpGap::Missing => "missing",
                },
            })
            .collect();
        let lines: Vec<Line> = chart
            .lines
            .iter()
            .map(|line| Line {
                name: &line.name,
                places: line.steps.iter().map(|step| step.map(|step| step.place)).collect(),
            })
            .collect();
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("caption", chart.caption.get(language))?;
        map.serialize_entry("top", &chart.top)?;
        map.serialize_entry("contents", &contents)?;
        map.serialize_entry("lines", &lines)?;
        map.end()
    }
}

impl Serialize for In<'_, Cell> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(serde::Serialize)]
        struct Source<'a> {
            capture: String,
            locator: &'a str,
        }
        let In(cell, language) = *self;
        let text = cell.text.get(language);
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("text", text)?;
        if let Some(value) = cell.value.and_then(|value| number(text, value)) {
            map.serialize_entry("value", &value)?;
        }
        if !cell.interval.is_empty() {
            map.serialize_entry("interval", &cell.interval)?;
        }
        if let Some(note) = &cell.note {
            map.serialize_entry("note", note.get(language))?;
        }
        if let Some((capture, locator)) = &cell.source {
            map.serialize_entry("source", &Source { capture: capture.hex(), locator })?;
        }
        match &cell.link {
            Some(Link::Report(target)) => map.serialize_entry("report", target)?,
            Some(link @ Link::Web(_)) => {
                if let Some(address) = href(link, "html") {
                    map.serialize_entry("link", &address)?;
                }
            }
            None => {}
        }
        map.end()
    }
}

/// The number with its printed digits where `text` is it, else with the fewest digits that give `value` again.
fn number(text: &str, value: f64) -> Option<Box<RawValue>> {
    let printed = Decimal::parse(text).filter(|decimal| decimal.to_f64().total_cmp(&value).is_eq());
    let digits = match printed {
        Some(decimal) => decimal.to_string(),
        None if value.is_finite() => value.to_string(),
        None => return None,
    };
    RawValue::from_string(digits).ok()
}

/// Acting characters stand inside strings only, as JSON's own signs do not act: they become `\u` escapes.
fn quiet(json: &str) -> String {
    use std::fmt::Write as _;
    let mut quiet = String::with_capacity(json.len());
    for c in json.chars() {
        if c == '\n' || crate::text::printable_line(c.encode_utf8(&mut [0; 4])) == c.to_string() {
            quiet.push(c);
        } else {
            for unit in c.encode_utf16(&mut [0; 2]) {
                let _ = write!(quiet, "\\u{unit:04x}");
            }
        }
    }
    quiet
}

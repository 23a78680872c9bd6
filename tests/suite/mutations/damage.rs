//! The kinds of damage, each done to the bytes.

use super::canvas::{Canvas, Span};
use bangdan::catalogue::Format;
use bangdan::text::Decimal;
use regex::bytes::Regex;
use std::sync::LazyLock;

/// A kind of damage.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Damage {
    DropColumn,
    SwapColumns,
    RenameColumn,
    ShiftColumn,
    ShiftRow,
    ShiftWholeRow,
    Times10,
    Times100,
    AllTimes10,
    CutHalf,
    CutInLastNumber,
    EmptyTable,
    ErrorPage,
    Mojibake,
    LostCharacters,
    SwapNames,
    LosePoint,
    CommaForPoint,
    DoubleRows,
    ReorderRows,
    MarkupInNames,
    MarkupInNumbers,
}

use Damage::*;

/// Every kind, with what it is.
pub const KINDS: &[(Damage, &str)] = &[
    (DropColumn, "a column of figures is dropped"),
    (SwapColumns, "two columns of figures change places under their headers"),
    (RenameColumn, "a header is renamed"),
    (ShiftColumn, "a column of figures moves down by one row"),
    (ShiftRow, "the figures of one row move by one column"),
    (ShiftWholeRow, "all cells of one row move by one column"),
    (Times10, "a column of figures is ten times as large"),
    (Times100, "a column of figures is a hundred times as large"),
    (AllTimes10, "all figures are ten times as large"),
    (CutHalf, "the body ends in the middle"),
    (CutInLastNumber, "the body ends within its last figure"),
    (EmptyTable, "the table has no rows"),
    (ErrorPage, "an error page comes with status 200"),
    (Mojibake, "UTF-8 is read as Latin-1 and written as UTF-8"),
    (LostCharacters, "all that is no ASCII becomes question marks"),
    (SwapNames, "two models' names are exchanged"),
    (LosePoint, "a column loses its decimal points"),
    (CommaForPoint, "a column has commas for decimal points"),
    (DoubleRows, "the first rows stand there twice"),
    (ReorderRows, "the rows come in reverse order"),
    (MarkupInNames, "names get tags and a script"),
    (MarkupInNumbers, "figures are wrapped in tags"),
];

static NUMBER: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"[0-9]+(\.[0-9]+)?").unwrap());
/// The key before a value.
static KEY: LazyLock<Regex> = LazyLock::new(|| Regex::new(r#"([\p{L}\p{N}_.-]+)["']?\s*:\s*$"#).unwrap());
static REFERENCE: LazyLock<Regex> = LazyLock::new(|| Regex::new(r#"r="([A-Z]*)[0-9]+""#).unwrap());
static VALUE: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"<v>([0-9]+(?:\.[0-9]+)?)</v>").unwrap());

type Edits = Vec<(Span, Vec<u8>)>;

impl Damage {
    /// The body with the damage; `None` where it cannot be done to this one, or changes nothing.
    pub fn apply(self, body: &[u8], canvas: Option<&Canvas>) -> Option<Vec<u8>> {
        match self {
            ErrorPage => {
                let page = "<!DOCTYPE html><html><head><title>502</title></head><body><h1>Bad Gateway</h1>\
                            <p>nginx</p></body></html>";
                return Some(page.into());
            }
            CutHalf => return Some(body[..body.len() / 2].to_vec()),
            _ => {}
        }
        let canvas = canvas?;
        let first = *canvas.metrics.first()?;
        let edits = match self {
            DropColumn => return drop_column(canvas),
            SwapColumns => swap_columns(canvas)?,
            RenameColumn => rename_column(canvas, first)?,
            ShiftColumn => permuted(canvas, first, |row, rows| (row + rows - 1) % rows)?,
            ShiftRow => shift_row(canvas, &canvas.metrics)?,
            ShiftWholeRow => shift_row(canvas, &(0..canvas.header.len()).collect::<Vec<_>>())?,
            Times10 => figures(canvas, &[first], |text| times(text, 1)),
            Times100 => figures(canvas, &[first], |text| times(text, 2)),
            AllTimes10 => figures(canvas, &canvas.metrics, |text| times(text, 1)),
            CutInLastNumber => return cut_in_last_number(body, canvas),
            EmptyTable => vec![((canvas.row(0)?.0, canvas.row(canvas.rows.len() - 1)?.1), Vec::new())],
            Mojibake => return changed(body, canvas.every_text(|text| latin1(text).into_bytes())),
            LostCharacters => return changed(body, canvas.every_text(|text| question_marks(text).into_bytes())),
            SwapNames => swap_names(canvas)?,
            LosePoint => figures(canvas, &[first], |text| text.replace('.', "")),
            // A workbook's figures are numbers, which have neither commas nor tags.
            CommaForPoint | MarkupInNumbers if canvas.is_workbook() => return None,
            CommaForPoint => figures(canvas, &[first], |text| text.replace('.', ",")),
            DoubleRows => double_rows(canvas)?,
            ReorderRows => reverse(canvas)?,
            MarkupInNames => names(canvas)?,
            MarkupInNumbers => figures(canvas, &[first], |text| format!("<b>{text}</b>")),
            ErrorPage | CutHalf => return None,
        };
        canvas.apply(edits)
    }
}

fn changed(body: &[u8], new: Vec<u8>) -> Option<Vec<u8>> {
    (new != body).then_some(new)
}

fn cell(canvas: &Canvas, row: usize, column: usize) -> Option<Span> {
    canvas.rows.get(row)?.get(column).copied().flatten()
}

/// From the end of the cell before to the end of this one, so that a separator or key goes with it.
fn drop_column(canvas: &Canvas) -> Option<Vec<u8>> {
    let column = *canvas.metrics.iter().rev().find(|column| **column > 0)?;
    let mut edits: Edits = Vec::new();
    let rows = (0..canvas.rows.len()).map(|row| &canvas.rows[row]);
    for cells in std::iter::once(&canvas.header).chain(rows) {
        let (Some(Some(before)), Some(Some(own))) = (cells.get(column - 1), cells.get(column)) else { continue };
        if canvas.is_workbook() {
            edits.push((*own, b"/>".to_vec()));
        } else if before.1 <= own.1 {
            edits.push(((before.1, own.1), Vec::new()));
        }
    }
    if canvas.format == Format::Markdown {
        // The line below the header has a cell for each column.
        let header = canvas.header.iter().copied().flatten().map(|span| span.1).max()?;
        let line = header + canvas.text[header..].iter().position(|byte| *byte == b'\n')? + 1;
        let end = line + canvas.text[line..].iter().position(|byte| *byte == b'\n')?;
        let bars: Vec<usize> = (line..end).filter(|at| canvas.text[*at] == b'|').collect();
        let [.., a, b] = bars[..] else { return None };
        edits.push(((a, b), Vec::new()));
    }
    canvas.apply(edits)
}

fn swap_columns(canvas: &Canvas) -> Option<Edits> {
    let (a, b) = (*canvas.metrics.first()?, *canvas.metrics.get(1)?);
    let mut edits = Vec::new();
    for row in 0..canvas.rows.len() {
        let (Some(a), Some(b)) = (cell(canvas, row, a), cell(canvas, row, b)) else { continue };
        edits.push((a, canvas.bytes(b).to_vec()));
        edits.push((b, canvas.bytes(a).to_vec()));
    }
    Some(edits)
}

fn rename_column(canvas: &Canvas, column: usize) -> Option<Edits> {
    if let Some(Some(header)) = canvas.header.get(column) {
        let text = if canvas.is_workbook() { " t=\"inlineStr\"><is><t>renamed</t></is></c>" } else { "renamed" };
        return Some(vec![(*header, text.into())]);
    }
    let mut edits = Vec::new();
    for row in 0..canvas.rows.len() {
        let Some(own) = cell(canvas, row, column) else { continue };
        let before = own.0.saturating_sub(60);
        let key = KEY.captures(&canvas.text[before..own.0])?.get(1)?;
        edits.push(((before + key.start(), before + key.end()), b"renamed".to_vec()));
    }
    Some(edits)
}

/// Each cell of a column with the bytes of another row's; `None` where a row has no such cell.
fn permuted(canvas: &Canvas, column: usize, from: impl Fn(usize, usize) -> usize) -> Option<Edits> {
    let rows = canvas.rows.len();
    let all: Vec<Span> = (0..rows).map(|row| cell(canvas, row, column)).collect::<Option<_>>()?;
    Some((0..rows).map(|row| (all[row], canvas.bytes(all[from(row, rows)]).to_vec())).collect())
}

fn reverse(canvas: &Canvas) -> Option<Edits> {
    let columns = canvas.rows.first()?.len();
    let same = canvas.rows.iter().all(|row| row.len() == columns);
    let reversed = |column| permuted(canvas, column, |row, rows| rows - 1 - row);
    let edits: Option<Vec<Edits>> = (0..columns).map(reversed).collect();
    edits.filter(|_| same).map(|edits| edits.concat())
}

fn shift_row(canvas: &Canvas, columns: &[usize]) -> Option<Edits> {
    let row = canvas.rows.len() / 2;
    let spans: Option<Vec<Span>> = columns.iter().map(|column| cell(canvas, row, *column)).collect();
    let mut spans = spans?;
    spans.sort_unstable();
    (spans.len() > 1).then(|| {
        let from = |index: usize| canvas.bytes(spans[(index + spans.len() - 1) % spans.len()]).to_vec();
        spans.iter().enumerate().map(|(index, span)| (*span, from(index))).collect()
    })
}

/// Each figure of some columns written otherwise.
fn figures(canvas: &Canvas, columns: &[usize], write: impl Fn(&str) -> String) -> Edits {
    let mut edits = Vec::new();
    for row in 0..canvas.rows.len() {
        for column in columns {
            let Some(span) = cell(canvas, row, *column) else { continue };
            let bytes = canvas.bytes(span);
            let found = if canvas.is_workbook() {
                VALUE.captures(bytes).filter(|_| !bytes.starts_with(b" t=")).and_then(|found| found.get(1))
            } else {
                NUMBER.find(bytes)
            };
            let Some(found) = found else { continue };
            let text = std::str::from_utf8(found.as_bytes()).unwrap();
            edits.push(((span.0 + found.start(), span.0 + found.end()), write(text).into_bytes()));
        }
    }
    edits
}

fn times(text: &str, power: i8) -> String {
    Decimal::parse(text).map_or_else(|| text.to_owned(), |number| number.shifted(power).to_string())
}

fn cut_in_last_number(body: &[u8], canvas: &Canvas) -> Option<Vec<u8>> {
    if canvas.is_workbook() {
        return Some(body[..body.len() - 7].to_vec());
    }
    let row = canvas.rows.last()?;
    let last = row.iter().enumerate().filter(|(column, _)| canvas.metrics.contains(column));
    let (start, end) = last.filter_map(|(_, span)| *span).max()?;
    let number = NUMBER.find(&canvas.text[start..end])?;
    (number.len() > 1).then(|| body[..start + number.end() - 1].to_vec())
}

fn swap_names(canvas: &Canvas) -> Option<Edits> {
    let rows = canvas.rows.len();
    let (a, b) = (cell(canvas, rows / 3, canvas.name)?, cell(canvas, rows * 2 / 3, canvas.name)?);
    (a != b).then(|| vec![(a, canvas.bytes(b).to_vec()), (b, canvas.bytes(a).to_vec())])
}

fn names(canvas: &Canvas) -> Option<Edits> {
    if canvas.is_workbook() {
        return None;
    }
    let spans = (0..canvas.rows.len()).filter_map(|row| cell(canvas, row, canvas.name));
    let wrapped = |span: Span| {
        let bytes = canvas.bytes(span);
        let quote = bytes.first().copied().filter(|byte| matches!(byte, b'"' | b'\'' | b'`'));
        let inner = if quote.is_some() { &bytes[1..bytes.len() - 1] } else { bytes };
        let quote = quote.map(|byte| vec![byte]).unwrap_or_default();
        (span, [&quote, &b"<b>"[..], inner, b"</b><script>go(1)</script>", &quote].concat())
    };
    Some(spans.map(wrapped).collect())
}

fn double_rows(canvas: &Canvas) -> Option<Edits> {
    let last = canvas.rows.len() - 1;
    let count = canvas.rows.len().div_ceil(2);
    let mut copies: Vec<Vec<u8>> = Vec::new();
    for row in 0..count {
        let (start, end) = canvas.row(row)?;
        copies.push(canvas.text[start..end].to_vec());
    }
    if canvas.is_workbook() {
        for (index, copy) in copies.iter_mut().enumerate() {
            let number = 1000 + index;
            let with = format!("r=\"${{1}}{number}\"");
            *copy = REFERENCE.replace_all(copy, with.as_bytes()).into_owned();
        }
    }
    let at = canvas.row(last)?.1;
    let comma = matches!(canvas.format, Format::Json | Format::Script);
    let mut text = Vec::new();
    if !comma && !canvas.is_workbook() && canvas.format != Format::Html && canvas.text.get(at - 1) != Some(&b'\n') {
        text.push(b'\n');
    }
    for copy in copies {
        text.extend_from_slice(if comma { b"," } else { b"" });
        text.extend(copy);
    }
    Some(vec![((at, at), text)])
}

fn latin1(text: &str) -> String {
    text.bytes().map(char::from).collect()
}

fn question_marks(text: &str) -> String {
    text.chars().map(|c| if c.is_ascii() { c } else { '?' }).collect()
}

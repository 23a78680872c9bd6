//! A file of a person's decisions about names and ids: a CSV that people review and share.

use super::decision::{Decision, Wrong};
use super::table::wrong;
use crate::error::{Error, Result};
use crate::message;
use crate::text::{nearest, restore_formula};

/// The columns of an overlay, in the order in which they are written.
const COLUMNS: [&str; 10] =
    ["action", "name", "id", "config", "organization", "source", "board", "from", "until", "why"];

/// The columns without which nothing can be decided.
const NEEDED: [&str; 4] = ["action", "name", "id", "why"];

/// The decisions of one file, in its order.
#[derive(Debug, Clone, Default)]
pub struct Overlay {
    file: String,
    /// Each with its line.
    decisions: Vec<(u64, Decision)>,
    open: usize,
}

impl Overlay {
    /// The columns of an overlay, in the order in which they are written.
    pub const COLUMNS: [&'static str; 10] = COLUMNS;

    /// Reads an overlay; `file` is what messages call it. Rows that begin with `#` are remarks, rows without an action
    /// are not decided yet.
    ///
    /// # Errors
    /// A column that is missing or unknown, a row that cannot be read: with the line and what to do.
    pub fn read(file: &str, bytes: &[u8]) -> Result<Overlay> {
        let mut overlay = Overlay { file: file.to_owned(), ..Overlay::default() };
        let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
        let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(bytes);
        let mut lines = Lines { bytes, at: 0, line: 1 };
        let mut header: Option<Vec<String>> = None;
        let mut record = csv::ByteRecord::new();
        loop {
            let start = reader.position().byte();
            let more = reader.read_byte_record(&mut record);
            let line = lines.of(start);
            let more = more.map_err(|cause| overlay.refuse(line, &not_csv()).caused_by(cause))?;
            if !more {
                break;
            }
            if record.get(0).is_some_and(|cell| cell.trim_ascii_start().starts_with(b"#")) {
                continue;
            }
            let cells = text_of(&record).ok_or_else(|| overlay.refuse(line, &not_utf8()))?;
            match &header {
                None => header = Some(columns(cells).map_err(|wrong| overlay.refuse(line, &wrong))?),
                Some(header) => overlay.take(line, header, &cells)?,
            }
        }
        match header {
            Some(_) => Ok(overlay),
            None => Err(overlay.refuse(1, &no_header())),
        }
    }

    fn take(&mut self, line: u64, header: &[String], cells: &[String]) -> Result<()> {
        if cells.len() != header.len() {
            return Err(self.refuse(line, &ragged(cells.len(), header.len())));
        }
        let cell = |column: &str| {
            let at = header.iter().position(|known| known == column);
            at.and_then(|at| cells.get(at)).map_or_else(String::new, |cell| restore_formula(cell.trim()).to_owned())
        };
        match Decision::read(cell).map_err(|wrong| self.refuse(line, &wrong))? {
            Some(decision) => self.decisions.push((line, decision)),
            None => self.open += 1,
        }
        Ok(())
    }

    /// What messages call the file.
    #[must_use]
    pub fn file(&self) -> &str {
        &self.file
    }

    /// The decisions with their lines, in the order of the file.
    #[must_use]
    pub fn decisions(&self) -> &[(u64, Decision)] {
        &self.decisions
    }

    /// How many rows have no action yet.
    #[must_use]
    pub fn open(&self) -> usize {
        self.open
    }

    /// The error for a decision about a source or a board that there is not.
    #[must_use]
    pub fn unknown_place(&self, line: u64, typed: &str, suggestions: &[String]) -> Error {
        let what = message!("no source or board is called {typed:?}", "没有名为 {typed:?} 的来源或榜单");
        let (en, zh) = (suggestions.join(", "), suggestions.join("、"));
        let todo = if suggestions.is_empty() {
            message!("`bangdan list` shows what there is", "运行 `bangdan list` 查看全部来源与榜单")
        } else {
            message!("did you mean {en}?", "是否指：{zh}？")
        };
        self.refuse(line, &Wrong::new(what, todo))
    }

    /// The error for what is wrong at a line.
    pub(super) fn refuse(&self, line: u64, found: &Wrong) -> Error {
        wrong(&self.file, line, found.what.clone()).with_hint(found.todo.clone())
    }
}

/// Lines by their first byte, counted as the rows come.
struct Lines<'a> {
    bytes: &'a [u8],
    at: usize,
    line: u64,
}

impl Lines<'_> {
    /// The line of the row that is read from this byte on; empty lines before it are not its own.
    fn of(&mut self, start: u64) -> u64 {
        let start = usize::try_from(start).unwrap_or(self.bytes.len());
        let rest = self.bytes.get(start..).unwrap_or_default();
        let start = start + rest.iter().take_while(|byte| matches!(byte, b'\n' | b'\r')).count();
        let before = self.bytes.get(self.at..start).unwrap_or_default();
        self.line += before.iter().filter(|byte| **byte == b'\n').map(|_| 1).sum::<u64>();
        self.at = start;
        self.line
    }
}

fn text_of(record: &csv::ByteRecord) -> Option<Vec<String>> {
    record.iter().map(|cell| std::str::from_utf8(cell).ok().map(str::to_owned)).collect()
}

fn columns(cells: Vec<String>) -> std::result::Result<Vec<String>, Wrong> {
    let cells: Vec<String> = cells.into_iter().map(|cell| cell.trim().to_owned()).collect();
    let header = COLUMNS.join(",");
    let todo = message!("the first row is {header}", "首行应为 {header}");
    for (at, column) in cells.iter().enumerate() {
        if !COLUMNS.contains(&column.as_str()) {
            let what = message!("no column of an overlay is called {column:?}", "没有名为 {column:?} 的列");
            let near = nearest(column, COLUMNS).into_iter().next();
            let todo = near.map_or(todo, |near| message!("did you mean `{near}`?", "是否指 `{near}`？"));
            return Err(Wrong::new(what, todo));
        }
        if cells.iter().take(at).any(|other| other == column) {
            return Err(Wrong::new(message!("column {column:?} stands there twice", "列 {column:?} 重复"), todo));
        }
    }
    match NEEDED.iter().find(|needed| !cells.iter().any(|cell| cell == *needed)) {
        Some(needed) => Err(Wrong::new(message!("column {needed:?} is missing", "缺少列 {needed:?}"), todo)),
        None => Ok(cells),
    }
}

fn no_header() -> Wrong {
    let header = COLUMNS.join(",");
    Wrong::new(
        message!("the file has no rows", "文件没有内容"),
        message!("the first row is {header}", "首行应为 {header}"),
    )
}

fn not_csv() -> Wrong {
    Wrong::new(
        message!("not CSV", "不是 CSV"),
        message!("save it as CSV with commas, in UTF-8", "请另存为以逗号分隔的 UTF-8 CSV"),
    )
}

fn not_utf8() -> Wrong {
    Wrong::new(
        message!("not UTF-8", "不是 UTF-8"),
        message!("save it as CSV with commas, in UTF-8", "请另存为以逗号分隔的 UTF-8 CSV"),
    )
}

fn ragged(cells: usize, columns: usize) -> Wrong {
    Wrong::new(
        message!("{cells} cells where the first row has {columns}", "有 {cells} 个单元格，而首行有 {columns} 个"),
        message!("quote a cell that has a comma in it: \"a, b\"", "含逗号的单元格请加引号：\"a, b\""),
    )
}

/// Whether a text is an id of the registry's form: `developer/model[@snapshot]`.
#[must_use]
pub fn valid_id(id: &str) -> bool {
    let plain = |part: &str| {
        let byte = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b".+-".contains(&byte);
        !part.is_empty() && part.bytes().all(byte)
    };
    let Some((developer, model)) = id.split_once('/') else { return false };
    let (model, snapshot) = model.split_once('@').map_or((model, None), |(model, snapshot)| (model, Some(snapshot)));
    plain(developer) && plain(model) && snapshot.is_none_or(plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_have_one_slash_at_most_one_snapshot_and_no_other_signs() {
        for id in ["openai/gpt-4-turbo@2024-04-09", "01-ai/yi-1.5-34b", "baidu/ernie-bot@v2.0.4", "a/b+c"] {
            assert!(valid_id(id), "{id}");
        }
        for id in [
            "",
            "gpt-4",
            "openai/",
            "/gpt-4",
            "OpenAI/gpt-4",
            "a/b/c",
            "a/b@c@d",
            "a/b@",
            "a@b/c",
            "a/b c",
            "a/文心",
            "a/b_c",
        ] {
            assert!(!valid_id(id), "{id}");
        }
    }

    #[test]
    fn lines_are_those_of_the_file_though_rows_go_over_several_and_some_are_empty() {
        let text = "\u{feff}# remark, with a comma\r\naction,name,id,why\r\n\r\n\"# two\nlines\",,,\n\naccept,\"a\nb\",x/y,because\nreject,c,x/z,no\n";
        let overlay = Overlay::read("f.csv", text.as_bytes()).unwrap();
        let lines: Vec<(u64, &str)> =
            overlay.decisions().iter().map(|(line, one)| (*line, one.name.as_str())).collect();
        assert_eq!(lines, [(7, "a\nb"), (9, "c")]);
    }
}

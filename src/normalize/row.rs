//! One row to an entry.

use super::beside::Beside;
use super::columns::Columns;
use super::marks::{Marks, is_dashes};
use super::number::{begins_as_number, read_number, why_unread};
use super::quote::{quote, quote_row};
use super::rank::read_rank;
use super::rows::{count_cells, is_words};
use crate::catalogue::{Board, date_label};
use crate::message;
use crate::schema::{Code, Entry, MetricId, Missing, Problem, Rank, RawRow, RawTable, Reading};
use crate::text::{Message, fold, squeeze};
use std::collections::BTreeMap;

/// What the rows of one table are read by.
pub(super) struct RowReader<'a> {
    pub board: &'a Board,
    pub table: &'a RawTable,
    pub columns: &'a Columns<'a>,
    pub marks: &'a Marks,
}

/// A row that is an entry, and what is doubtful about its cells.
pub(super) struct Taken {
    pub entry: Entry,
    pub problems: Vec<Problem>,
}

impl RowReader<'_> {
    /// The entry of a row.
    ///
    /// # Errors
    /// Why it is none.
    pub(super) fn read(&self, row: &RawRow) -> Result<Taken, Problem> {
        let (number, header) = (self.table.row_in_body(row), self.table.header.len());
        let cells = count_cells(row, header);
        if self.repeats_header(row) || (cells != header && is_words(row, self.columns, self.marks)) {
            return Err(self.no_entry(row));
        }
        if cells != header {
            let words = quote_row(row);
            let what = message!(
                "row {number} has {cells} cells where the header has {header}; it is left out: {words}",
                "第 {number} 行有 {cells} 格，而表头有 {header} 格，未收录：{words}"
            );
            return Err(self.left_out(row, Code::RaggedRow, what));
        }
        let name = squeeze(text(row, self.columns.model));
        let folded = fold(&name);
        if folded.is_empty() || is_dashes(&folded) {
            let words = quote_row(row);
            let what = message!(
                "row {number} names no model; it is left out: {words}",
                "第 {number} 行没有模型名称，未收录：{words}"
            );
            return Err(self.left_out(row, Code::UnnamedRow, what));
        }
        let mut problems = Vec::new();
        let rank = self.rank(row, &name, &mut problems);
        let readings = self.readings(row, &name, &mut problems);
        if rank.place().is_none() && says_nothing(row, &readings) {
            return Err(self.no_entry(row));
        }
        let printed = |column: usize| Some(squeeze(text(row, column))).filter(|text| !text.is_empty());
        let labels = self.columns.labels.iter();
        let mut labels: BTreeMap<String, String> =
            labels.filter_map(|(label, column)| Some(((*label).to_owned(), printed(*column)?))).collect();
        self.date(row, &name, &mut labels, &mut problems);
        let entry = Entry {
            rank,
            readings,
            organization: self.columns.organization.and_then(printed),
            key: key_of(self.board, &labels),
            labels,
            link: row.cells.get(self.columns.model).and_then(|cell| cell.link.as_deref().map(str::to_owned)),
            at: self.table.locate(row, self.columns.model),
            name,
        };
        Ok(Taken { entry, problems })
    }

    fn rank(&self, row: &RawRow, name: &str, problems: &mut Vec<Problem>) -> Rank {
        let Some(column) = self.columns.rank else { return Rank::NotGiven };
        let text = text(row, column);
        read_rank(self.marks, text).unwrap_or_else(|| {
            let (name, quoted) = (quote(name), quote(text));
            let what =
                message!("the place of {name} is {quoted:?}, which is none", "{name} 的名次为 {quoted:?}，无法识别");
            problems.push(Problem { code: Code::UnreadRank, at: Some(self.table.locate(row, column)), what });
            Rank::NotGiven
        })
    }

    fn readings(&self, row: &RawRow, name: &str, problems: &mut Vec<Problem>) -> BTreeMap<MetricId, Reading> {
        let mut readings = BTreeMap::new();
        for column in &self.columns.metrics {
            let at = self.table.locate(row, column.column);
            let mut reading = read_number(self.marks, column, text(row, column.column), at);
            if let Reading::Missing { reason: Missing::Unreadable, text, at } = &reading {
                let what = why_unread(column, name, text);
                problems.push(Problem { code: Code::UnreadNumber, at: Some(at.clone()), what });
            }
            if let Reading::Score(score) = &mut reading {
                Beside { marks: self.marks, table: self.table, row, name }.complete(column, score, problems);
            }
            readings.insert(column.definition.id.clone(), reading);
        }
        readings
    }

    /// Adds the dates of labels that are written in a declared form: `listed_date` beside `listed`.
    fn date(&self, row: &RawRow, name: &str, labels: &mut BTreeMap<String, String>, problems: &mut Vec<Problem>) {
        for (label, form) in &self.board.dates {
            let Some(text) = labels.get(label).filter(|text| self.marks.missing(text).is_none()) else { continue };
            if let Some(date) = form.iso(text) {
                labels.insert(date_label(label), date);
                continue;
            }
            let (name, quoted) = (quote(name), quote(text));
            let what = message!(
                "{label} of {name} is {quoted:?}, which is no date of the declared form",
                "{name} 的 {label} 为 {quoted:?}，不符合所声明的日期写法"
            );
            let column = self.columns.labels.iter().find(|(other, _)| other == label).map(|(_, column)| *column);
            problems.push(Problem {
                code: Code::UnreadDate,
                at: column.map(|column| self.table.locate(row, column)),
                what,
            });
        }
    }

    /// The header again: all that is filled says what the header says, or the model is called as its column.
    fn repeats_header(&self, row: &RawRow) -> bool {
        let name = fold(text(row, self.columns.model));
        if !name.is_empty() && self.board.columns.model.iter().any(|header| fold(header) == name) {
            return true;
        }
        let mut filled = 0;
        for (cell, header) in row.cells.iter().zip(&self.table.header) {
            let cell = fold(&cell.text);
            if cell.is_empty() {
                continue;
            }
            if cell != fold(&header.text) {
                return false;
            }
            filled += 1;
        }
        filled > 1
    }

    fn no_entry(&self, row: &RawRow) -> Problem {
        let (number, words) = (self.table.row_in_body(row), quote_row(row));
        let what =
            message!("row {number} is no entry; it is left out: {words}", "第 {number} 行不是条目，未收录：{words}");
        self.left_out(row, Code::NotAnEntry, what)
    }

    fn left_out(&self, row: &RawRow, code: Code, what: Message) -> Problem {
        Problem { code, at: Some(self.table.locate(row, 0)), what }
    }
}

/// Whether a row without a place is the name of a section or a second header line: its metrics hold words and
/// blanks, or nothing but the name is filled. A dash, or a figure that cannot be read, is a statement.
fn says_nothing(row: &RawRow, readings: &BTreeMap<MetricId, Reading>) -> bool {
    let blank = |reading: &Reading| fold(reading.text()).is_empty();
    let words = |reading: &Reading| match reading {
        Reading::Missing { reason: Missing::Unreadable, text, .. } => !begins_as_number(text),
        _ => false,
    };
    if readings.is_empty() || !readings.values().all(|reading| blank(reading) || words(reading)) {
        return false;
    }
    let filled = row.cells.iter().filter(|cell| !fold(&cell.text).is_empty()).count();
    readings.values().any(words) || filled == 1
}

/// The labels that, with the name, tell entries apart; empty where one is not printed.
pub(super) fn key_of(board: &Board, labels: &BTreeMap<String, String>) -> Vec<String> {
    board.key.iter().map(|label| labels.get(label).cloned().unwrap_or_default()).collect()
}

fn text(row: &RawRow, column: usize) -> &str {
    row.cells.get(column).map_or("", |cell| cell.text.as_str())
}

//! Which column holds what.

use super::marks::Absent;
use super::quote::{quote, quote_header};
use crate::catalogue::{Board, IntervalColumns, MetricDefinition, Shape};
use crate::message;
use crate::schema::{Code, Problem, RawTable};
use crate::text::fold;

/// The columns of a table, by their index counted from 0.
#[derive(Debug)]
pub(super) struct Columns<'a> {
    pub rank: Option<usize>,
    pub model: usize,
    pub organization: Option<usize>,
    /// Label name and column.
    pub labels: Vec<(&'a str, usize)>,
    /// In the table's order.
    pub metrics: Vec<MetricColumn<'a>>,
}

/// A column of scores.
#[derive(Debug)]
pub(super) struct MetricColumn<'a> {
    pub definition: &'a MetricDefinition,
    pub column: usize,
    /// Whether another metric reads the same cells: `F1:80.3 Acc:84.3`.
    pub shared: bool,
    /// The columns that print its interval.
    pub interval: Option<BoundInterval<'a>>,
    /// The column that prints how many questions, votes or runs it rests on.
    pub n: Option<usize>,
    /// Spellings of an absence in this column alone.
    pub absent: Absent,
}

/// The columns of an interval that a table has.
#[derive(Debug, Clone, Copy)]
pub(super) enum BoundInterval<'a> {
    /// Its two ends.
    Ends(usize, usize),
    /// A number to either side, times the factor.
    Around(usize, f64),
    /// One cell, written as one of the shapes says.
    Cell(usize, &'a [Shape]),
}

impl BoundInterval<'_> {
    fn reads(self, column: usize) -> bool {
        match self {
            BoundInterval::Ends(low, high) => low == column || high == column,
            BoundInterval::Around(other, _) | BoundInterval::Cell(other, _) => other == column,
        }
    }
}

impl<'a> Columns<'a> {
    /// Binds what the table has, and notes the columns that nobody reads. Only the model's name must be there.
    ///
    /// # Errors
    /// No column of model names, or two columns that answer to one name.
    pub(super) fn bind(
        board: &'a Board,
        table: &RawTable,
        problems: &mut Vec<Problem>,
    ) -> Result<Columns<'a>, Problem> {
        let folded: Vec<String> = table.header.iter().map(|cell| fold(&cell.text)).collect();
        let find = |headers: &[String]| find(table, &folded, headers);
        let rank = find(&board.columns.rank)?;
        let model = find(&board.columns.model)?.ok_or_else(|| missing(table, &board.columns.model))?;
        let organization = find(&board.columns.organization)?;
        let mut labels = Vec::new();
        for (label, headers) in &board.labels {
            labels.extend(find(headers)?.map(|column| (label.as_str(), column)));
        }
        let mut metrics = Vec::new();
        for definition in &board.metrics {
            metrics.extend(find(&definition.header)?.map(|column| (definition, column)));
        }
        metrics.sort_by_key(|(_, column)| *column);
        let read = |column: usize| metrics.iter().filter(|(_, other)| *other == column).count();
        let mut bound = Vec::with_capacity(metrics.len());
        for &(definition, column) in &metrics {
            let interval = definition.interval.as_ref().map(|columns| bind_interval(columns, find)).transpose()?;
            bound.push(MetricColumn {
                definition,
                column,
                shared: read(column) > 1,
                interval: interval.flatten(),
                n: find(&definition.n)?,
                absent: Absent::of(&definition.missing),
            });
        }
        let columns = Columns { rank, model, organization, labels, metrics: bound };
        let ignored: Vec<String> = board.ignore.iter().map(|header| fold(header)).collect();
        for (column, header) in folded.iter().enumerate() {
            if !columns.reads(column) && !ignored.contains(header) {
                problems.extend(new_column(table, column));
            }
        }
        Ok(columns)
    }

    fn reads(&self, column: usize) -> bool {
        self.model == column
            || self.rank == Some(column)
            || self.organization == Some(column)
            || self.labels.iter().any(|(_, label)| *label == column)
            || self.metrics.iter().any(|metric| {
                metric.column == column
                    || metric.n == Some(column)
                    || metric.interval.is_some_and(|interval| interval.reads(column))
            })
    }
}

/// `None` where the table has not all of its columns.
fn bind_interval(
    columns: &IntervalColumns,
    find: impl Fn(&[String]) -> Result<Option<usize>, Problem>,
) -> Result<Option<BoundInterval<'_>>, Problem> {
    Ok(match columns {
        IntervalColumns::Ends { low, high } => {
            find(low)?.zip(find(high)?).map(|(low, high)| BoundInterval::Ends(low, high))
        }
        IntervalColumns::Around { column, times } => find(column)?.map(|column| BoundInterval::Around(column, *times)),
        IntervalColumns::Cell { column, shape } => find(column)?.map(|column| BoundInterval::Cell(column, shape)),
    })
}

/// Whether a column's header is one of the metric's.
pub(super) fn answers_to(metric: &MetricDefinition, column: &str) -> bool {
    let column = fold(column);
    metric.header.iter().any(|header| fold(header) == column)
}

/// The refusal of a table that has no column of these names.
pub(super) fn missing(table: &RawTable, headers: &[String]) -> Problem {
    let wanted: Vec<String> = headers.iter().map(|header| format!("{header:?}")).collect();
    let (en, zh) = (wanted.join(" or "), wanted.join(" 或 "));
    let (place, there) = (quote(&table.place), quote_header(table));
    let what = message!(
        "{place}: no column is called {en}; the header is: {there}",
        "{place}：没有名为 {zh} 的列；表头为：{there}"
    );
    Problem { code: Code::MissingColumn, at: Some(table.locate_header(0)), what }
}

/// The one column that answers to any of these headers.
fn find(table: &RawTable, folded: &[String], headers: &[String]) -> Result<Option<usize>, Problem> {
    let wanted: Vec<String> = headers.iter().map(|header| fold(header)).collect();
    let mut found = (0..).zip(folded).filter(|(_, header)| wanted.contains(header)).map(|(column, _)| column);
    let (first, second) = (found.next(), found.next());
    let (Some(a), Some(b)) = (first, second) else { return Ok(first) };
    let header = |column: usize| quote(table.header.get(column).map_or("", |cell| &cell.text));
    let (first, second, place, number_a, number_b) = (header(a), header(b), quote(&table.place), a + 1, b + 1);
    let what = message!(
        "{place}: columns {number_a} and {number_b}, {first:?} and {second:?}, answer to one name",
        "{place}：第 {number_a} 列 {first:?} 与第 {number_b} 列 {second:?} 对应同一项"
    );
    Err(Problem { code: Code::DuplicateColumn, at: Some(table.locate_header(b)), what })
}

/// A column that the definition does not know; `None` for one in which nothing is printed.
fn new_column(table: &RawTable, column: usize) -> Option<Problem> {
    let header = quote(table.header.get(column).map_or("", |cell| &cell.text));
    let number = column + 1;
    let what = if header.is_empty() {
        let filled = |cell: &crate::schema::RawCell| !fold(&cell.text).is_empty();
        table.rows.iter().find(|row| row.cells.get(column).is_some_and(filled))?;
        message!("column {number} has no header and is not read", "第 {number} 列没有表头，未读取")
    } else {
        message!("the column {header:?} is neither read nor ignored", "列 {header:?} 既未读取也未忽略")
    };
    Some(Problem { code: Code::NewColumn, at: Some(table.locate_header(column)), what })
}

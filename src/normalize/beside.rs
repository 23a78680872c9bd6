//! What stands beside a score in columns of its own: its interval, and how many questions or votes it rests on.

use super::columns::{BoundInterval, MetricColumn};
use super::marks::Marks;
use super::number::read_plain;
use super::quote::quote;
use crate::catalogue::MetricDefinition;
use crate::message;
use crate::schema::{Code, Interval, Problem, RawRow, RawTable, Score};
use crate::text::{Decimal, Message, squeeze};

/// Reads the columns beside the scores of one row.
pub(super) struct Beside<'a> {
    pub marks: &'a Marks,
    pub table: &'a RawTable,
    pub row: &'a RawRow,
    pub name: &'a str,
}

impl Beside<'_> {
    /// Adds what they print to a score. A cell that cannot be read is a problem; the score stands.
    pub(super) fn complete(&self, column: &MetricColumn<'_>, score: &mut Score, problems: &mut Vec<Problem>) {
        if let Some(bound) = column.interval {
            match self.interval(column.definition, bound, score.number) {
                Ok(found) => score.interval = found.or(score.interval),
                Err(problem) => problems.push(problem),
            }
        }
        if let Some(at) = column.n {
            match self.count(column.definition, at) {
                Ok(found) => score.n = found.or(score.n),
                Err(problem) => problems.push(problem),
            }
        }
    }

    fn interval(
        &self,
        metric: &MetricDefinition,
        bound: BoundInterval<'_>,
        value: Decimal,
    ) -> Result<Option<Interval>, Problem> {
        let ends = match bound {
            BoundInterval::Ends(low, high) => self.number(metric, low)?.zip(self.number(metric, high)?),
            BoundInterval::Around(at, times) => match self.number(metric, at)? {
                Some(half) => Some(around(value, half, times).ok_or_else(|| self.unread(metric, at))?),
                None => None,
            },
            BoundInterval::Cell(at, shapes) => match self.printed(at) {
                Some(text) => {
                    let found = shapes.iter().find_map(|shape| shape.read_interval(&text, value));
                    Some(found.ok_or_else(|| self.unread(metric, at))?)
                }
                None => None,
            },
        };
        Ok(ends.map(|(low, high)| Interval { low: low.to_f64(), high: high.to_f64() }))
    }

    fn count(&self, metric: &MetricDefinition, at: usize) -> Result<Option<u64>, Problem> {
        let Some(number) = self.number(metric, at)? else { return Ok(None) };
        // A table of floating-point numbers prints 1200.0.
        let whole = number.rounded(0);
        let count = if whole == number { whole.to_string().parse().ok() } else { None };
        count.map(Some).ok_or_else(|| self.unread(metric, at))
    }

    fn number(&self, metric: &MetricDefinition, at: usize) -> Result<Option<Decimal>, Problem> {
        let Some(text) = self.printed(at) else { return Ok(None) };
        read_plain(metric, &text).map(Some).ok_or_else(|| self.unread(metric, at))
    }

    /// `None` where the cell says that there is nothing.
    fn printed(&self, at: usize) -> Option<String> {
        let text = squeeze(self.text(at));
        if self.marks.missing(&text).is_some() { None } else { Some(text) }
    }

    fn text(&self, at: usize) -> &str {
        self.row.cells.get(at).map_or("", |cell| cell.text.as_str())
    }

    fn unread(&self, metric: &MetricDefinition, at: usize) -> Problem {
        let header = quote(self.table.header.get(at).map_or("", |cell| &cell.text));
        let (id, name, text) = (&metric.id, quote(self.name), quote(self.text(at)));
        let what: Message = message!(
            "{header:?} beside {id} of {name} is {text:?}, which cannot be read; the score stands without it",
            "{name} 的 {id} 旁 {header:?} 为 {text:?}，无法读取；分数照常收录，但不含此项"
        );
        Problem { code: Code::UnreadNumber, at: Some(self.table.locate(self.row, at)), what }
    }
}

fn around(value: Decimal, half: Decimal, times: f64) -> Option<(Decimal, Decimal)> {
    let half = half.times(Decimal::of_double(times)?)?;
    let half = if half.signum() < 0 { Decimal::ZERO.minus(half) } else { half };
    Some((value.minus(half), value.plus(half)?))
}

//! A metric's definition: from what is typed to what it means.

use super::board::{Check, Derive, IntervalColumns, MetricDefinition, Rule};
use super::edition::EditionPatterns;
use super::file_board::{BreakFile, DeriveFile, IntervalFile, MetricFile, PartMissing, PartsFile};
use super::read_source::{Reader, words};
use super::shape::Shape;
use crate::error::Result;
use crate::message;
use crate::schema::{Break, EditionOrder, MetricId};
use crate::text::Message;
use jiff::tz::TimeZone;

impl Reader<'_> {
    pub(super) fn metric(&self, file: MetricFile, editions: &EditionPatterns) -> Result<MetricDefinition> {
        if file.header.is_empty() && file.derive.is_none() {
            return Err(self.wrong(&file.id, message!("a metric needs a header", "指标需要表头")));
        }
        let name = file.name.map_or_else(|| Message::same(file.header.first().unwrap_or(&file.id)), words);
        let breaks = file.breaks.into_iter().map(|point| self.break_(point, editions));
        let means = lists(file.mean_of).into_iter().map(Check::MeanOf);
        let difference = file.difference_of.map(|[a, b]| Check::Difference(a.into(), b.into()));
        let until = file.until.as_deref().map(|label| self.edition(label, editions)).transpose()?;
        Ok(MetricDefinition {
            name,
            note: file.note.map(words),
            until: until.map(|edition| edition.order),
            breaks: breaks.collect::<Result<_>>()?,
            shape: file.shape.iter().map(|template| self.shape(template)).collect::<Result<_>>()?,
            interval: file.interval.map(|columns| self.interval(&file.id, columns)).transpose()?,
            derive: file.derive.map(|derive| self.derive(&file.id, derive)).transpose()?,
            id: file.id.into(),
            header: file.header,
            benchmark: file.benchmark,
            unit: file.unit,
            better: file.better,
            range: file.range.map(|[low, high]| (low, high)),
            primary: file.primary,
            strip: file.strip,
            missing: file.missing,
            n: file.n,
            checks: means.chain(difference).collect(),
        })
    }

    fn shape(&self, template: &str) -> Result<Shape> {
        Shape::parse(template).map_err(|why| self.wrong(template, Message::same(why)))
    }

    fn break_(&self, point: BreakFile, editions: &EditionPatterns) -> Result<Break> {
        let why = words(point.why);
        match (point.edition, point.published) {
            (Some(label), None) => {
                let edition = self.edition(&label, editions)?;
                Ok(Break { edition: edition.label, order: edition.order, why })
            }
            (None, Some(text)) => {
                let date = self.date(&text)?.to_zoned_datetime(TimeZone::UTC).date();
                Ok(Break { edition: date.to_string(), order: EditionOrder::of_date(date), why })
            }
            _ => Err(self.wrong(
                &why.en,
                message!("a break has either `edition` or `published`", "断点须有 `edition` 或 `published` 之一"),
            )),
        }
    }

    fn interval(&self, id: &str, file: IntervalFile) -> Result<IntervalColumns> {
        let given = |headers: &Vec<String>| !headers.is_empty();
        let wrong = |what: Message| Err(self.wrong(id, what));
        match (given(&file.low), given(&file.high), given(&file.half), given(&file.error), given(&file.cell)) {
            (true, true, false, false, false) => Ok(IntervalColumns::Ends { low: file.low, high: file.high }),
            (false, false, true, false, false) => Ok(IntervalColumns::Around { column: file.half, times: 1.0 }),
            (false, false, false, true, false) => match file.times.filter(|times| *times > 0.0) {
                Some(times) => Ok(IntervalColumns::Around { column: file.error, times }),
                None => wrong(message!("{id}: `error` needs `times`", "{id}：`error` 需要 `times`")),
            },
            (false, false, false, false, true) if !file.shape.is_empty() => {
                let shape = file.shape.iter().map(|template| {
                    Shape::parse_interval(template).map_err(|why| self.wrong(template, Message::same(why)))
                });
                Ok(IntervalColumns::Cell { column: file.cell, shape: shape.collect::<Result<_>>()? })
            }
            _ => wrong(message!(
                "{id}: an interval has `low` and `high`, or `half`, or `error` and `times`, or `cell` and `shape`",
                "{id}：区间须为 `low` 与 `high`、`half`、`error` 与 `times`、`cell` 与 `shape` 之一"
            )),
        }
    }

    fn derive(&self, id: &str, file: DeriveFile) -> Result<Derive> {
        let rule = match (file.mean, file.sum, file.ratio, file.weighted) {
            (Some(parts), None, None, None) => Rule::Mean(lists(Some(parts))),
            (None, Some(parts), None, None) => Rule::Sum(ids(parts)),
            (None, None, Some([a, b]), None) => Rule::Ratio(a.into(), b.into(), file.times.unwrap_or(1.0)),
            (None, None, None, Some(weights)) => {
                Rule::Weighted(weights.into_iter().map(|(part, weight)| (MetricId::from(part), weight)).collect())
            }
            _ => {
                return Err(self.wrong(
                    id,
                    message!(
                        "{id}: a metric is computed by one of `mean`, `sum`, `ratio`, `weighted`",
                        "{id}：计算规则须为 `mean`、`sum`、`ratio`、`weighted` 之一"
                    ),
                ));
            }
        };
        let nothing = matches!(&rule, Rule::Mean(lists) if lists.iter().any(Vec::is_empty));
        if nothing || rule.parts().next().is_none() {
            return Err(self.wrong(id, message!("{id} is computed from nothing", "{id} 没有可供计算的部分")));
        }
        if rule.parts().any(|part| part.as_str() == id) {
            return Err(self.wrong(id, message!("{id} is computed from itself", "{id} 由自身计算")));
        }
        if file.missing == PartMissing::Skip && !matches!(rule, Rule::Mean(_) | Rule::Sum(_)) {
            let what = message!(
                "{id}: only a mean or a sum can be computed without one of its parts",
                "{id}：只有平均值与总和可以在缺少部分时计算"
            );
            return Err(self.wrong(id, what));
        }
        Ok(Derive { rule, missing: file.missing, source: file.source })
    }
}

fn lists(parts: Option<PartsFile>) -> Vec<Vec<MetricId>> {
    let lists = match parts {
        None => Vec::new(),
        Some(PartsFile::One(parts)) => vec![parts],
        Some(PartsFile::Several(lists)) => lists,
    };
    lists.into_iter().map(ids).collect()
}

fn ids(parts: Vec<String>) -> Vec<MetricId> {
    parts.into_iter().map(MetricId::from).collect()
}

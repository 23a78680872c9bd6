//! Metrics that no table prints, computed from others of the same entry as the definition says.

use super::ended::has_ended;
use crate::catalogue::{Board, Derive, MetricDefinition, PartMissing, Rule};
use crate::message;
use crate::schema::{Computed, Entry, Metric, MetricId, Missing, Reading, Score, Snapshot};
use crate::text::{Decimal, Message};
use std::collections::BTreeMap;

/// Digits after the point that a computed number has more than the finest of its parts.
const FINER: u8 = 2;

/// The most digits after the point of a computed number that is not tiny.
const MOST_DECIMALS: u8 = 6;

/// The fewest significant digits that rounding leaves.
const SIGNIFICANT: u32 = 4;

/// Up to where a tiny number is followed.
const FINEST: u8 = 30;

/// Digits that a computed number is carried on with, past those that are shown, where others are computed from it.
const CARRIED: u8 = 6;

/// A computed number.
#[derive(Debug, Clone, Copy)]
struct Quotient {
    shown: Decimal,
    carried: Decimal,
}

/// Computes what the tables do not print and have all parts of. Computed metrics come before the printed ones, in the
/// definition's order.
pub(super) fn compute(board: &Board, snapshot: &mut Snapshot) {
    let mut carried: Vec<BTreeMap<&MetricId, Decimal>> = vec![BTreeMap::new(); snapshot.entries.len()];
    for id in &board.computed {
        let Some(definition) = board.metrics.iter().find(|metric| metric.id == *id) else { continue };
        let Some(derive) = &definition.derive else { continue };
        if snapshot.metric(id).is_some() || has_ended(definition, snapshot.edition.as_ref()) {
            continue;
        }
        let Some(rule) = rule_here(&derive.rule, snapshot) else { continue };
        for (entry, carried) in snapshot.entries.iter_mut().zip(&mut carried) {
            let found = number(&rule, derive.missing, &Parts { entry, carried });
            if let Ok(found) = found {
                carried.insert(id, found.carried);
            }
            entry.readings.insert(id.clone(), reading(entry, found));
        }
        snapshot.metrics.push(metric(board, definition, derive, &rule));
    }
    let place = |metric: &Metric| match &metric.computed {
        Some(_) => board.metrics.iter().position(|other| other.id == metric.id).unwrap_or(0),
        None => usize::MAX,
    };
    snapshot.metrics.sort_by_key(place);
}

/// The rule with the parts that the tables have; `None` where they have not all of any list.
fn rule_here(rule: &Rule, snapshot: &Snapshot) -> Option<Rule> {
    let has = |part: &MetricId| snapshot.metric(part).is_some();
    match rule {
        Rule::Mean(lists) => lists.iter().find(|list| list.iter().all(has)).map(|list| Rule::Mean(vec![list.clone()])),
        other => other.parts().all(has).then(|| other.clone()),
    }
}

fn metric(board: &Board, definition: &MetricDefinition, derive: &Derive, rule: &Rule) -> Metric {
    let computed =
        Computed { rule: words(board, rule), parts: rule.parts().cloned().collect(), source: derive.source.clone() };
    Metric { computed: Some(computed), ..definition.metric(String::new()) }
}

fn reading(entry: &Entry, found: Result<Quotient, Missing>) -> Reading {
    match found {
        Ok(Quotient { shown: number, .. }) => {
            let text = number.to_string();
            Reading::Score(Score { text, number, interval: None, n: None, at: entry.at.clone() })
        }
        Err(reason) => Reading::Missing { reason, text: String::new(), at: entry.at.clone() },
    }
}

/// The number, or the gravest reason for which a part has none.
fn number(rule: &Rule, missing: PartMissing, parts_of: &Parts<'_>) -> Result<Quotient, Missing> {
    let parts: Vec<&MetricId> = rule.parts().collect();
    let shown: Vec<Decimal> = parts.iter().filter_map(|part| parts_of.shown(part)).collect();
    let found: Vec<Decimal> = parts.iter().filter_map(|part| parts_of.number(part)).collect();
    let lacks = found.len() < parts.len();
    if found.is_empty() || (lacks && missing == PartMissing::None) {
        return Err(parts.iter().filter_map(|part| parts_of.why(part)).max().unwrap_or(Missing::NotListed));
    }
    let finest = shown.iter().map(|number| number.decimals()).max().unwrap_or(0);
    // No printed number is so long that these steps leave the space of a decimal; if one is, nothing is made up.
    let too_long = Missing::Unreadable;
    match (rule, found.as_slice()) {
        (Rule::Mean(_), found) => {
            let count = found.iter().try_fold(Decimal::ZERO, |count, _| count.plus(Decimal::ONE)).ok_or(too_long)?;
            quotient(sum(found).ok_or(too_long)?, count, finest).ok_or(too_long)
        }
        (Rule::Sum(_), found) => sum(found).and_then(|sum| quotient(sum, Decimal::ONE, finest)).ok_or(too_long),
        // Of nothing there is no share.
        (Rule::Ratio(..), [_, b]) if b.signum() == 0 => Err(Missing::NotReported),
        (Rule::Ratio(_, _, times), [a, b]) => {
            let above = Decimal::of_double(*times).and_then(|times| a.times(times));
            above.and_then(|above| quotient(above, *b, finest)).ok_or(too_long)
        }
        (Rule::Weighted(weights), found) => {
            let products =
                found.iter().zip(weights).map(|(part, (_, weight))| Decimal::of_double(*weight)?.times(*part));
            let products: Option<Vec<Decimal>> = products.collect();
            products.and_then(|products| quotient(sum(&products)?, Decimal::ONE, finest)).ok_or(too_long)
        }
        (Rule::Ratio(..), _) => Err(too_long),
    }
}

/// What one entry has of the parts of a rule.
struct Parts<'a> {
    entry: &'a Entry,
    /// Computed numbers, with more digits than are shown.
    carried: &'a BTreeMap<&'a MetricId, Decimal>,
}

impl Parts<'_> {
    fn shown(&self, part: &MetricId) -> Option<Decimal> {
        self.entry.score(part).map(|score| score.number)
    }

    fn number(&self, part: &MetricId) -> Option<Decimal> {
        self.carried.get(part).copied().or_else(|| self.shown(part))
    }

    fn why(&self, part: &MetricId) -> Option<Missing> {
        match self.entry.readings.get(part) {
            Some(Reading::Score(_)) => None,
            Some(Reading::Missing { reason, .. }) => Some(*reason),
            None => Some(Missing::NotListed),
        }
    }
}

fn sum(numbers: &[Decimal]) -> Option<Decimal> {
    numbers.iter().try_fold(Decimal::ZERO, |sum, number| sum.plus(*number))
}

/// Rounded half away from zero to two digits more than the finest part has, at most six; further where fewer than
/// four significant digits would be left.
fn quotient(above: Decimal, below: Decimal, finest: u8) -> Option<Quotient> {
    let mut decimals = finest.saturating_add(FINER).min(MOST_DECIMALS);
    loop {
        let found = above.over(below, decimals)?;
        if above.signum() == 0 || found.has_significant_digits(SIGNIFICANT) || decimals >= FINEST {
            let carried = above.over(below, decimals.saturating_add(CARRIED)).unwrap_or(found);
            return Some(Quotient { shown: found, carried });
        }
        decimals += 1;
    }
}

/// The rule for a reader: `mean of a, b and c`.
fn words(board: &Board, rule: &Rule) -> Message {
    let name = |part: &MetricId| match board.metrics.iter().find(|metric| metric.id == *part) {
        Some(metric) => metric.name.clone(),
        None => Message::same(part.as_str()),
    };
    let join = |en: &str, zh: &str| {
        let names: Vec<Message> = rule.parts().map(name).collect();
        let pick = |pick: fn(&Message) -> &str, comma: &str| names.iter().map(pick).collect::<Vec<_>>().join(comma);
        Message { en: pick(|name| &name.en, en), zh: pick(|name| &name.zh, zh) }
    };
    match rule {
        Rule::Mean(_) => {
            let Message { en, zh } = join(", ", "、");
            message!("mean of {en}", "{zh} 的平均值")
        }
        Rule::Sum(_) => join(" + ", " + "),
        Rule::Ratio(_, _, times) => {
            let Message { en, zh } = join(" / ", " / ");
            if (*times - 1.0).abs() < f64::EPSILON {
                message!("{en}", "{zh}")
            } else {
                message!("{en} × {times}", "{zh} × {times}")
            }
        }
        Rule::Weighted(weights) => {
            let names: Vec<Message> = weights.iter().map(|(part, _)| name(part)).collect();
            let part = |pick: fn(&Message) -> &str| {
                let parts = weights.iter().zip(&names).map(|((_, weight), name)| format!("{weight} × {}", pick(name)));
                parts.collect::<Vec<_>>().join(" + ")
            };
            Message { en: part(|name| &name.en), zh: part(|name| &name.zh) }
        }
    }
}

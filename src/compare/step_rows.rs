//! What happened to the rows and columns of a content: names, organisations, scores.

use super::cells::Change;
use super::diff::{Diff, Link, Pair, Side};
use super::metrics::{Comparability, MetricComparison};
use super::step::Told;
use crate::schema::{Better, ColumnChange, ColumnName, Entry, Happening, MetricId, Rescore, Snapshot};
use crate::text::fold;

/// Columns that came, went or were relabelled.
pub(super) fn columns(diff: &Diff) -> Vec<Happening> {
    let mut found = Vec::new();
    for metric in &diff.metrics {
        let column = || ColumnName::Metric { id: metric.id.clone(), name: metric.name.clone() };
        match metric.comparability {
            Comparability::Added => found.push(Happening::Column { column: column(), change: ColumnChange::Added }),
            Comparability::Dropped => found.push(Happening::Column { column: column(), change: ColumnChange::Dropped }),
            _ => {}
        }
        if let Some(relabel) = &metric.relabelled {
            let change = ColumnChange::Relabelled { from: relabel.from.clone(), to: relabel.to.clone() };
            found.push(Happening::Column { column: column(), change });
        }
    }
    found.extend(diff.labels.iter().filter(|label| !label.left_out).map(|label| Happening::Column {
        column: ColumnName::Label(label.label.clone()),
        change: if label.only_in == Side::To { ColumnChange::Added } else { ColumnChange::Dropped },
    }));
    found
}

/// Names and organisations that are written otherwise.
pub(super) fn names(told: &Told<'_>) -> Vec<Happening> {
    let diff = told.diff;
    let mut found = Vec::new();
    for pair in &diff.pairs {
        let to = || told.placed(Side::To, pair.to.index);
        match &pair.link {
            Link::Renamed { why, outranks_name } => {
                let from = told.placed(Side::From, pair.from.index);
                let models = other_models(told, pair);
                found.push(Happening::Renamed { from, to: to(), why: why.clone(), models });
                if *outranks_name {
                    found.extend(reused(told, pair));
                }
            }
            _ if pair.is_respelled() => {
                found.push(Happening::Respelled { from: pair.from.name.clone(), to: to() });
            }
            _ => {}
        }
        if let Some(text) = &pair.organization {
            found.push(Happening::Organization { who: to(), from: text.from.clone() });
        }
    }
    found
}

/// The models of both names, where the registry knows them and they are different ones.
fn other_models(told: &Told<'_>, pair: &Pair) -> Option<(String, String)> {
    let model = |snapshot: &Snapshot, index: usize| {
        let entry: Option<&Entry> = snapshot.entries.get(index);
        entry.and_then(|entry| (told.step.who)(snapshot, entry))
    };
    let models = (model(told.step.from, pair.from.index)?, model(told.step.to, pair.to.index)?);
    (models.0.model != models.1.model).then_some((models.0.model, models.1.model))
}

/// That the former name of a renamed entry now belongs to another one, which was renamed itself.
fn reused(told: &Told<'_>, former: &Pair) -> Option<Happening> {
    let label = fold(&former.from.name);
    let present = told.diff.pairs.iter().find(|pair| fold(&pair.to.name) == label && pair.link.is_probable())?;
    let apparent = match (&former.from.primary, &present.to.primary) {
        (Some(old), Some(new)) => {
            let decimals = old.number.decimals().min(new.number.decimals());
            Some(new.number.minus(old.number).rounded(decimals).signed())
        }
        _ => None,
    };
    Some(Happening::LabelReused {
        label: former.from.name.clone(),
        was: told.placed(Side::To, former.to.index),
        now: told.placed(Side::From, present.from.index),
        apparent,
    })
}

/// The scores of an entry that changed by more than their printing, their intervals and the counts behind them.
pub(super) fn rescored(diff: &Diff, pair: &Pair) -> Vec<Rescore> {
    let metric = |id: &MetricId| diff.metrics.iter().find(|metric| metric.id == *id);
    let changes = pair.scores.iter().filter_map(|score| {
        let metric = metric(&score.metric)?;
        let rescore = |from: Option<&str>, to: Option<&str>| Rescore {
            metric: score.metric.clone(),
            from: from.map(str::to_owned),
            to: to.map(str::to_owned),
            delta: None,
            better: None,
            primary: metric.primary,
        };
        match &score.change {
            Change::Moved { from, to, delta } => Some(Rescore {
                delta: Some(delta.signed()),
                better: is_better(metric, delta.signum()),
                ..rescore(Some(&from.text), Some(&to.text))
            }),
            Change::Appeared { to, .. } => Some(rescore(None, Some(&to.text))),
            Change::Vanished { from, .. } => Some(rescore(Some(&from.text), None)),
            Change::Precision { .. } | Change::Interval { .. } | Change::Reason { .. } => None,
        }
    });
    changes.collect()
}

fn is_better(metric: &MetricComparison, sign: i32) -> Option<bool> {
    match metric.better {
        Better::Higher => Some(sign > 0),
        Better::Lower => Some(sign < 0),
        Better::Neither => None,
    }
}

/// Whether the score by which the board orders changed; where it cannot be compared, any that can.
pub(super) fn scores_moved(diff: &Diff, pair: &Pair) -> bool {
    let primary = diff.metrics.iter().find(|metric| metric.primary && metric.scale().is_some());
    pair.scores.iter().any(|score| {
        let real = matches!(score.change, Change::Moved { .. } | Change::Appeared { .. } | Change::Vanished { .. });
        real && primary.is_none_or(|primary| primary.id == score.metric)
    })
}

//! The weights of a composite, found from its figures: the main score as a sum of weighted parts.

use super::super::cells::Number;
use super::super::diff::Diff;
use super::super::sheet::column;
use super::numbers::short;
use crate::message;
use crate::schema::{Better, Happening, MethodChange, MetricId, Snapshot};
use crate::stats::{Fit, nnls};
use crate::text::Message;

/// So many rows more than columns are needed, or anything fits.
const SPARE_ROWS: usize = 3;

/// Rows beyond these add nothing to a fit to the last digit.
const MOST_ROWS: usize = 400;

/// A table with more columns of scores is no composite that its reader could check.
const MOST_COLUMNS: usize = 24;

/// Rounding of figures that the fit sees together may exceed that of one figure by so much.
const SLACK: f64 = 1.5;

/// Weights that differ by so many standard errors differ.
const SURE: f64 = 4.0;

/// How many parts are named in words, the heaviest first.
const MOST_NAMED: usize = 8;

/// Smaller differences of weights are no news.
const SMALLEST: f64 = 0.005;

/// What a main metric is made of.
#[derive(Debug, Clone, PartialEq)]
pub(in super::super) struct Composite {
    parts: Vec<Part>,
}

#[derive(Debug, Clone, PartialEq)]
struct Part {
    metric: MetricId,
    name: Message,
    weight: f64,
    error: f64,
}

struct System {
    metrics: Vec<(MetricId, Message)>,
    columns: Vec<Vec<f64>>,
    target: Vec<f64>,
    /// Half the last printed digit of every number: of the columns, row by row, and of the target.
    halves: Vec<Vec<f64>>,
    target_halves: Vec<f64>,
}

impl Composite {
    /// What the printed main metric of a content is made of, to the last digit; `None` where it is not made of the
    /// other columns, or there are too few rows to tell.
    pub fn of(snapshot: &Snapshot) -> Option<Composite> {
        let system = System::of(snapshot, None)?;
        let columns: Vec<&[f64]> = system.columns.iter().map(Vec::as_slice).collect();
        let fit = nnls(&columns, &system.target)?;
        if !system.fits(&fit.weights, SLACK) || fit.weights.iter().filter(|weight| **weight > 0.0).count() < 2 {
            return None;
        }
        let rounding = system.rounding(&fit.weights);
        let tidy = tidy(&fit, rounding).filter(|weights| system.fits(weights, 1.0));
        let weights = tidy.unwrap_or_else(|| fit.weights.clone());
        let parts = system.metrics.into_iter().zip(weights).zip(&fit.blurs);
        let parts = parts.filter(|((_, weight), _)| *weight > 0.0);
        Some(Composite {
            parts: parts
                .map(|(((metric, name), weight), blur)| Part { metric, name, weight, error: blur * rounding })
                .collect(),
        })
    }

    /// Whether the main metric of a content is made of the same parts with the same weights.
    pub fn holds_in(&self, snapshot: &Snapshot) -> bool {
        let ids: Vec<&MetricId> = self.parts.iter().map(|part| &part.metric).collect();
        let Some(system) = System::of(snapshot, Some(&ids)) else { return false };
        let weight =
            |metric: &MetricId| self.parts.iter().find(|part| part.metric == *metric).map_or(0.0, |part| part.weight);
        let weights: Vec<f64> = system.metrics.iter().map(|(metric, _)| weight(metric)).collect();
        system.metrics.len() == self.parts.len() && system.fits(&weights, SLACK)
    }

    fn weight(&self, metric: &MetricId) -> (f64, f64) {
        self.parts.iter().find(|part| part.metric == *metric).map_or((0.0, 0.0), |part| (part.weight, part.error))
    }

    fn words(&self) -> (String, String) {
        let mut heaviest: Vec<&Part> = self.parts.iter().collect();
        heaviest.sort_by(|a, b| b.weight.total_cmp(&a.weight));
        let join = |pick: fn(&Message) -> &str| {
            let parts = heaviest.iter().take(MOST_NAMED);
            let parts: Vec<String> = parts.map(|part| format!("{} {}", short(part.weight), pick(&part.name))).collect();
            parts.join(" + ")
        };
        let (en, zh) = (join(|name| &name.en), join(|name| &name.zh));
        match self.parts.len().saturating_sub(MOST_NAMED) {
            0 => (en, zh),
            more => (format!("{en} + {more} smaller parts"), format!("{zh} + 另 {more} 个较小部分")),
        }
    }

    fn weights(&self) -> Vec<(MetricId, f64)> {
        self.parts.iter().map(|part| (part.metric.clone(), part.weight)).collect()
    }
}

/// Which of these columns the main metric of a content is made of: as the definition says where bangdan computed it,
/// else as its figures show, unless they add up without these columns too.
pub(super) fn parts_among<'a>(
    snapshot: &Snapshot,
    composite: Option<&Composite>,
    among: &[&'a MetricId],
) -> Vec<&'a MetricId> {
    let parts_of = |is_part: &dyn Fn(&MetricId) -> bool| among.iter().copied().filter(|id| is_part(id)).collect();
    if let Some(computed) = snapshot.primary().and_then(|metric| metric.computed.as_ref()) {
        return parts_of(&|id| computed.parts.contains(id));
    }
    let Some(composite) = composite else { return Vec::new() };
    let parts: Vec<&MetricId> = parts_of(&|id| composite.weight(id).0 > SMALLEST);
    if parts.is_empty() || adds_up_without(snapshot, among) { Vec::new() } else { parts }
}

/// Whether the main metric is made of the other columns: then these repeat what those say.
fn adds_up_without(snapshot: &Snapshot, without: &[&MetricId]) -> bool {
    let ids = snapshot.metrics.iter().map(|metric| &metric.id);
    let others: Vec<&MetricId> = ids.filter(|id| !without.contains(id)).collect();
    System::of(snapshot, Some(&others)).is_some_and(|system| {
        let columns: Vec<&[f64]> = system.columns.iter().map(Vec::as_slice).collect();
        nnls(&columns, &system.target).is_some_and(|fit| system.fits(&fit.weights, SLACK))
    })
}

/// That the weights differ, where that is sure: beyond the errors that the printed digits allow.
pub(super) fn changed_weights(before: &Composite, after: &Composite, diff: &Diff) -> Option<Happening> {
    let metrics = before.parts.iter().chain(&after.parts).map(|part| &part.metric);
    let differs = metrics.into_iter().any(|metric| {
        let ((old, old_error), (new, new_error)) = (before.weight(metric), after.weight(metric));
        (old - new).abs() > SMALLEST.max(SURE * old_error.hypot(new_error))
    });
    let primary = diff.metrics.iter().find(|metric| metric.primary)?;
    let Message { en, zh } = &primary.name;
    let ((old, old_zh), (new, new_zh)) = (before.words(), after.words());
    differs.then(|| Happening::MethodBroke {
        metric: Some(primary.id.clone()),
        declared: false,
        change: MethodChange::Weights { from: before.weights(), to: after.weights() },
        why: message!(
            "the weights of {en} seem to have changed: the figures agree to the last digit with {old} before and with \
             {new} now",
            "{zh}的权重似乎有变：此前的数值与 {old_zh} 逐位相符，现在与 {new_zh} 逐位相符"
        ),
        splits: true,
    })
}

impl System {
    /// The rows that have all numbers. `only`: these columns, else all that may be parts.
    fn of(snapshot: &Snapshot, only: Option<&[&MetricId]>) -> Option<System> {
        let primary = snapshot.primary().filter(|metric| metric.computed.is_none())?;
        if primary.better == Better::Neither {
            return None;
        }
        let entries = snapshot.entries.get(..snapshot.entries.len().min(MOST_ROWS))?;
        let scores = column(entries, &primary.id, 0);
        let ranked = scores.iter().flatten().count();
        let may_be_part = |metric: &&crate::schema::Metric| {
            let wanted = only.is_none_or(|only| only.contains(&&metric.id));
            metric.id != primary.id && metric.computed.is_none() && metric.better == primary.better && wanted
        };
        let mut metrics = Vec::new();
        let mut parts: Vec<Vec<Option<Number>>> = Vec::new();
        for metric in snapshot.metrics.iter().filter(may_be_part) {
            let numbers = column(entries, &metric.id, 0);
            // A column that few have is no part of what all have.
            if numbers.iter().zip(&scores).filter(|(part, score)| part.is_some() && score.is_some()).count() * 2
                > ranked
            {
                metrics.push((metric.id.clone(), metric.name.clone()));
                parts.push(numbers);
            }
        }
        if metrics.len() < 2 || metrics.len() > MOST_COLUMNS {
            return None;
        }
        let mut system = System {
            columns: vec![Vec::new(); metrics.len()],
            metrics,
            target: Vec::new(),
            halves: Vec::new(),
            target_halves: Vec::new(),
        };
        for (row, score) in scores.iter().enumerate() {
            let numbers: Option<Vec<Number>> =
                parts.iter().map(|numbers| numbers.get(row).copied().flatten()).collect();
            let (Some(score), Some(numbers)) = (score, numbers) else { continue };
            system.target.push(score.value.to_f64());
            system.target_halves.push(half(*score));
            system.halves.push(numbers.iter().map(|number| half(*number)).collect());
            for (column, number) in system.columns.iter_mut().zip(&numbers) {
                column.push(number.value.to_f64());
            }
        }
        (system.target.len() >= system.metrics.len() + SPARE_ROWS).then_some(system)
    }

    /// Whether the weights give every target value, as far as the printed digits of all numbers say.
    fn fits(&self, weights: &[f64], slack: f64) -> bool {
        let rows = self.target.iter().zip(&self.target_halves).zip(&self.halves).enumerate();
        let mut rows = rows.map(|(row, ((target, half), halves))| {
            let parts = self.columns.iter().zip(weights).filter_map(|(column, weight)| Some(column.get(row)? * weight));
            let blur: f64 = halves.iter().zip(weights).map(|(half, weight)| half * weight).sum();
            (target - parts.sum::<f64>()).abs() <= slack * (half + blur) + 1e-9 * target.abs()
        });
        rows.all(|fits| fits)
    }

    /// The standard deviation of what rounding adds to a target value.
    fn rounding(&self, weights: &[f64]) -> f64 {
        let rows = self.target_halves.iter().zip(&self.halves);
        let worst = rows
            .map(|(half, halves)| half + halves.iter().zip(weights).map(|(half, weight)| half * weight).sum::<f64>());
        worst.fold(0.0, f64::max) / 3.0_f64.sqrt()
    }
}

fn half(number: Number) -> f64 {
    0.5 * 10.0_f64.powi(-i32::from(number.decimals))
}

/// Equal weights, or weights of two digits, which publishers write; those near zero are none.
fn tidy(fit: &Fit, rounding: f64) -> Option<Vec<f64>> {
    let near = |weight: f64, other: f64, blur: f64| (weight - other).abs() <= (SURE * blur * rounding).max(SMALLEST);
    let used = fit.weights.iter().filter(|weight| **weight > SMALLEST).count();
    let equal = 1.0 / used as f64;
    let pairs = || fit.weights.iter().zip(&fit.blurs);
    if used > 0 && pairs().all(|(weight, blur)| *weight <= SMALLEST || near(*weight, equal, *blur)) {
        return Some(fit.weights.iter().map(|weight| if *weight > SMALLEST { equal } else { 0.0 }).collect());
    }
    let rounded = |weight: f64| (weight * 100.0).round() / 100.0;
    pairs()
        .all(|(weight, blur)| near(*weight, rounded(*weight), *blur))
        .then(|| fit.weights.iter().map(|weight| rounded(*weight)).collect())
}

//! Metrics that are computed from computed metrics: the mean of the means of categories.

use super::board::MetricDefinition;
use crate::schema::MetricId;

/// The computed metrics, each after those that it is computed from.
///
/// # Errors
/// A metric that is computed from itself by way of others.
pub(super) fn order(metrics: &[MetricDefinition]) -> Result<Vec<MetricId>, MetricId> {
    let mut pending: Vec<&MetricDefinition> = metrics.iter().filter(|metric| metric.derive.is_some()).collect();
    let mut ordered = Vec::with_capacity(pending.len());
    while !pending.is_empty() {
        let waits = |metric: &MetricDefinition| awaited(metric, &pending).is_some();
        let (waiting, ready): (Vec<&MetricDefinition>, Vec<_>) =
            pending.iter().copied().partition(|metric| waits(metric));
        if ready.is_empty() {
            return Err(in_circle(&pending));
        }
        ordered.extend(ready.into_iter().map(|metric| metric.id.clone()));
        pending = waiting;
    }
    Ok(ordered)
}

/// The first part of a metric that is not computed yet.
fn awaited<'a>(metric: &MetricDefinition, pending: &[&'a MetricDefinition]) -> Option<&'a MetricDefinition> {
    let mut parts = metric.derive.iter().flat_map(|derive| derive.rule.parts());
    parts.find_map(|part| pending.iter().copied().find(|other| other.id == *part))
}

/// From part to part until one comes again, where every metric waits for another.
fn in_circle(pending: &[&MetricDefinition]) -> MetricId {
    let mut met: Vec<&MetricDefinition> = Vec::new();
    let mut next = pending.first().copied();
    while let Some(metric) = next {
        if met.iter().any(|other| other.id == metric.id) {
            return metric.id.clone();
        }
        met.push(metric);
        next = awaited(metric, pending);
    }
    met.last().map_or_else(|| MetricId::from(String::new()), |metric| metric.id.clone())
}

//! Metrics that a board has no longer.

use crate::catalogue::MetricDefinition;
use crate::schema::Edition;

/// Whether the publisher ceased to print a metric before this edition.
pub(super) fn has_ended(metric: &MetricDefinition, edition: Option<&Edition>) -> bool {
    match (metric.until, edition) {
        (Some(until), Some(edition)) => edition.order > until,
        _ => false,
    }
}

//! When a keeper has had enough.

use crate::error::{Error, ErrorKind, FetchFailure};

/// Whether a failure means that nothing more can be asked of this keeper now, not only that this one thing is not to
/// be had.
#[must_use]
pub fn shuts_out(error: &Error) -> bool {
    let ErrorKind::Fetch { failure, .. } = error.kind() else { return true };
    matches!(
        failure,
        FetchFailure::Status(401 | 403 | 429)
            | FetchFailure::Limited(_)
            | FetchFailure::Connect
            | FetchFailure::Lost
            | FetchFailure::Timeout(_)
            | FetchFailure::Robots
            | FetchFailure::RobotsUnknown
            | FetchFailure::ForbiddenAddress(_)
            | FetchFailure::KeyMissing(_)
    )
}

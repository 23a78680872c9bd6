//! What a person is shown while requests are under way. Nothing is printed here.

use std::time::Duration;

/// Told what is under way; hosts are written as `host` or `host:port`. Every method does nothing unless overridden.
pub trait Progress: Send + Sync {
    /// So many more requests to this host are planned.
    fn planned(&self, host: &str, count: usize) {
        let _ = (host, count);
    }

    /// The first request to this host is made.
    fn host_started(&self, host: &str) {
        let _ = host;
    }

    /// A planned request has its outcome.
    fn request_done(&self, host: &str) {
        let _ = host;
    }

    /// The host is given a pause before a request is made again.
    fn waiting(&self, host: &str, pause: Duration) {
        let _ = (host, pause);
    }
}

/// Shows nothing.
#[derive(Debug, Clone, Copy)]
pub struct Quiet;

impl Progress for Quiet {}

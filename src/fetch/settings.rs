//! How to fetch: limits, pauses and patience. The defaults are for publishers' servers; tests shorten them.

use super::retry::RetryPolicy;
use crate::schema::MOST_BODY_BYTES;
use std::collections::BTreeMap;
use std::net::IpAddr;
use std::time::Duration;

/// Limits, pauses and patience.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Largest body after decompression, in bytes: what is larger could be kept and never be read.
    pub size_limit: u64,
    /// How long a connection may take to be made.
    pub connect_timeout: Duration,
    /// How long a server may be silent.
    pub silence: Duration,
    /// How long one answer may take altogether: a server that sends a byte now and then is never silent.
    pub whole: Duration,
    /// How many redirects are followed.
    pub redirects: usize,
    /// Which failures are tried again, and when.
    pub retry: RetryPolicy,
    /// How many requests a host is asked at once.
    pub per_host: usize,
    /// How many requests are under way at once.
    pub at_once: usize,
    /// The least time between two requests to a host; a resource or robots.txt may lengthen it.
    pub interval: Duration,
    /// Addresses of names that are not asked of the system; judged like all others.
    pub hosts: BTreeMap<String, Vec<IpAddr>>,
    /// Whose certificates are believed.
    pub certificates: Certificates,
}

/// Whose certificates are believed.
#[derive(Debug, Clone)]
pub enum Certificates {
    /// The system's authorities.
    System,
    /// These only.
    Only(Vec<reqwest::Certificate>),
}

impl Default for Settings {
    fn default() -> Settings {
        Settings {
            size_limit: MOST_BODY_BYTES as u64,
            connect_timeout: Duration::from_secs(10),
            silence: Duration::from_secs(30),
            whole: Duration::from_secs(600),
            redirects: 5,
            retry: RetryPolicy::default(),
            per_host: 1,
            at_once: 32,
            interval: Duration::from_millis(500),
            hosts: BTreeMap::new(),
            certificates: Certificates::System,
        }
    }
}

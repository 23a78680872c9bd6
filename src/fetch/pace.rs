//! Politeness: how many requests a host and the whole run have under way, and how long a host is left in peace.

use super::robots::Rules;
use super::settings::Settings;
use crate::error::FetchFailure;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::Duration;
use tokio::sync::{OnceCell, OwnedSemaphorePermit, Semaphore};
use tokio::time::{Instant, sleep_until};
use url::Url;

/// After so many times the tries of one request, all in a row without any answer, a host is not asked again.
const PATIENCE: u32 = 2;

/// All hosts of a run.
pub(super) struct Hosts {
    per_host: usize,
    patience: u32,
    interval: Duration,
    whole: Arc<Semaphore>,
    met: Mutex<HashMap<String, Arc<Host>>>,
}

/// One host.
pub(super) struct Host {
    /// `host` or `host:port`.
    pub(super) name: String,
    /// Its robots.txt, read once.
    pub(super) robots: OnceCell<Rules>,
    /// The pause that its robots.txt asks for.
    pub(super) crawl_delay: OnceLock<Duration>,
    /// Whether it was announced to [`Progress`](super::Progress).
    pub(super) started: OnceLock<()>,
    alone: bool,
    patience: u32,
    turns: Arc<Semaphore>,
    line: tokio::sync::Mutex<()>,
    free: Mutex<Instant>,
    silent: Mutex<(u32, Option<FetchFailure>)>,
}

/// The right to have one request under way; given back when dropped.
pub(super) struct Turn {
    host: Arc<Host>,
    interval: Duration,
    _permits: [Option<OwnedSemaphorePermit>; 2],
}

impl Hosts {
    pub(super) fn new(settings: &Settings) -> Hosts {
        Hosts {
            per_host: settings.per_host.max(1),
            patience: settings.retry.tries.max(1).saturating_mul(PATIENCE),
            interval: settings.interval,
            whole: Arc::new(Semaphore::new(settings.at_once.max(1))),
            met: Mutex::default(),
        }
    }

    /// The host of a URL.
    pub(super) fn of(&self, url: &Url) -> Arc<Host> {
        let name = host_name(url);
        // The port tells http from https, too.
        let key = format!("{}:{}", url.host_str().unwrap_or_default(), url.port_or_known_default().unwrap_or_default());
        let mut met = lock(&self.met);
        let host = met.entry(key).or_insert_with(|| {
            Arc::new(Host {
                name,
                robots: OnceCell::new(),
                crawl_delay: OnceLock::new(),
                started: OnceLock::new(),
                alone: self.per_host == 1,
                patience: self.patience,
                turns: Arc::new(Semaphore::new(self.per_host)),
                line: tokio::sync::Mutex::new(()),
                free: Mutex::new(Instant::now()),
                silent: Mutex::default(),
            })
        });
        Arc::clone(host)
    }

    /// Waits until a request to the host may be made. `interval` lengthens the usual pause.
    pub(super) async fn turn(&self, host: &Arc<Host>, interval: Option<Duration>) -> Turn {
        let asked = [interval, host.crawl_delay.get().copied()];
        let interval = asked.into_iter().flatten().fold(self.interval, Duration::max);
        // The semaphores are never closed, so that a permit always comes.
        let own = Arc::clone(&host.turns).acquire_owned().await.ok();
        let _first = host.line.lock().await;
        let whole = loop {
            let free = *lock(&host.free);
            sleep_until(free).await;
            let whole = Arc::clone(&self.whole).acquire_owned().await.ok();
            // The host may have asked for a longer pause in the meantime.
            if *lock(&host.free) <= Instant::now() {
                break whole;
            }
        };
        host.leave_alone(interval);
        Turn { host: Arc::clone(host), interval, _permits: [own, whole] }
    }
}

impl Turn {
    /// An answer began: where requests go one by one, the interval counts from here, so that the way to the host
    /// cannot shorten it.
    pub(super) fn answered(&self) {
        if self.host.alone {
            self.host.leave_alone(self.interval);
        }
    }
}

impl Host {
    /// No request is made for at least this long.
    pub(super) fn leave_alone(&self, pause: Duration) {
        let mut free = lock(&self.free);
        *free = (*free).max(Instant::now() + pause);
    }

    /// It answered.
    pub(super) fn spoke(&self) {
        *lock(&self.silent) = (0, None);
    }

    /// A try ended without any answer.
    pub(super) fn kept_silent(&self, failure: &FetchFailure) {
        let mut silent = lock(&self.silent);
        *silent = (silent.0.saturating_add(1), Some(failure.clone()));
    }

    /// Why it is not asked again, if it is not.
    pub(super) fn is_dead(&self) -> Option<FetchFailure> {
        let silent = lock(&self.silent);
        (silent.0 >= self.patience).then(|| silent.1.clone()).flatten()
    }
}

/// `host` or `host:port`, as shown.
pub(super) fn host_name(url: &Url) -> String {
    let host = url.host_str().unwrap_or_default();
    url.port().map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"))
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

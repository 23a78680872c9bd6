//! A request until it is answered or given up.

use super::answer::{Answer, Trouble};
use super::client::Clients;
use super::environment::Environment;
use super::follow::{Ask, takes_token};
use super::pace::Hosts;
use super::progress::Progress;
use super::retry::{Decision, decide};
use super::settings::Settings;
use crate::error::FetchFailure;
use crate::schema::Timestamp;
use std::hash::{BuildHasher, RandomState};
use std::sync::Arc;

/// All that one run shares.
pub(super) struct Session {
    pub(super) settings: Arc<Settings>,
    pub(super) environment: Arc<Environment>,
    pub(super) clients: Arc<Clients>,
    pub(super) hosts: Hosts,
    pub(super) now: Timestamp,
    pub(super) progress: Arc<dyn Progress>,
}

impl Session {
    /// Requests until there is an answer, or no hope of one.
    pub(super) async fn insist(&self, ask: &Ask) -> Result<Answer, Trouble> {
        let mut token = !ask.robots && takes_token(&ask.url) && self.environment.github.is_some();
        let mut made = 0;
        loop {
            made += 1;
            let trouble = match self.follow(ask, token).await {
                // GitHub answers 401 or 404 to a token that has expired, for public files too.
                Ok(answer) if token && answer.status == 404 => {
                    token = false;
                    continue;
                }
                Ok(answer) => return Ok(answer),
                Err(trouble) => trouble,
            };
            if token && trouble.status == Some(401) {
                token = false;
                continue;
            }
            if trouble.certain {
                return Err(trouble);
            }
            if matches!(trouble.failure, FetchFailure::Connect | FetchFailure::Lost | FetchFailure::Timeout(_)) {
                trouble.host.kept_silent(&trouble.failure);
            }
            match decide(&self.settings.retry, made, &trouble.failure, trouble.asked, chance()) {
                Decision::Again(pause) => {
                    self.progress.waiting(&trouble.host.name, pause);
                    trouble.host.leave_alone(pause);
                    tokio::time::sleep(pause).await;
                }
                Decision::GiveUp => return Err(trouble),
            }
        }
    }
}

/// From 0 to 1; the hasher of the standard library is seeded by the system.
pub(super) fn chance() -> f64 {
    (RandomState::new().hash_one(0) >> 11) as f64 / (1_u64 << 53) as f64
}

//! robots.txt, read once per host and run, by RFC 9309.
//!
//! An answer 400 to 499 (but 429) means that there are no rules. Where the file cannot be read for another reason,
//! nothing is requested from the host: a server in trouble is not asked for more.

use super::answer::Trouble;
use super::client::ROBOT;
use super::follow::Ask;
use super::pace::Host;
use super::tries::Session;
use crate::error::FetchFailure;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;
use texting_robots::Robot;
use url::Url;

/// RFC 9309 asks for at least 500 KiB.
const SIZE_LIMIT: u64 = 1 << 20;

/// The longest pause that robots.txt may ask for.
const LONGEST_DELAY: Duration = Duration::from_secs(60);

/// What a host allows.
pub(super) enum Rules {
    /// Everything.
    All,
    /// What the file says.
    Some(Box<Robot>),
    /// Nothing, because the file could not be read.
    Unknown(FetchFailure),
}

impl Session {
    /// Whether robots.txt lets the URL be requested.
    pub(super) async fn permitted(&self, url: &Url, host: &Arc<Host>, ask: &Ask) -> Result<(), Trouble> {
        let rules = host.robots.get_or_try_init(|| self.rules(url, host, ask)).await?;
        match rules {
            Rules::All => Ok(()),
            Rules::Some(robot) if robot.allowed(url.as_str()) => Ok(()),
            Rules::Some(_) => Err(Trouble::new(FetchFailure::Robots, host)),
            Rules::Unknown(failure) => Err(Trouble { certain: true, ..Trouble::new(failure.clone(), host) }),
        }
    }

    /// Boxed, since the request for robots.txt is made like any other.
    fn rules<'a>(
        &'a self,
        url: &Url,
        host: &'a Arc<Host>,
        ask: &'a Ask,
    ) -> Pin<Box<dyn Future<Output = Result<Rules, Trouble>> + Send + 'a>> {
        let mut address = url.clone();
        address.set_path("/robots.txt");
        address.set_query(None);
        address.set_fragment(None);
        let ask = Ask::for_robots(address, ask, SIZE_LIMIT);
        Box::pin(async move {
            let trouble = match self.insist(&ask).await {
                Ok(answer) if answer.status == 200 => return Ok(read(&answer.body, host)),
                Ok(_) => return Ok(Rules::All),
                Err(trouble) => trouble,
            };
            match trouble.failure {
                FetchFailure::Status(status) if (400..500).contains(&status) && status != 429 => Ok(Rules::All),
                FetchFailure::TooManyRedirects(_) => Ok(Rules::All),
                // Another source may name the host itself, so this is not kept.
                FetchFailure::ForbiddenAddress(_) => Err(trouble),
                FetchFailure::Connect | FetchFailure::Lost | FetchFailure::Timeout(_) => {
                    Ok(Rules::Unknown(trouble.failure))
                }
                _ => Ok(Rules::Unknown(FetchFailure::RobotsUnknown)),
            }
        })
    }
}

fn read(body: &[u8], host: &Host) -> Rules {
    let Ok(robot) = Robot::new(ROBOT, body) else { return Rules::Unknown(FetchFailure::RobotsUnknown) };
    if let Some(delay) = robot.delay.and_then(|seconds| Duration::try_from_secs_f32(seconds).ok()) {
        // Set once, by the only reading of the file.
        let _ = host.crawl_delay.set(delay.min(LONGEST_DELAY));
    }
    Rules::Some(Box::new(robot))
}

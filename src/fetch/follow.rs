//! One try: a request and the redirects that it leads to, each of them judged.

use super::address::{Declared, is_declared, judge};
use super::answer::{Answer, Head, Trouble, text};
use super::pace::Host;
use super::secret::Secret;
use super::tries::Session;
use super::{body, date, quota};
use crate::error::FetchFailure;
use crate::message;
use crate::schema::Timestamp;
use reqwest::header::{AUTHORIZATION, HeaderMap, HeaderValue, LOCATION, RETRY_AFTER};
use std::sync::Arc;
use std::time::Duration;
use url::Url;

/// Hosts to which the GitHub token is sent.
const GITHUB: [&str; 2] = ["api.github.com", "raw.githubusercontent.com"];

/// What is requested.
pub(super) struct Ask {
    pub(super) url: Url,
    pub(super) declared: Arc<Declared>,
    /// Headers for every host: what makes the request conditional.
    pub(super) conditions: HeaderMap,
    /// Headers for the asked host only: the definition's own, and the key.
    pub(super) own: HeaderMap,
    /// What must not come back in an answer.
    pub(super) secrets: Vec<Secret>,
    pub(super) interval: Option<Duration>,
    pub(super) size_limit: u64,
    /// Whether this is robots.txt, which needs no permission.
    pub(super) robots: bool,
}

/// One hop's answer.
enum Hop {
    Elsewhere(Url),
    Here(Answer),
}

impl Ask {
    pub(super) fn for_robots(url: Url, ask: &Ask, size_limit: u64) -> Ask {
        Ask {
            url,
            declared: Arc::clone(&ask.declared),
            conditions: HeaderMap::new(),
            own: HeaderMap::new(),
            secrets: ask.secrets.clone(),
            interval: ask.interval,
            size_limit,
            robots: true,
        }
    }
}

impl Session {
    /// Requests and follows. `token` says whether the GitHub token may be sent.
    pub(super) async fn follow(&self, ask: &Ask, token: bool) -> Result<Answer, Trouble> {
        let mut url = ask.url.clone();
        // Once an answer has led to another origin, nothing of ours is sent any more, not even on the way back.
        let mut ours = true;
        for _ in 0..=self.settings.redirects {
            let host = self.hosts.of(&url);
            judge(&url, &ask.declared, &self.clients.proxies).map_err(|failure| Trouble::new(failure, &host))?;
            if !ask.robots {
                self.permitted(&url, &host, ask).await?;
            }
            let turn = self.hosts.turn(&host, ask.interval).await;
            if let Some(failure) = host.is_dead() {
                return Err(Trouble { certain: true, ..Trouble::new(failure, &host) });
            }
            if host.started.set(()).is_ok() {
                self.progress.host_started(&host.name);
            }
            let limit = self.settings.whole;
            let hop = async {
                let response = self.send(ask, &url, ours, token, &host).await;
                turn.answered();
                self.hear(ask, &url, response?, &host).await
            };
            let heard = tokio::time::timeout(limit, hop).await;
            let next =
                match heard.unwrap_or_else(|_| Err(Trouble::new(FetchFailure::TooSlow(limit.as_secs()), &host)))? {
                    Hop::Here(answer) => return Ok(answer),
                    Hop::Elsewhere(next) => next,
                };
            ours = ours && next.origin() == url.origin();
            url = next;
        }
        let host = self.hosts.of(&url);
        Err(Trouble::new(FetchFailure::TooManyRedirects(self.settings.redirects), &host))
    }

    async fn send(
        &self,
        ask: &Ask,
        url: &Url,
        ours: bool,
        token: bool,
        host: &Arc<Host>,
    ) -> Result<reqwest::Response, Trouble> {
        let declared = is_declared(url, &ask.declared);
        let client = if declared { &self.clients.own } else { &self.clients.strangers };
        let mut headers = ask.conditions.clone();
        if ours {
            headers.extend(ask.own.clone());
            if token
                && takes_token(url)
                && !headers.contains_key(AUTHORIZATION)
                && let Some(value) = self.environment.github.as_ref().and_then(bearer)
            {
                headers.insert(AUTHORIZATION, value);
            }
        }
        let request = client.get(url.clone()).headers(headers);
        request.send().await.map_err(|error| Trouble::of(error, self.settings.silence, host))
    }

    async fn hear(&self, ask: &Ask, url: &Url, response: reqwest::Response, host: &Arc<Host>) -> Result<Hop, Trouble> {
        host.spoke();
        let status = response.status().as_u16();
        let repeats = response.headers().values().any(|value| self.leaks(ask, value.as_bytes()));
        if repeats {
            return Err(Trouble::new(leak(), host));
        }
        let head = Head::of(response.headers());
        match status {
            301 | 302 | 303 | 307 | 308 => {
                let location = text(response.headers(), &LOCATION).and_then(|to| url.join(&to).ok());
                body::drain(response).await;
                match location {
                    Some(mut next) => {
                        // The user name and password stay on their host, and a stranger's are sent to no one.
                        let own = next.origin() == url.origin();
                        let _ = next.set_username(if own { url.username() } else { "" });
                        let _ = next.set_password(url.password().filter(|_| own));
                        Ok(Hop::Elsewhere(next))
                    }
                    None => Err(with_status(status, None, host)),
                }
            }
            200 => {
                let body = body::read(response, ask.size_limit, self.settings.silence, host).await?;
                if self.leaks(ask, &body) {
                    return Err(Trouble::new(leak(), host));
                }
                Ok(Hop::Here(Answer { status, url: url.clone(), head, body }))
            }
            304 | 404 | 410 => {
                body::drain(response).await;
                Ok(Hop::Here(Answer { status, url: url.clone(), head, body: Vec::new() }))
            }
            _ => {
                let asked = text(response.headers(), &RETRY_AFTER)
                    .and_then(|value| date::retry_after(&value, head.date, self.now));
                body::drain(response).await;
                Err(refused(status, &head, asked, self.now, host))
            }
        }
    }

    fn leaks(&self, ask: &Ask, bytes: &[u8]) -> bool {
        let github = self.environment.github.iter().filter(|_| takes_token(&ask.url));
        ask.secrets.iter().chain(github).any(|secret| secret.stands_in(bytes))
    }
}

fn with_status(status: u16, asked: Option<Duration>, host: &Arc<Host>) -> Trouble {
    Trouble { status: Some(status), asked, ..Trouble::new(FetchFailure::Status(status), host) }
}

/// What an error status means beside its number.
fn refused(status: u16, head: &Head, asked: Option<Duration>, now: Timestamp, host: &Arc<Host>) -> Trouble {
    // The publisher's own error as a web archive kept it: it will never be another.
    if head.all.contains_key("memento-datetime") {
        let what = message!("the archived answer is an error itself ({status})", "存档的响应本身就是错误（{status}）");
        return Trouble { status: Some(status), certain: true, ..Trouble::new(FetchFailure::Unexpected(what), host) };
    }
    match quota::spent(status, &head.all, asked, head.date.unwrap_or(now)) {
        Some((wait, until)) => {
            Trouble { status: Some(status), asked: Some(wait), ..Trouble::new(FetchFailure::Limited(until), host) }
        }
        None => with_status(status, asked, host),
    }
}

fn leak() -> FetchFailure {
    FetchFailure::Unexpected(message!("the answer repeats the key and is not kept", "响应中含有密钥，因此不予保存"))
}

pub(super) fn takes_token(url: &Url) -> bool {
    url.scheme() == "https" && url.port().is_none() && url.host_str().is_some_and(|host| GITHUB.contains(&host))
}

fn bearer(secret: &Secret) -> Option<HeaderValue> {
    let mut value = HeaderValue::from_str(&format!("Bearer {}", secret.expose())).ok()?;
    value.set_sensitive(true);
    Some(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_token_goes_to_github_alone_and_never_in_clear() {
        let takes = |url: &str| takes_token(&Url::parse(url).unwrap());
        assert!(takes("https://api.github.com/repos/a/b"));
        assert!(takes("https://raw.githubusercontent.com/a/b/main/README.md"));
        for url in [
            "http://api.github.com/",
            "https://api.github.com:8443/",
            "https://api.github.com.evil.example/",
            "https://github.com/",
            "https://codeload.github.com/",
            "https://evil.example/api.github.com",
            "https://api.github.com@evil.example/",
        ] {
            assert!(!takes(url), "{url}");
        }
    }
}

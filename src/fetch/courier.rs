//! Sends messages to an address that a person named, and tries again where that may help.

use super::address::{Declared, judge};
use super::answer::{Trouble, text};
use super::body;
use super::client::Clients;
use super::date;
use super::environment::Environment;
use super::pace::{Host, Hosts};
use super::retry::{Decision, decide};
use super::secret::Secret;
use super::settings::Settings;
use super::tries::chance;
use crate::error::{Error, ErrorKind, FetchFailure, Result};
use crate::message;
use crate::schema::Timestamp;
use crate::text::{Message, printable_line};
use reqwest::header::{CONTENT_TYPE, HeaderValue, RETRY_AFTER};
use std::sync::Arc;
use url::Url;

/// The most of an answer that is read, in bytes: these are a few words.
const MOST_ANSWER: u64 = 64 << 10;

/// The most of an answer that is quoted, in characters.
const MOST_QUOTED: usize = 200;

/// What an answer means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// The message was taken.
    Taken,
    /// It was not taken, and may be later.
    Later(Message),
    /// It was refused.
    Refused(Message),
}

/// Parts of webhooks' addresses that are the same for everybody.
const PLAIN: [&str; 12] =
    ["api", "bot", "hook", "hooks", "open-apis", "robot", "send", "services", "v1", "v2", "webhook", "webhooks"];

/// Where messages go: an address that may itself be a secret, so that no error shows more of it than its host.
pub struct Mailbox {
    /// What a person calls it.
    pub name: String,
    url: Url,
    secrets: Vec<Secret>,
}

impl Mailbox {
    /// A mailbox of this address; `secret` is what else no message may show.
    ///
    /// # Errors
    /// Text that is no address of the web; the error does not show it.
    pub fn new(name: &str, address: &str, secret: Option<&str>) -> Result<Mailbox> {
        let url = Url::parse(address.trim()).ok().filter(|url| matches!(url.scheme(), "http" | "https"));
        let url = url.filter(Url::has_host).ok_or_else(|| {
            let what = message!("the address of webhook {name} is no web address", "webhook {name} 的地址不是有效网址");
            Error::new(ErrorKind::Usage { what }).with_hint(message!(
                "it begins with https:// and is not shown here",
                "应以 https:// 开头；此处不显示地址"
            ))
        })?;
        // What tells this address from others of its host: any part of it that is no usual word of such addresses.
        let query = url.query().unwrap_or_default();
        let parts = url.path().split('/').chain(query.split(['&', '='])).chain(url.password()).chain(secret);
        let secrets = parts.filter(|part| part.len() > 1 && !PLAIN.contains(part)).filter_map(Secret::new).collect();
        Ok(Mailbox { name: name.to_owned(), url, secrets })
    }

    /// The host alone: `https://open.feishu.cn`.
    #[must_use]
    pub fn host(&self) -> String {
        self.url.origin().ascii_serialization()
    }

    fn error(&self, failure: FetchFailure) -> Error {
        Error::new(ErrorKind::Send { target: self.name.clone(), host: self.host(), failure })
    }

    /// Words of a stranger's answer, unless they repeat what must not be shown.
    fn quoted(&self, body: &[u8]) -> Option<String> {
        if self.secrets.iter().any(|secret| secret.stands_in(body)) {
            return None;
        }
        let said = String::from_utf8_lossy(body);
        let said: String = printable_line(said.trim()).chars().take(MOST_QUOTED).collect();
        (!said.is_empty()).then_some(said)
    }
}

/// Sends messages.
pub struct Courier {
    settings: Settings,
    clients: Clients,
    hosts: Hosts,
}

impl Courier {
    /// A courier with these settings in this environment.
    ///
    /// # Errors
    /// As [`Fetcher::new`](super::Fetcher::new).
    pub fn new(settings: Settings, environment: &Environment) -> Result<Courier> {
        let clients = Clients::new(&settings, environment)?;
        let hosts = Hosts::new(&settings);
        Ok(Courier { settings, clients, hosts })
    }

    /// Sends JSON and waits until it is taken. `verdict` reads an answer whose status is a success; `waiting` is told
    /// of every pause. Redirects are not followed. Must run within a tokio runtime with I/O and time.
    ///
    /// A message whose answer was lost may be sent again, though it was taken.
    ///
    /// # Errors
    /// A message that was refused, or not taken after all tries.
    pub async fn send(
        &self,
        mailbox: &Mailbox,
        json: &str,
        verdict: impl Fn(&[u8]) -> Verdict,
        waiting: impl Fn(std::time::Duration),
    ) -> Result<()> {
        let declared: Declared = mailbox.url.host_str().map(str::to_owned).into_iter().collect();
        judge(&mailbox.url, &declared, &self.clients.proxies).map_err(|failure| mailbox.error(failure))?;
        let host = self.hosts.of(&mailbox.url);
        let mut made = 0;
        loop {
            made += 1;
            let limit = self.settings.silence * 2;
            let once = self.once(mailbox, json, &verdict, &host);
            let timeout = |_| Err(Trouble::new(FetchFailure::Timeout(limit.as_secs()), &host));
            let Err(trouble) = tokio::time::timeout(limit, once).await.unwrap_or_else(timeout) else { return Ok(()) };
            match decide(&self.settings.retry, made, &passing(&trouble), trouble.asked, chance()) {
                Decision::Again(pause) if !trouble.certain => {
                    waiting(pause);
                    tokio::time::sleep(pause).await;
                }
                _ => {
                    let error = mailbox.error(trouble.failure);
                    return Err(match trouble.cause {
                        Some(cause) => error.caused_by(cause),
                        None => error,
                    });
                }
            }
        }
    }

    async fn once(
        &self,
        mailbox: &Mailbox,
        json: &str,
        verdict: &impl Fn(&[u8]) -> Verdict,
        host: &Arc<Host>,
    ) -> std::result::Result<(), Trouble> {
        let request = self.clients.own.post(mailbox.url.clone()).body(json.to_owned());
        let request = request.header(CONTENT_TYPE, HeaderValue::from_static("application/json; charset=utf-8"));
        let response = request.send().await.map_err(|error| Trouble::of(error, self.settings.silence, host))?;
        let status = response.status().as_u16();
        let server = text(response.headers(), &reqwest::header::DATE).and_then(|date| date::parse(&date));
        let asked = text(response.headers(), &RETRY_AFTER)
            .and_then(|value| date::retry_after(&value, server, Timestamp::now()));
        let trouble = |failure| Trouble { status: Some(status), asked, ..Trouble::new(failure, host) };
        if (300..400).contains(&status) {
            let what = message!(
                "the server answered {status} and names another address, to which nothing is sent",
                "服务器返回 {status} 并指向其他地址；不会向该地址发送"
            );
            return Err(Trouble { certain: true, ..trouble(FetchFailure::Unexpected(what)) });
        }
        let body = body::read(response, MOST_ANSWER, self.settings.silence, host).await;
        if !(200..300).contains(&status) {
            let said = body.ok().and_then(|body| mailbox.quoted(&body));
            let failure = match said {
                Some(said) => FetchFailure::Unexpected(message!(
                    "the server answered {status}: {said}",
                    "服务器返回 {status}：{said}"
                )),
                None => FetchFailure::Status(status),
            };
            return Err(trouble(failure));
        }
        match verdict(&body.unwrap_or_default()) {
            Verdict::Taken => Ok(()),
            Verdict::Later(what) => {
                let failure = FetchFailure::Unexpected(mailbox.harmless(what));
                Err(Trouble { status: Some(429), ..trouble(failure) })
            }
            Verdict::Refused(what) => {
                let failure = FetchFailure::Unexpected(mailbox.harmless(what));
                Err(Trouble { certain: true, ..trouble(failure) })
            }
        }
    }
}

impl Mailbox {
    /// What a server said, unless it repeats what must not be shown.
    fn harmless(&self, what: Message) -> Message {
        let leaks = |text: &str| self.secrets.iter().any(|secret| secret.stands_in(text.as_bytes()));
        if leaks(&what.en) || leaks(&what.zh) {
            return message!("the server refused it", "服务器拒绝了该消息");
        }
        what
    }
}

/// The failure as [`decide`] knows it: any 5xx, 408 and 429 may pass.
fn passing(trouble: &Trouble) -> FetchFailure {
    match trouble.status {
        Some(408 | 429 | 500..) => FetchFailure::Status(503),
        Some(status) => FetchFailure::Status(status),
        None => match &trouble.failure {
            // The answer was under way: whether the message was taken is not known, and it must not be lost.
            FetchFailure::TooSlow(seconds) => FetchFailure::Timeout(*seconds),
            other => other.clone(),
        },
    }
}

//! Runs of the fetcher against servers of the test, without any of the machine's settings.

use bangdan::catalogue::Catalogue;
use bangdan::error::{ErrorKind, FetchFailure};
use bangdan::fetch::{
    Asked, Certificates, Environment, Fetched, Fetcher, Last, Memory, Outcome, Progress, RetryPolicy, Settings,
};
use bangdan::schema::{Digest, Timestamp};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex};
use std::time::Duration;

pub fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

/// Limits for servers that answer at once.
pub fn quick() -> Settings {
    let ms = Duration::from_millis;
    Settings {
        size_limit: 1 << 20,
        connect_timeout: ms(2000),
        silence: ms(2000),
        whole: ms(8000),
        retry: RetryPolicy { tries: 3, base: ms(4), cap: ms(20), longest_wait: ms(3000), after_429: Duration::ZERO },
        interval: Duration::ZERO,
        certificates: Certificates::Only(Vec::new()),
        ..Settings::default()
    }
}

/// A source called `test` with these resources (and anything else, before them).
pub fn catalogue(body: &str) -> Catalogue {
    let head = "id = \"test\"\npublisher = \"P\"\nhomepage = \"http://p.example/\"\nlanguages = [\"zh\"]\n\
                name = { en = \"Test\", zh = \"测试\" }\n";
    Catalogue::from_text("test.toml", &format!("{head}{body}")).unwrap()
}

/// What was captured and found absent before.
#[derive(Default)]
pub struct Remembered {
    pub last: BTreeMap<String, Last>,
    pub bodies: BTreeMap<Digest, Vec<u8>>,
    pub absent: BTreeSet<String>,
}

impl Remembered {
    pub fn captured(mut self, url: &str, body: &str, etag: Option<&str>, modified: Option<&str>) -> Remembered {
        let digest = Digest::of(body.as_bytes());
        let own = |text: Option<&str>| text.map(str::to_owned);
        self.last.insert(url.to_owned(), Last { etag: own(etag), last_modified: own(modified), digest });
        self.bodies.insert(digest, body.as_bytes().to_vec());
        self
    }
}

impl Memory for Remembered {
    fn last(&self, url: &str) -> Option<Last> {
        self.last.get(url).cloned()
    }

    fn body(&self, digest: &Digest) -> Option<Vec<u8>> {
        self.bodies.get(digest).cloned()
    }

    fn absent(&self, url: &str) -> bool {
        self.absent.contains(url)
    }
}

/// What a person would have been shown.
#[derive(Default)]
pub struct Told(pub Mutex<Vec<String>>);

impl Progress for Told {
    fn planned(&self, host: &str, count: usize) {
        self.0.lock().unwrap().push(format!("planned {host} {count}"));
    }

    fn host_started(&self, host: &str) {
        self.0.lock().unwrap().push(format!("started {host}"));
    }

    fn request_done(&self, host: &str) {
        self.0.lock().unwrap().push(format!("done {host}"));
    }

    fn waiting(&self, host: &str, pause: Duration) {
        self.0.lock().unwrap().push(format!("waiting {host} {}", pause.as_millis()));
    }
}

/// Runs all sources of a catalogue and gives the outcomes, by resource and then edition.
pub async fn run(
    catalogue: &Catalogue,
    settings: Settings,
    environment: Environment,
    memory: &Remembered,
) -> Vec<Fetched> {
    let fetcher = Fetcher::new(settings, environment).unwrap();
    let sources: Vec<_> = catalogue.sources().iter().collect();
    let asked = Asked { now: at("2026-11-23T12:00:00Z"), all_editions: false };
    let mut outcomes = Vec::new();
    let mut sink = |fetched| {
        outcomes.push(fetched);
        Ok(())
    };
    let running = fetcher.run(&sources, asked, memory, Arc::new(Told::default()), &mut sink);
    tokio::time::timeout(Duration::from_secs(20), running).await.expect("the run ends").unwrap();
    outcomes.sort_by(|a, b| (&a.resource, &a.edition).cmp(&(&b.resource, &b.edition)));
    outcomes
}

/// The body of a new capture, as text.
pub fn text_of(fetched: &Fetched) -> String {
    match &fetched.outcome {
        Outcome::New(body) => String::from_utf8(body.clone()).unwrap(),
        other => panic!("{}: {other:?}", fetched.url),
    }
}

/// Why it failed.
pub fn failure(fetched: &Fetched) -> FetchFailure {
    match &fetched.outcome {
        Outcome::Failed(error) => match error.kind() {
            ErrorKind::Fetch { failure, .. } => failure.clone(),
            other => panic!("{other:?}"),
        },
        other => panic!("{}: {other:?}", fetched.url),
    }
}

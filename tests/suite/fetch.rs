//! Fetching: captures, conditional requests, keys, proxies, politeness.

use crate::support::{Remembered, Reply, Seen, Site, Told, at, catalogue, failure, quick, run, text_of};
use bangdan::catalogue::Catalogue;
use bangdan::error::FetchFailure;
use bangdan::fetch::{Asked, Environment, Fetcher, Outcome, Proxies, Settings, user_agent};
use bangdan::schema::Digest;
use std::sync::Arc;
use std::time::Duration;

fn one(url: &str) -> Catalogue {
    catalogue(&format!("[resource.page]\nurl = \"{url}\"\n"))
}

/// An environment with these variables and no proxy of this machine.
pub fn environment(catalogue: &Catalogue, variables: &[(&str, &str)]) -> Environment {
    let get = |name: &str| variables.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value).to_owned());
    let mut environment = Environment::from_variables(get, catalogue.sources());
    if environment.proxies == Proxies::System {
        environment.proxies = Proxies::None;
    }
    environment
}

#[tokio::test]
async fn a_page_is_captured_with_its_headers_and_an_honest_name() {
    let headers =
        [("ETag", "\"v1\""), ("Last-Modified", "Tue, 18 Aug 2026 09:30:00 GMT"), ("Content-Type", "text/markdown")];
    let site = Site::start(&[("/board", &[Reply::new(200, &headers, "| 排名 |")])]).await;
    let fetched = run(&one(&site.url("/board")), quick(), Environment::default(), &Remembered::default()).await;
    let [page] = fetched.as_slice() else { panic!("{fetched:?}") };
    assert_eq!(text_of(page), "| 排名 |");
    assert_eq!((page.status, page.url.clone()), (Some(200), site.url("/board")));
    assert_eq!(page.final_url, Some(site.url("/board")));
    assert_eq!(page.etag.as_deref(), Some("\"v1\""));
    assert_eq!(page.last_modified.as_deref(), Some("Tue, 18 Aug 2026 09:30:00 GMT"));
    assert_eq!(page.published_at, Some(at("2026-08-18T09:30:00Z")));
    assert_eq!(page.media_type.as_deref(), Some("text/markdown"));
    let seen = &site.seen()[0];
    assert_eq!(seen.header("user-agent"), Some(user_agent().as_str()));
    assert!(user_agent().starts_with(concat!("bangdan/", env!("CARGO_PKG_VERSION"), " (")), "{}", user_agent());
    let accepted = seen.header("accept-encoding").unwrap();
    assert!(accepted.contains("gzip") && accepted.contains("br"), "{accepted}");
    assert_eq!(seen.header("if-none-match"), None);
}

#[tokio::test]
async fn a_second_request_is_conditional_and_304_means_unchanged() {
    let site = Site::start(&[("/board", &[Reply::new(304, &[("ETag", "\"v1\"")], "")])]).await;
    let modified = "Tue, 18 Aug 2026 09:30:00 GMT";
    let memory = Remembered::default().captured(&site.url("/board"), "old", Some("\"v1\""), Some(modified));
    let fetched = run(&one(&site.url("/board")), quick(), Environment::default(), &memory).await;
    assert!(matches!(fetched[0].outcome, Outcome::Unchanged(digest) if digest == Digest::of(b"old")));
    assert_eq!(fetched[0].status, Some(304));
    assert_eq!(fetched[0].last_modified.as_deref(), Some(modified));
    assert_eq!(fetched[0].published_at, Some(at("2026-08-18T09:30:00Z")));
    let seen = &site.seen()[0];
    assert_eq!(seen.header("if-none-match"), Some("\"v1\""));
    assert_eq!(seen.header("if-modified-since"), Some(modified));
}

#[tokio::test]
async fn the_same_bytes_again_are_unchanged_and_other_bytes_are_new() {
    let replies = [Reply::new(200, &[("ETag", "\"v2\"")], "old"), Reply::ok("new")];
    let site = Site::start(&[("/board", &replies)]).await;
    let memory = Remembered::default().captured(&site.url("/board"), "old", Some("\"v1\""), None);
    let definition = one(&site.url("/board"));
    let first = run(&definition, quick(), Environment::default(), &memory).await;
    assert!(matches!(first[0].outcome, Outcome::Unchanged(digest) if digest == Digest::of(b"old")));
    assert_eq!(first[0].etag.as_deref(), Some("\"v2\""));
    assert_eq!(text_of(&run(&definition, quick(), Environment::default(), &memory).await[0]), "new");
}

#[tokio::test]
async fn an_unasked_304_is_a_failure() {
    let site = Site::start(&[("/board", &[Reply::status(304)])]).await;
    let fetched = run(&one(&site.url("/board")), quick(), Environment::default(), &Remembered::default()).await;
    assert_eq!(failure(&fetched[0]), FetchFailure::Status(304));
}

#[tokio::test]
async fn a_key_reaches_its_host_and_nothing_else() {
    const KEY: &str = "k-7f3a9c51e2";
    let other = Site::start(&[("/moved", &[Reply::ok("moved")])]).await;
    let to_other = Reply::redirect(&other.url("/moved"));
    let echo = Reply::ok(format!("{{\"header\":\"Bearer {KEY}\"}}"));
    let echo_in_header = Reply::new(200, &[("ETag", &format!("\"{KEY}\""))], "fine");
    let echo_in_location = Reply::redirect(&other.url(&format!("/?token={KEY}")));
    let site = Site::start(&[
        ("/a", &[Reply::ok("kept")]),
        ("/b", &[to_other]),
        ("/c", &[echo]),
        ("/d", &[echo_in_header]),
        ("/e", &[echo_in_location]),
        ("/f", &[Reply::status(403)]),
        ("/g", &[Reply::raw("HTTP/1.1 200 X\r\nContent-Length: 9\r\n\r\nshort")]),
    ])
    .await;
    let key = "key = { env = \"BOARD_KEY\", header = \"X-Key\", prefix = \"Bearer \" }";
    let resources = ["a", "b", "c", "d", "e", "f", "g"].map(|path| {
        let url = site.url(&format!("/{path}"));
        format!("[resource.{path}]\nurl = \"{url}\"\n{key}\n")
    });
    // The redirect to the other server is allowed, since its host is named; its port makes it another origin.
    let definition = catalogue(&resources.concat());
    let environment = environment(&definition, &[("BOARD_KEY", KEY)]);
    let shown = format!("{environment:?}");
    let fetched = run(&definition, quick(), environment, &Remembered::default()).await;
    assert_eq!(text_of(&fetched[0]), "kept");
    assert_eq!(text_of(&fetched[1]), "moved");
    for repeating in &fetched[2..5] {
        assert!(matches!(failure(repeating), FetchFailure::Unexpected(_)), "{repeating:?}");
    }
    assert_eq!(failure(&fetched[5]), FetchFailure::Status(403));
    assert_eq!(failure(&fetched[6]), FetchFailure::Truncated);
    assert!(site.seen().iter().all(|seen| seen.header("x-key") == Some(&format!("Bearer {KEY}"))));
    assert!(site.all().iter().filter(|seen| seen.target == "/robots.txt").all(|seen| seen.header("x-key").is_none()));
    assert_eq!(other.targets(), ["/moved"]);
    assert!(other.all().iter().all(|seen| seen.header("x-key").is_none()));
    let mut everything = format!("{shown}{fetched:?}");
    for one in &fetched {
        if let Outcome::Failed(error) = &one.outcome {
            everything.push_str(&error.report(bangdan::text::Language::English));
            everything.push_str(&error.report(bangdan::text::Language::Chinese));
        }
        if let Outcome::New(body) = &one.outcome {
            everything.push_str(&String::from_utf8_lossy(body));
        }
    }
    assert!(everything.len() > 1000 && !everything.contains(KEY), "{everything}");
}

#[tokio::test]
async fn a_missing_key_stops_its_resource_unless_it_is_optional() {
    let site = Site::start(&[("/a", &[Reply::ok("a")]), ("/b", &[Reply::ok("b")])]).await;
    let definition = catalogue(&format!(
        "[resource.a]\nurl = \"{}\"\nkey = {{ env = \"BOARD_KEY\", header = \"X-Key\" }}\n\
         [resource.b]\nurl = \"{}\"\nkey = {{ env = \"BOARD_KEY\", header = \"X-Key\", optional = true }}\n",
        site.url("/a"),
        site.url("/b"),
    ));
    let fetched = run(&definition, quick(), environment(&definition, &[]), &Remembered::default()).await;
    assert_eq!(failure(&fetched[0]), FetchFailure::KeyMissing("BOARD_KEY".to_owned()));
    assert_eq!(text_of(&fetched[1]), "b");
    let broken = environment(&definition, &[("BOARD_KEY", "two\nlines-of-key")]);
    let fetched = run(&definition, quick(), broken, &Remembered::default()).await;
    assert!(matches!(failure(&fetched[0]), FetchFailure::Unexpected(_)));
    assert!(!format!("{fetched:?}").contains("lines-of-key"));
}

#[tokio::test]
async fn user_name_and_password_are_used_and_never_told() {
    let site = Site::start(&[("/a", &[Reply::ok("a")]), ("/b", &[Reply::status(500)])]).await;
    let with = |path: &str| format!("http://me:geheim@{}{path}", site.address);
    let definition =
        catalogue(&format!("[resource.a]\nurl = \"{}\"\n[resource.b]\nurl = \"{}\"\n", with("/a"), with("/b")));
    let fetched = run(&definition, quick(), Environment::default(), &Remembered::default()).await;
    assert_eq!(site.seen()[0].header("authorization"), Some("Basic bWU6Z2VoZWlt"));
    assert_eq!(fetched[0].url, site.url("/a"));
    assert_eq!(fetched[0].final_url, Some(site.url("/a")));
    let told = format!("{fetched:?}");
    assert!(!told.contains("geheim") && told.contains("/b"), "{told}");
}

#[tokio::test]
async fn the_github_token_is_not_sent_to_others_or_in_clear() {
    let site = Site::start(&[("/a", &[Reply::ok("a")])]).await;
    let port = site.address.rsplit(':').next().unwrap();
    let definition = catalogue(&format!(
        "[resource.a]\nurl = \"{}\"\n[resource.b]\nurl = \"http://api.github.com:{port}/a\"\n",
        site.url("/a")
    ));
    let mut settings = quick();
    settings.hosts.insert("api.github.com".to_owned(), vec!["127.0.0.1".parse().unwrap()]);
    let environment = environment(&definition, &[("GITHUB_TOKEN", "ghp_0123456789abcdef")]);
    let fetched = run(&definition, settings, environment, &Remembered::default()).await;
    assert_eq!((text_of(&fetched[0]).as_str(), text_of(&fetched[1]).as_str()), ("a", "a"));
    assert!(site.all().iter().all(|seen| seen.header("authorization").is_none()), "{:?}", site.all());
}

#[tokio::test]
async fn requests_go_through_the_proxy_of_the_environment() {
    let page = [Reply::ok("through the proxy")];
    let proxy = Site::start(&[("http://board.example/page", &page)]).await;
    let definition = one("http://board.example/page");
    let set = environment(&definition, &[("HTTP_PROXY", &proxy.address), ("NO_PROXY", "other.example")]);
    let fetched = run(&definition, quick(), set, &Remembered::default()).await;
    assert_eq!(text_of(&fetched[0]), "through the proxy");
    assert_eq!(proxy.targets(), ["http://board.example/page"]);

    let direct = Site::start(&[("/page", &[Reply::ok("directly")])]).await;
    let port = direct.address.rsplit(':').next().unwrap();
    let definition = one(&format!("http://board.example:{port}/page"));
    let set = environment(&definition, &[("HTTP_PROXY", &proxy.address), ("NO_PROXY", "board.example")]);
    let mut settings = quick();
    settings.hosts.insert("board.example".to_owned(), vec!["127.0.0.1".parse().unwrap()]);
    let fetched = run(&definition, settings, set, &Remembered::default()).await;
    assert_eq!(text_of(&fetched[0]), "directly");
    assert_eq!(proxy.targets().len(), 1);
}

#[tokio::test]
async fn a_proxy_may_stand_on_the_own_network_but_is_no_destination() {
    let to_other = [Reply::redirect("http://other.example/page")];
    let page = [Reply::ok("by the proxy")];
    let to_proxy = [Reply::redirect("http://proxy.corp:1/")];
    let proxy = Site::start(&[
        ("http://board.example/page", &to_other),
        ("http://other.example/page", &page),
        ("http://board.example/bad", &to_proxy),
    ])
    .await;
    let port = proxy.address.rsplit(':').next().unwrap();
    let definition = catalogue(
        "[resource.a]\nurl = \"http://board.example/page\"\n[resource.b]\nurl = \"http://board.example/bad\"\n",
    );
    let mut settings = quick();
    settings.hosts.insert("proxy.corp".to_owned(), vec!["127.0.0.1".parse().unwrap()]);
    let set = environment(&definition, &[("HTTP_PROXY", &format!("http://proxy.corp:{port}"))]);
    let fetched = run(&definition, settings, set, &Remembered::default()).await;
    assert_eq!(text_of(&fetched[0]), "by the proxy");
    assert_eq!(failure(&fetched[1]), FetchFailure::ForbiddenAddress("proxy.corp".to_owned()));
}

#[test]
fn socks_proxies_are_taken() {
    let definition = one("http://board.example/page");
    let set = environment(&definition, &[("ALL_PROXY", "socks5://127.0.0.1:7890")]);
    assert!(Fetcher::new(quick(), set).is_ok());
}

#[test]
fn a_proxy_that_is_none_is_told_without_its_password() {
    let definition = one("http://board.example/page");
    let set = environment(&definition, &[("HTTP_PROXY", "http://me:geheim@[/")]);
    let Err(error) = Fetcher::new(quick(), set) else { panic!("taken") };
    let told = error.report(bangdan::text::Language::English);
    assert!(told.contains("HTTP_PROXY") && !told.contains("geheim"), "{told}");
}

fn many(site: &Site, count: usize) -> Catalogue {
    let resources = (0..count).map(|n| format!("[resource.r{n}]\nurl = \"{}\"\n", site.url(&format!("/{n}"))));
    catalogue(&resources.collect::<String>())
}

#[tokio::test]
async fn a_host_is_asked_one_by_one_with_the_interval_between() {
    let page = [Reply::ok("x").after(Duration::from_millis(5))];
    let site = Site::start(&[("/0", &page), ("/1", &page), ("/2", &page), ("/3", &page)]).await;
    let interval = Duration::from_millis(60);
    let settings = Settings { interval, ..quick() };
    run(&many(&site, 4), settings, Environment::default(), &Remembered::default()).await;
    let seen: Vec<Seen> = site.all();
    assert_eq!((seen.len(), site.busiest()), (5, 1));
    assert_eq!(seen[0].target, "/robots.txt");
    for pair in seen.windows(2) {
        let gap = pair[1].at - pair[0].at;
        assert!(gap >= interval, "{gap:?} between {} and {}", pair[0].target, pair[1].target);
    }
}

#[tokio::test]
async fn a_resource_may_lengthen_the_interval_but_not_shorten_it() {
    let site = Site::start(&[("/0", &[Reply::ok("x")]), ("/1", &[Reply::ok("x")])]).await;
    for (stated, default, least) in [(80, 0, 80), (1, 60, 60)] {
        let before = site.all().len();
        let definition = catalogue(&format!(
            "[resource.a]\nurl = \"{}\"\ninterval_ms = {stated}\n[resource.b]\nurl = \"{}\"\ninterval_ms = {stated}\n",
            site.url("/0"),
            site.url("/1")
        ));
        let settings = Settings { interval: Duration::from_millis(default), ..quick() };
        run(&definition, settings, Environment::default(), &Remembered::default()).await;
        for pair in site.all()[before..].windows(2) {
            assert!(pair[1].at - pair[0].at >= Duration::from_millis(least));
        }
    }
}

#[tokio::test]
async fn different_hosts_are_asked_at_once_within_the_limit() {
    let slow = [Reply::ok("x").after(Duration::from_millis(300))];
    let mut sites = Vec::new();
    for _ in 0..4 {
        sites.push(Site::start(&[("/0", &slow)]).await);
    }
    let resources =
        sites.iter().enumerate().map(|(n, site)| format!("[resource.r{n}]\nurl = \"{}\"\n", site.url("/0")));
    let definition = catalogue(&resources.collect::<String>());
    for (at_once, parallel) in [(32, true), (1, false)] {
        let started = std::time::Instant::now();
        let settings = Settings { at_once, ..quick() };
        run(&definition, settings, Environment::default(), &Remembered::default()).await;
        let took = started.elapsed();
        assert_eq!(took < Duration::from_millis(1200), parallel, "{at_once} at once took {took:?}");
    }
}

#[tokio::test]
async fn a_host_may_be_asked_more_at_once_by_option() {
    let slow = [Reply::ok("x").after(Duration::from_millis(100))];
    let paths: Vec<String> = (0..24).map(|n| format!("/{n}")).collect();
    let pages: Vec<(&str, &[Reply])> = paths.iter().map(|path| (path.as_str(), slow.as_slice())).collect();
    let site = Site::start(&pages).await;
    let settings = Settings { per_host: 8, ..quick() };
    let fetched = run(&many(&site, 24), settings, Environment::default(), &Remembered::default()).await;
    assert_eq!(fetched.len(), 24);
    assert_eq!(site.busiest(), 8);
}

#[tokio::test]
async fn progress_is_told_by_host() {
    let busy = [Reply::new(503, &[("Retry-After", "0")], ""), Reply::ok("x")];
    let site = Site::start(&[("/0", &busy), ("/1", &[Reply::ok("x")])]).await;
    let definition = many(&site, 2);
    let told = Arc::new(Told::default());
    let fetcher = Fetcher::new(quick(), Environment::default()).unwrap();
    let sources: Vec<_> = definition.sources().iter().collect();
    let asked = Asked { now: at("2026-11-23T12:00:00Z"), all_editions: false };
    let progress: Arc<Told> = Arc::clone(&told);
    fetcher.run(&sources, asked, &Remembered::default(), progress, &mut |_| Ok(())).await.unwrap();
    let told = told.0.lock().unwrap();
    let host = &site.address;
    let count = |line: &str| told.iter().filter(|told| told.starts_with(line)).count();
    assert_eq!(told[0], format!("planned {host} 2"));
    assert_eq!(count(&format!("started {host}")), 1);
    assert_eq!(count(&format!("done {host}")), 2);
    assert_eq!(count(&format!("waiting {host}")), 1, "{told:?}");
}

#[tokio::test]
async fn dropping_the_run_ends_its_requests() {
    let slow = [Reply::ok("x").after(Duration::from_millis(100))];
    let site = Site::start(&[("/0", &slow), ("/1", &slow), ("/2", &slow)]).await;
    let definition = many(&site, 3);
    let fetcher = Fetcher::new(quick(), Environment::default()).unwrap();
    let sources: Vec<_> = definition.sources().iter().collect();
    let asked = Asked { now: at("2026-11-23T12:00:00Z"), all_editions: false };
    let (memory, mut sink) = (Remembered::default(), |_| Ok(()));
    let running = fetcher.run(&sources, asked, &memory, Arc::new(Told::default()), &mut sink);
    let first_request = async {
        while site.seen().is_empty() {
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
    };
    tokio::select! {
        ended = running => panic!("the run ended before it was dropped: {ended:?}"),
        () = first_request => {}
    }
    tokio::time::sleep(Duration::from_millis(400)).await;
    assert_eq!(site.seen().len(), 1);
}

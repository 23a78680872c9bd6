//! What is not requested: forbidden addresses and what robots.txt asks not to. Nothing here connects to anything but
//! the loopback interface.

use crate::support::{Remembered, Reply, Site, catalogue, failure, quick, run, text_of};
use bangdan::error::FetchFailure;
use bangdan::fetch::{Environment, Fetched, Settings};
use std::net::IpAddr;
use std::time::Duration;

async fn led_to(location: &str, settings: Settings) -> (Fetched, Site) {
    let site = Site::start(&[("/page", &[Reply::redirect(location)])]).await;
    let definition = catalogue(&format!("[resource.page]\nurl = \"{}\"\n", site.url("/page")));
    let mut fetched = run(&definition, settings, Environment::default(), &Remembered::default()).await;
    (fetched.remove(0), site)
}

#[tokio::test]
async fn redirects_to_other_schemes_and_private_addresses_are_refused_before_connecting() {
    for (location, what) in [
        ("file:///etc/passwd", "file:"),
        ("ftp://example.com/board", "ftp:"),
        ("data:text/plain,PK", "data:"),
        ("http://10.0.0.1/", "10.0.0.1"),
        ("http://192.168.1.1/board", "192.168.1.1"),
        ("http://169.254.169.254/latest/meta-data/", "169.254.169.254"),
        ("http://100.64.0.1/", "100.64.0.1"),
        ("http://0.0.0.0/", "0.0.0.0"),
        ("http://2130706434/", "127.0.0.2"),
        ("//10.1.2.3/board", "10.1.2.3"),
        ("http://[::1]/", "[::1]"),
        ("http://[::ffff:10.0.0.1]/", "[::ffff:a00:1]"),
        ("http://[fd00::1]/", "[fd00::1]"),
        ("http://[fe80::1]/", "[fe80::1]"),
        ("http://localhost/", "localhost"),
    ] {
        let began = std::time::Instant::now();
        let (fetched, site) = led_to(location, quick()).await;
        assert_eq!(failure(&fetched), FetchFailure::ForbiddenAddress(what.to_owned()), "{location}");
        assert_eq!(site.seen().len(), 1, "{location}: not tried again");
        assert!(began.elapsed() < Duration::from_secs(4), "{location}");
    }
}

#[tokio::test]
async fn a_name_that_resolves_to_private_addresses_is_refused_after_resolution() {
    let inside: [&[&str]; 4] = [&["10.0.0.1"], &["127.0.0.1"], &["::1", "192.168.0.1"], &["::ffff:127.0.0.1"]];
    for addresses in inside {
        let mut settings = quick();
        let parsed: Vec<IpAddr> = addresses.iter().map(|address| address.parse().unwrap()).collect();
        settings.hosts.insert("innocent.example".to_owned(), parsed);
        let (fetched, _) = led_to("http://innocent.example/board", settings).await;
        let expected = FetchFailure::ForbiddenAddress("innocent.example".to_owned());
        assert_eq!(failure(&fetched), expected, "{addresses:?}");
    }
}

#[tokio::test]
async fn a_name_that_the_definition_gives_itself_may_stand_on_the_own_network() {
    let site = Site::start(&[("/page", &[Reply::ok("board")])]).await;
    let port = site.address.rsplit(':').next().unwrap();
    let definition = catalogue(&format!("[resource.page]\nurl = \"http://board.corp:{port}/page\"\n"));
    let mut settings = quick();
    settings.hosts.insert("board.corp".to_owned(), vec!["127.0.0.1".parse().unwrap()]);
    let fetched = run(&definition, settings, Environment::default(), &Remembered::default()).await;
    assert_eq!(text_of(&fetched[0]), "board");
}

#[tokio::test]
async fn a_bound_value_cannot_choose_a_private_host() {
    let inside = Site::start(&[("/board", &[Reply::ok("private")])]).await;
    let page = [Reply::ok("host=\"127.0.0.2\"")];
    let site = Site::start(&[("/page", &page)]).await;
    let port = inside.address.rsplit(':').next().unwrap();
    let definition = catalogue(&format!(
        "[resource.a]\nurl = \"{}\"\nbind = {{ host = {{ regex = 'host=\"([^\"]+)\"' }} }}\n\
         [resource.b]\nurl = \"http://{{a.host}}:{port}/board\"\n",
        site.url("/page")
    ));
    let fetched = run(&definition, quick(), Environment::default(), &Remembered::default()).await;
    assert_eq!(failure(&fetched[1]), FetchFailure::ForbiddenAddress("127.0.0.2".to_owned()));
    assert!(inside.all().is_empty());
}

#[tokio::test]
async fn redirects_are_followed_up_to_the_limit() {
    let hop = |n: usize| Reply::redirect(&format!("/{n}"));
    let pages: Vec<(String, [Reply; 1])> = (0..9).map(|n| (format!("/{n}"), [hop(n + 1)])).collect();
    let mut pages: Vec<(&str, &[Reply])> =
        pages.iter().map(|(path, reply)| (path.as_str(), reply.as_slice())).collect();
    let end = [Reply::ok("arrived")];
    pages.push(("/9", &end));
    let site = Site::start(&pages).await;
    for (redirects, arrives) in [(9, true), (8, false)] {
        let definition = catalogue(&format!("[resource.page]\nurl = \"{}\"\n", site.url("/0")));
        let settings = Settings { redirects, ..quick() };
        let fetched = run(&definition, settings, Environment::default(), &Remembered::default()).await;
        if arrives {
            assert_eq!(text_of(&fetched[0]), "arrived");
            assert_eq!(fetched[0].final_url, Some(site.url("/9")));
            assert_eq!(fetched[0].url, site.url("/0"));
        } else {
            assert_eq!(failure(&fetched[0]), FetchFailure::TooManyRedirects(8));
        }
    }
    let (around, site) = led_to("/page", Settings { redirects: 5, ..quick() }).await;
    assert_eq!(failure(&around), FetchFailure::TooManyRedirects(5));
    assert_eq!(site.seen().len(), 6, "a circle is not tried again");
    let (nowhere, _) = led_to("http://", quick()).await;
    assert_eq!(failure(&nowhere), FetchFailure::Status(302));
}

#[tokio::test]
async fn robots_txt_is_read_once_and_honoured() {
    let robots = [Reply::ok("User-agent: other\nDisallow: /\n\nUser-agent: *\nDisallow: /private\n")];
    let pages = [Reply::ok("x")];
    let moved = [Reply::redirect("/private/b")];
    let site = Site::start(&[("/robots.txt", &robots), ("/a", &pages), ("/private/b", &pages), ("/c", &moved)]).await;
    let definition = catalogue(&format!(
        "[resource.a]\nurl = \"{}\"\n[resource.b]\nurl = \"{}\"\n[resource.c]\nurl = \"{}\"\n",
        site.url("/a"),
        site.url("/private/b"),
        site.url("/c")
    ));
    let fetched = run(&definition, quick(), Environment::default(), &Remembered::default()).await;
    assert_eq!(text_of(&fetched[0]), "x");
    assert_eq!(failure(&fetched[1]), FetchFailure::Robots);
    assert_eq!(failure(&fetched[2]), FetchFailure::Robots, "the target of a redirect is asked about too");
    let mut targets = site.targets();
    targets.sort();
    assert_eq!(targets, ["/a", "/c"]);
    assert_eq!(site.all().len() - site.seen().len(), 1, "read once");
}

#[tokio::test]
async fn robots_txt_may_speak_to_bangdan_by_name_and_ask_for_a_pause() {
    let robots = [Reply::ok("User-agent: *\nDisallow: /\n\nUser-agent: bangdan\nCrawl-delay: 0.08\nAllow: /\n")];
    let page = [Reply::ok("x")];
    let site = Site::start(&[("/robots.txt", &robots), ("/a", &page), ("/b", &page)]).await;
    let definition =
        catalogue(&format!("[resource.a]\nurl = \"{}\"\n[resource.b]\nurl = \"{}\"\n", site.url("/a"), site.url("/b")));
    let fetched = run(&definition, quick(), Environment::default(), &Remembered::default()).await;
    assert_eq!((text_of(&fetched[0]).as_str(), text_of(&fetched[1]).as_str()), ("x", "x"));
    let seen = site.seen();
    assert!(seen[1].at - seen[0].at >= Duration::from_millis(80));
}

#[tokio::test]
async fn without_a_robots_txt_everything_may_be_read_and_without_an_answer_nothing() {
    let allowed = [Reply::status(404), Reply::status(403), Reply::status(410), Reply::ok("<!doctype html><p>app")];
    for robots in allowed {
        let site = Site::start(&[("/robots.txt", &[robots]), ("/a", &[Reply::ok("x")])]).await;
        let definition = catalogue(&format!("[resource.a]\nurl = \"{}\"\n", site.url("/a")));
        let fetched = run(&definition, quick(), Environment::default(), &Remembered::default()).await;
        assert_eq!(text_of(&fetched[0]), "x");
    }
    let unknown = [Reply::status(500), Reply::status(503), Reply::status(429)];
    for robots in unknown {
        let site = Site::start(&[("/robots.txt", &[robots]), ("/a", &[Reply::ok("x")])]).await;
        let definition = catalogue(&format!("[resource.a]\nurl = \"{}\"\n", site.url("/a")));
        let fetched = run(&definition, quick(), Environment::default(), &Remembered::default()).await;
        assert_eq!(failure(&fetched[0]), FetchFailure::RobotsUnknown);
        assert!(site.seen().is_empty());
    }
    let broken = Site::start(&[("/robots.txt", &[Reply::raw("")]), ("/a", &[Reply::ok("x")])]).await;
    let definition = catalogue(&format!("[resource.a]\nurl = \"{}\"\n", broken.url("/a")));
    let fetched = run(&definition, quick(), Environment::default(), &Remembered::default()).await;
    assert_eq!(failure(&fetched[0]), FetchFailure::Lost);
    assert!(broken.seen().is_empty());
}

//! Time: retries, `Retry-After`, silence, dead hosts.

use crate::support::{Remembered, Reply, Site, catalogue, failure, quick, run, text_of};
use bangdan::error::FetchFailure;
use bangdan::fetch::{Environment, Fetched, RetryPolicy, Settings};
use std::time::{Duration, Instant};
use tokio::net::TcpListener;

async fn fetched(replies: &[Reply], settings: Settings) -> (Fetched, Site) {
    let site = Site::start(&[("/page", replies)]).await;
    let definition = catalogue(&format!("[resource.page]\nurl = \"{}\"\n", site.url("/page")));
    let mut fetched = run(&definition, settings, Environment::default(), &Remembered::default()).await;
    (fetched.remove(0), site)
}

#[tokio::test]
async fn a_busy_server_is_asked_again_after_what_it_asks_for() {
    let later = Reply::new(429, &[("Retry-After", "1")], "slow down");
    let (fetched, site) = fetched(&[later, Reply::ok("now")], quick()).await;
    assert_eq!(text_of(&fetched), "now");
    let seen = site.seen();
    let gap = seen[1].at - seen[0].at;
    assert!(gap >= Duration::from_secs(1) && gap < Duration::from_secs(3), "{gap:?}");
}

#[tokio::test]
async fn retry_after_is_also_a_date_by_the_servers_clock() {
    let dates = [("Date", "Mon, 23 Nov 2020 00:00:00 GMT"), ("Retry-After", "Mon, 23 Nov 2020 00:00:01 GMT")];
    let (fetched, site) = fetched(&[Reply::new(503, &dates, ""), Reply::ok("now")], quick()).await;
    assert_eq!(text_of(&fetched), "now");
    let seen = site.seen();
    assert!(seen[1].at - seen[0].at >= Duration::from_secs(1));
}

#[tokio::test]
async fn a_server_that_asks_for_hours_is_left_alone() {
    let (fetched, site) = fetched(&[Reply::new(503, &[("Retry-After", "7200")], "")], quick()).await;
    assert_eq!(failure(&fetched), FetchFailure::Status(503));
    assert_eq!(fetched.status, Some(503));
    assert_eq!(site.seen().len(), 1);
}

#[tokio::test]
async fn every_passing_status_is_tried_again_within_bounds_and_no_other() {
    for status in [429, 502, 503, 504] {
        let (fetched, site) = fetched(&[Reply::status(status)], quick()).await;
        assert_eq!(failure(&fetched), FetchFailure::Status(status));
        assert_eq!(site.seen().len(), 3, "{status} for ever");
    }
    for status in [400, 401, 403, 404, 410, 418, 500, 501, 204, 206] {
        let (fetched, site) = fetched(&[Reply::status(status)], quick()).await;
        assert_eq!(failure(&fetched), FetchFailure::Status(status));
        assert_eq!(site.seen().len(), 1, "{status}");
    }
}

#[tokio::test]
async fn a_lost_connection_is_tried_again() {
    let (fetched_then, site) = fetched(&[Reply::raw(""), Reply::raw("HTTP/1.1 20"), Reply::ok("now")], quick()).await;
    assert_eq!(text_of(&fetched_then), "now");
    assert_eq!(site.seen().len(), 3);
    let (never, site) = fetched(&[Reply::raw("")], quick()).await;
    assert_eq!(failure(&never), FetchFailure::Lost);
    assert_eq!(site.seen().len(), 3);
}

#[tokio::test]
async fn silence_before_and_within_a_body_is_noticed() {
    let settings = || {
        let retry = RetryPolicy { tries: 1, ..quick().retry };
        Settings { silence: Duration::from_millis(1100), retry, ..quick() }
    };
    let long = Duration::from_secs(8);
    let before = Reply::ok("late").after(long);
    let within = Reply::raw("HTTP/1.1 200 OK\r\nContent-Length: 20\r\n\r\nbegun").then(long, " and the end");
    for reply in [before, within] {
        let began = Instant::now();
        let (fetched, _) = fetched(&[reply], settings()).await;
        assert_eq!(failure(&fetched), FetchFailure::Timeout(1));
        assert!(began.elapsed() < Duration::from_secs(7));
    }
}

#[tokio::test]
async fn a_slow_but_not_silent_body_is_read() {
    let mut reply = Reply::raw("HTTP/1.1 200 OK\r\nContent-Length: 8\r\n\r\n");
    for byte in "in drops".bytes().take(8) {
        reply = reply.then(Duration::from_millis(60), [byte]);
    }
    let settings = Settings { silence: Duration::from_millis(400), ..quick() };
    let (dropping, _) = fetched(&[reply.clone()], settings.clone()).await;
    assert_eq!(text_of(&dropping), "in drops");
    let settings = Settings { whole: Duration::from_millis(250), ..settings };
    let (endless, site) = fetched(&[reply], settings).await;
    assert_eq!(failure(&endless), FetchFailure::TooSlow(0));
    assert_eq!(site.seen().len(), 1);
}

#[tokio::test]
async fn a_dead_source_does_not_stop_the_others() {
    // Bound and dropped: nothing listens there.
    let dead = TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap();
    let site = Site::start(&[("/a", &[Reply::ok("a")])]).await;
    let resources = (0..40).map(|n| format!("[resource.d{n}]\nurl = \"http://{dead}/{n}\"\n"));
    let resources = format!("[resource.a]\nurl = \"{}\"\n{}", site.url("/a"), resources.collect::<String>());
    let settings = Settings { interval: Duration::from_millis(100), ..quick() };
    let began = Instant::now();
    let fetched = run(&catalogue(&resources), settings, Environment::default(), &Remembered::default()).await;
    assert_eq!(text_of(&fetched[0]), "a");
    assert_eq!(fetched.len(), 41);
    assert!(fetched[1..].iter().all(|fetched| failure(fetched) == FetchFailure::Connect));
    assert!(began.elapsed() < Duration::from_secs(3), "a dead host is not tried 40 times");
}

#[tokio::test]
async fn a_host_that_dies_in_the_middle_is_not_waited_for_by_every_resource() {
    let lost = [Reply::raw("")];
    let paths: Vec<String> = (0..20).map(|n| format!("/{n}")).collect();
    let pages: Vec<(&str, &[Reply])> = paths.iter().map(|path| (path.as_str(), lost.as_slice())).collect();
    let site = Site::start(&pages).await;
    let resources = paths.iter().map(|path| format!("[resource.r{}]\nurl = \"{}\"\n", &path[1..], site.url(path)));
    let definition = catalogue(&resources.collect::<String>());
    let fetched = run(&definition, quick(), Environment::default(), &Remembered::default()).await;
    assert_eq!(fetched.len(), 20);
    assert!(fetched.iter().all(|fetched| failure(fetched) == FetchFailure::Lost));
    assert_eq!(site.seen().len(), 6, "twice the tries of one resource");
}

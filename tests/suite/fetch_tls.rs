//! HTTPS through a proxy's tunnel: certificates, and the GitHub token where it belongs.

use crate::fetch::environment;
use crate::support::{AskedInTls, Remembered, Tunnel, catalogue, failure, quick, run, text_of};
use bangdan::error::FetchFailure;
use bangdan::fetch::{Certificates, Fetched, RetryPolicy, Settings};

const TOKEN: &str = "ghp_0123456789abcdef";

fn reply(status: u16, header: &str, body: &str) -> String {
    format!("HTTP/1.1 {status} X\r\nContent-Length: {}\r\n{header}\r\n{body}", body.len())
}

async fn through(tunnel: &Tunnel, url: &str, settings: Settings, token: bool) -> Fetched {
    let definition = catalogue(&format!("[resource.page]\nurl = \"{url}\"\n"));
    let mut variables = vec![("HTTPS_PROXY", tunnel.address.as_str())];
    if token {
        variables.push(("GITHUB_TOKEN", TOKEN));
    }
    let environment = environment(&definition, &variables);
    run(&definition, settings, environment, &Remembered::default()).await.remove(0)
}

fn believing() -> Settings {
    Settings { certificates: Certificates::Only(vec![Tunnel::certificate()]), ..quick() }
}

#[tokio::test]
async fn a_certificate_that_is_not_believed_is_no_connection() {
    let tunnel = Tunnel::start(|_| reply(200, "", "board"));
    let read = through(&tunnel, "https://board.example/page", believing(), false).await;
    assert_eq!(text_of(&read), "board");
    let retry = RetryPolicy { tries: 1, ..quick().retry };
    let strict = Settings { retry, ..quick() };
    let refused = through(&tunnel, "https://board.example/page", strict, false).await;
    assert_eq!(failure(&refused), FetchFailure::Connect);
    let other_name = through(&tunnel, "https://other.example/page", believing(), false).await;
    assert_eq!(failure(&other_name), FetchFailure::Connect);
}

#[tokio::test]
async fn the_token_goes_to_github_and_is_dropped_on_the_way_elsewhere() {
    let answer = |(host, _, _): &AskedInTls| match host.as_str() {
        "api.github.com" => reply(302, "Location: https://codeload.github.com/a\r\n", ""),
        _ => reply(200, "", "tarball"),
    };
    let tunnel = Tunnel::start(answer);
    let fetched = through(&tunnel, "https://api.github.com/repos/a", believing(), true).await;
    assert_eq!(text_of(&fetched), "tarball");
    let asked = tunnel.asked();
    let expected = [
        ("api.github.com".to_owned(), "/repos/a".to_owned(), Some(format!("Bearer {TOKEN}"))),
        ("codeload.github.com".to_owned(), "/a".to_owned(), None),
    ];
    assert_eq!(asked, expected);
    assert!(!format!("{fetched:?}").contains(TOKEN));
    // Not even when the way comes back.
    let back = Tunnel::start(|(host, path, _)| match (host.as_str(), path.as_str()) {
        ("board.example", _) => reply(302, "Location: https://api.github.com/private\r\n", ""),
        (_, "/private") => reply(200, "", "x"),
        _ => reply(302, "Location: https://board.example/\r\n", ""),
    });
    through(&back, "https://api.github.com/start", believing(), true).await;
    let tokens: Vec<bool> = back.asked().iter().map(|(_, _, token)| token.is_some()).collect();
    assert_eq!(tokens, [true, false, false]);
}

#[tokio::test]
async fn a_stranger_does_not_make_us_send_the_token() {
    let tunnel = Tunnel::start(|(host, _, _)| match host.as_str() {
        "board.example" => reply(302, "Location: https://api.github.com/user\r\n", ""),
        _ => reply(200, "", "x"),
    });
    through(&tunnel, "https://board.example/page", believing(), true).await;
    assert_eq!(tunnel.asked().len(), 2);
    assert!(tunnel.all().iter().all(|(_, _, token)| token.is_none()));
}

#[tokio::test]
async fn a_token_that_has_expired_is_left_out() {
    for status in [401, 404] {
        let tunnel = Tunnel::start(move |(_, _, token)| match token {
            Some(_) => reply(status, "", ""),
            None => reply(200, "", "public"),
        });
        let fetched = through(&tunnel, "https://api.github.com/repos/a", believing(), true).await;
        assert_eq!(text_of(&fetched), "public");
        assert_eq!(tunnel.asked().len(), 2);
    }
}

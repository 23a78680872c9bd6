//! `--from har`: what a browser saved.

use super::{MINE, captures, kept, table, with};
use crate::support::{Ended, Scenario};
use serde_json::{Value, json};
use std::io::Write;

const URL: &str = "https://raw.githubusercontent.com/me/board/main/docs/board.csv";

fn entry(at: &str, url: &str, status: u16, content: &Value, headers: &[(&str, &str)]) -> Value {
    let headers: Vec<Value> = headers.iter().map(|(name, value)| json!({ "name": name, "value": value })).collect();
    json!({
        "startedDateTime": at,
        "request": { "method": "GET", "url": url, "headers": [] },
        "response": { "status": status, "headers": headers, "content": content, "redirectURL": "" },
    })
}

fn har(entries: &[Value]) -> String {
    json!({ "log": { "version": "1.2", "creator": { "name": "t" }, "entries": entries } }).to_string()
}

fn take(scenario: &Scenario, text: &str) -> Ended {
    let file = scenario.write("saved.har", text);
    scenario.run(&["backfill", "mine", file.to_str().unwrap(), "--from", "har", "--now", "2026-11-23T00:00:00Z"])
}

#[test]
fn bodies_of_the_sources_addresses_are_taken_with_their_times() {
    let scenario = with(MINE);
    let [one, two] = ["1", "2"].map(|score| table(&[("m", score)]));
    let coded = "bW9kZWwsc2NvcmUKbSwyCg==";
    let text = har(&[
        entry("2024-01-01T08:00:00.5+08:00", URL, 200, &json!({ "text": one, "mimeType": "text/csv" }), &[]),
        entry("2024-01-02T00:00:00Z", "https://elsewhere.example/board.csv", 200, &json!({ "text": "x" }), &[]),
        entry("2024-02-01T00:00:00Z", URL, 200, &json!({ "text": one }), &[]),
        entry(
            "2024-03-05T00:00:00Z",
            "http://www.raw.githubusercontent.com/me/board/main/docs/board.csv#top",
            200,
            &json!({ "text": coded, "encoding": "base64" }),
            &[("Last-Modified", "Fri, 01 Mar 2024 00:00:00 GMT"), ("Date", "Tue, 05 Mar 2024 00:00:00 GMT")],
        ),
    ]);
    let ended = take(&scenario, &text).ended_with(0);
    assert_eq!(kept(&scenario), ["2024-01-01 m,1", "2024-02-01 unchanged", "2024-03-01 m,2"]);
    assert!(ended.stderr.contains("3 versions seen: 2 new, 1 identical"), "{}", ended.stderr);
    let all = captures(&scenario);
    assert!(all.iter().all(|capture| capture.url == URL));
    let via = all[2].via.clone().unwrap();
    assert_eq!(
        (via.reference.as_str(), via.seen_at.to_string().as_str()),
        ("saved.har entry 4", "2024-03-05T00:00:00Z")
    );
    assert_eq!(all[0].published_at.unwrap().to_string(), "2024-01-01T00:00:00.5Z");
    let again = take(&scenario, &text).ended_with(0);
    assert!(again.stderr.contains("0 new, 0 identical to the one before, 3 held already"), "{}", again.stderr);
    assert_eq!(two, "model,score\nm,2\n");
}

#[test]
fn errors_redirects_and_answers_without_bytes_are_no_data() {
    let scenario = with(MINE);
    let good = table(&[("m", "1")]);
    let mut posted = entry("2024-01-05T00:00:00Z", URL, 200, &json!({ "text": good }), &[]);
    posted["request"]["method"] = json!("POST");
    let moved = "https://cdn.example.org/board-1.csv";
    let mut redirect = entry("2024-01-06T00:00:00Z", URL, 302, &json!({}), &[]);
    redirect["response"]["redirectURL"] = json!(moved);
    let ended = take(
        &scenario,
        &har(&[
            // Looks like data, and is not.
            entry("2024-01-01T00:00:00Z", URL, 429, &json!({ "text": table(&[("m", "9")]) }), &[]),
            entry("2024-01-02T00:00:00Z", URL, 206, &json!({ "text": good }), &[]),
            entry("2024-01-03T00:00:00Z", URL, 200, &json!({ "size": 99 }), &[]),
            entry("yesterday", URL, 200, &json!({ "text": good }), &[]),
            posted,
            redirect,
            entry("2024-01-06T00:00:01Z", moved, 200, &json!({ "text": good }), &[]),
            entry("2024-01-07T00:00:00Z", URL, 200, &json!({ "text": "%%%", "encoding": "base64" }), &[]),
        ]),
    );
    let ended = ended.ended_with(0);
    for words in [
        "left out: page saved.har entry 1 (2024-01-01): the server answered 429",
        "entry 2 (2024-01-02): the server answered 206",
        "entry 3 (2024-01-03): the file does not hold its bytes",
        "entry 4: it has no time that can be read",
        "entry 5 (2024-01-05): it is the answer to a POST",
        "entry 6 (2024-01-06): it is a redirect (302)",
        "entry 8 (2024-01-07): its base64 text is broken",
    ] {
        assert!(ended.stderr.contains(words), "{words}: {}", ended.stderr);
    }
    assert_eq!(kept(&scenario), ["2024-01-06 m,1"]);
    assert_eq!(captures(&scenario)[0].final_url.as_deref(), Some(moved));
}

#[test]
fn a_file_that_breaks_off_gives_what_came_before() {
    let scenario = with(MINE);
    let text = har(&[
        entry("2024-01-01T00:00:00Z", URL, 200, &json!({ "text": table(&[("m", "1")]) }), &[]),
        entry("2024-02-01T00:00:00Z", URL, 200, &json!({ "text": table(&[("m", "2")]) }), &[]),
    ]);
    let ended = take(&scenario, &text[..text.len() - 60]).ended_with(3);
    assert!(ended.stderr.contains("saved.har: it breaks off or is no HAR after 1 entries"), "{}", ended.stderr);
    assert_eq!(kept(&scenario), ["2024-01-01 m,1"]);
    let ended = take(&scenario, &text).ended_with(0);
    assert!(ended.stderr.contains("2 versions seen: 1 new"), "{}", ended.stderr);
    for text in ["<html>", "{\"log\": {}}", ""] {
        let ended = take(&with(MINE), text).ended_with(2);
        assert!(ended.stderr.contains("after 0 entries"), "{}", ended.stderr);
    }
    let none = take(&with(MINE), &har(&[entry("2024-01-01T00:00:00Z", &format!("{URL}?x=1"), 200, &json!({}), &[])]));
    let none = none.ended_with(2);
    assert!(none.stderr.contains("saved.har has nothing of mine"), "{}", none.stderr);
    assert!(none.stderr.contains("board.csv?x=1"), "{}", none.stderr);
    let scenario = with(MINE);
    let ended = scenario.run(&["backfill", "mine", "--from", "har"]).ended_with(2);
    assert!(ended.stderr.contains("--from har needs a file"), "{}", ended.stderr);
}

/// The most memory that a process had, in kB.
#[cfg(target_os = "linux")]
fn peak(child: &mut std::process::Child) -> u64 {
    let mut peak = 0;
    while child.try_wait().unwrap().is_none() {
        let status = std::fs::read_to_string(format!("/proc/{}/status", child.id())).unwrap_or_default();
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        peak = line.and_then(|line| line.trim().trim_end_matches(" kB").parse().ok()).unwrap_or(0).max(peak);
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
    peak
}

#[cfg(target_os = "linux")]
#[test]
fn a_large_file_is_not_held_in_memory() {
    let scenario = with(MINE);
    let path = scenario.path("large.har");
    let mut file = std::io::BufWriter::new(std::fs::File::create(&path).unwrap());
    file.write_all(b"{\"log\": {\"entries\": [").unwrap();
    // One body of 100 MB, of an address of the source; many of others.
    let at = "2024-01-01T00:00:00Z";
    let head = |url: &str| {
        format!(
            r#"{{"startedDateTime":"{at}","request":{{"method":"GET","url":"{url}"}},"response":{{"status":200,"content":{{"text":""#
        )
    };
    let tail = r#""}}}"#;
    let filler = "x".repeat(1 << 20);
    file.write_all(head(URL).as_bytes()).unwrap();
    (0..100).for_each(|_| file.write_all(filler.as_bytes()).unwrap());
    file.write_all(tail.as_bytes()).unwrap();
    for _ in 0..100 {
        write!(file, ",{}{filler}{tail}", head("https://elsewhere.example/")).unwrap();
    }
    let good = entry("2024-02-01T00:00:00Z", URL, 200, &json!({ "text": table(&[("m", "1")]) }), &[]);
    write!(file, ",{good}]}}}}").unwrap();
    drop(file);
    let mut child = std::process::Command::new(env!("CARGO_BIN_EXE_bangdan"))
        .args(["backfill", "mine", path.to_str().unwrap(), "--from", "har"])
        .env("BANGDAN_ARCHIVE", scenario.archive())
        .env("BANGDAN_SOURCES", scenario.path("sources"))
        .env("HOME", scenario.path("home"))
        .stderr(std::process::Stdio::null())
        .spawn()
        .unwrap();
    let peak = peak(&mut child);
    assert!(peak < 160 << 10, "{peak} kB for a file of 200 MB");
    assert_eq!(child.wait().unwrap().code(), Some(0));
    assert_eq!(kept(&scenario), ["2024-02-01 m,1"]);
}

#[test]
fn a_body_shorter_than_its_browser_says_is_left_out() {
    let scenario = with(MINE);
    let good = table(&[("m", "1"), ("n", "2")]);
    let cut = &good[..good.len() - 4];
    let text = har(&[
        entry("2024-01-01T00:00:00Z", URL, 200, &json!({ "text": good, "size": good.len() }), &[]),
        entry("2024-02-01T00:00:00Z", URL, 200, &json!({ "text": cut, "size": good.len() }), &[]),
    ]);
    let ended = take(&scenario, &text).ended_with(0);
    let (has, of) = (cut.len(), good.len());
    let words = format!("entry 2 (2024-02-01): it is cut short: {has} of {of} bytes are there");
    assert!(ended.stderr.contains(&words), "{}", ended.stderr);
    assert_eq!(kept(&scenario).len(), 1);
}

#[test]
fn an_error_page_between_two_good_ones_holds_nothing_back() {
    let scenario = with(MINE);
    let good = table(&[("m", "1")]);
    let page = |at: &str, text: &str| entry(at, URL, 200, &json!({ "text": text }), &[]);
    let junk = page("2024-02-01T00:00:00Z", "<html>Too many requests, model</html>");
    let before = [page("2024-01-01T00:00:00Z", &good), junk.clone()];
    // While it is the newest that is known, it is held back; what came after it shows that it was passing.
    drop(take(&scenario, &har(&before)).ended_with(4));
    let all = [page("2024-01-01T00:00:00Z", &good), junk, page("2024-03-01T00:00:00Z", &good)];
    drop(take(&scenario, &har(&all)).ended_with(0));
    let listed = scenario.run(&["list", "mine"]).succeeded();
    assert!(!listed.contains("quarantined"), "{listed}");
}

#[test]
fn a_record_dated_in_the_future_is_held_the_second_time() {
    let scenario = with(MINE);
    let text = har(&[entry("2938-01-01T00:00:00Z", URL, 200, &json!({ "text": table(&[("m", "1")]) }), &[])]);
    let first = take(&scenario, &text).ended_with(0);
    assert!(first.stderr.contains("1 new"), "{}", first.stderr);
    let again = take(&scenario, &text).ended_with(0);
    assert!(again.stderr.contains("0 new"), "{}", again.stderr);
    assert_eq!(captures(&scenario).len(), 1);
}

//! Histories from GitHub's interface, served by a server of the test.

use crate::support::{Reply, Site, at, catalogue, quick};
use bangdan::archive::{Archive, Capture, Keeper};
use bangdan::catalogue::Catalogue;
use bangdan::collect::backfill::{Account, Asked, FromGithub, backfill};
use bangdan::error::{ErrorKind, FetchFailure, Result};
use bangdan::fetch::{Environment, Proxies, Quiet};
use bangdan::schema::Digest;
use std::path::Path;
use tokio::net::TcpListener;
use url::Url;

const NOW: &str = "2026-11-23T12:00:00Z";

fn id(of: char) -> String {
    of.to_string().repeat(40)
}

/// One commit as the interface lists it, with what it has beside.
fn commit(of: char, day: &str) -> String {
    let date = format!("{{\"name\":\"x\",\"date\":\"{day}T00:00:00Z\"}}");
    format!("{{\"sha\":\"{}\",\"commit\":{{\"author\":{date},\"committer\":{date},\"message\":\"m\"}}}}", id(of))
}

fn commits(all: &[(char, &str)]) -> String {
    let all: Vec<String> = all.iter().map(|(of, day)| commit(*of, day)).collect();
    format!("[{}]", all.join(","))
}

fn list(path: &str, from: &str) -> String {
    format!("/repos/o/r/commits?path={path}&per_page=100&sha={from}")
}

fn definition() -> Catalogue {
    catalogue(
        "[resource.page]\nurl = \"https://raw.githubusercontent.com/o/r/main/b.md\"\nexpect = { contains = \"|\" }\n",
    )
}

async fn run(site: &Site, folder: &Path, dry_run: bool) -> Result<Account> {
    let base = Url::parse(&site.url("/")).unwrap();
    let folder = folder.to_owned();
    let token = |name: &str| (name == "GITHUB_TOKEN").then(|| "ghp_0123456789".to_owned());
    let mut environment = Environment::from_variables(token, []);
    environment.proxies = Proxies::None;
    let running = tokio::task::spawn_blocking(move || {
        let catalogue = definition();
        let source = catalogue.source("test").unwrap();
        let archive = Archive::create(&folder).unwrap();
        let asked = Asked { source, resource: None, since: None, until: None, now: at(NOW), dry_run };
        let mut way = FromGithub { settings: quick(), environment, interface: base.clone(), raw: base };
        backfill(Some(&archive), asked, &mut way, &Quiet)
    });
    running.await.unwrap()
}

fn captures(folder: &Path) -> Vec<Capture> {
    let mut captures = Archive::open(folder).unwrap().captures().unwrap();
    captures.sort_by_key(|capture| capture.published_at);
    captures
}

/// Five commits on two pages; the oldest of the path renamed it, and before that there is one more.
fn pages(base: &str) -> Vec<(String, Vec<Reply>)> {
    let next = format!("<{base}/more?page=2>; rel=\"next\", <{base}/more?page=2>; rel=\"last\"");
    let first = commits(&[('e', "2024-05-01"), ('d', "2024-04-01")]);
    let renamed = "{\"files\":[{\"filename\":\"z.md\"},\
                   {\"filename\":\"b.md\",\"status\":\"renamed\",\"previous_filename\":\"old/a.md\"}]}";
    let added = "{\"files\":[{\"filename\":\"old/a.md\",\"status\":\"added\"}]}";
    vec![
        (list("b.md", "main"), vec![Reply::new(200, &[("Link", &next)], first)]),
        ("/more?page=2".to_owned(), vec![Reply::ok(commits(&[('c', "2024-03-01"), ('b', "2024-02-01")]))]),
        (format!("/repos/o/r/commits/{}", id('b')), vec![Reply::ok(renamed)]),
        (list("old%2Fa.md", &id('b')), vec![Reply::ok(commits(&[('b', "2024-02-01"), ('a', "2024-01-01")]))]),
        (format!("/repos/o/r/commits/{}", id('a')), vec![Reply::ok(added)]),
        (format!("/o/r/{}/old/a.md", id('a')), vec![Reply::ok("|1|")]),
        (format!("/o/r/{}/b.md", id('b')), vec![Reply::ok("|1|")]),
        (format!("/o/r/{}/b.md", id('c')), vec![Reply::ok("|2|")]),
        (format!("/o/r/{}/b.md", id('d')), vec![Reply::status(404)]),
        (format!("/o/r/{}/b.md", id('e')), vec![Reply::ok("|1|")]),
    ]
}

async fn serve(change: impl FnOnce(&mut Vec<(String, Vec<Reply>)>)) -> Site {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let mut pages = pages(&format!("http://{}", listener.local_addr().unwrap()));
    change(&mut pages);
    let pages: Vec<(&str, &[Reply])> = pages.iter().map(|(path, replies)| (path.as_str(), &replies[..])).collect();
    Site::on(listener, &pages)
}

fn put(pages: &mut Vec<(String, Vec<Reply>)>, target: &str, replies: Vec<Reply>) {
    pages.retain(|(path, _)| path != target);
    pages.push((target.to_owned(), replies));
}

fn bodies(site: &Site) -> Vec<String> {
    site.targets().into_iter().filter(|target| target.starts_with("/o/r/")).collect()
}

#[tokio::test]
async fn a_history_is_taken_through_pages_a_rename_and_a_removal_and_once() {
    let (site, folder) = (serve(|_| {}).await, tempfile::tempdir().unwrap());
    let account = run(&site, folder.path(), false).await.unwrap();
    let Account { seen, new, identical, gone, held, skipped, .. } = account;
    assert_eq!((seen, new, identical, gone, held, skipped), (5, 3, 1, 1, 0, 0));
    assert!(account.stopped.is_none());
    assert_eq!(account.notes.len(), 1);
    assert_eq!(account.notes[0].en, format!("b.md was at old/a.md before commit {}", &id('b')[..12]));
    let captures = captures(folder.path());
    let held: Vec<_> = captures
        .iter()
        .map(|capture| {
            let via = capture.via.as_ref().unwrap();
            assert_eq!(capture.url, "https://raw.githubusercontent.com/o/r/main/b.md");
            assert_eq!((via.kept_by, capture.observed_at), (Keeper::Github, at(NOW)));
            (via.reference.clone(), capture.published_at.unwrap(), via.seen_at, capture.object())
        })
        .collect();
    let day = |day: &str| at(&format!("{day}T00:00:00Z"));
    let of = |body: &str| Some(Digest::of(body.as_bytes()));
    let expected = [
        (id('a'), day("2024-01-01"), day("2024-02-01"), of("|1|")),
        (id('b'), day("2024-02-01"), day("2024-03-01"), of("|1|")),
        (id('c'), day("2024-03-01"), day("2024-04-01"), of("|2|")),
        (id('d'), day("2024-04-01"), day("2024-05-01"), None),
        (id('e'), day("2024-05-01"), at(NOW), of("|1|")),
    ];
    assert_eq!(held, expected);
    assert_eq!(captures[0].final_url.as_deref(), Some(&*site.url(&format!("/o/r/{}/old/a.md", id('a')))));
    assert_eq!(bodies(&site).len(), 5);
    assert!(site.all().iter().all(|seen| seen.header("authorization").is_none()), "the token is for GitHub alone");
    let account = run(&site, folder.path(), false).await.unwrap();
    assert_eq!((account.seen, account.held, account.new), (5, 5, 0));
    assert_eq!(bodies(&site).len(), 5, "what is held is not asked for again");
    assert!(Archive::open(folder.path()).unwrap().verify().unwrap().is_whole());
}

#[tokio::test]
async fn a_spent_quota_stops_it_cleanly_and_the_next_run_goes_on_from_there() {
    let spent = Reply::new(
        403,
        &[
            ("Date", "Mon, 23 Nov 2026 12:00:00 GMT"),
            ("X-RateLimit-Limit", "60"),
            ("X-RateLimit-Remaining", "0"),
            // 2026-11-23T12:40:00Z
            ("X-RateLimit-Reset", "1795437600"),
        ],
        "{}",
    );
    let third = format!("/o/r/{}/b.md", id('c'));
    let site = serve(|pages| put(pages, &third, vec![spent, Reply::ok("|2|")])).await;
    let folder = tempfile::tempdir().unwrap();
    let account = run(&site, folder.path(), false).await.unwrap();
    assert_eq!((account.new, account.identical), (1, 1));
    let error = account.stopped.unwrap();
    assert!(error.to_string().contains("until 2026-11-23T12:40:01Z"), "{error}");
    assert!(error.hint().unwrap().en.contains("GITHUB_TOKEN"));
    assert_eq!(captures(folder.path()).len(), 2);
    let before = bodies(&site);
    let account = run(&site, folder.path(), false).await.unwrap();
    assert!(account.stopped.is_none());
    assert_eq!((account.held, account.new, account.gone), (2, 2, 1));
    for early in ['a', 'b'] {
        assert_eq!(bodies(&site).iter().filter(|target| target.contains(&id(early))).count(), 1);
    }
    assert!(bodies(&site).len() > before.len());
}

#[tokio::test]
async fn a_quota_that_comes_back_soon_is_waited_for() {
    let soon = Reply::new(
        429,
        &[
            ("Date", "Mon, 23 Nov 2026 12:00:00 GMT"),
            ("X-RateLimit-Limit", "60"),
            ("X-RateLimit-Remaining", "0"),
            // The second before.
            ("X-RateLimit-Reset", "1795435199"),
        ],
        "",
    );
    let target = list("b.md", "main");
    let site = serve(|pages| {
        let (_, replies) = pages.iter_mut().find(|(path, _)| *path == target).unwrap();
        replies.insert(0, soon);
    })
    .await;
    let folder = tempfile::tempdir().unwrap();
    let account = run(&site, folder.path(), false).await.unwrap();
    assert_eq!((account.seen, account.stopped.is_none()), (5, true));
    let seen: Vec<_> = site.seen().into_iter().filter(|seen| seen.target == target).collect();
    assert!(seen[1].at - seen[0].at >= std::time::Duration::from_secs(1));
}

#[tokio::test]
async fn what_is_no_version_is_left_out_with_its_reason_and_the_rest_is_taken() {
    let pointer = "version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 12\n";
    let (second, third) = (format!("/o/r/{}/b.md", id('b')), format!("/o/r/{}/b.md", id('c')));
    let site = serve(|pages| {
        put(pages, &second, vec![Reply::ok(pointer)]);
        put(pages, &third, vec![Reply::ok("Too many requests.")]);
    })
    .await;
    let folder = tempfile::tempdir().unwrap();
    let account = run(&site, folder.path(), false).await.unwrap();
    let why: Vec<(&str, &str)> =
        account.named.iter().map(|skipped| (&skipped.reference[..1], skipped.why.en.as_str())).collect();
    assert_eq!(
        why,
        [("b", "it is only a pointer to the file, which lies in Git LFS"), ("c", "the body does not contain \"|\""),]
    );
    assert_eq!((account.seen, account.skipped, captures(folder.path()).len()), (5, 2, 3));
}

#[tokio::test]
async fn a_list_that_is_none_or_leads_elsewhere_is_refused() {
    type Is = fn(&FetchFailure) -> bool;
    let target = list("b.md", "main");
    let elsewhere = Reply::new(200, &[("Link", "<http://127.0.0.2:9/x>; rel=\"next\"")], "[]");
    let no_date = format!("[{{\"sha\":\"{}\",\"commit\":{{}}}}]", id('a'));
    let no_id = commits(&[('a', "2024-01-01")]).replace(&id('a'), "../../x");
    let cases: [(Reply, Is); 5] = [
        (elsewhere, |failure| *failure == FetchFailure::ForbiddenAddress("127.0.0.2".to_owned())),
        (Reply::ok("<html>"), |failure| matches!(failure, FetchFailure::Unexpected(_))),
        (Reply::ok(no_date), |failure| matches!(failure, FetchFailure::Unexpected(_))),
        (Reply::ok(no_id), |failure| matches!(failure, FetchFailure::Unexpected(_))),
        (Reply::status(404), |failure| *failure == FetchFailure::Status(404)),
    ];
    for (reply, is) in cases {
        let site = serve(|pages| put(pages, &target, vec![reply])).await;
        let folder = tempfile::tempdir().unwrap();
        let error = run(&site, folder.path(), false).await.unwrap_err();
        let ErrorKind::Fetch { failure, .. } = error.kind() else { panic!("{error}") };
        assert!(is(failure), "{error}");
        assert_eq!(error.exit_code(), 3);
        assert!(bodies(&site).is_empty());
    }
}

#[tokio::test]
async fn a_dry_run_lists_and_asks_for_no_file() {
    let (site, folder) = (serve(|_| {}).await, tempfile::tempdir().unwrap());
    let account = run(&site, folder.path(), true).await.unwrap();
    assert_eq!((account.seen, account.unasked, account.new), (5, 5, 0));
    assert!(bodies(&site).is_empty() && captures(folder.path()).is_empty());
}

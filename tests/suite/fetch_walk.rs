//! The walk over a source's resources: bound values, editions, absences.

use crate::support::{Remembered, Reply, Site, catalogue, failure, quick, run, text_of};
use bangdan::catalogue::Catalogue;
use bangdan::error::FetchFailure;
use bangdan::fetch::{Absence, Environment, Fetched, Outcome};

const EDITIONS: &str =
    "[[editions]]\nname = \"{year}年{month}月\"\n[[editions]]\nname = \"{year}年度测评\"\nmonth = 12\nrank = 1\n";

fn summary(fetched: &[Fetched]) -> Vec<String> {
    let what = |fetched: &Fetched| match &fetched.outcome {
        Outcome::New(_) => "new".to_owned(),
        Outcome::Unchanged(_) => "unchanged".to_owned(),
        Outcome::Absent(Absence::Status(status)) => format!("absent {status}"),
        Outcome::Absent(Absence::WrongBody(_)) => "absent".to_owned(),
        Outcome::Failed(error) => format!("failed: {error}"),
    };
    let name =
        |fetched: &Fetched| fetched.edition.as_ref().map_or(&*fetched.resource, |edition| &*edition.label).to_owned();
    fetched.iter().map(|one| format!("{} {}", name(one), what(one))).collect()
}

/// The front page names a bundle, which names a component, which names the current edition.
fn general(site: &Site, since: &str) -> Catalogue {
    let address = &site.address;
    catalogue(&format!(
        "{EDITIONS}
[resource.index]
url = \"http://{address}/\"
bind = {{ bundle = {{ regex = 'src=\"/assets/(index-[^\"]+\\.js)' }} }}
[resource.bundle]
url = \"http://{address}/assets/{{index.bundle}}\"
bind = {{ page = {{ regex = '(GeneralBoardPage-[A-Za-z0-9_-]+\\.js)' }} }}
[resource.page]
url = \"http://{address}/assets/{{bundle.page}}\"
bind = {{ edition = {{ regex = 'selectedDate:\"(20\\d{{2}}年\\d{{1,2}}月)\"' }} }}
[resource.workbook]
url = \"http://{address}/data/{{edition}}.xlsx\"
probe = {{ since = \"{since}\", also = [\"page.edition\"] }}
expect = {{ magic = \"PK\" }}
[[board]]
id = \"test\"
name = {{ en = \"T\", zh = \"榜\" }}
columns = {{ model = [\"模型\"] }}
variants = [{{ resource = \"workbook\", table = {{ format = \"xlsx\" }} }}]
"
    ))
}

fn path(edition: &str) -> String {
    let encoded: String = edition
        .bytes()
        .map(|byte| if byte.is_ascii_alphanumeric() { char::from(byte).to_string() } else { format!("%{byte:02X}") })
        .collect();
    format!("/data/{encoded}.xlsx")
}

#[tokio::test]
async fn editions_are_probed_and_the_front_end_is_read_in_steps() {
    let html = Reply::new(200, &[("Content-Type", "text/html")], "<!doctype html><div id=app></div>");
    let workbook = |edition: &str| [Reply::ok(format!("PK {edition}"))];
    let (sep, annual, dec27) = (workbook("9"), workbook("年度"), workbook("2027"));
    let (p_sep, p_oct, p_annual, p_next) =
        (path("2026年9月"), path("2026年10月"), path("2025年度测评"), path("2027年1月"));
    let index = [Reply::ok("<script type=module src=\"/assets/index-Ab_1.js\"></script>")];
    let bundle = [Reply::ok("import(\"./GeneralBoardPage-x9.js\")")];
    let page = [Reply::ok("{selectedDate:\"2027年1月\"}")];
    let wrong = [html];
    let site = Site::start(&[
        ("/", &index),
        ("/assets/index-Ab_1.js", &bundle),
        ("/assets/GeneralBoardPage-x9.js", &page),
        (&p_sep, &sep),
        (&p_oct, &wrong),
        (&p_annual, &annual),
        (&p_next, &dec27),
    ])
    .await;
    let definition = general(&site, "2025年12月");
    let fetched = run(&definition, quick(), Environment::default(), &Remembered::default()).await;
    let expected = [
        "bundle new",
        "index new",
        "page new",
        "2025年12月 absent 404",
        "2025年度测评 new",
        "2026年1月 absent 404",
        "2026年2月 absent 404",
        "2026年3月 absent 404",
        "2026年4月 absent 404",
        "2026年5月 absent 404",
        "2026年6月 absent 404",
        "2026年7月 absent 404",
        "2026年8月 absent 404",
        "2026年9月 new",
        "2026年10月 absent",
        "2026年11月 absent 404",
        "2027年1月 new",
    ];
    assert_eq!(summary(&fetched), expected);
    let annual = fetched.iter().find(|one| one.edition.as_ref().is_some_and(|e| e.label == "2025年度测评")).unwrap();
    assert_eq!(annual.url, site.url(&p_annual));
    assert!(annual.url.ends_with("2025%E5%B9%B4%E5%BA%A6%E6%B5%8B%E8%AF%84.xlsx"));
    assert_eq!(text_of(annual), "PK 年度");
    assert!(fetched[..3].iter().all(|one| one.auxiliary));
    assert!(fetched[3..].iter().all(|one| !one.auxiliary));
}

#[tokio::test]
async fn a_changed_front_end_does_not_stop_the_editions() {
    let (p_nov, workbook) = (path("2026年11月"), [Reply::ok("PK")]);
    let index = [Reply::ok("<p>a new front end</p>")];
    let site = Site::start(&[("/", &index), (&p_nov, &workbook)]).await;
    let fetched = run(&general(&site, "2026年11月"), quick(), Environment::default(), &Remembered::default()).await;
    assert_eq!(fetched.len(), 4);
    assert_eq!(failure(&fetched[0]), FetchFailure::Unbound("index.bundle".to_owned()));
    assert_eq!(fetched[0].url, site.url("/assets/{index.bundle}"));
    assert_eq!(failure(&fetched[2]), FetchFailure::Unbound("bundle.page".to_owned()));
    assert!(fetched[0].auxiliary && fetched[2].auxiliary);
    assert_eq!(text_of(&fetched[3]), "PK");
}

#[tokio::test]
async fn a_second_run_asks_for_the_newest_and_the_possible_only() {
    let unchanged = [Reply::status(304)];
    let known = ["2026年9月", "2026年7月", "2026年5月", "2026年3月", "2025年12月"];
    let paths: Vec<String> = known.iter().map(|edition| path(edition)).collect();
    let mut pages: Vec<(&str, &[Reply])> = paths.iter().map(|path| (path.as_str(), unchanged.as_slice())).collect();
    let index = [Reply::ok("x")];
    pages.push(("/", &index));
    let site = Site::start(&pages).await;
    let mut memory = Remembered::default();
    for path in &paths {
        memory = memory.captured(&site.url(path), "PK", Some("\"v\""), None);
    }
    // Long absent (January, April) and lately absent (June, October); November was never asked for.
    for edition in ["2026年1月", "2026年4月", "2026年6月", "2026年10月", "2025年度测评", "2026年2月"] {
        memory.absent.insert(site.url(&path(edition)));
    }
    let fetched = run(&general(&site, "2025年12月"), quick(), Environment::default(), &memory).await;
    let editions: Vec<String> = summary(&fetched).into_iter().filter(|line| line.starts_with("20")).collect();
    let expected = [
        "2026年5月 unchanged",
        "2026年6月 absent 404",
        "2026年7月 unchanged",
        "2026年8月 absent 404",
        "2026年9月 unchanged",
        "2026年10月 absent 404",
        "2026年11月 absent 404",
    ];
    assert_eq!(editions, expected);
    let conditional: Vec<_> =
        site.seen().iter().filter(|seen| seen.header("if-none-match").is_some()).cloned().collect();
    assert_eq!(conditional.len(), 3);
}

#[tokio::test]
async fn a_captured_edition_that_is_gone_is_a_failure_and_no_absence() {
    let p_nov = path("2026年11月");
    let html = [Reply::ok("<!doctype html>")];
    for (pages, expected) in [
        (Vec::new(), "the server answered 404"),
        (vec![(p_nov.as_str(), html.as_slice())], "a web page came in its place"),
    ] {
        let site = Site::start(&pages).await;
        let memory = Remembered::default().captured(&site.url(&p_nov), "PK", Some("\"v\""), None);
        let fetched = run(&general(&site, "2026年11月"), quick(), Environment::default(), &memory).await;
        let workbook = summary(&fetched).pop().unwrap();
        assert!(workbook.starts_with("2026年11月 failed") && workbook.contains(expected), "{workbook}");
    }
}

#[tokio::test]
async fn a_trouble_while_probing_is_no_absence() {
    let (p_nov, busy) = (path("2026年11月"), [Reply::status(503)]);
    let site = Site::start(&[(&p_nov, &busy)]).await;
    let fetched = run(&general(&site, "2026年11月"), quick(), Environment::default(), &Remembered::default()).await;
    assert_eq!(failure(fetched.last().unwrap()), FetchFailure::Status(503));
}

#[tokio::test]
async fn values_are_read_from_the_last_capture_where_the_server_says_unchanged() {
    let definition = |site: &Site| {
        catalogue(&format!(
            "[resource.a]\nurl = \"{}\"\nbind = {{ id = {{ regex = 'id=(\\w+)' }} }}\n\
             [resource.b]\nurl = \"http://{}/b/{{a.id}}\"\n",
            site.url("/a"),
            site.address
        ))
    };
    let (unchanged, b) = ([Reply::status(304)], [Reply::ok("b")]);
    let site = Site::start(&[("/a", &unchanged), ("/b/old", &b)]).await;
    let memory = Remembered::default().captured(&site.url("/a"), "id=old", Some("\"v\""), None);
    let fetched = run(&definition(&site), quick(), Environment::default(), &memory).await;
    assert_eq!(summary(&fetched), ["a unchanged", "b new"]);

    // The body is no longer there: it is asked for without a condition.
    let a = [Reply::ok("id=old")];
    let site = Site::start(&[("/a", &a), ("/b/old", &b)]).await;
    let mut memory = Remembered::default().captured(&site.url("/a"), "id=old", Some("\"v\""), None);
    memory.bodies.clear();
    let fetched = run(&definition(&site), quick(), Environment::default(), &memory).await;
    assert_eq!(summary(&fetched), ["a new", "b new"]);
    assert_eq!(site.seen()[0].header("if-none-match"), None);
}

#[tokio::test]
async fn values_are_read_from_pages_in_gbk() {
    let (bytes, _, _) = encoding_rs::GBK.encode("期次：<b>2026年9月</b>");
    let page = [Reply::new(200, &[("Content-Type", "text/html; charset=gbk")], &bytes)];
    let data = format!("/d/{}", &path("2026年9月")["/data/".len()..]);
    let end = [Reply::ok("found")];
    let site = Site::start(&[("/a", &page), (&data, &end)]).await;
    let definition = catalogue(&format!(
        "[resource.a]\nurl = \"{}\"\nbind = {{ e = {{ regex = '期次：<b>([^<]+)</b>' }} }}\n\
         [resource.b]\nurl = \"http://{}/d/{{a.e}}.xlsx\"\n",
        site.url("/a"),
        site.address
    ));
    let fetched = run(&definition, quick(), Environment::default(), &Remembered::default()).await;
    assert_eq!(text_of(&fetched[1]), "found");
}

#[tokio::test]
async fn needs_that_go_round_in_a_circle_end_with_an_error_each() {
    let definition = catalogue(
        "[resource.a]\nurl = \"http://127.0.0.1:9/{b.x}\"\nbind = { x = { regex = '(.)' } }\n\
         [resource.b]\nurl = \"http://127.0.0.1:9/{a.x}\"\nbind = { x = { regex = '(.)' } }\n",
    );
    let fetched = run(&definition, quick(), Environment::default(), &Remembered::default()).await;
    assert_eq!(failure(&fetched[0]), FetchFailure::Unbound("b.x".to_owned()));
    assert_eq!(failure(&fetched[1]), FetchFailure::Unbound("a.x".to_owned()));
}

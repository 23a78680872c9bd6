//! Resources with many addresses: every item of a manifest, page after page.

use crate::support::{Remembered, Reply, Site, catalogue, failure, quick, run, text_of};
use bangdan::error::FetchFailure;
use bangdan::fetch::{Absence, Environment, Fetched, Outcome};

/// What became of the requests for a resource, by the end of the address.
fn of(fetched: &[Fetched], resource: &str, site: &Site) -> Vec<String> {
    let what = |fetched: &Fetched| match &fetched.outcome {
        Outcome::New(_) => "new".to_owned(),
        Outcome::Unchanged(_) => "unchanged".to_owned(),
        Outcome::Absent(Absence::Status(status)) => format!("absent {status}"),
        Outcome::Absent(Absence::WrongBody(_)) => "absent".to_owned(),
        Outcome::Failed(error) => format!("failed: {}", error.to_string().rsplit_once(": ").unwrap().1),
    };
    let host = site.url("");
    let mut found: Vec<String> = fetched
        .iter()
        .filter(|one| one.resource == resource)
        .map(|one| format!("{} {}", one.url.trim_start_matches(&host), what(one)))
        .collect();
    found.sort();
    found
}

fn manifest(site: &Site) -> String {
    format!(
        "[resource.manifest]\nurl = \"{}\"\nbind = {{ dir = {{ json = \"/submissions/*/dir\", all = true }} }}\n\
         [resource.submission]\nurl = \"http://{}/s/{{manifest.dir}}/submission.json\"\n",
        site.url("/manifest.json"),
        site.address
    )
}

#[tokio::test]
async fn every_item_of_a_manifest_is_asked_for_once() {
    let list = [Reply::ok(r#"{"submissions":[{"dir":"a b"},{"dir":"丙"},{"dir":"a b"},{"dir":null},{"dir":"gone"}]}"#)];
    let one = [Reply::ok("{}")];
    let site = Site::start(&[
        ("/manifest.json", &list),
        ("/s/a%20b/submission.json", &one),
        ("/s/%E4%B8%99/submission.json", &one),
    ])
    .await;
    let fetched = run(&catalogue(&manifest(&site)), quick(), Environment::default(), &Remembered::default()).await;
    let expected =
        ["/s/%E4%B8%99/submission.json new", "/s/a%20b/submission.json new", "/s/gone/submission.json absent 404"];
    assert_eq!(of(&fetched, "submission", &site), expected);
    assert_eq!(site.seen().len(), 4);
}

#[tokio::test]
async fn an_item_that_cannot_be_had_stops_no_other() {
    let list = [Reply::ok(r#"{"submissions":[{"dir":"a"},{"dir":"b"},{"dir":"c"}]}"#)];
    let (one, busy) = ([Reply::ok("{}")], [Reply::status(500)]);
    let site = Site::start(&[
        ("/manifest.json", &list),
        ("/s/a/submission.json", &one),
        ("/s/b/submission.json", &busy),
        ("/s/c/submission.json", &one),
    ])
    .await;
    let fetched = run(&catalogue(&manifest(&site)), quick(), Environment::default(), &Remembered::default()).await;
    let expected = [
        "/s/a/submission.json new",
        "/s/b/submission.json failed: the server answered 500",
        "/s/c/submission.json new",
    ];
    assert_eq!(of(&fetched, "submission", &site), expected);
}

#[tokio::test]
async fn values_of_one_item_stay_together_and_those_of_two_lists_make_every_pair() {
    let list = [Reply::ok(r#"[{"id":"a","v":"1"},{"id":"b","v":"2"},{"id":"c"}]"#)];
    let langs = [Reply::ok("<a data-lang=en></a><a data-lang=zh></a><b data-lang=fr></b>")];
    let site = Site::start(&[("/list", &list), ("/langs", &langs)]).await;
    let definition = catalogue(&format!(
        "[resource.list]\nurl = \"{}\"\n\
         bind = {{ id = {{ json = \"/*/id\", all = true }}, v = {{ json = \"/*/v\", all = true }} }}\n\
         [resource.langs]\nurl = \"{}\"\nbind = {{ lang = {{ css = \"a@data-lang\", all = true }} }}\n\
         [resource.one]\nurl = \"http://{}/{{list.id}}/{{list.v}}/{{langs.lang}}\"\n",
        site.url("/list"),
        site.url("/langs"),
        site.address
    ));
    let fetched = run(&definition, quick(), Environment::default(), &Remembered::default()).await;
    let expected = ["/a/1/en absent 404", "/a/1/zh absent 404", "/b/2/en absent 404", "/b/2/zh absent 404"];
    assert_eq!(of(&fetched, "one", &site), expected);
}

#[tokio::test]
async fn what_an_item_says_itself_leads_on_from_that_item() {
    let list = [Reply::ok(r#"{"runs":{"x":{},"y":{}}}"#)];
    let (x, y, end) = ([Reply::ok("file=1.csv")], [Reply::ok("file=2.csv")], [Reply::ok("rows")]);
    let site =
        Site::start(&[("/list", &list), ("/r/x", &x), ("/r/y", &y), ("/r/x/1.csv", &end), ("/r/y/2.csv", &end)]).await;
    let definition = catalogue(&format!(
        "[resource.list]\nurl = \"{}\"\nbind = {{ run = {{ json = \"/runs/{{run}}\", all = true }} }}\n\
         [resource.about]\nurl = \"http://{host}/r/{{list.run}}\"\nbind = {{ file = {{ regex = 'file=(\\S+)' }} }}\n\
         [resource.rows]\nurl = \"http://{host}/r/{{list.run}}/{{about.file}}\"\n",
        site.url("/list"),
        host = site.address
    ));
    let fetched = run(&definition, quick(), Environment::default(), &Remembered::default()).await;
    assert_eq!(of(&fetched, "rows", &site), ["/r/x/1.csv new", "/r/y/2.csv new"]);
}

#[tokio::test]
async fn a_hostile_manifest_leads_nowhere_else() {
    let many: Vec<String> = (0..10_000).map(|number| format!("{{\"dir\":\"d{number}\"}}")).collect();
    let many = [Reply::ok(format!("{{\"submissions\":[{}]}}", many.join(",")))];
    let site = Site::start(&[("/manifest.json", &many)]).await;
    let fetched = run(&catalogue(&manifest(&site)), quick(), Environment::default(), &Remembered::default()).await;
    let too_many = fetched.iter().find(|one| one.resource == "submission").unwrap();
    assert_eq!(failure(too_many), FetchFailure::TooManyAddresses(2_000));
    assert_eq!(site.targets(), ["/manifest.json"]);

    let long = "x".repeat(1_001);
    let bad = [Reply::ok(format!(
        r#"{{"submissions":[{{"dir":"../../etc"}},{{"dir":".."}},{{"dir":"http://evil.example/"}},{{"dir":"a?b#c"}},{{"dir":"{long}"}}]}}"#
    ))];
    let site = Site::start(&[("/manifest.json", &bad)]).await;
    let fetched = run(&catalogue(&manifest(&site)), quick(), Environment::default(), &Remembered::default()).await;
    let expected = [
        "/s/..%2F..%2Fetc/submission.json absent 404",
        "/s/a%3Fb%23c/submission.json absent 404",
        "/s/http%3A%2F%2Fevil.example%2F/submission.json absent 404",
        "/s/{manifest.dir}/submission.json failed: http://HOST/s/../submission.json would lead out of its folder, so it is not requested",
    ];
    let found = of(&fetched, "submission", &site).into_iter().map(|line| line.replace(&site.address, "HOST"));
    let found: Vec<String> = found.map(|line| line.replace("failed: //HOST", "failed: http://HOST")).collect();
    assert_eq!(found, expected);
}

#[tokio::test]
async fn a_host_that_a_manifest_names_must_be_a_public_one() {
    let hosts = [Reply::ok(r#"["10.0.0.1","localhost","169.254.169.254","[::1]"]"#)];
    let site = Site::start(&[("/list", &hosts)]).await;
    let definition = catalogue(&format!(
        "[resource.list]\nurl = \"{}\"\nbind = {{ host = {{ json = \"/*\", all = true }} }}\n\
         [resource.one]\nurl = \"http://{{list.host}}/\"\n",
        site.url("/list")
    ));
    let fetched = run(&definition, quick(), Environment::default(), &Remembered::default()).await;
    let failures: Vec<FetchFailure> = fetched.iter().filter(|one| one.resource == "one").map(failure).collect();
    assert_eq!(failures.len(), 4);
    let forbidden = failures.iter().filter(|failure| matches!(failure, FetchFailure::ForbiddenAddress(_))).count();
    assert_eq!(forbidden, 3, "{failures:?}");
}

fn paged(site: &Site, page: &str) -> String {
    format!("[resource.rows]\nurl = \"http://{}/rows?offset={{page}}\"\npage = {{ {page} }}\n", site.address)
}

fn rows(count: usize, total: usize) -> String {
    format!("{{\"features\":[1,2,3],\"rows\":[{}],\"total\":{total}}}", vec!["{}"; count].join(","))
}

const TOTAL: &str = "step = 2, total = \"/total\", rows = \"/rows\", most = 9";

#[tokio::test]
async fn pages_are_asked_for_until_the_total_is_reached() {
    let (first, second, third) = ([Reply::ok(rows(2, 5))], [Reply::ok(rows(2, 5))], [Reply::ok(rows(1, 5))]);
    let pages: [(&str, &[Reply]); 3] =
        [("/rows?offset=0", &first), ("/rows?offset=2", &second), ("/rows?offset=4", &third)];
    let site = Site::start(&pages).await;
    let definition = catalogue(&paged(&site, TOTAL));
    let fetched = run(&definition, quick(), Environment::default(), &Remembered::default()).await;
    let expected = ["/rows?offset=0 new", "/rows?offset=2 new", "/rows?offset=4 new"];
    assert_eq!(of(&fetched, "rows", &site), expected);

    // A second run asks conditionally, and reads from the last bodies where to go on.
    let unchanged = [Reply::status(304)];
    let again =
        Site::start(&[("/rows?offset=0", &unchanged), ("/rows?offset=2", &unchanged), ("/rows?offset=4", &third)])
            .await;
    let memory = Remembered::default()
        .captured(&again.url("/rows?offset=0"), &rows(2, 5), Some("\"a\""), None)
        .captured(&again.url("/rows?offset=2"), &rows(2, 5), Some("\"b\""), None);
    let fetched = run(&catalogue(&paged(&again, TOTAL)), quick(), Environment::default(), &memory).await;
    let expected = ["/rows?offset=0 unchanged", "/rows?offset=2 unchanged", "/rows?offset=4 new"];
    assert_eq!(of(&fetched, "rows", &again), expected);
    assert_eq!(again.seen()[1].header("if-none-match"), Some("\"b\""));
}

#[tokio::test]
async fn pages_end_at_one_without_rows_or_one_that_is_not_there() {
    let (full, empty) = ([Reply::ok("[[1]]")], [Reply::ok("[]")]);
    let site = Site::start(&[("/rows?offset=1", &full), ("/rows?offset=2", &full), ("/rows?offset=3", &empty)]).await;
    let definition = catalogue(&paged(&site, "from = 1, step = 1, most = 9"));
    let fetched = run(&definition, quick(), Environment::default(), &Remembered::default()).await;
    assert_eq!(of(&fetched, "rows", &site), ["/rows?offset=1 new", "/rows?offset=2 new", "/rows?offset=3 new"]);

    let site = Site::start(&[("/rows?offset=1", &full)]).await;
    let definition = catalogue(&paged(&site, "from = 1, step = 1, most = 9"));
    let fetched = run(&definition, quick(), Environment::default(), &Remembered::default()).await;
    assert_eq!(of(&fetched, "rows", &site), ["/rows?offset=1 new", "/rows?offset=2 absent 404"]);
}

#[tokio::test]
async fn pages_that_are_not_all_are_told() {
    let (first, busy) = ([Reply::ok(rows(2, 5))], [Reply::status(500)]);
    let site = Site::start(&[("/rows?offset=0", &first), ("/rows?offset=2", &busy)]).await;
    let fetched = run(&catalogue(&paged(&site, TOTAL)), quick(), Environment::default(), &Remembered::default()).await;
    let expected = ["/rows?offset=0 new", "/rows?offset=2 failed: the server answered 500"];
    assert_eq!(of(&fetched, "rows", &site), expected);

    let short = [Reply::ok(rows(0, 5))];
    let site = Site::start(&[("/rows?offset=0", &first), ("/rows?offset=2", &short)]).await;
    let fetched = run(&catalogue(&paged(&site, TOTAL)), quick(), Environment::default(), &Remembered::default()).await;
    let told = fetched.iter().find(|one| one.url.ends_with("{page}")).unwrap();
    assert!(matches!(failure(told), FetchFailure::Unexpected(what) if what.en == "up to page 2, 2 of 5 rows came"));

    let full = [Reply::ok("[1]")];
    let site = Site::start(&[("/rows?offset=0", &full), ("/rows?offset=1", &full)]).await;
    let fetched =
        run(&catalogue(&paged(&site, "step = 1, most = 2")), quick(), Environment::default(), &Remembered::default())
            .await;
    let told = fetched.iter().find(|one| one.url.ends_with("{page}")).unwrap();
    assert_eq!(failure(told), FetchFailure::TooManyPages(2));
}

#[tokio::test]
async fn pages_editions_and_values_go_together() {
    let list = [Reply::ok(r#"["x","y"]"#)];
    let (two_rows, one_row) = ([Reply::ok("{\"n\":3,\"rows\":[1,2]}")], [Reply::ok("{\"n\":3,\"rows\":[3]}")]);
    let site = Site::start(&[
        ("/2026-10/list", &list),
        ("/2026-10/x?p=0", &two_rows),
        ("/2026-10/x?p=1", &one_row),
        ("/2026-10/y?p=0", &two_rows),
        ("/2026-10/y?p=1", &one_row),
    ])
    .await;
    let definition = catalogue(&format!(
        "[[editions]]\nname = \"{{year}}-{{month}}\"\n\
         [resource.list]\nurl = \"http://{host}/{{edition}}/list\"\nprobe = {{ since = \"2026-9\" }}\n\
         bind = {{ id = {{ json = \"/*\", all = true }} }}\n\
         [resource.rows]\nurl = \"http://{host}/{{edition}}/{{list.id}}?p={{page}}\"\nprobe = {{ since = \"2026-9\" }}\n\
         page = {{ step = 1, total = \"/n\", rows = \"/rows\", most = 5 }}\n",
        host = site.address
    ));
    let fetched = run(&definition, quick(), Environment::default(), &Remembered::default()).await;
    let expected = ["/2026-10/x?p=0 new", "/2026-10/x?p=1 new", "/2026-10/y?p=0 new", "/2026-10/y?p=1 new"];
    assert_eq!(of(&fetched, "rows", &site), expected);
    let rows = fetched.iter().filter(|one| one.resource == "rows");
    assert!(rows.clone().all(|one| one.edition.as_ref().unwrap().label == "2026-10"));
    assert_eq!(rows.filter(|one| text_of(one).contains("[3]")).count(), 2);
}

#[tokio::test]
async fn releases_that_only_the_publisher_can_name_are_editions() {
    let releases = [Reply::ok(r#"const all = ["2026-01-08", "2025-12-23", "soon"]"#), Reply::ok("nothing")];
    let table = [Reply::ok("model,score")];
    let site = Site::start(&[("/app.js", &releases), ("/t_2026-01-08.csv", &table)]).await;
    let definition = catalogue(&format!(
        "[[editions]]\nname = \"{{year}}-{{month}}-{{day}}\"\n\
         [resource.app]\nurl = \"http://{host}/app.js\"\n\
         bind = {{ release = {{ regex = '\"(20[0-9-]+)\"', all = true }} }}\n\
         [resource.table]\nurl = \"http://{host}/t_{{edition}}.csv\"\n\
         probe = {{ since = \"2024-06-24\", also = [\"app.release\"] }}\n",
        host = site.address
    ));
    let fetched = run(&definition, quick(), Environment::default(), &Remembered::default()).await;
    assert_eq!(of(&fetched, "table", &site), ["/t_2025-12-23.csv absent 404", "/t_2026-01-08.csv new"]);
    let fetched = run(&definition, quick(), Environment::default(), &Remembered::default()).await;
    let table = fetched.iter().find(|one| one.resource == "table").unwrap();
    assert_eq!(failure(table), FetchFailure::Unbound("app.release".to_owned()));
}

#[test]
fn the_examples_of_the_guide_are_definitions() {
    let guide = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/resources.md");
    let guide = std::fs::read_to_string(guide).unwrap();
    let examples: Vec<&str> = guide.split("```toml\n").skip(1).map(|rest| rest.split("```").next().unwrap()).collect();
    assert_eq!(examples.len(), 5);
    for example in examples {
        assert_eq!(catalogue(example).boards().count(), 1, "{example}");
    }
}

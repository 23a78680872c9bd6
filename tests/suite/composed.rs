//! Boards that more than one body makes: what was fetched in runs from a server of the test, and what is derived.

use crate::support::{Reply, Scenario, Site, at, catalogue, quick};
use bangdan::archive::{Archive, Capture, Outcome};
use bangdan::catalogue::Catalogue;
use bangdan::collect::{Gathered, Keep, Library, gather};
use bangdan::fetch::{Asked, Environment, Fetcher, Quiet};
use bangdan::schema::{BoardHistory, Code, Digest, Snapshot, SourceId};
use std::sync::Arc;
use tempfile::TempDir;

const BOARD: &str = "[[board]]\nid = \"test\"\nrolling = true\nname = { en = \"T\", zh = \"榜\" }\n";
const METRIC: &str = "[[board.metric]]\nid = \"score\"\nheader = [\"score\"]\nrange = [0, 100]\nprimary = true\n";

/// Time, resource, address, edition, and the body if there is one.
type Recorded<'a> = (&'a str, &'a str, &'a str, Option<&'a str>, Option<&'a str>);

struct Held {
    folder: TempDir,
    catalogue: Catalogue,
}

impl Held {
    fn new(definition: &str) -> Held {
        let folder = tempfile::tempdir().unwrap();
        Archive::create(folder.path()).unwrap();
        Held { folder, catalogue: catalogue(definition) }
    }

    fn archive(&self) -> Archive {
        Archive::open(self.folder.path()).unwrap()
    }

    /// Fetches over the loopback interface. `gather` has a runtime of its own.
    async fn fetch(&self) -> Gathered {
        let (archive, catalogue) = (self.archive(), self.catalogue.clone());
        let fetching = tokio::task::spawn_blocking(move || {
            let fetcher = Fetcher::new(quick(), Environment::default()).unwrap();
            let asked = Asked { now: at("2026-11-23T12:00:00Z"), all_editions: false };
            let sources: Vec<_> = catalogue.sources().iter().collect();
            gather(&fetcher, &sources, asked, &archive, Arc::new(Quiet)).unwrap()
        });
        fetching.await.unwrap()
    }

    /// Records answers as a run would.
    fn record(&self, captures: &[Recorded<'_>]) {
        let mut run = self.archive().begin_run(at("2026-11-23T12:00:00Z"), "test").unwrap();
        for (time, resource, url, edition, body) in captures {
            let outcome = match body {
                Some(body) => Outcome::of_body(body.as_bytes(), None, url, None),
                None => Outcome::Absent,
            };
            let mut capture = Capture::new(SourceId::from("test"), resource, url, at(time), outcome);
            capture.edition = edition.map(str::to_owned);
            run.record(capture, body.map(str::as_bytes)).unwrap();
        }
        run.finish().unwrap();
    }

    fn history(&self) -> BoardHistory {
        // Once derived, once read from what was kept: the same.
        let derive = || {
            let library = Library::open(self.archive(), self.catalogue.clone(), Keep::Derived).unwrap();
            library.histories().unwrap().into_values().next().unwrap()
        };
        let first = derive();
        assert_eq!(first, derive());
        first
    }
}

fn scores(snapshot: &Snapshot) -> Vec<String> {
    let score =
        |entry: &bangdan::schema::Entry| entry.readings.values().map(|r| r.text().to_owned()).collect::<Vec<_>>();
    snapshot.entries.iter().map(|entry| format!("{} {}", entry.name, score(entry).join(" "))).collect()
}

fn digest(text: &str) -> Digest {
    Digest::of(text.as_bytes())
}

fn pages(site: &Site) -> String {
    format!(
        "[resource.rows]\nurl = \"http://{}/rows?offset={{page}}\"\n\
         page = {{ step = 2, total = \"/total\", rows = \"/rows\", most = 9 }}\n\
         {BOARD}columns = {{ model = [\"model\"] }}\n\
         variants = [{{ resource = \"rows\", union = true, table = {{ format = \"json\", at = \"/rows\" }} }}]\n{METRIC}",
        site.address
    )
}

fn page(rows: &[(&str, &str)], total: usize) -> String {
    let rows: Vec<String> =
        rows.iter().map(|(model, score)| format!("{{\"model\":\"{model}\",\"score\":{score}}}")).collect();
    format!("{{\"total\":{total},\"rows\":[{}]}}", rows.join(","))
}

#[tokio::test]
async fn pages_are_one_table_and_a_changed_page_is_one_new_content() {
    let one = page(&[("a", "90.0"), ("b", "80.50")], 5);
    let (two, two_later) = (page(&[("c", "70"), ("d", "60")], 5), page(&[("c", "71"), ("d", "60")], 5));
    let three = page(&[("e", "50")], 5);
    let (first, second, third) =
        ([Reply::ok(&one)], [Reply::ok(&two), Reply::ok(&two_later), Reply::ok(&two_later)], [Reply::ok(&three)]);
    let site =
        Site::start(&[("/rows?offset=0", &first), ("/rows?offset=2", &second), ("/rows?offset=4", &third)]).await;
    let held = Held::new(&pages(&site));
    let gathered = held.fetch().await;
    assert_eq!((gathered.new, gathered.failed.len()), (3, 0));
    let history = held.history();
    assert_eq!(history.snapshots.len(), 1, "{:?}", history.refused);
    assert_eq!(scores(&history.snapshots[0]), ["a 90.0", "b 80.50", "c 70", "d 60", "e 50"]);

    held.fetch().await;
    let gathered = held.fetch().await;
    assert_eq!((gathered.new, gathered.unchanged), (0, 3));
    let history = held.history();
    assert_eq!((history.snapshots.len(), history.refused.len()), (2, 0));
    let newest = &history.snapshots[1];
    assert_eq!(scores(newest), ["a 90.0", "b 80.50", "c 71", "d 60", "e 50"]);
    assert_eq!(newest.captures, [digest(&one), digest(&two_later), digest(&three)]);
    assert_eq!(newest.address, format!("rows http://{}/rows?offset={{page}}", site.address));
    let at = newest.entries[2].readings.values().next().unwrap().at();
    let (start, end) = at.bytes.unwrap();
    assert_eq!((at.capture, &two_later[start as usize..end as usize]), (digest(&two_later), "71"));
    assert!(newest.last_seen_at > newest.observed_at, "the third run saw it again");
    assert!(history.snapshots[0].last_seen_at < newest.observed_at);
}

#[tokio::test]
async fn pages_of_two_times_are_no_board() {
    let (one, two) = (page(&[("a", "90"), ("b", "80")], 3), page(&[("c", "70")], 3));
    let later = page(&[("a", "90"), ("c", "85")], 3);
    let (first, second) = ([Reply::ok(&one), Reply::ok(&later)], [Reply::ok(&two), Reply::status(500)]);
    let site = Site::start(&[("/rows?offset=0", &first), ("/rows?offset=2", &second)]).await;
    let held = Held::new(&pages(&site));
    held.fetch().await;
    let gathered = held.fetch().await;
    assert_eq!(gathered.failed.len(), 1);
    let history = held.history();
    assert_eq!(history.snapshots.len(), 1);
    assert_eq!(scores(&history.snapshots[0]), ["a 90", "b 80", "c 70"]);
    assert_eq!(history.refused.len(), 1);
    let refused = &history.refused[0];
    let expected = format!("the page {} did not come together with the others", site.url("/rows?offset=2"));
    assert_eq!((refused.problem.code, &refused.problem.what.en), (Code::IncompleteSet, &expected));
}

#[tokio::test]
async fn a_page_without_rows_only_says_that_there_are_no_more() {
    let (one, none) = ("[{\"model\":\"a\",\"score\":1}]", "[]");
    let (first, second) = ([Reply::ok(one)], [Reply::ok(none)]);
    let site = Site::start(&[("/rows?offset=1", &first), ("/rows?offset=2", &second)]).await;
    let definition = pages(&site).replace("step = 2, total = \"/total\", rows = \"/rows\"", "from = 1, step = 1");
    let held = Held::new(&definition.replace(", at = \"/rows\"", ""));
    held.fetch().await;
    let history = held.history();
    assert_eq!(scores(&history.snapshots[0]), ["a 1"]);
    assert_eq!(history.snapshots[0].captures, [digest(one)]);
    assert!(history.snapshots[0].problems.is_empty());
}

fn submissions(host: &str) -> String {
    format!(
        "[resource.manifest]\nurl = \"http://{host}/manifest.json\"\n\
         bind = {{ dir = {{ json = \"/submissions/*\", all = true }} }}\n\
         [resource.submission]\nurl = \"http://{host}/s/{{manifest.dir}}.csv\"\n\
         {BOARD}columns = {{ model = [\"^url\"] }}\n\
         variants = [{{ resource = \"submission\", union = true, \
         table = {{ format = \"csv\", inherit = [\"^url\"] }} }}]\n{METRIC}"
    )
}

#[tokio::test]
async fn one_file_for_each_model_of_which_one_is_not_there() {
    let list =
        [Reply::ok("{\"submissions\":[\"z\",\"a b\",\"gone\"]}"), Reply::ok("{\"submissions\":[\"a b\",\"z\"]}")];
    let (z, a) = ([Reply::ok("score\n50.0\n")], [Reply::ok("score\n60.0\n"), Reply::status(503)]);
    let site = Site::start(&[("/manifest.json", &list), ("/s/z.csv", &z), ("/s/a%20b.csv", &a)]).await;
    let held = Held::new(&submissions(&site.address));
    let gathered = held.fetch().await;
    assert_eq!((gathered.new, gathered.absent, gathered.failed.len()), (3, 1, 0));
    let history = held.history();
    let (z, a) = (format!("{} 50.0", site.url("/s/z.csv")), format!("{} 60.0", site.url("/s/a b.csv")));
    assert_eq!(scores(&history.snapshots[0]), [z.clone(), a.clone()]);
    let problems = &history.snapshots[0].problems;
    assert_eq!(problems.len(), 1);
    assert_eq!(problems[0].code, Code::UnreadMember);
    let expected = format!("{} is left out: it is named and not there", site.url("/s/gone.csv"));
    assert_eq!(problems[0].what.en, expected);

    // What is named no longer leaves the set, and what failed only now stays.
    let gathered = held.fetch().await;
    assert_eq!(gathered.failed.len(), 1);
    let history = held.history();
    assert_eq!((history.snapshots.len(), history.refused.len()), (2, 0));
    assert_eq!(scores(&history.snapshots[1]), [a, z]);
    assert!(history.snapshots[1].problems.is_empty());
}

#[test]
fn a_file_that_cannot_be_read_is_named_and_too_many_of_them_are_a_refusal() {
    let held = Held::new(&submissions("h.example"));
    let list = |names: &str| format!("{{\"submissions\":[{names}]}}");
    let (three, two) = (list("\"a\",\"b\",\"c\""), list("\"a\",\"b\""));
    let manifest = "http://h.example/manifest.json";
    held.record(&[
        ("2026-01-01T00:00:00Z", "manifest", manifest, None, Some(&three)),
        ("2026-01-01T00:00:01Z", "submission", "http://h.example/s/a.csv", None, Some("score\n1\n")),
        ("2026-01-01T00:00:02Z", "submission", "http://h.example/s/b.csv", None, Some("result\nnone\n")),
        ("2026-01-01T00:00:03Z", "submission", "http://h.example/s/c.csv", None, Some("score\n3\n")),
        ("2026-01-02T00:00:00Z", "manifest", manifest, None, Some(&two)),
    ]);
    let history = held.history();
    assert_eq!(scores(&history.snapshots[0]), ["http://h.example/s/a.csv 1", "http://h.example/s/c.csv 3"]);
    let problem = &history.snapshots[0].problems[0];
    assert_eq!(problem.code, Code::UnreadMember, "{problem:?}");
    assert!(problem.what.en.starts_with("http://h.example/s/b.csv is left out: "));
    assert_eq!(history.refused.len(), 1);
    assert_eq!(history.refused[0].problem.code, Code::IncompleteSet);
    assert!(history.refused[0].problem.what.en.starts_with("1 of 2 bodies are not there or cannot be read"));
}

#[test]
fn a_recording_of_some_of_the_files_is_partial() {
    let held = Held::new(&submissions("h.example"));
    let list = "{\"submissions\":[\"a\",\"b\",\"c\",\"d\"]}";
    held.record(&[
        ("2026-01-01T00:00:00Z", "manifest", "http://h.example/manifest.json", None, Some(list)),
        ("2026-01-01T00:00:01Z", "submission", "http://h.example/s/c.csv", None, Some("score\n3\n")),
    ]);
    let history = held.history();
    let snapshot = &history.snapshots[0];
    assert_eq!(scores(snapshot), ["http://h.example/s/c.csv 3"]);
    assert!(snapshot.is_partial());
    assert_eq!(snapshot.problems.len(), 1);
    assert!(snapshot.problems[0].what.en.contains(", 3 that belong to the board were never asked for"));
}

#[test]
fn a_recording_without_its_manifest_means_every_file_that_is_there() {
    let held = Held::new(&submissions("h.example"));
    held.record(&[
        ("2026-01-01T00:00:00Z", "submission", "http://h.example/s/b.csv", None, Some("score\n2\n")),
        ("2026-01-05T00:00:00Z", "submission", "http://h.example/s/a.csv", None, Some("score\n1\n")),
        ("2026-01-09T00:00:00Z", "submission", "http://h.example/s/b.csv", None, None),
    ]);
    let found: Vec<Vec<String>> = held.history().snapshots.iter().map(scores).collect();
    let (a, b) = ("http://h.example/s/a.csv 1".to_owned(), "http://h.example/s/b.csv 2".to_owned());
    assert_eq!(found, [vec![b.clone()], vec![a.clone(), b], vec![a]]);
}

const RELEASES: &str = "[[editions]]\nname = \"{year}-{month}\"\n\
    [resource.table]\nurl = \"http://h.example/table_{edition}.csv\"\nprobe = { since = \"2026-1\" }\n\
    [resource.categories]\nurl = \"http://h.example/categories_{edition}.csv\"\nprobe = { since = \"2026-1\" }\n\
    [[board]]\nid = \"test\"\nname = { en = \"T\", zh = \"榜\" }\ncolumns = { model = [\"model\"] }\n\
    [[board.variants]]\nresource = \"table\"\ntable = { format = \"csv\" }\n\
    join = [{ resource = \"categories\", table = { format = \"csv\" } }]\n\
    [[board.metric]]\nid = \"score\"\nheader = [\"score\"]\nprimary = true\n\
    [[board.metric]]\nid = \"mean\"\nheader = [\"mean\"]\n";

#[test]
fn a_further_table_of_another_resource_is_that_of_the_same_edition() {
    let held = Held::new(RELEASES);
    let (table_1, table_2) = ("http://h.example/table_2026-1.csv", "http://h.example/table_2026-2.csv");
    let (cat_1, cat_2) = ("http://h.example/categories_2026-1.csv", "http://h.example/categories_2026-2.csv");
    let (one, two) = (Some("2026-1"), Some("2026-2"));
    held.record(&[
        ("2026-03-01T00:00:00Z", "table", table_1, one, Some("model,score\na,1\nb,2\n")),
        ("2026-03-01T00:00:01Z", "table", table_2, two, Some("model,score\na,3\n")),
        ("2026-03-01T00:00:02Z", "categories", cat_1, one, Some("model,mean\nb,20\na,10\n")),
        ("2026-03-01T00:00:03Z", "categories", cat_2, two, Some("model,mean\na,30\n")),
        // Only what is joined changes, and only that edition has a new content.
        ("2026-03-09T00:00:00Z", "categories", cat_1, one, Some("model,mean\nb,20\na,11\n")),
    ]);
    let history = held.history();
    assert!(history.refused.is_empty(), "{:?}", history.refused);
    let found: Vec<(String, Vec<String>)> = history
        .snapshots
        .iter()
        .map(|snapshot| (snapshot.edition.as_ref().unwrap().label.clone(), scores(snapshot)))
        .collect();
    // Readings by the metric's id: mean, then score.
    let expected =
        [("2026-1", vec!["a 10 1", "b 20 2"]), ("2026-1", vec!["a 11 1", "b 20 2"]), ("2026-2", vec!["a 30 3"])];
    let expected = expected.map(|(edition, rows)| (edition.to_owned(), rows.into_iter().map(str::to_owned).collect()));
    assert_eq!(found, expected);
    let first = &history.snapshots[0];
    assert_eq!(first.captures, [digest("model,score\na,1\nb,2\n"), digest("model,mean\nb,20\na,10\n")]);
    assert_eq!(first.address, format!("table {table_1}"));
}

#[test]
fn without_its_further_table_an_edition_is_no_board() {
    let held = Held::new(RELEASES);
    let table = "http://h.example/table_2026-1.csv";
    held.record(&[("2026-03-01T00:00:00Z", "table", table, Some("2026-1"), Some("model,score\na,1\n"))]);
    let history = held.history();
    assert!(history.snapshots.is_empty());
    let problem = &history.refused[0].problem;
    assert_eq!(problem.code, Code::IncompleteSet);
    assert_eq!(problem.what.en, "nothing of the resource categories is there for 2026-1");
}

#[tokio::test]
async fn the_commands_name_the_file_of_a_cell_and_the_key_that_is_missing() {
    let list = [Reply::ok("{\"submissions\":[\"b\",\"a\"]}")];
    let (a, b) = ([Reply::ok("score,model\n1.50,Ant\n")], [Reply::ok("score,model\n2,Bee\n")]);
    let site = Site::start(&[("/manifest.json", &list), ("/s/a.csv", &a), ("/s/b.csv", &b)]).await;
    let head = |id: &str| {
        format!(
            "id = \"{id}\"\npublisher = \"P\"\nhomepage = \"http://p.example/\"\nlanguages = [\"en\"]\n\
             name = {{ en = \"{id}\", zh = \"{id}\" }}\n"
        )
    };
    let files = submissions(&site.address).replace("\"^url\"", "\"model\"").replace(", inherit = [\"model\"]", "");
    let keyed = format!(
        "[resource.rows]\nurl = \"http://{}/keyed\"\nkey = {{ env = \"MY_KEY\", header = \"x-key\" }}\n\
         {}columns = {{ model = [\"model\"] }}\n\
         variants = [{{ resource = \"rows\", table = {{ format = \"csv\" }} }}]\n{METRIC}",
        site.address,
        BOARD.replace("\"test\"", "\"keyed\"")
    );
    let scenario = Scenario::new();
    scenario.write("sources/test.toml", &format!("{}{files}", head("test")));
    scenario.write("sources/keyed.toml", &format!("{}{keyed}", head("keyed")));
    let (url, digests) = (site.url("/s/a.csv"), [digest("score,model\n2,Bee\n"), digest("score,model\n1.50,Ant\n")]);
    let commands = tokio::task::spawn_blocking(move || {
        let ended = scenario.run(&["fetch", "test", "keyed"]);
        assert_eq!(ended.code, 3, "{}", ended.stderr);
        assert!(ended.stderr.contains("the environment variable MY_KEY is not set"), "{}", ended.stderr);
        assert!(ended.stderr.contains("hint: export MY_KEY=…"), "{}", ended.stderr);
        assert!(ended.stderr.contains("3 new, 0 unchanged, 0 not there, 1 failed"), "{}", ended.stderr);
        let explained = scenario.run(&["explain", "test", "Ant", "score", "--format", "json"]).succeeded();
        for wanted in [&url, &digests[1].hex(), "2: 1.50,Ant"] {
            assert!(explained.contains(wanted), "{wanted}: {explained}");
        }
        assert!(!explained.contains(&digests[0].hex()), "{explained}");
        let exported = scenario.run(&["export", "test"]).succeeded();
        assert!(exported.contains(&format!("{} {}", digests[0].hex(), digests[1].hex())), "{exported}");
        assert!(exported.contains(",capture 2: "), "{exported}");
        scenario.run(&["verify"]).succeeded();
        scenario.run(&["rebuild"]).succeeded();
        let list = scenario.run(&["list", "test", "keyed", "--format", "json"]).succeeded();
        let list: serde_json::Value = serde_json::from_str(&list).unwrap();
        let rows = list["sections"][0]["blocks"][0]["table"]["rows"].as_array().unwrap().clone();
        let keys = rows.iter().map(|row| (row["board"]["text"].clone(), row["needs_key"]["text"].clone()));
        let keys: Vec<(serde_json::Value, serde_json::Value)> = keys.collect();
        let pair = |board: &str, key: &str| (board.into(), key.into());
        assert_eq!(keys, [pair("keyed", "MY_KEY"), pair("test", "")], "{list}");
    });
    commands.await.unwrap();
}

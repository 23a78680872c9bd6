//! Boards whose tables are laid out anew, from bytes to snapshots: every score still names the bytes that it stands in.

use bangdan::archive::{Capture, Outcome};
use bangdan::catalogue::Catalogue;
use bangdan::collect::{derive_source, sightings};
use bangdan::schema::{BoardHistory, BoardId, Digest, MetricId, Snapshot, SourceId, Timestamp};
use std::collections::BTreeMap;

const HEAD: &str = r#"
id = "t"
publisher = "t"
name = { en = "t", zh = "t" }
homepage = ""
languages = []
resource = { r = { url = "https://t.example/r" } }
"#;

/// What bodies that follow each other give of the board `t`.
fn read(definition: &str, bodies: &[&str]) -> BoardHistory {
    let catalogue = Catalogue::from_text("t.toml", &format!("{HEAD}{definition}")).unwrap();
    let (source, _) = catalogue.board("t").unwrap();
    let stored: BTreeMap<Digest, Vec<u8>> =
        bodies.iter().map(|body| (Digest::of(body.as_bytes()), body.as_bytes().to_vec())).collect();
    let captures: Vec<Capture> = (1..)
        .zip(bodies)
        .map(|(day, body)| {
            let at: Timestamp = format!("2025-03-{day:02}T00:00:00Z").parse().unwrap();
            let outcome = Outcome::of_body(body.as_bytes(), None, "https://t.example/r", None);
            Capture::new(SourceId::from("t"), "r", "https://t.example/r", at, outcome)
        })
        .collect();
    let seen = sightings(&source.id, &captures);
    let mut histories = derive_source(source, &captures, &seen, |_| true, |digest| Ok(stored[digest].clone())).unwrap();
    histories.remove(&BoardId::from("t")).unwrap()
}

/// Each entry with its score and the bytes that the score stands in.
fn scores(snapshot: &Snapshot, body: &str) -> Vec<(String, String, String)> {
    let score = |entry: &bangdan::schema::Entry| {
        let score = entry.score(&MetricId::from("score")).unwrap();
        let (start, end) = score.at.bytes.unwrap();
        (entry.name.clone(), score.text.clone(), body[start as usize..end as usize].to_owned())
    };
    snapshot.entries.iter().map(score).collect()
}

fn owned(rows: &[(&str, &str, &str)]) -> Vec<(String, String, String)> {
    rows.iter().map(|(a, b, c)| ((*a).to_owned(), (*b).to_owned(), (*c).to_owned())).collect()
}

const DAYS: &str = r#"
editions = [{ name = "{year}{month}{day}" }]
[[board]]
id = "t"
name = { en = "t", zh = "t" }
columns = { model = ["model"] }
metric = [{ id = "score", header = ["elo"], primary = true }]
ignore = [""]
[[board.variants]]
resource = "r"
[board.variants.table]
format = "csv"
melt = { keep = [""], name = "model", value = "elo" }
where = { elo = ["!=0.0"] }
split = ""
"#;

#[test]
fn a_column_for_each_model_and_a_row_for_each_day_are_as_many_editions() {
    let first = ",vicuna-13b,gpt-4,palm-2\n20230508,1053.5,0.0,0.0\n20230522,1051,1274.25,0.0\n";
    // The next file has its columns in another order, a day more, and a day revised.
    let second =
        ",palm-2,gpt-4,vicuna-13b\n20230508,0.0,0.0,1053.5\n20230522,0,1274.25,1050\n20231109,998.5,0.0,1000\n";
    let history = read(DAYS, &[first, second]);
    assert!(history.refused.is_empty(), "{:?}", history.refused);
    let editions: Vec<String> =
        history.snapshots.iter().map(|snapshot| snapshot.edition.as_ref().unwrap().label.clone()).collect();
    assert_eq!(editions, ["20230508", "20230522", "20230522", "20231109"]);
    let shown = |index: usize, body| scores(&history.snapshots[index], body);
    assert_eq!(shown(0, first), owned(&[("vicuna-13b", "1053.5", "1053.5")]));
    assert_eq!(shown(1, first), owned(&[("vicuna-13b", "1051", "1051"), ("gpt-4", "1274.25", "1274.25")]));
    assert_eq!(shown(2, second), owned(&[("gpt-4", "1274.25", "1274.25"), ("vicuna-13b", "1050", "1050")]));
    assert_eq!(shown(3, second), owned(&[("palm-2", "998.5", "998.5"), ("vicuna-13b", "1000", "1000")]));
    // The name is the header's cell.
    assert_eq!(history.snapshots[3].entries[1].at.to_string(), "table 1!R1C4@14-24");
    assert!(history.snapshots.iter().all(|snapshot| snapshot.problems.is_empty()));
}

#[test]
fn a_day_that_is_no_edition_is_refused_and_the_others_stand() {
    let history = read(DAYS, &[",gpt-4\n20230508,1274\nlatest,1280\n"]);
    assert_eq!(history.snapshots.len(), 1);
    let said: Vec<&str> = history.refused.iter().map(|refused| refused.problem.code.as_str()).collect();
    assert_eq!(said, ["unknown-edition"]);
}

#[test]
fn a_long_table_with_one_score_twice_reports_both_rows() {
    let definition = r#"
[[board]]
id = "t"
name = { en = "t", zh = "t" }
rolling = true
columns = { model = ["model"] }
metric = [{ id = "score", header = ["overall"], primary = true }, { id = "code", header = ["coding"] }]
[[board.variants]]
resource = "r"
[board.variants.table]
format = "csv"
where = { source = ["lb"] }
pivot = { keep = ["model", "source"], by = "task", value = "score" }
"#;
    let definition = definition.replace("metric =", "ignore = [\"source\"]\nmetric =");
    let body = "model,score,task,source,tag\na,1.50,overall,lb,x\nb,2,overall,lb,x\na,3,coding,lb,y\nb,9,overall,other,z\nb,2.5,overall,lb,x\n";
    let history = read(&definition, &[body]);
    let snapshot = &history.snapshots[0];
    assert_eq!(scores(snapshot, body), owned(&[("a", "1.50", "1.50"), ("b", "2", "2"), ("b", "2.5", "2.5")]));
    let problems: Vec<String> = snapshot.problems.iter().map(|problem| problem.what.en.clone()).collect();
    assert_eq!(problems, ["b stands twice, in row 3, column 1: b | 2; and in row 6, column 1: b | 2.5; both are kept"]);
    assert_eq!(snapshot.entries[0].score(&MetricId::from("code")).unwrap().at.to_string(), "table 1!R4C2@67-68");
}

#[test]
fn a_board_that_is_split_has_editions() {
    let rolling = DAYS.replace("id = \"t\"\n", "id = \"t\"\nrolling = true\n");
    let said = Catalogue::from_text("t.toml", &format!("{HEAD}{rolling}")).unwrap_err().to_string();
    assert!(said.contains("the values of `split` are editions"), "{said}");
}

const PARTS: &str = r#"
[[board]]
id = "t"
rolling = true
name = { en = "t", zh = "t" }
columns = { model = ["name"], organization = ["lab"] }
metric = [{ id = "score", header = ["F1"], primary = true }]
ignore = ["Model"]
[[board.variants]]
resource = "r"
[board.variants.table]
format = "html"
has = ["Model"]
parts = [{ column = "model", at = "text()", name = "name" }, { column = "Model", at = "p.lab", name = "lab" }]
"#;

#[test]
fn an_element_within_cells_is_a_column() {
    let page = r#"<table><tr><td>elsewhere</td></tr></table>
        <table><tr><th>Model</th><th>F1</th></tr>
        <tr><td> <a href="/a">A (single)</a><p class="lab">Lab <b>One</b></p><p class="lab">Two</p></td><td>90.1</td></tr>
        <tr><td><p hidden class="lab">Hidden</p>B<p class="other">C</p></td><td><p class="lab">80.2</p></td></tr>
        </table>"#;
    let history = read(PARTS, &[page]);
    assert!(history.refused.is_empty(), "{:?}", history.refused);
    let snapshot = &history.snapshots[0];
    let found: Vec<(&str, Option<&str>)> =
        snapshot.entries.iter().map(|entry| (entry.name.as_str(), entry.organization.as_deref())).collect();
    assert_eq!(found, [("A (single)", Some("Lab One")), ("B", None)]);
    assert!(read(&PARTS.replace("p.lab", "p..lab"), &[page]).snapshots.is_empty(), "that is no selector");
}

//! Containers: zip and tar, their files chosen by name, as columns where the definition says so.

use bangdan::catalogue::{Format, Inside, Rows, TableSelector};
use bangdan::extract::Document;
use bangdan::schema::{Digest, Problem, RawTable};
use std::io::Write as _;

/// Two models' results, and a file that is none.
const FILES: [(&str, &str); 3] = [
    ("results/m-a/scores.json", r#"{"accuracy": 0.50, "n": 3}"#),
    ("results/README.md", "# Results\n"),
    ("results/m-b/scores.json", r#"{"accuracy": 1.0, "n": 4}"#),
];

fn zip(files: &[(&str, &str)]) -> Vec<u8> {
    let mut container = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (path, content) in files {
        container.start_file(*path, zip::write::SimpleFileOptions::default()).unwrap();
        container.write_all(content.as_bytes()).unwrap();
    }
    container.finish().unwrap().into_inner()
}

fn tar(files: &[(&str, &str)]) -> Vec<u8> {
    let mut container = tar::Builder::new(Vec::new());
    for (path, content) in files {
        let mut header = tar::Header::new_ustar();
        header.set_size(content.len() as u64);
        header.set_mode(0o644);
        container.append_data(&mut header, format!("./{path}"), content.as_bytes()).unwrap();
    }
    container.into_inner().unwrap()
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn read(body: &[u8], container: Format, place: &str, format: Format, rows: Rows) -> Result<Vec<RawTable>, Problem> {
    let inside = vec![Inside { format: container, at: place.to_owned() }];
    let selector = TableSelector { inside, rows, ..TableSelector::of(format) };
    let found = Document::open(Digest::of(body), body).tables(&selector)?;
    Ok(found.into_iter().map(|found| found.table).collect())
}

fn lines(table: &RawTable) -> Vec<String> {
    let line = |cells: &[bangdan::schema::RawCell]| {
        let texts: Vec<&str> = cells.iter().map(|cell| cell.text.as_str()).collect();
        texts.join(" | ")
    };
    std::iter::once(line(&table.header)).chain(table.rows.iter().map(|row| line(&row.cells))).collect()
}

fn one_record() -> Rows {
    Rows { layout: bangdan::catalogue::Layout::Record, inherit: vec!["^path".to_owned()], ..Rows::default() }
}

#[test]
fn the_files_of_a_container_are_read_and_their_paths_are_columns() {
    for (container, body) in [(Format::Zip, zip(&FILES)), (Format::Tar, tar(&FILES)), (Format::Tar, gzip(&tar(&FILES)))]
    {
        let tables = read(&body, container, "scores.json", Format::Json, one_record()).unwrap();
        assert_eq!(tables.len(), 2, "{container:?}");
        assert_eq!(lines(&tables[0]), ["accuracy | n | ^path", "0.50 | 3 | results/m-a/scores.json"]);
        assert_eq!(lines(&tables[1]), ["accuracy | n | ^path", "1.0 | 4 | results/m-b/scores.json"]);
        assert_eq!(&*tables[1].place, "results/m-b/scores.json > /");
        assert_eq!(tables[1].rows[0].bytes, None, "a packed file has no bytes in the body");
    }
}

#[test]
fn a_container_within_a_container_is_opened_too() {
    let inner = zip(&FILES);
    let mut outer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    outer.start_file("data/inner.zip", zip::write::SimpleFileOptions::default()).unwrap();
    outer.write_all(&inner).unwrap();
    let body = outer.finish().unwrap().into_inner();
    let inside = ["*.zip", "results/*/scores.json"].map(|at| Inside { format: Format::Zip, at: at.to_owned() });
    let selector = TableSelector { inside: inside.into(), rows: one_record(), ..TableSelector::of(Format::Json) };
    let found = Document::open(Digest::of(&body), &body).tables(&selector).unwrap();
    assert_eq!(found.len(), 2);
    assert_eq!(&*found[0].table.place, "data/inner.zip > results/m-a/scores.json > /");
}

#[test]
fn one_file_that_cannot_be_read_refuses_them_all() {
    let body = zip(&[FILES[0], ("results/m-c/scores.json", "{\"accuracy\": 0.")]);
    let problem = read(&body, Format::Zip, "scores.json", Format::Json, one_record()).unwrap_err();
    assert!(problem.what.en.starts_with("inside, at results/m-c/scores.json: not JSON: "), "{}", problem.what.en);
    assert!(problem.what.zh.starts_with("内层 results/m-c/scores.json：不是 JSON："), "{}", problem.what.zh);
}

#[test]
fn what_is_no_container_or_has_no_such_file_is_told() {
    let message = |body: &[u8], container, place| {
        read(body, container, place, Format::Json, Rows::default()).unwrap_err().what.en
    };
    assert_eq!(message(b"{}", Format::Zip, "a"), "not a zip container: it does not begin with PK");
    assert_eq!(message(b"{}", Format::Tar, "a"), "not a tarball");
    let cut = zip(&FILES);
    assert!(message(&cut[..60], Format::Zip, "a").starts_with("a damaged or incomplete container: "));
    assert_eq!(
        message(&zip(&FILES), Format::Zip, "*.csv"),
        "no file is called \"*.csv\"; there are 3: results/m-a/scores.json, results/README.md, \
         results/m-b/scores.json"
    );
    let inside = vec![Inside { format: Format::Csv, at: "a".to_owned() }];
    let selector = TableSelector { inside, ..TableSelector::of(Format::Json) };
    let problem = Document::open(Digest::of(b"a,b"), b"a,b").tables(&selector).unwrap_err();
    assert_eq!(
        problem.what.en,
        "the definition looks for a body inside at \"a\", and this format holds no other bodies"
    );
}

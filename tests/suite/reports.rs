//! The committed reports are what the README's main command writes.

use crate::support::{Scenario, fixtures};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

fn tree(root: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut files = BTreeMap::new();
    let mut waiting = vec![root.to_owned()];
    while let Some(folder) = waiting.pop() {
        for entry in fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                waiting.push(path);
            } else {
                files.insert(path.strip_prefix(root).unwrap().to_owned(), fs::read(&path).unwrap());
            }
        }
    }
    files
}

#[test]
fn the_committed_reports_are_what_the_program_writes() {
    let scenario = Scenario::new();
    let written = scenario.path("reports");
    let replay = fixtures();
    let before = tree(&replay);
    scenario.run(&["report", "--replay", replay.to_str().unwrap(), "--output", written.to_str().unwrap()]).succeeded();
    assert_eq!(tree(&replay), before, "a replay writes nothing into the archive it reads");
    let (committed, written) = (tree(&Path::new(env!("CARGO_MANIFEST_DIR")).join("reports")), tree(&written));
    let names = |files: &BTreeMap<PathBuf, Vec<u8>>| files.keys().cloned().collect::<Vec<_>>();
    assert_eq!(names(&committed), names(&written));
    let changed: Vec<&PathBuf> = committed.keys().filter(|name| committed[*name] != written[*name]).collect();
    assert!(changed.is_empty(), "run the README's main command and commit reports/: {changed:?}");
}

#[test]
fn every_link_between_the_committed_pages_resolves() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("reports");
    let anchor = scraper::Selector::parse("a[href], link[href]").unwrap();
    let mut links = 0;
    for (name, bytes) in tree(&root).into_iter().filter(|(name, _)| name.extension().is_some_and(|e| e == "html")) {
        let page = scraper::Html::parse_document(std::str::from_utf8(&bytes).unwrap());
        for element in page.select(&anchor) {
            let href = element.value().attr("href").unwrap();
            if href.starts_with("https://") || href.starts_with("http://") {
                continue;
            }
            links += 1;
            if let Some(id) = href.strip_prefix('#') {
                let same_page = scraper::Selector::parse(&format!("[id='{id}']")).unwrap();
                assert!(page.select(&same_page).next().is_some(), "{}: {href}", name.display());
                continue;
            }
            let target = root.join(name.parent().unwrap()).join(href.split('#').next().unwrap());
            assert!(target.is_file(), "{}: {href}", name.display());
        }
    }
    assert!(links > 1_000, "{links}");
}

//! Every edition that an address can name, asked of a server of the test.

use crate::support::{Reply, Site, at, catalogue, quick};
use bangdan::archive::Archive;
use bangdan::collect::backfill::{Editions, editions, only_editions};
use bangdan::fetch::{Environment, Fetcher, Quiet};
use std::path::Path;
use std::sync::Arc;

const HEAD: &str = "[[editions]]\nname = \"{year}年{month}月\"\n";

async fn run(site: &Site, folder: &Path, since: Option<&str>) -> Editions {
    let definition = format!(
        "{HEAD}[resource.list]\nurl = \"{}\"\n[resource.all]\nurl = \"{}\"\nexpect = {{ magic = \"PK\" }}\n\
         [resource.all.probe]\nsince = \"2026年6月\"\n",
        site.url("/list"),
        site.url("/{edition}.xlsx")
    );
    let (folder, since) = (folder.to_owned(), since.map(at));
    let running = tokio::task::spawn_blocking(move || {
        let catalogue = catalogue(&definition);
        let source = catalogue.source("test").unwrap();
        let trimmed = only_editions(source, None, since).unwrap().unwrap();
        let archive = Archive::create(&folder).unwrap();
        let fetcher = Fetcher::new(quick(), Environment::default()).unwrap();
        editions(&fetcher, &trimmed, at("2026-11-23T12:00:00Z"), &archive, Arc::new(Quiet)).unwrap()
    });
    running.await.unwrap()
}

fn path(month: u8) -> String {
    format!("/2026%E5%B9%B4{month}%E6%9C%88.xlsx")
}

#[tokio::test]
async fn it_is_said_which_editions_there_are_and_which_not() {
    let pages = [
        (path(6), [Reply::ok("PK6")]),
        (path(7), [Reply::ok("<html>front page")]),
        (path(8), [Reply::ok("PK8")]),
        (path(9), [Reply::status(500)]),
    ];
    let pages: Vec<(&str, &[Reply])> = pages.iter().map(|(path, replies)| (path.as_str(), &replies[..])).collect();
    let (site, folder) = (Site::start(&pages).await, tempfile::tempdir().unwrap());
    let labels = |editions: &std::collections::BTreeSet<bangdan::schema::Edition>| {
        editions.iter().map(|edition| edition.label.clone()).collect::<Vec<_>>()
    };
    let found = run(&site, folder.path(), None).await;
    let all = &found.by_resource["all"];
    assert_eq!(labels(&all.there), ["2026年6月", "2026年8月"]);
    assert_eq!(labels(&all.new), ["2026年6月", "2026年8月"]);
    assert_eq!(labels(&all.absent), ["2026年7月", "2026年10月", "2026年11月"]);
    assert_eq!(labels(&all.failed), ["2026年9月"]);
    assert_eq!((found.gathered.new, found.gathered.absent), (2, 3));
    assert!(!site.targets().contains(&"/list".to_owned()), "what has no editions is not asked for");
    let again = run(&site, folder.path(), Some("2026-08-15T00:00:00Z")).await;
    let all = &again.by_resource["all"];
    assert_eq!((labels(&all.there), labels(&all.new)), (vec!["2026年8月".to_owned()], vec![]));
    assert_eq!(labels(&all.absent), ["2026年10月", "2026年11月"]);
}

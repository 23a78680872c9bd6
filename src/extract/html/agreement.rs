//! The reader without a tree gives what the tree gives, or says that the page is not for it.

use super::guard::is_too_deep;
use super::stream::{self, Outside, Streamed};
use super::text::View;
use super::tree;
use proptest::prelude::*;
use scraper::Html;
use std::path::{Path, PathBuf};
use std::{env, fs};

fn shown(streamed: &Streamed) -> String {
    let tables = streamed.tables.iter().map(|table| format!("{:?}\n{:#?}\n", table.heading, table.rows));
    let tables: String = tables.collect();
    format!("script: {}, waits: {}\n{tables}", streamed.has_script, streamed.waits)
}

/// Holds both readings of a page against each other; whether the tree was not needed.
fn agrees(page: &str) -> Result<bool, String> {
    let streamed = match stream::read(page, 100_000) {
        Ok(streamed) => streamed,
        Err(Outside::Tree(_) | Outside::TooDeep) => return Ok(false),
        Err(Outside::TooManyCells) => {
            let of_tree = tree::read(&Html::parse_document(page), &View::default(), &[], 100_000);
            return if of_tree.is_err() { Ok(true) } else { Err("too many cells only without a tree".to_owned()) };
        }
    };
    let of_tree = tree::read(&Html::parse_document(page), &View::default(), &[], 100_000);
    let Ok(of_tree) = of_tree else { return Err("too many cells only in the tree".to_owned()) };
    let (streamed, of_tree) = (shown(&streamed), shown(&of_tree));
    if streamed == of_tree {
        Ok(true)
    } else {
        Err(format!("--- without a tree\n{streamed}\n--- of the tree\n{of_tree}"))
    }
}

fn pages(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path()) {
        if entry.is_dir() {
            pages(&entry, found);
        } else if entry.extension().is_some_and(|extension| extension == "html") {
            found.push(entry);
        }
    }
}

#[test]
fn the_fixtures_are_read_alike() {
    let mut files = Vec::new();
    pages(&Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures"), &mut files);
    assert!(files.len() >= 9);
    for file in files {
        let page = fs::read_to_string(&file).expect("a page");
        agrees(&page).unwrap_or_else(|difference| panic!("{}\n{difference}", file.display()));
    }
}

#[test]
#[expect(clippy::print_stdout, reason = "a skipped test says so")]
fn the_recorded_pages_are_read_alike() {
    let folder = env::var_os("BANGDAN_RECORDINGS")
        .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/recordings"), PathBuf::from);
    if !folder.is_dir() {
        println!("skipped: no recordings beside the checkout (BANGDAN_RECORDINGS)");
        return;
    }
    let mut files = Vec::new();
    pages(&folder, &mut files);
    assert!(files.len() >= 36);
    let mut by_tree = Vec::new();
    for file in &files {
        let bytes = fs::read(file).expect("a page");
        let page = String::from_utf8_lossy(&bytes);
        let without = agrees(&page).unwrap_or_else(|difference| panic!("{}\n{difference}", file.display()));
        if !without {
            let why = stream::read(&page, 100_000).err();
            by_tree.push(format!("{}: {why:?}", file.display()));
        }
    }
    println!("{} of {} pages need the tree\n{}", by_tree.len(), files.len(), by_tree.join("\n"));
    assert!(by_tree.len() * 4 <= files.len(), "{} of {} pages need the tree", by_tree.len(), files.len());
}

/// What pages are made of, and what tears them.
fn piece() -> impl Strategy<Value = String> {
    let pieces: Vec<&str> = include_str!("pieces.txt").lines().filter(|line| !line.is_empty()).collect();
    prop_oneof![
        12 => prop::sample::select(pieces).prop_map(str::to_owned),
        1 => "[ a-z<>/&;\"'=!\n-]{0,12}",
    ]
}

/// A table in good order but for a few torn pieces.
fn table() -> impl Strategy<Value = String> {
    let cell = prop::collection::vec(piece(), 0..3).prop_map(|pieces| pieces.concat());
    let rows = prop::collection::vec(prop::collection::vec((any::<bool>(), cell), 0..4), 0..4);
    (rows, piece(), 0..400_usize).prop_map(|(rows, piece, at)| {
        let mut page = String::from("<h2>Board</h2><table>");
        for row in rows {
            page.push_str("<tr>");
            for (closes, cell) in row {
                page.push_str("<td>");
                page.push_str(&cell);
                page.push_str(if closes { "</td>" } else { "" });
            }
        }
        page.push_str("</table>after");
        let at = (0..=at.min(page.len())).rev().find(|at| page.is_char_boundary(*at)).unwrap_or(0);
        page.insert_str(at, &piece);
        page
    })
}

/// How many random pages: more with `BANGDAN_CASES`.
fn cases() -> u32 {
    env::var("BANGDAN_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(1_000)
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(cases()) })]

    #[test]
    fn torn_pages_are_read_alike(doctype in any::<bool>(), pieces in prop::collection::vec(piece(), 0..24)) {
        let page = format!("{}{}", if doctype { "<!doctype html>" } else { "" }, pieces.concat());
        prop_assume!(!is_too_deep(&page));
        if let Err(difference) = agrees(&page) {
            return Err(TestCaseError::fail(format!("{page}\n{difference}")));
        }
    }

    #[test]
    fn torn_tables_are_read_alike(tables in prop::collection::vec(table(), 1..3)) {
        let page = tables.concat();
        if let Err(difference) = agrees(&page) {
            return Err(TestCaseError::fail(format!("{page}\n{difference}")));
        }
    }
}
